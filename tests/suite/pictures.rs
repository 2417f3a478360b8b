//! Small pictures of pages, so that what overlaps, falls off or loses its colour
//! fails although every text and number is there.
//!
//! The PDFs themselves are drawn, at 72 points per inch and in greys.  After a
//! wanted change of the look, `PICTURES=update cargo test pictures` renews
//! `tests/suite/pictures/`: look at what changed before committing it.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

use crate::support::{Folder, repository, squeeze};

/// Greys by which a pixel may differ: antialiased edges come out a little
/// differently with other vector instructions of the processor.
const SHADE: u8 = 32;
/// Pixels of a page that may differ by more, in thousandths: 0.5 are some 240,
/// fewer than a word of ten letters; a line that moved changes over a thousand.
const SHARE: f64 = 0.5;
/// Greys by which a page may differ in the mean, for a faint change of a whole
/// area: a fill of a tenth of the page that is 4 greys darker gives 0.4.
const MEAN: f64 = 0.3;

/// A page in greys, row by row.
struct Picture {
    width: u32,
    height: u32,
    greys: Vec<u8>,
}

impl Picture {
    fn from_png(bytes: &[u8]) -> Self {
        let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().expect("a PNG");
        let mut greys = vec![0; reader.output_buffer_size().expect("small")];
        let info = reader.next_frame(&mut greys).expect("a picture");
        greys.truncate(info.buffer_size());
        Self { width: info.width, height: info.height, greys }
    }

    fn to_png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().expect("in memory");
        writer.write_image_data(&self.greys).expect("as long as it says");
        writer.finish().expect("in memory");
        bytes
    }

    /// Says how `self` differs from what was expected, where it does.
    fn differs(&self, expected: &Self) -> Option<String> {
        let size = |p: &Self| (p.width, p.height);
        if size(self) != size(expected) {
            return Some(format!("{:?} pixels instead of {:?}", size(self), size(expected)));
        }
        let gaps: Vec<_> = self.greys.iter().zip(&expected.greys).map(|(a, b)| a.abs_diff(*b)).collect();
        let pixels = gaps.len() as f64;
        let share = gaps.iter().filter(|gap| **gap > SHADE).count() as f64 / pixels * 1000.0;
        let mean = gaps.iter().map(|gap| f64::from(*gap)).sum::<f64>() / pixels;
        (share > SHARE || mean > MEAN)
            .then(|| format!("{share:.2} ‰ of the pixels differ, and {mean:.2} greys in the mean"))
    }
}

/// All pages of a PDF.
fn draw(pdf: &[u8]) -> Vec<Picture> {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF");
    let settings = RenderSettings { bg_color: WHITE, ..RenderSettings::default() };
    let cache = RenderCache::new();
    let grey =
        |r: u8, g: u8, b: u8| ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114 + 500) / 1000) as u8;
    let pages = pdf.pages();
    let pictures = pages.iter().map(|page| {
        let drawn = render(page, &cache, &InterpreterSettings::default(), &settings);
        Picture {
            width: u32::from(drawn.width()),
            height: u32::from(drawn.height()),
            greys: drawn.data().iter().map(|p| grey(p.r, p.g, p.b)).collect(),
        }
    });
    pictures.collect()
}

