//! FURAG results of one entity in one vigencia.  Every value is an input, in
//! points of an index 0–100; none is ever computed from another.

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::catalogo::{Catalogo, unknown};
use super::shape::{FromNode, Located, record};

record! {
    /// What the file says of the peer group, in points 0–100.
    pub struct GrupoPar ("un grupo par") {
        nombre: Option<String>,
        promedio: Option<Located<f64>>,
        minimo: Option<Located<f64>>,
        maximo: Option<Located<f64>>,
        quintil: Option<Located<u32>>,
        percentil: Option<Located<f64>>,
    }
}

record! {
    struct PuntajeDimension ("un puntaje de dimensión") {
        dimension: Located<String>,
        puntaje: Located<f64>,
        grupo_par: Option<GrupoPar>,
    }
}

record! {
    /// Index of a sub-index, in points 0–100.
    pub struct PuntajeSubindice ("un puntaje de subíndice") {
        codigo: String,
        puntaje: Located<f64>,
    }
}

record! {
    struct PuntajePolitica ("un puntaje de política") {
        politica: Located<String>,
        puntaje: Option<Located<f64>>,
        grupo_par: Option<GrupoPar>,
        subindices: Vec<PuntajeSubindice>,
    }
}

record! {
    struct ArchivoResultados ("un archivo de resultados") {
        vigencia: Located<u32>,
        fuente: Option<String>,
        ejemplo: Option<bool>,
        idi: Option<Located<f64>>,
        grupo_par: Option<GrupoPar>,
        dimensiones: Vec<PuntajeDimension>,
        politicas: Vec<PuntajePolitica>,
    }
}

/// Result of a policy that was measured.
#[derive(Debug, Clone)]
pub struct ResultadoPolitica {
    /// Position in [`Catalogo::politicas`].
    pub politica: usize,
    /// The name as the source writes it.
    pub escrito: Located<String>,
    pub puntaje: Located<f64>,
    pub grupo_par: Option<GrupoPar>,
    pub subindices: Vec<PuntajeSubindice>,
}

/// Results of an entity in a vigencia.
#[derive(Debug, Clone)]
pub struct Resultados {
    pub vigencia: Located<u32>,
    pub fuente: String,
    pub ejemplo: bool,
    pub idi: Option<Located<f64>>,
    pub grupo_par: Option<GrupoPar>,
    /// Position in [`Catalogo::dimensiones`] and value.
    pub dimensiones: Vec<(usize, Located<f64>)>,
    /// Measured policies in the order of the file; a blank value is not a result.
    pub politicas: Vec<ResultadoPolitica>,
}

impl Resultados {
    /// Reads a results file; `None` where an error stops it.
    pub fn build(node: &Node, catalogo: &Catalogo, diagnostics: &mut Diagnostics) -> Option<Self> {
        let file = ArchivoResultados::from_node(node, diagnostics)?;
        let mut found = Diagnostics::default();
        let points = file
            .idi
            .iter()
            .chain(file.dimensiones.iter().map(|d| &d.puntaje))
            .chain(file.politicas.iter().filter_map(|p| p.puntaje.as_ref()))
            .chain(file.politicas.iter().flat_map(|p| p.subindices.iter().map(|s| &s.puntaje)));
        points.for_each(|value| check_range(value, &mut found));
        let mut dimensiones = Vec::new();
        for entry in file.dimensiones {
            let wanted = crate::locale::fold(&entry.dimension);
            let position = catalogo.dimensiones.iter().position(|d| {
                d.slug == entry.dimension.value
                    || std::iter::once(&d.nombre).chain(&d.alias).any(|n| crate::locale::fold(n) == wanted)
            });
            match position {
                Some(index) => dimensiones.push((index, entry.puntaje)),
                None => found.push(unknown(
                    "dimension-desconocida",
                    "una dimensión del catálogo",
                    &entry.dimension,
                    catalogo.dimensiones.iter().map(|d| d.nombre.as_str()),
                )),
            }
        }
        let mut politicas: Vec<ResultadoPolitica> = Vec::new();
        for entry in file.politicas {
            let Some(index) = catalogo.resolve_politica(&entry.politica, &mut found) else { continue };
            if let Some(first) = politicas.iter().find(|p| p.politica == index) {
                found.push(
                    Diagnostic::error(
                        "politica-repetida",
                        format!("«{}» y «{}» son la misma política", first.escrito.value, entry.politica.value),
                    )
                    .at(&entry.politica.place)
                    .second(&first.escrito.place, "la primera vez está aquí")
                    .remedy("deje una sola línea para la política"),
                );
                continue;
            }
            if catalogo.politicas[index].nombre_en(file.vigencia.value).is_none() {
                found.push(
                    Diagnostic::error(
                        "politica-fuera-de-vigencia",
                        format!("«{}» no se medía en la vigencia {}", entry.politica.value, file.vigencia.value),
                    )
                    .at(&entry.politica.place)
                    .remedy("revise la vigencia del archivo o quite la política"),
                );
                continue;
            }
            let Some(puntaje) = entry.puntaje else { continue };
            politicas.push(ResultadoPolitica {
                politica: index,
                escrito: entry.politica,
                puntaje,
                grupo_par: entry.grupo_par,
                subindices: entry.subindices,
            });
        }
        let broken = found.has_errors();
        diagnostics.extend(found);
        (!broken).then(|| Self {
            vigencia: file.vigencia,
            fuente: file.fuente.unwrap_or_else(|| "FURAG".to_owned()),
            ejemplo: file.ejemplo.unwrap_or(false),
            idi: file.idi,
            grupo_par: file.grupo_par,
            dimensiones,
            politicas,
        })
    }
}

fn check_range(value: &Located<f64>, diagnostics: &mut Diagnostics) {
    if !(0.0..=100.0).contains(&value.value) {
        diagnostics.push(
            Diagnostic::error(
                "puntaje-fuera-de-rango",
                format!("el puntaje {} no está entre 0 y 100", value.place.text()),
            )
            .at(&value.place)
            .label("debe estar entre 0 y 100")
            .remedy("cópielo de nuevo del archivo de la Función Pública"),
        );
    }
}
