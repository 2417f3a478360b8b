//! Blocks about a set of entities, one file each, and what they know of it.

mod cuadros;
pub mod graficos;
mod marco;
mod portada;

pub mod buenas_practicas;
pub mod cambio;
pub mod control_interno;
pub mod departamentos;
pub mod dimensiones;
pub mod distribucion;
pub mod entidades_pendientes;
pub mod ficha_tecnica;
pub mod glosario;
pub mod insumos;
pub mod matriz;
pub mod metodo;
pub mod peticiones;
pub mod planes;
pub mod politicas;
pub mod puestos;
pub mod recomendaciones_lideres;
pub mod resumen;
pub mod sectores;
pub mod serie;
pub mod tipos;
pub mod trazabilidad;
pub mod valores_dimensiones;

pub use marco::{Insumo, Marco};

use std::sync::Arc;

use serde_json::{Value, json};

use crate::charts::{Chart, DrawError};
use crate::cuadro::Cuadro;
use crate::diagnostic::{Diagnostic, Place};
use crate::hechos::conjunto::{self as hechos, Distribucion, Panel};
use crate::hechos::senales::hallazgos;
use crate::locale::{Fecha, Numeros};
use crate::model::{Compromiso, Decision, RecomendacionLider, ResultadosIgpd};

use super::bloque::{Bloque, Dice, Rasgo, Sujeto, Uso};
use super::hoja::Hoja;
use super::impreso::impreso;
use super::necesidad::Necesidad;
use super::opciones::{ClaseOpcion, Opcion};
use super::text_width;

/// Cells that a table of a document may have.  A cell costs Typst about 20 KB
/// of memory, so a larger table is summarised and left to the export.
pub const MAX_CELDAS: usize = 3000;

/// Entities named as the largest rises, falls and ends of the ranking.
const EXTREMOS: usize = 10;

/// Lower limits of the bands in which the matrix is shaded, in points: our own
/// convention, printed as such beside every matrix.
pub const BANDAS: [f64; 4] = [60.0, 70.0, 80.0, 90.0];

/// What a document about a set says of it, whatever its kind.
#[derive(Clone, Copy)]
pub struct Encargo<'a> {
    pub organo: &'a str,
    pub ambito: &'a str,
    pub corte: Fecha,
    pub fecha: Fecha,
    /// Name of the plans that it asks of the entities.
    pub plan: Option<&'a str>,
    pub recomendaciones_lideres: &'a [RecomendacionLider],
    /// The policy of a sheet, by its position in the catalogue, and until when its leader is asked to act.
    pub politica: Option<usize>,
    pub plazo: Option<Fecha>,
    /// Whom a deck is shown to, what it copies of the IGPD, and what it asks to decide.
    pub ante: Option<&'a str>,
    pub igpd: Option<&'a ResultadosIgpd>,
    pub decisiones: &'a [Decision],
    /// What was committed to in an earlier session.
    pub compromisos: &'a [Compromiso],
    /// Room that a chart has on a page, width and height in pt, where that is not the text column.
    pub lienzo: Option<(f64, f64)>,
}

/// What blocks know of a set of entities: the data, what the document says of it, and the sheet that
/// they write on.
pub struct DeConjunto<'a> {
    pub m: Marco<'a>,
    pub encargo: Encargo<'a>,
    pub hoja: Hoja,
    /// Whether it was said that indices are printed with fewer decimals than they have.
    said_decimals: bool,
    /// Whether the entities were drawn by kind: one message, one chart.
    drew_kinds: bool,
}

impl<'a> Encargo<'a> {
    /// What every document about a set says of it; the rest is empty.
    pub fn new(organo: &'a str, ambito: &'a str, corte: Fecha, fecha: Fecha, plan: Option<&'a str>) -> Self {
        Self {
            organo,
            ambito,
            corte,
            fecha,
            plan,
            recomendaciones_lideres: &[],
            politica: None,
            plazo: None,
            ante: None,
            igpd: None,
            decisiones: &[],
            compromisos: &[],
            lienzo: None,
        }
    }
}

