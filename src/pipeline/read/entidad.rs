//! The follow-up report of an entity, and the file that gives one to each of many.

use std::sync::Arc;

use crate::bloques::{self, Sujeto};
use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expediente::{Expediente, Pedido, Rol, Toma, wanted};
use crate::model::shape::{FromNode, Located};
use crate::model::{self, Identificador, Informe, Seleccion, called};
use crate::rules;

use super::super::Encargado;
use super::archivos::without_results;
use super::{Leido, Reader};

impl Reader<'_> {
    /// The reports of a file: of the entity that it names, or of each of those that it chooses.
    pub(super) fn reports(&mut self, node: &Node, id: &str, found: &mut Diagnostics) -> Option<Vec<Leido>> {
        let informe = Arc::new(Informe::from_node(node, found)?);
        bloques::check(called(&informe.secciones), Sujeto::Entidad, found);
        rules::cabecera(&informe.cabecera(), found);
        match (&informe.entidad, &informe.entidades) {
            (Some(entidad), None) => {
                let mut entradas = Vec::new();
                let encargado = self.informe(&informe, entidad, &mut entradas, found);
                Some(vec![Leido { id: id.to_owned(), entradas, encargado }])
            }
            (None, Some(entidades)) => self.batch(&informe, entidades, id, found),
            (both, _) => {
                let line = node.place.source.line(node.place.line_column().0);
                found.push(
                    Diagnostic::error("entidad-ambigua", match both {
                        Some(_) => "el informe nombra una entidad y también un grupo de entidades",
                        None => "el informe no dice de qué entidad es",
                    })
                    .at(both.as_ref().map_or(&line, |e| &e.place))
                    .remedy("escriba «entidad:» con su slug, o «entidades:» para hacer un informe de cada una, pero no las dos"),
                );
                None
            }
        }
    }

    /// One report per entity that has results; the others are told as notes.
    fn batch(
        &mut self,
        informe: &Arc<Informe>,
        entidades: &Located<Seleccion>,
        id: &str,
        found: &mut Diagnostics,
    ) -> Option<Vec<Leido>> {
        let chosen = entidades.choose(self.catalogo, &entidades.place, found)?;
        let asked = wanted(&informe.cabecera());
        self.named_by_somebody(&asked, &chosen, found)?;
        let name = id.rsplit('/').next().unwrap_or(id);
        let mut leidos = Vec::new();
        for position in chosen {
            let entidad = &self.catalogo.entidades[position];
            let id = format!("{}/{name}", entidad.slug);
            // Without those of its vigencia there is nothing to report of.
            let results = asked.iter().find(|pedido| pedido.is_of_results());
            if let Some(results) = results.filter(|pedido| self.find(&pedido.path(&entidad.slug)).is_none()) {
                let doubts = self.doubts(&entidad.slug, &results.path(&entidad.slug));
                if doubts.is_empty() {
                    found.push(without_results(entidad, results, informe.vigencia.value, &entidades.place));
                } else {
                    leidos.push(Leido { id, entradas: doubts, encargado: None });
                }
                continue;
            }
            let slug = Located { value: entidad.slug.to_string(), place: entidades.place.clone() };
            let mut entradas = Vec::new();
            self.note_plan(&slug, &asked);
            let encargado = self.informe(informe, &slug, &mut entradas, found);
            leidos.push(Leido { id, entradas, encargado });
        }
        Some(leidos)
    }

    /// The report of the entity with this slug.
    fn informe(
        &mut self,
        informe: &Arc<Informe>,
        slug: &Located<String>,
        entradas: &mut Vec<String>,
        found: &mut Diagnostics,
    ) -> Option<Encargado> {
        let Some(position) = self.catalogo.position(slug) else {
            found.push(self.unknown_entity(slug));
            return None;
        };
        if let Some(anterior) = &informe.comparar_con {
            self.check_comparison(&informe.vigencia, anterior, found)?;
        }
        let expediente = self.expediente(informe, position, entradas, found)?;
        let (resultados, plan) = (expediente.resultados.as_deref()?, expediente.plan.as_deref());
        // What is left of a file with errors supports no conclusion.
        if expediente.completo() {
            let anterior = expediente.anterior.as_deref();
            rules::informe(&rules::Revisado { informe, catalogo: self.catalogo, resultados, anterior, plan }, found);
        }
        if let Some(plan) = plan {
            rules::plan(plan, &informe.corte, found);
        }
        Some(Encargado::Informe(Arc::clone(informe), Box::new(expediente)))
    }

    /// What is known of the entity at `position`, as far as its report asks for it; `None` where it
    /// cannot do without something.
    fn expediente(
        &mut self,
        informe: &Informe,
        position: usize,
        entradas: &mut Vec<String>,
        found: &mut Diagnostics,
    ) -> Option<Expediente> {
        let slug = &self.catalogo.entidades[position].slug;
        // What an entity of a batch does not have is left out of its report.
        let batch = informe.entidades.is_some();
        let asks = |p: &Pedido| {
            p.tipo.toma == Toma::Siempre || bloques::asks_for(p.tipo, called(&informe.secciones), Sujeto::Entidad)
        };
        let (mut files, mut whole) = (Vec::new(), true);
        for pedido in wanted(&informe.cabecera()).into_iter().filter(asks) {
            let needed = pedido.tipo.toma == Toma::Siempre && !batch;
            // A name that cannot be one is told where it is written.
            let unspeakable = pedido.rol == Rol::Nombrado && Identificador::fault(&pedido.nombre).is_some();
            match self.ask(slug, &pedido, entradas).filter(|_| !unspeakable) {
                Some(file) => files.push((pedido, file)),
                None if needed => {
                    if !unspeakable {
                        found.push(self.missing(slug, &pedido, entradas));
                    }
                    whole = false;
                }
                None => {}
            }
        }
        if !whole {
            return None;
        }
        let read = |(pedido, file): (Pedido, _)| self.dato(pedido.tipo, file, found).map(|dato| (pedido, dato));
        let leidos: Option<Vec<_>> = files.into_iter().map(read).collect();
        Some(Expediente::new(position, leidos?))
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
}
