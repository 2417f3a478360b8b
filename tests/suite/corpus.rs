//! Real material: sentences, covers, results and plans as offices write them,
//! correct and wrong, with what the rules must say of each (`tests/corpus/`).
//!
//! All of it stands in one project, which is read once.  The benchmark `reglas`
//! runs the same and prints precision and recall.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use seguimiento::diagnostic::{Severity, clean};
use seguimiento::pipeline::{Project, Strictness};
use serde::Deserialize;
use serde_json::{Value, json};

/// What an entry is and what must be said of it, each as `code: marked text`.
pub struct Judged {
    pub entry: String,
    pub expected: Vec<String>,
    pub said: Vec<String>,
    /// Known to be judged wrongly.
    pub pending: bool,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    espera: Vec<String>,
    #[serde(default)]
    pendiente: bool,
    #[serde(flatten)]
    what: serde_json::Map<String, Value>,
}

fn entries(root: &Path, file: &str) -> Vec<Entry> {
    let text = fs::read_to_string(root.join("tests/corpus").join(file)).expect("the corpus");
    serde_saphyr::from_str(&text).unwrap_or_else(|e| panic!("{file}: {e}"))
}

/// Every entry of the corpus with what is said of it in a project below `folder`.
pub fn judge(root: &Path, folder: &Path) -> Vec<Judged> {
    let write = |path: &str, text: &str| {
        let path = folder.join("data").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    };
    for file in ["politicas.yaml", "normas.yaml"] {
        let text = fs::read_to_string(root.join("data/catalogo").join(file)).expect("the catalogue");
        write(&format!("catalogo/{file}"), &text);
    }
    // Whose findings are whose: the file and the line, or the file alone.
    let mut owners: BTreeMap<(String, Option<usize>), usize> = BTreeMap::new();
    let mut judged: Vec<Judged> = Vec::new();
    let mut add = |entry: &Entry, file: String, line: Option<usize>| {
        owners.insert((file, line), judged.len());
        let what = entry.what.values().next().map(Value::to_string).unwrap_or_default();
        judged.push(Judged { entry: what, expected: entry.espera.clone(), said: Vec::new(), pending: entry.pendiente });
    };

    // Measured in 2023 and 2024, with a plan in counts.
    for (vigencia, idi, rows) in [
        (
            2023,
            71.3,
            [("Integridad", 80.2), ("Gobierno Digital", 79.9), ("Control Interno", 84.1), ("Gestión Documental", 60.0)]
                .as_slice(),
        ),
        (2024, 82.3, &MEASURED),
    ] {
        let politicas: Vec<_> =
            rows.iter().map(|(name, value)| json!({ "politica": name, "puntaje": value })).collect();
        let dimensiones = json!([{ "dimension": "D1", "puntaje": 85.2 }]);
        let all = json!({ "vigencia": vigencia, "idi": idi, "dimensiones": dimensiones, "politicas": politicas });
        write(&format!("entidades/entidad/resultados-{vigencia}.yaml"), &all.to_string());
    }
    write("entidades/entidad/plan-2025.yaml", PLAN);

    // A sentence is a line of one report.
    let frases = entries(root, "frases.yaml");
    let mut report =
        format!("{}secciones:\n  - titulo: Frases\n    contenido:\n      - indice\n", header(&BTreeMap::new()));
    for entry in &frases {
        let line = report.lines().count() + 1;
        report += &format!("      - texto: {}\n", entry.what["frase"]);
        add(entry, "data/entidades/entidad/frases.yaml".to_owned(), Some(line));
    }
    write("entidades/entidad/frases.yaml", &report);

    for (index, entry) in entries(root, "documentos.yaml").iter().enumerate() {
        let keys: BTreeMap<_, _> = entry.what.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
        let name = format!("entidades/entidad/documento-{index:02}.yaml");
        let sections =
            keys.get("secciones").cloned().unwrap_or_else(|| json!([{ "titulo": "Índice", "contenido": ["indice"] }]));
        write(&name, &format!("{}secciones: {sections}\n", header(&keys)));
        add(entry, format!("data/{name}"), None);
    }

    let mut entidades = "entidades:\n  - {slug: entidad, nombre: Entidad}\n".to_owned();
    for (index, entry) in entries(root, "datos.yaml").iter().enumerate() {
        entidades += &format!("  - {{slug: ente-{index:02}, nombre: Ente {index:02}}}\n");
        let name = match entry.what.get("resultados") {
            Some(r) => format!("resultados-{}", r["vigencia"]),
            None => "plan-2025".to_owned(),
        };
        let name = format!("entidades/ente-{index:02}/{name}.yaml");
        write(&name, &entry.what.values().next().expect("a file").to_string());
        add(entry, format!("data/{name}"), None);
    }
    write("catalogo/entidades.yaml", &entidades);

    let project = Project::open(folder, Strictness::Normal).expect("a project");
    for finding in project.findings().iter().filter(|f| f.severity != Severity::Nota) {
        let place = finding.place.as_ref().expect("a place");
        let (path, line) = (place.path().to_owned(), place.line_column().0);
        let owner = owners.get(&(path.clone(), Some(line))).or_else(|| owners.get(&(path, None)));
        let said = format!("{}: {}", finding.code, clean::clean(place.text()).trim_matches('"'));
        match owner {
            Some(owner) => judged[*owner].said.push(said),
            None => panic!("said of no entry: {said} ({})", finding.message),
        }
    }
    for one in &mut judged {
        one.said.sort();
        one.expected.sort();
    }
    judged
}

