//! The page of HTML: its numbers are those of the PDF, it can be read by whoever does not see it,
//! and no value of the data is taken for a mark of it.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::Command;

use crate::pagina::Element;
use crate::support::{Folder, dense, repository, squeeze};

/// The reports of the fixed projects; the second one has every content.
const SAMPLE: &str = "and/informe-2024-04";
const WHOLE: &str = "instituto-aguas/informe-2025";
const DECK: &str = "conjunto/presentacion-2024";
const SHEET: &str = "conjunto/ficha-2024/seguridad-digital";
const CONSOLIDATED: &str = "conjunto/consolidado-2024";
const PLAN: &str = "distrito/plan-trabajo-2026";

/// The page of document `id`.
fn page(folder: &Folder, id: &str) -> Element {
    let said = folder.run(&["generar", id, "--emitir", "html"]);
    assert_eq!((said.code, said.stdout), (0, format!("output/{id}.html\n")), "{}", said.stderr);
    Element::read(&folder.read(&format!("output/{id}.html")))
}

#[test]
fn the_page_of_a_report_is_as_expected() {
    let folder = Folder::sample();
    page(&folder, SAMPLE);
    insta::assert_snapshot!("pagina-html", folder.read(&format!("output/{SAMPLE}.html")));
}

#[test]
fn the_tables_of_the_page_are_those_of_the_pdf() {
    for (folder, id, tables) in [(Folder::sample(), SAMPLE, 5), (Folder::set(), WHOLE, 10)] {
        let page = page(&folder, id);
        assert_eq!(folder.run(&["generar", id]).code, 0);
        let pdf = dense(&folder.pdf_text(&format!("output/{id}.pdf")));
        let mut parted = 0;
        let found: Vec<_> = page.all().into_iter().filter(|e| e.attribute("class") == "tabla").collect();
        assert_eq!(found.len(), tables, "{id}");
        for (at, table) in found.into_iter().enumerate() {
            let caption = table.one("caption").text();
            assert!(caption.starts_with(&format!("Tabla {}. ", at + 1)), "{caption}");
            // Caption, headers, rows, note and source without a word between them.
            if pdf.contains(&dense(&table.text())) {
                continue;
            }
            // A page parts it, or a cell beside many rows is written after them: so row by row.
            let grouped = table.all().into_iter().any(|e| e.attribute("class") == "grupo");
            parted += usize::from(!grouped);
            for row in table.each("tr") {
                let (beside, cells): (Vec<_>, Vec<_>) =
                    row.children.iter().partition(|cell| cell.attribute("class") == "grupo");
                for words in
                    [beside, cells].map(|cells| cells.iter().map(|cell| dense(&cell.text())).collect::<String>())
                {
                    assert!(pdf.contains(&words), "{id}, {caption}: {words}");
                }
            }
        }
        assert!(parted <= 2, "{id}: {parted} tables are parted by a page");
        // What is said elsewhere in figures.
        let key = page.all().into_iter().filter(|e| e.attribute("class") == "cifras").flat_map(|e| e.each("dd"));
        let key: Vec<_> = key.map(|figure| dense(&figure.text())).collect();
        assert!(!key.is_empty() && key.iter().all(|figure| pdf.contains(figure)), "{key:?}");
    }
}

