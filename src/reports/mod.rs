//! One file per kind of document: what it says of itself, and the blocks that its sections call, as a
//! serialisable view.  Numbers stay numbers here; templates format them.

mod consolidado;
mod ficha_politica;
mod informe;
mod plan_trabajo;
mod presentacion;
mod seguimiento_trabajo;
mod vacia;

pub use consolidado::build as consolidado;
pub use ficha_politica::build as ficha_politica;
pub use informe::build as informe_seguimiento;
pub use plan_trabajo::build as plan_trabajo;
pub use presentacion::build as presentacion;
pub use seguimiento_trabajo::{MaterialSeguimiento, build as seguimiento_trabajo};

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use crate::bloques::entidad::DeEntidad;
use crate::bloques::{self, BLOQUES, Bloque, Hoja, Rasgo, Sujeto, Uso};
use crate::charts::{Chart, DrawError};
use crate::cuadro::Cuadro;
use crate::diagnostic::Diagnostics;
use crate::locale::Fecha;
use crate::model::{Contenido, Firma, Llamada, Narracion, Papel, Seccion, Tipo};

use vacia::Vacia;

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

impl Report {
    /// A report of what blocks left on `hoja`; what they found goes to `found`.
    fn new(meta: Meta, base: Tipo, view: Value, cifras: Value, hoja: Hoja, found: &mut Diagnostics) -> Self {
        found.extend(hoja.found);
        let Hoja { narraciones, charts, mut cuadros, .. } = hoja;
        // A block that is used twice, or beside what its kind exports anyway, has its table once.
        let mut names = BTreeSet::new();
        cuadros.retain(|cuadro| names.insert(cuadro.nombre.clone()));
        let meta = if meta.ejemplo { meta.of_example() } else { meta };
        Self { meta, base, view, cifras, narraciones, charts, cuadros }
    }
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

/// What a document of invented data says of itself where only machines look: searches, libraries and
/// lists of files show the title and the author without the page.
const EXAMPLE: &str = "Datos de ejemplo";

impl Meta {
    /// The same of a document whose data is invented: nobody wrote it in the name of a real entity.
    fn of_example(mut self) -> Self {
        // The point of an abbreviation stays: «D.C.».
        let last = self.titulo.rsplit(' ').next().unwrap_or_default();
        let title = if last.matches('.').count() > 1 { &self.titulo } else { self.titulo.trim_end_matches('.') };
        self.titulo = format!("{title} (datos de ejemplo)");
        self.autores = vec![EXAMPLE.to_owned()];
        self.descripcion = format!("{EXAMPLE}: no son resultados oficiales. {}", self.descripcion);
        self.palabras_clave.splice(0..0, ["ejemplo".to_owned(), EXAMPLE.to_lowercase()]);
        self
    }
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

/// The sections as templates take them, with what `say` makes of their contents.  Where `vacias` are
/// wanted, a section with nothing under it is left out, and what the data lacks for it goes there.
///
/// # Errors
/// [`DrawError`] where `say` cannot draw a chart.
fn sections<F>(
    secciones: &[Seccion],
    nivel: usize,
    mut vacias: Option<&mut Vec<Vacia>>,
    say: &mut F,
) -> Result<Value, DrawError>
where
    F: FnMut(&Contenido, usize) -> Result<Vec<Value>, DrawError>,
{
    let mut out = Vec::with_capacity(secciones.len());
    for seccion in secciones {
        let mut contenido = Vec::with_capacity(seccion.contenido.len());
        for one in &seccion.contenido {
            contenido.extend(say(one, nivel)?);
        }
        let lacks = contenido.iter().filter_map(DeEntidad::lack).map(str::to_owned).collect();
        let silent = contenido.iter().any(DeEntidad::is_silent);
        contenido.retain(|body| DeEntidad::lack(body).is_none() && !DeEntidad::is_silent(body));
        // What opens subsections goes after the rest, which would land in the last of them.
        contenido.sort_by_key(|body| body["tipo"].as_str().is_some_and(opens_subsections));
        let mut within = Vec::new();
        let inner = sections(&seccion.secciones, nivel + 1, vacias.as_ref().map(|_| &mut within), say)?;
        let empty = contenido.is_empty() && inner.as_array().is_none_or(Vec::is_empty);
        if silent && empty {
            continue;
        }
        if let Some(vacias) = &mut vacias {
            vacias.extend(Vacia::of(&seccion.titulo, lacks, within, empty));
            if empty {
                continue;
            }
        }
        out.push(json!({ "titulo": seccion.titulo, "nivel": nivel, "contenido": contenido, "secciones": inner }));
    }
    Ok(Value::Array(out))
}

fn opens_subsections(word: &str) -> bool {
    BLOQUES.iter().any(|b| b.palabra == word && b.rasgo == Rasgo::Subsecciones)
}

/// The contents of a document without sections: each stands by itself, under the title that it gives.
///
/// # Errors
/// [`DrawError`] where `say` cannot draw a chart.
fn one_by_one<F>(contenido: &[Llamada], sujeto: Sujeto, mut say: F) -> Result<Value, DrawError>
where
    F: FnMut(&Bloque, Uso<'_>) -> Result<Vec<Value>, DrawError>,
{
    let mut out = Vec::new();
    for called in contenido {
        for body in call(called, sujeto, 0, &mut say)? {
            let nivel = usize::from(body["titulo"].is_string());
            out.push(json!({ "titulo": body["titulo"], "nivel": nivel, "contenido": [body], "secciones": [] }));
        }
    }
    Ok(Value::Array(out))
}

/// What the block that is called says; nothing where it is called wrongly, which was told when the
/// document was read.
///
/// # Errors
/// [`DrawError`] where `say` cannot draw a chart.
fn call<F>(called: &Llamada, sujeto: Sujeto, nivel: usize, say: &mut F) -> Result<Vec<Value>, DrawError>
where
    F: FnMut(&Bloque, Uso<'_>) -> Result<Vec<Value>, DrawError>,
{
    let block = bloques::find(&called.palabra, sujeto);
    let read = block.and_then(|b| Some((b, bloques::options(called, b, &mut Diagnostics::default())?)));
    let Some((block, opciones)) = read else { return Ok(Vec::new()) };
    say(block, Uso { opciones: &opciones, place: &called.place, nivel })
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
