//! The IDI of an entity and its change.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::expediente::Conjunto;
use crate::model::Medicion;

use super::{DeEntidad, EnSerie, distinct};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "indice",
    "el IDI y su cambio; con datos de otras vigencias comparables, la serie, con el puesto y la mediana de las entidades en cada una; con «comparar_con», la variación en puntos o la nota de que no se comparan",
    |d, _| uno(values(d)),
)
.que_necesita(&[Necesidad::Idi])
.con_vara();

fn values(d: &DeEntidad<'_>) -> Option<Value> {
    let idi = d.m.resultados.idi.as_ref()?.value;
    let serie = |vigencia| d.m.catalogo.medicion(vigencia).map_or_else(|| "sin serie".to_owned(), Medicion::serie);
    let known = |vigencia| d.m.catalogo.medicion(vigencia).is_some();
    let nota = |vigencia| d.m.catalogo.medicion(vigencia).map(|m| &m.nota);
    let serie_idi = d.series();
    let medidas = serie_idi.iter().any(|p| p.distribucion.is_some_and(|d| d.n > 1));
    Some(json!({
        "idi": idi,
        "ambito": d.m.proyecto.ambito,
        "compara": medidas,
        "puntos_serie": serie_idi.iter().map(point).collect::<Vec<_>>(),
        "redondeo_serie": serie_idi.iter().any(|p| p.cambio.is_some_and(|(before, _)| !d.pen.numeros.resta_cuadra(before, p.valor.unwrap_or_default()))),
        "serie_actual": serie(d.m.resultados.vigencia.value),
        "fuente": d.m.resultados.fuente.value,
        "fuentes": sources(d),
        "redondeo": d.change_subtracts_otherwise(),
        "sin_confirmar": d.is_unconfirmed(),
        "similar": d.m.proyecto.umbrales.similar,
        "comparacion": d.comparacion.map(|c| json!({
            "anterior": c.anterior,
            "idi_anterior": c.idi_anterior,
            "serie_anterior": serie(c.anterior),
            "variacion": c.variacion,
            "series_conocidas": known(c.vigencia) && known(c.anterior),
            "nota": nota(c.vigencia),
        })),
    }))
}

/// What the results of each vigencia name as their source, from the first on.
fn sources(d: &DeEntidad<'_>) -> Vec<String> {
    let of = |set: &Conjunto| {
        let member = &set.miembros[set.position(d.m.expediente.entidad)?];
        member.resultados.as_ref().map(|r| r.fuente.value.clone())
    };
    let mut named: Vec<String> = d.m.vara.iter().flat_map(|vara| &vara.serie).filter_map(of).collect();
    named.extend(d.m.anterior.into_iter().chain([d.m.resultados]).map(|r| r.fuente.value.clone()));
    distinct(named.iter().map(|name| Some(name.as_str()))).into_iter().map(str::to_owned).collect()
}

/// A vigencia as sentences take it.
fn point(p: &EnSerie) -> Value {
    let several = p.distribucion.filter(|d| d.n > 1);
    json!({
        "vigencia": p.vigencia,
        "valor": p.valor,
        "cambio": p.cambio.map(|(_, change)| change),
        "puesto": p.puesto.filter(|_| several.is_some()),
        "n": several.map(|d| d.n),
        "mediana": several.and_then(|d| d.mediana),
    })
}
