//! The tables as plain text for the spreadsheets of Colombia: UTF-8 with its mark, `;` between
//! cells, decimal comma, CRLF, quotes where RFC 4180 asks for them.

use ::csv::{Terminator, WriterBuilder};

use crate::cuadro::{Celda, Cuadro};

use super::{EJEMPLO, Portada, clean, one_line, word};

/// Without it a spreadsheet takes the text for Latin-1.
const BOM: &str = "\u{feff}";

/// What a spreadsheet would take as the start of a formula, after OWASP's «CSV injection».
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The tables as files, by name: what the document is, which tables there are, what their
/// columns hold, and then one file for each table.
pub fn to_csv(portada: &Portada, cuadros: &[Cuadro]) -> Vec<(String, Vec<u8>)> {
    let width = cuadros.len().to_string().len().max(2);
    let names: Vec<_> = cuadros.iter().zip(1..).map(|(c, i)| format!("{i:0width$}-{}.csv", file_name(c))).collect();
    let zeros = "0".repeat(width);
    let mut files = vec![
        (format!("{zeros}-contenido.csv"), contents(cuadros, &names)),
        (format!("{zeros}-columnas.csv"), columns(cuadros, &names)),
        (format!("{zeros}-documento.csv"), document(portada)),
    ];
    files.extend(names.into_iter().zip(cuadros.iter().map(table)));
    files
}

/// The name of a table as part of a file name.
fn file_name(cuadro: &Cuadro) -> String {
    let legal = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '-' };
    cuadro.nombre.chars().map(legal).collect()
}

/// One table as a file of its own.
pub fn table(cuadro: &Cuadro) -> Vec<u8> {
    let header = cuadro.columnas.iter().map(|c| c.clave.to_owned()).collect();
    sheet(std::iter::once(header).chain(cuadro.filas.iter().map(|row| row.iter().map(cell).collect())))
}

fn contents(cuadros: &[Cuadro], names: &[String]) -> Vec<u8> {
    let header = ["archivo", "cuadro", "titulo", "filas", "columnas", "fuente", "nota"].map(str::to_owned).to_vec();
    sheet(std::iter::once(header).chain(cuadros.iter().zip(names).map(|(c, name)| {
        vec![
            name.clone(),
            text(&c.nombre),
            text(&c.titulo),
            c.filas.len().to_string(),
            c.columnas.len().to_string(),
            text(&c.fuente),
            text(c.nota.as_deref().unwrap_or_default()),
        ]
    })))
}

fn columns(cuadros: &[Cuadro], names: &[String]) -> Vec<u8> {
    let header = ["archivo", "columna", "nombre", "clase"].map(str::to_owned).to_vec();
    let rows = cuadros.iter().zip(names).flat_map(|(c, name)| {
        c.columnas.iter().map(|col| {
            vec![name.clone(), col.clave.to_owned(), text(&one_line(&col.nombre)), word(col.clase).to_owned()]
        })
    });
    sheet(std::iter::once(header).chain(rows))
}

fn document(portada: &Portada) -> Vec<u8> {
    let mut rows = vec![["dato".to_owned(), "valor".to_owned()]];
    let mut say = |key: &str, value: &str| rows.push([key.to_owned(), text(value)]);
    say("titulo", &portada.titulo);
    say("documento", &portada.documento);
    say("descripcion", &portada.descripcion);
    for author in &portada.autores {
        say("autor", author);
    }
    if let Some(vigencia) = portada.vigencia {
        say("vigencia", &vigencia.to_string());
    }
    if let Some(fecha) = &portada.fecha {
        say("fecha", fecha);
    }
    if portada.ejemplo {
        say("advertencia", EJEMPLO);
    }
    say("programa", &portada.programa);
    for entrada in &portada.entradas {
        say("entrada", &format!("{} blake3:{}", entrada.archivo, entrada.blake3));
    }
    sheet(rows.into_iter().map(Vec::from))
}