#[test]
fn a_page_can_be_read_by_whoever_does_not_see_it() {
    let of_sets = [WHOLE, CONSOLIDATED, DECK, SHEET].map(|id| (Folder::set(), id));
    for (folder, id) in [(Folder::sample(), SAMPLE), (Folder::sample(), PLAN)].into_iter().chain(of_sets) {
        let page = page(&folder, id);
        assert_eq!(page.one("html").attribute("lang"), "es-CO");
        for name in ["head", "h1", "main", "nav", "header"] {
            assert!(!squeeze(&page.one(name).text()).is_empty(), "{name}");
        }
        let mut level = 0;
        for heading in page.all().into_iter().filter(|e| e.name.len() == 2 && e.name.starts_with('h')) {
            let Ok(own) = heading.name[1..].parse::<usize>() else { continue };
            assert!(own <= level + 1, "{} after h{level}", heading.text());
            assert!(!heading.text().trim().is_empty());
            level = own;
        }
        let ids: Vec<_> = page.all().into_iter().map(|e| e.attribute("id")).filter(|id| !id.is_empty()).collect();
        let unique: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "an id names one place");
        for element in page.all() {
            for key in ["aria-labelledby", "aria-describedby"] {
                assert!(element.attributes.get(key).is_none_or(|id| unique.contains(id.as_str())), "{element:?}");
            }
            let to = element.attributes.get("href").and_then(|href| href.strip_prefix('#'));
            assert!(to.is_none_or(|id| unique.contains(id)), "{element:?}");
        }
        for table in page.each("table") {
            assert!(table.one("caption").text().starts_with("Tabla "));
            assert!(table.each("thead").count() == 1 && table.each("tbody").count() > 0);
            for cell in table.each("th") {
                let scope = cell.attribute("scope");
                assert!(["col", "row", "rowgroup"].contains(&scope) && !cell.text().is_empty(), "{cell:?}");
            }
            let headed = |row: &&Element| row.children.iter().any(|cell| cell.name == "th");
            assert!(table.each("tr").all(|row| headed(&row)), "{}", table.text());
            // Every row has as many cells as there are columns.
            let columns =
                table.one("thead").all().into_iter().filter(|e| ["th", "td"].contains(&e.name.as_str())).count();
            let mut held = (0, 0);
            for row in table.each("tr") {
                let span =
                    |cell: &Element, key: &str| cell.attributes.get(key).map_or(1, |n| n.parse().expect("a span"));
                let cells: Vec<_> = row.children.iter().filter(|c| ["th", "td"].contains(&c.name.as_str())).collect();
                let width: usize = cells.iter().map(|cell| span(cell, "colspan")).sum();
                let from_above: usize = if held.1 > 0 { held.0 } else { 0 };
                assert_eq!(width + from_above, columns, "{}", row.text());
                held.1 = usize::saturating_sub(held.1, 1);
                if let Some(high) = cells.iter().find(|cell| span(cell, "rowspan") > 1) {
                    held = (1, span(high, "rowspan") - 1);
                }
            }
        }
        let pictures: Vec<_> = page.each("svg").collect();
        for picture in pictures {
            assert_eq!(picture.attribute("role"), "img");
            assert!(picture.one("title").text().len() > 10 && picture.one("desc").text().len() > 20);
            // In any family the words take the room that they were measured for.
            assert!(picture.each("text").all(|text| text.attribute("textLength").parse::<u32>().is_ok()));
        }
    }
}

#[test]
fn a_page_is_complete_in_itself() {
    let folder = Folder::set();
    let said = page(&folder, WHOLE);
    let text = folder.read(&format!("output/{WHOLE}.html"));
    for outside in ["<script", "@import", "url(", "<link", "<img", "<iframe", " src=", " on"] {
        let tags = text.split('<').filter_map(|rest| rest.split_once('>')).map(|(tag, _)| format!("<{tag}"));
        assert!(!tags.clone().any(|tag| tag.contains(outside)) && !text.contains("@import"), "{outside}");
    }
    let links: Vec<_> = said.each("a").map(|a| a.attribute("href")).filter(|to| !to.starts_with('#')).collect();
    assert_eq!(links, ["https://www.funcionpublica.gov.co"], "only those of the texts");
    // Who made it, of when it is, and that its data are no real ones.
    assert_eq!(said.meta("author"), ["Datos de ejemplo"]);
    assert_eq!(said.meta("dcterms.date"), ["2025-10-31"]);
    assert_eq!(said.meta("generator"), [format!("seguimiento {}", env!("CARGO_PKG_VERSION"))]);
    assert!(said.meta("dcterms.type")[0].contains("no son resultados oficiales"));
    assert!(squeeze(&said.one("header").text()).starts_with("DATOS DE EJEMPLO: no son resultados oficiales"));
}