/// Name of the picture, document, and a text of the page; the last page that has
/// it, since the contents have the headings too.
const PAGES: &[(&str, &str, &str)] = &[
    ("informe-portada", "instituto-aguas/informe-2025", "Tunja, 31 de octubre de 2025"),
    ("informe-cifras", "instituto-aguas/informe-2025", "puesto en su"),
    ("informe-puntos", "instituto-aguas/informe-2025", "frente al resto de entidades"),
    ("informe-extremos", "instituto-aguas/informe-2025", "Políticas más fuertes y más débiles"),
    ("informe-plan-y-barras", "instituto-aguas/informe-2025", "Actividades del plan y avance al"),
    ("consolidado-portada", "conjunto/consolidado-2024", "Presenta Secretaría Técnica"),
    ("consolidado-distribucion", "conjunto/consolidado-2024", "El IDI de 6 entidades tiene mediana"),
    ("consolidado-puestos", "conjunto/consolidado-2024", "Puesto de las 6 entidades"),
    ("consolidado-rangos", "conjunto/consolidado-2024", "Índices de las políticas, de la mediana más alta"),
    ("consolidado-matriz", "conjunto/consolidado-2024", "menos de 60 60 a menos de 70"),
    ("consolidado-pesas", "conjunto/consolidado-2024", "Mediana de cada política, 2023 y 2024"),
    ("presentacion-portada", "conjunto/presentacion-2024", "Para: Comité Municipal"),
    ("presentacion-franjas", "conjunto/presentacion-2024", "IDI de cada entidad por tipo"),
    ("presentacion-pesas", "conjunto/presentacion-2024", "IDI de las entidades que suben o bajan"),
    ("plan-trabajo-cifras", "conjunto/plan-trabajo-2026", "El plan en una página"),
    ("plan-trabajo-tabla", "conjunto/plan-trabajo-2026", "Funciones básicas, actividades y sesiones"),
    ("ficha", "conjunto/ficha-2024/seguridad-digital", "Lidera:"),
    ("ficha-recuadros", "conjunto/ficha-2024/seguridad-digital", "Quién está en la parte baja"),
];

#[test]
fn pages_look_as_expected() {
    let folder = Folder::set();
    let said = folder.run(&["generar"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let home = repository().join("tests/suite/pictures");
    let update = std::env::var("PICTURES").is_ok_and(|value| value == "update");
    let mut wrong = Vec::new();
    for document in PAGES.iter().map(|(_, document, _)| *document).collect::<BTreeSet<_>>() {
        let pdf = folder.bytes(&format!("output/{document}.pdf"));
        let texts = pdf_extract::extract_text_from_mem_by_pages(&pdf).expect("a readable PDF");
        let texts: Vec<_> = texts.iter().map(|text| squeeze(text)).collect();
        let pictures = draw(&pdf);
        assert_eq!(pictures.len(), texts.len());
        for (name, _, text) in PAGES.iter().filter(|(_, of, _)| *of == document) {
            let page = texts.iter().rposition(|page| page.contains(text));
            let page = page.unwrap_or_else(|| panic!("{name}: no page of {document} has {text:?}"));
            let file = home.join(format!("{name}.png"));
            if update {
                fs::write(&file, pictures[page].to_png()).expect("writable");
                continue;
            }
            let expected = fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            if let Some(how) = pictures[page].differs(&Picture::from_png(&expected)) {
                let seen = std::env::temp_dir().join(format!("{name}.png"));
                fs::write(&seen, pictures[page].to_png()).expect("writable");
                wrong.push(format!("{name}: {how}; see {}", seen.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_expected_picture_is_of_a_page() {
    let names: BTreeSet<PathBuf> = PAGES.iter().map(|(name, _, _)| PathBuf::from(format!("{name}.png"))).collect();
    let home = fs::read_dir(repository().join("tests/suite/pictures")).expect("the pictures");
    let files: BTreeSet<PathBuf> = home.map(|entry| entry.expect("readable").file_name().into()).collect();
    assert_eq!(files, names);
}

#[test]
fn a_line_that_moved_is_seen_and_a_little_noise_is_not() {
    let page = |at: usize, shade: u8| {
        let mut greys = vec![255; 600 * 800];
        for row in at..at + 7 {
            for x in (60..500).step_by(3) {
                greys[row * 600 + x] = shade;
            }
        }
        Picture { width: 600, height: 800, greys }
    };
    let expected = page(400, 40);
    assert_eq!(page(400, 48).differs(&expected), None);
    assert!(page(403, 40).differs(&expected).is_some());
    let again = Picture::from_png(&expected.to_png());
    assert_eq!(again.greys, expected.greys);
}
