//! Project folders for tests, the command, and PDFs read back.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use seguimiento::data::{Node, parse_text};
use seguimiento::diagnostic::Diagnostics;
use seguimiento::model::Catalogo;
use tempfile::TempDir;

/// A project in a folder of its own.
pub struct Folder {
    dir: Place,
}

enum Place {
    Own(TempDir),
    Kept(PathBuf),
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn empty() -> Self {
        Self { dir: Place::Own(TempDir::new().expect("a temporary folder")) }
    }

    /// A small project of one entity and a work plan, which is no data of the
    /// repository: `tests/proyectos/entidad`.
    pub fn sample() -> Self {
        let folder = Self::empty();
        copy(&projects().join("entidad"), folder.path());
        folder
    }

    /// A small project of seven entities with a document of each kind:
    /// `tests/proyectos/conjunto`, with the policies and norms of the other one.
    pub fn set() -> Self {
        let folder = Self::empty();
        copy(&projects().join("conjunto"), folder.path());
        for file in ["data/catalogo/politicas.yaml", "data/catalogo/normas.yaml"] {
            folder.write(file, &fs::read_to_string(projects().join("entidad").join(file)).expect("UTF-8"));
        }
        folder
    }

    /// A copy of the repository's two source documents and the catalogue.
    pub fn shipped() -> Self {
        let folder = Self::empty();
        let (from, to) = (repository().join("data"), folder.path().join("data"));
        for part in ["catalogo", "entidades/and"] {
            copy(&from.join(part), &to.join(part));
        }
        for file in ["proyecto.yaml", "distrito/plan-trabajo-2026.yaml"] {
            folder.write(&format!("data/{file}"), &fs::read_to_string(from.join(file)).expect("a sample file"));
        }
        folder
    }

    /// A copy of all data of the repository, the example district with it.
    pub fn district() -> Self {
        let folder = Self::empty();
        copy(&repository().join("data"), &folder.path().join("data"));
        folder
    }

    /// The district as it is shipped with all its documents made: made once for all tests that read only.
    pub fn made_district() -> &'static Self {
        static MADE: OnceLock<Folder> = OnceLock::new();
        MADE.get_or_init(|| {
            let folder = Self::kept("distrito");
            copy(&repository().join("data"), &folder.path().join("data"));
            let said = folder.run(&["generar"]);
            assert_eq!(said.code, 0, "{}", said.stderr);
            assert!(said.stderr.contains("101 documentos hechos"), "{}", said.stderr);
            folder
        })
    }

    /// A folder of the build with this name, emptied, that no other run of the suite uses meanwhile:
    /// what lives as long as the process cannot be a folder that its end removes.
    fn kept(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
        fs::create_dir_all(root).expect("writable");
        let lock = fs::File::create(root.join(format!("{name}.lock"))).expect("writable");
        if lock.try_lock().is_err() {
            return Self::empty();
        }
        // Held until the process ends.
        std::mem::forget(lock);
        let path = root.join(name);
        if path.exists() {
            fs::remove_dir_all(&path).expect("writable");
        }
        fs::create_dir_all(&path).expect("writable");
        Self { dir: Place::Kept(path) }
    }

    /// What `seguimiento nuevo` makes.
    pub fn example() -> Self {
        let folder = Self::empty();
        let said = run(&["nuevo", &folder.path().join("p").to_string_lossy()]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        copy(&folder.path().join("p"), folder.path());
        fs::remove_dir_all(folder.path().join("p")).expect("the folder was just made");
        folder
    }

    pub fn path(&self) -> &Path {
        match &self.dir {
            Place::Own(dir) => dir.path(),
            Place::Kept(path) => path,
        }
    }

    pub fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a relative path")).expect("writable");
        fs::write(path, text).expect("writable");
        self
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.path().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    /// Replaces the only occurrence of `from` in a file.
    pub fn replace(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not hold {from:?}");
        self.write(path, &text.replacen(from, to, 1))
    }

    /// Runs the command on this project.
    pub fn run(&self, arguments: &[&str]) -> Said {
        self.run_with(&[], arguments)
    }

    /// The same with settings in the environment.
    pub fn run_with(&self, settings: &[(&str, &str)], arguments: &[&str]) -> Said {
        let root = self.path().to_string_lossy().into_owned();
        let mut said = run_with(settings, &[arguments, &["--proyecto", &root]].concat());
        for text in [&mut said.stdout, &mut said.stderr] {
            *text = steady(&text.replace(&root, "PROYECTO"));
        }
        said
    }

    /// Every PDF of `output/`, in the order of their paths.
    pub fn pdfs(&self) -> Vec<String> {
        let root = self.path().join("output");
        let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(|entry| entry.expect("readable"));
        let pdfs = files.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "pdf"));
        pdfs.map(|entry| entry.path().strip_prefix(self.path()).expect("inside").display().to_string()).collect()
    }

    /// The text of each page of a PDF with every run of white space as one space.
    pub fn pdf_pages(&self, path: &str) -> Vec<String> {
        let pages = pdf_extract::extract_text_by_pages(self.path().join(path)).expect("a readable PDF");
        pages.iter().map(|page| squeeze(page)).collect()
    }

    /// The same of all pages.
    pub fn pdf_text(&self, path: &str) -> String {
        squeeze(&pdf_extract::extract_text(self.path().join(path)).expect("a readable PDF"))
    }
}

/// Runs the command with stable surroundings.
pub fn run(arguments: &[&str]) -> Said {
    run_with(&[], arguments)
}

fn run_with(settings: &[(&str, &str)], arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_seguimiento"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .envs(settings.iter().copied())
        .output()
        .expect("the binary was built");
    Said {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A workbook that is the same whenever it is made: the library would take its date from the clock.
pub fn workbook() -> rust_xlsxwriter::Workbook {
    let mut book = rust_xlsxwriter::Workbook::new();
    let created = rust_xlsxwriter::ExcelDateTime::from_ymd(2025, 10, 1).expect("a date");
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&created));
    book
}

/// The bytes of a workbook.
pub fn saved(mut book: rust_xlsxwriter::Workbook) -> Vec<u8> {
    book.save_to_buffer().expect("a workbook")
}

/// The tree of a text that is sound YAML.
pub fn node(path: &str, text: &str) -> Node {
    let (file, findings) = parse_text(path, text);
    assert!(findings.is_empty(), "{findings:?}");
    file.node.expect("a tree")
}

/// The catalogue of [`Folder::sample`].
pub fn catalogo() -> Catalogo {
    let read = |name: &str| {
        node(name, &fs::read_to_string(projects().join("entidad/data/catalogo").join(name)).expect("UTF-8"))
    };
    Catalogo::build(Some(&read("politicas.yaml")), None, Some(&read("entidades.yaml")), &mut Diagnostics::default())
}

/// The fixed projects of the tests.
pub fn projects() -> PathBuf {
    repository().join("tests/proyectos")
}

pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// One space for every run of white space, no-break spaces included.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No white space at all: for text that a chart or a line break may have spread.
pub fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Seconds in the summary differ from run to run: `en 0,14 s` reads `en N s`.
fn steady(text: &str) -> String {
    let mut parts = text.split(" en ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out += " en ";
        let digits = part.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(part.len());
        out += if digits > 0 && part[digits..].starts_with(" s") { "N" } else { &part[..digits] };
        out += &part[digits..];
    }
    out
}

pub fn copy(from: &Path, to: &Path) {
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