#[test]
fn the_logo_of_the_project_is_in_its_documents_and_says_what_it_shows() {
    const LOGO: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><circle cx=\"4\" cy=\"4\" r=\"4\"/></svg>";
    let folder = Folder::sample();
    folder.write(
        "templates/tema.yaml",
        "logo:\n  archivo: imagenes/logo.svg\n  alt: Escudo de la oficina\npagina:\n  margen: 60\n",
    );
    folder.write("templates/imagenes/logo.svg", LOGO);
    let said = page(&folder, SAMPLE);
    let picture = said.one("img");
    assert_eq!(picture.attribute("alt"), "Escudo de la oficina");
    assert!(picture.attribute("src").starts_with("data:image/svg+xml;base64,PHN2ZyB4bWxucz0i"));
    assert_eq!(folder.run(&["generar", SAMPLE]).code, 0);
    // Another picture makes another document.
    folder.write("templates/imagenes/logo.svg", &LOGO.replace("r=\"4\"", "r=\"3\""));
    let said = folder.run(&["generar", SAMPLE]);
    assert!(format!("{}{}", said.stdout, said.stderr).contains("hecho"), "{said:?}");
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let folder = Folder::set();
    page(&folder, WHOLE);
    let first = folder.bytes(&format!("output/{WHOLE}.html"));
    // Also from the process that a template of the project's own asks for.
    folder.write("templates/html/partes/pagina.html.j2", "{# own #}\n");
    page(&folder, WHOLE);
    assert!(folder.bytes(&format!("output/{WHOLE}.html")) == first);
}

#[test]
fn no_value_is_a_mark_of_the_page() {
    let folder = Folder::sample();
    let file = "data/entidades/and/informe-2024-04.yaml";
    let odd = "A & B < C > D \"E\" 'F' &amp; {{ x }}";
    let text = folder.read(file);
    let title = text.lines().find(|line| line.starts_with("titulo: ")).expect("a title");
    let text = text.replacen(title, "titulo: 'A & B < C > D \"E\" &amp; </title><b>'", 1);
    folder.write(file, &text.replacen("Anyela Isabel Méndez", "Ana \"Y\" <b>Méndez</b> & Cía.", 1));
    let catalogue = "data/catalogo/entidades.yaml";
    folder.replace(catalogue, "Corporación Agencia Nacional de Gobierno Digital", "\"Uno <i>& Otro</i> </svg>\"");
    let page = page(&folder, SAMPLE);
    let odd_title = odd.replace(" 'F' &amp; {{ x }}", " &amp; </title><b>");
    assert_eq!(page.one("head").one("title").text(), format!("{odd_title}. Uno <i>& Otro</i> </svg>"));
    assert_eq!(page.one("h1").text(), "Uno <i>& Otro</i> </svg>");
    assert_eq!(page.meta("author"), ["Ana \"Y\" <b>Méndez</b> & Cía."]);
    assert!(page.one("header").text().contains(&odd_title));
    assert_eq!(page.each("i").count(), 0);
    assert!(page.each("b").all(|b| b.text().starts_with("Tabla ") || b.text().starts_with("Figura ")));
}

#[test]
fn a_wrong_template_of_the_page_is_told_at_its_place() {
    for (template, from, to, told) in [
        ("partes/tabla.html.j2", "{{ p.titulo }}", "{{ p.nada.titulo }}", "la plantilla usa un dato que no existe"),
        (
            "documento.html.j2",
            "<h1>{{ portada.titulo }}</h1>",
            "<h1>{{ firmas }}</h1>",
            "no se puede imprimir una lista",
        ),
    ] {
        let text = std::fs::read_to_string(repository().join("templates/html").join(template)).expect("a template");
        let line = text[..text.find(from).expect("what is spoilt")].lines().count();
        let line = line + usize::from(text[..text.find(from).expect("found")].ends_with('\n'));
        let folder = Folder::sample();
        folder.write(&format!("templates/html/{template}"), &text.replacen(from, to, 1));
        let said = folder.run(&["generar", SAMPLE, "--emitir", "html", "--formato", "corto"]);
        let wanted = format!("templates/html/{template}:{line}:");
        let error = said.stderr.lines().find(|l| l.contains("error[plantilla-invalida]")).expect("the error");
        assert!(said.code == 1 && error.starts_with(&wanted) && error.contains(told), "{wanted}: {error}");
        assert!(!folder.exists(&format!("output/{SAMPLE}.html")));
        // The PDF has nothing to do with it.
        assert_eq!(folder.run(&["generar", SAMPLE]).code, 0);
    }
}

