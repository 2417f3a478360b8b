//! The numbers behind a sheet, for exports.

use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::bloques::source;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::{Medida, Valor, changes, descending, values};

use super::{bajas, furag, planes};

/// The tables of the sheet of `politica`.
pub fn tables(set: &DeConjunto<'_>, politica: usize) -> Vec<Cuadro> {
    let m = set.m;
    let frequent = furag::frequent(m, politica);
    let plan = planes::of(set, politica).filter(|p| p.estados.total() > 0);
    std::iter::once(entity_values(&m, politica))
        .chain((!frequent.is_empty()).then(|| advice_table(&m, politica, &frequent)))
        .chain(plan.map(|p| m.states_table(p.estados, set.encargo.corte)))
        .chain([m.inputs_table()])
        .collect()
}

/// All of [`frequent_advice`], for the export.
fn advice_table(m: &Marco<'_>, politica: usize, frequent: &[(&str, usize)]) -> Cuadro {
    Cuadro {
        nombre: "recomendaciones".into(),
        titulo: format!("Recomendaciones de la Función Pública sobre {}", m.policy(politica)),
        columnas: vec![
            Columna::new("recomendacion", "Recomendación", Clase::Texto, None),
            Columna::new("veces", "Veces", Clase::Entero, 60.0),
        ],
        filas: frequent.iter().map(|(text, n)| vec![(*text).into(), (*n).into()]).collect(),
        total: false,
        fuente: source(&m.advice_source().unwrap_or_default()),
        nota: None,
    }
}

/// The policy and its sub-indices, entity by entity.
fn entity_values(m: &Marco<'_>, politica: usize) -> Cuadro {
    let subindices = &m.catalogo.politicas[politica].subindices;
    let mut columnas = vec![
        Columna::new("entidad", "Entidad", Clase::Texto, None),
        Columna::new("sector", "Sector", Clase::Texto, 120.0),
        Columna::new("indice", m.code(politica), Clase::Puntos, 44.0),
        Columna::new("diferencia", "Diferencia, puntos", Clase::Diferencia, 56.0),
        Columna::new("actividades", "Actividades en su plan", Clase::Entero, 60.0),
    ];
    columnas.extend(subindices.iter().map(|s| {
        let name = s.nombre.as_ref().map_or_else(|| s.codigo.clone(), |n| format!("{} {n}", s.codigo));
        Columna::new(s.codigo.to_lowercase(), name, Clase::Puntos, 36.0)
    }));
    let changes = changes(m.conjunto, m.catalogo, Medida::Politica(politica));
    let row = |v: &Valor| {
        let mut cells = vec![
            Celda::from(m.name(v.miembro)),
            m.sector(v.miembro).into(),
            v.valor.into(),
            changes.iter().find(|c| c.miembro == v.miembro).map(|c| c.diferencia()).into(),
            bajas::activities(m, politica, v.miembro).into(),
        ];
        let results = m.conjunto.miembros[v.miembro].resultados.as_deref();
        cells.extend(
            subindices.iter().map(|s| Celda::from(results.and_then(|r| Medida::Subindice(politica, &s.codigo).of(r)))),
        );
        cells
    };
    let list = descending(m.conjunto, m.catalogo, values(m.conjunto, Medida::Politica(politica)));
    Cuadro {
        nombre: "entidades".into(),
        titulo: format!(
            "{} y sus subíndices, entidad por entidad, vigencia {}",
            m.policy(politica),
            m.conjunto.vigencia
        ),
        columnas,
        filas: list.iter().map(row).collect(),
        total: false,
        fuente: m.source(),
        nota: Some("En blanco: sin valor en los datos. Diferencia: cálculo propio.".into()),
    }
}
