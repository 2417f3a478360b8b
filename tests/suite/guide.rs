//! The user's guide shows what the program really says.

use std::fs;

use seguimiento::bloques::{self, BLOQUES, Necesidad, Sujeto};

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

/// A table of open data with its header.
fn table(lines: &[&str]) -> Vec<u8> {
    let header = "ENTIDAD;MUNICIPIO;VIGENCIA;ID_ÍNDICE;ÍNDICE;PUNTAJE ENTIDAD";
    [&[header], lines].concat().join("\n").into_bytes()
}

#[test]
fn what_importing_says_is_shown_as_it_is_said() {
    let guide = fs::read_to_string(repository().join("docs/guia.md")).expect("the guide");
    let shows = |said: &str| assert!(guide.contains(said.trim_end()), "docs/guia.md does not show\n{said}");
    let folder = Folder::sample();
    let capital =
        ["CANAL CAPITAL;BOGOTÁ D.C.;2024;IDI;Índice;70", "CANAL CAPITAL;BOGOTÁ D.C.;2024;D1;Talento Humano;60"];
    let others = [
        "Capital Salud;BOGOTÁ D.C.;2024;IDI;Índice;alto",
        "HOSPITAL DE NINGUNA PARTE;BOGOTÁ D.C.;2024;IDI;Índice;50",
        "PROMEDIO DISTRITO;BOGOTÁ D.C.;2024;IDI;Índice;60",
        "ALCALDIA DE TUNJA;Tunja;2024;IDI;Índice;50",
    ];
    let path = folder.path().join("furag.csv");
    let import = |more: &[&str]| {
        let path = path.to_string_lossy();
        folder.run(&[&["importar", "furag", path.as_ref(), "--municipio", "Bogotá, D.C."], more].concat())
    };
    fs::write(&path, table(&[&capital[..], &others].concat())).expect("writable");
    let said = import(&[]);
    shows(&said.stdout);
    let cell = said.stderr.split("\n\n").find(|b| b.contains("[celda-sin-numero]")).expect("the finding");
    shows(&cell.replace(&*path.to_string_lossy(), "furag.csv"));
    // And over what is there.
    let results = "data/entidades/canal-capital/resultados-2024.yaml";
    folder.replace(results, "    puntaje: 60\n", "    puntaje: 63  # corregido por oficio 123\n");
    fs::write(&path, table(&[&capital[0].replace(";70", ";71"), capital[1]])).expect("writable");
    let said = import(&["--forzar", "--simular"]);
    let listed = said.stdout.split_once("escrito").expect("a file").1;
    let listed = listed.split_once("1 archivo").expect("totals").0;
    let listed: String =
        listed.lines().filter(|line| !line.contains("procedencia hash")).map(|line| format!("{line}\n")).collect();
    shows(&format!("escrito{listed}"));
}

/// A row of the tables of contents: its word, what it prints and what it needs.
fn content(word: &str, prints: &str, needs: &[Necesidad]) -> String {
    let needs: Vec<_> = needs.iter().map(|need| need.que()).collect();
    let needs = if needs.is_empty() { "nada".to_owned() } else { needs.join("; ") };
    format!("| `{word}` | {prints} | {needs} |").replace(['«', '»'], "`")
}

#[test]
fn the_contents_and_what_they_need_are_described_as_the_program_has_them() {
    let guide = fs::read_to_string(repository().join("docs/formato-de-datos.md")).expect("the guide");
    let shows = |row: &str| assert!(guide.lines().any(|line| line == row), "docs/formato-de-datos.md lacks\n{row}");
    for block in BLOQUES {
        shows(&content(block.palabra, block.imprime, block.necesita));
    }
    for need in Necesidad::ALL {
        shows(&format!("| {} | {} |", need.que(), need.remedio()).replace(['«', '»'], "`"));
    }
}

#[test]
fn what_a_content_lacks_is_told_in_the_words_of_the_list() {
    let folder = Folder::sample();
    let report = "data/entidades/and/informe-2024-04.yaml";
    let text = folder.read(report);
    let kept = text.split_once("secciones:").expect("sections").0.replace("comparar_con: 2021", "");
    let kept: String = kept.lines().filter(|line| !line.starts_with("plan:")).map(|line| format!("{line}\n")).collect();
    let all: Vec<_> = bloques::of(Sujeto::Entidad).collect();
    let words: String = all.iter().map(|b| format!("      - {}\n", b.palabra)).collect();
    folder.write(report, &format!("{kept}secciones:\n  - titulo: Todo\n    contenido:\n{words}"));
    folder.write("data/entidades/and/resultados-2022.yaml", "vigencia: 2022\n");
    let said = folder.run(&["validar", "--formato", "corto"]).stdout;
    let told = |word: &str, needs: &[Necesidad]| {
        let lack = format!("error[contenido-sin-datos]: «{word}» necesita ");
        let line = said.lines().find_map(|line| line.split_once(&lack)).map(|(_, rest)| rest.to_owned());
        let texts = |n: &Necesidad| format!("{}. Remedio: {}.", n.falta(), n.remedio());
        line.map(|line| assert!(needs.iter().any(|n| texts(n) == line), "{word}: {line}")).is_some()
    };
    let lacking: Vec<_> = all.iter().filter(|b| told(b.palabra, b.necesita)).map(|b| b.palabra).collect();
    // The synthesis, the position, the dimensions and the drafts say what there is.
    let own = ["sintesis", "posicion", "detalle_dimensiones", "conclusiones", "recomendaciones_propuestas"];
    let words = all.iter().map(|b| b.palabra).filter(|word| !own.contains(word));
    assert_eq!(lacking, words.collect::<Vec<_>>(), "{said}");
}
