//! The user's guide shows what the program really says.

use std::fs;

use crate::support::{Folder, repository};

const RESULTS: &str = "data/entidades/instituto-ejemplo/resultados-2024.yaml";

/// Spoils one thing in a project.
type Spoil<'a> = &'a dyn Fn(&Folder);

#[test]
fn the_three_typical_mistakes_are_shown_with_the_real_output() {
    let guide = fs::read_to_string(repository().join("docs/guia.md")).expect("the guide");
    let cases: [(&str, Spoil); 4] = [
        ("politica-parecida", &|f| {
            f.replace(RESULTS, "politica: Gobierno Digital", "politica: Govierno Dijital");
        }),
        ("politica-desconocida", &|f| {
            f.replace(RESULTS, "politica: Gobierno Digital", "politica: Gobierno Electrónico");
        }),
        ("decimal-con-coma", &|f| {
            f.replace(RESULTS, "puntaje: 70.4", "puntaje: 82,5");
        }),
        ("archivo-faltante", &|f| {
            fs::remove_file(f.path().join("data/entidades/instituto-ejemplo/resultados-2023.yaml"))
                .expect("it is there");
        }),
    ];
    for (code, spoil) in cases {
        let folder = Folder::example();
        spoil(&folder);
        let said = folder.run(&["validar"]).stdout;
        let block =
            said.split("\n\n").find(|b| b.contains(&format!("[{code}]"))).expect("the finding").trim_matches('\n');
        assert!(guide.contains(block), "docs/guia.md does not show\n{block}");
    }
}
