//! Every text of a project of the five kinds of document, field by field: it reaches the
//! pages as it is written, and inside its column.

use std::cell::Cell;
use std::collections::BTreeMap;

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform, output_doc};
use proptest::prelude::*;
use serde_json::Value;

use crate::exploration::holds;
use crate::properties::{CONSTRUCTS, as_read};
use crate::support::{Folder, projects};

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Campo {
    /// Printed as it is written.
    Llano,
    /// Printed without its marks and with its figures.
    Narrativo,
    /// The name of a policy or a dimension, by which other files call it.
    Nombre,
    /// A word of the format, a date, a reference, or what no page of these documents shows.
    Otro,
}

/// The field at `keys` of the data file at `path`; a new field has to be put in its place here.
fn campo(path: &str, keys: &[&str]) -> Campo {
    use Campo::{Llano, Narrativo, Nombre, Otro};
    let key = keys.last().copied().unwrap_or_default();
    let within = |name: &str| keys.contains(&name);
    match path.rsplit_once('/').map_or(path, |(_, name)| name) {
        "proyecto.yaml" => Otro,
        "entidades.yaml" => match key {
            "nombre" | "departamento" => Llano,
            "slug" | "sigla" | "alias" | "orden" | "sector" | "tipo" | "municipio" | "medicion" => Otro,
            _ => panic!("{path}: {keys:?}"),
        },
        "politicas.yaml" => match key {
            "nombre" if within("lideres") => Llano,
            "nombre" => Nombre,
            // Some documents of other projects compare two series of measurement.
            "nota" | "slug" | "codigo" | "dimension" | "alias" => Otro,
            _ => panic!("{path}: {keys:?}"),
        },
        "normas.yaml" => match key {
            "titulo" | "entidad" => Llano,
            "clase" | "id" | "derogada_por" | "fecha" | "numero" => Otro,
            _ => panic!("{path}: {keys:?}"),
        },
        name if name.starts_with("resultados-") => match key {
            // One for all entities of a vigencia: pages name the first ones only.
            "fuente" | "politica" | "dimension" => Nombre,
            "codigo" => Otro,
            _ => panic!("{path}: {keys:?}"),
        },
        name if name.starts_with("recomendaciones-") => match key {
            "fuente" | "recomendacion" => Llano,
            "politica" => Nombre,
            "relacionada" => Otro,
            _ => panic!("{path}: {keys:?}"),
        },
        name if name.starts_with("plan-2") => match key {
            "politica" => Nombre,
            // Of the other entities there are counts.
            _ if !path.contains("instituto-aguas") => Otro,
            "nombre" | "actividad" | "responsable" | "evidencia" | "observacion" => Llano,
            "inicio" | "fin" | "id" => Otro,
            _ => panic!("{path}: {keys:?}"),
        },
        _ => match key {
            "valor" | "texto" | "recomendacion" | "recomendaciones" | "decisiones" | "decision" | "funcion"
            | "observacion" => Narrativo,
            "actividad" if !within("pendiente") => Narrativo,
            "politica" | "politicas" => Nombre,
            "titulo" | "organo" | "ambito" | "lugar" | "ante" | "campo" | "rol" | "nombre" | "cargo" | "fuente"
            | "rotulo" | "numero" | "actividad" | "responsable" | "compromiso" => Llano,
            "fecha" if within("pendiente") => Llano,
            "tipo" | "entidad" | "entidades" | "fecha" | "cumplido" | "corte" | "plan" | "id" | "sesiones"
            | "contenido" | "normas" => Otro,
            _ => panic!("{path}: {keys:?}"),
        },
    }
}

const CATALOGUE: &str = "data/catalogo/politicas.yaml";
const NORMS: &str = "data/catalogo/normas.yaml";

