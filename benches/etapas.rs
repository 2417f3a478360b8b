//! Share of a document's time that is ours: everything but Typst's compile and export, and the packing of
//! the data that travels in the PDF.  Prints ratios by kind of document; `cargo bench` runs it on the
//! repository's own data.
//! Typst's cache is emptied before each document: a report is set once per run.

use std::path::Path;
use std::time::{Duration, Instant};

use seguimiento::diagnostic::Diagnostics;
use seguimiento::pipeline::{Project, Strictness};

const ROUNDS: u32 = 3;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = Duration::ZERO;
    let mut stages = std::collections::BTreeMap::<String, (u32, [Duration; 3])>::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let project = Project::open(root, Strictness::Normal).expect("the repository is a project");
        let mut findings = Diagnostics::default();
        let workshop = project.workshop(&mut findings).expect("fonts").expect("templates");
        open += start.elapsed();
        for documento in &project.documentos {
            workshop.forget();
            let (made, times) = stages
                .entry(documento.tipo.as_ref().map_or_else(String::new, |tipo| tipo.palabra.clone()))
                .or_default();
            *made += 1;
            let start = Instant::now();
            let report = workshop.report(documento, &mut findings).expect("drawn").expect("sound data");
            times[0] += start.elapsed();
            let start = Instant::now();
            let source = workshop.render(documento, &report, &mut findings).expect("rendered");
            times[1] += start.elapsed();
            let start = Instant::now();
            let pdf = workshop.typeset(documento, &report, &source, &mut findings).expect("set");
            times[2] += start.elapsed();
            assert!(pdf.pages > 0);
        }
    }
    let ms = |time: Duration, n: u32| time.as_secs_f64() * 1000.0 / f64::from(n);
    println!("project opened, templates compiled: {:.1} ms once per run", ms(open, ROUNDS));
    println!("{:<32} {:>10} {:>10} {:>10} {:>8}", "one document of kind", "report ms", "render ms", "typst ms", "ours");
    for (kind, (made, [report, render, typst])) in stages {
        let ours = (report + render).as_secs_f64();
        let share = ours / (ours + typst.as_secs_f64()) * 100.0;
        let [report, render, typst] = [report, render, typst].map(|time| ms(time, made));
        println!("{kind:<32} {report:>10.2} {render:>10.2} {typst:>10.2} {share:>6.1} %");
    }
}
