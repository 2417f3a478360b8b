//! The work plan of a commission, session by session.

use serde_json::{Value, json};

use crate::charts::{Barra, Barras, DrawError, Pen, barras};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::trabajo::{self, Resumen};
use crate::model::{
    ActividadTrabajo, Funcion, GrupoFunciones, Narracion, Pendiente, PlanTrabajo, Proyecto, Sesion, Tipo,
};

use super::{Dia, Meta, Parts, Report, authors, date, object, paper, signatures, text_width_landscape};

/// Share of the page width that the chart of the overview takes.
const CHART_SHARE: f64 = 0.6;

/// Bodies that the chart of the overview shows one by one.
const MAX_BARS: usize = 9;

/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(id: &str, plan: &PlanTrabajo, proyecto: &Proyecto, pen: &Pen<'_>) -> Result<Report, DrawError> {
    let mut parts = Parts::default();
    let resumen = trabajo::summary(plan);
    let (shown, others) = resumen.por_responsable.split_at(resumen.por_responsable.len().min(MAX_BARS));
    let bar = |rotulo: &str, n: usize| Barra {
        rotulo: rotulo.to_owned(),
        total: u32::try_from(n).unwrap_or(u32::MAX),
        rayada: 0,
    };
    let mut filas: Vec<_> = shown.iter().map(|(name, n)| bar(name, *n)).collect();
    if !others.is_empty() {
        filas.push(bar("Otros", others.iter().map(|(_, n)| n).sum()));
    }
    let data = Barras {
        que: "responsables".into(),
        unidad: "renglones".into(),
        partes: None,
        filas,
        ancho: text_width_landscape(proyecto.papel, pen) * CHART_SHARE,
    };
    let figura = if data.filas.is_empty() { Value::Null } else { parts.chart(barras(&data, pen))? };
    let fuente = plan.fuente.as_ref().unwrap_or(&plan.organo);
    let sesiones: Vec<_> = plan
        .sesiones
        .iter()
        .zip(&resumen.por_sesion)
        .map(|(s, n)| json!({ "rotulo": s.rotulo, "nombre": s.nombre, "renglones": n }))
        .collect();
    let grupos = plan.grupos.iter().zip(trabajo::by_group(plan));
    let overview = json!({
        "tipo": "resumen_trabajo",
        "resumen": counts(&resumen),
        "sesiones": sesiones,
        "grupos": grupos.map(|(g, n)| json!({ "titulo": g.titulo, "resumen": counts(&n) })).collect::<Vec<_>>(),
        "figura": figura,
        "otros_responsables": others.len(),
        "incompletos": trabajo::lines(plan).any(is_missing),
        "fuente": fuente,
    });
    let group = |(index, g): (usize, &GrupoFunciones)| {
        let funciones: Vec<_> = g.funciones.iter().map(|f| function(f, plan, &mut parts)).collect();
        let bloque = json!({
            "tipo": "renglones",
            "primero": index == 0,
            "titulo": g.titulo,
            "sesiones": sesiones,
            "funciones": funciones,
            "fuente": fuente,
        });
        section(Some(&g.titulo), bloque)
    };
    let groups: Vec<_> = plan.grupos.iter().enumerate().map(group).collect();
    let faltantes = missing(plan, &mut parts);
    let gaps = (!faltantes.is_empty()).then(|| {
        let renglones = resumen.renglones;
        section(None, json!({ "tipo": "por_definir", "filas": faltantes, "renglones": renglones, "fuente": fuente }))
    });
    let secciones: Vec<_> = std::iter::once(section(None, overview)).chain(groups).chain(gaps).collect();
    let control = parts.control(&plan.control);
    let fecha = plan.fecha.as_ref().map(|f| f.value);
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{}. {}", plan.titulo.value, plan.organo),
        autores: authors(&plan.firmas, &plan.organo),
        descripcion: format!("Plan de trabajo de la vigencia {}", plan.vigencia.value),
        palabras_clave: vec!["MIPG".into(), "plan de trabajo".into(), format!("vigencia {}", plan.vigencia.value)],
        // A plan without date is dated by the first day of its vigencia.
        fecha: fecha.map_or(Dia { anio: i16::try_from(plan.vigencia.value).unwrap_or(1), mes: 1, dia: 1 }, Dia::from),
        papel: paper(proyecto.papel),
        ejemplo: plan.ejemplo.unwrap_or(false),
    };
    let view = object(vec![
        ("titulo", json!(plan.titulo.value)),
        ("organo", json!(plan.organo)),
        ("lugar", json!(plan.lugar)),
        ("fecha", json!(fecha.map(date))),
        ("vigencia", json!(plan.vigencia.value)),
        ("control", control),
        ("firmas", signatures(&plan.firmas)),
        ("numerado", json!(false)),
        ("secciones", Value::Array(secciones)),
    ]);
    let cifras = json!({ "vigencia": plan.vigencia.value, "organo": plan.organo, "fecha": fecha.map(date) });
    Ok(Report {
        meta,
        base: Tipo::PlanTrabajo,
        view,
        cifras,
        narraciones: parts.narraciones,
        charts: parts.charts,
        cuadros: tables(plan, &resumen),
    })
}

