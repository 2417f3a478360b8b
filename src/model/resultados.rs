//! FURAG results of one entity in one vigencia.  Every value is an input, in
//! points of an index 0–100; none is ever computed from another.

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::catalogo::{Catalogo, unknown};
use super::shape::{FromNode, Located, Puntos, record};

record! {
    /// What the file says of the peer group, in points 0–100.
    pub struct GrupoPar ("un grupo par") {
        nombre: Option<String>,
        promedio: Option<Located<Puntos>>,
        minimo: Option<Located<Puntos>>,
        maximo: Option<Located<Puntos>>,
        quintil: Option<Located<u32>>,
        percentil: Option<Located<Puntos>>,
    }
}

record! {
    pub(super) struct PuntajeDimension ("un puntaje de dimensión") {
        dimension: Located<String>,
        puntaje: Located<Puntos>,
        grupo_par: Option<GrupoPar>,
    }
}

record! {
    /// Index of a sub-index, in points 0–100.
    pub struct PuntajeSubindice ("un puntaje de subíndice") {
        codigo: String,
        puntaje: Located<Puntos>,
    }
}

record! {
    pub(super) struct PuntajePolitica ("un puntaje de política") {
        politica: Located<String>,
        codigo: Option<Located<String>>,
        puntaje: Option<Located<Puntos>>,
        grupo_par: Option<GrupoPar>,
        subindices: Vec<PuntajeSubindice>,
    }
}

record! {
    pub(super) struct ArchivoResultados ("un archivo de resultados") {
        vigencia: Located<u32>,
        fuente: Option<Located<String>>,
        ejemplo: Option<bool>,
        idi: Option<Located<Puntos>>,
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
    /// The code as the source writes it.
    pub codigo: Option<Located<String>>,
    pub puntaje: Located<f64>,
    pub grupo_par: Option<GrupoPar>,
    pub subindices: Vec<PuntajeSubindice>,
}

/// Results of an entity in a vigencia.
#[derive(Debug, Clone)]
pub struct Resultados {
    pub vigencia: Located<u32>,
    pub fuente: Located<String>,
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
        let mut dimensiones = Vec::new();
        for entry in file.dimensiones {
            let wanted = crate::locale::fold(&entry.dimension);
            let position = catalogo.dimensiones.iter().position(|d| {
                d.slug == entry.dimension.value
                    || std::iter::once(&d.nombre).chain(&d.alias).any(|n| crate::locale::fold(n) == wanted)
            });
            match position {
                Some(index) => dimensiones.push((index, points(entry.puntaje))),
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
                codigo: entry.codigo,
                puntaje: points(puntaje),
                grupo_par: entry.grupo_par,
                subindices: entry.subindices,
            });
        }
        let broken = found.has_errors();
        diagnostics.extend(found);
        (!broken).then(|| Self {
            vigencia: file.vigencia,
            fuente: file.fuente.unwrap_or_else(|| Located { value: "FURAG".to_owned(), place: node.place.clone() }),
            ejemplo: file.ejemplo.unwrap_or(false),
            idi: file.idi.map(points),
            grupo_par: file.grupo_par,
            dimensiones,
            politicas,
        })
    }
}

/// The points of a value, where it stands.
fn points(value: Located<Puntos>) -> Located<f64> {
    Located { value: value.value.0, place: value.place }
}
