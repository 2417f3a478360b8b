//! The arrows between modules run one way, and no file is too long.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use walkdir::WalkDir;

use crate::support::repository;

/// Modules in the order of the line; each may import only from those before it,
/// and from its own files.
const ALLOWED: &[(&str, &[&str])] = &[
    ("cuadro", &[]),
    ("partes", &["cuadro"]),
    ("diagnostic", &[]),
    ("locale", &[]),
    ("resources", &["locale"]),
    ("data", &["diagnostic"]),
    ("model", &["data", "diagnostic", "locale"]),
    ("theme", &["data", "diagnostic", "model"]),
    ("expediente", &["data", "diagnostic", "locale", "model"]),
    ("hechos", &["expediente", "model", "locale"]),
    ("rules", &["hechos", "data", "diagnostic", "expediente", "locale", "model"]),
    ("charts", &["cuadro", "locale", "resources", "theme"]),
    ("bloques", &["hechos", "charts", "cuadro", "data", "diagnostic", "expediente", "locale", "model"]),
    ("reports", &["bloques", "hechos", "charts", "cuadro", "diagnostic", "locale", "model"]),
    ("interop", &["cuadro", "data", "diagnostic", "expediente", "locale", "model"]),
    ("pdf", &[]),
    (
        "render",
        &[
            "bloques",
            "charts",
            "cuadro",
            "diagnostic",
            "locale",
            "model",
            "partes",
            "pdf",
            "reports",
            "resources",
            "theme",
        ],
    ),
    ("output", &["diagnostic", "locale"]),
    (
        "pipeline",
        &[
            "bloques",
            "charts",
            "cuadro",
            "data",
            "diagnostic",
            "expediente",
            "interop",
            "locale",
            "model",
            "output",
            "pdf",
            "render",
            "reports",
            "resources",
            "rules",
            "theme",
        ],
    ),
    ("schemas", &["bloques", "expediente", "model", "rules", "theme"]),
    (
        "cli",
        &["cuadro", "data", "diagnostic", "interop", "locale", "model", "output", "pipeline", "reports", "schemas"],
    ),
];

