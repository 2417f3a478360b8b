//! One file per kind of document: picks numbers, charts and sections and gives
//! a serialisable view.  Numbers stay numbers here; templates format them.

mod conjunto;
mod impreso;
mod informe;
mod plan_trabajo;
mod resultados;

pub use conjunto::{Insumo, Marco, consolidado, ficha_politica, presentacion};
pub use informe::{Material, build as informe_seguimiento};
pub use plan_trabajo::build as plan_trabajo;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::charts::{Chart, DrawError, Pen};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::diagnostic::Diagnostics;
use crate::hechos::plan::Estados;
use crate::locale::{Fecha, Numeros};
use crate::model::{Bloque, CampoControl, Catalogo, Estado, Firma, Narracion, Papel, Seccion, Tipo, unknown};

/// Width of the text column of an upright page in pt, as the theme leaves it.
fn text_width(papel: Papel, pen: &Pen<'_>) -> f64 {
    papel.size().0 - 2.0 * pen.theme.pagina.margen
}

/// Width of the text column of a landscape page in pt.
fn text_width_landscape(papel: Papel, pen: &Pen<'_>) -> f64 {
    papel.size().1 - 2.0 * pen.theme.pagina.margen_apaisado
}

/// A document that is ready to be rendered.
#[derive(Debug, Clone)]
pub struct Report {
    pub meta: Meta,
    /// The form of its file, which its blocks belong to.
    pub base: Tipo,
    /// What the template may use.
    pub view: Value,
    /// Figures that narrative texts may quote.
    pub cifras: Value,
    /// Narrative texts; the view names them by position.
    pub narraciones: Vec<Narracion>,
    /// Charts; the view names them by position.
    pub charts: Vec<Chart>,
    /// The numbers behind tables and charts, for exports.
    pub cuadros: Vec<Cuadro>,
}

/// What a document says about itself.
#[derive(Debug, Clone, Serialize)]
pub struct Meta {
    /// Path of the document in `output/`, without extension.
    pub id: String,
    pub titulo: String,
    pub autores: Vec<String>,
    pub descripcion: String,
    pub palabras_clave: Vec<String>,
    #[serde(flatten)]
    pub fecha: Dia,
    pub papel: &'static str,
    pub ejemplo: bool,
}

/// Date of a document, as a day: the first one that its date may mean.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Dia {
    pub anio: i16,
    pub mes: i8,
    pub dia: i8,
}

impl From<Fecha> for Dia {
    fn from(fecha: Fecha) -> Self {
        let day = fecha.primer_dia();
        Self { anio: day.year(), mes: day.month(), dia: day.day() }
    }
}

/// Paper names of Typst.
fn paper(papel: Papel) -> &'static str {
    match papel {
        Papel::Carta => "us-letter",
        Papel::Oficio => "us-gov-legal",
        Papel::A4 => "a4",
    }
}

/// The sections as a template takes them, with what `block` makes of their
/// content.  Where `omit_empty`, a section with nothing under it is left out.
///
/// # Errors
/// [`DrawError`] where `block` cannot draw a chart.
fn sections<C, F>(secciones: &[Seccion<C>], nivel: usize, omit_empty: bool, block: &mut F) -> Result<Value, DrawError>
where
    F: FnMut(&Bloque<C>, usize) -> Result<Option<Value>, DrawError>,
{
    let mut out = Vec::with_capacity(secciones.len());
    for seccion in secciones {
        let mut contenido = Vec::with_capacity(seccion.contenido.len());
        for bloque in &seccion.contenido {
            contenido.extend(block(bloque, nivel)?);
        }
        // What opens subsections goes after the rest, which would land in the last of them.
        contenido
            .sort_by_key(|b| matches!(b["tipo"].as_str(), Some("detalle_dimensiones" | "recomendaciones_lideres")));
        let inner = sections(&seccion.secciones, nivel + 1, omit_empty, block)?;
        if omit_empty && contenido.is_empty() && inner.as_array().is_none_or(Vec::is_empty) {
            continue;
        }
        out.push(json!({ "titulo": seccion.titulo, "nivel": nivel, "contenido": contenido, "secciones": inner }));
    }
    Ok(Value::Array(out))
}

/// Collects the narrative texts and charts that a view names by position.
#[derive(Default)]
struct Parts {
    narraciones: Vec<Narracion>,
    charts: Vec<Chart>,
}

impl Parts {
    fn narracion(&mut self, text: &Narracion) -> usize {
        self.narraciones.push(text.clone());
        self.narraciones.len() - 1
    }