impl<'a> DeConjunto<'a> {
    pub fn new(m: Marco<'a>, encargo: Encargo<'a>) -> Self {
        Self { m, encargo, hoja: Hoja::default(), said_decimals: false, drew_kinds: false }
    }

    /// What `bloque` says; what it needs and is not there is told, except where the document leaves it out.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn say(&mut self, bloque: &Bloque, uso: Uso<'_>) -> Result<Vec<Value>, DrawError> {
        let m = self.m;
        let measured = m.conjunto.miembros.iter().any(|x| x.resultados.is_some());
        let asks = bloque.necesita.contains(&Necesidad::ResultadosDeEntidades);
        let mut said = match (bloque.dice, self.encargo.politica) {
            _ if asks && !measured => Vec::new(),
            (Dice::Conjunto(says), _) => says(self, uso)?,
            (Dice::Politica(says), Some(politica)) => says(self, politica)?,
            _ => Vec::new(),
        };
        // A slide or a part of a sheet that the data has nothing for is left out.
        if said.is_empty() && bloque.sujeto == Sujeto::Conjunto {
            let need = bloque.necesita.first().copied().unwrap_or(Necesidad::ResultadosDeEntidades);
            self.hoja.found.push(super::entidad::without(bloque, need.falta(), need.remedio(), uso));
        }
        let own = matches!(bloque.rasgo, Rasgo::SinIndices);
        for body in &mut said {
            body["tipo"] = json!(bloque.palabra);
            body["vigencia"] = json!(m.conjunto.vigencia);
            body["anterior"] = json!(m.conjunto.anterior);
            body["fuente"] = json!(m.source());
            body["fuentes"] = json!(m.both_sources());
            // Said once, under the first numbers.
            let first = !self.said_decimals && !own && m.cuts_decimals();
            self.said_decimals |= first;
            body["recorta"] = json!(first.then_some(m.pen.numeros.decimales));
        }
        Ok(said)
    }

    fn width(&self) -> f64 {
        self.encargo.lienzo.map_or_else(|| text_width(self.m.proyecto.papel, self.m.pen), |(width, _)| width)
    }

    /// What `regla` found in the set, as values of a caption; null where it found nothing.
    fn finding(&self, regla: &str) -> Value {
        let (corte, umbrales) = (self.encargo.corte.ultimo_dia(), &self.m.proyecto.umbrales);
        let all: Arc<[Value]> = self.m.conjunto.memoria.remember(format!("{corte} {umbrales:?}"), || {
            hallazgos(self.m.conjunto, self.m.catalogo, corte, umbrales).iter().map(|h| json!(h)).collect()
        });
        all.iter().find(|h| h["regla"] == regla).cloned().unwrap_or_default()
    }

    fn figure(&mut self, chart: Option<Chart>) -> Value {
        let Some(chart) = chart else { return Value::Null };
        // What is higher than its page is made smaller.
        let room = self.encargo.lienzo.map_or(1.0, |(_, height)| (height / chart.alto).min(1.0));
        let width = chart.ancho * room;
        let mut figure = self.hoja.figure(chart);
        figure["ancho"] = json!(width);
        figure
    }

    /// The table for the page, kept for the export once.
    fn table(&mut self, table: Cuadro) -> Value {
        let view = printed(&table, &self.m);
        if !self.hoja.cuadros.iter().any(|c| c.nombre == table.nombre) {
            self.hoja.cuadros.push(table);
        }
        view
    }

    /// The table for the page where it fits the budget; only the export keeps it otherwise.
    fn fit(&mut self, table: Cuadro, place: &Place) -> Option<Value> {
        let cells = table.filas.len() * table.columnas.len();
        if cells <= MAX_CELDAS {
            return Some(self.table(table));
        }
        self.hoja.found.push(summarised(&table.nombre, cells, place));
        self.hoja.cuadros.push(table);
        None
    }

    /// Tables that no section prints but an analyst needs.
    pub fn background(&mut self) {
        let m = self.m;
        let background = [
            m.matrix(),
            m.dimension_values(),
            m.meci_values(false),
            m.results_table(),
            m.provenance_table(),
            m.inputs_table(),
            m.series_of_policies(),
        ];
        for table in background {
            if !table.filas.is_empty() && !self.hoja.cuadros.iter().any(|c| c.nombre == table.nombre) {
                self.hoja.cuadros.push(table);
            }
        }
    }
}

