//! The page for designers: which file, which word, what a block receives, out of the registries and of
//! the views of documents with every content.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use seguimiento::bloques::{BLOQUES, Bloque, Sujeto};
use serde_json::Value;

use crate::support::{Folder, repository};

const PAGE: &str = "docs/disenadores.md";
const BEGINS: &str = "<!-- Desde aquí lo escribe el programa: GUIA=actualizar cargo test disenadores -->\n";

/// Values that every block about the same subject has.
const OF_ALL: [&str; 6] = ["tipo", "recorta", "vigencia", "anterior", "fuente", "fuentes"];

/// What is seen of a value in the views.
#[derive(Default)]
struct Seen {
    kinds: Vec<&'static str>,
    inner: BTreeMap<String, Seen>,
}

impl Seen {
    fn note(&mut self, value: &Value) {
        let kind = match value {
            Value::Null => "puede faltar",
            Value::Bool(_) => "sí o no",
            Value::Number(_) => "número",
            Value::String(_) => "texto",
            Value::Array(_) => "lista",
            Value::Object(map) if map.contains_key("columnas") && map.contains_key("filas") => "cuadro",
            Value::Object(map) if map.contains_key("archivo") && map.contains_key("alt") => "figura",
            Value::Object(_) => "grupo",
        };
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        match value {
            Value::Object(map) if kind == "grupo" => {
                for (key, value) in map {
                    self.inner.entry(key.clone()).or_default().note(value);
                }
            }
            Value::Array(list) => {
                list.iter().for_each(|value| self.inner.entry("[]".to_owned()).or_default().note(value))
            }
            _ => {}
        }
    }

    /// `nombre (texto), filas[].n (número)`: the values that are no group, by their path.
    fn paths(&self, path: &str, out: &mut Vec<String>) {
        let mut kinds: Vec<_> = self.kinds.iter().copied().filter(|kind| *kind != "puede faltar").collect();
        kinds.sort_unstable();
        let leaf: Vec<_> = kinds.iter().filter(|kind| !["grupo", "lista"].contains(kind)).copied().collect();
        let missing = self.kinds.contains(&"puede faltar") && !kinds.is_empty();
        if !leaf.is_empty() || kinds.is_empty() || self.inner.is_empty() {
            let what = if leaf.is_empty() { kinds.join(" o ") } else { leaf.join(" o ") };
            let what = if what.is_empty() { "sin dato en los ejemplos".to_owned() } else { what };
            out.push(format!("`{path}` ({what}{})", if missing { ", puede faltar" } else { "" }));
        }
        for (key, seen) in &self.inner {
            let below = if key == "[]" { format!("{path}[]") } else { format!("{path}.{key}") };
            seen.paths(&below, out);
        }
    }
}

/// Every block of a view, wherever it stands.
fn each_block<'a>(secciones: &'a Value, visit: &mut impl FnMut(&'a Value)) {
    for seccion in secciones.as_array().into_iter().flatten() {
        seccion["contenido"].as_array().into_iter().flatten().for_each(&mut *visit);
        each_block(&seccion["secciones"], visit);
    }
}

/// The sample with what no document of the fixed projects has.
fn sample() -> Folder {
    let folder = Folder::sample();
    let policy = "politica: Integridad\n";
    folder.replace(
        "data/entidades/and/resultados-2022.yaml",
        policy,
        &format!("{policy}    subindices: [{{codigo: I05, puntaje: 80}}, {{codigo: I06, puntaje: 71}}]\n"),
    );
    folder.write(
        "data/entidades/and/mediciones-2022.yaml",
        "vigencia: 2022\nmediciones:\n  - {nombre: Una, valor: 1, anterior: 2, maximo: 5, fuente: Alguien}\n  - {nombre: Otra, valor: 2, anterior: 1, maximo: 5, fuente: Alguien}\n",
    );
    let report = "data/entidades/and/informe-2024-04.yaml";
    let text = folder.read(report);
    folder.write(
        report,
        &format!("{}\n  - titulo: Otros\n    contenido: [subindices, otras_mediciones]\n", text.trim_end()),
    );
    folder
}