fn cell(cell: &Celda) -> String {
    match cell {
        Celda::Texto(content) | Celda::Narracion(content) => text(content),
        Celda::Numero(value) => clean(*value).map_or_else(String::new, |n| n.to_string().replace('.', ",")),
        Celda::Blanco => String::new(),
    }
}

/// `content` as it is, behind a quote where a spreadsheet would run it.  Numbers never pass here:
/// `-1,5` is a number and keeps its sign.
fn text(content: &str) -> String {
    if content.starts_with(FORMULA) { format!("'{content}") } else { content.to_owned() }
}

fn sheet(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(BOM.as_bytes().to_vec());
    for row in rows {
        writer.write_record(&row).expect("a Vec takes everything");
    }
    writer.into_inner().expect("a Vec takes everything")
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let text = std::str::from_utf8(bytes).expect("UTF-8").strip_prefix(BOM).expect("the mark");
        ::csv::ReaderBuilder::new()
            .delimiter(b';')
            .has_headers(false)
            .from_reader(text.as_bytes())
            .records()
            .map(|r| r.expect("a record").iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn the_tables_are_read_back() {
        let files = to_csv(&samples::portada(), &[samples::cuadro()]);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["00-contenido.csv", "00-columnas.csv", "00-documento.csv", "01-indice_por_entidad.csv"]);
        assert_eq!(
            read(&files[3].1),
            [
                ["entidad", "n", "vigencia", "idi", "cambio", "parte"],
                ["Secretaría; «A»", "1234", "2024", "82,3", "1,1", "0,864"],
                ["'=SUM(A1)", "0", "2024", "0", "-1,5", "0"],
                ["dice \"no\"\nen dos líneas", "", "2024", "", "", ""],
                ["'- Ñame", "7", "2024", "sin medir", "0", "1"],
                ["05001", "12", "2023", "100", "", "0,333333333333333"],
            ]
        );
        assert_eq!(
            read(&files[0].1)[1][..5],
            ["01-indice_por_entidad.csv", "indice_por_entidad", "Índice por entidad", "5", "6"]
        );
        assert_eq!(read(&files[1].1)[2], ["01-indice_por_entidad.csv", "n", "Número de políticas", "entero"]);
        let document = read(&files[2].1);
        assert!(document.contains(&vec!["advertencia".into(), EJEMPLO.into()]));
        assert!(document.contains(&vec!["entrada".into(), "data/distrito/prueba.yaml blake3:00ff".into()]));
        assert_eq!(files, to_csv(&samples::portada(), &[samples::cuadro()]));
    }

    #[test]
    fn numbers_come_back_equal() {
        for value in [0.1, 82.35, -1.5, 1e-7, 123_456_789.25, 1.0 / 3.0] {
            let read: f64 = cell(&Celda::Numero(value)).replace(',', ".").parse().expect("a number");
            assert_eq!(Some(read), clean(value));
        }
    }

    #[test]
    fn only_what_a_spreadsheet_would_run_is_quoted() {
        for dangerous in ["=1+1", "+57 601", "-x", "@SUM", "\tx", "\rx"] {
            assert_eq!(text(dangerous), format!("'{dangerous}"));
        }
        for plain in ["", "x=1", "−5", "«=»", " =x", "1.1", "'ya"] {
            assert_eq!(text(plain), plain);
        }
        assert_eq!(cell(&Celda::Numero(-1.5)), "-1,5");
    }

    #[test]
    fn lines_end_in_crlf_and_quotes_are_doubled() {
        let bytes = to_csv(&samples::portada(), &[samples::cuadro()]).remove(3).1;
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(text.contains("\"Secretaría; «A»\";1234;2024;82,3;1,1;0,864\r\n"), "{text}");
        assert!(text.contains("\"dice \"\"no\"\"\nen dos líneas\";;2024;;;\r\n"), "{text}");
    }
}
