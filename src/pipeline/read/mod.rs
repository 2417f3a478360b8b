//! From raw files to the documents that the project describes.

mod archivos;
mod conjunto;
mod entidad;
mod nombres;
mod organo;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::data::{DataFile, Node, ProjectFiles};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::expediente::{self, Dato, Nombre, TipoDato, parts, tipo_at};
use crate::model::shape::Located;
use crate::model::{Cabecera, Catalogo, Seccion, Tipo, Tipos};
use crate::rules;

use super::strays::{self, Duda};
use super::varas::Medido;
use super::{Documento, Encargado, SHARED};

use nombres::{distinct_names, document_id, named_for_every_disk};

/// What was read of a project.
pub(super) struct Leidos {
    /// In the order of their identifiers.
    pub documentos: Vec<Documento>,
    pub medidos: Vec<Medido>,
}

/// Every document of the project; data files that no document uses are read too, so that what is wrong in them is told.
pub(super) fn documents(files: &ProjectFiles, tipos: &Tipos, catalogo: &Catalogo, found: &mut Diagnostics) -> Leidos {
    let mut reader = Reader {
        files,
        tipos,
        catalogo,
        datos: BTreeMap::new(),
        dudas: strays::find(files, catalogo, found),
        otra_forma: strays::misnamed_shared(files, found),
        sin_plan: BTreeMap::new(),
    };
    let mut documentos: Vec<Documento> = Vec::new();
    let mut unknown = Vec::new();
    for file in files.files.iter().filter(|f| !SHARED.contains(&f.path.as_str()) && DataFile::is_yaml(&f.path)) {
        if let Some(tipo) = tipo_at(&file.path) {
            reader.dato(tipo, file, found);
        } else if file.node.as_ref().is_none_or(|n| n.get("tipo").is_some()) {
            documentos.extend(reader.documents(file, found));
        } else {
            unknown.push(file);
        }
    }
    reader.nobodys(unknown, &documentos, found);
    reader.plans_of_nobody(&documentos, found);
    documentos.sort_by(|a, b| a.id.cmp(&b.id));
    distinct_names(files, &documentos, found);
    Leidos { documentos, medidos: reader.measured() }
}

/// A file of a vigencia says the same one in its name.
fn named_after_its_vigencia(tipo: &TipoDato, file: &DataFile, vigencia: &Located<u32>, found: &mut Diagnostics) {
    let right = format!("{}-{}", tipo.palabra, vigencia.value);
    if parts(&file.path).is_some_and(|(_, name)| name == right) {
        return;
    }
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    found.push(
        Diagnostic::error(
            "vigencia-no-coincide",
            format!("el archivo se llama «{name}» y su vigencia es {}", vigencia.value),
        )
        .at(&vigencia.place)
        .remedy(format!("cambie la vigencia o llámelo {right}.yaml")),
    );
}

