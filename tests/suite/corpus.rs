//! Real material: sentences, covers, results and plans as offices write them,
//! correct and wrong, with what the rules must say of each (`tests/corpus/`).
//!
//! There are two sets, each in one project that is read once: the open one, which
//! grows with the rules, and the blind one (`ciego.yaml`), which was written without
//! sight of them.  The benchmark `reglas` runs the same and prints precision and
//! recall of each.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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
    /// Written without sight of the rules.
    pub blind: bool,
}

/// One entry of a file of the corpus.  What it is stands under `frase`, `resultados`, `plan`,
/// `entidades` or the keys of a report.
#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    espera: Vec<String>,
    #[serde(default)]
    pendiente: bool,
    #[serde(flatten)]
    what: serde_json::Map<String, Value>,
}

/// A set of entries and the entity, measured in two vigencias, whose reports they stand in.
struct Set {
    files: &'static [&'static str],
    blind: bool,
    vigencia: u32,
    fecha: &'static str,
    corte: &'static str,
    /// Of the vigencia before and of the vigencia itself.
    idi: [f64; 2],
    /// Scores of policies in the vigencia before.
    anterior: &'static [(&'static str, f64)],
    /// Scores of the policies of [`MEASURED`].
    politicas: [f64; MEASURED.len()],
    dimension: (&'static str, f64),
    plan: Option<&'static str>,
}

const OPEN: Set = Set {
    files: &["frases.yaml", "documentos.yaml", "datos.yaml"],
    blind: false,
    vigencia: 2024,
    fecha: "2025-05",
    corte: "2025-04-30",
    idi: [71.3, 82.3],
    anterior: &[
        ("Integridad", 80.2),
        ("Gobierno Digital", 79.9),
        ("Control Interno", 84.1),
        ("Gestión Documental", 60.0),
    ],
    politicas: [85.2, 96.6, 62.7, 92.7, 98.2, 83.7, 82.9, 90.1, 93.9, 95.0, 90.8, 86.9, 85.5, 81.3, 58.7],
    dimension: ("D1", 85.2),
    plan: Some(PLAN),
};

const BLIND: Set = Set {
    files: &["ciego.yaml"],
    blind: true,
    vigencia: 2023,
    fecha: "2024-05-30",
    corte: "2024-04-30",
    idi: [71.3, 82.3],
    anterior: &[("Control Interno", 80.0)],
    politicas: [85.2, 96.6, 88.0, 92.7, 98.2, 83.7, 82.9, 90.1, 93.9, 95.0, 90.8, 86.9, 72.5, 84.1, 68.7],
    dimension: ("D7", 84.1),
    plan: None,
};

/// Every entry of the corpus with what is said of it in projects below `folder`.
pub fn judge(root: &Path, folder: &Path) -> Vec<Judged> {
    let mut all = OPEN.judge(root, &folder.join("abierto"));
    all.extend(BLIND.judge(root, &folder.join("ciego")));
    all
}

impl Set {
    fn judge(&'static self, root: &Path, folder: &Path) -> Vec<Judged> {
        let mut bench = Bench::new(self, folder.to_owned());
        for file in ["politicas.yaml", "normas.yaml"] {
            let text = fs::read_to_string(root.join("data/catalogo").join(file)).expect("the catalogue");
            bench.write(&format!("catalogo/{file}"), &text);
        }
        let measured: Vec<_> = MEASURED.into_iter().zip(self.politicas).collect();
        let [before, now] = self.idi;
        for (vigencia, idi, scores) in
            [(self.vigencia - 1, before, self.anterior.to_vec()), (self.vigencia, now, measured)]
        {
            let row = |(name, value): (&str, f64)| json!({ "politica": name, "puntaje": value });
            let politicas: Vec<_> = scores.into_iter().map(row).collect();
            let (dimension, value) = self.dimension;
            let dimensiones = json!([{ "dimension": dimension, "puntaje": value }]);
            bench.results(
                vigencia,
                &json!({ "vigencia": vigencia, "idi": idi, "dimensiones": dimensiones, "politicas": politicas }),
            );
        }
        if let Some(plan) = self.plan {
            bench.write("entidades/entidad/plan-2025.yaml", plan);
        }
        for file in self.files {
            let text = fs::read_to_string(root.join("tests/corpus").join(file)).expect("the corpus");
            let entries: Vec<Entry> = serde_saphyr::from_str(&text).unwrap_or_else(|e| panic!("{file}: {e}"));
            entries.iter().for_each(|entry| bench.add(entry));
        }
        bench.judge()
    }
}

