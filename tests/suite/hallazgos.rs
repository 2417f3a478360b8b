//! The hallazgos of a report on an entity: what they say at the edges of their thresholds, in which
//! order, and the figures in them computed again from the data that the test wrote.

use crate::support::{Folder, dense};

const HOME: &str = "data/entidades/instituto-ejemplo";

/// A project of one entity, measured in 2023 and 2024, with its plan and what `proyecto.yaml` adds.
struct Caso<'a> {
    ajustes: &'a str,
    idi: (f64, f64),
    /// Policy, 2023, 2024.
    politicas: &'a [(&'a str, f64, f64)],
    plan: &'a str,
}

impl Caso<'_> {
    fn folder(&self) -> Folder {
        let (folder, base) = (Folder::empty(), Folder::example());
        for part in ["catalogo/politicas", "catalogo/normas", "catalogo/entidades"] {
            let path = format!("data/{part}.yaml");
            folder.write(&path, &base.read(&path));
        }
        folder.write("data/proyecto.yaml", &format!("nombre: Prueba\n{}", self.ajustes));
        let results = |vigencia: u32, idi: f64, of: &dyn Fn(&(&str, f64, f64)) -> f64| {
            let lines: String =
                self.politicas.iter().map(|p| format!("  - politica: {}\n    puntaje: {}\n", p.0, of(p))).collect();
            folder.write(
                &format!("{HOME}/resultados-{vigencia}.yaml"),
                &format!("vigencia: {vigencia}\nejemplo: true\nidi: {idi}\npoliticas:\n{lines}"),
            );
        };
        results(2023, self.idi.0, &|p| p.1);
        results(2024, self.idi.1, &|p| p.2);
        if !self.plan.is_empty() {
            folder
                .write(&format!("{HOME}/plan-2025.yaml"), &format!("nombre: Plan 2025\nejemplo: true\n{}", self.plan));
        }
        let plan = if self.plan.is_empty() { "" } else { "plan: plan-2025\n" };
        folder.write(&format!("{HOME}/informe.yaml"), &format!("tipo: informe-seguimiento\ntitulo: Informe\nentidad: instituto-ejemplo\nfecha: 2025-07-20\ncorte: 2025-06-30\nvigencia: 2024\ncomparar_con: 2023\n{plan}ejemplo: true\nsecciones:\n  - titulo: Todo\n    contenido: [sintesis]\n"));
        folder
    }

    /// What the synthesis says, without spaces.
    fn says(&self) -> String {
        let folder = self.folder();
        let said = folder.run(&["generar"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        dense(&folder.pdf_text("output/instituto-ejemplo/informe.pdf"))
    }
}

const FLAT: &[(&str, f64, f64)] =
    &[("Integridad", 80.0, 80.0), ("Gobierno Digital", 70.0, 71.0), ("Gestión Documental", 60.0, 61.0)];

fn caso<'a>() -> Caso<'a> {
    Caso { ajustes: "", idi: (75.0, 76.0), politicas: FLAT, plan: "" }
}

fn has(text: &str, expected: &str) -> bool {
    text.contains(&dense(expected))
}

fn activity(id: &str, policy: &str, from: &str, to: &str, done: Option<u32>) -> String {
    let done = done.map(|d| format!("    avance: {d}\n")).unwrap_or_default();
    format!(
        "  - id: {id}\n    politica: {policy}\n    actividad: Hacer {id}\n    responsable: Planeación\n    inicio: {from}\n    fin: {to}\n{done}"
    )
}

#[test]
fn a_change_has_to_be_verified_from_its_threshold_on() {
    let verify = "Un cambio de 20 puntos o más: antes de sacar conclusiones hay que confirmar";
    for (before, now, told) in [(70.0, 50.1, false), (70.0, 50.0, true), (60.0, 80.0, true), (60.0, 79.9, false)] {
        let text = Caso { idi: (before, now), ..caso() }.says();
        assert_eq!(has(&text, verify), told, "{before} → {now}: {text}");
        let verb = if now > before { "subió" } else { "bajó" };
        let difference = format!("{:.1}", f64::abs(now - before)).replace('.', ",");
        assert!(has(&text, &format!("{verb} {difference} puntos frente a 2023")), "{text}");
    }
    // Up to the threshold of what is alike, a change is none.
    for (before, now, said) in [
        (75.0, 76.0, "El IDI se mantuvo (+1,0 puntos) frente a 2023"),
        (76.0, 75.0, "El IDI se mantuvo (−1,0 puntos) frente a 2023"),
        (75.0, 76.1, "El IDI subió 1,1 puntos frente a 2023"),
        (76.1, 75.0, "El IDI bajó 1,1 puntos frente a 2023"),
        (75.0, 75.0, "es igual al de 2023"),
    ] {
        let text = Caso { idi: (before, now), ..caso() }.says();
        assert!(has(&text, said), "{before} → {now}: {text}");
    }
    // The project says from when on; policies have the same threshold, and are not told twice.
    let politicas: &[_] =
        &[("Integridad", 80.0, 70.0), ("Gobierno Digital", 70.0, 60.1), ("Control Interno", 60.0, 60.0)];
    let ajustes = "umbrales: {cambio_por_verificar: 10, similar: 0}\n";
    let text = Caso { ajustes, politicas, ..caso() }.says();
    assert!(
        has(
            &text,
            "Una política cambió 10 puntos o más frente a 2023, lo que hay que confirmar en las respuestas del FURAG: Integridad (de 80,0 a 70,0)."
        ),
        "{text}"
    );
    assert!(
        has(
            &text,
            "Aunque el IDI subió, una política bajó 5 puntos o más frente a 2023: Gobierno Digital (de 70,0 a 60,1)."
        ),
        "{text}"
    );
}

#[test]
fn a_fall_is_told_from_its_threshold_on_and_many_without_parting_equals() {
    for (now, told) in [(75.1, false), (75.0, true)] {
        let politicas: &[_] = &[("Integridad", 80.0, now), ("Gobierno Digital", 70.0, 71.0)];
        assert_eq!(
            has(&Caso { politicas, ..caso() }.says(), "Una política bajó 5 puntos o más")
                || has(&Caso { politicas, ..caso() }.says(), "una política bajó 5 puntos o más"),
            told,
            "{now}"
        );
        let text = Caso { politicas, idi: (75.0, 75.0), ajustes: "umbrales: {caida: 4}\n", ..caso() }.says();
        assert!(has(&text, "Políticas. Una política bajó 4 puntos o más") && !has(&text, "Aunque"), "{text}");
    }
    let five: &[_] = &[
        ("Integridad", 80.0, 70.0),
        ("Gobierno Digital", 80.0, 71.0),
        ("Control Interno", 80.0, 74.0),
        ("Seguridad Digital", 80.0, 74.0),
        ("Mejora Normativa", 80.0, 74.5),
        ("Gestión Documental", 80.0, 90.0),
    ];
    let text = Caso { politicas: five, idi: (80.0, 78.0), ..caso() }.says();
    let named = "Cinco políticas bajaron 5 puntos o más frente a 2023. Las que más: Integridad (de 80,0 a 70,0) y Gobierno Digital (de 80,0 a 71,0).";
    assert!(has(&text, named), "{text}");
}

#[test]
fn what_is_overdue_comes_before_what_is_good_to_know() {
    let plan = format!(
        "actividades:\n{}{}{}{}",
        activity("A", "Integridad", "2025-01-01", "2025-03-31", Some(50)),
        activity("B", "Gobierno Digital", "2025-01-01", "2025-06-30", Some(90)),
        activity("C", "Integridad", "2025-07-01", "2025-12-31", Some(0)),
        activity("D", "Integridad", "2025-01-01", "2025-06-29", Some(10)),
    );
    let text = Caso { plan: &plan, ..caso() }.says();
    // April, May and June: 91 days from the end of March to the end of June.
    let late = "De 4 actividades del plan, al corte hay 2 vencidas y 1 que vencía el día del corte, con 90 % de avance; a la fecha de este informe su plazo ya terminó. La más atrasada, la A (Integridad), debía terminar 91 días antes del corte.";
    let lowest = "La política más baja, Gestión Documental (61,0), no tiene actividades en el plan.";
    let order = [late, lowest, "El plan tiene actividades para 2 de las 3 políticas medidas."];
    let at: Vec<_> =
        order.iter().map(|s| text.find(&dense(s)).unwrap_or_else(|| panic!("no {s:?} in {text}"))).collect();
    assert!(at.is_sorted(), "{text}");
    assert!(has(&text, "2 de 4 actividades del plan, vencidas, y 1 que vencía el día del corte"), "{text}");
    // The lowest alone is not told again among those below the IDI.
    assert!(!has(&text, "por debajo del IDI, 1 no tiene"), "{text}");
    // As late as another: nobody is named.
    let tied = plan.replace("2025-06-29", "2025-03-31");
    assert!(has(&Caso { plan: &tied, ..caso() }.says(), "El mayor atraso es de 91 días."));
    let none = plan.replace("2025-03-31", "2025-08-31").replace("2025-06-29", "2025-08-31");
    let text = Caso { plan: &none, ..caso() }.says();
    assert!(has(&text, "ninguna está vencida al corte, pero 1 vencía ese mismo día sin cumplirse"), "{text}");
    assert!(!has(&text, "debía terminar") && !has(&text, "atraso"), "{text}");
    let calm = none.replace("2025-06-30", "2025-07-31");
    let text = Caso { plan: &calm, ..caso() }.says();
    assert!(has(&text, "0 de 4 actividades del plan cumplidas al corte; ninguna vencida"), "{text}");
}

#[test]
fn a_plan_without_progress_says_so_and_that_it_was_to_be_over() {
    let counts = "por_politica:\n  - politica: Integridad\n    actividades: 7\n";
    let unknown = "la fuente no trae el avance de sus 7 actividades: no se puede decir cuántas se cumplieron";
    for (ends, over) in
        [("", false), ("termina: 2025-06-30\n", false), ("termina: 2025-06-29\n", true), ("termina: 2025-05\n", true)]
    {
        let text = Caso { plan: &format!("{ends}{counts}"), ..caso() }.says();
        assert_eq!(has(&text, unknown), over, "{ends}: {text}");
        assert_eq!(has(&text, "La fuente no trae el avance de las 7 actividades del plan"), !over, "{ends}: {text}");
    }
    let text = Caso { plan: &format!("termina: 2025-05\n{counts}"), ..caso() }.says();
    assert!(has(&text, "El plan debía terminar en mayo de 2025, antes del corte"), "{text}");
    // One activity that says its progress is enough for states.
    let some = format!("actividades:\n{}", activity("A", "Integridad", "2025-01-01", "2025-12-31", Some(5)));
    assert!(!has(&Caso { plan: &some, ..caso() }.says(), "no trae el avance"));
}

#[test]
fn many_equals_are_counted_and_not_listed() {
    let names = [
        "Integridad",
        "Gobierno Digital",
        "Control Interno",
        "Seguridad Digital",
        "Mejora Normativa",
        "Gestión Documental",
        "Defensa Jurídica",
    ];
    let mut all: Vec<_> = names.iter().map(|name| (*name, 90.0, 100.0)).collect();
    all.extend([
        ("Racionalización de Trámites", 50.0, 52.0),
        ("Compras y Contratación Pública", 50.0, 51.0),
        ("Planeación Institucional", 50.0, 50.0),
    ]);
    let text = Caso { politicas: &all, ..caso() }.says();
    let low =
        "Planeación Institucional (50,0); Compras y Contratación Pública (51,0) y Racionalización de Trámites (52,0)";
    assert!(
        has(&text, &format!("7 políticas comparten el índice más alto, 100,0; los más bajos, los de {low}.")),
        "{text}"
    );
}

#[test]
fn only_what_is_not_fulfilled_is_alarming_without_resources() {
    let plan = |done: u32| {
        let a = activity("A", "Integridad", "2025-01-01", "2025-12-31", Some(done)) + "    recurso: false\n";
        let b = activity("B", "Integridad", "2025-01-01", "2025-12-31", Some(40)) + "    recurso: true\n";
        format!("actividades:\n{a}{b}")
    };
    let of = |done| Caso { plan: &plan(done), ajustes: "umbrales: {mensajes: 20}\n", ..caso() }.says();
    let open = of(99);
    assert!(has(&open, "De 2 actividades del plan, 1 no tiene recurso asignado"), "{open}");
    assert!(has(&open, "1 de 2 actividades del plan sin recurso asignado"), "{open}");
    let done = of(100);
    assert!(has(&done, "Ninguna de las actividades por cumplir está sin recurso asignado."), "{done}");
    assert!(!has(&done, "no tiene recurso") && !has(&done, "actividades por cumplir, sin recurso"), "{done}");
}

#[test]
fn a_synthesis_says_as_many_messages_as_the_project_wants() {
    let of = |ajustes| Caso { ajustes, ..caso() }.says();
    let count = |text: &str| text.matches('•').count();
    let all = count(&of("umbrales: {mensajes: 20}\n"));
    assert!(all > 2, "{all}");
    assert_eq!(count(&of("umbrales: {mensajes: 2}\n")), 2);
    assert!(has(&of("umbrales: {mensajes: 2}\n"), &format!("Se dicen 2 de {all} hallazgos")));
    assert_eq!(count(&of("")), all.min(5));
}

#[test]
fn thresholds_out_of_range_are_told() {
    for (key, wrong, range) in [
        ("cambio_por_verificar", 0, "1 y 100"),
        ("caida", 101, "1 y 100"),
        ("posicion_baja", 51, "1 y 50"),
        ("ultimos_puestos", 0, "1 y 20"),
        ("puestos_perdidos", 101, "1 y 100"),
        ("caida_componente", 0, "1 y 100"),
        ("similar", 11, "0 y 10"),
        ("rezago", 101, "1 y 100"),
        ("cuestionario", 49, "50 y 100"),
        ("mensajes", 21, "1 y 20"),
    ] {
        let folder = Caso { ajustes: &format!("umbrales:\n  {key}: {wrong}\n"), ..caso() }.folder();
        let said = folder.run(&["validar", "--formato", "corto"]);
        assert_eq!(said.code, 1, "{}", said.stderr);
        let told = format!("{}{}", said.stdout, said.stderr);
        assert!(told.contains(&format!("«{key}» es {wrong} y debe estar entre {range}")), "{told}");
    }
}
