//! What went in, what came out, and the official files that it came from.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};

use super::{DeConjunto, Marco, counts};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "trazabilidad",
    "los conteos de entrada y de salida y los archivos oficiales de origen",
    |set, _| uno(values(set)),
)
.con_rasgo(Rasgo::SinIndices);

fn values(set: &DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    let leidos = |name: &str| m.insumos.iter().filter(|i| i.ruta.contains(name)).count();
    Some(json!({
        "conteo": counts(&m),
        "insumos": m.insumos.len(),
        "resultados": leidos(&format!("/resultados-{}", set.m.conjunto.vigencia)),
        "resultados_anteriores": m.conjunto.anterior.map(|v| leidos(&format!("/resultados-{v}"))),
        "planes": m.conjunto.miembros.iter().filter(|x| x.plan.is_some()).count(),
        "recomendaciones": m.conjunto.miembros.iter().filter(|x| x.recomendaciones.is_some()).count(),
        "programa": env!("CARGO_PKG_VERSION"),
        "origenes": origins(&m),
        "politicas": m.policies().len(),
    }))
}

/// The files that the data was imported from, with how many entities each gave.
fn origins(m: &Marco<'_>) -> Value {
    let mut files: Vec<(String, String, Option<String>, usize)> = Vec::new();
    for x in &m.conjunto.miembros {
        let results = x.resultados.iter().chain(&x.anterior).filter_map(|r| r.procedencia.as_ref());
        let plan = x.plan.iter().filter_map(|p| p.procedencia.as_ref());
        let advice = x.recomendaciones.iter().filter_map(|r| r.procedencia.as_ref());
        for p in results.chain(plan).chain(advice) {
            match files.iter_mut().find(|f| f.0 == p.archivo && f.1 == p.hash) {
                Some(f) => f.3 += 1,
                None => files.push((p.archivo.clone(), p.hash.clone(), p.fecha.map(|f| f.to_string()), 1)),
            }
        }
    }
    files.sort();
    files
        .into_iter()
        .map(|(archivo, hash, fecha, n)| json!({ "archivo": archivo, "hash": hash, "fecha": fecha, "entidades": n }))
        .collect()
}
