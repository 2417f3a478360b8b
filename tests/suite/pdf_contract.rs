//! What every PDF promises: standards, language, identity, data, reproducibility.

use std::collections::BTreeMap;
use std::process::Command;

use lopdf::{Dictionary, Document, Object};

use crate::support::{Folder, copy, repository};

fn open(folder: &Folder, path: &str) -> Document {
    Document::load_mem(&folder.bytes(path)).expect("a PDF")
}

fn name(dict: &Dictionary, key: &[u8]) -> String {
    dict.get(key).and_then(Object::as_name).map(|n| String::from_utf8_lossy(n).into_owned()).unwrap_or_default()
}

/// Every dictionary of the document.
fn dictionaries(document: &Document) -> impl Iterator<Item = &Dictionary> {
    document.objects.values().filter_map(|object| match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    })
}

fn metadata(document: &Document) -> String {
    let catalog = document.catalog().expect("a catalogue");
    let id = catalog.get(b"Metadata").and_then(Object::as_reference).expect("metadata");
    let stream = document.get_object(id).and_then(Object::as_stream).expect("a stream");
    String::from_utf8(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())).expect("UTF-8")
}

/// The attached files, each the source of the document, by name.
pub fn attachments(document: &Document) -> BTreeMap<String, Vec<u8>> {
    let mut attached = BTreeMap::new();
    for spec in dictionaries(document).filter(|d| name(d, b"Type") == "Filespec") {
        assert_eq!(name(spec, b"AFRelationship"), "Source");
        let file = spec.get(b"F").and_then(Object::as_str).expect("a name").to_vec();
        let id = spec
            .get(b"EF")
            .and_then(Object::as_dict)
            .and_then(|ef| ef.get(b"F"))
            .and_then(Object::as_reference)
            .expect("a file");
        let stream = document.get_object(id).and_then(Object::as_stream).expect("a stream");
        let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        attached.insert(String::from_utf8(file).expect("UTF-8"), bytes);
    }
    attached
}

/// Both standards and the language.
fn is_archival_and_accessible(document: &Document, title: &str, path: &str) {
    let xmp = metadata(document);
    for expected in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        title,
    ] {
        assert!(xmp.contains(expected), "{path}: no {expected} in\n{xmp}");
    }
    let catalog = document.catalog().expect("a catalogue");
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("language"), b"es-CO");
}

#[test]
fn every_document_is_archival_accessible_and_carries_its_data() {
    let folder = Folder::sample();
    assert_eq!(folder.run(&["generar"]).code, 0);
    for (path, title, inputs) in [
        ("output/and/informe-2024-04.pdf", "Informe de seguimiento", 8),
        ("output/distrito/plan-trabajo-2026.pdf", "Plan de trabajo 2026", 2),
    ] {
        let document = open(&folder, path);
        is_archival_and_accessible(&document, title, path);
        let attached = attachments(&document);
        assert_eq!(attached.len(), inputs, "{:?}", attached.keys());
        for (file, bytes) in attached {
            assert_eq!(bytes, folder.bytes(&file), "{file}");
        }
    }
}

/// Title, author and keywords as lists of files show them, out of the dictionary of the PDF.
fn properties(document: &Document) -> [String; 3] {
    let id = document.trailer.get(b"Info").and_then(Object::as_reference).expect("properties");
    let info = document.get_dictionary(id).expect("properties");
    [b"Title".as_slice(), b"Author", b"Keywords"]
        .map(|key| info.get(key).and_then(lopdf::decode_text_string).unwrap_or_else(|e| panic!("{key:?}: {e}")))
}

