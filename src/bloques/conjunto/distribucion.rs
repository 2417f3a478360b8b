//! How the IDI is distributed, every entity a mark.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::hechos::conjunto::{Agrupacion, Medida, groups, spread};

use super::{DeConjunto, five};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "distribucion",
    "la distribución del IDI y un gráfico con cada entidad, por sector o por departamento",
    |set, _| dibujado(values(set)),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades]);

fn values(set: &mut DeConjunto<'_>) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let width = set.width();
    let Some(d) = spread(m.conjunto, Medida::Idi) else { return Ok(None) };
    let grouping = grouping(set);
    let (chart, fuera) = m.strip_of_medians(grouping, width)?;
    let figura = set.figure(chart);
    Ok(Some(json!({
        "figura": figura, "fuera": fuera, "apartadas": set.finding("apartadas"),
        "n": d.n, "idi": five(d), "sectores": set.finding("sectores"), "mismas": m.sector_that_is_a_kind(), "por_verificar": m.to_verify(),
        "medianas": groups(m.conjunto, m.catalogo, grouping).iter().any(|g| g.distribucion.is_some_and(|d| d.mediana.is_some())),
        "agrupacion": match grouping { Agrupacion::Departamento => "departamento", _ => "sector" },
    })))
}

/// How the strip plot groups entities: by department where there are many.
fn grouping(set: &DeConjunto<'_>) -> Agrupacion {
    let departments: std::collections::BTreeSet<_> = set
        .m
        .conjunto
        .miembros
        .iter()
        .filter_map(|x| set.m.catalogo.entidades[x.entidad].departamento.as_deref())
        .collect();
    if departments.len() > 1 { Agrupacion::Departamento } else { Agrupacion::Sector }
}
