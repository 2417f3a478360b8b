//! Where imported data comes from.

use crate::locale::Fecha;

use super::shape::record;

record! {
    /// The official file that a data file was imported from.
    pub struct Procedencia ("la procedencia de los datos") {
        /// Nombre del archivo de origen, como Resultados_vig2024_territorio.xlsx
        archivo: String,
        /// Hoja del libro, como Territorio
        hoja: Option<String>,
        /// Celdas de las que se tomaron los datos, como A27:DA27, o las líneas de un CSV, como líneas 2-96
        rango: Option<String>,
        /// Huella BLAKE3 del archivo de origen, en hexadecimal
        hash: String,
        /// Fecha en que se obtuvo el archivo, dada por quien lo importa: AAAA-MM-DD
        fecha: Option<Fecha>,
    }
}
