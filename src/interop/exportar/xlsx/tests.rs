//! What is written is read back.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use super::super::samples;
use super::*;

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range(sheet).expect(sheet);
    range.rows().map(<[_]>::to_vec).collect()
}

fn sample() -> Vec<u8> {
    let second = Cuadro { nombre: "otro/cuadro".into(), nota: None, ..samples::cuadro() };
    to_xlsx(&samples::portada(), &[samples::cuadro(), second]).expect("small tables")
}

#[test]
fn the_tables_are_read_back() {
    let bytes = sample();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Portada", "Contenido", "Notas", "indice_por_entidad", "otro_cuadro"]);
    let rows = rows(&bytes, "indice_por_entidad");
    let text = |t: &str| Data::String(t.to_owned());
    let n = Data::Float;
    assert_eq!(rows[0][0], text("Índice por entidad"));
    assert_eq!(rows[1][0], text(EJEMPLO));
    assert_eq!(rows[2][0], text("Fuente: Función Pública, 2024"));
    assert_eq!(rows[3][0], text("Nota: Las entidades sin medición quedan en blanco."));
    assert_eq!(rows[5], ["Entidad", "Número de políticas", "Vigencia", "IDI", "Cambio", "Parte"].map(text));
    assert_eq!(rows[6], [text("Secretaría; «A»"), n(1234.0), n(2024.0), n(82.3), n(1.1), n(0.864)]);
    assert_eq!(rows[7], [text("=SUM(A1)"), n(0.0), n(2024.0), n(0.0), n(-1.5), n(0.0)]);
    let e = || Data::Empty;
    assert_eq!(rows[8], [text("dice \"no\"\nen dos líneas"), e(), n(2024.0), e(), e(), e()]);
    assert_eq!(rows[9], [text("- Ñame"), n(7.0), n(2024.0), text("sin medir"), n(0.0), n(1.0)]);
    assert_eq!(rows[10], [text("05001"), n(12.0), n(2023.0), n(100.0), e(), n(0.333333333333333)]);
    assert_eq!(rows.len(), 11);
    for sheet in book.sheet_names().clone() {
        assert!(book.worksheet_formula(&sheet).expect("a sheet").is_empty(), "{sheet} has formulas");
    }
}

#[test]
fn sheets_are_accessible() {
    let bytes = sample();
    for (index, panes) in [(1, None), (2, Some("A4")), (3, Some("A4")), (4, Some("A7")), (5, Some("A6"))] {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{index}.xml"));
        assert!(!xml.contains("mergeCell"), "{xml}");
        assert!(!xml.contains("<f>") && !xml.contains("hidden"), "{xml}");
        // Nothing but A1 is ever selected, and only the first sheet is.
        assert!(!xml.contains("activeCell="), "{xml}");
        assert_eq!(xml.contains("tabSelected=\"1\""), index == 1, "{xml}");
        match panes {
            Some(cell) => {
                assert!(xml.contains(&format!("topLeftCell=\"{cell}\"")) && xml.contains("frozen"), "{xml}")
            }
            None => assert!(!xml.contains("<pane"), "{xml}"),
        }
        assert_eq!(xml.contains("<tablePart "), index > 1, "{xml}");
    }
    let table = part(&bytes, "xl/tables/table3.xml");
    assert!(table.contains("displayName=\"cuadro_indice_por_entidad\"") && table.contains("ref=\"A6:F11\""), "{table}");
    let links = part(&bytes, "xl/worksheets/sheet2.xml");
    for target in ["Notas", "indice_por_entidad", "otro_cuadro"] {
        assert!(links.contains(&format!("location=\"'{target}'!A1\"")), "{links}");
    }
    let styles = part(&bytes, "xl/styles.xml");
    for code in ["+0.0;&quot;\u{2212}&quot;0.0;0.0", "0.0%", "0.0"] {
        assert!(styles.contains(&format!("formatCode=\"{code}\"")), "{code}: {styles}");
    }
}

#[test]
fn the_workbook_says_what_it_is() {
    let bytes = sample();
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:title>Índice de prueba. Año 2024</dc:title>"), "{core}");
    assert!(core.contains("<dc:creator>Comisión de prueba</dc:creator>"), "{core}");
    assert_eq!(core.matches("2025-06-01T00:00:00Z").count(), 2, "{core}");
    let cover: Vec<_> = rows(&bytes, "Portada").into_iter().map(|row| row[0].to_string()).collect();
    for line in [EJEMPLO, "junio de 2025", "2024", "Comisión de prueba", "data/distrito/prueba.yaml: 00ff"] {
        assert!(cover.iter().any(|l| l == line), "{line}: {cover:?}");
    }
    assert!(cover.iter().all(|line| !line.is_empty()));
    let contents = rows(&bytes, "Contenido");
    assert_eq!(
        contents[4][..],
        [
            Data::String("indice_por_entidad".into()),
            Data::String("Índice por entidad".into()),
            Data::Float(5.0),
            Data::Float(6.0)
        ]
    );
    let notes = rows(&bytes, "Notas");
    assert_eq!(notes.len(), 9);
    assert_eq!(notes[8][0], Data::String("indice_por_entidad".into()));
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let once = sample();
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4).map(|_| scope.spawn(sample)).collect();
        for other in others {
            assert!(other.join().expect("no panic") == once);
        }
    });
    let mut archive = zip::ZipArchive::new(Cursor::new(&once)).expect("a ZIP");
    for index in 0..archive.len() {
        let time = archive.by_index(index).expect("a part").last_modified().expect("a date");
        assert_eq!((time.year(), time.month(), time.day()), (1980, 1, 1));
    }
}