#[test]
fn invented_data_says_so_where_only_machines_look_and_is_nobodys_paper() {
    let folder = Folder::district();
    let one = "secretaria-educacion/informe-2024";
    assert_eq!(folder.run(&["generar", one]).code, 0);
    let made = Folder::made_district();
    for (folder, id) in [(&folder, one), (made, "distrito/consolidado-2024"), (made, "distrito/presentacion-2024")] {
        let path = format!("output/{id}.pdf");
        let document = open(folder, &path);
        let [title, author, keywords] = properties(&document);
        assert!(title.ends_with("(datos de ejemplo)"), "{title}");
        assert_eq!(author, "Datos de ejemplo");
        assert!(keywords.starts_with("ejemplo, datos de ejemplo, "), "{keywords}");
        let xmp = metadata(&document);
        assert!(xmp.contains("(datos de ejemplo)") && xmp.contains("ejemplo, datos de ejemplo"), "{xmp}");
        let author = xmp.split("<dc:creator>").nth(1).and_then(|rest| rest.split("</dc:creator>").next());
        let author = author.expect("an author");
        assert!(author.contains("Datos de ejemplo") && !author.contains("Secretar"), "{author}");
    }
    // Other forms of it say the same.
    assert_eq!(folder.run(&["generar", "--emitir", "html", one]).code, 0);
    let page = folder.read(&format!("output/{one}.html"));
    assert!(page.contains("(datos de ejemplo)</title>"), "{}", &page[..900]);
    assert!(page.contains("<meta name=\"author\" content=\"Datos de ejemplo\">"));
    assert!(page.contains("<meta name=\"keywords\" content=\"ejemplo, "));
    assert_eq!(folder.run(&["exportar", "json", one]).code, 0);
    let export: serde_json::Value = serde_json::from_str(&folder.read(&format!("output/{one}.json"))).expect("JSON");
    assert!(
        export["documento"]["titulo"].as_str().is_some_and(|t| t.ends_with("(datos de ejemplo)")),
        "{}",
        export["documento"]["titulo"]
    );
    // What is real says nothing of examples.
    let folder = Folder::sample();
    assert_eq!(folder.run(&["generar", "informe-2024-04"]).code, 0);
    let [title, author, keywords] = properties(&open(&folder, "output/and/informe-2024-04.pdf"));
    assert!(![title, author.clone(), keywords].concat().contains("ejemplo"));
    assert_eq!(author, "Anyela Isabel Méndez");
}

#[test]
fn a_document_of_many_files_carries_them_in_one_package() {
    let folder = Folder::made_district();
    let path = "output/distrito/consolidado-2024.pdf";
    let document = open(folder, path);
    is_archival_and_accessible(&document, "Informe consolidado de resultados del FURAG. Distrito Capital", path);
    let attached = attachments(&document);
    assert_eq!(attached.keys().collect::<Vec<_>>(), ["datos.zip"]);
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(&attached["datos.zip"])).expect("a ZIP");
    let names = package.len();
    // 74 + 74 results, 70 plans, 74 recommendations, the catalogue, the settings, the document, the hashes, and the
    // values of earlier vigencias, which are no file of the project.
    assert_eq!(names, 74 + 74 + 70 + 74 + 3 + 1 + 1 + 1 + 1);
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut package.by_name(name).expect("listed"), &mut bytes).expect("whole");
        bytes
    };
    let hashes = String::from_utf8(read("huellas.b3")).expect("UTF-8");
    for line in hashes.lines() {
        let (hash, file) = line.split_once("  ").expect("a hash and a path");
        let bytes = read(file);
        if file.starts_with("derivados/") {
            assert_eq!(file, "derivados/serie-2024.csv");
        } else {
            assert_eq!(bytes, folder.bytes(file), "{file}");
        }
        assert_eq!(blake3::hash(&bytes).to_hex().to_string(), hash, "{file}");
    }
    assert_eq!(hashes.lines().count(), names - 1);
}

#[test]
fn row_headers_are_tagged_as_headers_and_pictures_are_described() {
    let folder = Folder::sample();
    assert_eq!(folder.run(&["generar", "and"]).code, 0);
    let document = open(&folder, "output/and/informe-2024-04.pdf");
    let scope = |dict: &Dictionary| -> String {
        let attributes = match dict.get(b"A") {
            Ok(Object::Array(list)) => list.iter().filter_map(|o| o.as_dict().ok()).collect(),
            Ok(Object::Dictionary(one)) => vec![one],
            _ => Vec::new(),
        };
        attributes.iter().map(|a| name(a, b"Scope")).find(|s| !s.is_empty()).unwrap_or_default()
    };
    let headers: Vec<_> = dictionaries(&document).filter(|d| name(d, b"S") == "TH").map(scope).collect();
    // 15 policies and 7 dimensions, 6 extremes, 2 vigencias, 12 + 1 policies of the plan, 3 low ones.
    assert_eq!(headers.iter().filter(|s| *s == "Row").count(), 15 + 7 + 6 + 2 + 13 + 3);
    let figures: Vec<_> = dictionaries(&document).filter(|d| name(d, b"S") == "Figure").collect();
    assert_eq!(figures.len(), 2);
    assert!(figures.iter().all(|f| f.get(b"Alt").and_then(Object::as_str).is_ok_and(|alt| alt.len() > 40)));
}