/// The policies that the entity was measured in, of 19.
const MEASURED: [(&str, f64); 15] = [
    ("Integridad", 85.2),
    ("Planeación Institucional", 96.6),
    ("Gestión Presupuestal y Eficiencia del Gasto Público", 62.7),
    ("Compras y Contratación Pública", 92.7),
    ("Fortalecimiento Organizacional y Simplificación de Procesos", 98.2),
    ("Gobierno Digital", 83.7),
    ("Seguridad Digital", 82.9),
    ("Servicio a las Ciudadanías", 90.1),
    ("Transparencia, Acceso a la Información Pública y lucha contra la Corrupción", 93.9),
    ("Participación Ciudadana en la Gestión Pública", 95.0),
    ("Seguimiento y Evaluación del Desempeño Institucional", 90.8),
    ("Gestión Documental", 86.9),
    ("Gestión del Conocimiento y la Innovación", 85.5),
    ("Control Interno", 81.3),
    ("Gestión de la Información Estadística", 58.7),
];

const PLAN: &str = "nombre: Plan de mejoramiento 2025
por_politica:
  - {politica: Gobierno Digital, actividades: 12}
  - {politica: Integridad, actividades: 32}
sin_recurso:
  por_politica:
    - {politica: Gobierno Digital, actividades: 12}
    - {politica: Integridad, actividades: 26}
";

/// The keys of a report without its sections, with those that an entry changes.
fn header(changed: &BTreeMap<&str, Value>) -> String {
    let usual = json!({
        "titulo": "Informe de seguimiento", "fecha": "2025-05", "corte": "2025-04-30",
        "control": [{ "campo": "Vigencia medida", "valor": "{{ vigencia }}" }],
        "firmas": [{ "rol": "Elaboró", "nombre": "Ana María Rojas Díaz" }],
    });
    let mut text =
        "tipo: informe-seguimiento\nentidad: entidad\nvigencia: 2024\ncomparar_con: 2023\nplan: plan-2025\n".to_owned();
    for (key, value) in usual.as_object().expect("an object") {
        text += &format!("{key}: {}\n", changed.get(key.as_str()).unwrap_or(value));
    }
    text
}

#[test]
fn real_material_is_judged_as_its_readers_would() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let judged = judge(&crate::support::repository(), folder.path());
    assert!(judged.len() >= 150, "{}", judged.len());
    let correct = judged.iter().filter(|j| j.expected.is_empty()).count();
    assert!(correct >= 75, "{correct}");
    let mut wrong = String::new();
    for j in &judged {
        if (j.said == j.expected) == j.pending {
            wrong += &format!("{}\n  expected {:?}\n  said     {:?}\n", j.entry, j.expected, j.said);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
