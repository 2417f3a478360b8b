//! The example district in `data/entidades` is what the importer reads out of
//! the workbooks, by the commands of the guide.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::support::{Folder, repository};

use super::archivos;

/// Files below `folder` by relative path, without the entity that is no part of the district.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    WalkDir::new(folder)
        .into_iter()
        .map(|e| e.expect("readable"))
        .filter(|e| e.file_type().is_file())
        .map(|e| (e.path().strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/"), e))
        .filter(|(name, _)| !name.starts_with("and/"))
        .map(|(name, e)| (name, fs::read(e.path()).expect("readable")))
        .collect()
}

#[test]
fn the_committed_data_is_what_the_importer_reads() {
    let folder = Folder::shipped();
    for (name, bytes) in archivos() {
        fs::write(folder.path().join(&name), bytes).expect("writable");
    }
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for (vigencia, fecha) in [("2022", "2023-06-30"), ("2023", "2024-06-30"), ("2024", "2025-06-30")] {
        let said = folder.run(&[
            "importar",
            "furag",
            &path(&format!("Resultados_vig{vigencia}_territorio.xlsx")),
            "--municipio",
            "Bogotá, D.C.",
            "--fecha",
            fecha,
            "--ejemplo",
        ]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(said.stdout.contains("80 filas leídas = 74 seleccionadas + 6 no seleccionadas"), "{}", said.stdout);
    }
    let plan = path("plan_mejoramiento_2025.xlsx");
    let plan = [
        "importar",
        "plan",
        &plan,
        "--vigencia",
        "2025",
        "--nombre",
        "Plan de mejoramiento MIPG 2025",
        "--fecha",
        "2025-10-05",
        "--ejemplo",
    ];
    let advice = path("recomendaciones_2024.xlsx");
    let advice = ["importar", "recomendaciones", &advice, "--vigencia", "2024", "--fecha", "2025-07-31", "--ejemplo"];
    for command in [&plan[..], &advice[..]] {
        let said = folder.run(command);
        assert_eq!(said.code, 0, "{}", said.stderr);
    }
    let made = files(&folder.path().join("data/entidades"));
    let home = repository().join("data/entidades");
    if std::env::var("DISTRITO").is_ok_and(|v| v == "actualizar") {
        for (name, bytes) in &made {
            let target = home.join(name);
            fs::create_dir_all(target.parent().expect("a folder")).expect("writable");
            fs::write(target, bytes).expect("writable");
        }
        return;
    }
    let committed = files(&home);
    assert_eq!(made.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        assert!(
            committed[name] == *bytes,
            "{name} is not what the importer reads: DISTRITO=actualizar cargo test distrito"
        );
    }
    assert_eq!(made.len(), 3 * 74 + 70 + 74);
}
