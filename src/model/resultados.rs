//! FURAG results of one entity in one vigencia.  Every value is an input, in
//! points of an index 0–100; none is ever computed from another.

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::catalogo::Catalogo;
use super::procedencia::Procedencia;
use super::puntaje::Puntaje;
use super::shape::{Definitions, FromNode, Located, record};

record! {
    /// What the file says of the peer group, in points 0–100.
    pub struct GrupoPar ("un grupo par") {
        /// Nombre del grupo par, como lo da la Función Pública
        nombre: Option<String>,
        /// Promedio del grupo par, en puntos de 0 a 100
        promedio: Option<Located<Puntaje>>,
        /// Puntaje mínimo del grupo par, en puntos de 0 a 100
        minimo: Option<Located<Puntaje>>,
        /// Puntaje máximo del grupo par, en puntos de 0 a 100
        maximo: Option<Located<Puntaje>>,
        /// Posición dentro del grupo par, entero de 1 a 5
        quintil: Option<Located<u32>>,
        /// Percentil dentro del grupo par, de 0 a 100
        percentil: Option<Located<Puntaje>>,
        /// Puesto de la entidad en el grupo par, como 14; va con «entidades»
        puesto: Option<Located<u32>>,
        /// Cuántas entidades tiene el grupo par, como 32
        entidades: Option<Located<u32>>,
    }
}

record! {
    pub(super) struct PuntajeDimension ("un puntaje de dimensión") {
        /// Nombre, alias o slug de la dimensión, como Talento Humano
        dimension: Located<String>,
        /// Índice de la dimensión, en puntos de 0 a 100, con punto decimal, como 81.4
        puntaje: Located<Puntaje>,
        /// Datos del grupo par en esta dimensión
        grupo_par: Option<GrupoPar>,
    }
}

record! {
    /// Index of a sub-index, in points 0–100.
    pub struct PuntajeSubindice ("un puntaje de subíndice") {
        /// Código del subíndice, como I05
        codigo: String,
        /// Índice del subíndice, en puntos de 0 a 100, con punto decimal, como 80.1
        puntaje: Located<Puntaje>,
    }
}

record! {
    pub(super) struct PuntajePolitica ("un puntaje de política") {
        /// Nombre, alias o slug de la política, como Integridad; una sola línea por política
        politica: Located<String>,
        /// Código de la política en la fuente, como POL07; se compara con el del catálogo
        codigo: Option<Located<String>>,
        /// Índice de la política, en puntos de 0 a 100, como 84.9; en blanco si no se midió
        puntaje: Option<Located<Puntaje>>,
        /// Datos del grupo par en esta política
        grupo_par: Option<GrupoPar>,
        /// Subíndices de la política, con su código y su puntaje
        subindices: Vec<PuntajeSubindice>,
    }
}

record! {
    struct ArchivoResultados ("un archivo de resultados") {
        /// Año medido: AAAA, el mismo del nombre del archivo, como 2024
        vigencia: Located<u32>,
        /// Lo que se imprime después de «Fuente:», como FURAG, vigencia 2024; si falta, FURAG
        fuente: Option<Located<String>>,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: Option<bool>,
        /// Archivo del que se importaron los datos
        procedencia: Option<Procedencia>,
        /// Índice de Desempeño Institucional, en puntos de 0 a 100; en blanco si no se mide
        idi: Option<Located<Puntaje>>,
        /// Datos del grupo par del IDI
        grupo_par: Option<GrupoPar>,
        /// Índices de las dimensiones, copiados de la Función Pública
        dimensiones: Vec<PuntajeDimension>,
        /// Índices de las políticas, copiados de la Función Pública
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
    pub procedencia: Option<Procedencia>,
    pub idi: Option<Located<f64>>,
    pub grupo_par: Option<GrupoPar>,
    /// Position in [`Catalogo::dimensiones`] and value.
    pub dimensiones: Vec<(usize, Located<f64>)>,
    /// Measured policies in the order of the file; a blank value is not a result.
    pub politicas: Vec<ResultadoPolitica>,
    /// Whether every line could be read: where not, only what is said of one value holds.
    pub completo: bool,
}

impl Resultados {
    /// The entities with which Función Pública compares this one: in the IDI, or in the only policy.
    pub fn peers(&self) -> Option<&GrupoPar> {
        let of_policy = || self.politicas.first().filter(|_| self.idi.is_none())?.grupo_par.as_ref();
        self.grupo_par.as_ref().or_else(of_policy)
    }

    /// What the source calls them.
    pub fn peer_group(&self) -> Option<&str> {
        self.peers()?.nombre.as_deref()
    }

    /// The schema of its files.
    pub fn schema(definitions: &mut Definitions) -> serde_json::Value {
        ArchivoResultados::schema(definitions)
    }

    /// Every index of the file, in points.
    pub fn indices(&self) -> impl Iterator<Item = f64> {
        let policy = |p: &ResultadoPolitica| {
            let parts: Vec<f64> = p.subindices.iter().map(|s| s.puntaje.value.0).collect();
            std::iter::once(p.puntaje.value).chain(parts)
        };
        let whole = self.idi.iter().chain(self.dimensiones.iter().map(|(_, v)| v)).map(|v| v.value);
        whole.chain(self.politicas.iter().flat_map(policy))
    }

    /// Reads a results file as far as it can be read; `None` where that is nothing.
    pub fn build(node: &Node, catalogo: &Catalogo, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut found = Diagnostics::default();
        let Some(file) = ArchivoResultados::from_node(node, &mut found) else {
            diagnostics.extend(found);
            return None;
        };
        let mut dimensiones: Vec<(usize, Located<f64>, Located<String>)> = Vec::new();
        for entry in file.dimensiones {
            let Some(index) = catalogo.resolve_dimension(&entry.dimension, &mut found) else { continue };
            match dimensiones.iter().find(|(known, _, _)| *known == index) {
                None => dimensiones.push((index, points(entry.puntaje), entry.dimension)),
                Some((_, _, first)) => found.push(
                    Diagnostic::error(
                        "dimension-repetida",
                        format!("la dimensión «{}» está dos veces", entry.dimension.value),
                    )
                    .at(&entry.dimension.place)
                    .second(&first.place, "la primera vez está aquí")
                    .remedy("deje una sola línea para la dimensión"),
                ),
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
            let politica = &catalogo.politicas[index];
            if politica.nombre_en(file.vigencia.value).is_none() && politica.medible_en(file.vigencia.value) {
                found.push(
                    Diagnostic::aviso(
                        "politica-por-confirmar",
                        format!(
                            "no está confirmado que «{}» se midiera en la vigencia {}",
                            entry.politica.value, file.vigencia.value
                        ),
                    )
                    .at(&entry.politica.place)
                    .remedy("confronte el puntaje con el archivo de la Función Pública; el documento lo imprime"),
                );
            } else if politica.nombre_en(file.vigencia.value).is_none() {
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
        let completo = !found.has_errors();
        diagnostics.extend(found);
        Some(Self {
            completo,
            vigencia: file.vigencia,
            fuente: file.fuente.unwrap_or_else(|| Located { value: "FURAG".to_owned(), place: node.place.clone() }),
            ejemplo: file.ejemplo.unwrap_or(false),
            procedencia: file.procedencia,
            idi: file.idi.map(points),
            grupo_par: file.grupo_par,
            dimensiones: dimensiones.into_iter().map(|(index, value, _)| (index, value)).collect(),
            politicas,
        })
    }
}

/// The points of a value, where it stands.
fn points(value: Located<Puntaje>) -> Located<f64> {
    Located { value: value.value.0, place: value.place }
}
