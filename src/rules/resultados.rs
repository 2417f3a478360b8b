//! Rules over the FURAG results of an entity.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::{self, Numeros};
use crate::model::{AlcanceMedicion, Catalogo, Entidad, GrupoPar, Resultados, code_number};

use super::prosa;

/// Slug of the one policy that is measured where the whole model is not.
const CONTROL_INTERNO: &str = "control-interno";

/// Runs every rule over `resultados` of `entidad` (absent where the folder
/// names no entity of the catalogue).
pub fn check(resultados: &Resultados, entidad: Option<&Entidad>, catalogo: &Catalogo, found: &mut Diagnostics) {
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
            && !same_code(&written.value, &official.codigo)
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

/// `1`, `01`, `POL1` and `POL01` are one code.
fn same_code(written: &str, official: &str) -> bool {
    let letters = |code: &str| code.trim().chars().take_while(|c| !c.is_ascii_digit()).collect::<String>();
    let prefix = locale::fold(&letters(written));
    let prefix = prefix.trim_end_matches([' ', '-', '_']);
    let known = prefix.is_empty() || prefix == "pol" || prefix == locale::fold(&letters(official));
    written == official || (known && code_number(written).is_some() && code_number(written) == code_number(official))
}

/// A source that names another year than the vigencia is a copy that was not edited; it may
/// name the year in which the results were published or looked up, which is a later one.
fn source_names_the_vigencia(r: &Resultados, found: &mut Diagnostics) {
    let years = years(&r.fuente.value);
    let vigencia = r.vigencia.value;
    let names = |year: &Year| match year.role {
        Role::Vigencia => year.value == vigencia,
        Role::Day => year.value >= vigencia,
        Role::Free => year.value == vigencia || year.value == vigencia + 1,
    };
    let measured = |year: &&Year| year.role == Role::Vigencia;
    let about = if years.iter().any(|y| measured(&y)) {
        years.iter().filter(measured).collect()
    } else {
        years.iter().collect::<Vec<_>>()
    };
    if let Some(first) = about.first()
        && !about.iter().any(|year| names(year))
    {
        found.push(
            Diagnostic::aviso(
                "fuente-de-otra-vigencia",
                format!("la fuente habla de {} y la vigencia es {vigencia}", first.value),
            )
            .at(&r.fuente.place)
            .second(&r.vigencia.place, "la vigencia está aquí")
            .remedy("corrija la fuente, o revise que los datos sean de esta vigencia"),
        );
    }
}

/// What a year is said of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Vigencia,
    /// A date, or what was published, looked up or downloaded then.
    Day,
    Free,
}

struct Year {
    value: u32,
    role: Role,
}

/// The years of this century in `text`.
fn years(text: &str) -> Vec<Year> {
    const LATER: [&str; 8] =
        ["publicado", "publicados", "publicacion", "consultado", "consulta", "descargado", "actualizado", "corte"];
    let tokens = prosa::tokens(text);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let Some(value) = token.year().filter(|year| *year >= 2000) else { continue };
        let before: Vec<_> = tokens[..index].iter().rev().take(3).collect();
        let said = |words: &[&str]| before.iter().any(|t| t.is_any(words));
        let role = if said(&["vigencia", "vigencias", "vig"]) {
            Role::Vigencia
        } else if said(&LATER)
            || before.iter().any(|t| t.month().is_some())
            || tokens.get(index + 1).is_some_and(|t| t.is("-"))
        {
            Role::Day
        } else {
            Role::Free
        };
        found.push(Year { value, role });
    }
    found
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

/// minimum ≤ average ≤ maximum, the value within them, the position among its entities, quintile 1–5.
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
    if let (Some(puesto), Some(entidades)) = (&group.puesto, &group.entidades)
        && (puesto.value == 0 || puesto.value > entidades.value)
    {
        let message = format!("el puesto {} no es uno de los {} del grupo par", puesto.value, entidades.value);
        found.push(
            Diagnostic::error("grupo-par-incoherente", message)
                .at(&puesto.place)
                .second(&entidades.place, "las entidades del grupo están aquí")
                .remedy("cópielos del archivo de la Función Pública"),
        );
    }
    if let Some(quintil) = group.quintil.as_ref().filter(|q| !(1..=5).contains(&q.value)) {
        found.push(
            Diagnostic::error("quintil-fuera-de-rango", format!("el quintil {} no está entre 1 y 5", quintil.value))
                .at(&quintil.place)
                .remedy("el quintil es la posición dentro del grupo par, de 1 a 5"),
        );
    }
}
