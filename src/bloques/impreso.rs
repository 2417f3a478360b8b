//! What becomes of a table on a page: its columns, and what rounding does to its figures.

use crate::cuadro::{Celda, Clase, Cuadro};
use crate::hechos::primeros::{Empate, shown};
use crate::locale::Numeros;

/// Said where printed values do not give the printed difference.
pub const ANTES_DE_REDONDEAR: &str = "Las diferencias se calculan antes de redondear.";
/// Said where printed percentages do not give the printed total.
pub const NO_SUMAN: &str = "Por el redondeo, los porcentajes impresos no suman 100.";

/// The table without the columns that are only exported and those of words that no
/// row has, and with a note where rounding shows.
pub fn impreso(table: &Cuadro, numeros: Numeros) -> Cuadro {
    let blank =
        |i: usize| table.columnas[i].clase == Clase::Texto && table.filas.iter().all(|fila| fila[i] == Celda::Blanco);
    let shown = |i: &usize| !table.columnas[*i].oculta && (table.filas.is_empty() || !blank(*i));
    let kept: Vec<_> = (0..table.columnas.len()).filter(shown).collect();
    let notes = [
        table.nota.as_deref(),
        subtracts_otherwise(table, numeros).then_some(ANTES_DE_REDONDEAR),
        adds_otherwise(table, numeros).then_some(NO_SUMAN),
    ];
    let notes: Vec<_> = notes.into_iter().flatten().collect();
    Cuadro {
        columnas: kept.iter().map(|i| table.columnas[*i].clone()).collect(),
        filas: table.filas.iter().map(|f| kept.iter().map(|i| f[*i].clone()).collect()).collect(),
        nota: (!notes.is_empty()).then(|| notes.join(" ")),
        ..table.clone()
    }
}

/// Columns of a class that the page shows.
fn of(table: &Cuadro, clase: Clase) -> impl Iterator<Item = usize> + Clone {
    (0..table.columnas.len()).filter(move |i| table.columnas[*i].clase == clase && !table.columnas[*i].oculta)
}

/// Whether a difference is not what a reader gets from the printed values that it
/// is the difference of.
fn subtracts_otherwise(table: &Cuadro, numeros: Numeros) -> bool {
    let points = of(table, Clase::Puntos);
    let pairs = points.clone().flat_map(|before| points.clone().map(move |after| (before, after)));
    of(table, Clase::Diferencia).any(|difference| {
        pairs.clone().any(|(before, after)| {
            let values =
                |f: &Vec<Celda>| Some((f[before].as_number()?, f[after].as_number()?, f[difference].as_number()?));
            let rows: Vec<_> = table.filas.iter().filter_map(values).collect();
            // Only the pair that the whole column is computed from.
            rows.iter().all(|(a, b, d)| (b - a - d).abs() < 1e-5)
                && rows.iter().any(|(a, b, _)| !numeros.resta_cuadra(*a, *b))
        })
    })
}

/// Whether the printed parts of a total do not add up to it.
fn adds_otherwise(table: &Cuadro, numeros: Numeros) -> bool {
    let Some((total, parts)) = table.filas.split_last().filter(|_| table.total) else { return false };
    of(table, Clase::Proporcion).any(|i| {
        total[i] == Celda::Numero(1.0) && !numeros.suman_cien(parts.iter().filter_map(|fila| fila[i].as_number()))
    })
}

