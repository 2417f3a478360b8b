//! What stands between a directive and its end: its keys, and the rows of tables, figures and pairs.

use serde::Deserialize;
use serde_json::Value;

use crate::cuadro::{Celda, Clase, Cuadro};
use crate::locale::Numeros;
use crate::partes::{Columna, Figura, Fila, Tabla, Tramo, Tramos};

use super::prosa::Scope;
use super::{Wrong, wrong};

/// What begins the sign that ends a cell whose value is in a band.
const BAND: &str = "{banda ";

/// What a directive may say of itself.
pub const KEYS: [&str; 11] =
    ["titulo", "hallazgo", "columnas", "sobre", "fuente", "nota", "partible", "bandas", "claves", "valores", "clave"];

/// What stands between a directive and its end.
#[derive(Default)]
pub struct Body {
    pub keys: Vec<(String, String)>,
    pub rows: Vec<String>,
}

impl Body {
    fn text(&self, key: &str) -> Option<&str> {
        self.keys.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    /// What `key` says, or else `otherwise`; `None` where it is empty.
    fn words(&self, key: &str, otherwise: Option<&str>, scope: &Scope<'_>) -> Result<Option<Tramos>, Wrong> {
        let said = match self.text(key) {
            Some(text) => Some(scope.inline(text, &format!("{key}: {text}"))?),
            None => otherwise.map(|text| vec![Tramo::Texto(text.to_owned())]),
        };
        Ok(said.filter(|tramos| !tramos.is_empty()))
    }

    /// Refuses what the directive that `line` begins would leave out: other keys than `keys`, and
    /// rows where it has none.
    fn only(&self, keys: &[&str], rows: bool, line: &str) -> Result<(), Wrong> {
        if let Some((key, value)) = self.keys.iter().find(|(key, _)| !keys.contains(&key.as_str())) {
            return wrong(format!("«{line}» no admite «{key}»"), &format!("{key}: {value}"));
        }
        match self.rows.first().filter(|_| !rows) {
            Some(row) => wrong(format!("«{line}» no admite filas"), row),
            None => Ok(()),
        }
    }

    pub fn pairs(&self, line: &str, scope: &Scope<'_>) -> Result<Vec<(Tramos, Tramos)>, Wrong> {
        self.only(&[], true, line)?;
        let pair = |row: &String| {
            let [first, second] = &cells(&row[1..])[..] else { return wrong("aquí cada fila tiene dos celdas", row) };
            Ok((scope.cell(first), scope.cell(second)))
        };
        self.rows.iter().map(pair).collect()
    }

    pub fn figure(&self, name: &str, line: &str, scope: &Scope<'_>) -> Result<Option<Figura>, Wrong> {
        self.only(&["titulo", "hallazgo", "fuente", "nota", "valores"], false, line)?;
        let figure = match scope.bloque.get(name) {
            Some(Value::Null) => return Ok(None),
            Some(figure) if figure.get("archivo").is_some() => figure,
            _ => return wrong(format!("el bloque no tiene una figura «{name}»"), line),
        };
        let text = |key: &str| figure[key].as_str().unwrap_or_default().to_owned();
        Ok(Some(Figura {
            titulo: self.words("titulo", None, scope)?.unwrap_or_default(),
            hallazgo: self.words("hallazgo", None, scope)?,
            archivo: text("archivo"),
            alt: text("alt"),
            valores: self.text("valores").map(str::to_owned),
            ancho: figure["ancho"].as_f64().unwrap_or_default(),
            mayor: figure.get("mayor").and_then(Value::as_f64),
            fuente: self.words("fuente", None, scope)?.unwrap_or_default(),
            nota: self.words("nota", None, scope)?,
        }))
    }

    pub fn table(&self, name: &str, line: &str, scope: &Scope<'_>) -> Result<Option<Tabla>, Wrong> {
        if name.is_empty() {
            return self.written(line, scope).map(Some);
        }
        self.only(&["titulo", "hallazgo", "fuente", "nota", "partible", "clave"], false, line)?;
        let cuadro = match scope.bloque.get(name) {
            Some(Value::Null) => return Ok(None),
            Some(value) => Cuadro::deserialize(value).ok(),
            None => None,
        };
        let Some(cuadro) = cuadro else { return wrong(format!("el bloque no tiene un cuadro «{name}»"), line) };
        let filas = |filas: &[Vec<Celda>]| -> Vec<Vec<Tramos>> {
            let row = |fila: &Vec<Celda>| {
                fila.iter().zip(&cuadro.columnas).map(|(celda, c)| printed(celda, c.clase, scope.numeros)).collect()
            };
            filas.iter().map(row).collect()
        };
        let mut rows = filas(&cuadro.filas);
        let total = if cuadro.total { rows.pop() } else { None };
        let column = |c: &crate::cuadro::Columna| Columna {
            nombre: vec![Tramo::Texto(c.nombre.clone())],
            clase: c.clase,
            ancho: c.ancho,
        };
        Ok(Some(Tabla {
            clave: self.text("clave").map(str::to_owned),
            titulo: self.words("titulo", Some(&cuadro.titulo), scope)?.unwrap_or_default(),
            hallazgo: self.words("hallazgo", None, scope)?,
            columnas: cuadro.columnas.iter().map(column).collect(),
            sobre: Vec::new(),
            partible: self.text("partible").map_or(cuadro.filas.len() > MANY_ROWS, |word| word == "sí"),
            filas: rows.into_iter().map(Fila::Celdas).collect(),
            total,
            fuente: self.words("fuente", Some(&cuadro.fuente), scope)?.unwrap_or_default(),
            nota: self.words("nota", cuadro.nota.as_deref(), scope)?,
            bandas: Vec::new(),
            claves: None,
        }))
    }

    /// The table of the rows that stand in the file.
    fn written(&self, line: &str, scope: &Scope<'_>) -> Result<Tabla, Wrong> {
        let Some((headers, rows)) = self.rows.split_first() else {
            return wrong("la tabla no tiene filas ni dice de qué cuadro es", line);
        };
        let headers = cells(&headers[1..]);
        let widths: Vec<_> = self.text("columnas").unwrap_or_default().split_whitespace().collect();
        if !widths.is_empty() && widths.len() != headers.len() {
            let message = format!("la tabla tiene {} columnas y «columnas» da {}", headers.len(), widths.len());
            return wrong(message, line);
        }
        let mut columnas = Vec::with_capacity(headers.len());
        for (at, header) in headers.iter().enumerate() {
            let width = widths.get(at).copied().unwrap_or("*");
            let (width, right) = width.strip_suffix('>').map_or((width, false), |width| (width, true));
            let ancho = match width {
                "*" => None,
                points => match points.parse::<f64>() {
                    Ok(points) if points > 0.0 => Some(points),
                    _ => return wrong(format!("«{points}» no es el ancho de una columna"), line),
                },
            };
            let clase = if right { Clase::Puntos } else { Clase::Texto };
            columnas.push(Columna { nombre: scope.inline(header, &self.rows[0])?, clase, ancho });
        }
        let bandas = self.text("bandas").map(cells).unwrap_or_default();
        let sobre = self.text("sobre").map(cells).unwrap_or_default();
        if !sobre.is_empty() && sobre.len() != headers.len() {
            let message = format!("la tabla tiene {} columnas y «sobre» da {}", headers.len(), sobre.len());
            return wrong(message, line);
        }
        let mut tabla = Tabla {
            clave: self.text("clave").map(str::to_owned),
            titulo: self.words("titulo", None, scope)?.unwrap_or_default(),
            hallazgo: self.words("hallazgo", None, scope)?,
            columnas,
            filas: Vec::with_capacity(rows.len()),
            total: None,
            fuente: self.words("fuente", None, scope)?.unwrap_or_default(),
            nota: self.words("nota", None, scope)?,
            partible: self.text("partible").map_or(rows.len() > MANY_ROWS, |word| word == "sí"),
            sobre: sobre.into_iter().map(|above| scope.inline(above, line)).collect::<Result<_, _>>()?,
            bandas: bandas.into_iter().map(|banda| scope.inline(banda, line)).collect::<Result<_, _>>()?,
            claves: self.words("claves", None, scope)?,
        };
        for row in rows {
            tabla.row(row, scope)?;
        }
        Ok(tabla)
    }
}

/// Rows above which a page may part a table.
const MANY_ROWS: usize = 22;

impl Tabla {
    fn row(&mut self, row: &str, scope: &Scope<'_>) -> Result<(), Wrong> {
        let mark = row[1..].chars().next().unwrap_or(' ');
        let body = if ['#', ':', '=', '/', '>'].contains(&mark) { &row[1 + mark.len_utf8()..] } else { &row[1..] };
        let body = cells(body);
        let of_group =
            matches!(self.filas.last(), Some(Fila::Grupo { .. })) && !['=', '#', ':', '/', '>'].contains(&mark);
        let wanted = match mark {
            '#' | ':' | '/' => 1,
            _ => self.columnas.len() - usize::from(of_group),
        };
        if body.len() != wanted {
            let n = body.len();
            let has = if n == 1 { "1 celda".to_owned() } else { format!("{n} celdas") };
            return wrong(
                format!("la fila tiene {has} y se {} {wanted}", if wanted == 1 { "esperaba" } else { "esperaban" }),
                row,
            );
        }
        let cells: Result<Vec<_>, _> = body.into_iter().map(|cell| self.cell(cell, row, scope)).collect();
        let mut cells = cells?;
        match (mark, self.filas.last_mut()) {
            ('#', _) => self.filas.push(Fila::Subtitulo(cells.swap_remove(0))),
            ('/', _) => self.filas.push(Fila::Corte(cells.swap_remove(0))),
            (':', _) => self.filas.push(Fila::Grupo { rotulo: cells.swap_remove(0), filas: Vec::new() }),
            ('=', _) => self.total = Some(cells),
            ('>', _) => self.filas.push(Fila::Sangrada(cells)),
            (_, Some(Fila::Grupo { filas, .. })) => filas.push(cells),
            _ => self.filas.push(Fila::Celdas(cells)),
        }
        Ok(())
    }

