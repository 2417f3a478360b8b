//! The blocks of a follow-up report about the improvement plan.

use serde_json::{Value, json};

use crate::charts::{Barra, Barras, DrawError, barras};
use crate::hechos::plan::{self, Corte, Cruce, Respuesta};
use crate::model::{Actividad, Estado};
use crate::reports::{adds_up, date, text_width};

use super::{Builder, distinct};

impl Builder<'_> {
    pub(super) fn plan(&self) -> Option<Value> {
        let (plan, carga) = (self.m.plan?, self.carga.as_ref()?);
        let mut rows: Vec<_> = carga.politicas.iter().collect();
        rows.sort_by(|a, b| b.actividades.cmp(&a.actividades).then(a.politica.cmp(&b.politica)));
        let filas: Vec<_> = rows
            .iter()
            .map(|c| {
                json!({
                    "nombre": self.name(c.politica),
                    "actividades": c.actividades,
                    "proporcion": (carga.total > 0).then(|| f64::from(c.actividades) / f64::from(carga.total)),
                })
            })
            .collect();
        let share = |c: &plan::CargaPolitica| f64::from(c.actividades) / f64::from(carga.total.max(1));
        let no_suman = carga.total > 0 && !self.pen.numeros.suman_cien(carga.politicas.iter().map(share));
        Some(
            json!({ "nombre": plan.nombre, "fuente": plan.fuente, "filas": filas, "total": carga.total, "no_suman": no_suman }),
        )
    }

    pub(super) fn states(&self) -> Option<Value> {
        let (plan, estados) = (self.m.plan?, self.estados?);
        let total = estados.total();
        let filas: Vec<_> = estados
            .rows()
            .iter()
            .map(|(estado, n)| {
                json!({
                    "estado": estado.map(Estado::word),
                    "actividades": n,
                    "proporcion": *n as f64 / total as f64,
                })
            })
            .collect();
        let corte = self.m.informe.corte.value;
        let efectos = plan::effects(plan);
        let parts = efectos.map(|e| [e.verificadas, e.no_efectivas, e.pendientes, e.sin_dato]);
        let effects_add = parts.is_none_or(|p| self.pen.numeros.suman_cien(p.map(|n| n as f64 / total as f64)));
        Some(json!({
            "nombre": plan.nombre,
            "fuente": plan.fuente,
            "corte": date(corte),
            "no_suman": !adds_up(estados, self.pen.numeros),
            "efectos_no_suman": !effects_add,
            "definitivo": Corte::new(plan, corte.ultimo_dia()).definitivo,
            "filas": filas,
            "total": total,
            "estados": estados,
            "efectos": efectos,
        }))
    }

    pub(super) fn activities(&self) -> Option<Value> {
        let plan = self.m.plan.filter(|p| !p.actividades.is_empty())?;
        let corte = self.m.informe.corte.value;
        let at = Corte::new(plan, corte.ultimo_dia());
        let row = |a: &Actividad| {
            json!({
                "id": a.id,
                "politica": self.name(a.politica),
                "actividad": a.actividad,
                "producto": a.producto,
                "responsable": a.responsable,
                "inicio": a.inicio.as_ref().map(|f| date(f.value)),
                "fin": a.fin.as_ref().map(|f| date(f.value)),
                "avance": a.avance.as_ref().map(|v| v.parte),
                "unidades": a.avance.as_ref().and_then(|v| v.unidades),
                "estado": plan::state(a, at).map(Estado::word),
                "recurso": a.recurso.map(|r| if r { "sí" } else { "no" }),
                "evidencia": a.evidencia,
                "efectividad": a.efectividad.map(|e| e.word()),
                "observacion": a.observacion,
                "recomendacion": a.recomendacion,
            })
        };
        let filas: Vec<_> = plan.actividades.iter().map(row).collect();
        Some(json!({
            "nombre": plan.nombre,
            "fuente": plan.fuente,
            "corte": date(corte),
            "filas": filas,
            "con_efectividad": plan.actividades.iter().any(|a| a.efectividad.is_some()),
        }))
    }

    pub(super) fn without_resources(&mut self) -> Result<Option<Value>, DrawError> {
        let (Some(plan), Some(carga)) = (self.m.plan, self.carga.clone()) else { return Ok(None) };
        let (Some(sin), Some(sin_recurso), Some(proporcion)) =
            (&plan.sin_recurso, carga.sin_recurso, carga.share_without())
        else {
            return Ok(None);
        };
        let mut rows = carga.politicas.clone();
        rows.sort_by(|a, b| {
            b.sin_recurso.cmp(&a.sin_recurso).then(b.actividades.cmp(&a.actividades)).then(a.politica.cmp(&b.politica))
        });
        let data = Barras {
            que: "políticas".into(),
            unidad: "actividades".into(),
            partes: Some(("Con recurso asignado".into(), "Sin recurso asignado".into())),
            filas: rows
                .iter()
                .map(|c| Barra {
                    rotulo: self.name(c.politica).to_owned(),
                    total: c.actividades,
                    rayada: c.sin_recurso.unwrap_or(0),
                })
                .collect(),
            ancho: text_width(self.m.proyecto.papel, self.pen),
        };
        let figura = self.parts.chart(barras(&data, self.pen))?;
        let filas: Vec<_> = rows
            .iter()
            .filter_map(|c| c.sin_recurso.filter(|n| *n > 0).map(|n| (c, n)))
            .map(|(c, n)| {
                json!({
                    "nombre": self.name(c.politica),
                    "actividades": c.actividades,
                    "sin_recurso": n,
                    "proporcion": f64::from(n) / f64::from(c.actividades),
                })
            })
            .collect();
        let cubiertas: Vec<_> = rows
            .iter()
            .filter(|c| c.sin_recurso == Some(0) && c.actividades > 0)
            .map(|c| self.name(c.politica))
            .collect();
        let actividades_filas: u32 =
            rows.iter().filter(|c| c.sin_recurso.is_some_and(|n| n > 0)).map(|c| c.actividades).sum();
        Ok(Some(json!({
            "nombre": plan.nombre,
            "fuente": sin.fuente,
            "fuente_plan": plan.fuente,
            "por_diferencia": plan.actividades.is_empty(),
            "figura": figura,
            "filas": filas,
            "cubiertas": cubiertas,
            "politicas": carga.politicas.len(),
            "actividades": carga.total,
            "actividades_filas": actividades_filas,
            "sin_recurso": sin_recurso,
            "proporcion": proporcion,
        })))
    }

    pub(super) fn index_and_plan(&self) -> Option<Value> {
        let (plan, carga) = (self.m.plan?, self.carga.as_ref()?);
        if self.cruces.is_empty() {
            return None;
        }
        let row = |c: &Cruce| {
            json!({
                "nombre": self.name(c.puesto.politica),
                "puntaje": c.puesto.puntaje,
                "brecha": c.puesto.brecha,
                "bajo_idi": c.bajo_idi,
                "actividades": c.actividades,
                "sin_recurso": c.sin_recurso,
                "respuesta": match c.respuesta {
                    Respuesta::SinActividades => "sin_actividades",
                    Respuesta::SinRecurso => "sin_recurso",
                    Respuesta::RecursoParcial => "recurso_parcial",
                    Respuesta::ConRecurso => "con_recurso",
                    Respuesta::RecursoSinDato => "recurso_sin_dato",
                },
            })
        };
        let filas: Vec<_> = self.cruces.iter().map(row).collect();
        let low = |wanted: Respuesta| {
            self.cruces.iter().filter(|c| c.bajo_idi == Some(true) && c.respuesta == wanted).count()
        };
        let no_medidas: Vec<_> =
            plan::not_measured(self.m.resultados, carga).into_iter().map(|p| self.name(p)).collect();
        Some(json!({
            "nombre": plan.nombre,
            "fuente": self.m.resultados.fuente.value,
            "fuentes": distinct([Some(self.m.resultados.fuente.value.as_str()), Some(plan.fuente.as_str()), plan.sin_recurso.as_ref().map(|s| s.fuente.as_str())]),
            "idi": self.m.resultados.idi.as_ref().map(|v| v.value),
            "con_recursos": carga.sin_recurso.is_some(),
            "filas": filas,
            "bajas": self.cruces.iter().filter(|c| c.bajo_idi == Some(true)).count(),
            "bajas_sin_recurso": low(Respuesta::SinRecurso),
            "bajas_sin_actividades": low(Respuesta::SinActividades),
            "sin_actividades": self.cruces.iter().filter(|c| c.respuesta == Respuesta::SinActividades).count(),
            "no_medidas": no_medidas,
        }))
    }
}