#[test]
fn a_big_table_is_written_row_by_row_and_reads_the_same() {
    let columnas: Vec<_> = (0..60)
        .map(|i| Columna::new("x", format!("Columna {i}"), if i == 0 { Clase::Texto } else { Clase::Puntos }, None))
        .collect();
    let filas: Vec<Vec<_>> = (0..2_000u32)
        .map(|r| {
            let values = (1..60u32).map(|c| Celda::from((c % 7 > 0).then_some(f64::from(r * c % 1001) / 10.0)));
            std::iter::once(Celda::from(format!("=entidad {r}"))).chain(values).collect()
        })
        .collect();
    let big = Cuadro { columnas, filas, ..samples::cuadro() };
    let bytes = to_xlsx(&samples::portada(), std::slice::from_ref(&big)).expect("it fits");
    assert!(bytes == to_xlsx(&samples::portada(), std::slice::from_ref(&big)).expect("it fits"));
    let read = rows(&bytes, "indice_por_entidad");
    assert_eq!(read.len(), 6 + big.filas.len());
    for (cells, row) in big.filas.iter().zip(&read[6..]) {
        for (cell, value) in cells.iter().zip(row) {
            match cell {
                Celda::Texto(text) | Celda::Narracion(text) => assert_eq!(*value, Data::String(text.clone())),
                Celda::Numero(n) => assert_eq!(*value, Data::Float(*n)),
                Celda::Blanco => assert_eq!(*value, Data::Empty),
            }
        }
    }
}

#[test]
fn rows_are_as_high_as_their_texts() {
    assert_eq!([wrapped("", 10), wrapped("una línea", 10), wrapped("una\n\ndos", 10)], [1, 1, 3]);
    assert_eq!(wrapped("una dos tres cuatro", 8), 3);
    assert_eq!(wrapped("una ochoochoocho", 8), 3);
    assert_eq!(wrapped("ochoocho", 8), 1);
    let xml = part(&sample(), "xl/worksheets/sheet4.xml");
    assert!(xml.contains("<row r=\"6\" spans=\"1:6\" ht=\"30\" customHeight=\"1\">"), "{xml}");
    assert!(xml.contains("<row r=\"9\" spans=\"1:6\" ht=\"30\" customHeight=\"1\">"), "{xml}");
}

#[test]
fn names_are_legal_and_different() {
    let mut taken = BTreeSet::from(["notas".to_owned()]);
    let mut name = |text: &str| unique(&sheet_name(text), MAX_SHEET_NAME, &mut taken);
    assert_eq!(name("Notas"), "Notas_2");
    assert_eq!(name("a/b"), "a_b");
    assert_eq!(name("A/B"), "A_B_2");
    let long = "politicas_por_entidad_y_vigencia_del_distrito";
    assert_eq!(name(long), "politicas_por_entidad_y_vigenci");
    assert_eq!(name(long), "politicas_por_entidad_y_vigen_2");
    assert_eq!(name(""), "cuadro");
    assert_eq!(name("politicas_por_entidad_y_vigenc'ias"), "politicas_por_entidad_y_vigenc’");
    let repeated = ["IDI", "idi", ""].map(|n| Columna::new("clave", n, Clase::Puntos, None));
    let headers: Vec<_> = headers(&repeated).into_iter().map(|(name, _)| name).collect();
    assert_eq!(headers, ["IDI", "idi_2", "clave"]);
}

#[test]
fn what_does_not_fit_is_refused_and_what_is_empty_is_not() {
    let long = Cuadro { filas: vec![vec![Celda::from("x".repeat(40_000))]], ..samples::cuadro() };
    let error = to_xlsx(&samples::portada(), &[long]).expect_err("too long").to_string();
    assert!(error.contains("«indice_por_entidad»") && error.contains("40000"), "{error}");
    let empty = Cuadro { filas: Vec::new(), ..samples::cuadro() };
    let none = Cuadro { columnas: Vec::new(), filas: Vec::new(), ..samples::cuadro() };
    let bytes = to_xlsx(&Portada::default(), &[empty, none]).expect("legal");
    assert_eq!(rows(&bytes, "indice_por_entidad").len(), 5);
    assert_eq!(rows(&bytes, "indice_por_entidad_2").len(), 4);
    assert!(part(&bytes, "docProps/core.xml").contains("1980-01-01T00:00:00Z"));
}