/// What a block with a chart and a table of the same numbers shows: both, or one of them where the other stands
/// elsewhere in the document.
const MUESTRA: Opcion = Opcion {
    palabra: "muestra",
    clase: ClaseOpcion::Una(&["figura", "tabla"]),
    dice: "solo la figura o solo la tabla, cuando la otra va en otra parte del documento; si falta, las dos",
};

/// Whether a figure is wanted, and whether a table is.
fn shown(uso: Uso<'_>) -> (bool, bool) {
    let only = uso.opciones.texto(MUESTRA.palabra);
    (only != Some("tabla"), only != Some("figura"))
}

/// The table without the extremes where all its rows have quartiles and the chart beside it draws them: exports
/// keep them.
fn quartered(mut table: Cuadro, figura: &Value) -> Cuadro {
    let at = |clave: &str| table.columnas.iter().position(|c| c.clave == clave);
    let quartiles: Vec<_> = [at("p25"), at("p75")].into_iter().flatten().collect();
    let all = |f: &Vec<crate::cuadro::Celda>| quartiles.iter().all(|q| f[*q] != crate::cuadro::Celda::Blanco);
    if !figura.is_null() && table.filas.iter().all(all) {
        for column in &mut table.columnas {
            column.oculta |= ["minimo", "maximo"].contains(&column.clave.as_str());
        }
    }
    table
}

/// A table as the templates print it.
fn printed(table: &Cuadro, m: &Marco<'_>) -> Value {
    serde_json::to_value(impreso(table, m.pen.numeros)).unwrap_or_default()
}

pub fn counts(m: &Marco<'_>) -> Value {
    let u = m.universe();
    json!({
        "entidades": u.entidades, "con_idi": u.con_idi,
        "solo_control_interno": u.solo_control_interno, "sin_dato": u.sin_dato,
    })
}

/// The five numbers of a distribution and its average; nothing for what it has too few entities for.
pub fn five(d: Distribucion) -> Value {
    json!({ "minimo": d.minimo, "p25": d.cuartiles.map(|q| q.0), "mediana": d.mediana, "p75": d.cuartiles.map(|q| q.1), "maximo": d.maximo, "promedio": d.promedio })
}

/// Whose value is the highest and whose the lowest, all of them where several
/// print the same.
pub fn extremes(m: &Marco<'_>, list: &[(String, f64)]) -> Value {
    let values = || list.iter().map(|x| x.1);
    let (Some(high), Some(low)) = (values().max_by(f64::total_cmp), values().min_by(f64::total_cmp)) else {
        return Value::Null;
    };
    let text = |v: f64| m.pen.numeros.numero(v);
    let at = |v: f64| -> Vec<&str> { list.iter().filter(|x| text(x.1) == text(v)).map(|x| x.0.as_str()).collect() };
    json!({ "n": list.len(), "alta": high, "altas": at(high), "baja": low, "bajas": at(low) })
}

/// What changed between two vigencias.
pub fn panel_view(p: Panel) -> Value {
    json!({
        "n": p.n, "suben": p.suben, "iguales": p.iguales, "bajan": p.bajan,
        "antes": p.medianas.map(|m| m.0), "despues": p.medianas.map(|m| m.1), "diferencia": p.diferencia(), "tipico": p.tipico, "unico": p.unico.map(|(antes, despues)| hechos::difference(antes, despues)),
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
