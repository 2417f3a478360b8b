//! How the cost of importing grows: rows that become files, from a workbook and from
//! open data, rows that are in no catalogue, comments of a file that is written again.
//! Rows in no catalogue are compared with every name of about their length, so that part
//! grows with both.  Prints seconds and how many times more the double
//! takes: 2 where it is linear, 4 where every row is compared with every other.

use std::fmt::Write;
use std::time::Instant;

use seguimiento::data::parse_text;
use seguimiento::diagnostic::Diagnostics;
use seguimiento::interop::importar::{self, Contexto, Hojas, Origen, Salida, Seleccion};
use seguimiento::model::Catalogo;

fn main() {
    println!("rows of a workbook, an entity each, that become files");
    grows(&[2_500, 5_000, 10_000, 20_000], |rows| taken(rows, &workbook(rows)));
    println!("rows of open data, an entity each, that become files");
    grows(&[2_500, 5_000, 10_000, 20_000], |rows| taken(rows, open_data(rows).as_bytes()));
    println!("rows whose entity is in no catalogue, over a catalogue of as many");
    grows(&[500, 1_000, 2_000, 4_000], unmatched);
    println!("comments of a file that is written again");
    grows(&[400, 800, 1_600, 3_200], commented);
}

fn grows(sizes: &[usize], run: fn(usize) -> f64) {
    let mut before: Option<f64> = None;
    for size in sizes {
        let seconds = run(*size);
        let ratio = before.map_or(String::new(), |before| format!("  x {:.1}", seconds / before));
        println!("  {size:>6}: {seconds:.3} s{ratio}");
        before = Some(seconds);
    }
}

/// A name of two places, the same for the same number.
fn name(number: usize) -> String {
    const KINDS: [&str; 5] =
        ["Alcaldía de", "Concejo de", "Personería de", "E.S.E. Hospital San Rafael de", "Instituto de Deportes de"];
    const PARTS: [&str; 12] = ["ta", "pa", "qui", "ra", "mo", "chi", "bo", "gua", "ne", "lla", "vi", "so"];
    let mut seed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    let kind = KINDS[next(KINDS.len())];
    let mut place = || (0..3 + next(3)).map(|_| PARTS[next(PARTS.len())]).collect::<String>();
    format!("{kind} {} {}", place(), place())
}

fn catalogue(entidades: usize) -> Catalogo {
    let mut text = String::from("entidades:\n");
    for number in 0..entidades {
        let _ = writeln!(text, "  - {{slug: e-{number}, nombre: \"{}\"}}", name(number));
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/catalogo/politicas.yaml");
    let politicas = std::fs::read_to_string(path).expect("the catalogue");
    let node = |text: &str| parse_text("", text).0.node.expect("a tree");
    Catalogo::build(Some(&node(&politicas)), None, Some(&node(&text)), &mut Diagnostics::default())
}

fn read(catalogo: &Catalogo, bytes: &[u8]) -> importar::Importacion {
    let origen = Origen {
        archivo: "furag_vig2024",
        bytes,
        hash: "00",
        hojas: Hojas::default(),
        fecha: None,
        fuente: None,
        ejemplo: false,
        vigencia: None,
    };
    let contexto = Contexto { catalogo, entidades: None, agregar: false, estricto: false };
    importar::furag(&origen, &Seleccion::default(), &contexto).expect("a table")
}

const HEADER: &str = "ENTIDAD;VIGENCIA;ID_ÍNDICE;ÍNDICE;PUNTAJE ENTIDAD\n";

/// A row with the scores of an entity, as Función Pública publishes them.
fn workbook(rows: usize) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let dimensions = (1..=7).map(|d| format!("D{d}"));
    let headers = ["Entidad".to_owned(), "IDI".to_owned()].into_iter().chain(dimensions);
    for (column, header) in (0u16..).zip(headers) {
        sheet.write_string(0, column, header).expect("a cell");
    }
    for number in 0..rows {
        let row = u32::try_from(number + 1).expect("a row");
        sheet.write_string(row, 0, name(number)).expect("a cell");
        for column in 1..=8u16 {
            sheet.write_number(row, column, 50.5 + f64::from(column)).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn open_data(rows: usize) -> String {
    let mut csv = HEADER.to_owned();
    for number in 0..rows {
        let _ = writeln!(csv, "{};2024;IDI;Índice;70", name(number));
    }
    csv
}

/// Reads a table of the entities of the catalogue and makes their files.
fn taken(rows: usize, table: &[u8]) -> f64 {
    let catalogo = catalogue(rows);
    let start = Instant::now();
    let read = read(&catalogo, table);
    assert_eq!(read.leidas, rows);
    for renglon in &read.renglones {
        if let Salida::Archivo(archivo) = &renglon.salida {
            archivo.decide(None, &catalogo, false).expect("YAML");
        }
    }
    start.elapsed().as_secs_f64()
}

fn unmatched(rows: usize) -> f64 {
    let catalogo = catalogue(rows);
    let mut csv = HEADER.to_owned();
    for number in rows..2 * rows {
        let _ = writeln!(csv, "{};2024;IDI;Índice;70", name(number));
    }
    let start = Instant::now();
    let read = read(&catalogo, csv.as_bytes());
    assert_eq!(read.leidas, rows);
    start.elapsed().as_secs_f64()
}

fn commented(comments: usize) -> f64 {
    let catalogo = catalogue(1);
    let mut text =
        "vigencia: 2024\nidi: 82.3\npoliticas:\n  - politica: Integridad\n    puntaje: 80\n    subindices:\n"
            .to_owned();
    for number in 0..comments {
        let _ = writeln!(text, "      - {{ codigo: I{number:04}, puntaje: 80.1 }} # nota {number}");
    }
    let read = read(&catalogo, format!("{HEADER}{};2024;IDI;Índice;70", name(0)).as_bytes());
    let Salida::Archivo(archivo) = &read.renglones[0].salida else { panic!("{:?}", read.renglones) };
    let start = Instant::now();
    archivo.decide(Some(&text), &catalogo, false).expect("YAML");
    start.elapsed().as_secs_f64()
}