/// The project of a set as it is written.
struct Bench {
    set: &'static Set,
    folder: PathBuf,
    /// Whose findings are whose: the file and the line, or the file alone.
    owners: BTreeMap<(String, Option<usize>), usize>,
    judged: Vec<Judged>,
    /// The report of each date, a sentence a line.
    frases: BTreeMap<String, String>,
    entidades: String,
    vigencias: Vec<u32>,
}

impl Bench {
    fn new(set: &'static Set, folder: PathBuf) -> Self {
        let entidades = "entidades:\n  - {slug: entidad, nombre: Entidad}\n".to_owned();
        Self {
            set,
            folder,
            owners: BTreeMap::new(),
            judged: Vec::new(),
            frases: BTreeMap::new(),
            entidades,
            vigencias: Vec::new(),
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join("data").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn results(&mut self, vigencia: u32, all: &Value) {
        self.vigencias.push(vigencia);
        self.write(&format!("entidades/entidad/resultados-{vigencia}.yaml"), &all.to_string());
    }

    fn owns(&mut self, path: &str, line: Option<usize>) {
        self.owners.insert((format!("data/{path}"), line), self.judged.len() - 1);
    }

    fn add(&mut self, entry: &Entry) {
        let index = self.judged.len();
        self.judged.push(Judged {
            entry: entry.what.values().next().map(Value::to_string).unwrap_or_default(),
            expected: entry.espera.clone(),
            said: Vec::new(),
            pending: entry.pendiente,
            blind: self.set.blind,
        });
        if let Some(frase) = entry.what.get("frase") {
            self.sentence(frase, entry.what.get("fecha"));
        } else if let Some(names) = entry.what.get("entidades").and_then(Value::as_array) {
            for (n, name) in names.iter().enumerate() {
                self.entidades += &format!("  - {{slug: n-{index}-{n}, nombre: {name}}}\n");
                let line = self.entidades.lines().count();
                self.owns("catalogo/entidades.yaml", Some(line));
            }
        } else if entry.what.contains_key("resultados") || entry.what.contains_key("plan") {
            self.data(index, entry);
        } else {
            let keys: BTreeMap<_, _> = entry.what.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
            let name = format!("entidades/entidad/documento-{index:03}.yaml");
            self.write(&name, &self.report(&keys, self.set.vigencia));
            self.owns(&name, None);
        }
    }

    /// A sentence is a line of the report of its date.
    fn sentence(&mut self, frase: &Value, fecha: Option<&Value>) {
        let fecha = fecha.and_then(Value::as_str).unwrap_or(self.set.fecha).to_owned();
        let mut vigencia = self.set.vigencia;
        let mut keys = BTreeMap::from([("secciones", Value::Null)]);
        if fecha != self.set.fecha {
            vigencia = fecha[..4].parse::<u32>().expect("a year") - 1;
            keys.extend([("fecha", json!(fecha)), ("corte", json!(fecha))]);
            if !self.vigencias.contains(&vigencia) {
                self.results(vigencia, &json!({ "vigencia": vigencia, "idi": self.set.idi[1] }));
            }
        }
        let opening = self.report(&keys, vigencia);
        let report = self
            .frases
            .entry(fecha.clone())
            .or_insert_with(|| format!("{opening}secciones:\n  - titulo: Frases\n    contenido:\n      - indice\n"));
        *report += &format!("      - texto: {frase}\n");
        let line = report.lines().count();
        self.owns(&format!("entidades/entidad/frases-{fecha}.yaml"), Some(line));
    }

    /// A file of an entity of its own; a plan with a date is followed by a report at that date.
    fn data(&mut self, index: usize, entry: &Entry) {
        self.entidades += &format!("  - {{slug: ente-{index:03}, nombre: Ente {index:03}}}\n");
        let folder = format!("entidades/ente-{index:03}");
        let name = match entry.what.get("resultados") {
            Some(r) => format!("resultados-{}", r["vigencia"]),
            None => "plan-2025".to_owned(),
        };
        let (_, value) = entry.what.iter().find(|(k, _)| *k != "corte").expect("a file");
        let name = format!("{folder}/{name}.yaml");
        self.write(&name, &value.to_string());
        self.owns(&name, None);
        if let Some(corte) = entry.what.get("corte") {
            let vigencia = self.set.vigencia;
            let results = json!({ "vigencia": vigencia, "idi": 80.1 });
            self.write(&format!("{folder}/resultados-{vigencia}.yaml"), &results.to_string());
            let keys = BTreeMap::from([
                ("entidad", json!(format!("ente-{index:03}"))),
                ("plan", json!("plan-2025")),
                ("comparar_con", Value::Null),
                ("corte", corte.clone()),
            ]);
            let name = format!("{folder}/informe.yaml");
            self.write(&name, &self.report(&keys, vigencia));
            self.owns(&name, None);
        }
    }

    /// A report with those keys changed; a key without value is left out.
    fn report(&self, changed: &BTreeMap<&str, Value>, vigencia: u32) -> String {
        let before = if vigencia == self.set.vigencia { json!(vigencia - 1) } else { Value::Null };
        let usual = json!({
            "tipo": "informe-seguimiento", "entidad": "entidad", "vigencia": vigencia, "comparar_con": before,
            "plan": self.set.plan.map(|_| "plan-2025"),
            "titulo": "Informe de seguimiento", "fecha": self.set.fecha, "corte": self.set.corte,
            "control": [{ "campo": "Vigencia medida", "valor": "{{ vigencia }}" }],
            "firmas": [{ "rol": "Elaboró", "nombre": "Ana María Rojas Díaz" }],
            "secciones": [{ "titulo": "Índice", "contenido": ["indice"] }],
        });
        let all = usual.as_object().expect("an object").iter();
        let all = all.map(|(key, value)| (key, changed.get(key.as_str()).unwrap_or(value)));
        all.filter(|(_, value)| !value.is_null()).map(|(key, value)| format!("{key}: {value}\n")).collect()
    }

    fn judge(mut self) -> Vec<Judged> {
        self.write("catalogo/entidades.yaml", &self.entidades);
        for (fecha, report) in &self.frases {
            self.write(&format!("entidades/entidad/frases-{fecha}.yaml"), report);
        }
        let project = Project::open(&self.folder, Strictness::Normal).expect("a project");
        for finding in project.findings().iter().filter(|f| f.severity != Severity::Nota) {
            let place = finding.place.as_ref().expect("a place");
            let (path, line) = (place.path().to_owned(), place.line_column().0);
            let owner = self.owners.get(&(path.clone(), Some(line))).or_else(|| self.owners.get(&(path, None)));
            let marked = place.text();
            let line_of = place.source.text.lines().nth(line - 1).unwrap_or_default();
            let said = match marked.trim() == line_of.trim() {
                true => format!("{}: toda la línea", finding.code),
                false => format!("{}: {}", finding.code, clean::clean(marked).trim_matches('"')),
            };
            match owner {
                Some(owner) => self.judged[*owner].said.push(said),
                None => panic!("said of no entry: {said} ({})", finding.message),
            }
        }
        for one in &mut self.judged {
            one.said.sort();
            one.expected.sort();
        }
        self.judged
    }
}

/// The policies that the entity was measured in, of 19.
const MEASURED: [&str; 15] = [
    "Integridad",
    "Planeación Institucional",
    "Gestión Presupuestal y Eficiencia del Gasto Público",
    "Compras y Contratación Pública",
    "Fortalecimiento Organizacional y Simplificación de Procesos",
    "Gobierno Digital",
    "Seguridad Digital",
    "Servicio a las Ciudadanías",
    "Transparencia, Acceso a la Información Pública y lucha contra la Corrupción",
    "Participación Ciudadana en la Gestión Pública",
    "Seguimiento y Evaluación del Desempeño Institucional",
    "Gestión Documental",
    "Gestión del Conocimiento y la Innovación",
    "Control Interno",
    "Gestión de la Información Estadística",
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

#[test]
fn real_material_is_judged_as_its_readers_would() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let judged = judge(&crate::support::repository(), folder.path());
    let blind = judged.iter().filter(|j| j.blind).count();
    assert!(judged.len() >= 350 && blind >= 200, "{} {blind}", judged.len());
    let correct = judged.iter().filter(|j| j.expected.is_empty()).count();
    assert!(correct >= 200, "{correct}");
    let mut wrong = String::new();
    for j in &judged {
        if (j.said == j.expected) == j.pending {
            wrong += &format!("{}\n  expected {:?}\n  said     {:?}\n", j.entry, j.expected, j.said);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
