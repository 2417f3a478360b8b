//! The glossary: every room has its word, and what it names is there.

use std::collections::BTreeSet;
use std::fs;

use walkdir::WalkDir;

use crate::support::repository;

/// First cells of the tables of the glossary and the rest of their lines.
fn entries() -> Vec<(String, String)> {
    let text = fs::read_to_string(repository().join("docs/glosario.md")).expect("the glossary");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    rows.filter(|(word, _)| *word != "word").map(|(word, rest)| (word.to_owned(), rest.to_owned())).collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Names of the files of a folder of templates, without their endings.
fn stems(folder: &str) -> BTreeSet<String> {
    let files = fs::read_dir(repository().join("templates").join(folder)).expect("a folder of templates");
    let names = files.map(|file| file.expect("readable").file_name().to_string_lossy().into_owned());
    names.map(|name| name.split('.').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_room_has_its_word_and_no_word_stands_twice() {
    let entries = entries();
    let said: Vec<_> =
        entries.iter().flat_map(|(word, _)| word.split(", ")).map(|word| word.trim_matches('`')).collect();
    let own: BTreeSet<_> = said.iter().collect();
    assert_eq!(own.len(), said.len(), "a word stands twice: {said:?}");

    let root = repository();
    let mut rooms = BTreeSet::new();
    for entry in fs::read_dir(root.join("src")).expect("the program").map(|entry| entry.expect("readable")) {
        let name = entry.file_name().to_string_lossy().replace(".rs", "");
        if !["main", "lib", "build"].contains(&name.as_str()) {
            rooms.insert(format!("src/{name}"));
        }
    }
    let (tipos, trajes) = (stems("tipos"), stems("trajes"));
    for entry in WalkDir::new(root.join("templates")).min_depth(1).into_iter().map(|entry| entry.expect("readable")) {
        if entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
            let named = |part: &str| match part {
                part if path.starts_with("templates/frases/") && tipos.contains(part) => "<tipo>".to_owned(),
                part if path.starts_with("templates/typst/") && trajes.contains(part) => "<traje>".to_owned(),
                part => part.to_owned(),
            };
            rooms.insert(path.split('/').map(named).collect::<Vec<_>>().join("/"));
        }
    }
    let told: BTreeSet<_> = said
        .iter()
        .filter(|word| word.starts_with("src/") || word.starts_with("templates/"))
        .map(|w| (*w).to_owned())
        .collect();
    assert_eq!(told, rooms, "the rooms that docs/glosario.md tells are not those that there are");
}

/// The code of the program and of the suite without comments, by its path as a module: `model/tipo`.
fn modules() -> Vec<(String, String)> {
    let root = repository();
    let mut all = Vec::new();
    for folder in ["src", "tests/suite"].map(|folder| root.join(folder)) {
        for entry in WalkDir::new(&folder).into_iter().map(|entry| entry.expect("readable")) {
            if entry.path().extension().is_some_and(|e| e == "rs") {
                let path = entry.path().strip_prefix(&folder).expect("below the folder").with_extension("");
                let path = path.to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(entry.path()).expect("UTF-8");
                let code: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                all.push((path.trim_end_matches("/mod").to_owned(), code.join("\n")));
            }
        }
    }
    all
}

/// Whether `word` stands in `text` and is not a part of another word.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        [before, after].iter().all(|c| c.is_none_or(|c| !c.is_alphanumeric() && c != '_'))
    })
}

/// Whether `a::b::name` is there: its module, of which the first rooms may be left unsaid, or a file with
/// its type, says the name.
fn is_there(modules: &[(String, String)], path: &str) -> bool {
    let (rooms, name) = path.rsplit_once("::").expect("two parts");
    let owner = rooms.rsplit("::").next().unwrap_or_default();
    if owner.starts_with(char::is_uppercase) {
        let is_of_type = |line: &str| {
            ["struct ", "enum ", "trait ", "impl"].iter().any(|item| line.contains(item)) && has_word(line, owner)
        };
        return modules.iter().any(|(_, code)| has_word(code, name) && code.lines().any(is_of_type));
    }
    let (whole, end) = (rooms.replace("::", "/"), format!("/{}", rooms.replace("::", "/")));
    modules.iter().any(|(module, code)| (*module == whole || module.ends_with(&end)) && has_word(code, name))
}

#[test]
fn what_the_glossary_and_the_architecture_name_is_there() {
    let modules = modules();
    for (file, least) in [("docs/glosario.md", 20), ("docs/architecture.md", 40)] {
        let text = fs::read_to_string(repository().join(file)).expect("a text about the code");
        let is_of_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let first = |quoted| str::split(quoted, |c| !is_of_path(c)).next().unwrap_or_default();
        let mut paths: Vec<_> = text.lines().flat_map(quoted).map(first).collect();
        paths.retain(|path| path.contains("::") && !path.starts_with(':'));
        assert!(paths.len() > least, "{file}: {}", paths.len());
        paths.retain(|path| !is_there(&modules, path));
        assert!(paths.is_empty(), "{file} names what is not there: {paths:?}");
    }
    for gone in ["hechos::Medida", "model::cabecera::Tip", "Marco::nothing", "nowhere::Medida"] {
        assert!(!is_there(&modules, gone), "{gone}");
    }
}
