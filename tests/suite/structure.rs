//! The arrows between modules run one way.

use std::collections::BTreeSet;
use std::fs;

use walkdir::WalkDir;

use crate::support::repository;

/// Modules in the order of the line; each may import only from those before it,
/// and from its own files.
const ALLOWED: &[(&str, &[&str])] = &[
    ("cuadro", &[]),
    ("diagnostic", &[]),
    ("locale", &[]),
    ("resources", &["locale"]),
    ("theme", &[]),
    ("data", &["diagnostic"]),
    ("model", &["data", "diagnostic", "locale"]),
    ("analysis", &["model", "locale"]),
    ("rules", &["analysis", "data", "diagnostic", "locale", "model"]),
    ("charts", &["locale", "resources", "theme"]),
    ("reports", &["analysis", "charts", "cuadro", "diagnostic", "locale", "model"]),
    ("interop", &["cuadro", "data", "diagnostic", "locale", "model"]),
    ("pdf", &[]),
    ("render", &["cuadro", "diagnostic", "locale", "model", "pdf", "reports", "resources", "theme"]),
    ("output", &["diagnostic", "locale"]),
    (
        "pipeline",
        &[
            "charts",
            "cuadro",
            "data",
            "diagnostic",
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
    ("schemas", &["model", "rules"]),
    (
        "cli",
        &["cuadro", "data", "diagnostic", "interop", "locale", "model", "output", "pipeline", "reports", "schemas"],
    ),
];

#[test]
fn imports_point_one_way() {
    let src = repository().join("src");
    let mut seen = BTreeSet::new();
    for entry in WalkDir::new(&src).into_iter().map(|e| e.expect("readable")) {
        if entry.path().extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let relative = entry.path().strip_prefix(&src).expect("below src");
        let module = relative.components().next().expect("a name").as_os_str().to_string_lossy().replace(".rs", "");
        if ["main", "lib", "build"].contains(&module.as_str()) {
            continue;
        }
        let (_, allowed) =
            ALLOWED.iter().find(|(name, _)| *name == module).unwrap_or_else(|| panic!("unknown module {module}"));
        seen.insert(module.clone());
        let text = fs::read_to_string(entry.path()).expect("UTF-8");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (index, _) in code.match_indices("crate::") {
            let rest = &code[index + "crate::".len()..];
            let imported: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert!(
                imported == module || allowed.contains(&imported.as_str()),
                "{} imports {imported}, which {module} must not",
                relative.display()
            );
        }
    }
    assert_eq!(seen.len(), ALLOWED.len(), "a module of the table is gone");
}

#[test]
fn each_tool_stays_in_its_module() {
    let src = repository().join("src");
    let homes: &[(&str, &[&str])] = &[
        ("typst_as_lib", &["pdf"]),
        ("typst::", &["pdf"]),
        ("plotters", &["charts"]),
        ("minijinja", &["render"]),
        ("pulldown_cmark", &["render"]),
        ("serde_saphyr", &["data", "theme"]),
        ("calamine", &["interop"]),
        ("csv::", &["interop"]),
        ("rust_xlsxwriter", &["interop"]),
        ("anyhow", &["cli"]),
        ("clap", &["cli"]),
        ("println!", &["cli", "build"]),
        ("rust_xlsxwriter", &["interop"]),
        ("csv::", &["interop"]),
        ("zip::", &["interop"]),
    ];
    for entry in WalkDir::new(&src).into_iter().map(|e| e.expect("readable")) {
        if entry.path().extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let relative = entry.path().strip_prefix(&src).expect("below src");
        let module = relative.components().next().expect("a name").as_os_str().to_string_lossy().replace(".rs", "");
        let text = fs::read_to_string(entry.path()).expect("UTF-8");
        let code: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for (tool, modules) in homes {
            assert!(!code.contains(tool) || modules.contains(&module.as_str()), "{} uses {tool}", relative.display());
        }
    }
}
