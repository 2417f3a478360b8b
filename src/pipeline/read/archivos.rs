//! The data files of entities: which a document asks for, which there are, and what is said of those
//! that are missing.

use std::collections::BTreeSet;

use crate::data::{DataFile, ProjectFiles};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::expediente::{Causa, Dato, Leible, Pedido, Rol, name, parts, path, stem};
use crate::model::{Entidad, Identificador, Plan, Resultados};

use super::super::Documento;
use super::super::strays::{self, Duda};
use super::super::varas::Medido;
use super::Reader;

impl<'a> Reader<'a> {
    /// The file of an entity at this path in `data/`, without its ending.
    pub(super) fn find(&self, wanted: &str) -> Option<&'a DataFile> {
        let files: &'a ProjectFiles = self.files;
        ["yaml", "yml"].iter().find_map(|end| files.file(&format!("{wanted}.{end}")))
    }

    /// The files that may be `wanted` of the entity, told already: what needs it is not
    /// made without it.
    pub(super) fn doubts(&self, slug: &str, wanted: &str) -> Vec<String> {
        let lacks = self.find(wanted).is_none();
        let name = wanted.rsplit('/').next().unwrap_or(wanted);
        let fits = |d: &&Duda| (lacks || d.gemelo) && d.may_be(slug, name);
        self.dudas.iter().filter(fits).map(|d| d.ruta.clone()).collect()
    }

    /// The file of the entity that a document asks for, added to its inputs with those that may be it.
    pub(super) fn ask(&self, slug: &str, pedido: &Pedido, entradas: &mut Vec<String>) -> Option<&'a DataFile> {
        let wanted = pedido.path(slug);
        entradas.extend(self.doubts(slug, &wanted));
        let file = self.find(&wanted)?;
        entradas.push(file.path.clone());
        Some(file)
    }

    /// The finding for a file that the entity lacks and its report cannot do without; `used` are the
    /// inputs that were found.
    pub(super) fn missing(&self, slug: &str, pedido: &Pedido, used: &[String]) -> Diagnostic {
        let (wanted, causa) = (pedido.path(slug), &pedido.causa);
        let kind = pedido.nombre.split('-').next().unwrap_or_default();
        let siblings = self.files.files.iter().map(|f| f.path.as_str()).filter(|path| {
            let same = path.rsplit_once('/').is_some_and(|(f, n)| f == folder(&wanted) && n.starts_with(kind));
            same && !used.iter().any(|used| used == path)
        });
        let remedy = match nearest(&wanted, siblings) {
            Some(near) => format!("cree el archivo, o use {} de «data/{near}»", causa.que),
            None => "cree el archivo".to_owned(),
        };
        Diagnostic::error("archivo-faltante", format!("no existe el archivo «data/{wanted}.yaml»"))
            .at(&causa.place)
            .label(needs_it(causa))
            .remedy(remedy)
    }

    /// The files that a document on many entities names belong to at least one of them.
    pub(super) fn named_by_somebody(&self, asked: &[Pedido], chosen: &[usize], found: &mut Diagnostics) -> Option<()> {
        let named = asked.iter().filter(|pedido| pedido.rol != Rol::Propio);
        named.map(|pedido| self.somebody_has(pedido, chosen, found)).fold(Some(()), Option::and)
    }

    /// An error where a file that a document on many entities names is nobody's.
    fn somebody_has(&self, pedido: &Pedido, chosen: &[usize], found: &mut Diagnostics) -> Option<()> {
        let (name, causa) = (pedido.nombre.as_str(), &pedido.causa);
        let slugs: BTreeSet<_> = chosen.iter().map(|e| self.catalogo.entidades[*e].slug.as_str()).collect();
        let has = |slug: &&str| {
            let wanted = path(slug, name);
            self.find(&wanted).is_some() || !self.doubts(slug, &wanted).is_empty()
        };
        if slugs.iter().any(has) || Identificador::fault(name).is_some() {
            return Some(());
        }
        if self.catalogo.entidades.is_empty() {
            let finding = Diagnostic::error("entidad-desconocida", "el catálogo no tiene ninguna entidad");
            found.push(finding.at(&causa.place).remedy("agregue las entidades en data/catalogo/entidades.yaml"));
            return None;
        }
        let kind = name.split('-').next().unwrap_or(name);
        let others: BTreeSet<_> = self.files.files.iter().filter_map(|f| other(&f.path, &slugs, kind)).collect();
        let near = nearest(name, others.iter().copied());
        found.push(
            Diagnostic::error("archivo-faltante", format!("ninguna entidad del documento tiene «{name}.yaml»"))
                .at(&causa.place)
                .label(needs_it(causa))
                .remedy(match near {
                    Some(near) => format!("¿quiso decir «{near}»?"),
                    None => "agregue el archivo a la carpeta de cada entidad que lo tenga, o quite la clave".to_owned(),
                }),
        );
        None
    }

    /// Keeps that an entity has no plan of the name that a document on many gives.
    pub(super) fn note_plan(&mut self, slug: &str, asked: &[Pedido]) {
        for pedido in asked.iter().filter(|pedido| pedido.rol == Rol::Nombrado) {
            if self.find(&pedido.path(slug)).is_none() {
                self.sin_plan.insert(slug.to_owned(), (pedido.nombre.clone(), pedido.causa.place.clone()));
            }
        }
    }

    /// The results of every entity in every vigencia that the project has some of, and the files that may be them.
    pub(super) fn measured(&self) -> Vec<Medido> {
        let of = |((tipo, ruta), dato): (&(&'static str, String), &Option<Dato>)| {
            let (slug, name) = parts(ruta).filter(|_| *tipo == Resultados::PALABRA)?;
            let vigencia = name.strip_prefix(Resultados::PALABRA)?.strip_prefix('-')?.parse().ok()?;
            let mut rutas = self.doubts(slug, stem(ruta));
            rutas.push(ruta.clone());
            let resultados = dato.as_ref().and_then(Dato::get);
            Some(Medido { entidad: self.catalogo.position(slug)?, vigencia, rutas, resultados })
        };
        let mut medidos: Vec<_> = self.datos.iter().filter_map(of).collect();
        if self.dudas.is_empty() {
            return medidos;
        }
        let known: BTreeSet<_> = medidos.iter().map(|m| (m.vigencia, m.entidad)).collect();
        let vigencias: BTreeSet<_> = known.iter().map(|(vigencia, _)| *vigencia).collect();
        for vigencia in vigencias {
            for (entidad, e) in self.catalogo.entidades.iter().enumerate() {
                if !known.contains(&(vigencia, entidad)) {
                    let rutas = self.doubts(&e.slug, &path(&e.slug, &name::<Resultados>(vigencia)));
                    let medido = || Medido { entidad, vigencia, rutas: rutas.clone(), resultados: None };
                    medidos.extend((!rutas.is_empty()).then(medido));
                }
            }
        }
        medidos
    }

    /// The plans that no document uses, of entities that lack the one that documents name. A name that
    /// other entities give to theirs is one that is kept on purpose.
    pub(super) fn plans_of_nobody(&self, documentos: &[Documento], found: &mut Diagnostics) {
        let used: BTreeSet<_> = documentos.iter().flat_map(|d| &d.entradas).map(String::as_str).collect();
        let named = strays::named_plans(self.files);
        let plans = || self.datos.keys().filter(|(tipo, _)| *tipo == Plan::PALABRA).map(|(_, path)| path);
        for path in plans().filter(|path| !used.contains(path.as_str())) {
            let Some((slug, name)) = parts(path) else { continue };
            let (Some((wanted, place)), Some(file)) = (self.sin_plan.get(slug), self.files.file(path)) else {
                continue;
            };
            let shared = plans().filter(|other| parts(other).is_some_and(|(_, of)| of == name)).count() > 1;
            if shared || named.contains(name) {
                continue;
            }
            found.push(
                Diagnostic::aviso(
                    "plan-sin-uso",
                    format!("ningún documento usa este plan, y a la entidad le falta «{wanted}.yaml»"),
                )
                .at(&file.source.line(1))
                .second(place, "aquí se nombra el plan")
                .remedy(format!("si es ese plan, llámelo «{wanted}.yaml»; si se guarda por otra razón, silencie la regla en el archivo")),
            );
        }
    }
}

/// What is said beside the key that makes a document need a file.
fn needs_it(causa: &Causa) -> String {
    format!("{} {} lo necesita", causa.que, causa.escrito)
}

/// The folder of a path.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name, without ending, of a file of this kind that one of the entities has.
fn other<'p>(path: &'p str, slugs: &BTreeSet<&str>, kind: &str) -> Option<&'p str> {
    let (slug, name) = parts(path)?;
    (slugs.contains(slug) && name.starts_with(kind)).then_some(name)
}

/// The note about an entity that a document on many has to do without.
pub(super) fn without_results(entidad: &Entidad, pedido: &Pedido, vigencia: u32, place: &Place) -> Diagnostic {
    Diagnostic::nota(
        "entidad-sin-resultados",
        format!("«{}» no tiene resultados de la vigencia {vigencia}", entidad.nombre),
    )
    .at(place)
    .remedy(format!("si la entidad fue medida, agregue data/{}.yaml", pedido.path(&entidad.slug)))
}
