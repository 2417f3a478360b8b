//! The JSON Schemas: in step with the types, true of the samples, and refusing
//! what a schema can refuse.  Findings as JSON and SARIF.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::WalkDir;

use crate::cases;
use crate::support::{Folder, repository};

/// Codes whose cases a schema refuses too.  It cannot tell `82,5` from `"82,5"`,
/// nor see what spans two files.
const EXPRESSIBLE: [&str; 10] = [
    "clave-desconocida",
    "clave-faltante",
    "contenido-desconocido",
    "contenido-sin-valor",
    "avance-sobre-cero",
    "avance-fuera-de-rango",
    "fecha-invalida",
    "opcion-desconocida",
    "puntaje-fuera-de-rango",
    "tipo-equivocado",
];

fn yaml(path: &Path) -> Option<Value> {
    serde_saphyr::from_str(&fs::read_to_string(path).ok()?).ok()
}

/// The schema that a file names in its first line.
fn schema_of(path: &Path) -> PathBuf {
    let text = fs::read_to_string(path).expect("UTF-8");
    let named = text.lines().next().and_then(|line| line.strip_prefix("# yaml-language-server: $schema="));
    let named = named.unwrap_or_else(|| panic!("{} names no schema", path.display()));
    path.parent().expect("a folder").join(named)
}

fn errors(schema: &Path, instance: &Value) -> String {
    let name = schema.file_name().expect("a name");
    let committed = repository().join("docs/esquemas").join(name);
    let schema = serde_json::from_str(&fs::read_to_string(committed).expect("a schema")).expect("JSON");
    refusal(schema, instance)
}

/// Why `schema` refuses `instance`; empty where it does not.
fn refusal(schema: Value, instance: &Value) -> String {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("esquema.json", schema).expect("a resource");
    let index = compiler.compile("esquema.json", &mut schemas).unwrap_or_else(|e| panic!("{e:#}"));
    schemas.validate(instance, index).map_or_else(|error| format!("{error:#}"), |()| String::new())
}

fn yaml_files(root: &Path) -> Vec<PathBuf> {
    let files = WalkDir::new(root).sort_by_file_name().into_iter().map(|e| e.expect("readable").into_path());
    files.filter(|p| p.extension().is_some_and(|e| e == "yaml")).collect()
}

#[test]
fn committed_schemas_are_those_of_the_types() {
    for (name, schema) in seguimiento::schemas::all(&seguimiento::pipeline::known_kinds(None).expect("kinds")) {
        let path = repository().join("docs/esquemas").join(format!("{name}.json"));
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let generated = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
        assert!(committed == generated, "{name}: run `cargo run -- esquema`");
        for (key, property) in schema["properties"].as_object().expect("properties") {
            assert!(property["description"].is_string(), "{name}: «{key}» has no description");
        }
    }
}

#[test]
fn every_sample_names_its_schema_and_fits_it() {
    let samples = [yaml_files(&repository().join("data")), yaml_files(&repository().join("src/cli/ejemplo"))].concat();
    assert!(samples.len() >= 14, "{}", samples.len());
    for sample in samples {
        let schema = schema_of(&sample);
        let found = errors(&schema, &yaml(&sample).expect("YAML"));
        assert!(found.is_empty(), "{}: {found}", sample.display());
    }
    // In a new project the named files are there.
    let example = Folder::example();
    for sample in yaml_files(&example.path().join("data/entidades")) {
        assert!(schema_of(&sample).exists(), "{} is not there", schema_of(&sample).display());
    }
}

#[test]
fn what_a_schema_can_refuse_it_refuses() {
    for case in cases::cases().iter().filter(|c| EXPRESSIBLE.contains(&c.code.as_str())) {
        let (folder, ..) = cases::project(case);
        let refused = yaml_files(&folder.path().join("data")).iter().any(|file| {
            let text = fs::read_to_string(file).unwrap_or_default();
            let kind = text.lines().find_map(|l| l.strip_prefix("# yaml-language-server: $schema=")).map(PathBuf::from);
            // A file that a case writes anew has no such line: its name tells.
            let name = file.file_stem().expect("a name").to_string_lossy();
            let guess = if text.contains("tipo: informe") {
                "informe-seguimiento.json"
            } else if name.starts_with("plan-2") {
                "plan.json"
            } else {
                "resultados.json"
            };
            let schema = kind.unwrap_or_else(|| PathBuf::from(guess));
            yaml(file).is_some_and(|instance| !errors(&schema, &instance).is_empty())
        });
        assert!(refused, "{} fits every schema", case.code);
    }
}

