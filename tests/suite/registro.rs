//! What is on record: what is up to date, what is said again, and what is left
//! after an interruption.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::support::{Folder, Said};

const REPORT: &str = "and/informe-2024-04";
const PLAN: &str = "distrito/plan-trabajo-2026";

/// Runs `generar` on one thread, so that its lines come in order.
fn make(folder: &Folder, arguments: &[&str]) -> Said {
    folder.run(&[&["generar", "--hilos", "1"], arguments].concat())
}

fn spawn(folder: &Folder, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_seguimiento"))
        .args(["generar", "--hilos", "1", "--proyecto"])
        .arg(folder.path())
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built")
}

fn said_of(said: &Said, id: &str) -> String {
    let line = said.stderr.lines().find(|l| l.contains(&format!(" {id} ")));
    line.unwrap_or_else(|| panic!("{id} is not in\n{}", said.stderr)).split("  ").next().unwrap_or_default().to_owned()
}

fn manifest(folder: &Folder) -> Value {
    serde_json::from_str(&folder.read("output/manifiesto.json")).expect("JSON")
}

/// Every file of the output folder with its bytes and time.
fn outputs(folder: &Folder) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    walkdir::WalkDir::new(folder.path().join("output"))
        .into_iter()
        .map(|entry| entry.expect("readable"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let time = entry.metadata().expect("there").modified().expect("a time");
            (entry.path().to_string_lossy().into_owned(), (fs::read(entry.path()).expect("readable"), time))
        })
        .collect()
}

#[test]
fn what_was_made_with_other_tools_is_not_up_to_date_whatever_ran_since() {
    let folder = Folder::sample();
    assert_eq!(make(&folder, &[]).code, 0);
    let theme = include_str!("../../templates/tema.yaml");
    let (head, tail) = theme.split_once("principal: \"#").expect("a colour");
    folder.write("templates/tema.yaml", &format!("{head}principal: \"#b00020{}", &tail[6..]));
    assert_eq!(said_of(&make(&folder, &[REPORT]), REPORT), "hecho");
    let all = make(&folder, &[]);
    assert_eq!((said_of(&all, REPORT), said_of(&all, PLAN)), ("al día".into(), "hecho".into()));
    // The program's code is one of the tools, also where its version stays.
    let mut changed = manifest(&folder);
    let code = &mut changed["documentos"][PLAN]["herramientas"]["codigo"];
    assert_eq!(code.as_str().map(str::len), Some(32));
    *code = "0".repeat(32).into();
    folder.write("output/manifiesto.json", &changed.to_string());
    let all = make(&folder, &[]);
    assert_eq!((said_of(&all, REPORT), said_of(&all, PLAN)), ("al día".into(), "hecho".into()));
}

#[test]
fn tools_changed_before_a_run_that_fails_are_not_forgotten() {
    let folder = Folder::sample();
    assert_eq!(make(&folder, &[]).code, 0);
    let own = include_str!("../../templates/trajes/plan-trabajo.typ.j2");
    folder.write("templates/trajes/plan-trabajo.typ.j2", &format!("{own}\n"));
    let pdf = folder.path().join(format!("output/{REPORT}.pdf"));
    fs::remove_file(&pdf).expect("there");
    fs::create_dir(&pdf).expect("writable");
    assert_eq!(make(&folder, &[]).code, 2);
    fs::remove_dir(&pdf).expect("empty");
    let all = make(&folder, &[]);
    assert_eq!((said_of(&all, REPORT), said_of(&all, PLAN)), ("hecho".into(), "hecho".into()));
}