/// The data files of the project with a document of each kind, as trees.  Of the catalogue
/// there is what its documents cite, and a plan also has what only plans of other offices write.
fn files() -> BTreeMap<String, Value> {
    let mut files: BTreeMap<String, Value> = BTreeMap::new();
    // The last folder is read first.
    let mut folders = vec![projects().join("entidad/data/catalogo"), projects().join("conjunto/data")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of data") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.to_string_lossy().replace('\\', "/");
            let name = format!("data/{}", name.rsplit_once("/data/").expect("below data").1);
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            files.entry(name).or_insert_with(|| serde_saphyr::from_str(&text).expect("YAML"));
        }
    }
    let norms = files.get_mut(NORMS).and_then(|f| f["normas"].as_array_mut()).expect("norms");
    norms.retain(|n| ["ley-87-1993", "decreto-1083-2015"].contains(&n["id"].as_str().unwrap_or_default()));
    let results = &files["data/entidades/instituto-aguas/resultados-2024.yaml"]["politicas"];
    let measured: Vec<_> = results.as_array().into_iter().flatten().map(|p| p["politica"].clone()).collect();
    let policies = files.get_mut(CATALOGUE).and_then(|f| f["politicas"].as_array_mut()).expect("policies");
    policies.retain(|p| p["nombres"].as_array().is_some_and(|names| measured.contains(&names[0]["nombre"])));
    for policy in policies {
        policy["nombres"].as_array_mut().expect("names").truncate(1);
    }
    let own = files.get_mut("data/entidades/instituto-aguas/plan-2025.yaml").expect("a plan");
    own["actividades"][1]["observacion"] = "Se prueba en septiembre".into();
    files
}

/// Calls `change` with every text of `node` and the keys above it.
fn each_text(node: &mut Value, keys: &mut Vec<String>, change: &mut impl FnMut(&[&str], &mut String)) {
    match node {
        Value::String(text) => change(&keys.iter().map(String::as_str).collect::<Vec<_>>(), text),
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, keys, change)),
        Value::Object(entries) => {
            for (key, value) in entries {
                keys.push(key.clone());
                each_text(value, keys, change);
                keys.pop();
            }
        }
        _ => {}
    }
}

/// The project with every text replaced, and where each text stands with what has to be read of it.
/// `write` gives for a class and a number what is written in the field and what is read on a page.
fn rewritten(write: impl Fn(Campo, usize) -> (String, String)) -> (Folder, Vec<(String, String)>) {
    let mut files = files();
    let mut wanted = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let number = Cell::new(0);
    let next = |class: Campo| {
        number.set(number.get() + 1);
        write(class, number.get())
    };
    // What others call by its name comes first.
    let catalogue = files.get_mut(CATALOGUE).expect("the policies");
    each_text(catalogue, &mut Vec::new(), &mut |keys, text| {
        if campo(CATALOGUE, keys) == Campo::Nombre {
            names.entry(text.clone()).or_insert_with(|| next(Campo::Llano).0);
        }
    });
    for (path, tree) in &mut files {
        each_text(tree, &mut Vec::new(), &mut |keys, text| match campo(path, keys) {
            Campo::Otro => {}
            Campo::Nombre => {
                *text = names.entry(text.clone()).or_insert_with(|| next(Campo::Llano).0).clone();
                wanted.push((format!("{path}: {}", keys.join(".")), as_read(text)));
            }
            class => {
                let (written, read) = next(class);
                *text = written;
                wanted.push((format!("{path}: {}", keys.join(".")), as_read(&read)));
            }
        });
    }
    let folder = Folder::empty();
    for (path, tree) in &files {
        // JSON is YAML.
        folder.write(path, &serde_json::to_string_pretty(tree).expect("a tree"));
    }
    (folder, wanted)
}

const DOCUMENTS: [&str; 5] = [
    "conjunto/consolidado-2024",
    "conjunto/presentacion-2024",
    "conjunto/plan-trabajo-2026",
    "conjunto/ficha-2024/seguridad-digital",
    "instituto-aguas/informe-2025",
];

/// What the pages of the five documents say, without white space.
fn pages(folder: &Folder) -> Result<String, TestCaseError> {
    let said = folder.run(&["generar", "--formato", "corto"]);
    prop_assert_eq!(said.code, 0, "{}", said.stderr);
    Ok(DOCUMENTS.map(|id| as_read(&folder.pdf_text(&format!("output/{id}.pdf")))).join("\n"))
}

/// Characters that the foot of a page and the head of the next one have at most.
const BETWEEN_PAGES: usize = 600;

/// Whether `pages` say `text`, whose mark in a paragraph of its own may stand at the top of the next page.
fn is_read(pages: &str, text: &str) -> bool {
    if pages.contains(text) {
        return true;
    }
    let Some(at) = text.find('§') else { return false };
    let (before, mark) = text.split_at(at);
    let mut marks = pages.match_indices(mark);
    marks.any(|(end, _)| {
        let start = pages[..end].rfind(before).map(|start| start + before.len());
        let between = start.map_or("", |start| &pages[start..end]);
        between.contains("Página") && between.chars().count() <= BETWEEN_PAGES
    })
}

