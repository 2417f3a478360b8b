//! Documents on many entities: the consolidated report, the deck and the sheets of policies.

use std::sync::Arc;

use crate::bloques::{self, Sujeto};
use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expediente::{Conjunto, Expediente, Memoria, wanted};
use crate::model::shape::{FromNode, Located};
use crate::model::{Cabecera, Consolidado, FichaPolitica, Presentacion, called};
use crate::rules;

use super::super::Encargado;
use super::archivos::without_results;
use super::{Leido, Reader};

/// The block that names the leaders of policies.
const LEADERS: &str = "recomendaciones_lideres";

impl Reader<'_> {
    pub(super) fn consolidado(&mut self, node: &Node, id: &str, found: &mut Diagnostics) -> Option<Vec<Leido>> {
        let c = Consolidado::from_node(node, found)?;
        bloques::check(called(&c.secciones), Sujeto::Conjunto, found);
        let cabecera = c.cabecera();
        self.check_written(&cabecera, &c.secciones, found);
        let mut entradas = Vec::new();
        let conjunto = self.conjunto(&cabecera, &mut entradas, found);
        if let Some(set) = &conjunto {
            let mut texts = Vec::new();
            rules::each_narrative(&c.secciones, &mut |text| texts.push(text.clone()));
            let leaders = c.recomendaciones_lideres.iter().map(|r| &r.recomendacion);
            rules::conjunto(texts.iter().chain(leaders), set, self.catalogo, found);
            if called(&c.secciones).iter().any(|llamada| llamada.palabra == LEADERS) {
                rules::leaders(self.catalogo, set.vigencia, found);
            }
        }
        let encargado = conjunto.map(|set| Encargado::Consolidado(Box::new(c), set));
        Some(vec![Leido { id: id.to_owned(), entradas, encargado }])
    }

    pub(super) fn presentacion(&mut self, node: &Node, id: &str, found: &mut Diagnostics) -> Option<Vec<Leido>> {
        let p = Presentacion::from_node(node, found)?;
        bloques::check(p.contenido.iter().chain(p.decisiones.iter().flat_map(|d| &d.apoyo)), Sujeto::Comite, found);
        let cabecera = p.cabecera();
        self.check_written(&cabecera, &[], found);
        let mut entradas = Vec::new();
        let conjunto = self.conjunto(&cabecera, &mut entradas, found);
        if let Some(set) = &conjunto {
            rules::conjunto(p.decisiones.iter().map(|d| &d.texto), set, self.catalogo, found);
        }
        rules::compromisos(&p.compromisos, found);
        let encargado = conjunto.map(|set| Encargado::Presentacion(Box::new(p), set));
        Some(vec![Leido { id: id.to_owned(), entradas, encargado }])
    }

    /// A sheet of each policy that the file names, or of all that its vigencia had.
    pub(super) fn fichas(&mut self, node: &Node, id: &str, found: &mut Diagnostics) -> Option<Vec<Leido>> {
        let f = Arc::new(FichaPolitica::from_node(node, found)?);
        bloques::check(&f.contenido, Sujeto::Politica, found);
        let cabecera = f.cabecera();
        self.check_written(&cabecera, &[], found);
        let politicas: Vec<_> = match f.politicas.as_slice() {
            [] => (0..self.catalogo.politicas.len())
                .filter(|p| self.catalogo.politicas[*p].nombre_en(f.vigencia.value).is_some())
                .collect(),
            named => match self.sheets(named, f.vigencia.value, found) {
                none if none.is_empty() => return None,
                sheets => sheets,
            },
        };
        let mut entradas = Vec::new();
        let conjunto = self.conjunto(&cabecera, &mut entradas, found)?;
        let leaders = f.recomendaciones_lideres.iter().map(|r| &r.recomendacion);
        rules::conjunto(leaders, &conjunto, self.catalogo, found);
        rules::leaders(self.catalogo, conjunto.vigencia, found);
        let ficha = |politica: usize| Leido {
            id: format!("{id}/{}", self.catalogo.politicas[politica].slug),
            entradas: entradas.clone(),
            encargado: Some(Encargado::Ficha(Arc::clone(&f), politica, Arc::clone(&conjunto))),
        };
        Some(politicas.into_iter().map(ficha).collect())
    }

    /// The set of entities of a document, with every file that is known of them.
    fn conjunto(
        &mut self,
        cabecera: &Cabecera,
        entradas: &mut Vec<String>,
        found: &mut Diagnostics,
    ) -> Option<Arc<Conjunto>> {
        let Cabecera { entidades: Some(entidades), vigencia: Some(vigencia), .. } = cabecera else { return None };
        if let Some(anterior) = &cabecera.comparar_con {
            self.check_comparison(vigencia, anterior, found)?;
        }
        let chosen = entidades.choose(self.catalogo, &entidades.place, found)?;
        let asked = wanted(cabecera);
        self.named_by_somebody(&asked, &chosen, found)?;
        let mut miembros = Vec::with_capacity(chosen.len());
        for position in chosen {
            let entidad = &self.catalogo.entidades[position];
            self.note_plan(&entidad.slug, &asked);
            let mut leidos = Vec::new();
            for pedido in &asked {
                match self.ask(&entidad.slug, pedido, entradas) {
                    Some(file) => leidos.extend(self.dato(pedido.tipo, file, found).map(|dato| (pedido.clone(), dato))),
                    None if pedido.is_of_results() => {
                        found.push(without_results(entidad, pedido, vigencia.value, &entidades.place));
                    }
                    None => {}
                }
            }
            miembros.push(Expediente::new(position, leidos));
        }
        let anterior = cabecera.comparar_con.as_ref().map(|v| v.value);
        Some(Arc::new(Conjunto { vigencia: vigencia.value, anterior, miembros, memoria: Memoria::default() }))
    }

    /// The policies that get a sheet: in force in the vigencia, each once.
    fn sheets(&self, named: &[Located<String>], vigencia: u32, found: &mut Diagnostics) -> Vec<usize> {
        let mut chosen: Vec<(usize, &Located<String>)> = Vec::new();
        for written in named {
            let Some(politica) = self.catalogo.resolve_politica(written, found) else { continue };
            if !self.catalogo.politicas[politica].medible_en(vigencia) {
                found.push(
                    Diagnostic::error(
                        "politica-fuera-de-vigencia",
                        format!("«{}» no se medía en la vigencia {vigencia}", written.value),
                    )
                    .at(&written.place)
                    .remedy("quite la política, o revise la vigencia del documento"),
                );
            } else if let Some((_, first)) = chosen.iter().find(|(known, _)| *known == politica) {
                found.push(
                    Diagnostic::error(
                        "politica-repetida",
                        format!("«{}» y «{}» son la misma política", first.value, written.value),
                    )
                    .at(&written.place)
                    .second(&first.place, "la primera vez está aquí")
                    .remedy("deje una sola línea para la política"),
                );
            } else {
                chosen.push((politica, written));
            }
        }
        chosen.into_iter().map(|(politica, _)| politica).collect()
    }
}
