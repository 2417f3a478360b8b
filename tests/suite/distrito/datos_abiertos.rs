//! The open data of the measurement: one line an entity, vigencia and index.

use seguimiento::locale::{Numeros, fold};

use super::libros::{DISTRITO, Registro, codigo_sigep, grupo_par, indices, naturaleza, registros};
use super::{VIGENCIAS, catalogo};

const COLUMNAS: [&str; 18] = [
    "CÓDIGO_SIGEP",
    "ENTIDAD",
    "ORDEN",
    "SECTOR",
    "NATURALEZA_JURÍDICA",
    "ID_DEPARTAMENTO",
    "DEPARTAMENTO",
    "ID_MUNICIPIO",
    "MUNICIPIO",
    "VIGENCIA",
    "ID_ÍNDICE",
    "ÍNDICE",
    "PUNTAJE ENTIDAD",
    "PROMEDIO GRUPO PAR",
    "MÁXIMO GRUPO PAR",
    "MÍNIMO GRUPO PAR",
    "QUINTIL GRUPO PAR",
    "PERCENTIL GRUPO PAR",
];

/// The bodies of the file in UTF-8, one of each peer group that matters, and the one in Latin-1.
pub const EN_UTF8: [&str; 4] =
    ["secretaria-planeacion", "instituto-desarrollo-urbano", "alcaldia-local-suba", "veeduria-distrital"];
pub const EN_LATIN1: &str = "jardin-botanico";

/// `;` between fields and a byte order mark, as spreadsheets in Spanish save it.
pub fn utf8() -> Vec<u8> {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(csv(b';', csv::QuoteStyle::Necessary, &EN_UTF8));
    bytes
}

/// `,` between fields, all of them quoted, in an older encoding.
pub fn latin1() -> Vec<u8> {
    let text = String::from_utf8(csv(b',', csv::QuoteStyle::Always, &[EN_LATIN1])).expect("UTF-8");
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(!unmappable, "a character outside Latin-1");
    bytes.into_owned()
}

fn csv(delimiter: u8, quotes: csv::QuoteStyle, slugs: &[&str]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(quotes).from_writer(Vec::new());
    writer.write_record(COLUMNAS).expect("in memory");
    for vigencia in VIGENCIAS.into_iter().filter(|v| *v >= 2023) {
        let registros = registros(vigencia);
        for slug in slugs {
            let registro = registros.iter().find(|r| r.organismo.slug == *slug).expect("a row");
            for (codigo, nombre) in indices(vigencia) {
                if let Some(record) = record(registro, &registros, vigencia, &codigo, &nombre) {
                    writer.write_record(record).expect("in memory");
                }
            }
        }
    }
    writer.into_inner().expect("in memory")
}

/// A line; `None` where the index does not apply: the open data leaves it out.
fn record(r: &Registro, all: &[Registro], vigencia: u32, codigo: &str, nombre: &str) -> Option<Vec<String>> {
    let value = r.valores[codigo]?;
    let o = &r.organismo;
    let peers: Vec<f64> = all
        .iter()
        .filter(|other| grupo_par(&other.organismo) == grupo_par(o))
        .filter_map(|other| other.valores[codigo])
        .collect();
    let (low, high) = peers.iter().fold((value, value), |(l, h), v| (l.min(*v), h.max(*v)));
    // The share of the group that the entity equals or passes.
    let percentil = 100.0 * peers.iter().filter(|v| **v <= value).count() as f64 / peers.len() as f64;
    let quintil = (percentil / 20.0).ceil().clamp(1.0, 5.0);
    let n = |value: f64, decimals: usize| Numeros::default().con_decimales(value, decimals);
    let name = if codigo == super::IDI { nombre } else { nombre.split_once(' ').map_or(codigo, |(_, name)| name) };
    Some(vec![
        codigo_sigep(&o.slug),
        o.nombre.clone(),
        "TERRITORIO".to_owned(),
        catalogo().nombre_sector(&o.sector).to_owned(),
        naturaleza(o).to_owned(),
        "11".to_owned(),
        fold(DISTRITO).to_uppercase(),
        "11001".to_owned(),
        DISTRITO.to_owned(),
        vigencia.to_string(),
        codigo.to_owned(),
        name.to_owned(),
        n(value, 1),
        n(peers.iter().sum::<f64>() / peers.len() as f64, 2),
        n(high, 1),
        n(low, 1),
        n(quintil, 0),
        n(percentil, 1),
    ])
}