#[test]
fn every_text_of_the_data_is_read_on_a_page() {
    let awkward = "[!-~¡-ÿĀ-ž–—‘-”…][ -~¡-ÿĀ-ž–—‘-”…]{0,18}";
    holds(4, (awkward, 0..CONSTRUCTS.len()), |(text, pick)| {
        let (folder, wanted) = rewritten(|class, number| match class {
            Campo::Narrativo => {
                let (written, read) = CONSTRUCTS[(pick + number) % CONSTRUCTS.len()];
                // The vigencia of this project is another one.
                let read = read.replace("2022", "{{vigencia}}");
                (format!("{written}\n\n§{number}§"), format!("{read}§{number}§"))
            }
            _ => (format!("{text}·{number}·"), format!("{text}·{number}·")),
        });
        let pages = pages(&folder)?;
        let lost: Vec<_> = wanted
            .iter()
            .filter(|(_, read)| {
                let of = |vigencia: &str| is_read(&pages, &read.replace("{{vigencia}}", vigencia));
                !of("2024") && !of("2026")
            })
            .collect();
        prop_assert!(lost.is_empty(), "{lost:?}");

        // The lines of the work plan read in its exports as on its pages.
        let said = folder.run(&["exportar", "json", "conjunto/plan-trabajo-2026"]);
        prop_assert_eq!(said.code, 0, "{}", said.stderr);
        let export: Value = serde_json::from_str(&folder.read("output/conjunto/plan-trabajo-2026.json")).expect("JSON");
        let cells: Vec<_> = export["cuadros"].as_array().into_iter().flatten().flat_map(texts).collect();
        let plan = wanted.iter().filter(|(field, _)| field.contains("plan-trabajo-2026.yaml: grupos."));
        for (field, read) in plan {
            let read = read.replace("{{vigencia}}", "2026");
            prop_assert!(cells.iter().any(|cell| cell.contains(&read)), "{field}: {read} is not in {cells:?}");
        }
        Ok(())
    });
}

/// The cells of a table that are texts, without white space.
fn texts(cuadro: &Value) -> Vec<String> {
    let rows = cuadro["filas"].as_array().into_iter().flatten();
    rows.flat_map(|row| row.as_array().into_iter().flatten()).filter_map(|c| c.as_str().map(as_read)).collect()
}

