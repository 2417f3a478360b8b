//! The deck of results for a committee.

use serde_json::{Value, json};

use crate::bloques::conjunto::{DeConjunto, Encargo, Marco};
use crate::bloques::{LIENZO, Sujeto, date, number_slides, object};
use crate::charts::DrawError;
use crate::cuadro::Cuadro;
use crate::diagnostic::Diagnostics;
use crate::hechos::conjunto::{Agrupacion, Medida, changes, panel, plans};
use crate::hechos::senales::total_states;
use crate::model::{Presentacion, Tipo};

use super::{Meta, Report, one_by_one};

/// Builds the deck.
///
/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(id: &str, p: &Presentacion, m: Marco<'_>, found: &mut Diagnostics) -> Result<Report, DrawError> {
    let plan = p.plan.as_ref().map(|plan| plan.value.as_str());
    let encargo = Encargo {
        ante: p.ante.as_deref(),
        igpd: p.igpd.as_ref(),
        decisiones: &p.decisiones,
        compromisos: &p.compromisos,
        lienzo: Some(LIENZO),
        ..Encargo::new(&p.organo, &p.ambito, p.corte.value, p.fecha.value, plan)
    };
    let mut set = DeConjunto::new(m, encargo);
    let mut secciones = one_by_one(&p.contenido, Sujeto::Comite, |block, uso| set.say(block, uso))?;
    annex(&mut secciones);
    number_slides(&mut secciones);
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{}. {}", p.titulo.value, p.ambito),
        autores: vec![p.organo.clone()],
        descripcion: format!("{} de la vigencia {}", p.titulo.value, p.vigencia.value),
        palabras_clave: vec!["MIPG".into(), "FURAG".into(), p.ambito.clone(), format!("vigencia {}", p.vigencia.value)],
        fecha: p.fecha.value.into(),
        papel: "presentation-16-9",
        ejemplo: p.ejemplo.unwrap_or(false) || m.conjunto.ejemplo(),
    };
    let view = object(vec![
        ("titulo", json!(p.titulo.value)),
        ("organo", json!(p.organo)),
        ("ante", json!(p.ante)),
        ("ambito", json!(p.ambito)),
        ("lugar", json!(p.lugar)),
        ("fecha", date(p.fecha.value)),
        ("vigencia", json!(p.vigencia.value)),
        ("indice", set.cover()),
        ("franja", json!(set.strip())),
        ("secciones", secciones),
    ]);
    let cifras = m.cifras(&p.ambito, p.corte.value, p.fecha.value);
    if m.exporta {
        set.hoja.cuadros.append(&mut tables(m, p));
    }
    Ok(Report::new(meta, Tipo::Presentacion, view, cifras, set.hoja, found))
}

/// What follows the slide that closes with the ask is an annex, and says so; the further parts of a chart go there.
fn annex(secciones: &mut Value) {
    let Some(all) = secciones.as_array_mut() else { return };
    let first = |s: &Value| s["contenido"][0]["tipo"] == "lamina_cierre";
    let Some(ask) = all.iter().position(first) else { return };
    let after = all.split_off(ask + 1);
    let (parts, mut story): (Vec<_>, Vec<_>) =
        all.drain(..).partition(|s| s["contenido"][0]["parte"].as_u64().is_some_and(|parte| parte > 1));
    for mut section in parts.into_iter().chain(after) {
        section["contenido"][0]["anexo"] = json!("Anexo · ");
        story.push(section);
    }
    *all = story;
}

/// The tables that stand behind the slides.
fn tables(m: Marco<'_>, p: &Presentacion) -> Vec<Cuadro> {
    let mut cuadros = vec![
        m.universe_table(),
        m.ranking_table(),
        m.groups_table(Agrupacion::Tipo),
        m.measures_table(false),
        m.measures_table(true),
        m.meci_table(),
    ];
    if panel(&changes(m.conjunto, m.catalogo, Medida::Idi)).is_some() {
        cuadros.extend([m.group_changes_table(), m.changes_table()]);
    }
    cuadros
        .extend(total_states(&plans(m.conjunto, p.corte.value.ultimo_dia())).map(|e| m.states_table(e, p.corte.value)));
    cuadros.push(m.inputs_table());
    cuadros.retain(|c| !c.filas.is_empty());
    cuadros
}
