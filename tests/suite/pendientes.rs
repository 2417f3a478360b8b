//! What is asked of each entity: computed again from its files, and the rules at their edges.

use serde_json::Value;

use crate::consolidado::{Report, catalogue, district, printed, text, value, written};
use crate::support::{Folder, dense};

#[test]
fn what_each_entity_has_pending_is_what_its_files_say() {
    let report = Report::new();
    let catalogo = catalogue();
    let corte: jiff::civil::Date = "2025-09-30".parse().expect("a date");
    let rows = report.rows("entidades_pendientes");
    let lowest = report.rows("politica_mas_baja");
    let (mut told, mut left_out, mut one_policy) = (0, 0, 0);
    let mut totals = [0.0; 4];
    for b in district(&catalogo) {
        let read = |name: &str| {
            let path = format!("data/entidades/{}/{name}.yaml", b.slug);
            report.folder.exists(&path).then(|| report.folder.read(&path))
        };
        let (plan, advice) = (read("plan-2025"), read("recomendaciones-2024"));
        let (mut late, mut days, mut on_the_day, mut without) = (0.0, 0.0f64, 0.0, 0.0);
        let mut attended = Vec::new();
        for activity in plan.iter().flat_map(|p| p.split("\n  - id:").skip(1)) {
            let done: f64 = written(activity, "avance").and_then(|v| v.parse().ok()).expect("progress");
            let end: jiff::civil::Date = written(activity, "fin").expect("an end").parse().expect("a date");
            if done < 100.0 && end < corte {
                late += 1.0;
                days = days.max((corte - end).get_days().into());
            }
            on_the_day += f64::from(u8::from(done < 100.0 && end == corte));
            // What is done without money needs none.
            without += f64::from(u8::from(done < 100.0 && written(activity, "recurso") == Some("false")));
            attended.push(written(activity, "politica").expect("a policy").to_owned());
        }
        let advised: Vec<_> =
            advice.iter().flat_map(|r| r.lines().filter_map(|l| l.split_once("politica: "))).collect();
        let unanswered = advised.iter().filter(|(_, p)| !attended.iter().any(|a| a == p.trim())).count();
        let mut also = Vec::new();
        let codes = (1..=19).map(|p| format!("POL{p:02}"));
        let measured: Vec<_> = codes.filter_map(|c| Some((value(2024, &b.slug, &c)?, c))).collect();
        if measured.is_empty() {
            also.push("sin resultado en los datos".to_owned());
        }
        match (&plan, unanswered) {
            (Some(_), _) => {}
            (None, 0) => also.push("sin plan en los datos".to_owned()),
            (None, 1) => also.push("sin plan en los datos para 1 recomendación".to_owned()),
            (None, n) => also.push(format!("sin plan en los datos para {n} recomendaciones")),
        }
        let change = value(2024, &b.slug, "IDI").zip(value(2023, &b.slug, "IDI")).map(|(now, before)| now - before);
        if change.is_some_and(|d| d.abs() >= 20.0) {
            also.push("verificar el cambio del IDI".to_owned());
        }
        let least = measured.iter().map(|m| m.0).fold(f64::INFINITY, f64::min);
        let low: Vec<String> = measured
            .iter()
            .filter(|m| m.0 == least)
            .map(|m| {
                catalogo.nombre_politica(catalogo.politica_con_codigo(&m.1, 2024).expect("a policy"), 2024).to_owned()
            })
            .collect();
        one_policy += usize::from(plan.is_some() && measured.len() == 1);
        let own = lowest.iter().find(|r| text(&r[0]) == b.nombre);
        let ignored = plan.is_some() && measured.len() > 1 && !low.iter().any(|p| attended.contains(p));
        assert_eq!(own.is_some(), ignored, "{}", b.nombre);
        if let Some(own) = own {
            left_out += 1;
            also.push(format!("sin actividades para {}", low.join(" y ")));
            assert_eq!(
                (text(&own[2]), own[3].as_f64(), own[4].as_f64()),
                (low[0].as_str(), Some(least), Some(attended.len() as f64))
            );
            report.says(&format!("{} {} {} {}", b.nombre, low[0], printed(least), attended.len()));
        }
        let unanswered = if plan.is_some() { unanswered as f64 } else { 0.0 };
        let wanted = [late, days, on_the_day, without, unanswered];
        let row = rows.iter().find(|r| text(&r[0]) == b.nombre);
        assert_eq!(row.is_some(), wanted.iter().any(|n| *n > 0.0) || !also.is_empty(), "{}", b.nombre);
        let Some(row) = row else { continue };
        told += 1;
        let found: Vec<f64> = row[2..7].iter().map(|cell| cell.as_f64().unwrap_or_default()).collect();
        assert_eq!(found, wanted, "{}", b.nombre);
        assert!(row[2..7].iter().all(|cell| cell.as_f64() != Some(0.0)), "a blank says that there is nothing");
        assert_eq!(text(&row[7]).to_lowercase(), also.join("; ").to_lowercase(), "{}", b.nombre);
        [late, on_the_day, without, unanswered].iter().zip(&mut totals).for_each(|(n, sum)| *sum += n);
    }
    assert_eq!(rows.len(), told);
    assert_eq!(totals, [41.0, 50.0, 90.0, 31.0]);
    report.says(&format!("{told} de 75 entidades tienen algo pendiente o por aclarar"));
    assert_eq!((left_out, one_policy, lowest.len()), (10, 3, 10));
    report.says("La política más baja de la entidad no tiene actividades en 10 de 67 planes.");
    report.says("De los 70 planes no se cuentan aquí los de 3 entidades que se miden en una sola política");
    // By sector and within it by name.
    let order: Vec<_> = rows.iter().map(|r| (r[1].is_null(), text(&r[1]))).collect();
    assert!(order.windows(2).all(|w| w[0].0 <= w[1].0));
}

