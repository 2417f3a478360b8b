//! The recommendations after the measurement of 2024, all in one workbook.

use super::banco::{Recomendacion, frases};
use super::libros::{ADVERTENCIA, encabezados, libro as workbook};
use super::modelo::{organismos, sorteo};
use super::plan::de_menor_a_mayor;
use super::{catalogo, tabla};

const COLUMNAS: [&str; 4] = ["Entidad", "Política", "Recomendación", "Política relacionada"];

/// A recommendation to an entity.
#[derive(Debug)]
pub struct Renglon {
    pub slug: String,
    pub entidad: String,
    /// Position in the catalogue.
    pub politica: usize,
    pub frase: &'static Recomendacion,
}

/// The recommendations of every entity that has results in 2024.
pub fn renglones() -> Vec<Renglon> {
    let mut renglones = Vec::new();
    for o in organismos().into_iter().filter(|o| tabla(2024).contains_key(&o.slug)) {
        let wanted = 3 + sorteo(&format!("{}/recomendaciones", o.slug), 3);
        let policies = de_menor_a_mayor(&o.slug);
        let mut given = Vec::new();
        // Two on the lowest policy, one or two on those that follow.
        for (place, (politica, _)) in policies.iter().enumerate() {
            let bank = &frases(&catalogo().politicas[*politica].slug).recomendaciones;
            let key = format!("{}/recomendaciones/{politica}", o.slug);
            let share = if policies.len() == 1 {
                bank.len()
            } else if place == 0 {
                2
            } else {
                1 + sorteo(&key, 2)
            };
            let first = sorteo(&format!("{key}/primera"), bank.len());
            let left = wanted - given.len();
            given.extend((0..share.min(left)).map(|step| (*politica, &bank[(first + step) % bank.len()])));
        }
        renglones.extend(given.into_iter().map(|(politica, frase)| Renglon {
            slug: o.slug.clone(),
            entidad: o.nombre.clone(),
            politica,
            frase,
        }));
    }
    renglones
}

pub fn libro() -> Vec<u8> {
    let titulo = "Recomendaciones de mejora por entidad, vigencia 2024";
    workbook("Recomendaciones", titulo, |sheet| {
        for (row, text) in [(0, titulo), (1, ADVERTENCIA), (2, "Medición del Desempeño Institucional, territorio")] {
            sheet.write_string(row, 0, text)?;
        }
        encabezados(sheet, 4, &COLUMNAS)?;
        for (row, r) in (5..).zip(renglones()) {
            let related = catalogo().politicas.iter().find(|p| p.slug == r.frase.relacionada);
            let related = related.and_then(|p| p.nombre_en(2024)).expect("a policy of 2024");
            sheet.write_string(row, 0, &r.entidad)?;
            sheet.write_string(row, 1, catalogo().nombre_politica(r.politica, 2024))?;
            sheet.write_string(row, 2, &r.frase.texto)?;
            sheet.write_string(row, 3, format!("{} {}", related.codigo, related.nombre))?;
        }
        for (column, width) in [(0, 46), (1, 40), (2, 90), (3, 46)] {
            sheet.set_column_width(column, width)?;
        }
        Ok(())
    })
}
