//! What went in, what came out, and the official files that it came from.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::expediente::Conjunto;

use super::{DeConjunto, Marco, counts};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "trazabilidad",
    "los conteos de entrada y de salida y los archivos oficiales de origen",
    |set, _| uno(values(set)),
)
.con_rasgo(Rasgo::SinIndices);

fn values(set: &mut DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    let read = |name: &str| m.insumos.iter().filter(|i| i.ruta.contains(name)).count();
    let resultados = read(&format!("/resultados-{}", m.conjunto.vigencia));
    let anteriores = m.conjunto.anterior.map(|v| (v, read(&format!("/resultados-{v}"))));
    let planes = m.conjunto.con_plan();
    let recomendaciones = m.conjunto.con_recomendaciones();
    let (u, politicas) = (m.universe(), m.policies().len());
    let earlier = earlier_results(&m);
    let mut entran = vec![
        Some(("Entidades del conjunto".to_owned(), u.entidades)),
        Some((format!("Archivos de resultados de {}", m.conjunto.vigencia), resultados)),
        anteriores.map(|(v, n)| (format!("Archivos de resultados de {v}"), n)),
    ];
    entran.extend(earlier.iter().map(|(v, n)| Some((format!("Archivos de resultados de {v}, para la serie"), *n))));
    entran.extend([
        Some(("Planes de mejoramiento".to_owned(), planes)),
        Some(("Archivos de recomendaciones".to_owned(), recomendaciones)),
        Some(("Políticas de la vigencia".to_owned(), politicas)),
    ]);
    let salen = [
        ("Entidades con IDI y puesto", u.con_idi),
        ("Entidades que se miden solo en control interno", u.solo_control_interno),
        ("Entidades sin resultado", u.sin_dato),
        ("Suma", u.con_idi + u.solo_control_interno + u.sin_dato),
    ];
    let entran = entran.into_iter().flatten().map(|(what, n)| vec!["entran".into(), what.into(), n.into()]);
    let salen = salen.map(|(what, n)| vec![Celda::from("salen"), what.into(), n.into()]);
    set.hoja.cuadros.push(Cuadro {
        nombre: "conteos".into(),
        titulo: "Conteos de entrada y de salida".into(),
        columnas: vec![
            Columna::new("sentido", "Entran o salen", Clase::Texto, 90.0),
            Columna::new("conteo", "Conteo", Clase::Texto, None),
            Columna::new("cantidad", "Cantidad", Clase::Entero, 90.0),
        ],
        filas: entran.chain(salen).collect(),
        total: false,
        fuente: "conteo propio sobre los archivos del proyecto.".into(),
        nota: None,
    });
    Some(json!({
        "conteo": counts(&m),
        "insumos": m.insumos.len(),
        "serie": m.insumos.iter().find(|i| i.ruta.starts_with("derivados/")).map(|i| &i.ruta),
        "de_entidades": read("data/entidades/"),
        "resultados": resultados,
        "resultados_anteriores": anteriores.map(|(_, n)| n),
        "de_serie": earlier.iter().map(|(vigencia, n)| json!({ "vigencia": vigencia, "n": n })).collect::<Vec<_>>(),
        "ejemplo": m.conjunto.miembros.iter().any(|x| x.resultados.as_ref().is_some_and(|r| r.ejemplo)),
        "planes": planes,
        "recomendaciones": recomendaciones,
        "programa": env!("CARGO_PKG_VERSION"),
        "origenes": origins(&m),
        "politicas": politicas,
    }))
}

/// The set in the vigencias of the series that the document does not compare with.
fn earlier_sets<'a>(m: &Marco<'a>) -> impl Iterator<Item = &'a Conjunto> + use<'a> {
    let anterior = m.conjunto.anterior;
    let sets = m.vara.into_iter().flat_map(|vara| &vara.serie);
    sets.filter(move |c| Some(c.vigencia) != anterior)
}

/// How many results each of them has.
fn earlier_results(m: &Marco<'_>) -> Vec<(u32, usize)> {
    earlier_sets(m).map(|c| (c.vigencia, c.miembros.iter().filter(|x| x.resultados.is_some()).count())).collect()
}

/// The files that the data was imported from, with how many entities each gave.
fn origins(m: &Marco<'_>) -> Value {
    let mut files: Vec<(String, String, Option<String>, usize)> = Vec::new();
    let of_series =
        earlier_sets(m).flat_map(|c| &c.miembros).filter_map(|x| x.resultados.as_ref()?.procedencia.as_ref());
    let of_set = m.conjunto.miembros.iter().flat_map(|x| {
        let results = x.resultados.iter().chain(&x.anterior).filter_map(|r| r.procedencia.as_ref());
        let plan = x.plan.iter().filter_map(|p| p.procedencia.as_ref());
        let advice = x.recomendaciones.iter().filter_map(|r| r.procedencia.as_ref());
        results.chain(plan).chain(advice)
    });
    for p in of_set.chain(of_series) {
        match files.iter_mut().find(|f| f.0 == p.archivo && f.1 == p.hash) {
            Some(f) => f.3 += 1,
            None => files.push((p.archivo.clone(), p.hash.clone(), p.fecha.map(|f| f.to_string()), 1)),
        }
    }
    files.sort();
    files
        .into_iter()
        .map(|(archivo, hash, fecha, n)| json!({ "archivo": archivo, "hash": hash, "fecha": fecha, "entidades": n }))
        .collect()
}