#[test]
fn what_was_found_is_said_again_and_refused_by_a_strict_run() {
    let folder = Folder::sample();
    folder.write("templates/bloques/plan.typ.j2", "/* parte: bloques/plan.typ.j2 */\n#base.narracion[a ** b]\n");
    let warnings = |said: &Said| {
        let lines = said.stderr.lines().filter(|l| l.contains("aviso[composicion-con-aviso]"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let first = make(&folder, &["--formato", "corto"]);
    let again = make(&folder, &["--formato", "corto"]);
    assert_eq!(said_of(&again, REPORT), "al día");
    assert_eq!(warnings(&first).len(), 1, "{}", first.stderr);
    assert_eq!(warnings(&first), warnings(&again));
    let human = make(&folder, &[]).stderr;
    assert!(human.contains("#base.narracion[a ** b]"), "no excerpt: {human}");
    let strict = make(&folder, &["--estricto", REPORT]);
    assert_eq!(strict.code, 1, "{}", strict.stderr);
    assert!(strict.stderr.contains("omitido"), "{}", strict.stderr);
}

#[test]
fn a_run_with_nothing_to_make_writes_nothing() {
    let folder = Folder::sample();
    assert_eq!(make(&folder, &[]).code, 0);
    let before = outputs(&folder);
    let output = folder.path().join("output");
    let read_only = |yes| {
        let mut permissions = fs::metadata(&output).expect("there").permissions();
        permissions.set_readonly(yes);
        fs::set_permissions(&output, permissions).expect("ours");
    };
    read_only(true);
    let said = make(&folder, &[]);
    read_only(false);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(before == outputs(&folder), "something was written");
}

#[test]
fn two_runs_at_once_keep_each_other_s_entries() {
    let folder = Folder::district();
    let long = spawn(&folder, &["--forzar", "distrito/fichas-2024"]);
    let short = spawn(&folder, &["--forzar", REPORT, PLAN, "secretaria-hacienda"]);
    for run in [long, short] {
        let ended = run.wait_with_output().expect("ended");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    let known = manifest(&folder);
    let pdfs: Vec<_> = outputs(&folder).into_keys().filter(|path| path.ends_with(".pdf")).collect();
    assert_eq!(known["documentos"].as_object().map(|d| d.len()), Some(pdfs.len()));
    let again = make(&folder, &["distrito/fichas-2024", REPORT, PLAN, "secretaria-hacienda"]);
    assert!(again.stderr.contains(&format!("0 documentos hechos y {} al día", pdfs.len())), "{}", again.stderr);
}

#[test]
fn an_interrupted_run_costs_the_document_in_flight() {
    let folder = Folder::district();
    let mut run = spawn(&folder, &["distrito/fichas-2024"]);
    let mut lines = BufReader::new(run.stderr.take().expect("piped")).lines();
    let heard = lines.by_ref().filter(|l| l.as_ref().is_ok_and(|l| l.starts_with("hecho"))).take(3).count();
    assert_eq!(heard, 3);
    run.kill().expect("running");
    run.wait().expect("ended");
    assert!(!folder.exists("output/manifiesto.json"));
    // A record that the interruption cut is no record, and spoils no other.
    let journal = folder.read("output/.manifiesto.diario");
    folder.write("output/.manifiesto.diario", &format!("{journal}{{\"documento\": \"distrito/fi"));
    let written = outputs(&folder).into_keys().filter(|path| path.ends_with(".pdf")).count();
    let again = make(&folder, &["distrito/fichas-2024"]);
    let fresh = again.stderr.lines().filter(|l| l.starts_with("al día")).count();
    assert!(fresh >= 3 && fresh + 1 >= written, "{written} PDFs, and of them {fresh} on record");
    let all = make(&folder, &["distrito/fichas-2024"]);
    assert!(all.stderr.contains("0 documentos hechos"), "{}", all.stderr);
    assert!(folder.read("output/.manifiesto.diario").is_empty());
}

#[test]
fn temporary_files_of_dead_runs_go_and_young_ones_stay() {
    let folder = Folder::sample();
    folder.write("output/and/.seguimiento-viejo", "x").write("output/and/.seguimiento-nuevo", "x");
    let old = File::options().write(true).open(folder.path().join("output/and/.seguimiento-viejo")).expect("there");
    old.set_modified(SystemTime::now() - Duration::from_secs(3600)).expect("settable");
    assert_eq!(make(&folder, &[]).code, 0);
    assert!(!folder.exists("output/and/.seguimiento-viejo"));
    assert!(folder.exists("output/and/.seguimiento-nuevo"));
}

#[test]
fn a_reader_that_goes_away_does_not_stop_the_run() {
    let folder = Folder::sample();
    let mut run = spawn(&folder, &[]);
    // The reader goes before the first line comes.
    drop(run.stderr.take());
    assert!(run.wait().expect("ended").success());
    let known = manifest(&folder);
    for id in [REPORT, PLAN] {
        assert_eq!(known["documentos"][id]["resultado"], "hecho", "{id}");
    }
}

#[test]
fn a_pdf_without_its_document_is_told_until_it_goes() {
    let folder = Folder::sample();
    assert_eq!(make(&folder, &[]).code, 0);
    fs::remove_file(folder.path().join(format!("data/{PLAN}.yaml"))).expect("there");
    for _ in 0..2 {
        let said = make(&folder, &["--forzar", "--formato", "corto"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(
            said.stderr.contains(&format!("aviso[pdf-sin-documento]: «output/{PLAN}.pdf» sigue ahí")),
            "{}",
            said.stderr
        );
    }
    // One who asks for some documents asks nothing about the others.
    assert!(!make(&folder, &[REPORT]).stderr.contains("pdf-sin-documento"));
    fs::remove_file(folder.path().join(format!("output/{PLAN}.pdf"))).expect("there");
    assert!(!make(&folder, &[]).stderr.contains("pdf-sin-documento"));
}

#[test]
fn what_the_system_refuses_is_said_in_spanish_with_its_path() {
    let folder = Folder::sample();
    folder.write("output", "no es una carpeta");
    let said = make(&folder, &[]);
    assert_eq!(said.code, 2);
    let wrong = said.stderr.lines().find(|l| l.starts_with("error")).expect("an error");
    assert!(wrong.contains("no se puede escribir «PROYECTO/output/"), "{wrong}");
    assert!(
        wrong.ends_with("ya hay un archivo con el nombre de su carpeta")
            || wrong.ends_with("es un archivo y no una carpeta"),
        "{wrong}"
    );
    assert!(!said.stderr.contains("os error") && !said.stderr.contains("porque"), "{}", said.stderr);
}

#[test]
fn a_template_that_does_not_end_is_stopped_and_named() {
    let part = "bloques/plan.typ.j2";
    let loops = |n: usize, body: &str| {
        let starts: String = (0..n).map(|i| format!("{{% for a{i} in diez %}}")).collect();
        format!(
            "/* parte: {part} */\n{{% set diez = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] %}}\n{starts}{body}{}\n",
            "{% endfor %}".repeat(n)
        )
    };
    let folder = Folder::sample();
    folder.write(&format!("templates/{part}"), &loops(12, ""));
    let said = make(&folder, &["--formato", "corto"]);
    assert_eq!(said.code, 1);
    let wrong = said.stderr.lines().find(|l| l.contains("error[plantilla-invalida]")).expect("the error");
    assert!(wrong.starts_with(&format!("templates/{part}:")), "{wrong}");
    assert!(
        wrong.contains("la plantilla no termina: da más de 50 millones de pasos (documento and/informe-2024-04)"),
        "{wrong}"
    );
    assert_eq!(said_of(&said, PLAN), "hecho");
    folder.write(&format!("templates/{part}"), &loops(6, &"x".repeat(100)));
    let said = make(&folder, &["--formato", "corto"]);
    let wrong = format!(
        "templates/{part}:3:121: error[plantilla-invalida]: la plantilla no deja de escribir: pasa de 32 MB (documento and/informe-2024-04)"
    );
    assert!(said.stderr.contains(&wrong), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn the_journal_is_never_somebody_else_s_file_nor_a_pipe() {
    let folder = Folder::sample();
    let victim = folder.path().join("tesis.txt");
    fs::write(&victim, "no tocar").expect("written");
    fs::create_dir_all(folder.path().join("output")).expect("a folder");
    std::os::unix::fs::symlink(&victim, folder.path().join("output/.manifiesto.diario")).expect("a link");
    let said = folder.run(&["generar", "distrito"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("output/.manifiesto.diario»: no es un archivo corriente; bórrelo"), "{}", said.stderr);
    assert_eq!(fs::read_to_string(&victim).expect("read"), "no tocar");

    for name in [".manifiesto.diario", "manifiesto.json"] {
        fs::remove_dir_all(folder.path().join("output")).expect("removed");
        fs::create_dir_all(folder.path().join("output")).expect("a folder");
        let pipe = folder.path().join("output").join(name);
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        // It ends: with a refusal, or with the manifest put in place of the pipe.
        let said = folder.run(&["generar", "distrito"]);
        assert_eq!(said.code == 0, name == "manifiesto.json", "{}", said.stderr);
    }
}
