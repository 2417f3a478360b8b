//! Importing over a file that is there: which entries are the same, what changes,
//! and what somebody put by hand.

use crate::importar::C::{N, T};
use crate::importar::{C, again, book, row, values, wide};
use crate::support::Folder;

const PLAN: &str = "data/entidades/and/plan-2025.yaml";
const RESULTS: &str = "data/entidades/and/resultados-2024.yaml";
const TABLE: &str = "Resultados_vig2024_territorio.xlsx";

fn plan(header: &[&'static str], rows: &[Vec<C>]) -> Vec<u8> {
    let header = header.iter().map(|text| T(text)).collect();
    book("Plan", &[vec![header], rows.to_vec()].concat())
}

fn activity(text: &'static str) -> Vec<C> {
    vec![T("Integridad"), T(text)]
}

const OPTIONS: [&str; 5] = ["plan", "--entidad", "and", "--vigencia", "2025"];

fn forced(folder: &Folder, bytes: &[u8], more: &[&str]) -> crate::support::Said {
    again(folder, "plan.xlsx", bytes, &[&OPTIONS[..], &["--forzar"], more].concat())
}

/// The activities of the plan, as they are written.
fn activities(folder: &Folder) -> String {
    folder.read(PLAN).split_once("actividades:\n").expect("activities").1.to_owned()
}

#[test]
fn an_inserted_row_moves_nothing_to_another_activity() {
    let header = ["Política", "Actividad"];
    let folder = Folder::sample();
    let first = plan(&header, &[activity("Actualizar el código"), activity("Publicar el código")]);
    assert_eq!(again(&folder, "plan.xlsx", &first, &OPTIONS).code, 0);
    folder.replace(
        PLAN,
        "    actividad: Actualizar el código\n",
        "    actividad: Actualizar el código\n    avance: 100  # según el acta\n    evidencia: Acta 3\n    observacion: |\n      \
         Quedó así:\n      # no es un comentario\n",
    );
    folder.replace(PLAN, "  - id: 2\n", "  # Esta la lleva Ana.\n  - id: 2\n");
    let second = plan(
        &header,
        &[activity("Cifrar los portátiles"), activity("Actualizar el código"), activity("PUBLICAR el  código.")],
    );
    let said = forced(&folder, &second, &[]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
    assert!(said.stdout.contains("    actividades «Cifrar los portátiles»: se agrega\n"), "{said:?}");
    assert!(
        said.stdout
            .contains("    actividades «Publicar el código» actividad: Publicar el código → PUBLICAR el código.\n"),
        "{said:?}"
    );
    assert_eq!(
        activities(&folder),
        "  - id: 3\n    politica: Integridad\n    actividad: Cifrar los portátiles\n  - id: 1\n    politica: Integridad\n    \
         actividad: Actualizar el código\n    avance: 100  # según el acta\n    evidencia: Acta 3\n    observacion: \"Quedó así:\\n# \
         no es un comentario\\n\"\n  # Esta la lleva Ana.\n  - id: 2\n    politica: Integridad\n    actividad: PUBLICAR el código.\n"
    );
    let said = forced(&folder, &second, &[]);
    assert!(said.stdout.contains("igual "), "{said:?}");
}

#[test]
fn an_activity_is_known_by_its_text_and_not_by_its_number() {
    let header = ["No.", "Política", "Actividad"];
    let numbered = |n: f64, text| [vec![N(n)], activity(text)].concat();
    let folder = Folder::sample();
    let first = plan(&header, &[numbered(1.0, "Actualizar el código"), numbered(2.0, "Publicar el código")]);
    assert_eq!(again(&folder, "plan.xlsx", &first, &OPTIONS).code, 0);
    folder.replace(
        PLAN,
        "    actividad: Actualizar el código\n",
        "    actividad: Actualizar el código\n    evidencia: Acta 3\n",
    );
    // Other numbers for the same activities.
    let turned = plan(&header, &[numbered(1.0, "Publicar el código"), numbered(2.0, "Actualizar el código")]);
    let said = forced(&folder, &turned, &[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.stdout.contains(
            "    actividades «Publicar el código» id: 2 → 1\n    actividades «Actualizar el código» id: 1 → 2\n"
        ),
        "{said:?}"
    );
    let kept = "  - id: 2\n    politica: Integridad\n    actividad: Actualizar el código\n    evidencia: Acta 3\n";
    assert!(activities(&folder).ends_with(kept), "{}", activities(&folder));
    // The same number for another activity: the one that is there stays apart, with what it has.
    let other = plan(&header, &[numbered(1.0, "Publicar el código"), numbered(2.0, "Cifrar los portátiles")]);
    let warning = "aviso[dato-manual]: actividades «Actualizar el código»: se conserva, con los datos puestos a mano; lo importado \
                   no lo trae. Remedio: si es el mismo renglón con otro texto, pase sus datos al nuevo y quite este; con --descartar \
                   se quita.";
    let said = forced(&folder, &other, &[]);
    assert!(said.code == 0 && said.stderr.contains(warning), "{said:?}");
    assert!(activities(&folder).contains("actividad: Cifrar los portátiles\n  - id: 2\n"), "{}", activities(&folder));
    assert!(activities(&folder).ends_with(kept), "{}", activities(&folder));
    let said = forced(&folder, &other, &["--descartar"]);
    assert!(
        said.stdout.contains("    actividades «Actualizar el código»: se quita, con los datos puestos a mano\n"),
        "{said:?}"
    );
    assert!(!activities(&folder).contains("Acta 3"), "{}", activities(&folder));
}

#[test]
fn keys_that_no_import_gives_stay_where_their_record_has_them() {
    let header = ["Política", "Actividad"];
    let folder = Folder::sample();
    let first = plan(&header, &[activity("Actualizar el código")]);
    assert_eq!(again(&folder, "plan.xlsx", &first, &OPTIONS).code, 0);
    let text = folder.read(PLAN);
    let (before, after) = text.split_once("procedencia:\n").expect("where it comes from");
    folder.write(PLAN, &format!("{before}termina: 2025-12-31\nprocedencia:\n{after}"));
    let second = plan(&header, &[activity("Actualizar el código"), activity("Publicar el código")]);
    assert_eq!(forced(&folder, &second, &[]).code, 0);
    let keys: Vec<_> = folder.read(PLAN).lines().filter_map(|l| Some(l.split_once(':')?.0.to_owned())).collect();
    let top: Vec<_> = keys.iter().filter(|key| !key.starts_with([' ', '#'])).map(String::as_str).collect();
    assert_eq!(top, ["nombre", "termina", "procedencia", "actividades"], "{}", folder.read(PLAN));
}

#[test]
fn activities_of_one_text_are_told_apart_or_kept_apart() {
    let header = ["Política", "Actividad", "Responsable"];
    let of = |text, who| [activity(text), vec![T(who)]].concat();
    let folder = Folder::sample();
    let rows = [of("Revisar el código", "Planeación"), of("Revisar el código", "Jurídica")];
    assert_eq!(again(&folder, "plan.xlsx", &plan(&header, &rows), &OPTIONS).code, 0);
    folder.replace(PLAN, "    responsable: Jurídica\n", "    responsable: Jurídica\n    evidencia: Acta 3\n");
    let [one, two] = rows;
    let said = forced(&folder, &plan(&header, &[two, one.clone()]), &[]);
    assert!(said.code == 0 && said.stderr.is_empty(), "{said:?}");
    let of_two = "    responsable: Jurídica\n    evidencia: Acta 3\n";
    assert!(activities(&folder).contains(of_two), "{}", activities(&folder));
    // Nothing says any more which one has the evidence.
    let said = forced(
        &folder,
        &plan(&header, &[of("Revisar el código", "Sistemas"), one, of("Revisar el código", "Archivo")]),
        &[],
    );
    assert!(said.stderr.contains("aviso[dato-manual]: actividades «Revisar el código»: se conserva"), "{said:?}");
    let text = activities(&folder);
    assert!(text.contains(of_two) && text.matches("Acta 3").count() == 1, "{text}");
    assert!(text.contains("responsable: Sistemas\n") && text.contains("responsable: Archivo\n"), "{text}");
}

#[test]
fn what_changes_is_listed_and_what_was_corrected_stays() {
    let folder = Folder::sample();
    assert_eq!(again(&folder, TABLE, &wide(&[row(crate::importar::AND, &values())]), &["furag"]).code, 0);
    folder.replace(RESULTS, "puntaje: 83.7\n", "puntaje: 99 # corregido por oficio 123\n");
    let mut new = values();
    new[0] = N(83.0);
    new[4] = T("84,1");
    new[7] = C::B;
    let changed = wide(&[row(crate::importar::AND, &new)]);
    let listed = "    idi: 82.3 → 83\n    politicas «Gobierno Digital» puntaje: se conserva 99, corregido a mano; lo importado dice \
                  84.1\n    politicas «Gobierno Digital» subindices «I11»: se quita\n";
    let warning = "aviso[dato-manual]: politicas «Gobierno Digital» puntaje: se conserva 99, corregido a mano; lo importado dice \
                   84.1. Remedio: si lo importado ya es lo cierto, quite el comentario y repita; con --descartar se reescribe.";
    let before = folder.read(RESULTS);
    let said = again(&folder, TABLE, &changed, &["furag"]);
    assert!(said.code == 1 && said.stdout.contains(listed), "{said:?}");
    let said = again(&folder, TABLE, &changed, &["furag", "--forzar", "--simular"]);
    assert!(said.stdout.contains(listed) && said.stderr.contains(warning), "{said:?}");
    assert_eq!(folder.read(RESULTS), before);
    let said = again(&folder, TABLE, &changed, &["furag", "--forzar"]);
    assert!(said.code == 0 && said.stdout.contains(listed) && said.stderr.contains(warning), "{said:?}");
    let text = folder.read(RESULTS);
    assert!(text.contains("idi: 83\n") && text.contains("puntaje: 99  # corregido por oficio 123\n"), "{text}");
    // It stays the same, and is told again.
    let said = again(&folder, TABLE, &changed, &["furag"]);
    assert!(said.code == 0 && said.stdout.contains("igual") && said.stderr.contains(warning), "{said:?}");
    let said = again(&folder, TABLE, &changed, &["furag", "--forzar", "--descartar"]);
    assert!(said.stdout.contains("puntaje: 99 → 84.1, aunque estaba corregido a mano\n"), "{said:?}");
    assert!(folder.read(RESULTS).contains("puntaje: 84.1  # corregido por oficio 123\n"));
}

#[test]
fn many_changes_are_counted_and_the_dress_of_the_file_stays() {
    let folder = Folder::sample();
    let list: String = (1..=30)
        .map(|n| format!("  - politica: Integridad # nota {n}\n    actividad: \"Actividad # {n}\"\n    avance: {n}\n"))
        .collect();
    let text = format!("nombre: Plan de mejoramiento MIPG 2025\nactividades:\n{list}");
    folder.write(PLAN, &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let rows: Vec<_> = ["Actividad # 1", "Actividad # 2"].map(|text| [activity(text), vec![N(50.0)]].concat()).to_vec();
    let bytes = plan(&["Política", "Actividad", "Avance"], &rows);
    let said = forced(&folder, &bytes, &["--descartar"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("actividades «Actividad # 1» avance: 1 → 50\n"), "{said:?}");
    assert!(said.stdout.contains("\n    y 14 cambios más\n"), "{said:?}");
    let text = folder.read(PLAN);
    assert!(text.starts_with('\u{feff}') && text.lines().count() > 6, "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(
        text.contains("  - politica: Integridad  # nota 2\r\n    actividad: \"Actividad # 2\"\r\n    avance: 50\r\n"),
        "{text}"
    );
}

#[test]
fn what_the_table_does_not_say_is_only_proposed() {
    let folder = Folder::sample();
    folder.write(
        PLAN,
        "nombre: Plan de la Dirección\nfuente: Acta 4\nactividades:\n  - id: 1\n    politica: Integridad\n    actividad: Actualizar el \
         código\n    avance: 3/6\n",
    );
    let bytes = plan(
        &["No.", "Política", "Actividad", "Avance"],
        &[[vec![N(1.0)], activity("Actualizar el código"), vec![N(50.0)]].concat()],
    );
    let said = forced(&folder, &bytes, &[]);
    assert_eq!(said.code, 0, "{said:?}");
    let text = folder.read(PLAN);
    assert!(
        text.contains("nombre: Plan de la Dirección\nfuente: Acta 4\n") && text.contains("avance: 3/6\n"),
        "{text}"
    );
    let said = forced(&folder, &bytes, &["--nombre", "Plan 2025", "--fuente", "SIG"]);
    assert!(
        said.stdout.contains("    nombre: Plan de la Dirección → Plan 2025\n    fuente: Acta 4 → SIG\n"),
        "{said:?}"
    );
}

#[test]
fn progress_in_units_may_pass_the_plan() {
    let rows = |text| [[vec![N(1.0)], activity("Actualizar el código"), vec![T(text)]].concat()];
    let header = ["No.", "Política", "Actividad", "Avance"];
    let folder = Folder::sample();
    assert_eq!(again(&folder, "plan.xlsx", &plan(&header, &rows("6/5")), &OPTIONS).code, 0);
    assert!(activities(&folder).contains("avance: 6/5\n"));
    for (text, expected) in [
        (
            "37,5/50",
            "el avance «37,5/50» no está en unidades enteras. Remedio: escriba lo hecho y lo programado sin decimales, como \
                     75/100 por 37,5/50, o el porcentaje.",
        ),
        (
            "125 %",
            "el avance «125 %» no está entre 0 y 100 %. Remedio: corrija el avance; si se hizo más de lo programado, escriba \
                   las unidades, como 6/5.",
        ),
    ] {
        let said = again(&folder, "plan.xlsx", &plan(&header, &rows(text)), &OPTIONS);
        assert!(said.code == 1 && said.stderr.contains(expected), "{said:?}");
    }
}

#[test]
fn a_correction_keeps_its_comment_however_its_line_is_written() {
    let folder = Folder::sample();
    folder.write(
        PLAN,
        "nombre: Plan\nactividades:\n  - politica: Integridad # ojo\n    actividad: Actualizar el código\n  - {politica: Integridad, \
         actividad: Publicar el código, evidencia: 'Acta #9'} # la del archivo\n",
    );
    let rows = ["Actualizar el código", "Publicar el código"].map(|text| [activity(text), vec![T("Acta 1")]].concat());
    let bytes = plan(&["Política", "Actividad", "Evidencia"], &rows);
    for _ in 0..2 {
        let said = forced(&folder, &bytes, &[]);
        assert!(
            said.stderr.contains("evidencia: se conserva Acta #9, corregido a mano; lo importado dice Acta 1"),
            "{said:?}"
        );
        assert_eq!(
            activities(&folder),
            "  - politica: Integridad  # ojo\n    actividad: Actualizar el código\n    evidencia: Acta 1\n  - politica: \
             Integridad\n    actividad: Publicar el código\n    evidencia: \"Acta #9\"  # la del archivo\n"
        );
    }
}
