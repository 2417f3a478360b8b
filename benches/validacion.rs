//! How long it takes to validate a country: 6,000 entity folders with two
//! vigencias and a plan each.  Prints seconds, files per second and peak memory.

use std::fs;
use std::path::Path;
use std::time::Instant;

use seguimiento::pipeline::{Project, Strictness};

const ENTITIES: usize = 6_000;

fn main() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    build(folder.path());
    let start = Instant::now();
    let project = Project::open(folder.path(), Strictness::Normal).expect("a project");
    let seconds = start.elapsed().as_secs_f64();
    let findings = project.findings();
    assert!(!findings.has_errors(), "{:?}", findings.iter().next());
    let files = ENTITIES * 3;
    println!("{ENTITIES} entities, {files} files, {} findings", findings.iter().count());
    println!("validated in {seconds:.2} s, {:.0} files/s, peak memory {}", files as f64 / seconds, peak());
}

fn build(root: &Path) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogo = root.join("data/catalogo");
    fs::create_dir_all(&catalogo).expect("writable");
    for name in ["politicas.yaml", "normas.yaml"] {
        fs::copy(here.join("data/catalogo").join(name), catalogo.join(name)).expect("copied");
    }
    let policies = fs::read_to_string(here.join("data/entidades/and/resultados-2022.yaml")).expect("the sample");
    let policies = &policies[policies.find("politicas:").expect("policies")..];
    let mut entidades = String::from("entidades:\n");
    for index in 0..ENTITIES {
        let slug = format!("entidad-{index:04}");
        entidades += &format!("  - {{slug: {slug}, nombre: Entidad número {index}}}\n");
        let own = root.join("data/entidades").join(&slug);
        fs::create_dir_all(&own).expect("writable");
        for vigencia in [2023, 2024] {
            let text = format!("vigencia: {vigencia}\nfuente: FURAG, vigencia {vigencia}\nidi: 82.3\n{policies}");
            fs::write(own.join(format!("resultados-{vigencia}.yaml")), text).expect("writable");
        }
        let activities: String = (1..=10)
            .map(|n| {
                format!(
                    "  - {{id: A{n}, politica: Integridad, actividad: Actividad {n}, responsable: Planeación, \
                     inicio: 2025-01-01, fin: 2025-12-31, avance: {n}0, recurso: true, evidencia: Acta {n}}}\n"
                )
            })
            .collect();
        fs::write(own.join("plan-2025.yaml"), format!("nombre: Plan 2025\nactividades:\n{activities}"))
            .expect("writable");
    }
    fs::write(catalogo.join("entidades.yaml"), entidades).expect("writable");
}

/// Largest resident memory of the process, where the system tells.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .map_or("unknown".to_owned(), |line| line.trim().to_owned())
}
