//! What Función Pública publishes of the peer group of an entity: each policy beside its average and range.

use serde_json::{Value, json};

use crate::bloques::source;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::difference;
use crate::hechos::indice::PuestoPolitica;
use crate::model::shape::Located;
use crate::model::{GrupoPar, Puntaje};

use super::DeEntidad;

fn points(p: &Option<Located<Puntaje>>) -> Option<f64> {
    p.as_ref().map(|v| v.value.0)
}

fn whole(n: &Option<Located<u32>>) -> Option<u32> {
    n.as_ref().map(|n| n.value)
}

/// What is known of a peer group, as sentences take it.
pub(super) fn value(g: &GrupoPar) -> Value {
    json!({
        "nombre": g.nombre,
        "promedio": points(&g.promedio),
        "minimo": points(&g.minimo),
        "maximo": points(&g.maximo),
        "quintil": whole(&g.quintil),
        "puesto": whole(&g.puesto),
        "entidades": whole(&g.entidades),
        "percentil": points(&g.percentil),
    })
}

/// The measured policies of which a figure of the peer group is known, in the order of the ranking.
fn known<'a>(d: &'a DeEntidad<'_>) -> Vec<(&'a PuestoPolitica, &'a GrupoPar)> {
    let figures = |g: &GrupoPar| {
        let points = [&g.promedio, &g.minimo, &g.maximo, &g.percentil].iter().any(|p| p.is_some());
        points || [&g.quintil, &g.puesto].iter().any(|n| n.is_some())
    };
    let group = |p: &PuestoPolitica| {
        let of = d.m.resultados.politicas.iter().find(|r| r.politica == p.politica)?;
        of.grupo_par.as_ref().filter(|g| figures(g))
    };
    d.ranking.iter().filter_map(|p| Some((p, group(p)?))).collect()
}

/// The policies beside their peer group; null where nothing is known of it.
pub(super) fn values(d: &DeEntidad<'_>, chosen: Option<&[usize]>) -> Value {
    let mut all = known(d);
    all.retain(|(p, _)| chosen.is_none_or(|chosen| chosen.contains(&p.politica)));
    if all.is_empty() {
        return Value::Null;
    }
    let row = |(p, g): &(&PuestoPolitica, &GrupoPar)| {
        let mut row = value(g);
        row["politica"] = json!(d.name(p.politica));
        row["indice"] = json!(p.puntaje);
        row
    };
    let against = all.iter().filter_map(|(p, g)| Some(difference(points(&g.promedio)?, p.puntaje)));
    let sides: Vec<f64> = against.collect();
    json!({
        "filas": all.iter().map(row).collect::<Vec<_>>(),
        "con_promedio": sides.len(),
        "debajo": sides.iter().filter(|side| **side < 0.0).count(),
        "con_rango": all.iter().any(|(_, g)| g.minimo.is_some() || g.maximo.is_some()),
        "con_quintil": all.iter().any(|(_, g)| g.quintil.is_some()),
        "con_percentil": all.iter().any(|(_, g)| g.percentil.is_some()),
        "con_puesto": all.iter().any(|(_, g)| g.puesto.is_some() && g.entidades.is_some()),
    })
}

/// The same, for exports.
pub(super) fn table(d: &DeEntidad<'_>) -> Option<Cuadro> {
    let all = known(d);
    let row = |(p, g): &(&PuestoPolitica, &GrupoPar)| {
        vec![
            Celda::from(d.name(p.politica)),
            p.puntaje.into(),
            points(&g.promedio).into(),
            points(&g.minimo).into(),
            points(&g.maximo).into(),
            whole(&g.quintil).into(),
            points(&g.percentil).into(),
            whole(&g.puesto).into(),
            whole(&g.entidades).into(),
        ]
    };
    (!all.is_empty()).then(|| Cuadro {
        nombre: "grupo_par".into(),
        titulo: format!("Índice de las políticas frente al grupo par, vigencia {}", d.m.resultados.vigencia.value),
        columnas: vec![
            Columna::new("politica", "Política", Clase::Texto, None),
            Columna::new("indice", "Índice", Clase::Puntos, None),
            Columna::new("promedio", "Promedio del grupo par", Clase::Puntos, None),
            Columna::new("minimo", "Mínimo", Clase::Puntos, None),
            Columna::new("maximo", "Máximo", Clase::Puntos, None),
            Columna::new("quintil", "Quintil", Clase::Entero, None),
            Columna::new("percentil", "Percentil", Clase::Puntos, None),
            Columna::new("puesto", "Puesto en el grupo par", Clase::Entero, None),
            Columna::new("entidades", "Entidades del grupo par", Clase::Entero, None),
        ],
        filas: all.iter().map(row).collect(),
        total: false,
        fuente: source(&d.m.resultados.fuente.value),
        nota: Some("Cifras del grupo par: las que publica la Función Pública. En blanco: sin dato.".into()),
    })
}