#[test]
fn findings_are_valid_sarif_and_documented_json() {
    let folder = Folder::sample();
    folder.replace("data/entidades/and/resultados-2022.yaml", "puntaje: 83.7", "puntaje: 83,7");
    folder.replace("data/entidades/and/plan-2023.yaml", "total: 44", "total: 45");
    let said = folder.run(&["validar", "--formato", "sarif"]);
    let sarif: Value = serde_json::from_str(&said.stdout).expect("JSON");
    // The published schema has a stray bracket in the pattern of a language.
    let schema = include_str!("fixtures/sarif-schema-2.1.0.json").replace("{2}]?$", "{2}$");
    let mut schema: Value = serde_json::from_str(&schema).expect("JSON");
    schema.as_object_mut().expect("an object").remove("$id");
    let found = refusal(schema, &sarif);
    assert!(found.is_empty(), "{found}");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let wrong = results.iter().find(|r| r["ruleId"] == "decimal-con-coma").expect("the finding");
    assert_eq!(wrong["locations"][0]["physicalLocation"]["region"]["startColumn"], 14);

    let said = folder.run(&["generar", "--formato", "json"]);
    assert_eq!(said.code, 1);
    let json: Value = serde_json::from_str(&said.stdout).expect("one document on stdout");
    assert_eq!(json["errores"], 2);
    let wrong = json["hallazgos"].as_array().expect("findings").iter().find(|h| h["codigo"] == "total-no-cuadra");
    assert_eq!(wrong.expect("the finding")["mensaje"], "el total escrito es 45 y las líneas suman 44");
}

#[test]
fn a_silenced_rule_is_printed_with_its_reason() {
    let folder = Folder::sample();
    let results = "data/entidades/and/resultados-2022.yaml";
    folder.replace(results, "politica: Gobierno Digital", "politica: Govierno Digital");
    assert_eq!(folder.run(&["generar", "and"]).code, 0);
    let strict = folder.run(&["generar", "and", "--estricto", "--formato", "corto"]);
    assert_eq!(strict.code, 1, "{}", strict.stderr);
    assert!(strict.stderr.contains("omitido   and/informe-2024-04"), "{}", strict.stderr);
    assert!(strict.stderr.contains("error[politica-parecida]"), "{}", strict.stderr);
    let text = folder.read(results);
    folder.write(
        results,
        &format!("{text}silenciar:\n  - regla: politica-parecida\n    motivo: Así lo escribe el archivo oficial\n"),
    );
    // The reason is printed, so it is checked like every text.
    folder.write(results, &format!("{text}silenciar:\n  - regla: politica-parecida\n    motivo: Así \u{1F600}\n"));
    let said = folder.run(&["generar", "and", "--formato", "corto"]);
    assert!(
        said.stderr.contains("error[caracter-sin-glifo]: el carácter «\u{1F600}» (U+1F600) de «motivo»"),
        "{}",
        said.stderr
    );
    folder.write(
        results,
        &format!("{text}silenciar:\n  - regla: politica-parecida\n    motivo: Así lo escribe el archivo oficial\n"),
    );
    let said = folder.run(&["generar", "and", "--estricto", "--formato", "corto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/and/informe-2024-04.pdf");
    assert!(text.contains("Reglas de validación silenciadas"), "{text}");
    assert!(text.contains("Así lo escribe el archivo oficial") && text.contains("politica-parecida"), "{text}");
}

#[test]
fn a_character_without_glyph_can_be_replaced_by_choice() {
    let folder = Folder::sample();
    folder.replace("data/proyecto.yaml", "papel: carta", "papel: carta\nglifos: reemplazar");
    folder.replace("data/entidades/and/informe-2024-04.yaml", "cargo: Asesora", "cargo: \u{1F600} Asesora");
    let said = folder.run(&["generar", "and", "--formato", "corto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stderr.contains("aviso[caracter-reemplazado]"), "{}", said.stderr);
    assert!(folder.pdf_text("output/and/informe-2024-04.pdf").contains("□ Asesora"));
}