    /// A cell of `row`, in its band where it says one.
    fn cell(&self, cell: &str, row: &str, scope: &Scope<'_>) -> Result<Tramos, Wrong> {
        let Some((value, banda)) = cell.strip_suffix('}').and_then(|cell| cell.rsplit_once(BAND)) else {
            return Ok(scope.cell(cell));
        };
        match banda.parse() {
            Ok(banda) if banda < self.bandas.len() => {
                Ok(vec![Tramo::Banda { banda, tramos: scope.inline(value.trim_end(), row)? }])
            }
            _ => wrong(format!("«{banda}» no es ninguna de las {} bandas de la tabla", self.bandas.len()), row),
        }
    }
}

/// The cells of a row from after the sign that it begins with.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim_end();
    row.strip_suffix('|').unwrap_or(row).split('|').map(str::trim).collect()
}

/// A value of a table as its class is written.
fn printed(celda: &Celda, clase: Clase, numeros: Numeros) -> Tramos {
    let text = match celda {
        Celda::Blanco => return Vec::new(),
        Celda::Texto(text) | Celda::Narracion(text) => text.clone(),
        Celda::Numero(value) => match clase {
            Clase::Entero => numeros.con_decimales(*value, 0),
            Clase::Puntos => numeros.numero(*value),
            Clase::Diferencia => numeros.con_signo(*value),
            Clase::Proporcion => numeros.porcentaje(*value),
            Clase::Texto | Clase::Anio => value.to_string(),
        },
    };
    vec![Tramo::Texto(text)]
}
