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
    folder.write(REPORT, &report[..end]);
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
        "El IDI de la vigencia 2022 fue 82,3. El de 2021 fue 71,3; no son comparables, así que no se calcula una variación.",
        "15 políticas tienen resultado, de las 19 de la vigencia 2022; las demás no tienen valor en los datos, y en blanco no es cero.",
        "Los índices más altos son los de Fortalecimiento Organizacional y Simplificación de Procesos (98,2); Planeación Institucional (96,6) y Participación Ciudadana en la Gestión Pública (95,0); los más bajos, los de Gestión de la Información Estadística (58,7); Gestión Presupuestal y Eficiencia del Gasto Público (62,7) y Control Interno (81,3).",
        "De las 15 políticas medidas, 12 superan el IDI de la entidad (82,3) y 3 están por debajo.",
        "De 44 actividades del plan, 38 no tienen recurso asignado (86,4 %): son de 10 de las 12 políticas del plan.",
        "La política más baja, Gestión de la Información Estadística (58,7), tiene 2 actividades en el plan, ninguna con recurso asignado.",
        "De 3 políticas por debajo del IDI, 2 tienen actividades en el plan sin ningún recurso asignado: Gestión de la Información Estadística (58,7) y Gestión Presupuestal y Eficiencia del Gasto Público (62,7).",
        "3 políticas medidas no tienen actividades en el plan: Fortalecimiento Organizacional y Simplificación de Procesos (98,2); Planeación Institucional (96,6) y Compras y Contratación Pública (92,7); todas superan el IDI.",
    ] {
        assert!(text.contains(sentence), "missing {sentence:?} in\n{text}");
    }
    assert!(!text.contains("no tienen actividades en el plan sin"));
}

#[test]
fn a_comparable_vigencia_gives_a_variation_in_points() {
    let text = synthesis(&[(REPORT, "comparar_con: 2021\n", ""), (REPORT, "vigencia: 2022", "vigencia: 2022")]);
    assert!(text.contains("El IDI de la vigencia 2022 fue 82,3.") && !text.contains("2021"), "{text}");
    let folder = Folder::example();
    assert_eq!(folder.run(&["generar"]).code, 0);
    let text = folder.pdf_text("output/instituto-ejemplo/informe-2025-06.pdf");
    assert!(text.contains("El IDI de la vigencia 2024 fue 79,8, frente a 74,6 en 2023 (+5,2 puntos)."), "{text}");
    assert!(text.contains("11 políticas medidas no tienen actividades en el plan; 10 superan el IDI."), "{text}");
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