/// About the first and the last `most` rows of the ranking; equals stand in them
/// together or not at all.
pub fn ends(ranking: &Cuadro, most: usize) -> (Cuadro, Cuadro) {
    let part = |nombre: &str, titulo: String, filas: &[Vec<Celda>]| Cuadro {
        nombre: nombre.to_owned(),
        titulo,
        columnas: ranking.columnas.clone(),
        filas: filas.to_vec(),
        total: false,
        fuente: ranking.fuente.clone(),
        nota: ranking.nota.clone(),
    };
    // The first column is the position, which equals share.
    let same = |a: &Vec<Celda>, b: &Vec<Celda>| a[0] == b[0];
    let n = ranking.filas.len();
    let first = shown(&ranking.filas, most, Empate::Sale, same);
    let reversed: Vec<_> = ranking.filas.iter().rev().cloned().collect();
    let last = shown(&reversed, most, Empate::Sale, same);
    (
        part("puestos_altos", format!("Primeros puestos: se muestran {first} de {n}"), &ranking.filas[..first]),
        part("puestos_bajos", format!("Últimos puestos: se muestran {last} de {n}"), &ranking.filas[n - last..]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuadro::Columna;

    fn table(filas: Vec<Vec<Celda>>, total: bool) -> Cuadro {
        let column = |clave: &str, clase| Columna::new(clave, clave, clase, None);
        Cuadro {
            nombre: "x".into(),
            titulo: "x".into(),
            columnas: vec![
                column("entidad", Clase::Texto),
                column("sector", Clase::Texto),
                column("despues", Clase::Puntos),
                column("antes", Clase::Puntos),
                column("diferencia", Clase::Diferencia),
                column("parte", Clase::Proporcion),
            ],
            filas,
            total,
            fuente: "x".into(),
            nota: Some("Nota.".into()),
        }
    }

    fn row(antes: f64, despues: f64, parte: f64) -> Vec<Celda> {
        vec!["A".into(), Celda::Blanco, despues.into(), antes.into(), (despues - antes).into(), parte.into()]
    }

    fn note(filas: Vec<Vec<Celda>>, total: bool) -> String {
        impreso(&table(filas, total), Numeros::default()).nota.expect("a note")
    }

    #[test]
    fn rounding_is_told_where_the_printed_figures_show_it_and_only_there() {
        // 99,7 − 98,2 reads as 1,5, and 1,4 is printed.
        assert_eq!(note(vec![row(98.23, 99.66, 0.5)], false), format!("Nota. {ANTES_DE_REDONDEAR}"));
        assert_eq!(note(vec![row(98.2, 99.6, 0.5), row(80.0, 70.0, 0.5)], false), "Nota.");
        // Columns of points that are not what is subtracted say nothing.
        let mut other = row(98.23, 99.66, 0.5);
        other[4] = 1.0.into();
        assert_eq!(note(vec![other], false), "Nota.");
        let thirds = || (0..3).map(|_| row(1.0, 2.0, 1.0 / 3.0));
        assert_eq!(note(thirds().chain([row(1.0, 2.0, 1.0)]).collect(), true), format!("Nota. {NO_SUMAN}"));
        assert_eq!(note(vec![row(1.0, 2.0, 0.25), row(1.0, 2.0, 0.75), row(1.0, 2.0, 1.0)], true), "Nota.");
        // Parts of different totals have no sum.
        assert_eq!(note(vec![row(1.0, 2.0, 0.3), row(1.0, 2.0, 0.5)], true), "Nota.");
    }

    #[test]
    fn a_column_of_words_that_no_row_has_is_left_to_the_export() {
        let printed = impreso(&table(vec![row(1.0, 2.0, 1.0)], false), Numeros::default());
        let keys: Vec<_> = printed.columnas.iter().map(|c| c.clave.as_str()).collect();
        assert_eq!(keys, ["entidad", "despues", "antes", "diferencia", "parte"]);
        assert_eq!(printed.filas[0].len(), 5);
    }

    #[test]
    fn both_ends_of_a_ranking_say_how_many_they_show_and_part_no_equals() {
        let of = |positions: &[usize], most: usize| {
            let ranking = Cuadro {
                nombre: "puestos".into(),
                titulo: "Puestos".into(),
                columnas: vec![Columna::new("puesto", "Puesto", Clase::Entero, None)],
                filas: positions.iter().map(|p| vec![(*p).into()]).collect(),
                total: false,
                fuente: "x".into(),
                nota: None,
            };
            let (first, last) = ends(&ranking, most);
            (first.filas.len(), last.filas.len(), first.titulo, last.titulo)
        };
        let (first, last, title, end) = of(&[1, 2, 2, 4, 5, 6, 6, 6], 3);
        assert_eq!((first, last), (3, 3));
        assert_eq!(title, "Primeros puestos: se muestran 3 de 8");
        assert_eq!(end, "Últimos puestos: se muestran 3 de 8");
        let (first, last, ..) = of(&[1, 2, 2, 4, 5, 6, 6, 6], 2);
        assert_eq!((first, last), (1, 0));
    }
}