/// A title that says the same as a narrative text keeps in the exports what the page prints of it.
#[test]
fn a_cell_is_read_by_what_it_is_and_not_by_what_it_says() {
    let folder = Folder::set();
    let plan = "data/conjunto/plan-trabajo-2026.yaml";
    folder.replace(plan, "titulo: Funciones básicas", "titulo: \"*Plan* {{ vigencia }}\"");
    folder.replace(plan, "funcion: Adoptar su propio reglamento.", "funcion: \"*Plan* {{ vigencia }}\"");
    let said = folder.run(&["exportar", "json", "conjunto/plan-trabajo-2026"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let export: Value = serde_json::from_str(&folder.read("output/conjunto/plan-trabajo-2026.json")).expect("JSON");
    let lines = &export["cuadros"][0]["filas"];
    assert_eq!((lines[0][0].as_str(), lines[2][2].as_str()), (Some("*Plan* {{ vigencia }}"), Some("Plan 2026")));
}

/// What a PDF cannot hold as a string is refused at its place, by `validar` as by `generar`;
/// paragraphs and cells print however long they are.
#[test]
fn a_text_is_printed_or_refused_however_long_it_is() {
    const PROSE: [&str; 11] = [
        "texto",
        "recomendaciones",
        "recomendacion",
        "decisiones",
        "decision",
        "funcion",
        "observacion",
        "evidencia",
        "fuente",
        "valor",
        "actividad",
    ];
    let is_prose = |keys: &str| PROSE.contains(&keys);
    let long = |n: usize| format!("{n} {}", "canción ".repeat(4_200));
    let mut files = files();
    let mut names = 0;
    for (path, tree) in &mut files {
        each_text(tree, &mut Vec::new(), &mut |keys, text| {
            let key = keys.last().copied().unwrap_or_default();
            if matches!(campo(path, keys), Campo::Llano) && !is_prose(key) {
                names += 1;
                *text = long(names);
            }
        });
    }
    let folder = Folder::empty();
    for (path, tree) in &files {
        folder.write(path, &serde_json::to_string_pretty(tree).expect("a tree"));
    }
    for command in ["validar", "generar"] {
        let said = folder.run(&[command, "--formato", "corto"]);
        let told = |code: &str| (said.stdout.clone() + &said.stderr).matches(&format!("error[{code}]")).count();
        assert_eq!((said.code, told("texto-desmedido"), told("composicion-fallida")), (1, names, 0), "{command}");
    }

    let (folder, _) = rewritten(|class, number| (format!("Dato {number}"), format!("{class:?}")));
    for (path, key) in [
        ("data/conjunto/consolidado-2024.yaml", "\"texto\": \""),
        ("data/conjunto/presentacion-2024.yaml", "\"fuente\": \""),
        ("data/conjunto/plan-trabajo-2026.yaml", "\"funcion\": \""),
        ("data/entidades/instituto-aguas/plan-2025.yaml", "\"evidencia\": \""),
        ("data/entidades/instituto-aguas/plan-2025.yaml", "\"actividad\": \""),
        ("data/entidades/instituto-aguas/recomendaciones-2024.yaml", "\"recomendacion\": \""),
    ] {
        folder.replace(path, key, &format!("{key}{}", long(0)));
    }
    let said = folder.run(&["generar", "--formato", "corto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

/// A character of a page: left and right end, base line and size, in pt.
struct Letra {
    x: f64,
    end: f64,
    y: f64,
    size: f64,
    text: String,
}

/// The characters of each page, and its width and height.
#[derive(Default)]
struct Letras(Vec<((f64, f64), Vec<Letra>)>);

impl OutputDev for Letras {
    fn begin_page(&mut self, _: u32, page: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.0.push(((page.urx - page.llx, page.ury - page.lly), Vec::new()));
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let size = at.m11.abs() * font_size;
        let (x, y) = (at.m31, at.m32);
        if let Some((_, letters)) = self.0.last_mut()
            && !text.trim().is_empty()
        {
            letters.push(Letra { x, end: x + width * size, y, size, text: text.to_owned() });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// What is wrong with where the characters of a page stand.
fn misplaced((width, height): (f64, f64), letters: &mut [Letra]) -> Option<String> {
    const MARGIN: f64 = 20.0;
    let out = |l: &&Letra| l.x < MARGIN || l.end > width - MARGIN || l.y < MARGIN / 2.0 || l.y > height - MARGIN / 2.0;
    if let Some(l) = letters.iter().find(out) {
        return Some(format!("«{}» stands at {:.0}, {:.0} of {width:.0} × {height:.0}", l.text, l.x, l.y));
    }
    letters.sort_by(|a, b| a.x.total_cmp(&b.x));
    for (index, a) in letters.iter().enumerate() {
        for b in letters[index + 1..].iter().take_while(|b| b.x < a.end) {
            let shared = a.end.min(b.end) - b.x;
            let least = (a.end - a.x).min(b.end - b.x);
            if (a.y - b.y).abs() < 0.4 * a.size.min(b.size) && shared > 0.5 && shared > 0.4 * least {
                return Some(format!("«{}» lies on «{}» at {:.0}, {:.0}", b.text, a.text, b.x, b.y));
            }
        }
    }
    None
}

/// E-mails, codes and addresses are longer than the columns of many tables; nothing of them may
/// lie on what stands beside them, nor beyond the page.
#[test]
fn a_word_longer_than_its_column_breaks_inside_it() {
    let (folder, wanted) = rewritten(|class, number| {
        let word = match number % 3 {
            0 => format!("oficina.de.control_interno@instituto-municipal-de-aguas.gov.co/{number}"),
            1 => format!("MIPG2025CODIGOUNICODELPLANDEMEJORAMIENTOINSTITUCIONALNUMERO{number}X"),
            _ => format!("desoxirribonucleicoelectroencefalografistaotorrinolaringologo{number}ñ"),
        };
        match class {
            Campo::Narrativo => (format!("- Ver **{word}** y [{word}](https://x.co/)"), format!("Ver {word} y {word}")),
            _ => (word.clone(), word),
        }
    });
    let pages = pages(&folder).unwrap_or_else(|why| panic!("{why:?}"));
    let lost: Vec<_> = wanted.iter().filter(|(_, read)| !pages.contains(read.as_str())).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let mut wrong = Vec::new();
    for id in DOCUMENTS {
        let pdf = pdf_extract::Document::load_mem(&folder.bytes(&format!("output/{id}.pdf"))).expect("a PDF");
        let mut letters = Letras::default();
        output_doc(&pdf, &mut letters).expect("readable");
        for (page, (size, letters)) in letters.0.iter_mut().enumerate() {
            wrong.extend(misplaced(*size, letters).map(|why| format!("{id}, page {}: {why}", page + 1)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
