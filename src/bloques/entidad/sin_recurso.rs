//! Activities without money, by policy.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho, Rasgo};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::text_width;
use crate::charts::{Barra, Barras, barras};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::plan::{CargaPolitica, share};

use crate::bloques::source;

use super::{DeEntidad, distinct};

pub const BLOQUE: Bloque =
    Bloque::de_entidad("sin_recurso", "actividades sin recurso por política, en tabla y gráfico", |d, _| values(d))
        .que_necesita(&[Necesidad::SinRecurso])
        .con_rasgo(Rasgo::SinIndices);

fn values(d: &mut DeEntidad<'_>) -> Dicho {
    let (Some(plan), Some(carga)) = (d.m.plan, d.carga.clone()) else { return Ok(Vec::new()) };
    let (Some(sin), Some(sin_recurso), Some(proporcion)) =
        (&plan.sin_recurso, carga.sin_recurso, carga.share_without())
    else {
        return Ok(Vec::new());
    };
    let mut rows = carga.politicas.clone();
    rows.sort_by(|a, b| {
        b.sin_recurso.cmp(&a.sin_recurso).then(b.actividades.cmp(&a.actividades)).then(a.politica.cmp(&b.politica))
    });
    let data = Barras {
        que: "políticas".into(),
        unidad: "actividades".into(),
        // What the source does not list as without money may have it.
        partes: Some((
            if plan.actividades.is_empty() { "No figuran en la lista de la fuente" } else { "Con recurso asignado" }
                .into(),
            "Sin recurso asignado".into(),
        )),
        filas: rows
            .iter()
            .map(|c| Barra {
                rotulo: d.name(c.politica).to_owned(),
                total: c.actividades,
                rayada: c.sin_recurso.unwrap_or(0),
            })
            .collect(),
        ancho: text_width(d.m.proyecto.papel, d.pen),
    };
    let figura = d.hoja.chart(barras(&data, d.pen))?;
    let without = carga.without();
    let row = |(c, n): &(&CargaPolitica, u32)| {
        json!({
            "nombre": d.name(c.politica),
            "actividades": c.actividades,
            "sin_recurso": n,
            "proporcion": share(*n, c.actividades),
        })
    };
    let filas: Vec<_> = without.iter().map(row).collect();
    let cubiertas: Vec<_> = rows
        .iter()
        .filter(|c| c.sin_recurso.unwrap_or(0) == 0 && c.actividades > 0)
        .map(|c| d.name(c.politica))
        .collect();
    let actividades_filas: u32 = without.iter().map(|(c, _)| c.actividades).sum();
    Ok(vec![json!({
        "nombre": plan.nombre,
        "fuente": sin.fuente,
        "fuente_plan": plan.fuente,
        "por_diferencia": plan.actividades.is_empty(),
        "enteras": carga.whole_policies(),
        "figura": figura,
        "filas": filas,
        "cubiertas": cubiertas,
        "politicas": carga.politicas.len(),
        "actividades": carga.total,
        "actividades_filas": actividades_filas,
        "sin_recurso": sin_recurso,
        "proporcion": proporcion,
    })])
}

/// The policies that have activities without money, and their total.
pub(super) fn table(d: &DeEntidad<'_>) -> Option<Cuadro> {
    let (plan, carga) = (d.m.plan?, d.carga.as_ref()?);
    let own = plan.sin_recurso.as_ref()?;
    let row = |name: &str, without: u32, all: u32| -> Vec<Celda> {
        vec![name.into(), without.into(), all.into(), share(without, all).into()]
    };
    let listed = carga.without();
    if listed.is_empty() {
        return None;
    }
    let mut filas: Vec<_> = listed.iter().map(|(c, n)| row(d.name(c.politica), *n, c.actividades)).collect();
    let (without, all) = listed.iter().fold((0, 0), |(without, all), (c, n)| (without + n, all + c.actividades));
    filas.push(row("Total de estas políticas", without, all));
    Some(
        Cuadro {
            nombre: "sin_recurso".into(),
            titulo: format!("{}: actividades sin recurso asignado", plan.nombre),
            columnas: vec![
                Columna::new("politica", "Política", Clase::Texto, None),
                Columna::new("sin_recurso", "Sin recurso asignado", Clase::Entero, None),
                Columna::new("actividades", "Actividades", Clase::Entero, None),
                Columna::new("proporcion", "Parte sin recurso", Clase::Proporcion, None),
            ],
            filas,
            total: false,
            fuente: source(&distinct([Some(own.fuente.as_str()), Some(plan.fuente.as_str())]).join("; ")),
            nota: Some("Total y proporciones: cálculo propio.".into()),
        }
        .con_total(),
    )
}
