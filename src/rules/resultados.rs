//! Rules over the FURAG results of an entity.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::{self, Numeros};
use crate::model::{AlcanceMedicion, Catalogo, Entidad, GrupoPar, Resultados};

/// Slug of the one policy that is measured where the whole model is not.
const CONTROL_INTERNO: &str = "control-interno";

/// Runs every rule over `resultados` of `entidad` (absent where the folder
/// names no entity of the catalogue).
pub fn check(resultados: &Resultados, entidad: Option<&Entidad>, catalogo: &Catalogo, found: &mut Diagnostics) {
    super::vigencia(&resultados.vigencia, found);
    in_points(resultados, found);
    idi_within_policies(resultados, found);
    codes_match(resultados, catalogo, found);
    source_names_the_vigencia(resultados, found);
    invented_data_is_marked(resultados, found);
    if let Some(entidad) = entidad {
        measured_as_the_catalogue_says(resultados, entidad, catalogo, found);
    }
    if let Some(group) = &resultados.grupo_par {
        peer_group(group, resultados.idi.as_ref().map(|v| v.value), found);
    }
    for politica in &resultados.politicas {
        if let Some(group) = &politica.grupo_par {
            peer_group(group, Some(politica.puntaje.value), found);
        }
    }
}

/// 82,5 % is 0.825 in a workbook, and 0,8 points on the page.
fn in_points(r: &Resultados, found: &mut Diagnostics) {
    let dimensions = r.dimensiones.iter().map(|(_, value)| value);
    let values: Vec<_> = r.idi.iter().chain(dimensions).chain(r.politicas.iter().map(|p| &p.puntaje)).collect();
    // One or two low values may be true; an IDI below one point is not.
    let enough = values.len() > 2 || r.idi.is_some();
    let Some(first) = values.iter().find(|v| v.value > 0.0 && v.value < 1.0) else { return };
    if enough && r.completo && values.iter().all(|v| v.value <= 1.0) {
        found.push(
            Diagnostic::error(
                "valor-en-proporcion",
                "ningún valor del archivo pasa de 1: parecen proporciones y no puntajes de 0 a 100",
            )
            .at(&first.place)
            .remedy("escríbalos en puntos: 82.5 en vez de 0.825"),
        );
    }
}

/// The IDI is not the mean of the policies, but it does not lie outside them.
fn idi_within_policies(r: &Resultados, found: &mut Diagnostics) {
    let Some(idi) = r.idi.as_ref().filter(|_| r.completo) else { return };
    let values = || r.politicas.iter().map(|p| p.puntaje.value);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    // One or two policies bound nothing.
    if r.politicas.len() > 2 && !(low..=high).contains(&idi.value) {
        let n = Numeros::default();
        found.push(
            Diagnostic::aviso(
                "idi-fuera-de-politicas",
                format!(
                    "el IDI {} está fuera del rango de sus políticas ({} a {})",
                    n.numero(idi.value),
                    n.numero(low),
                    n.numero(high)
                ),
            )
            .at(&idi.place)
            .remedy("compare el IDI y las políticas con el archivo de la Función Pública"),
        );
    }
}

/// Code and name of a policy belong together in the vigencia.
fn codes_match(r: &Resultados, catalogo: &Catalogo, found: &mut Diagnostics) {
    for p in &r.politicas {
        let official = catalogo.politicas[p.politica].nombre_en(r.vigencia.value);
        if let (Some(written), Some(official)) = (&p.codigo, official)
            && written.value != official.codigo
        {
            found.push(
                Diagnostic::error(
                    "codigo-no-coincide",
                    format!(
                        "«{}» es {} en la vigencia {}, no {}",
                        official.nombre, official.codigo, r.vigencia.value, written.value
                    ),
                )
                .at(&written.place)
                .second(&p.escrito.place, "el nombre está aquí")
                .remedy("corrija el código o el nombre; los códigos cambiaron en 2022"),
            );
        }
    }
}

/// A source that names another year than the vigencia is a copy that was not edited.
fn source_names_the_vigencia(r: &Resultados, found: &mut Diagnostics) {
    let years: Vec<u32> = years(&r.fuente.value);
    if !years.is_empty() && !years.contains(&r.vigencia.value) {
        found.push(
            Diagnostic::aviso(
                "fuente-de-otra-vigencia",
                format!("la fuente habla de {} y la vigencia es {}", years[0], r.vigencia.value),
            )
            .at(&r.fuente.place)
            .second(&r.vigencia.place, "la vigencia está aquí")
            .remedy("corrija la fuente, o revise que los datos sean de esta vigencia"),
        );
    }
}

