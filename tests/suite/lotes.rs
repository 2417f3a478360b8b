//! Many documents of one file: each entity its own, whatever the others hold.

use crate::support::Folder;

/// A batch over the four entities of a sector, with the consolidated report beside it.
fn sector() -> Folder {
    let folder = Folder::district();
    for name in ["consolidado-2024", "informe-2024"] {
        folder.replace(
            &format!("data/distrito/{name}.yaml"),
            "entidades:\n  orden: distrital\n",
            "entidades:\n  sectores: [hacienda]\n",
        );
    }
    folder
}

const FOUR: [&str; 4] = ["fondo-prestaciones-economicas", "loteria-bogota", "secretaria-hacienda", "unidad-catastro"];

#[test]
fn a_batch_gives_each_entity_its_report_on_any_number_of_threads() {
    let folder = sector();
    let mut first: Vec<Vec<u8>> = Vec::new();
    for threads in ["1", "2", "8"] {
        let said = folder.run(&["generar", "--forzar", "--hilos", threads, "distrito/informe-2024"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(said.stderr.contains("4 documentos hechos"), "{}", said.stderr);
        let made: Vec<_> = FOUR.iter().map(|slug| folder.bytes(&format!("output/{slug}/informe-2024.pdf"))).collect();
        if first.is_empty() {
            first = made;
        } else {
            assert!(first == made, "{threads} threads give other bytes");
        }
    }
    // One by one they are the same files as together, and each speaks of its entity alone.
    for (slug, together) in FOUR.iter().zip(&first) {
        let said = folder.run(&["generar", "--forzar", &format!("{slug}/informe-2024")]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(folder.bytes(&format!("output/{slug}/informe-2024.pdf")) == *together, "{slug} alone differs");
    }
    let catastro = folder.pdf_text("output/unidad-catastro/informe-2024.pdf");
    assert!(catastro.contains("EntidadUnidad Administrativa Especial de Catastro Distrital"), "{catastro}");
    assert!(!catastro.contains("Lotería de Bogotá"));
}

#[test]
fn an_entity_with_wrong_data_is_told_and_skipped_and_the_rest_is_made() {
    let folder = sector();
    folder.replace("data/entidades/loteria-bogota/resultados-2024.yaml", "idi: ", "idi: 1");
    let said = folder.run(&["generar", "--hilos", "2", "distrito/informe-2024", "distrito/consolidado-2024"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stderr.contains("puntaje-fuera-de-rango"), "{}", said.stderr);
    assert!(said.stderr.contains("data/entidades/loteria-bogota/resultados-2024.yaml:11:6"), "{}", said.stderr);
    for slug in FOUR {
        assert_eq!(folder.exists(&format!("output/{slug}/informe-2024.pdf")), slug != "loteria-bogota", "{slug}");
    }
    // A consolidated report with one entity missing in silence would be wrong.
    assert!(!folder.exists("output/distrito/consolidado-2024.pdf"));
    assert!(said.stderr.contains("omitido   loteria-bogota/informe-2024"), "{}", said.stderr);
    assert!(said.stderr.contains("omitido   distrito/consolidado-2024"), "{}", said.stderr);
}

#[test]
fn what_one_entity_lacks_is_said_in_its_report_alone() {
    let folder = Folder::district();
    folder.replace(
        "data/distrito/informe-2024.yaml",
        "entidades:\n  orden: distrital\n",
        "entidades:\n  lista: [personeria-bogota, terminal-transportes, agencia-analitica-datos, capital-salud]\n",
    );
    let said = folder.run(&["generar", "distrito/informe-2024"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    // Capital Salud did not report in 2024.
    assert!(said.stderr.contains("3 documentos hechos"), "{}", said.stderr);
    let text = |slug: &str| folder.pdf_text(&format!("output/{slug}/informe-2024.pdf"));
    let personeria = text("personeria-bogota");
    for expected in [
        "La entidad se mide solo en control interno: no tiene IDI.",
        "Control interno y componentes del MECI, vigencia 2024",
    ] {
        assert!(personeria.contains(expected), "missing {expected:?} in {personeria}");
    }
    // What is not measured of it has no section, and its components stand in their table alone.
    for absent in ["Índice de Desempeño Institucional", "Componentes del MECI:"] {
        assert!(!personeria.contains(absent), "{absent:?} in {personeria}");
    }
    assert!(text("agencia-analitica-datos").contains("En los datos no está el IDI de 2023: no hay con qué comparar."));
    let terminal = text("terminal-transportes");
    assert!(
        terminal.contains(
            "Para este informe no se contó con el plan de mejoramiento de la entidad; eso no dice si existe."
        )
    );
    assert!(!terminal.contains("Plan de mejoramiento\n"), "a section without data vanishes: {terminal}");
    let notes = folder.run(&["validar", "--formato", "corto", "data/distrito/informe-2024.yaml"]);
    assert!(notes.stdout.contains("nota[entidad-sin-resultados]: «Capital Salud"), "{}", notes.stdout);
    let vanished = "nota[seccion-sin-datos]: en el informe de «Terminal de Transportes» no se imprime «Plan de \
                    mejoramiento», que necesita un plan con sus actividades una por una y un plan de mejoramiento.";
    assert!(notes.stdout.contains(vanished), "{}", notes.stdout);
    assert_eq!(notes.stdout.matches("nota[seccion-sin-datos]").count(), 1, "{}", notes.stdout);
}
