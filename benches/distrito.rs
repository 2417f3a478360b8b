//! The batch and the country: one report per entity of the example district on
//! one and on two threads, memory after one and after five such runs, and the
//! consolidated report of 6,000 entities with its workbook.  Prints seconds,
//! ratios and peak memory.

use std::fs;
use std::path::Path;
use std::time::Instant;

use seguimiento::diagnostic::Diagnostics;
use seguimiento::interop::exportar::{Portada, to_xlsx};
use seguimiento::pipeline::{Made, Options, Project, Strictness};

const ENTITIES: usize = 6_000;

fn main() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"), &folder.path().join("data"));
    let start = Instant::now();
    let project = Project::open(folder.path(), Strictness::Normal).expect("a project");
    println!("district opened in {:.2} s: {} documents", start.elapsed().as_secs_f64(), project.documentos.len());
    let one = batch(&project, 1);
    let two = batch(&project, 2);
    println!("reports: {:.2} s on one thread, {:.2} s on two ({:.2} times as fast)", one.0, two.0, one.0 / two.0);
    let first = resident();
    for _ in 0..4 {
        batch(&project, 2);
    }
    println!(
        "{} reports a run; resident after 2 runs {first:.0} MB, after 6 runs {:.0} MB ({:.2} times), peak {:.0} MB",
        one.1,
        resident(),
        resident() / first,
        peak()
    );
    drop(project);

    let country = tempfile::TempDir::new().expect("a temporary folder");
    build(country.path());
    let start = Instant::now();
    let project = Project::open(country.path(), Strictness::Normal).expect("a project");
    println!("country of {ENTITIES} entities opened in {:.2} s", start.elapsed().as_secs_f64());
    let mut findings = Diagnostics::default();
    let workshop = project.workshop(&mut findings).expect("fonts").expect("templates");
    let documento = &project.documentos[0];
    let pdf = workshop.make(documento, &mut findings).expect("drawn").expect("sound data");
    println!(
        "its consolidated report: {} pages, {:.1} MB; {:.2} s from data to bytes, peak {:.0} MB",
        pdf.pages,
        pdf.bytes.len() as f64 / 1e6,
        start.elapsed().as_secs_f64(),
        peak()
    );
    let start = Instant::now();
    let report = workshop.report(documento, &mut findings).expect("drawn").expect("sound data");
    let workbook = to_xlsx(&Portada::default(), &report.cuadros).expect("a workbook");
    println!(
        "its workbook: {:.1} MB in {:.2} s, peak {:.0} MB",
        workbook.len() as f64 / 1e6,
        start.elapsed().as_secs_f64(),
        peak()
    );
}

/// Seconds and number of the reports of all entities.
fn batch(project: &Project, threads: usize) -> (f64, usize) {
    let mut findings = Diagnostics::default();
    let workshop = project.workshop(&mut findings).expect("fonts").expect("templates");
    let chosen = project.select(&["distrito/informe-2024".to_owned()]).expect("the batch");
    let quiet = |_: &Made| {};
    let start = Instant::now();
    let made = workshop.make_all(&chosen, Options { threads, force: true }, &quiet).expect("written");
    (start.elapsed().as_secs_f64(), made.len())
}

fn build(root: &Path) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogo = root.join("data/catalogo");
    fs::create_dir_all(&catalogo).expect("writable");
    for name in ["politicas.yaml", "normas.yaml"] {
        fs::copy(here.join("data/catalogo").join(name), catalogo.join(name)).expect("copied");
    }
    // One real shape of results, with other values for each entity.
    let sample =
        fs::read_to_string(here.join("data/entidades/secretaria-general/resultados-2024.yaml")).expect("the sample");
    let shape: Vec<&str> = sample[sample.find("\nidi:").expect("an IDI") + 1..].lines().collect();
    let mut entidades = String::from("sectores:\n");
    (0..24).for_each(|i| entidades += &format!("  - {{slug: sector-{i}, nombre: Sector {i}}}\n"));
    entidades += "entidades:\n";
    for index in 0..ENTITIES {
        let slug = format!("entidad-{index:04}");
        entidades += &format!(
            "  - {{slug: {slug}, nombre: Entidad número {index}, sector: sector-{}, departamento: Departamento {}, medicion: mipg}}\n",
            index % 24,
            index % 32
        );
        let own = root.join("data/entidades").join(&slug);
        fs::create_dir_all(&own).expect("writable");
        for vigencia in [2023usize, 2024] {
            let mut text = format!("vigencia: {vigencia}\nejemplo: true\n");
            for (line, content) in shape.iter().enumerate() {
                text += &revalue(content, (index * 7919 + line * 104_729 + vigencia * 31) % 600);
                text.push('\n');
            }
            fs::write(own.join(format!("resultados-{vigencia}.yaml")), text).expect("writable");
        }
    }
    fs::write(catalogo.join("entidades.yaml"), entidades).expect("writable");
    fs::create_dir_all(root.join("data/pais")).expect("writable");
    let document = fs::read_to_string(here.join("data/distrito/consolidado-2024.yaml")).expect("the sample");
    let document = document
        .replace("entidades:\n  orden: distrital\nplan: plan-2025\n", "entidades: todas\n")
        .replace("  - titulo: Planes de mejoramiento\n    contenido:\n      - planes\n", "")
        .replace("          - tipos\n", "          - departamentos\n");
    fs::write(root.join("data/pais/consolidado-2024.yaml"), document).expect("writable");
}

/// The line with another value: 40 points and `tenths` tenths.
fn revalue(line: &str, tenths: usize) -> String {
    let value = format!("{}.{}", 40 + tenths / 10, tenths % 10);
    match (line.find("puntaje: "), line.starts_with("idi: ")) {
        (Some(at), _) => format!("{}puntaje: {value}{}", &line[..at], if line.ends_with('}') { " }" } else { "" }),
        (None, true) => format!("idi: {value}"),
        _ => line.to_owned(),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("readable");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("writable");
        }
    }
}

/// Memory of the process in MB, where the system tells.
fn status(key: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    line.map_or(f64::NAN, |kilobytes| kilobytes / 1024.0)
}

fn resident() -> f64 {
    status("VmRSS:")
}

fn peak() -> f64 {
    status("VmHWM:")
}
