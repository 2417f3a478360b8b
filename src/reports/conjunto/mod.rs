//! What the documents about many entities share: names, tables of numbers and
//! charts over one set of entities.

mod consolidado;
mod cuadros;
mod ficha;
mod graficos;
mod presentacion;

pub use consolidado::build as consolidado;
pub use ficha::build as ficha_politica;
pub use presentacion::build as presentacion;

use serde_json::{Value, json};

use crate::analysis::conjunto::{self as analysis, Distribucion, Panel, Universo};
use crate::charts::Pen;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::Numeros;
use crate::model::{Catalogo, Conjunto, Entidad, Proyecto, RecomendacionLider};

use super::{Parts, object};

/// A file that the document is made from.
#[derive(Debug, Clone)]
pub struct Insumo {
    /// Path in the project folder.
    pub ruta: String,
    /// BLAKE3, hexadecimal.
    pub hash: String,
}

/// Everything that a document about many entities is made from, besides its own file.
#[derive(Clone, Copy)]
pub struct Marco<'a> {
    pub proyecto: &'a Proyecto,
    pub catalogo: &'a Catalogo,
    pub conjunto: &'a Conjunto,
    pub insumos: &'a [Insumo],
    pub pen: &'a Pen<'a>,
}

/// Cells that a table of a document may have.  A cell costs Typst about 20 KB
/// of memory, so a larger table is summarised and left to the export.
pub const MAX_CELDAS: usize = 3000;

impl<'a> Marco<'a> {
    fn entity(&self, miembro: usize) -> &'a Entidad {
        &self.catalogo.entidades[self.conjunto.miembros[miembro].entidad]
    }

    fn name(&self, miembro: usize) -> &'a str {
        &self.entity(miembro).nombre
    }

    /// How charts name an entity: its abbreviation, where it has one.
    fn label(&self, miembro: usize) -> &'a str {
        let e = self.entity(miembro);
        e.sigla.as_deref().unwrap_or(&e.nombre)
    }

    fn sector(&self, miembro: usize) -> Option<&'a str> {
        self.entity(miembro).sector.as_ref().map(|s| self.catalogo.nombre_sector(s))
    }

    fn policy(&self, politica: usize) -> &'a str {
        self.catalogo.nombre_politica(politica, self.conjunto.vigencia)
    }

    /// Code of a policy in the vigencia, as POL07.
    fn code(&self, politica: usize) -> &'a str {
        self.catalogo.politicas[politica].nombre_en(self.conjunto.vigencia).map_or("", |n| n.codigo.as_str())
    }

    /// Policies of the vigencia in the order of their codes.
    fn policies(&self) -> Vec<usize> {
        let mut all: Vec<_> = (0..self.catalogo.politicas.len()).filter(|p| !self.code(*p).is_empty()).collect();
        all.sort_by_key(|p| self.code(*p));
        all
    }

    fn universe(&self) -> Universo {
        analysis::universe(self.conjunto, self.catalogo)
    }

    /// The source that the results name, the most frequent one where they differ.
    fn source(&self) -> String {
        let mut sources: Vec<(&str, usize)> = Vec::new();
        for r in self.conjunto.miembros.iter().filter_map(|m| m.resultados.as_deref()) {
            match sources.iter_mut().find(|(text, _)| *text == r.fuente.value) {
                Some((_, n)) => *n += 1,
                None => sources.push((&r.fuente.value, 1)),
            }
        }
        let most = sources.iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
        most.map_or_else(|| format!("FURAG, vigencia {}", self.conjunto.vigencia), |(text, _)| (*text).to_owned())
    }

    /// Whether the vigencia to compare with was measured in the same way.
    fn comparable(&self) -> bool {
        self.conjunto.anterior.is_some_and(|v| self.catalogo.comparables(self.conjunto.vigencia, v))
    }

    /// Positions of the policies that the leaders' recommendations are about.
    fn leaders_say(
        &self,
        written: &[RecomendacionLider],
        parts: &mut Parts,
        found: &mut Diagnostics,
    ) -> Vec<(usize, usize)> {
        written
            .iter()
            .filter_map(|r| {
                let politica = self.catalogo.resolve_politica(&r.politica, found)?;
                Some((politica, parts.narracion(&r.recomendacion)))
            })
            .collect()
    }

    /// The bodies that lead a policy, and whether somebody confirmed each.
    fn leaders(&self, politica: usize) -> Value {
        let leader = |l: &crate::model::Lider| json!({ "nombre": l.nombre, "verificado": l.verificado == Some(true) });
        self.catalogo.politicas[politica].lideres.iter().map(leader).collect()
    }

    /// The figures that narrative texts may quote.
    fn cifras(&self, ambito: &str, corte: &str, fecha: &str) -> Value {
        let u = self.universe();
        let d = analysis::spread(self.conjunto, analysis::Medida::Idi);
        let panel = analysis::panel(&analysis::changes(self.conjunto, self.catalogo, analysis::Medida::Idi));
        object(vec![
            ("ambito", json!(ambito)),
            ("vigencia", json!(self.conjunto.vigencia)),
            ("vigencia_anterior", json!(self.conjunto.anterior)),
            ("corte", json!(corte)),
            ("fecha", json!(fecha)),
            ("entidades", json!(u.entidades)),
            ("con_idi", json!(u.con_idi)),
            ("solo_control_interno", json!(u.solo_control_interno)),
            ("sin_dato", json!(u.sin_dato)),
            ("idi", json!(d.map(five))),
            ("cambio", json!(panel.map(|p| json!({
                "n": p.n, "suben": p.suben, "iguales": p.iguales, "bajan": p.bajan, "mediana": p.mediana_despues, "mediana_anterior": p.mediana_antes, "diferencia": p.diferencia(),
            })))),
        ])
    }
}

/// The five numbers of a distribution and its average.
fn five(d: Distribucion) -> Value {
    json!({ "minimo": d.minimo, "p25": d.p25, "mediana": d.mediana, "p75": d.p75, "maximo": d.maximo, "promedio": d.promedio })
}

/// What changed between two vigencias.
fn panel_view(p: Panel) -> Value {
    json!({
        "n": p.n, "suben": p.suben, "iguales": p.iguales, "bajan": p.bajan,
        "antes": p.mediana_antes, "despues": p.mediana_despues, "diferencia": p.diferencia(),
    })
}

/// The warning about a table that is too large for a page.
fn summarised(what: &str, cells: usize, place: &Place) -> Diagnostic {
    Diagnostic::aviso(
        "cuadro-resumido",
        format!(
            "«{what}» tendría {} celdas, más de {}; el documento lo resume",
            Numeros::default().con_decimales(cells as f64, 0),
            Numeros::default().con_decimales(MAX_CELDAS as f64, 0)
        ),
    )
    .at(place)
    .remedy("el detalle completo queda en «seguimiento exportar xlsx»")
}