    fn chart(&mut self, chart: Result<Chart, DrawError>) -> Result<Value, DrawError> {
        chart.map(|chart| self.figure(chart))
    }

    fn figure(&mut self, chart: Chart) -> Value {
        let figure = json!({
            "archivo": format!("/graficos/{}.svg", self.charts.len()),
            "alt": chart.alt,
            "ancho": chart.ancho,
            "desde": chart.desde,
            "redondeo": chart.redondeo,
            "medianas": chart.tabla.has("Mediana"),
            "cuartiles": chart.tabla.has("Cuartil"),
        });
        self.charts.push(chart);
        figure
    }

    /// The content that is the same in every kind of report; a norm that the
    /// catalogue does not have is told.
    ///
    /// Not for components, which each kind of report has of its own.
    fn text_block<C>(&mut self, bloque: &Bloque<C>, catalogo: &Catalogo, found: &mut Diagnostics) -> Value {
        match bloque {
            Bloque::Texto(text) => json!({ "tipo": "texto", "narracion": self.narracion(text) }),
            Bloque::Recomendaciones(texts) => {
                let narraciones: Vec<_> = texts.iter().map(|t| self.narracion(t)).collect();
                json!({ "tipo": "recomendaciones", "narraciones": narraciones })
            }
            Bloque::Normas(ids) => {
                let mut normas = Vec::new();
                for id in ids {
                    match catalogo.norma(id) {
                        Some(n) => normas.push(json!({ "clase": n.clase, "numero": n.numero.as_str(), "anio": n.anio, "titulo": n.titulo, "entidad": n.entidad })),
                        None => found.push(unknown("norma-desconocida", "una norma del catálogo", id, catalogo.normas.iter().map(|n| n.id.as_str()))),
                    }
                }
                json!({ "tipo": "normas", "normas": normas })
            }
            Bloque::Componente(..) => Value::Null,
        }
    }

    fn control(&mut self, fields: &[CampoControl]) -> Value {
        fields.iter().map(|f| json!({ "campo": f.campo, "valor": self.narracion(&f.valor) })).collect()
    }
}

fn signatures(firmas: &[Firma]) -> Value {
    firmas.iter().map(|f| json!({ "rol": f.rol, "nombre": f.nombre.value, "cargo": f.cargo })).collect()
}

fn authors(firmas: &[Firma], otherwise: &str) -> Vec<String> {
    match firmas {
        [] => vec![otherwise.to_owned()],
        _ => firmas.iter().map(|f| f.nombre.value.clone()).collect(),
    }
}

/// A date for templates: the parts and the long form are chosen there.
fn date(fecha: Fecha) -> Value {
    Value::String(fecha.to_string())
}

fn object(entries: Vec<(&str, Value)>) -> Value {
    Value::Object(entries.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>())
}

/// Whether the printed shares of the states add up to 100 %.
fn adds_up(estados: Estados, numeros: Numeros) -> bool {
    let total = estados.total().max(1) as f64;
    numeros.suman_cien(estados.rows().map(|(_, n)| n as f64 / total))
}

/// The states of the activities of plans at a cut-off; those that a plan has only
/// when it is over, and unknown progress, where there are any.
fn states_table(titulo: String, estados: Estados, fuente: String) -> Cuadro {
    let total = estados.total();
    let rare = |e: &Option<Estado>| matches!(e, None | Some(Estado::Superada | Estado::NoCumplida));
    let share = |n: usize| (total > 0).then(|| n as f64 / total as f64);
    let row = |(estado, n): &(Option<Estado>, usize)| {
        vec![Celda::from(estado.map_or("sin dato de avance", Estado::word)), (*n).into(), share(*n).into()]
    };
    let shown = |(estado, n): &&(Option<Estado>, usize)| *n > 0 || !rare(estado);
    let mut filas: Vec<_> = estados.rows().iter().filter(shown).map(row).collect();
    filas.push(vec!["Total".into(), total.into(), share(total).into()]);
    Cuadro {
        nombre: "estado_plan".into(),
        titulo,
        columnas: vec![
            Columna::new("estado", "Estado", Clase::Texto, None),
            Columna::new("actividades", "Actividades", Clase::Entero, None),
            Columna::new("proporcion", "Parte del total", Clase::Proporcion, None),
        ],
        filas,
        total: true,
        fuente,
        nota: Some(
            "Estado derivado de las fechas, el avance y el corte. Vencida: el plazo terminó antes del corte. Programada: empieza después del corte."
                .into(),
        ),
    }
}