/// The lines of the plan and their counts as data.
fn tables(plan: &PlanTrabajo, resumen: &Resumen) -> Vec<Cuadro> {
    let text = |clave, nombre: &str| Columna::new(clave, nombre, Clase::Texto, None);
    let count = |clave, nombre: &str| Columna::new(clave, nombre, Clase::Entero, None);
    let fuente = plan.fuente.clone().unwrap_or_else(|| plan.organo.clone());
    let table = |nombre: &str, titulo: &str, columnas, filas, nota: Option<&str>| Cuadro {
        nombre: nombre.to_owned(),
        titulo: titulo.to_owned(),
        columnas,
        filas,
        total: false,
        fuente: fuente.clone(),
        nota: nota.map(str::to_owned),
    };
    let lines = plan.grupos.iter().flat_map(|g| {
        g.funciones.iter().flat_map(move |f| f.actividades.iter().map(move |a| table_line(&g.titulo, f, a, plan)))
    });
    let groups = plan.grupos.iter().zip(trabajo::by_group(plan)).map(|(g, r)| {
        let counts = [
            r.renglones,
            r.con_actividad,
            r.actividad_pendiente,
            r.sin_actividad,
            r.renglones - r.sin_sesion,
            r.sin_sesion,
            r.fecha_pendiente,
            r.sin_responsable,
        ];
        std::iter::once(Celda::from(g.titulo.as_str())).chain(counts.map(Celda::from)).collect()
    });
    let bodies = resumen.por_responsable.iter().map(|(name, n)| vec![name.as_str().into(), (*n).into()]);
    let sessions = plan
        .sesiones
        .iter()
        .zip(&resumen.por_sesion)
        .map(|(s, n)| vec![s.rotulo.as_str().into(), s.nombre.as_str().into(), (*n).into()]);
    vec![
        table(
            "renglones",
            "Renglones del plan de trabajo",
            vec![
                text("grupo", "Grupo"),
                text("funcion", "Función"),
                text("texto_funcion", "Texto de la función"),
                text("numero", "Número"),
                text("actividad", "Actividad"),
                text("responsable", "Responsable"),
                text("sesiones", "Sesiones"),
                text("pendiente_actividad", "Pendiente de la actividad"),
                text("pendiente_responsable", "Pendiente del responsable"),
                text("pendiente_fecha", "Pendiente de la fecha"),
                text("observacion", "Observación"),
            ],
            lines.collect(),
            Some(
                "Un renglón es una función con una de sus actividades. Los responsables y las sesiones de un renglón \
                 van separados por punto y coma. Lo pendiente va con las palabras del plan.",
            ),
        ),
        table(
            "grupos",
            "Renglones por grupo de funciones",
            vec![
                text("grupo", "Grupo"),
                count("renglones", "Renglones"),
                count("con_actividad", "Con actividad"),
                count("actividad_pendiente", "Con actividad pendiente"),
                count("sin_actividad", "Sin actividad"),
                count("con_sesion", "Con sesión"),
                count("sin_sesion", "Sin sesión"),
                count("fecha_pendiente", "Con fecha pendiente"),
                count("sin_responsable", "Sin responsable"),
            ],
            groups.collect(),
            Some("Un renglón sin sesión puede tener la fecha pendiente; entonces cuenta en las dos columnas."),
        ),
        table(
            "responsables",
            "Renglones por responsable",
            vec![text("responsable", "Responsable"), count("renglones", "Renglones")],
            bodies.collect(),
            Some(
                "Un renglón con varios responsables cuenta para cada uno, así que la suma puede pasar del total de \
                 renglones. Los que empatan van en orden alfabético.",
            ),
        ),
        table(
            "sesiones",
            "Renglones por sesión de seguimiento",
            vec![text("sesion", "Sesión"), text("nombre", "Nombre"), count("renglones", "Renglones")],
            sessions.collect(),
            Some("Un renglón con seguimiento en varias sesiones cuenta en cada una."),
        ),
    ]
}

