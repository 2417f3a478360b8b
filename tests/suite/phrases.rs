//! The sentence rules of the synthesis, each where the data supports it and
//! silent where it does not.

use crate::support::Folder;

const RESULTS: &str = "data/entidades/and/resultados-2022.yaml";
const PLAN: &str = "data/entidades/and/plan-2023.yaml";
const REPORT: &str = "data/entidades/and/informe-2024-04.yaml";

/// The synthesis of the sample after `changes`, as one line.
fn synthesis(changes: &[(&str, &str, &str)]) -> String {
    let folder = Folder::sample();
    // Only the synthesis: the other contents need data that the changes take away.
    let report = folder.read(REPORT);
    let end = report.find("  - titulo: Objetivo").expect("the second section");
    // And all of its sentences.
    folder.write(REPORT, &report[..end].replace("- sintesis\n", "- sintesis: { hallazgos: 19 }\n"));
    for (path, from, to) in changes {
        folder.replace(path, from, to);
    }
    let said = folder.run(&["generar", "and"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/and/informe-2024-04.pdf");
    let start = text.rfind("1 Síntesis").expect("the heading");
    text[start..].to_owned()
}

#[test]
fn the_sample_says_exactly_this() {
    let text = synthesis(&[]);
    for sentence in [
        "El IDI de la vigencia 2022 fue 82,3 y el de 2021, 71,3: no son comparables, así que no se calcula una variación.",
        "La fuente no trae el avance de las 44 actividades del plan: no se puede decir cuántas se cumplieron.",
        "La política más baja, Gestión de la Información Estadística (58,7), tiene 2 actividades en el plan, ninguna con recurso asignado.",
        "De 3 políticas por debajo del IDI, 2 tienen actividades en el plan sin ningún recurso asignado: Gestión de la Información Estadística (58,7) y Gestión Presupuestal y Eficiencia del Gasto Público (62,7).",
        "De 44 actividades del plan, 38 son de 10 políticas reportadas sin recurso asignado (86,4 %).",
        "Los índices más altos son los de Fortalecimiento Organizacional y Simplificación de Procesos (98,2); Planeación Institucional (96,6) y Participación Ciudadana en la Gestión Pública (95,0); los más bajos, los de Gestión de la Información Estadística (58,7); Gestión Presupuestal y Eficiencia del Gasto Público (62,7) y Control Interno (81,3).",
        "De 15 políticas medidas, 3 están por debajo del IDI de la propia entidad (82,3).",
        "El plan tiene actividades para 12 de las 15 políticas medidas.",
        "15 políticas tienen resultado, de las 19 de la vigencia 2022; un espacio en blanco no equivale a cero.",
    ] {
        assert!(text.contains(sentence), "missing {sentence:?} in\n{text}");
    }
    assert!(!text.contains("no tienen actividades en el plan sin"));
}

#[test]
fn a_comparable_vigencia_gives_a_variation_in_points() {
    let text = synthesis(&[(REPORT, "comparar_con: 2021\n", "")]);
    // The index alone stands in the figures.
    assert!(text.contains("82,3IDI de la vigencia 2022") && !text.contains("El IDI de la vigencia"), "{text}");
    assert!(!text.contains("2021"), "{text}");
    let folder = Folder::example();
    folder.replace("data/proyecto.yaml", "nombre:", "umbrales: { mensajes: 20 }\nnombre:");
    assert_eq!(folder.run(&["generar"]).code, 0);
    let text = folder.pdf_text("output/instituto-ejemplo/informe-2025-06.pdf");
    assert!(text.contains("El IDI subió 5,2 puntos frente a 2023, de 74,6 a 79,8."), "{text}");
    assert!(text.contains("El plan tiene actividades para 5 de las 16 políticas medidas."), "{text}");
}

#[test]
fn without_an_idi_nothing_is_measured_against_it() {
    let text = synthesis(&[(RESULTS, "idi: 82.3\n", "")]);
    for word in ["IDI de la vigencia", "superan el IDI", "por debajo", "82,3"] {
        assert!(!text.contains(word), "{word:?} in\n{text}");
    }
    assert!(text.contains("15 políticas tienen resultado"));
}

#[test]
fn without_a_plan_nothing_is_said_of_it() {
    let text = synthesis(&[(REPORT, "plan: plan-2023\n", "")]);
    assert!(!text.contains("actividad") && !text.contains("recurso"), "{text}");
}

#[test]
fn a_plan_that_does_not_tell_about_resources_is_only_counted() {
    let folder = Folder::sample();
    let plan = folder.read(PLAN);
    let tail = plan[plan.find("sin_recurso:").expect("the key")..].to_owned();
    let text = synthesis(&[(PLAN, &tail, "")]);
    assert!(text.contains("El plan tiene 44 actividades en 12 políticas."), "{text}");
    assert!(
        text.contains(
            "La política más baja, Gestión de la Información Estadística (58,7), tiene 2 actividades en el plan."
        ),
        "{text}"
    );
    assert!(!text.contains("recurso"), "{text}");
}

#[test]
fn a_tie_at_the_bottom_names_nobody_as_the_lowest() {
    let text = synthesis(&[(RESULTS, "puntaje: 62.7", "puntaje: 58.7")]);
    assert!(!text.contains("La política más baja"), "{text}");
    // And the extremes keep the tie together.
    assert!(text.contains("los más bajos, los de Gestión de la Información Estadística (58,7); Gestión Presupuestal y Eficiencia del Gasto Público (58,7) y Control Interno (81,3)."), "{text}");
}

#[test]
fn with_few_policies_none_is_both_strong_and_weak() {
    let folder = Folder::sample();
    let results = folder.read(RESULTS);
    let cut = results.find("  - politica: Fortalecimiento").expect("the fifth policy");
    let tail = results[cut..].to_owned();
    let text = synthesis(&[(RESULTS, &tail, "")]);
    assert!(!text.contains("Los índices más altos"), "{text}");
    assert!(text.contains("4 políticas tienen resultado, de las 19"), "{text}");
}

/// The summary of a consolidated report over entities with an IDI in 2023 and
/// in 2024, each in a sector, and the part on recommendations.
fn consolidated(entities: &[(&str, Option<f64>, Option<f64>)]) -> String {
    let folder = Folder::empty();
    let sample = Folder::sample();
    for part in ["data/catalogo/politicas.yaml", "data/catalogo/normas.yaml"] {
        folder.write(part, &sample.read(part));
    }
    let mut catalogue = "sectores:\n  - slug: salud\n    nombre: Salud\nentidades:\n".to_owned();
    for (index, (name, before, now)) in entities.iter().enumerate() {
        catalogue += &format!("  - slug: ente-{index}\n    nombre: {name}\n    sector: salud\n    medicion: mipg\n");
        for (vigencia, idi) in [(2023, before), (2024, now)] {
            let Some(idi) = idi else { continue };
            // Integridad beside the IDI, Gobierno Digital ten points under it.
            let low = idi - 10.0;
            let text = format!(
                "vigencia: {vigencia}\nejemplo: true\nidi: {idi}\npoliticas:\n  - politica: Integridad\n    puntaje: {idi}\n  - politica: Gobierno Digital\n    puntaje: {low:.1}\n"
            );
            folder.write(&format!("data/entidades/ente-{index}/resultados-{vigencia}.yaml"), &text);
        }
    }
    folder.write("data/catalogo/entidades.yaml", &catalogue);
    let compared = if entities.iter().any(|(_, before, _)| before.is_some()) { "comparar_con: 2023\n" } else { "" };
    folder.write(
        "data/conjunto/consolidado.yaml",
        &format!("tipo: consolidado\ntitulo: Consolidado\norgano: Comisión\nambito: Conjunto\nfecha: 2025-10\ncorte: 2025-09-30\n\
         vigencia: 2024\n{compared}ejemplo: true\nentidades: todas\nsecciones:\n  - titulo: Resumen\n    \
         contenido: [resumen]\n  - titulo: Recomendaciones\n    contenido: [recomendaciones_lideres]\n"),
    );
    let said = folder.run(&["generar"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    folder.pdf_text("output/conjunto/consolidado.pdf")
}

#[test]
fn a_set_says_what_its_entities_show() {
    let text = consolidated(&[
        ("Ente A", Some(80.0), Some(85.0)),
        ("Ente B", Some(80.0), Some(80.0)),
        ("Ente C", Some(90.0), Some(88.5)),
        ("Ente D", Some(70.0), Some(82.0)),
        ("Ente E", Some(85.0), Some(86.0)),
        ("Ente F", Some(84.0), Some(20.0)),
        ("Ente G", None, Some(88.5)),
        ("Ente H", Some(60.0), None),
    ]);
    for sentence in [
        "De 8 entidades, 7 tienen IDI y 1 no tiene resultado en los datos (Ente H).",
        "Una entidad típica subió 0,5 puntos. De las 6 medidas también en 2023, 3 suben, 2 bajan y 1 queda igual; lo típico es la mediana de esos 6 cambios.",
        "Un resultado pide verificación, porque el IDI cambió 20 puntos o más frente a 2023: Ente F bajó 64,0 puntos y quedó en 20,0.",
        "Ente F (20,0) se aparta en el IDI y no se repite en cada política: su cambio se verifica primero y, si se confirma, se la acompaña de manera individual en todas.",
    ] {
        assert!(text.contains(sentence), "missing {sentence:?} in\n{text}");
    }
    // One sector is not compared with itself; half of six do not make a signal; F is told once.
    for silent in ["sectores con tres o más", "Documentar qué funcionó", "Acompañar de manera individual"] {
        assert!(!text.contains(silent), "{silent:?} in\n{text}");
    }
}

#[test]
fn a_set_of_one_and_a_set_of_equals_claim_no_more_than_they_can() {
    let text = consolidated(&[("Ente A", None, Some(85.0))]);
    assert!(text.contains("De 1 entidad, 1 tiene IDI."), "{text}");
    assert!(text.contains("El IDI de la única entidad medida es 85,0."), "{text}");
    for silent in ["Se aparta", "Mayor subida", "también en 2023", "mitad central"] {
        assert!(!text.contains(silent), "{silent:?} in\n{text}");
    }
    let equal = [("Ente A", Some(80.0), Some(80.0)); 5];
    let text = consolidated(&equal);
    let still = "Una entidad típica no cambió. De las 5 medidas también en 2023, 0 suben, 0 bajan y 5 quedan igual; lo típico es la mediana de esos 5 cambios.";
    assert!(text.contains(still), "{text}");
    for silent in ["Se aparta", "por verificar", "piden verificación", "por tipo de entidad"] {
        assert!(!text.contains(silent), "{silent:?} in\n{text}");
    }
}
