//! The year that a table is about: said by the person, by names, or by titles; they
//! must not contradict each other.

use std::collections::BTreeSet;

use crate::locale::fold;

use super::hoja::Sheet;
use super::{ImportError, Origen};

/// Whether `vigencia` is a year that the data may have.
pub fn is_vigencia(year: u32) -> bool {
    (2000..=2100).contains(&year)
}

pub fn bad_vigencia(vigencia: u32) -> ImportError {
    ImportError::new(
        format!("la vigencia {vigencia} no es un año entre 2000 y 2100"),
        "escriba el año medido, como 2024",
    )
}

/// The year in a text such as `Resultados_vig2024_territorio` or `Vigencia 2024`.
pub fn vigencia_in(text: &str) -> Option<u32> {
    let folded = fold(text);
    let after = &folded[folded.find("vig")? + 3..];
    let digits: String = after.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let gap = after.chars().take_while(|c| !c.is_ascii_digit()).count();
    (digits.len() == 4 && gap <= 8).then(|| digits.parse().ok()).flatten().filter(|year| is_vigencia(*year))
}

/// The year that the name of a sheet says: after «vig», or as its only number of four digits.
fn vigencia_of_sheet(nombre: &str) -> Option<u32> {
    let mut years = nombre.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let only = years.next().filter(|_| years.next().is_none());
    vigencia_in(nombre).or_else(|| only?.parse().ok().filter(|year| is_vigencia(*year)))
}

/// The vigencia of a sheet of one, and where it comes from, in words; `column` are the
/// years that a column of it says.
///
/// # Errors
/// [`ImportError`] where nothing tells it, it is no year, or two things that tell it differ.
pub fn vigencia_of(
    origen: &Origen<'_>,
    sheet: &Sheet,
    column: &BTreeSet<u32>,
) -> Result<(u32, &'static str), ImportError> {
    let in_title = sheet.titulos().find_map(vigencia_in);
    let in_name = sheet.nombres().find_map(vigencia_of_sheet);
    let said = [
        (origen.vigencia, "dada con --vigencia"),
        (vigencia_in(origen.archivo), "según el nombre del archivo"),
        (in_title, "según el título de la hoja"),
        (in_name, "según el nombre de la hoja"),
        (column.first().copied(), "según la columna Vigencia"),
    ];
    if let (None, 2..) = (origen.vigencia, column.len()) {
        let years: Vec<_> = column.iter().map(u32::to_string).collect();
        return Err(ImportError::new(
            format!("«{}» tiene resultados de varias vigencias: {}", origen.archivo, crate::locale::lista(&years)),
            "diga cuál se importa con --vigencia AAAA; las demás filas no se seleccionan",
        ));
    }
    let Some((vigencia, why)) = said.into_iter().find_map(|(year, why)| Some((year?, why))) else {
        return Err(ImportError::new(
            format!("no se sabe de qué vigencia es «{}»", origen.archivo),
            "dígala con --vigencia AAAA",
        ));
    };
    if !is_vigencia(vigencia) {
        return Err(bad_vigencia(vigencia));
    }
    if let Some(other) = vigencia_in(origen.archivo).filter(|year| *year != vigencia) {
        return Err(contradiction("el nombre del archivo", other, vigencia));
    }
    agrees(sheet, vigencia)?;
    if let Some(other) = column.first().filter(|_| !column.contains(&vigencia)) {
        return Err(contradiction("la columna Vigencia", *other, vigencia));
    }
    Ok((vigencia, why))
}

/// Whether the names and titles of the sheets say no other year.
///
/// # Errors
/// [`ImportError`] with the one that does.
pub fn agrees(sheet: &Sheet, vigencia: u32) -> Result<(), ImportError> {
    let other = |year: Option<u32>| year.filter(|year| *year != vigencia);
    if let Some((title, year)) = sheet.titulos().find_map(|title| Some((title, other(vigencia_in(title))?))) {
        return Err(contradiction(&format!("el título «{title}»"), year, vigencia));
    }
    if let Some((name, year)) = sheet.nombres().find_map(|name| Some((name, other(vigencia_of_sheet(name))?))) {
        return Err(contradiction(&format!("el nombre de la hoja «{name}»"), year, vigencia));
    }
    Ok(())
}

fn contradiction(what: &str, said: u32, vigencia: u32) -> ImportError {
    ImportError::new(
        format!("{what} dice {said} y se importa como vigencia {vigencia}"),
        "revise de qué vigencia son los datos y dígala con --vigencia; si el que está mal es el nombre o el título, corríjalo en el libro",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vigencia_is_read_from_names_and_titles() {
        assert_eq!(vigencia_in("Resultados_vig2024_territorio.xlsx"), Some(2024));
        assert_eq!(vigencia_in("16-06-2025_Resultados_Vig2024.xlsx"), Some(2024));
        assert_eq!(vigencia_in("RESULTADOS DE DESEMPEÑO - VIGENCIA 2023"), Some(2023));
        assert_eq!(vigencia_in("vig24.xlsx"), None);
        assert_eq!(vigencia_in("resultados 2024"), None);
        assert_eq!(vigencia_of_sheet("2023"), Some(2023));
        assert_eq!(vigencia_of_sheet("Resultados 2023"), Some(2023));
        assert_eq!(vigencia_of_sheet("Plan 2024-2025"), None);
        assert_eq!(vigencia_of_sheet("Publicado 2025 vig 2024"), Some(2024));
        assert_eq!(vigencia_of_sheet("Territorio"), None);
    }
}