fn table_line(grupo: &str, f: &Funcion, a: &ActividadTrabajo, plan: &PlanTrabajo) -> Vec<Celda> {
    let joined = |parts: Vec<&str>| (!parts.is_empty()).then(|| parts.join("; "));
    let followed = plan.sesiones.iter().filter(|s| a.sesiones.iter().any(|named| named.value == s.id.value));
    let narrative = |text: &Narracion| Celda::Narracion(text.value.clone());
    let pending = |pick: fn(&Pendiente) -> &Option<String>| a.pendiente.as_ref().and_then(|p| pick(p).as_deref());
    vec![
        grupo.into(),
        f.numero.as_deref().into(),
        narrative(&f.funcion),
        a.numero.as_deref().into(),
        a.actividad.as_ref().map(narrative).into(),
        joined(a.responsable.iter().map(String::as_str).collect()).into(),
        joined(followed.map(|s| s.rotulo.as_str()).collect()).into(),
        pending(|p| &p.actividad).into(),
        pending(|p| &p.responsable).into(),
        pending(|p| &p.fecha).into(),
        a.observacion.as_ref().map(narrative).into(),
    ]
}

fn counts(resumen: &Resumen) -> Value {
    json!({
        "renglones": resumen.renglones,
        "con_actividad": resumen.con_actividad,
        "actividad_pendiente": resumen.actividad_pendiente,
        "sin_actividad": resumen.sin_actividad,
        "por_sesion": resumen.por_sesion,
        "con_sesion": resumen.renglones - resumen.sin_sesion,
        "sin_sesion": resumen.sin_sesion,
        "fecha_pendiente": resumen.fecha_pendiente,
        "sin_responsable": resumen.sin_responsable,
        "responsables": resumen.por_responsable.len(),
    })
}

/// A section of the report: what stands under its title, or begins it where it has none.
fn section(titulo: Option<&str>, bloque: Value) -> Value {
    json!({ "titulo": titulo, "nivel": usize::from(titulo.is_some()), "contenido": [bloque], "secciones": [] })
}

fn function(f: &Funcion, plan: &PlanTrabajo, parts: &mut Parts) -> Value {
    let texto = parts.narracion(&f.funcion);
    let actividades: Vec<_> = f.actividades.iter().map(|a| line(a, plan, parts)).collect();
    json!({ "numero": f.numero, "texto": texto, "actividades": actividades })
}

fn line(a: &ActividadTrabajo, plan: &PlanTrabajo, parts: &mut Parts) -> Value {
    let follows = |s: &&Sesion| a.sesiones.iter().any(|named| named.value == s.id.value);
    let marks: Vec<_> = plan.sesiones.iter().map(|s| follows(&s)).collect();
    let labels: Vec<_> = plan.sesiones.iter().filter(follows).map(|s| &s.rotulo).collect();
    let pendiente = a.pendiente.as_ref();
    json!({
        "numero": a.numero,
        "texto": a.actividad.as_ref().map(|t| parts.narracion(t)),
        "responsable": a.responsable,
        "sesiones": marks,
        "seguida": labels,
        "observacion": a.observacion.as_ref().map(|t| parts.narracion(t)),
        "pendiente": {
            "actividad": pendiente.and_then(|p| p.actividad.as_ref()),
            "responsable": pendiente.and_then(|p| p.responsable.as_ref()),
            "fecha": pendiente.and_then(|p| p.fecha.as_ref()),
        },
    })
}

/// Whether a line is not complete.
fn is_missing(a: &ActividadTrabajo) -> bool {
    let gaps = trabajo::gaps(a);
    !(gaps.declarados.is_empty() && gaps.en_blanco.is_empty())
}

/// The lines that are not complete: what the plan itself declares as still to
/// be defined, and what it leaves blank.
fn missing(plan: &PlanTrabajo, parts: &mut Parts) -> Vec<Value> {
    let mut rows = Vec::new();
    for grupo in &plan.grupos {
        for funcion in &grupo.funciones {
            for a in funcion.actividades.iter().filter(|a| is_missing(a)) {
                let gaps = trabajo::gaps(a);
                let texto = a.actividad.as_ref().unwrap_or(&funcion.funcion);
                rows.push(json!({
                    "grupo": grupo.titulo,
                    "numero": a.numero.as_ref().or(funcion.numero.as_ref()),
                    "texto": parts.narracion(texto),
                    "declarados": gaps.declarados,
                    "en_blanco": gaps.en_blanco,
                }));
            }
        }
    }
    rows
}
