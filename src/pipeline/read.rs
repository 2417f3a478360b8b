//! From raw files to the documents that the project describes.

use std::collections::BTreeMap;

use crate::data::{DataFile, ProjectFiles};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::model::shape::{FromNode, Located};
use crate::model::{self, Catalogo, Informe, Plan, PlanTrabajo, Recomendaciones, Resultados, Tipo};
use crate::rules;

use super::{Contenido, Documento, InformeLeido, SHARED};

/// Every document of the project, in the order of identifiers; results and plans
/// that no document uses are read too, so that what is wrong in them is told.
pub(super) fn documents(files: &ProjectFiles, catalogo: &Catalogo, found: &mut Diagnostics) -> Vec<Documento> {
    let mut reader = Reader { files, catalogo, resultados: BTreeMap::new(), planes: BTreeMap::new() };
    let mut documentos: Vec<Documento> = Vec::new();
    let mut unknown = Vec::new();
    for file in files.files.iter().filter(|f| !SHARED.contains(&f.path.as_str())) {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let of_entity = file.path.starts_with("entidades/");
        if of_entity && name.starts_with("resultados-") {
            reader.resultados(file, found);
        } else if of_entity && name.starts_with("plan-") {
            reader.plan(file, found);
        } else if of_entity && name.starts_with("recomendaciones-") {
            reader.recomendaciones(file, found);
        } else if file.node.as_ref().is_none_or(|n| n.get("tipo").is_some()) {
            documentos.push(reader.document(file, found));
        } else {
            unknown.push(file);
        }
    }
    for file in unknown.into_iter().filter(|f| !documentos.iter().any(|d| d.entradas.contains(&f.path))) {
        found.push(
            Diagnostic::aviso("archivo-no-reconocido", "no se sabe qué contiene este archivo y no se usa")
                .at(&file.source.line(1))
                .remedy("agregue «tipo:» si describe un documento, o llámelo resultados-AAAA.yaml o plan-AAAA.yaml dentro de la carpeta de la entidad"),
        );
    }
    documentos.sort_by(|a, b| a.id.cmp(&b.id));
    distinct_names(files, &documentos, found);
    documentos
}

/// Two documents may not share a PDF, not even on a disk that ignores case.
fn distinct_names(files: &ProjectFiles, documentos: &[Documento], found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, &Documento> = BTreeMap::new();
    for documento in documentos {
        let Some(first) = seen.insert(documento.id.to_lowercase(), documento) else { continue };
        let place = |d: &Documento| files.file(&d.entradas[0]).map(|f| f.source.line(1));
        if let (Some(here), Some(there)) = (place(documento), place(first)) {
            found.push(
                Diagnostic::error(
                    "documento-repetido",
                    format!("dos archivos darían el mismo PDF, «output/{}.pdf»", documento.id),
                )
                .at(&here)
                .second(&there, "el otro está aquí")
                .remedy("cambie el nombre de uno de los dos"),
            );
        }
    }
}

/// Path without its YAML ending.
fn stem(path: &str) -> &str {
    path.strip_suffix(".yaml").or(path.strip_suffix(".yml")).unwrap_or(path)
}

/// The name of a file of `kind` ends in its vigencia.
fn same_vigencia(file: &DataFile, kind: &str, vigencia: &Located<u32>, found: &mut Diagnostics) {
    if stem(&file.path).ends_with(&format!("/{kind}-{}", vigencia.value)) {
        return;
    }
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    found.push(
        Diagnostic::error(
            "vigencia-no-coincide",
            format!("el archivo se llama «{name}» y su vigencia es {}", vigencia.value),
        )
        .at(&vigencia.place)
        .remedy(format!("cambie la vigencia o llámelo {kind}-{}.yaml", vigencia.value)),
    );
}

/// Reads data files once each, however many documents use them.
struct Reader<'a> {
    files: &'a ProjectFiles,
    catalogo: &'a Catalogo,
    resultados: BTreeMap<String, Option<Resultados>>,
    planes: BTreeMap<String, Option<Plan>>,
}

impl<'a> Reader<'a> {
    fn resultados(&mut self, file: &DataFile, found: &mut Diagnostics) -> Option<Resultados> {
        if let Some(done) = self.resultados.get(&file.path) {
            return done.clone();
        }
        let read = file.node.as_ref().and_then(|node| Resultados::build(node, self.catalogo, found));
        if let Some(read) = &read {
            let entidad = file.path.split('/').nth(1).and_then(|slug| self.catalogo.entidad(slug));
            rules::resultados(read, entidad, self.catalogo, found);
        }
        if let Some(read) = &read {
            same_vigencia(file, "resultados", &read.vigencia, found);
        }
        self.resultados.insert(file.path.clone(), read.clone());
        read
    }

    fn plan(&mut self, file: &DataFile, found: &mut Diagnostics) -> Option<Plan> {
        if let Some(done) = self.planes.get(&file.path) {
            return done.clone();
        }
        let read = file.node.as_ref().and_then(|node| Plan::build(node, self.catalogo, found));
        self.planes.insert(file.path.clone(), read.clone());
        read
    }

    /// Recommendations are read so that what is wrong in them is told.
    fn recomendaciones(&self, file: &DataFile, found: &mut Diagnostics) {
        let Some(node) = &file.node else { return };
        if let Some(read) = Recomendaciones::build(node, self.catalogo, found) {
            rules::vigencia(&read.vigencia, found);
            same_vigencia(file, "recomendaciones", &read.vigencia, found);
        }
    }

