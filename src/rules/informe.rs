//! Rules over a follow-up report and what it is made from.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::Numeros;
use crate::model::{Catalogo, Informe, Plan, Resultados};

use super::documento::{self, Cabecera, each_narrative};

/// A report with what it names.
pub struct Material<'a> {
    pub informe: &'a Informe,
    pub catalogo: &'a Catalogo,
    pub resultados: &'a Resultados,
    pub anterior: Option<&'a Resultados>,
    pub plan: Option<&'a Plan>,
}

/// Runs every rule over the report.
pub fn check(m: &Material<'_>, found: &mut Diagnostics) {
    comparison_has_data(m, found);
    let informe = m.informe;
    documento::check(
        &Cabecera {
            vigencia: &informe.vigencia,
            corte: &informe.corte,
            elaborado: informe.elaborado.as_ref(),
            fecha: &informe.fecha,
            publicado: informe.publicado.as_ref(),
            firmas: &informe.firmas,
        },
        found,
    );
    documento::norms_in_force(&informe.secciones, m.catalogo, found);
    typed_figures(m, found);
}

/// A comparison needs the IDI of both vigencias.
fn comparison_has_data(m: &Material<'_>, found: &mut Diagnostics) {
    if let (Some(vigencia), Some(anterior)) = (&m.informe.comparar_con, m.anterior)
        && anterior.idi.is_none()
        && m.resultados.idi.is_some()
        // A report of a batch does without.
        && m.informe.entidades.is_none()
    {
        found.push(
            Diagnostic::error(
                "contenido-sin-datos",
                format!("la vigencia {} no tiene IDI con qué comparar", vigencia.value),
            )
            .at(&vigencia.place)
            .remedy("agregue «idi:» a sus resultados o quite «comparar_con»"),
        );
    }
}

/// How near a typed figure must be to one of the data to be taken for it, in points.
const NEAR: f64 = 1.0;

/// A figure typed in a text that nearly is one of the data's.
fn typed_figures(m: &Material<'_>, found: &mut Diagnostics) {
    let n = Numeros::default();
    let mut known: Vec<(String, f64)> = Vec::new();
    for (resultados, when) in [(Some(m.resultados), ""), (m.anterior, " anterior")] {
        let Some(resultados) = resultados else { continue };
        known.extend(resultados.idi.iter().map(|v| (format!("el IDI{when}"), v.value)));
        for p in &resultados.politicas {
            let name = m.catalogo.nombre_politica(p.politica, resultados.vigencia.value);
            known.push((format!("{name}{when}"), p.puntaje.value));
        }
    }
    let share = m.plan.map(crate::analysis::plan::load).and_then(|carga| carga.share_without());
    known.extend(share.map(|share| ("la parte del plan sin recurso".to_owned(), (share * 1000.0).round() / 10.0)));
    each_narrative(&m.informe.secciones, &mut |text| {
        for (offset, written, value) in decimals(text.place.text()) {
            let near = known.iter().map(|(name, v)| ((v - value).abs(), name, v)).min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((distance, name, data)) = near else { continue };
            if !(0.05..NEAR).contains(&distance) {
                continue;
            }
            let start = text.place.range.start + offset;
            found.push(
                Diagnostic::aviso(
                    "cifra-escrita-distinta",
                    format!("el texto dice {written} y en los datos {name} es {}", n.numero(*data)),
                )
                .at(&text.place.source.place(start..start + written.len()))
                .remedy("cite la cifra desde los datos, como {{ idi | numero }}, o corríjala"),
            );
        }
    });
}

/// Numbers with one decimal that are typed in `text`, outside live figures:
/// offset, spelling and value.
fn decimals(text: &str) -> Vec<(usize, &str, f64)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if text[at..].starts_with("{{") {
            at += text[at..].find("}}").unwrap_or(text.len() - at);
            continue;
        }
        if !bytes[at].is_ascii_digit() {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let length = bytes[at..].iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
        let word = text[at..at + length].trim_end_matches(['.', ',']);
        let glued = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'-');
        if let Some((units, decimals)) = word.split_once(['.', ','])
            && !glued
            && (2..=3).contains(&units.len())
            && decimals.len() == 1
            && let Ok(value) = format!("{units}.{decimals}").parse()
        {
            found.push((at, word, value));
        }
        at += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_figures_with_one_decimal_outside_live_figures_count() {
        let text =
            "IDI 82.4, antes 71,3; la sección 5.1, el 30.04.2024, POL07.5, 1.234,5 y {{ idi | numero(2.5) }} 100,0.";
        let seen: Vec<_> = decimals(text).into_iter().map(|(_, word, value)| (word, value)).collect();
        assert_eq!(seen, [("82.4", 82.4), ("71,3", 71.3), ("100,0", 100.0)]);
    }
}
