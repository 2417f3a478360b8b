//! What became of a work plan, as data.

use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::compromisos::Estado;
use crate::hechos::trabajo::{Pactado, Seguido};
use crate::model::{Asistente, Asunto};

use super::DeSesion;

/// The tables of a session.
pub fn tables(s: &DeSesion<'_>) -> Vec<Cuadro> {
    let text = |clave: &str, nombre: &str| Columna::new(clave, nombre, Clase::Texto, None);
    let table = |nombre: &str, titulo: &str, columnas, filas| Cuadro {
        nombre: nombre.to_owned(),
        titulo: titulo.to_owned(),
        columnas,
        filas,
        total: false,
        fuente: s.fuente(),
        nota: None,
    };
    let esta = s.esta().registro;
    vec![
        table(
            "seguimiento",
            "Estado de los puntos del plan de trabajo",
            vec![
                text("punto", "Punto"),
                text("actividad", "Actividad"),
                text("responsable", "Responsable"),
                text("estado", "Estado"),
                Columna::new("avance", "Avance", Clase::Proporcion, None),
                text("informe", "Lo que se informó"),
                text("evidencia", "Evidencia"),
                text("sesion", "Sesión del último reporte"),
                text("debia", "Última sesión que debía tratarlo"),
            ],
            s.seguidos.iter().map(|p| followed(s, p)).collect(),
        ),
        table(
            "compromisos",
            "Compromisos y su estado al corte",
            vec![
                text("compromiso", "Compromiso"),
                text("responsable", "Responsable"),
                text("sesion", "Sesión"),
                text("fecha", "Fecha"),
                text("estado", "Estado al corte"),
                Columna::new("dias", "Días de vencido", Clase::Entero, None),
                text("cumplido", "Cumplido el"),
            ],
            s.pactados.iter().map(committed).collect(),
        ),
        table(
            "decisiones",
            "Asuntos sometidos a decisión",
            vec![
                text("asunto", "Asunto"),
                text("punto", "Punto"),
                text("resolucion", "Resolución"),
                text("motivo", "Motivo"),
            ],
            esta.asuntos.iter().map(decided).collect(),
        ),
        table(
            "asistencia",
            "Asistencia a la sesión",
            vec![
                text("integrante", "Integrante"),
                text("asistencia", "Asistencia"),
                text("nombre", "Quién asistió"),
                text("voto", "Voto"),
            ],
            esta.asistencia.iter().map(present).collect(),
        ),
    ]
}

fn followed(s: &DeSesion<'_>, p: &Seguido<'_>) -> Vec<Celda> {
    let report = p.ultimo.map(|(report, _)| report);
    let responsible = &p.punto.es.responsable;
    vec![
        s.name(&p.punto).into(),
        p.punto.es.actividad.as_ref().map(|text| Celda::Narracion(text.value.clone())).into(),
        (!responsible.is_empty()).then(|| responsible.join("; ")).into(),
        p.situacion.word().into(),
        report.and_then(|r| r.avance.as_ref()).map(|a| a.value.parte).into(),
        report.map(|r| r.informe.as_str()).into(),
        report.and_then(|r| r.evidencia.as_deref()).into(),
        p.ultimo.map(|(_, c)| c.nombre()).into(),
        p.debia.map(|c| c.nombre()).into(),
    ]
}

fn committed(p: &Pactado<'_>) -> Vec<Celda> {
    let c = p.compromiso;
    vec![
        c.compromiso.value.as_str().into(),
        c.responsable.as_str().into(),
        p.de.nombre().into(),
        c.fecha.map(|day| day.to_string()).into(),
        p.estado.word().into(),
        p.estado.days().map(f64::from).into(),
        c.cumplido.as_ref().filter(|_| p.estado == Estado::Cumplido).map(|day| day.value.to_string()).into(),
    ]
}

fn decided(a: &Asunto) -> Vec<Celda> {
    vec![
        a.asunto.as_str().into(),
        a.punto.as_ref().map(|p| p.value.as_str()).into(),
        a.resolucion.value.word().into(),
        a.motivo.as_deref().into(),
    ]
}

fn present(a: &Asistente) -> Vec<Celda> {
    vec![
        a.integrante.value.as_str().into(),
        a.asistencia.word().into(),
        a.nombre.as_deref().into(),
        if a.vota == Some(false) { "invitado" } else { "con voto" }.into(),
    ]
}