    fn document(&mut self, file: &DataFile, found: &mut Diagnostics) -> Documento {
        let stem = stem(&file.path);
        let id = stem.strip_prefix("entidades/").unwrap_or(stem).to_owned();
        let mut entradas = vec![file.path.clone()];
        let tipo = file.node.as_ref().and_then(|n| n.get("tipo")).and_then(|n| Tipo::from_node(n, found));
        let contenido = match (tipo, &file.node) {
            (Some(Tipo::InformeSeguimiento), Some(node)) => {
                Informe::from_node(node, found).and_then(|informe| self.informe(informe, &mut entradas, found))
            }
            (Some(Tipo::PlanTrabajo), Some(node)) => PlanTrabajo::from_node(node, found).map(|plan| {
                rules::vigencia(&plan.vigencia, found);
                plan.check(found);
                Contenido::PlanTrabajo(Box::new(plan))
            }),
            _ => None,
        };
        // A work plan names nothing of the catalogue.
        let shared = if tipo == Some(Tipo::PlanTrabajo) { &SHARED[..1] } else { &SHARED[..] };
        entradas.extend(shared.iter().filter(|path| self.files.file(path).is_some()).map(|path| (*path).to_owned()));
        Documento { id, tipo, entradas, contenido }
    }

    fn informe(&mut self, informe: Informe, entradas: &mut Vec<String>, found: &mut Diagnostics) -> Option<Contenido> {
        rules::vigencia(&informe.vigencia, found);
        let slug = &informe.entidad.value;
        let Some(entidad) = self.catalogo.entidad(slug).cloned() else {
            found.push(self.unknown_entity(&informe.entidad));
            return None;
        };
        let mut results = |reader: &mut Self, vigencia: &Located<u32>, found: &mut Diagnostics| {
            let wanted = format!("entidades/{slug}/resultados-{}", vigencia.value);
            let file = reader.require(&wanted, vigencia, "la vigencia", entradas, found)?;
            reader.resultados(file, found)
        };
        if let Some(anterior) = &informe.comparar_con {
            self.check_comparison(&informe.vigencia, anterior, found)?;
        }
        let resultados = results(self, &informe.vigencia, found);
        let anterior = informe.comparar_con.as_ref().map(|v| results(self, v, found));
        let plan = informe.plan.as_ref().map(|name| {
            let wanted = format!("entidades/{slug}/{}", name.value);
            let file = self.require(&wanted, name, "el plan", entradas, found)?;
            self.plan(file, found)
        });
        let read = InformeLeido {
            entidad,
            resultados: resultados?,
            anterior: transpose(anterior)?,
            plan: transpose(plan)?,
            informe,
        };
        let material = rules::Material {
            informe: &read.informe,
            catalogo: self.catalogo,
            resultados: &read.resultados,
            anterior: read.anterior.as_ref(),
            plan: read.plan.as_ref(),
        };
        rules::informe(&material, found);
        if let Some(plan) = &read.plan {
            rules::plan(plan, &read.informe.corte, found);
        }
        Some(Contenido::Informe(Box::new(read)))
    }

    /// The finding for an entity that is not in the catalogue by its slug.
    fn unknown_entity(&self, written: &Located<String>) -> Diagnostic {
        let folded = crate::locale::fold(written);
        let named = self.catalogo.entidades.iter().find(|e| {
            let names = std::iter::once(&e.nombre).chain(&e.sigla).chain(&e.alias);
            names.into_iter().any(|name| crate::locale::fold(name) == folded)
        });
        let slugs = self.catalogo.entidades.iter().map(|e| e.slug.as_str());
        let finding = model::unknown("entidad-desconocida", "una entidad del catálogo", written, slugs);
        match named {
            Some(entidad) => finding.remedy(format!("¿quiso decir «{}»?", entidad.slug)),
            None => finding,
        }
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

    /// The file `wanted` (without ending), added to the inputs; a finding at
    /// `cause` where there is none.
    fn require<T: std::fmt::Display>(
        &self,
        wanted: &str,
        cause: &Located<T>,
        what: &str,
        entradas: &mut Vec<String>,
        found: &mut Diagnostics,
    ) -> Option<&'a DataFile> {
        let files: &'a ProjectFiles = self.files;
        if let Some(file) = ["yaml", "yml"].iter().find_map(|end| files.file(&format!("{wanted}.{end}"))) {
            entradas.push(file.path.clone());
            return Some(file);
        }
        let (folder, name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
        let kind = name.split('-').next().unwrap_or(name);
        let siblings = files.files.iter().map(|f| f.path.as_str()).filter(|path| {
            let same = path.rsplit_once('/').is_some_and(|(f, n)| f == folder && n.starts_with(kind));
            same && !entradas.iter().any(|used| used == path)
        });
        let with_ending = [".yaml", ".yml"].iter().any(|end| wanted.ends_with(end));
        let remedy = match nearest(wanted, siblings) {
            _ if with_ending => "escriba el nombre sin «.yaml»".to_owned(),
            Some(near) => format!("cree el archivo, o use {what} de «data/{near}»"),
            None => "cree el archivo".to_owned(),
        };
        found.push(
            Diagnostic::error("archivo-faltante", format!("no existe el archivo «data/{wanted}.yaml»"))
                .at(&cause.place)
                .label(format!("{what} {} lo necesita", cause.value))
                .remedy(remedy),
        );
        None
    }
}

/// `None` where the thing was asked for and could not be read.
fn transpose<T>(asked: Option<Option<T>>) -> Option<Option<T>> {
    match asked {
        None => Some(None),
        Some(None) => None,
        Some(read) => Some(read),
    }
}