#[test]
fn each_thing_is_asked_with_whom_and_until_when_where_the_data_says_so() {
    let report = Report::new();
    for sentence in [
        "Se piden 10 decisiones, primero las de plazo más cercano",
        "Solicitar la verificación del reporte antes de concluir, porque el IDI cambió 20 puntos o más frente a 2023. Si la bajada se confirma, acordar el acompañamiento. Secretaría Técnica, con control interno de la entidad 28 de noviembre de 2025 2: Aguas de Bogotá, que bajó de 76,0 a 23,4; Instituto para la Economía Social, que subió de 61,3 a 86,4",
        "Solicitar que se aclare por qué no hay resultado de la medición en los datos. Capital Salud 28 de noviembre de 2025 1: Capital Salud, que tenía IDI en 2023",
        "3 Solicitar que se aclare",
        "4 Fijar fecha de cierre a estas actividades: 41 vencidas y 50 que vencían el día del corte. Cada una, con su causa, evidencia y aprobación del Comité Institucional de la entidad. Representante legal de cada entidad 15 de diciembre de 2025",
        "Preguntar a la Función Pública si cambió el cuestionario en Seguridad Digital, Gestión Presupuestal y Eficiencia del Gasto Público y Gestión del Conocimiento y la Innovación",
        "Decidir sobre lo que recomiendan quienes lideran Gestión de la Información Estadística y Seguridad Digital. Secretaría Distrital de Planeación y Secretaría General de la Alcaldía Mayor de Bogotá, con su propuesta",
        "La de Gestión del Conocimiento y la Innovación, si se descarta que haya cambiado el cuestionario.",
        "10 Solicitar respuesta a las recomendaciones",
        "El acto que asigna cada liderazgo está por confirmar.",
        "5: Capital Salud; Terminal de Transportes; Concejo de Bogotá, D.C.; Alcaldía Local de Los Mártires y Alcaldía Local de Sumapaz",
        "se detallan las 5 políticas que cumplen al menos una de estas condiciones: cae; está entre las tres de mediana más baja; tiene una recomendación de quien la lidera.",
        "Secretaría General de la Alcaldía Mayor de Bogotá, que lidera estas políticas",
        "Aguas de Bogotá (23,4) se aparta en el IDI y no se repite en cada política: su cambio se verifica primero y, si se confirma, se la acompaña de manera individual en todas.",
        "Gestión del Conocimiento y la Innovación es la única política cuya mediana baja frente a 2023: −4,3 puntos",
        "Instituto Distrital de la Participación y Acción Comunal no es una de las entidades de este informe.",
    ] {
        report.says(sentence);
    }
    // What falls comes first, then the lowest medians, then what only a leader writes about.
    let order = [
        "9.1 Gestión del Conocimiento",
        "9.2 Gestión Documental",
        "9.3 Gobierno Digital",
        "9.4 Seguridad",
        "9.5 Gestión de la Información",
    ];
    order.iter().for_each(|title| report.says(title));
    // Who has few of the low indices is told apart from who has most.
    let rows = report.rows("matriz");
    let low = |r: &&&Vec<Value>| r[4..].iter().filter(|c| c.as_f64().is_some_and(|v| v < 60.0)).count();
    let mut lows: Vec<(usize, &str)> = rows.iter().map(|r| (low(&r), text(&r[0]))).filter(|x| x.0 > 0).collect();
    lows.sort_by_key(|x| std::cmp::Reverse(x.0));
    let total: usize = lows.iter().map(|x| x.0).sum();
    report.says(&format!(
        "{total} de 1.186 índices están por debajo de 60: {} de {} y {} de otras {} entidades (Alcaldías locales)",
        lows[0].0,
        lows[0].1,
        total - lows[0].0,
        lows.len() - 1
    ));
    // No hash is read on a page: the exports have them.
    let hex = |word: &str| word.len() >= 32 && word.chars().all(|c| c.is_ascii_hexdigit());
    assert!(!report.text.split_whitespace().any(hex), "a hash on a page");
}