#[test]
fn a_template_that_takes_without_end_costs_its_page_alone() {
    let folder = Folder::sample();
    let many =
        (0..8).map(|i| format!("{{% for a{i} in range(9999) %}}")).collect::<String>() + &"{% endfor %}".repeat(8);
    folder.write("templates/html/partes/aviso.html.j2", &many);
    // Its steps are counted, and the machine is never too slow for them.
    let plazo = [("SEGUIMIENTO_PLAZO", "600")];
    let said = folder.run_with(&plazo, &["generar", SAMPLE, "--emitir", "html", "--formato", "corto"]);
    // Which of its loops the last step falls in depends on the steps of the parts before it.
    let told = said.stderr.lines().find(|line| line.starts_with("templates/html/partes/aviso.html.j2:1:"));
    let wanted = "error[plantilla-invalida]: la plantilla no termina: da más de 50 millones de pasos";
    assert!(said.code == 1 && told.is_some_and(|told| told.contains(wanted)), "{}", said.stderr);
}

/// Where a browser is, the page is opened in it: `tests/navegador.mjs` says what it takes.
#[test]
fn a_browser_and_its_accessibility_engine_find_no_fault() {
    if std::env::var_os("NAVEGADOR_MODULOS").is_none() {
        // Not by a macro, which the harness would keep to itself.
        let _ = writeln!(
            std::io::stderr(),
            "OMITIDA: sin NAVEGADOR_MODULOS la página HTML no se abre en un navegador (tests/navegador.mjs)"
        );
        return;
    }
    let of_sets = [WHOLE, CONSOLIDATED, DECK, SHEET].map(|id| (Folder::set(), id));
    for (folder, id) in [(Folder::sample(), SAMPLE), (Folder::sample(), PLAN)].into_iter().chain(of_sets) {
        page(&folder, id);
        let script = repository().join("tests/navegador.mjs");
        let file = folder.path().join(format!("output/{id}.html"));
        let output = Command::new("node").arg(script).arg(file).output().expect("node runs");
        let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(said.trim(), "[]", "{id}: {wrong}");
    }
}

#[test]
fn every_part_that_a_dress_sets_in_its_own_way_has_a_form_on_the_page() {
    let templates = repository().join("templates");
    let parts = |folder: &str| -> BTreeSet<String> {
        let files = std::fs::read_dir(templates.join(folder)).expect("a folder").map(|file| file.expect("a file"));
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names.filter_map(|name| Some(name.split_once(".")?.0.to_owned())).collect()
    };
    let mut of_pages = parts("typst/partes");
    for dress in std::fs::read_dir(templates.join("typst")).expect("a folder") {
        let dress = dress.expect("an entry").file_name().to_string_lossy().into_owned();
        if templates.join("typst").join(&dress).join("partes").is_dir() {
            of_pages.append(&mut parts(&format!("typst/{dress}/partes")));
        }
    }
    let lacking: Vec<_> = of_pages.difference(&parts("html/partes")).cloned().collect();
    // A matrix is a table there, and what is written in Typst has no other form.
    assert_eq!(lacking, ["matriz", "plantilla"]);
}

#[test]
fn a_dress_may_set_a_part_of_the_page_in_its_own_way() {
    let folder = Folder::set();
    folder.write("templates/html/presentacion/partes/fuente.html.j2", "<p class=\"propia\">De {{ p.texto }}</p>\n");
    let own = |page: &Element| page.each("p").filter(|p| p.attribute("class") == "propia").count();
    assert!(own(&page(&folder, DECK)) > 10);
    assert_eq!(own(&page(&folder, CONSOLIDATED)), 0);
    let said = folder.run(&["validar", "--formato", "corto"]);
    assert!(said.code == 0 && !said.stdout.contains("recurso-sin-uso"), "{said:?}");
}

#[test]
fn the_check_of_a_project_runs_its_own_templates_of_the_page() {
    let folder = Folder::set();
    folder.write("templates/html/partes/cifras.html.j2", "<p>\n{{ p.nada.nada }}</p>\n");
    let said = folder.run(&["validar", "--formato", "corto"]);
    let told: Vec<_> = said.stdout.lines().filter(|line| line.contains("error[")).collect();
    let wanted =
        "templates/html/partes/cifras.html.j2:2:5: error[plantilla-invalida]: la plantilla usa un dato que no existe";
    assert!(said.code == 1 && !told.is_empty() && told.iter().all(|line| line.starts_with(wanted)), "{said:?}");
    // A document that has no page of HTML is none the worse for it.
    let folder = Folder::set();
    folder.write("templates/bloques/sintesis.typ.j2", "Nada\n");
    folder.write("templates/html/partes/pagina.html.j2", "{# own #}\n");
    let said = folder.run(&["validar"]);
    assert_eq!(said.code, 0, "{said:?}");
}
