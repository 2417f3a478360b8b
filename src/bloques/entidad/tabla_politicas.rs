//! The policies that were measured, by dimension.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::hechos::conjunto::Medida;
use crate::hechos::cotejo::side;
use crate::hechos::indice::PuestoPolitica;
use crate::locale::fold;

use super::{DeEntidad, grupo_par, indice_plan};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "tabla_politicas",
    "las políticas medidas por dimensión: índice, cambio frente a «comparar_con», mediana de las demás entidades y puesto entre ellas; sin otras entidades, código, brecha a 100 y orden dentro de la entidad",
    |d, uso| uno(values(d, uso.opciones)),
)
.que_necesita(&[Necesidad::Politicas])
.con_opciones(&[Opcion {
    palabra: "politicas",
    clase: ClaseOpcion::Politicas,
    dice: "solo estas políticas, por su nombre; el orden sigue siendo entre todas las medidas",
}])
.con_rasgo(Rasgo::Compara)
.con_vara();

fn values(d: &mut DeEntidad<'_>, options: &Opciones) -> Option<Value> {
    let chosen = d.chosen(options);
    let wanted = |p: &&PuestoPolitica| chosen.as_ref().is_none_or(|chosen| chosen.contains(&p.politica));
    let shown = d.ranking.iter().filter(wanted).count();
    (shown > 0).then(|| {
        json!({
            "mostradas": shown,
            "elegidas": chosen.is_some(),
            "fuente": d.m.resultados.fuente.value,
            "dimensiones": d.dimensions(chosen.as_deref()),
            "medidas": d.ranking.len(),
            "existentes": d.existing(),
            "redondeo": d.gaps_add_otherwise(),
            "nombres": aliases(d),
            "compara": d.compares_policies(),
            "fuente_plan": with_plan(d).then(|| d.m.plan.map(|p| &p.fuente)),
            "ambito": d.m.proyecto.ambito,
            "anterior": d.m.anterior.filter(|r| d.m.catalogo.comparables(r.vigencia.value, d.m.resultados.vigencia.value)).map(|r| r.vigencia.value),
            "cambios": moved(d, chosen.as_deref()),
            "redondeo_cambios": rounds(d),
            "grupo_par": grupo_par::values(d, chosen.as_deref()),
            "sin_confirmar": d.is_unconfirmed(),
            "similar": d.m.proyecto.umbrales.similar,
        })
    })
}

/// Whether the table says how many activities the plan has for each policy, so that no other table need.
pub(super) fn with_plan(d: &DeEntidad<'_>) -> bool {
    let both = d.calls(&BLOQUE) && d.calls(&indice_plan::BLOQUE);
    both && d.compares_policies() && !d.cruces.is_empty()
}

/// How many policies rose, fell and stayed as they were, and which moved most, where it is one alone.
fn moved(d: &DeEntidad<'_>, chosen: Option<&[usize]>) -> Value {
    let wanted = |p: &&PuestoPolitica| chosen.is_none_or(|chosen| chosen.contains(&p.politica));
    let change = |p: &PuestoPolitica| Some((p.politica, d.change(Medida::Politica(p.politica))?));
    let all: Vec<(usize, f64)> = d.ranking.iter().filter(wanted).filter_map(change).collect();
    let similar = d.m.proyecto.umbrales.similar;
    // What is printed as no change is none, however small the threshold.
    let none =
        |c: f64| side(c, similar) == Ordering::Equal || d.pen.numeros.con_signo(c) == d.pen.numeros.con_signo(0.0);
    let (suben, bajan): (Vec<_>, Vec<_>) = all.iter().copied().filter(|(_, c)| !none(*c)).partition(|(_, c)| *c > 0.0);
    let most = |list: &[(usize, f64)]| {
        let (politica, change) = list.iter().copied().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
        let alone = list.iter().filter(|(_, c)| *c == change).count() == 1;
        alone.then(|| json!({ "nombre": d.name(politica), "cambio": change }))
    };
    json!({
        "comparadas": all.len(),
        "suben": suben.len(),
        "bajan": bajan.len(),
        "mayor_alza": most(&suben),
        "mayor_baja": most(&bajan),
    })
}

/// Whether a printed change or distance is not that of the printed values.
fn rounds(d: &DeEntidad<'_>) -> bool {
    let numeros = d.pen.numeros;
    let dimensiones = d.m.resultados.dimensiones.iter().map(|(at, _)| Medida::Dimension(*at));
    let mut all = d.ranking.iter().map(|p| Medida::Politica(p.politica)).chain(dimensiones);
    all.any(|medida| {
        let Some(now) = medida.of(d.m.resultados) else { return false };
        let before = d.m.anterior.and_then(|r| medida.of(r)).filter(|_| d.change(medida).is_some());
        let median = d.position(medida).and_then(|p| p.lugares.todas.distribucion.mediana);
        before.into_iter().chain(median).any(|other| !numeros.resta_cuadra(other, now))
    })
}

/// Policies whose name in the source is not the official one of the vigencia.
fn aliases(d: &DeEntidad<'_>) -> Vec<Value> {
    named_otherwise(d, d.m.resultados.politicas.iter().map(|p| (p.escrito.value.as_str(), p.politica)))
}

/// Which of these policies, each as the source writes it, have another official name in the vigencia.
pub(super) fn named_otherwise<'a>(d: &DeEntidad<'_>, written: impl Iterator<Item = (&'a str, usize)>) -> Vec<Value> {
    written
        .map(|(written, politica)| (written, d.name(politica)))
        // A slug or another capitalisation is not another name.
        .filter(|(written, official)| fold(written) != fold(official))
        .filter(|(written, _)| !d.m.catalogo.politicas.iter().any(|p| p.slug == *written))
        .map(|(escrito, oficial)| json!({ "escrito": escrito, "oficial": oficial }))
        .collect()
}