/// Three entities: the plan of one is in order and attends one of its two lowest policies, the second has no
/// plan and the third neither a plan nor results.
fn three() -> Folder {
    let folder = Folder::empty();
    let base = Folder::sample();
    for part in ["data/catalogo/politicas.yaml", "data/catalogo/normas.yaml"] {
        folder.write(part, &base.read(part));
    }
    let mut catalogue = "entidades:\n".to_owned();
    for name in ["uno", "dos", "tres"] {
        catalogue += &format!("  - {{slug: ente-{name}, nombre: Ente {name}, medicion: mipg}}\n");
    }
    folder.write("data/catalogo/entidades.yaml", &catalogue);
    for name in ["uno", "dos"] {
        let results = "vigencia: 2024\nejemplo: true\nidi: 80.0\npoliticas:\n  - {politica: Integridad, puntaje: 70}\n  - {politica: Gobierno Digital, puntaje: 70}\n  - {politica: Control Interno, puntaje: 90}\n";
        folder.write(&format!("data/entidades/ente-{name}/resultados-2024.yaml"), results);
    }
    folder.write("data/entidades/ente-uno/plan-2025.yaml", "nombre: Plan\nejemplo: true\nactividades:\n  - {id: 1, politica: Gobierno Digital, actividad: Publicar los datos, responsable: Oficina, inicio: 2025-01-15, fin: 2025-08-31, avance: 100, recurso: true}\n");
    folder.write("data/conjunto/consolidado.yaml", "tipo: consolidado\ntitulo: Consolidado\norgano: Comisión\nambito: Conjunto\nfecha: 2025-10-31\ncorte: 2025-09-30\nvigencia: 2024\nejemplo: true\nentidades: todas\nplan: plan-2025\nsecciones:\n  - titulo: Peticiones\n    contenido: [peticiones]\n  - titulo: Planes\n    contenido: [planes]\n  - titulo: Anexo\n    contenido: [entidades_pendientes]\n");
    folder
}

#[test]
fn only_what_the_data_shows_is_asked() {
    let folder = three();
    let said = folder.run(&["generar"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = dense(&folder.pdf_text("output/conjunto/consolidado.pdf"));
    let says = |sentence: &str| text.contains(&dense(sentence));
    assert!(says("Se piden 2 decisiones"), "{text}");
    assert!(
        says(
            "Solicitar que se aclare por qué no hay resultado de la medición en los datos. Ente tres por acordar 1: Ente tres"
        ),
        "{text}"
    );
    assert!(
        says(
            "Solicitar el plan de mejoramiento, o la razón de no tenerlo. Cada entidad por acordar 2: Ente dos y Ente tres"
        ),
        "{text}"
    );
    // One of two equal policies is attended, so the lowest one is.
    assert!(says("Todos los planes tienen actividades para la política más baja de su entidad."), "{text}");
    assert!(says("2 de 3 entidades tienen algo pendiente o por aclarar"), "{text}");
    for absent in ["Fijar fecha de cierre", "asignen recursos", "no se cuentan aquí", "tenía IDI"] {
        assert!(!says(absent), "{absent}: {text}");
    }
    assert!(says("Hace seguimiento a cada decisión: Comisión."), "{text}");
    // A date that the document gives stands for what is to be agreed; another word is none of its options.
    folder.replace("data/conjunto/consolidado.yaml", "[peticiones]", "[{peticiones: {planear: 2025-12}}]");
    assert_eq!(folder.run(&["generar"]).code, 0);
    let text = dense(&folder.pdf_text("output/conjunto/consolidado.pdf"));
    assert!(text.contains(&dense("Cada entidad diciembre de 2025 2: Ente dos y Ente tres")), "{text}");
    assert!(text.contains(&dense("Ente tres por acordar 1: Ente tres")), "{text}");
    folder.replace("data/conjunto/consolidado.yaml", "{planear: 2025-12}", "{planes: 2025-12}");
    assert!(folder.run(&["validar"]).stdout.contains("«planes» no es una opción de «peticiones»"));
    // Nothing is asked of who is in order.
    folder.replace("data/conjunto/consolidado.yaml", "[{peticiones: {planes: 2025-12}}]", "[peticiones]");
    folder.replace("data/conjunto/consolidado.yaml", "entidades: todas", "entidades: {lista: [ente-uno]}");
    let said = folder.run(&["generar"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/conjunto/consolidado.pdf");
    assert!(text.contains("Los datos no muestran nada que haya que pedir."), "{text}");
    assert!(text.contains("Ninguna entidad tiene nada pendiente ni por aclarar."), "{text}");
}
