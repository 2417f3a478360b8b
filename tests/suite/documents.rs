//! What the pages say, figure by figure: the two documents of the repository, and
//! fixed projects for the rest.

use crate::support::{Folder, dense};

const INFORME: &str = "output/and/informe-2024-04.pdf";
const PLAN: &str = "output/distrito/plan-trabajo-2026.pdf";

#[test]
fn the_follow_up_report_says_what_its_data_says() {
    let folder = Folder::shipped();
    let said = folder.run(&["generar", "and"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text(INFORME);
    let all = [
        // Cover, control box, signature.
        "Corporación Agencia Nacional de Gobierno Digital",
        "Bogotá, mayo de 2024",
        "Elaboró",
        "Anyela Isabel Méndez",
        "Asesora de Seguimiento y Evaluación",
        // Scope and legal frame.
        "con corte al 30 de abril de 2024",
        "Decreto 1083 de 2015",
        "Decreto 1499 de 2017",
        "Decreto 612 de 2018",
        // Results: both vigencias, no variation.
        "obtuvo un resultado de 82,3",
        "frente a la vigencia 2021 en donde obtuvo un 71,3",
        "No se calcula: cambió la medición",
        // Plan and resources.
        "un total de 44 actividades",
        "38 de las 44 actividades (86,4 %) son de las 10 políticas reportadas sin recurso",
        "De 3 políticas por debajo del IDI, 2 tienen actividades sin ningún recurso",
        // Recommendations.
        "el claro compromiso de la entidad",
        "que con corte a abril, no se han logrado cerrar",
    ];
    for expected in all {
        assert!(text.contains(expected), "missing {expected:?} in\n{text}");
    }
    assert!(!text.contains("+11,0"), "a variation across the change of method");
    let rows = [
        ("Integridad", "85,2"),
        ("Planeación Institucional", "96,6"),
        ("Gestión Presupuestal y Eficiencia del Gasto Público", "62,7"),
        ("Compras y Contratación Pública", "92,7"),
        ("Fortalecimiento Organizacional y Simplificación de Procesos", "98,2"),
        ("Gobierno Digital", "83,7"),
        ("Seguridad Digital", "82,9"),
        ("Servicio a las Ciudadanías", "90,1"),
        ("Transparencia, Acceso a la Información Pública y lucha contra la Corrupción", "93,9"),
        ("Participación Ciudadana en la Gestión Pública", "95,0"),
        ("Seguimiento y Evaluación del Desempeño Institucional", "90,8"),
        ("Gestión Documental", "86,9"),
        ("Gestión del Conocimiento y la Innovación", "85,5"),
        ("Control Interno", "81,3"),
        ("Gestión de la Información Estadística", "58,7"),
    ];
    for (policy, value) in rows {
        // In the table of policies the code stands between the name and the value.
        let row = text.match_indices(policy).any(|(at, _)| {
            let rest = &text[at + policy.len()..];
            rest.strip_prefix(" POL").is_some_and(|rest| rest[2..].starts_with(&format!(" {value} ")))
        });
        assert!(row, "no row {policy} {value} in\n{text}");
    }
    // Policies without a value are named, not printed as zero.
    assert!(text.contains("Sin valor en los datos: Gestión Estratégica del Talento Humano, Defensa Jurídica, Mejora Normativa y Racionalización de Trámites."));
}

#[test]
fn the_work_plan_holds_every_function_activity_and_responsible() {
    let folder = Folder::shipped();
    assert_eq!(folder.run(&["generar", "distrito"]).code, 0);
    let text = dense(&folder.pdf_text(PLAN));
    let yaml = folder.read("data/distrito/plan-trabajo-2026.yaml");
    // Folded texts of the data file, without its keys and its emphasis.
    let mut expected: Vec<String> = Vec::new();
    for line in yaml.lines().skip_while(|l| !l.starts_with("grupos")) {
        let body = line.trim();
        let value = body.split_once(": ").map_or(body, |(key, value)| {
            if key.trim_start_matches("- ").chars().all(|c| c.is_ascii_lowercase() || c == '_') { value } else { body }
        });
        if ["[feb, jul]", "[jul]", "[feb]", ">-", "|"].contains(&value) || value.ends_with(':') {
            continue;
        }
        let clean = value.trim_start_matches("- ").replace("**", "");
        expected.push(clean.trim_matches(['"', '[', ']']).to_owned());
    }
    assert!(expected.len() > 80, "{}", expected.len());
    for line in expected.iter().filter(|l| !l.is_empty()) {
        assert!(text.contains(&dense(line)), "missing {line:?}");
    }
    for figure in [
        "19 puntos 8 en la sesión ordinaria de febrero 8 en la sesión ordinaria de julio; 7 son los mismos 10 sin sesión asignada 9 sin responsable en su columna; en 3, el texto lo nombra",
        "Sesión ordinaria de febrero: preparar 8 puntos; solo en ella, B8.1, y decidir 7 asuntos.",
        "Sesión ordinaria de julio: preparar 8 puntos; solo en ella, B2.1, y decidir 2 asuntos.",
        "Definir 6 puntos y verificar 8: lista para llenar.",
        "De este documento, y no del plan: los rótulos, las cuentas, lo que hay que decidir y las listas para llenar.",
        "Rótulos: B, Funciones básicas; E, Funciones específicas; O, Otras funciones;",
        "Siglas que el plan no explica. DDDI:",
        "6 puntos de 19 no tienen responsable, ni en su columna ni en el texto",
        "Líderes de política de gestión y desempeño y del componente ambiental B1.1, B3.1, B4.1, B7.1, E6 B1.1, B3.1, B4.1, B7.1, E6 B6.1 6",
        "Secretaría Técnica CIGD E6-P2 E6-P2 B6.1 2",
        "La Secretaría Distrital de la Mujer E6-P1 E6-P1 — 1",
        "Sin responsable, ni en la columna ni en el texto B8.1 — E1.1, E2.1, E3.1, E4.1, E5.1 6",
        "Puntos distintos 8 8 10 19",
        "B6.1 y B7.1 tienen varios responsables",
        "Llevar B5.1 a una sesión o fijarle fecha: se pide por lo menos una vez al año, no va a ninguna sesión y, sin fecha en 2026, no se cumple.",
        "Fijar la fecha de B6.1, que el plan deja por definir.",
        "Designar quién responde por B8.1: el plan no lo dice.",
        "Definir en qué sesión va E6-P2: se pide una vez al año y el plan lo lleva a dos.",
        "Decidir a dónde vuelve B8.1 si no termina: el plan lo lleva solo a esta sesión.",
        "Decidir a dónde vuelve B2.1 si no termina: el plan lo lleva solo a esta sesión.",
        "Decidir si B1.1 y B3.1 se tratan juntos: misma actividad y mismos responsables.",
        "Decidir si B2.1 y B4.1 se tratan juntos: misma actividad y distintos responsables.",
        "Definir la actividad de O1, O2 y O3, que el plan deja pendiente.",
        "Orden del día de la sesión ordinaria de febrero Fecha: por fijar; el plan no la trae.",
        "8 puntos en la sesión ordinaria de julio; solo en ella, B2.1",
        "Según el texto: La Secretaría Distrital de la Mujer",
        "El anexo que mencionan B1.1 y B3.1 no está en este documento.",
        "SESIONES ORDINARIAS",
        "X: se trata en la sesión. Raya: la casilla está en blanco en el plan.",
        "3 puntos de 8 tienen sesión asignada; ninguno nombra responsable en su columna",
        "Ninguno de los 3 puntos tiene sesión asignada",
        "Paragrafo [sic] 1. La Secretaría Distrital de la Mujer presentará el seguimiento",
        "Fecha por definir; en blanco: sesión",
        "Estos puntos no tienen responsable ni observaciones; sus columnas no se imprimen.",
        "[sic]: así lo escribe el plan.",
        "6 puntos de 19 por definir",
        "8 puntos de 19 con casillas en blanco: en 3 hay que confirmar quién responde; en 5, si se necesitan",
    ] {
        assert!(text.contains(&dense(figure)), "missing {figure:?} in\n{text}");
    }
}

/// The session, the summary and the list of what is missing lead to the plan, and the plan to its sessions.
#[test]
fn the_parts_of_a_work_plan_lead_to_each_other() {
    let folder = Folder::shipped();
    assert_eq!(folder.run(&["generar", "distrito"]).code, 0);
    let document = lopdf::Document::load_mem(&folder.bytes(PLAN)).expect("a PDF");
    let pages = document.get_pages();
    let number = |id| pages.iter().find(|(_, page)| **page == id).map(|(number, _)| *number);
    // Where the links of each page lead, by the number of the page.
    let links = |page: u32| -> Vec<u32> {
        let annotations = document.get_page_annotations(pages[&page]).expect("annotations");
        let target = |a: &&lopdf::Dictionary| {
            let action = a.get_deref(b"A", &document).and_then(lopdf::Object::as_dict);
            let to = a.get_deref(b"Dest", &document).or_else(|_| action?.get_deref(b"D", &document)).ok()?;
            let to = to.as_array().ok()?.first()?.as_reference().ok()?;
            number(to)
        };
        annotations.iter().filter_map(target).collect()
    };
    let texts: Vec<_> = (1..=pages.len() as u32).map(|n| document.extract_text(&[n]).expect("text")).collect();
    assert_eq!(texts.len(), 8);
    // What a session decides and treats leads on to the plan, which leads back to the session.
    let led: Vec<_> = (2..=3).flat_map(links).collect();
    // Of 8 points each; 1 + 1 + 1 + 1 + 1 + 2 + 3 and 1 + 2 of decisions; 2 each that mention an annex.
    assert_eq!(led.len(), 16 + 13 + 4, "{led:?}");
    assert!(led.iter().all(|page| (4..=7).contains(page)), "{led:?}");
    let back: Vec<_> = (4..=6).flat_map(links).collect();
    assert_eq!((back.iter().filter(|p| **p == 2).count(), back.iter().filter(|p| **p == 3).count()), (8, 8));
    let missing: Vec<_> = (7..=8).flat_map(links).collect();
    assert_eq!(missing.len(), 14, "what is missing leads to its row");
    assert!(links(1).contains(&2) && links(1).contains(&3) && links(1).contains(&7), "{:?}", links(1));
    // A table that goes on says so above its header, and one that begins does not.
    let goes_on = |page: usize| texts[page - 1].contains("(continuación)");
    let pages: Vec<_> = (1..=8).filter(|page| goes_on(*page)).collect();
    assert_eq!(pages, [5, 6, 7]);
    // An agenda says the whole function where nothing else tells what is delivered.
    let agendas: String = texts[1..3].concat().split_whitespace().collect();
    let whole = "presentadoyanalizadoenelComitéDistritaldeGestiónyDesempeño.";
    assert_eq!(agendas.matches(whole).count(), 2, "{agendas}");
    // The page of HTML has the same places.
    assert_eq!(folder.run(&["generar", "distrito", "--emitir", "html"]).code, 0);
    let page = folder.read("output/distrito/plan-trabajo-2026.html");
    let named = |start: &str| -> Vec<String> {
        page.match_indices(start)
            .map(|(at, _)| page[at + start.len()..].split('"').next().unwrap_or_default().to_owned())
            .collect()
    };
    let places = named("id=\"lugar-");
    assert_eq!(places.len(), 19 + 2 + 1, "the points, the sessions and what is missing");
    let to = named("href=\"#lugar-");
    assert!(to.len() > 40 && to.iter().all(|to| places.contains(to)), "{to:?}");
}

#[test]
fn another_office_needs_no_code() {
    let folder = Folder::example();
    assert_eq!(folder.run(&["generar"]).code, 0);
    let text = folder.pdf_text("output/instituto-ejemplo/informe-2025-06.pdf");
    let positions: Vec<_> = [
        "1 Conclusiones",
        "2 Recomendaciones",
        "3 Criterios",
        "4 Resultados de la vigencia",
        "5 Resultados por dimensión",
        "6 Estado del plan",
    ]
    .iter()
    .map(|heading| text.rfind(heading).unwrap_or_else(|| panic!("no {heading:?} in\n{text}")))
    .collect();
    assert!(positions.is_sorted(), "{positions:?}");
    for expected in [
        "EI-FO-012",
        "20251100004567",
        "José Ignacio Pérez Lagos",
        "Lucía Fernanda Ortiz Íñiguez",
        // Same method of measurement: a variation, in points.
        "subió 5,2 puntos frente a 2023, de 74,6 a 79,8",
        // 1 of 7 is late at the cut-off: 60 % on 31 May.
        "De 7 actividades del plan, 1 está vencida",
        "De 7 actividades del plan, al corte hay 1 vencida.",
        "Ley 87 de 1993",
    ] {
        assert!(text.contains(expected), "missing {expected:?} in\n{text}");
    }
    // Invented data says so on every page, above and below.
    let pages = text.matches("Página").count();
    assert!(pages > 3);
    assert_eq!(text.matches("DATOS DE EJEMPLO: no son resultados oficiales").count(), 2 * pages);
}

#[test]
fn a_plan_that_is_over_tells_what_was_not_fulfilled_and_what_was_of_no_effect() {
    let folder = Folder::empty();
    let base = Folder::example();
    for part in ["proyecto", "catalogo/politicas", "catalogo/normas", "catalogo/entidades"] {
        let path = format!("data/{part}.yaml");
        folder.write(&path, &base.read(&path));
    }
    folder.write(
        "data/entidades/instituto-ejemplo/resultados-2024.yaml",
        "vigencia: 2024\nejemplo: true\nidi: 80\npoliticas:\n  - politica: Integridad\n    puntaje: 80\n",
    );
    let plan = "data/entidades/instituto-ejemplo/plan-2025.yaml";
    let activity = |id: u32, more: &str| {
        format!(
            "  - id: {id}\n    politica: Integridad\n    actividad: Meta {id}\n    responsable: Planeación\n    evidencia: Acta\n{more}"
        )
    };
    let written = format!(
        "nombre: Plan 2025\nejemplo: true\nactividades:\n{}{}{}",
        activity(1, "    fin: 2025-06-30\n    avance: 3/4\n    estado: no cumplida\n"),
        activity(2, "    fin: 2025-05-31\n    avance: 6/5\n    efectividad: no efectiva\n"),
        activity(3, "    fin: 2025-06-30\n    avance: 100\n    efectividad: no efectiva\n"),
    );
    folder.write(plan, &written);
    folder.write("data/entidades/instituto-ejemplo/informe.yaml", "tipo: informe-seguimiento\ntitulo: Informe\nentidad: instituto-ejemplo\nfecha: 2025-07\ncorte: 2025-06-30\nvigencia: 2024\nplan: plan-2025\nejemplo: true\nsecciones:\n  - titulo: Plan\n    contenido:\n      - sintesis\n      - estado_plan\n      - actividades\n      - texto: \"Quedan {{ plan.estados.vencen_en_corte }} y {{ plan.estados.no_cumplidas }}; sin efecto, {{ plan.efectividad.no_efectivas }}.\"\n");
    let read = || {
        let said = folder.run(&["generar", "--forzar"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(!said.stderr.contains("estado-no-coincide"), "{}", said.stderr);
        dense(&folder.pdf_text("output/instituto-ejemplo/informe.pdf"))
    };
    let says = |text: &str, all: &[&str]| {
        for expected in all {
            assert!(text.contains(&dense(expected)), "missing {expected:?} in\n{text}");
        }
    };
    // The plan may go on: what ended on the day is neither overdue nor fulfilled.
    let text = read();
    says(
        &text,
        &[
            "1 vencía sin cumplirse el día del corte; control interno halló 2 no efectivas",
            "ninguna está vencida al corte, pero 1 vencía ese mismo día sin cumplirse, con 75 % de avance; a la fecha de este informe su plazo ya terminó.",
            "de 3 actividades hay 0 efectivas, 2 no efectivas y 0 pendientes de verificar; 1 no dice su efectividad.",
            "3/4 75 %",
            "6/5 120 %",
            "Quedan 1 y 0; sin efecto, 2.",
        ],
    );
    assert!(!text.contains(&dense("Ninguna actividad del plan está vencida")), "{text}");
    // The plan says that it is over by then.
    folder.write(plan, &written.replace("ejemplo: true", "ejemplo: true\ntermina: 2025-06-30"));
    says(
        &read(),
        &[
            "De 3 actividades del plan, 1 no se cumplió",
            "De 3 actividades del plan, al corte hay 1 no cumplida.",
            "Quedan 0 y 1; sin efecto, 2.",
        ],
    );
    let said = folder.run(&["exportar", "csv", "instituto-ejemplo/informe"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[test]
fn the_decimal_sign_is_a_setting_of_the_project() {
    let folder = Folder::sample();
    folder.replace("data/proyecto.yaml", "separador_decimal: coma", "separador_decimal: punto");
    assert_eq!(folder.run(&["generar", "and"]).code, 0);
    let text = folder.pdf_text(INFORME);
    assert!(text.contains("obtuvo un resultado de 82.3") && text.contains("(86.4 %)") && !text.contains("82,3"));
}

#[test]
fn views_and_typst_source_are_as_expected() {
    let folder = Folder::sample();
    for (stage, file) in [
        ("vista", "output/and/informe-2024-04.vista.json"),
        ("typst", "output/and/informe-2024-04.typ"),
        ("typst", "output/distrito/plan-trabajo-2026.typ"),
    ] {
        let said = folder.run(&["generar", "--emitir", stage]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        insta::assert_snapshot!(file.replace(['/', '.'], "-"), folder.read(file));
    }
}

/// One document of each kind, the follow-up report with every content.
#[test]
fn the_typst_source_of_every_kind_is_as_expected() {
    let folder = Folder::set();
    let said = folder.run(&["generar", "--emitir", "typst"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    for (kind, file) in [
        ("informe-seguimiento", "instituto-aguas/informe-2025"),
        ("plan-trabajo", "conjunto/plan-trabajo-2026"),
        ("consolidado", "conjunto/consolidado-2024"),
        ("presentacion", "conjunto/presentacion-2024"),
        ("ficha-politica", "conjunto/ficha-2024/seguridad-digital"),
    ] {
        insta::assert_snapshot!(format!("typst-{kind}"), folder.read(&format!("output/{file}.typ")));
    }
}

#[test]
fn charts_carry_their_numbers_and_a_description() {
    let folder = Folder::sample();
    assert_eq!(folder.run(&["generar", "and", "--emitir", "vista"]).code, 0);
    let view: serde_json::Value =
        serde_json::from_str(&folder.read("output/and/informe-2024-04.vista.json")).expect("JSON");
    let charts = view["graficos"].as_array().expect("charts");
    assert_eq!(charts.len(), 2);
    assert_eq!(
        charts[0]["alt"],
        "Gráfico de puntos de 15 políticas en un eje de 50 a 100, de la más alta, Fortalecimiento Organizacional y \
         Simplificación de Procesos (98,2), a la más baja, Gestión de la Información Estadística (58,7). \
         Una línea marca IDI 82,3; por debajo hay 3."
    );
    assert_eq!(charts[0]["tabla"]["filas"][14], serde_json::json!(["Gestión de la Información Estadística", 58.7]));
    assert_eq!(charts[1]["tabla"]["filas"][0], serde_json::json!(["Gobierno Digital", 12.0, 0.0, 12.0]));
    assert_eq!(folder.run(&["generar", "and", "--emitir", "svg"]).code, 0);
    let svg = folder.read("output/and/informe-2024-04-grafico-1.svg");
    let families: Vec<_> = svg.split("font-family=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!families.is_empty() && families.iter().all(|f| f.contains("Source Sans 3")), "{families:?}");
}