/// What each block receives, by the kind of document that its subject is of and its word.
fn received() -> BTreeMap<(Sujeto, String), BTreeMap<String, Seen>> {
    let mut all: BTreeMap<(Sujeto, String), BTreeMap<String, Seen>> = BTreeMap::new();
    for folder in [Folder::set(), sample()] {
        let said = folder.run(&["generar", "--emitir", "vista"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        for path in walkdir::WalkDir::new(folder.path().join("output")).sort_by_file_name() {
            let path = path.expect("readable").into_path();
            if !path.to_string_lossy().ends_with(".vista.json") {
                continue;
            }
            let view: Value = serde_json::from_str(&fs::read_to_string(path).expect("UTF-8")).expect("JSON");
            each_block(&view["vista"]["secciones"], &mut |body| {
                let word = body["tipo"].as_str().expect("a word");
                // A report on an entity says which; the others are of a set or a body.
                let of_entity = view["vista"].get("entidad").is_some();
                let block = BLOQUES.iter().find(|b| b.palabra == word && (b.sujeto == Sujeto::Entidad) == of_entity);
                let Some(block) = block else { return };
                let values = all.entry((block.sujeto, word.to_owned())).or_default();
                for (key, value) in body.as_object().expect("values") {
                    if !OF_ALL.contains(&key.as_str()) {
                        values.entry(key.clone()).or_default().note(value);
                    }
                }
            });
        }
    }
    all
}

fn sentences(block: &Bloque) -> String {
    let folders = ["", "informe-seguimiento/", "consolidado/"];
    let path = |folder: &str| format!("templates/frases/{folder}{}.md.j2", block.palabra);
    let own = if block.sujeto == Sujeto::Entidad { &folders[..2] } else { &[folders[0], folders[2]][..] };
    own.iter().map(|f| path(f)).find(|p| repository().join(p).is_file()).unwrap_or_else(|| panic!("{}", block.palabra))
}

/// What the program knows: blocks, and the templates of parts of each output.
fn written() -> String {
    let mut page = String::new();
    let received = received();
    for (sujeto, title) in [
        (Sujeto::Entidad, "Bloques sobre una entidad"),
        (Sujeto::Conjunto, "Bloques sobre un conjunto de entidades"),
        (Sujeto::Comite, "Diapositivas sobre un conjunto de entidades"),
        (Sujeto::Politica, "Bloques sobre una política en un conjunto"),
        (Sujeto::Organo, "Bloques sobre el plan de trabajo de un órgano"),
    ] {
        let _ = write!(page, "\n### {title}\n");
        for block in BLOQUES.iter().filter(|b| b.sujeto == sujeto) {
            let _ = write!(page, "\n**`{}`**: {}\n\n- Frases: `{}`\n", block.palabra, block.imprime, sentences(block));
            if !block.necesita.is_empty() {
                let needs: Vec<_> = block.necesita.iter().map(|need| need.que()).collect();
                let _ = writeln!(page, "- Necesita: {}", needs.join("; "));
            }
            if !block.opciones.is_empty() {
                let options: Vec<_> = block.opciones.iter().map(|o| format!("`{}` ({})", o.palabra, o.dice)).collect();
                let _ = writeln!(page, "- Opciones: {}", options.join("; "));
            }
            let mut paths = Vec::new();
            for (key, seen) in received.get(&(sujeto, block.palabra.to_owned())).into_iter().flatten() {
                seen.paths(key, &mut paths);
            }
            let seen = received.contains_key(&(sujeto, block.palabra.to_owned()));
            let what = match (paths.is_empty(), seen) {
                (false, _) => paths.join(", "),
                (true, true) => "solo lo que reciben todos".to_owned(),
                (true, false) => "no sale en los documentos de ejemplo; sus frases lo muestran".to_owned(),
            };
            let _ = writeln!(page, "- Recibe: {what}");
        }
    }
    page.push_str("\n### Partes\n\n| parte | en el PDF | en la página web |\n|---|---|---|\n");
    let parts = |folder: &str, ending: &str| -> Vec<String> {
        let list = fs::read_dir(repository().join("templates").join(folder).join("partes")).expect("a folder");
        let names = list.filter_map(|file| file.ok()?.file_name().into_string().ok());
        names.filter_map(|name| Some(name.strip_suffix(ending)?.to_owned())).collect()
    };
    let (typst, html) = (parts("typst", ".typ.j2"), parts("html", ".html.j2"));
    let mut all: Vec<_> = typst.iter().chain(&html).cloned().collect();
    all.sort();
    all.dedup();
    for part in all {
        let cell = |has: &[String], folder: &str, ending: &str| match has.contains(&part) {
            true => format!("`templates/{folder}/partes/{part}{ending}`"),
            false => "no la tiene".to_owned(),
        };
        let dresses: Vec<_> = ["presentacion", "ficha-politica", "plan-trabajo", "ejecutivo"]
            .into_iter()
            .map(|dress| format!("templates/typst/{dress}/partes/{part}.typ.j2"))
            .filter(|path| repository().join(path).is_file())
            .map(|path| format!("; `{path}`"))
            .collect();
        let _ = writeln!(
            page,
            "| `{part}` | {}{} | {} |",
            cell(&typst, "typst", ".typ.j2"),
            dresses.concat(),
            cell(&html, "html", ".html.j2")
        );
    }
    page
}

#[test]
fn the_page_for_designers_says_what_each_block_receives() {
    let path = repository().join(PAGE);
    let page = fs::read_to_string(&path).expect("the page");
    let (own, there) = page.split_once(BEGINS).expect("the mark");
    let written = written();
    if std::env::var("GUIA").as_deref() == Ok("actualizar") {
        fs::write(&path, format!("{own}{BEGINS}{written}")).expect("writable");
        return;
    }
    let lines = there.lines().zip(written.lines()).enumerate().find(|(_, (there, right))| there != right);
    assert!(there == written, "{PAGE}: GUIA=actualizar cargo test disenadores; the first difference: {lines:#?}");
    // What the page says by itself names files that there are.
    let named =
        own.split('`').skip(1).step_by(2).filter(|name| name.starts_with("templates/") && !name.contains(['<', '*']));
    for name in named {
        assert!(repository().join(name).exists(), "{PAGE} names {name}");
    }
}
