//! The lines of a work plan and their counts as data.

use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::trabajo::{self, Nombrado, Punto, Resumen};
use crate::model::{Narracion, Pendiente, PlanTrabajo, Sesion};

/// The lines of the plan and their counts as data.
pub fn tables(plan: &PlanTrabajo, resumen: &Resumen, rotulos: &[Option<String>]) -> Vec<Cuadro> {
    let text = |clave, nombre: &str| Columna::new(clave, nombre, Clase::Texto, None);
    let count = |clave: &str, nombre: &str| Columna::new(clave, nombre, Clase::Entero, None);
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
    let lines = trabajo::points(plan).map(|p| table_line(&p, plan, rotulos));
    let counted = |name: &str, r: &Resumen| {
        let counts = [
            r.renglones,
            r.con_actividad,
            r.actividad_pendiente,
            r.sin_actividad,
            r.renglones - r.sin_sesion,
            r.sin_sesion,
            r.fecha_pendiente,
            r.sin_responsable,
            r.segun_texto,
        ];
        let counts = counts.into_iter().chain(r.por_sesion.iter().copied());
        std::iter::once(Celda::from(name)).chain(counts.map(Celda::from)).collect()
    };
    let of_session =
        |s: &Sesion| count(&format!("sesion_{}", s.id.value.replace('-', "_")), &format!("Sesión {}", s.rotulo));
    let groups = plan.grupos.iter().zip(trabajo::by_group(plan)).map(|(g, r)| counted(&g.titulo, &r));
    let groups = groups.chain([counted("Total", resumen)]);
    let mut bodies: Vec<_> = trabajo::by_responsible(plan)
        .iter()
        .map(|fila| {
            let of = |test: &dyn Fn(&Punto<'_>) -> bool| {
                Celda::from(trabajo::points(plan).filter(|p| fila.puntos.contains(&p.orden) && test(p)).count())
            };
            let (name, stands) = match fila.nombrado {
                Nombrado::Columna => (fila.nombre, "columna"),
                Nombrado::Texto => (fila.nombre, "texto"),
                Nombrado::Nadie => ("Sin responsable", "ninguno"),
            };
            let sessions = plan.sesiones.iter().map(|s| of(&|p| p.in_session(s)));
            let head = [name.into(), stands.into()];
            head.into_iter().chain(sessions).chain([of(&|p| p.es.sesiones.is_empty()), of(&|_| true)]).collect()
        })
        .collect();
    let whole = resumen.por_sesion.iter().chain([&resumen.sin_sesion, &resumen.renglones]);
    let whole = ["Puntos distintos".into(), Celda::from(None::<&str>)].into_iter().chain(whole.map(|n| (*n).into()));
    bodies.push(whole.collect());
    let sessions = plan
        .sesiones
        .iter()
        .zip(&resumen.por_sesion)
        .map(|(s, n)| vec![s.rotulo.as_str().into(), s.nombre.as_str().into(), (*n).into()]);
    vec![
        table(
            "renglones",
            "Puntos del plan de trabajo",
            vec![
                text("grupo", "Grupo"),
                text("funcion", "Función"),
                text("texto_funcion", "Texto de la función"),
                text("numero", "Número"),
                text("rotulo", "Rótulo"),
                text("actividad", "Actividad"),
                text("responsable", "Responsable"),
                text("responsable_segun_texto", "Responsable según el texto"),
                text("sesiones", "Sesiones"),
                text("pendiente_actividad", "Pendiente de la actividad"),
                text("pendiente_responsable", "Pendiente del responsable"),
                text("pendiente_fecha", "Pendiente de la fecha"),
                text("observacion", "Observación"),
            ],
            lines.collect(),
            Some(
                "Un punto es una función con una de sus actividades. El rótulo es de este documento. Los responsables y las sesiones de un punto \
                 van separados por punto y coma. Lo pendiente va con las palabras del plan.",
            ),
        ),
        table(
            "grupos",
            "Puntos por grupo de funciones",
            [
                text("grupo", "Grupo"),
                count("renglones", "Puntos"),
                count("con_actividad", "Con actividad"),
                count("actividad_pendiente", "Con actividad pendiente"),
                count("sin_actividad", "Sin actividad"),
                count("con_sesion", "Con sesión"),
                count("sin_sesion", "Sin sesión"),
                count("fecha_pendiente", "Con fecha pendiente"),
                count("sin_responsable", "Sin responsable en su columna"),
                count("segun_texto", "De ellos, con responsable según el texto"),
            ]
            .into_iter()
            .chain(plan.sesiones.iter().map(of_session))
            .collect(),
            groups.collect(),
            Some(
                "Un punto sin sesión puede tener la fecha pendiente; entonces cuenta en las dos columnas. \
                 Un punto puede tratarse en más de una sesión.",
            ),
        )
        .con_total(),
        table(
            "responsables",
            "Puntos por responsable",
            [text("responsable", "Responsable"), text("segun", "Según")]
                .into_iter()
                .chain(plan.sesiones.iter().map(of_session))
                .chain([count("sin_sesion", "Sin sesión"), count("renglones", "Puntos")])
                .collect(),
            bodies,
            Some(
                "Un punto con varios responsables cuenta para cada uno y una vez en el total; uno que se trata en \
                 varias sesiones, en cada una. Según el texto: la columna del plan está en blanco y la función o la \
                 actividad lo nombra.",
            ),
        )
        .con_total(),
        table(
            "sesiones",
            "Puntos por sesión",
            vec![text("sesion", "Sesión"), text("nombre", "Nombre"), count("renglones", "Puntos")],
            sessions.collect(),
            Some("Un punto que se trata en varias sesiones cuenta en cada una."),
        ),
    ]
}

fn table_line(p: &Punto<'_>, plan: &PlanTrabajo, rotulos: &[Option<String>]) -> Vec<Celda> {
    let (f, a) = (p.de, p.es);
    let joined = |parts: Vec<&str>| (!parts.is_empty()).then(|| parts.join("; "));
    let followed = plan.sesiones.iter().filter(|s| p.in_session(s));
    let narrative = |text: &Narracion| Celda::Narracion(text.value.clone());
    let pending = |pick: fn(&Pendiente) -> &Option<String>| a.pendiente.as_ref().and_then(|p| pick(p).as_deref());
    vec![
        plan.grupos[p.grupo].titulo.as_str().into(),
        f.numero.as_deref().into(),
        narrative(&f.funcion),
        a.numero.as_deref().into(),
        rotulos[p.orden].as_deref().into(),
        a.actividad.as_ref().map(narrative).into(),
        joined(a.responsable.iter().map(String::as_str).collect()).into(),
        joined(a.responsable_segun_texto.iter().map(|named| named.value.as_str()).collect()).into(),
        joined(followed.map(|s| s.rotulo.as_str()).collect()).into(),
        pending(|p| &p.actividad).into(),
        pending(|p| &p.responsable).into(),
        pending(|p| &p.fecha).into(),
        a.observacion.as_ref().map(narrative).into(),
    ]
}