/// The years 2000–2099 that stand alone in `text`.
fn years(text: &str) -> Vec<u32> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() == 4 && word.starts_with("20"))
        .filter_map(|word| word.parse().ok())
        .collect()
}

/// Data that calls itself invented must be marked, or it would pass for official.
fn invented_data_is_marked(r: &Resultados, found: &mut Diagnostics) {
    let source = locale::fold(&r.fuente.value);
    let invented =
        ["inventad", "fictici", "simulad", "de ejemplo", "de prueba"].iter().any(|word| source.contains(word));
    if invented && !r.ejemplo {
        found.push(
            Diagnostic::aviso(
                "ejemplo-sin-marcar",
                "la fuente dice que los datos no son reales y el archivo no lo marca",
            )
            .at(&r.fuente.place)
            .remedy("agregue «ejemplo: true»: saldrá en todas las páginas"),
        );
    }
}

/// A body that is measured in internal control only has no IDI and no other policy.
fn measured_as_the_catalogue_says(r: &Resultados, entidad: &Entidad, catalogo: &Catalogo, found: &mut Diagnostics) {
    if entidad.medicion != Some(AlcanceMedicion::Meci) {
        return;
    }
    let remedy = "quite el valor, o corrija «medicion» de la entidad en data/catalogo/entidades.yaml";
    if let Some(idi) = &r.idi {
        found.push(
            Diagnostic::error(
                "meci-con-idi",
                format!("«{}» se mide solo en control interno y no tiene IDI", entidad.nombre),
            )
            .at(&idi.place)
            .remedy(remedy),
        );
    }
    for p in r.politicas.iter().filter(|p| catalogo.politicas[p.politica].slug != CONTROL_INTERNO) {
        found.push(
            Diagnostic::error(
                "meci-con-politica",
                format!("«{}» se mide solo en control interno y no tiene «{}»", entidad.nombre, p.escrito.value),
            )
            .at(&p.escrito.place)
            .remedy("quite la política, o corrija «medicion» de la entidad en data/catalogo/entidades.yaml"),
        );
    }
}

/// minimum ≤ average ≤ maximum, the value within them, quintile 1–5.
fn peer_group(group: &GrupoPar, value: Option<f64>, found: &mut Diagnostics) {
    let n = Numeros::default();
    let ordered = [
        (&group.minimo, &group.promedio, "el mínimo", "el promedio"),
        (&group.promedio, &group.maximo, "el promedio", "el máximo"),
        (&group.minimo, &group.maximo, "el mínimo", "el máximo"),
    ];
    for (low, high, low_name, high_name) in ordered {
        if let (Some(low), Some(high)) = (low, high)
            && low.value.0 > high.value.0
        {
            found.push(
                Diagnostic::error(
                    "grupo-par-incoherente",
                    format!(
                        "{low_name} del grupo par ({}) es mayor que {high_name} ({})",
                        n.numero(low.value.0),
                        n.numero(high.value.0)
                    ),
                )
                .at(&low.place)
                .second(&high.place, high_name)
                .remedy("revise los valores en el archivo de la Función Pública"),
            );
        }
    }
    if let Some(value) = value {
        let below = group.minimo.as_ref().filter(|m| value < m.value.0).map(|m| (m, "menor que el mínimo"));
        let above = group.maximo.as_ref().filter(|m| value > m.value.0).map(|m| (m, "mayor que el máximo"));
        for (bound, how) in below.into_iter().chain(above) {
            found.push(
                Diagnostic::error(
                    "puntaje-fuera-del-grupo-par",
                    format!("el puntaje {} es {how} de su grupo par ({})", n.numero(value), n.numero(bound.value.0)),
                )
                .at(&bound.place)
                .remedy("la entidad hace parte de su grupo: revise los dos valores"),
            );
        }
    }
    if let Some(quintil) = group.quintil.as_ref().filter(|q| !(1..=5).contains(&q.value)) {
        found.push(
            Diagnostic::error("quintil-fuera-de-rango", format!("el quintil {} no está entre 1 y 5", quintil.value))
                .at(&quintil.place)
                .remedy("el quintil es la posición dentro del grupo par, de 1 a 5"),
        );
    }
}