/// Reads data files once each, however many documents use them.
struct Reader<'a> {
    files: &'a ProjectFiles,
    tipos: &'a Tipos,
    catalogo: &'a Catalogo,
    /// What was read, by the word of its type and its path.
    datos: BTreeMap<(&'static str, String), Option<Dato>>,
    /// Files that may belong to an entity which seems to have none.
    dudas: Vec<Duda>,
    /// Files that must be shared ones, by the path of the one each must be.
    otra_forma: Vec<(String, &'static str)>,
    /// Slugs of the entities that have no plan of the name that documents give, by that name and where
    /// the last of them gives it.
    sin_plan: BTreeMap<String, (String, Place)>,
}

/// A document as it was read, without what its file gives all of them.
struct Leido {
    id: String,
    /// Files of the data, besides the document's own.
    entradas: Vec<String>,
    encargado: Option<Encargado>,
}

impl Reader<'_> {
    /// What a data file says, checked; `None` where it cannot be read.
    fn dato(&mut self, tipo: &TipoDato, file: &DataFile, found: &mut Diagnostics) -> Option<Dato> {
        let key = (tipo.palabra, file.path.clone());
        if let Some(done) = self.datos.get(&key) {
            return done.clone();
        }
        let read = file.node.as_ref().and_then(|node| (tipo.read)(node, self.catalogo, found));
        if let Some(dato) = &read {
            let entidad = file.path.split('/').nth(1).and_then(|slug| self.catalogo.entidad(slug));
            rules::dato(dato, entidad, self.catalogo, found);
            if let (Nombre::Vigencia, Some(vigencia)) = (tipo.nombre, &dato.vigencia) {
                named_after_its_vigencia(tipo, file, vigencia, found);
            }
        }
        self.datos.insert(key, read.clone());
        read
    }

    /// Tells the files that are no documents, no data, and of which nothing was said.
    fn nobodys(&self, unknown: Vec<&DataFile>, documentos: &[Documento], found: &mut Diagnostics) {
        let told = |f: &DataFile| {
            self.dudas.iter().any(|d| d.ruta == f.path) || self.otra_forma.iter().any(|(ruta, _)| *ruta == f.path)
        };
        let used = |f: &DataFile| documentos.iter().any(|d| d.entradas.contains(&f.path));
        for file in unknown.into_iter().filter(|f| !told(f) && !used(f)) {
            found.push(
                Diagnostic::aviso("archivo-no-reconocido", "no se sabe qué contiene este archivo y no se usa")
                    .at(&file.source.line(1))
                    .remedy(format!(
                        "agregue «tipo:» si describe un documento, o llámelo {} dentro de la carpeta de la entidad",
                        expediente::names()
                    )),
            );
        }
    }

    /// The documents that a file describes: one, or one per entity or policy.
    fn documents(&mut self, file: &DataFile, found: &mut Diagnostics) -> Vec<Documento> {
        let id = document_id(&file.path).to_owned();
        named_for_every_disk(file, &id, found);
        let tipos = self.tipos;
        let tipo = file.node.as_ref().and_then(|n| n.get("tipo")).and_then(|n| tipos.of(n, found));
        let base = tipo.map(|tipo| tipo.base);
        // Documents about a body name nothing of the catalogue.
        let of_body = matches!(base, Some(Tipo::PlanTrabajo | Tipo::SeguimientoPlanTrabajo));
        let shared = if of_body { &SHARED[..1] } else { &SHARED[..] };
        let misnamed = self.otra_forma.iter().filter(|(_, of)| shared.contains(of)).map(|(path, _)| path.clone());
        let there = shared.iter().filter(|path| self.files.file(path).is_some());
        let shared: Vec<_> = there.map(|path| (*path).to_owned()).chain(misnamed).collect();
        let read = match (tipo, &file.node) {
            (Some(tipo), Some(node)) => self.of_form(tipo.base, &tipo.fill(node), &id, found),
            _ => None,
        };
        let unread = || vec![Leido { id: id.clone(), entradas: Vec::new(), encargado: None }];
        read.unwrap_or_else(unread)
            .into_iter()
            .map(|leido| Documento {
                id: leido.id,
                origen: id.clone(),
                tipo: tipo.cloned().map(Arc::new),
                entradas: std::iter::once(file.path.clone()).chain(leido.entradas).chain(shared.clone()).collect(),
                encargado: leido.encargado,
            })
            .collect()
    }

    /// `None` where the file itself cannot be read.
    fn of_form(&mut self, base: Tipo, node: &Node, id: &str, found: &mut Diagnostics) -> Option<Vec<Leido>> {
        match base {
            Tipo::InformeSeguimiento => self.reports(node, id, found),
            Tipo::PlanTrabajo => self.plan_trabajo(node, id, found),
            Tipo::SeguimientoPlanTrabajo => self.seguimiento_trabajo(node, id, found),
            Tipo::Consolidado => self.consolidado(node, id, found),
            Tipo::Presentacion => self.presentacion(node, id, found),
            Tipo::FichaPolitica => self.fichas(node, id, found),
        }
    }

    /// Runs the rules over what a document says of itself and over its sections.
    fn check_written(&self, cabecera: &Cabecera, secciones: &[Seccion], found: &mut Diagnostics) {
        rules::cabecera(cabecera, found);
        rules::escrito(cabecera, secciones, None, self.catalogo, found);
    }

    /// A report compares with an earlier vigencia; across a change of method it says so.
    fn check_comparison(
        &self,
        vigencia: &Located<u32>,
        anterior: &Located<u32>,
        found: &mut Diagnostics,
    ) -> Option<()> {
        if anterior.value >= vigencia.value {
            found.push(
                Diagnostic::error(
                    "comparacion-no-anterior",
                    format!("la vigencia {} se compara con {}, que no es anterior", vigencia.value, anterior.value),
                )
                .at(&anterior.place)
                .second(&vigencia.place, "la vigencia del informe")
                .remedy("escriba una vigencia anterior o quite «comparar_con»"),
            );
            return None;
        }
        if !self.catalogo.comparables(vigencia.value, anterior.value) {
            found.push(
                Diagnostic::nota(
                    "comparacion-entre-mediciones",
                    format!(
                        "entre {} y {} cambió la medición: se muestran los dos valores, sin variación",
                        anterior.value, vigencia.value
                    ),
                )
                .at(&anterior.place)
                .label("otra serie de medición"),
            );
        }
        Some(())
    }
}