#[test]
fn the_sample_identity_is_sound_and_its_logo_is_described() {
    let folder = Folder::example();
    copy(&repository().join("contrib/identidad/templates"), &folder.path().join("templates"));
    let said = folder.run(&["generar", "--estricto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let document = open(&folder, "output/instituto-ejemplo/informe-2025-06.pdf");
    let alts = dictionaries(&document).filter(|d| name(d, b"S") == "Figure").filter_map(|d| d.get(b"Alt").ok());
    let logos = alts.filter(|alt| alt.as_str().is_ok_and(|alt| alt == b"Oficina de Muestra"));
    assert_eq!(logos.count(), 1);
}

#[test]
fn identifiers_are_stable_and_distinct() {
    let folder = Folder::sample();
    let twin = folder.read("data/entidades/and/informe-2024-04.yaml");
    folder.write("data/entidades/and/informe-2024-05.yaml", &twin);
    assert_eq!(folder.run(&["generar", "and"]).code, 0);
    let id = |path: &str| {
        let document = open(&folder, path);
        let ids = document.trailer.get(b"ID").and_then(Object::as_array).expect("an identifier");
        ids[0].as_str().expect("bytes").to_vec()
    };
    let first = id("output/and/informe-2024-04.pdf");
    assert_ne!(first, id("output/and/informe-2024-05.pdf"));
    folder.replace("data/entidades/and/resultados-2022.yaml", "85.2", "85.3");
    assert_eq!(folder.run(&["generar", "and"]).code, 0);
    assert_eq!(first, id("output/and/informe-2024-04.pdf"), "the same document keeps its identifier");
}

#[test]
fn same_inputs_give_same_bytes_anywhere() {
    let here = Folder::sample();
    assert_eq!(here.run(&["generar", "--hilos", "1"]).code, 0);
    for (zone, threads) in [("America/Bogota", "2"), ("Pacific/Kiritimati", "8")] {
        let there = Folder::sample();
        let status = Command::new(env!("CARGO_BIN_EXE_seguimiento"))
            .args(["generar", "--hilos", threads])
            .current_dir(there.path())
            .env("TZ", zone)
            .env("LANG", "en_US.UTF-8")
            .status()
            .expect("the binary was built");
        assert!(status.success());
        for path in
            ["output/and/informe-2024-04.pdf", "output/distrito/plan-trabajo-2026.pdf", "output/manifiesto.json"]
        {
            assert!(here.bytes(path) == there.bytes(path), "{path} differs in {zone}");
        }
    }
}

#[test]
fn documents_on_many_entities_have_the_same_bytes_anywhere() {
    let chosen = ["distrito/consolidado-2024", "distrito/presentacion-2024", "distrito/fichas-2024/integridad"];
    let make = |threads: &str, zone: &str| -> Vec<Vec<u8>> {
        let folder = Folder::district();
        let status = Command::new(env!("CARGO_BIN_EXE_seguimiento"))
            .args(["generar", "-q", "--hilos", threads, "--proyecto"])
            .arg(folder.path())
            .args(chosen)
            .env("TZ", zone)
            .status()
            .expect("the binary was built");
        assert!(status.success());
        for form in ["xlsx", "json"] {
            let said = folder.run(&["exportar", form, "distrito/consolidado-2024"]);
            assert_eq!(said.code, 0, "{}", said.stderr);
        }
        let files = chosen.iter().map(|id| format!("output/{id}.pdf"));
        let exports = ["xlsx", "json"].map(|form| format!("output/distrito/consolidado-2024.{form}"));
        files.chain(exports).map(|path| folder.bytes(&path)).collect()
    };
    assert!(make("1", "America/Bogota") == make("8", "Asia/Tokyo"));
}

#[test]
fn the_clock_of_a_page_is_the_date_of_the_document() {
    let folder = Folder::sample();
    folder.write(
        "templates/bloques/texto.typ.j2",
        "#base.narracion[Hoy es #datetime.today().display() para la plantilla]\n",
    );
    let said = folder.run(&["generar", "and"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(folder.pdf_text("output/and/informe-2024-04.pdf").contains("Hoy es 2024-05-01 para la plantilla"));
}