/// What a module may use beside other modules.  The disk is a tool too: `model`,
/// `rules`, `pdf` and all that computes must not touch it.
const HOMES: &[(&str, &[&str])] = &[
    ("std::fs", &["cli", "data", "output", "pipeline", "resources"]),
    (".exists()", &["cli", "data", "output", "pipeline", "resources"]),
    (".is_file()", &["cli", "data", "output", "pipeline", "resources"]),
    (".is_dir()", &["cli", "data", "output", "pipeline", "resources"]),
    ("walkdir", &["data", "resources"]),
    ("rayon", &["data", "pipeline"]),
    ("tempfile", &["output"]),
    ("include_dir", &["cli", "resources"]),
    ("typst_as_lib", &["pdf"]),
    ("typst_layout", &["pdf"]),
    ("typst_pdf", &["pdf"]),
    ("typst::", &["pdf"]),
    ("ttf_parser", &["charts", "model"]),
    ("plotters", &["charts"]),
    ("minijinja", &["render"]),
    ("pulldown_cmark", &["render"]),
    ("serde_saphyr", &["data", "theme"]),
    ("annotate_snippets", &["diagnostic"]),
    ("calamine", &["interop"]),
    ("csv::", &["interop"]),
    ("encoding_rs", &["interop"]),
    ("rust_xlsxwriter", &["interop"]),
    ("zip::", &["interop"]),
    ("anyhow", &["cli"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("println!", &["cli"]),
    ("print!", &["cli"]),
];

/// A source file of the program without its tests.
struct Source {
    file: String,
    module: String,
    code: String,
}

/// All files of the program but `main`, `lib` and `build`; files that only tests
/// declare are left out.
fn sources() -> Vec<Source> {
    let src = repository().join("src");
    let mut files = Vec::new();
    let mut of_tests = BTreeSet::new();
    for entry in WalkDir::new(&src).sort_by_file_name().into_iter().map(|e| e.expect("readable")) {
        let path = entry.path();
        let relative = path.strip_prefix(&src).expect("below src");
        let module = relative.components().next().map(|c| c.as_os_str().to_string_lossy().replace(".rs", ""));
        let module = module.unwrap_or_default();
        if path.extension().is_none_or(|e| e != "rs") || ["main", "lib", "build"].contains(&module.as_str()) {
            continue;
        }
        let text = fs::read_to_string(path).expect("UTF-8");
        let (code, declared) = without_tests(&text);
        let beside = if path.file_name().is_some_and(|n| n == "mod.rs") {
            path.parent().expect("a folder").to_owned()
        } else {
            path.with_extension("")
        };
        of_tests.extend(declared.into_iter().map(|name| beside.join(name + ".rs")));
        files.push((path.to_owned(), Source { file: relative.display().to_string(), module, code }));
    }
    files.retain(|(path, _): &(PathBuf, _)| !of_tests.contains(path));
    files.into_iter().map(|(_, source)| source).collect()
}

/// `text` without comments and without what stands under `#[cfg(test)]`, and the
/// names of the modules that are declared under it.  An item ends on its own line
/// or with the brace that stands as far to the right as its attribute.
fn without_tests(text: &str) -> (String, Vec<String>) {
    let (mut code, mut declared) = (String::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let body = line.trim_start();
        if body == "#[cfg(test)]" {
            let end = line.replace(body, "}");
            let item = lines.by_ref().find(|l| !l.trim_start().starts_with("#[")).unwrap_or_default().trim();
            if let Some(name) = item.strip_suffix(';').and_then(|item| item.rsplit_once("mod ")) {
                declared.push(name.1.to_owned());
            } else if item.ends_with('{') {
                lines.by_ref().find(|l| *l == end).expect("the end of the item");
            }
        } else if !body.starts_with("//") {
            code += line;
            code.push('\n');
        }
    }
    (code, declared)
}

#[test]
fn only_what_tests_declare_is_left_out() {
    let text = "use a;\n// b\n#[cfg(test)]\nmod probe;\nuse c;\n#[cfg(test)]\nmod tests {\n    fn d() {\n    }\n}\nfn e() {}\n";
    assert_eq!(without_tests(text), ("use a;\nuse c;\nfn e() {}\n".to_owned(), vec!["probe".to_owned()]));
    let sources = sources();
    let frame = sources.iter().find(|s| s.file.ends_with("charts/mod.rs")).expect("the charts");
    assert!(frame.code.contains("pub struct Chart"), "{}", frame.code);
    assert!(!sources.iter().any(|s| s.file.ends_with("probe.rs") || s.code.contains("#[test]")));
}

#[test]
fn imports_point_one_way() {
    let mut seen = BTreeSet::new();
    for Source { file, module, code } in sources() {
        let (_, allowed) =
            ALLOWED.iter().find(|(name, _)| *name == module).unwrap_or_else(|| panic!("unknown module {module}"));
        seen.insert(module.clone());
        for (index, _) in code.match_indices("crate::") {
            let rest = &code[index + "crate::".len()..];
            let imported: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert!(
                imported == module || allowed.contains(&imported.as_str()),
                "{file} imports {imported}, which {module} must not"
            );
        }
    }
    assert_eq!(seen.len(), ALLOWED.len(), "a module of the table is gone");
}

#[test]
fn each_tool_stays_in_its_module() {
    let sources = sources();
    for (tool, modules) in HOMES {
        for Source { file, module, code } in &sources {
            assert!(!code.contains(tool) || modules.contains(&module.as_str()), "{file} uses {tool}");
        }
    }
}

/// What a checkout holds at its top, hidden files apart; `target` is cargo's.
const TOP: [&str; 15] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "benches",
    "contrib",
    "data",
    "docs",
    "fonts",
    "output",
    "src",
    "target",
    "templates",
    "tests",
];

#[test]
fn nothing_lies_at_the_top_that_has_no_room_there() {
    for entry in fs::read_dir(repository()).expect("readable").map(|entry| entry.expect("readable")) {
        let name = entry.file_name().into_string().expect("UTF-8");
        assert!(name.starts_with('.') || TOP.contains(&name.as_str()), "{name} has no room at the top");
    }
}

/// The most lines of a file of the program, its tests among them.  What grows beyond them has a seam to be
/// split at.
const MOST_LINES: usize = 520;

#[test]
fn no_file_of_the_program_is_longer_than_a_reader_holds_in_mind() {
    let mut seen = 0;
    for entry in WalkDir::new(repository().join("src")).into_iter().map(|entry| entry.expect("readable")) {
        if entry.path().extension().is_some_and(|e| e == "rs") {
            let lines = fs::read_to_string(entry.path()).expect("UTF-8").lines().count();
            assert!(lines <= MOST_LINES, "{} has {lines} lines", entry.path().display());
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

/// A workbook of the clock has another hash each second, and a test that looks for a digit finds it there.
#[test]
fn no_workbook_of_the_tests_takes_its_date_from_the_clock() {
    let made = ["Workbook", "::new("].concat();
    for entry in WalkDir::new(repository().join("tests")).into_iter().map(|entry| entry.expect("readable")) {
        if entry.path().extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(entry.path()).expect("UTF-8");
            assert!(!text.contains(&made) || text.contains("set_creation_datetime"), "{}", entry.path().display());
        }
    }
}
