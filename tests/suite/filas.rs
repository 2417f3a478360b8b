//! What becomes of each row that is imported: whose it is, whether it is data,
//! and that none is lost without a word.

use crate::importar::C::{B, N, T};
use crate::importar::{C, again, book, import, row, values, wide};
use crate::support::Folder;

const ENTIDADES: &str = "data/catalogo/entidades.yaml";

/// The sample with one abbreviation for two entities.
fn shared() -> Folder {
    let folder = Folder::sample();
    for sigla in ["SDH", "SDS"] {
        folder.replace(ENTIDADES, &format!("sigla: {sigla}\n"), "sigla: XYZ\n");
    }
    folder
}

fn plan(header: &[&'static str], rows: &[Vec<C>]) -> Vec<u8> {
    let header = header.iter().map(|text| T(text)).collect();
    book("Plan", &[vec![header], rows.to_vec()].concat())
}

#[test]
fn a_name_of_several_entities_names_its_candidates() {
    let folder = shared();
    let candidates = "«XYZ» es de varias entidades del catálogo: «Secretaría Distrital de Hacienda» (secretaria-hacienda) y \
                      «Secretaría Distrital de Salud» (secretaria-salud)";
    let one = plan(&["Política", "Actividad"], &[vec![T("Integridad"), T("Actualizar el código")]]);
    let workbook = wide(&[row("XYZ", &values())]);
    for (name, bytes, options) in [
        ("plan.xlsx", &one, &["plan", "--vigencia", "2025", "--entidad", "XYZ"][..]),
        ("r_vig2024.xlsx", &workbook, &["furag", "--entidad", "x.y.z."]),
    ] {
        let said = again(&folder, name, bytes, options);
        assert_eq!(said.code, 2, "{said:?}");
        let expected = candidates.replace("«XYZ» es", &format!("«{}» es", options[options.len() - 1]));
        let remedy = "  remedio: diga cuál es con su slug: --entidad secretaria-hacienda\n";
        assert_eq!(said.stderr, format!("error: {expected}\n{remedy}"));
    }
    // So does a row, in a plan and in the results.
    let of_rows =
        plan(&["Entidad", "Política", "Actividad"], &[vec![T("XYZ"), T("Integridad"), T("Actualizar el código")]]);
    let cell = "Plan!A2: error[entidad-ambigua]: ";
    for options in
        [&["plan", "--vigencia", "2025"][..], &["plan", "--vigencia", "2025", "--entidad", "secretaria-salud"]]
    {
        let said = again(&folder, "plan.xlsx", &of_rows, options);
        assert!(said.code == 1 && said.stderr.contains(&format!("{cell}{candidates}.")), "{said:?}");
        assert!(!folder.exists("data/entidades/secretaria-salud/plan-2025.yaml"));
    }
    let mut rows = row("XYZ", &values());
    rows[0] = B;
    let said = again(&folder, "r_vig2024.xlsx", &wide(&[rows.clone()]), &["furag"]);
    assert!(said.code == 1 && said.stderr.contains(&format!("error[entidad-ambigua]: {candidates}.")), "{said:?}");
    // The code of one of them decides.
    folder.replace(ENTIDADES, "  - slug: secretaria-salud\n", "  - slug: secretaria-salud\n    codigo: \"77\"\n");
    rows[0] = N(77.0);
    let said = again(&folder, "r_vig2024.xlsx", &wide(&[rows]), &["furag"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(folder.exists("data/entidades/secretaria-salud/resultados-2024.yaml"));
}

#[test]
fn totals_notes_and_blanks_are_no_entities_and_every_row_is_counted() {
    let mut rows = vec![
        row("Canal Capital", &values()),
        row("PROMEDIO DISTRITO", &values()),
        row("Entidad", &[]),
        vec![T("TOTAL"), B, B, B, B, B, B, B, N(80.0)],
        vec![B, T("Nota: cifras preliminares")],
        vec![B, T("Resultados sujetos a revisión")],
        vec![T("77"), T("Entidad nueva sin puntajes")],
        row("Alcaldía de Fuente de Oro", &values()),
    ];
    for (at, code) in [(0, "1"), (1, "2"), (7, "3")] {
        rows[at][0] = T(code);
    }
    let (folder, said) = import("r_vig2024.xlsx", &wide(&rows), &["furag", "--agregar"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.stdout.contains(
            "8 filas leídas = 3 seleccionadas + 0 no seleccionadas + 5 sin datos\n3 seleccionadas = 2 escritas + 0 iguales + 0 que \
             ya existen y dicen otra cosa + 1 rechazada + 0 fuera del catálogo\n2 archivos escritos\n1 entidad agregada"
        ),
        "{said:?}"
    );
    for expected in [
        "Territorio!B5: nota[fila-sin-datos]: «PROMEDIO DISTRITO» es un total o un promedio; la fila no se importa.",
        "Territorio!B6: nota[fila-sin-datos]: «Entidad» repite el encabezado; la fila no se importa.",
        "Territorio!A7: nota[fila-sin-datos]: «TOTAL» es un total o un promedio; la fila no se importa.",
        "Territorio!B8: nota[fila-sin-datos]: «Nota: cifras preliminares» es una nota; la fila no se importa.",
        "Territorio!B9: nota[fila-sin-datos]: «Resultados sujetos a revisión» está en una fila sin puntajes; la fila no se importa.",
        "Territorio!B10: error[celda-vacia]: «Entidad nueva sin puntajes» no tiene ningún puntaje en la vigencia 2024.",
    ] {
        assert!(said.stderr.contains(expected), "{expected}\n{}", said.stderr);
    }
    let catalogue = folder.read(ENTIDADES);
    assert!(catalogue.contains("slug: alcaldia-de-fuente-de-oro") && !catalogue.contains("promedio"), "{catalogue}");
}

#[test]
fn every_row_of_a_plan_is_taken_refused_or_told() {
    let header = ["No.", "Entidad", "Política", "Actividad", "Producto", "Avance"];
    let rows = [
        vec![N(1.0), T("Canal Capital"), T("Integridad"), T("Actualizar el código"), T("Código"), N(10.0)],
        // A cell that stands for the one below it.
        vec![N(2.0), T("Canal Capital"), B, T("Publicar el código"), B, N(20.0)],
        // A second product of the activity above.
        vec![B, T("Canal Capital"), B, B, T("Acta"), N(30.0)],
        vec![B, T("C. Capital"), T("Integridad"), T("Explicar el código")],
        vec![N(5.0)],
        vec![B, B, B, B, T("Promedio"), N(20.0)],
        vec![T("Elaboró: Ana")],
        vec![N(6.0), T("Secretaría Distrital de Salud"), T("Integridad"), T("Total de códigos entregados")],
    ];
    let bytes = plan(&header, &rows);
    let (_, said) = import("plan.xlsx", &bytes, &["plan", "--vigencia", "2025", "--entidad", "canal-capital"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.stdout.contains(
            "8 filas leídas = 3 seleccionadas + 2 no seleccionadas + 3 sin datos\n3 seleccionadas = 0 escritas + 0 iguales + 0 que \
             ya existen y dicen otra cosa + 3 rechazadas + 0 fuera del catálogo\n"
        ),
        "{said:?}"
    );
    for expected in [
        "Plan!C3: error[celda-vacia]: la fila no dice la política. Remedio: llene la celda o quite la fila; si vale lo de la celda \
         de arriba, repítalo aquí o combine las dos celdas.",
        "Plan!C4: error[celda-vacia]: la fila no dice la política.",
        "Plan!D4: error[celda-vacia]: la fila no dice la actividad.",
        "Plan!B5: aviso[entidad-sin-reconocer]: «C. Capital» no es una entidad del catálogo; su fila no se importa.",
        "Plan!A6: nota[fila-sin-datos]: «5» está en una fila sin nada que importar; la fila no se importa.",
        "Plan!E7: nota[fila-sin-datos]: «Promedio» es un total o un promedio; la fila no se importa.",
        "Plan!A8: nota[fila-sin-datos]: «Elaboró: Ana» es una nota; la fila no se importa.",
    ] {
        assert!(said.stderr.contains(expected), "{expected}\n{}", said.stderr);
    }
}

#[test]
fn a_row_without_entity_belongs_to_nobody_where_others_are_named() {
    let header = ["Entidad", "Política", "Actividad"];
    let first = vec![T("Canal Capital"), T("Integridad"), T("Actualizar el código")];
    let second = vec![B, T("Integridad"), T("Publicar el código")];
    let other = vec![T("Secretaría Distrital de Salud"), T("Integridad"), T("Explicar el código")];
    let finding = "Plan!A3: error[celda-vacia]: la fila no dice la entidad.";
    let path = |slug: &str| format!("data/entidades/{slug}/plan-2025.yaml");
    // It may be of the entity above it, which is not written half.
    let bytes = plan(&header, &[first.clone(), second.clone(), other]);
    let (folder, said) = import("plan.xlsx", &bytes, &["plan", "--vigencia", "2025"]);
    assert!(said.code == 1 && said.stderr.contains(finding), "{said:?}");
    assert!(!folder.exists(&path("canal-capital")) && folder.exists(&path("secretaria-salud")));
    let (folder, said) = import("plan.xlsx", &bytes, &["plan", "--vigencia", "2025", "--entidad", "secretaria-salud"]);
    assert!(said.code == 1 && said.stderr.contains(finding), "{said:?}");
    assert!(!folder.exists(&path("secretaria-salud")));
    // Where the table is of one entity alone, a blank cell is of that one.
    let bytes = plan(&header, &[first, second]);
    let (folder, said) = import("plan.xlsx", &bytes, &["plan", "--vigencia", "2025", "--entidad", "canal-capital"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
    assert!(folder.read(&path("canal-capital")).contains("id: 2\n"));
}

#[test]
fn the_range_of_an_entity_holds_no_row_of_another() {
    let header = ["Entidad", "Política", "Actividad"];
    let of = |entity, what| vec![T(entity), T("Integridad"), T(what)];
    let (canal, salud) = ("Canal Capital", "Secretaría Distrital de Salud");
    let rows = [of(canal, "Uno"), of(canal, "Dos"), of(salud, "Tres"), of(canal, "Cuatro"), of(salud, "Cinco")];
    let (folder, said) = import("plan.xlsx", &plan(&header, &rows), &["plan", "--vigencia", "2025"]);
    assert_eq!(said.code, 0, "{said:?}");
    let read = |slug: &str| folder.read(&format!("data/entidades/{slug}/plan-2025.yaml"));
    assert!(read("canal-capital").contains("  rango: A2:C3, A5:C5\n"), "{}", read("canal-capital"));
    assert!(read("secretaria-salud").contains("  rango: A4:C4, A6:C6\n"), "{}", read("secretaria-salud"));
}

#[test]
fn the_catalogue_grows_in_the_dress_it_has() {
    let folder = Folder::sample();
    let windows = format!("\u{feff}{}", folder.read(ENTIDADES).replace('\n', "\r\n"));
    folder.write(ENTIDADES, &windows);
    let mut new = row("ALCALDIA DE TUNJA", &values());
    (new[0], new[4], new[5]) = (B, B, B);
    let said = again(&folder, "r_vig2024.xlsx", &wide(&[new]), &["furag", "--agregar"]);
    assert_eq!(said.code, 0, "{said:?}");
    let entry = "  - slug: alcaldia-de-tunja\r\n    nombre: Alcaldía de Tunja\r\n    medicion: mipg\r\n";
    assert_eq!(folder.read(ENTIDADES), format!("{windows}{entry}"));
}
