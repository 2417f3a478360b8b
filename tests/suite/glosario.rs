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

#[test]
fn what_the_glossary_names_is_there() {
    let mut seen = 0;
    for (word, meaning) in entries() {
        for path in quoted(&meaning).filter(|quoted| quoted.contains("::")) {
            let (rooms, name) = path.rsplit_once("::").expect("two parts");
            let file = repository().join("src").join(rooms.replace("::", "/"));
            let text =
                [file.with_extension("rs"), file.join("mod.rs")].into_iter().find_map(|p| fs::read_to_string(p).ok());
            let text = text.unwrap_or_else(|| panic!("«{word}» names {path}, and there is no such room"));
            let is_whole = |(at, _): (usize, &str)| {
                let after = text[at + name.len()..].chars().next();
                let before = text[..at].chars().next_back();
                [before, after].iter().all(|c| c.is_none_or(|c| !c.is_alphanumeric() && c != '_'))
            };
            assert!(text.match_indices(name).any(is_whole), "«{word}» names {path}, which is not there");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}
