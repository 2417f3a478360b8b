//! Palette, sizes and font families: those of the program, with what the
//! project's `templates/tema.yaml` says of its own laid over them.  Charts and
//! templates read the same theme.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::model::shape::{Definitions, FromNode, Located, record, wrong_type};

/// How documents look.  Colours are `#rrggbb`, sizes are pt.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    pub fuentes: Fuentes,
    pub colores: Colores,
    pub tamanos: Tamanos,
    pub pagina: Pagina,
    /// Printed on the cover, or beside the title where there is none.
    #[serde(default)]
    pub logo: Option<Logo>,
}

/// Side margins of pages in pt: what they leave is the width of text, tables and charts.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pagina {
    pub margen: f64,
    pub margen_apaisado: f64,
}

/// A picture of the project that stands for the body that publishes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// Path among the templates: `imagenes/logo.svg`.
    pub archivo: String,
    /// What it shows, for who cannot see it.
    pub alt: String,
}

/// Families, by their name in the font files, and the folder of the text family.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fuentes {
    pub texto: String,
    /// Folder of `fonts/` whose files decide which characters can be printed.
    pub carpeta_texto: String,
    pub titulos: String,
}

/// Colours by their role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colores {
    /// Running text.
    pub tinta: String,
    /// Headings and marks of first rank.
    pub principal: String,
    /// What the reader should look at.
    pub acento: String,
    /// Secondary text.
    pub secundario: String,
    /// Context: rules, grids, unfilled parts.  Never text.
    pub contexto: String,
    /// Light ground of boxes.
    pub fondo: String,
}

/// Sizes in pt.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tamanos {
    pub texto: f64,
    pub tabla: f64,
    pub nota: f64,
    pub titulo1: f64,
    pub titulo2: f64,
    pub titulo3: f64,
    /// Titles of tables and figures.
    pub leyenda: f64,
    /// Key figures: below the first title, which they serve.
    pub cifra: f64,
    pub portada: f64,
    pub grafico: f64,
}

record! {
    pub struct ArchivoTema ("el tema") {
        /// Familias de las fuentes
        fuentes: Part<ArchivoFuentes>,
        /// Colores por su papel en la página
        colores: Part<ArchivoColores>,
        /// Tamaños en puntos tipográficos
        tamanos: Part<ArchivoTamanos>,
        /// Márgenes de los lados, en puntos tipográficos
        pagina: Part<ArchivoPagina>,
        /// Logo de la entidad: se imprime en la portada, o junto al título donde no la hay
        logo: Part<ArchivoLogo>,
    }
}

record! {
    pub struct ArchivoPagina ("la página del tema") {
        /// Margen de los lados de una página vertical
        margen: Part<Located<f64>>,
        /// Margen de los lados de una página apaisada
        margen_apaisado: Part<Located<f64>>,
    }
}

record! {
    pub struct ArchivoLogo ("el logo del tema") {
        /// Archivo de templates/imagenes: .svg, .png o .jpg
        archivo: Located<String>,
        /// Lo que muestra, para quien no lo ve: Escudo de Bogotá
        alt: String,
    }
}

record! {
    pub struct ArchivoFuentes ("las fuentes del tema") {
        /// Familia del texto, con el nombre que lleva por dentro el archivo de la fuente
        texto: Part<Located<String>>,
        /// Carpeta de fonts/ de la familia del texto; sus archivos deciden qué caracteres se pueden imprimir
        carpeta_texto: Part<Located<String>>,
        /// Familia de los títulos
        titulos: Part<Located<String>>,
    }
}

record! {
    pub struct ArchivoColores ("los colores del tema") {
        /// Texto
        tinta: Part<Located<Color>>,
        /// Títulos y marcas principales
        principal: Part<Located<Color>>,
        /// Lo que pide atención
        acento: Part<Located<Color>>,
        /// Texto secundario
        secundario: Part<Located<Color>>,
        /// Líneas y cuadrículas; nunca texto
        contexto: Part<Located<Color>>,
        /// Fondo de los recuadros
        fondo: Part<Located<Color>>,
    }
}

record! {
    pub struct ArchivoTamanos ("los tamaños del tema") {
        /// Texto corrido
        texto: Part<Located<f64>>,
        /// Tablas
        tabla: Part<Located<f64>>,
        /// Notas y fuentes de cuadros y gráficos
        nota: Part<Located<f64>>,
        /// Títulos del primer nivel
        titulo1: Part<Located<f64>>,
        /// Títulos del segundo nivel
        titulo2: Part<Located<f64>>,
        /// Títulos del tercer nivel
        titulo3: Part<Located<f64>>,
        /// Títulos de tablas y figuras
        leyenda: Part<Located<f64>>,
        /// Cifras destacadas
        cifra: Part<Located<f64>>,
        /// Título de la portada
        portada: Part<Located<f64>>,
        /// Texto de los gráficos
        grafico: Part<Located<f64>>,
    }
}

/// A part of the theme: `None` where it is not written, and where it is wrong and told.  A key
/// without value is wrong: without quotes, a colour is a comment.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<T>(Option<T>);

impl<T: FromNode> FromNode for Part<T> {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        Some(Self(T::from_node(node, diagnostics)))
    }

    fn absent() -> Option<Self> {
        Some(Self(None))
    }

    fn schema(definitions: &mut Definitions) -> Json {
        T::schema(definitions)
    }
}

/// A colour as `#rrggbb`.
#[derive(Debug, Clone, PartialEq)]
pub struct Color(String);

impl FromNode for Color {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        const REMEDY: &str = "escríbalo con seis cifras hexadecimales y entre comillas: \"#12436d\"";
        let Value::Text(text) = &node.value else {
            diagnostics.push(wrong_type(node, "un color", REMEDY));
            return None;
        };
        let text = text.trim();
        let sound = text.strip_prefix('#').is_some_and(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        if !sound {
            let finding = Diagnostic::error("color-invalido", format!("«{text}» no es un color"));
            diagnostics.push(finding.at(&node.place).remedy(REMEDY));
        }
        sound.then(|| Self(text.to_ascii_lowercase()))
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "string", "pattern": "^#[0-9a-fA-F]{6}$" })
    }
}

/// The font files that a theme can use.
pub struct Families {
    /// Family names as the files carry them.
    pub names: BTreeSet<String>,
    /// Folders of `fonts/` that hold font files.
    pub folders: BTreeSet<String>,
}

/// The files that a theme may name.
pub struct Available<'a> {
    pub families: Families,
    /// Pictures by their path among the templates.
    pub images: &'a BTreeMap<String, Vec<u8>>,
}

/// Bytes of a picture above which every document would carry its weight.
const MAX_IMAGE: usize = 2 << 20;

/// Contrast that running text needs on its ground: WCAG 2.1, success criterion 1.4.3, level AA,
/// which Resolución 1519 de 2020 of MinTIC asks of what public bodies publish.
const CONTRAST: f64 = 4.5;
/// Contrast that nothing meant to be read may fall below: that of large text in the same criterion.
const LEGIBLE: f64 = 3.0;
const PAPER: &str = "#ffffff";

impl Theme {
    /// The theme of the program, out of the text of its own `tema.yaml`.
    ///
    /// # Panics
    /// Where that text is not a whole theme, which the tests hold.
    pub fn original(text: &str) -> Self {
        serde_saphyr::from_str(text).expect("the theme of the program is whole")
    }

    /// Lays over this theme what `own` says; what is wrong in it is told, and the value stays.
    pub fn overlay(&mut self, own: &Node, available: &Available<'_>, found: &mut Diagnostics) {
        let Some(own) = ArchivoTema::from_node(own, found) else { return };
        if let Some(fuentes) = own.fuentes.0 {
            self.fuentes.overlay(fuentes, &available.families, found);
        }
        if let Some(pagina) = own.pagina.0 {
            self.pagina.overlay(pagina, found);
        }
        if let Some(logo) = own.logo.0 {
            unusable(&logo.archivo, available.images).into_iter().for_each(|finding| found.push(finding));
            self.logo = Some(Logo { archivo: logo.archivo.value, alt: logo.alt });
        }
        if let Some(colores) = own.colores.0 {
            self.colores.overlay(colores, found);
        }
        if let Some(tamanos) = own.tamanos.0 {
            self.tamanos.overlay(tamanos, found);
        }
    }

    /// Whether text is set with a font file that gives its family these names.
    pub fn uses(&self, names: &[String]) -> bool {
        let families = [&self.fuentes.texto, &self.fuentes.titulos].map(|family| family.to_lowercase());
        names.iter().any(|name| families.iter().any(|family| is_of_family(&name.to_lowercase(), family)))
    }
}

impl Fuentes {
    fn overlay(&mut self, own: ArchivoFuentes, families: &Families, found: &mut Diagnostics) {
        for (slot, family) in [(&mut self.texto, own.texto), (&mut self.titulos, own.titulos)] {
            let Some(family) = family.0 else { continue };
            let known = |name: &String| is_of_family(&name.to_lowercase(), &family.to_lowercase());
            if !families.names.iter().any(known) {
                let what = format!("ninguna fuente de «fonts» es de la familia «{}»", family.value);
                found.push(unknown_font(&what, &family, &families.names));
            }
            *slot = family.value;
        }
        if let Some(folder) = own.carpeta_texto.0 {
            if families.folders.contains(&folder.value) {
                self.carpeta_texto = folder.value;
            } else {
                let what = format!("no hay fuentes en la carpeta «fonts/{}»", folder.value);
                found.push(unknown_font(&what, &folder, &families.folders));
            }
        }
    }
}

/// The finding for a picture that is not there or cannot be printed.
fn unusable(written: &Located<String>, images: &BTreeMap<String, Vec<u8>>) -> Option<Diagnostic> {
    let Some(bytes) = images.get(&written.value) else {
        let remedy = match nearest(&written.value, images.keys().map(String::as_str)) {
            Some(near) => format!("¿quiso decir «{near}»?"),
            None => "ponga el archivo en «templates/imagenes» y escriba aquí «imagenes/» y su nombre".to_owned(),
        };
        let message = format!("no está «templates/{}»", written.value);
        return Some(Diagnostic::error("imagen-faltante", message).at(&written.place).remedy(remedy));
    };
    if bytes.len() > MAX_IMAGE {
        let mega = bytes.len().div_ceil(1 << 20);
        let message = format!("«{}» ocupa {mega} MB y se admiten 2", written.value);
        let remedy = "use una imagen más liviana, o un dibujo en SVG";
        return Some(Diagnostic::error("imagen-desmedida", message).at(&written.place).remedy(remedy));
    }
    let ending = written.value.rsplit('.').next().unwrap_or_default();
    (!is_image(ending, bytes)).then(|| {
        Diagnostic::error("imagen-ilegible", format!("«{}» no es una imagen {}", written.value, ending.to_uppercase()))
            .at(&written.place)
            .remedy("guárdela otra vez como SVG, PNG o JPG, con la terminación que le corresponde")
    })
}

/// Whether `bytes` begin as a picture of that file ending does.
fn is_image(ending: &str, bytes: &[u8]) -> bool {
    match ending {
        "png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        "jpg" | "jpeg" => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        "svg" => std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg")),
        _ => false,
    }
}

/// Whether a font file that calls its family `name` is of `family`: a file may add its own size
/// or style, as in `nunito sans 7pt` and `source sans 3 semibold`.
fn is_of_family(name: &str, family: &str) -> bool {
    const STYLES: [&str; 10] =
        ["black", "bold", "book", "extrabold", "extralight", "light", "medium", "regular", "semibold", "thin"];
    name.strip_prefix(family).is_some_and(|rest| {
        let word = rest.strip_prefix(' ').and_then(|rest| rest.split(' ').next());
        rest.is_empty() || word.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()) || STYLES.contains(&w))
    })
}

fn unknown_font(what: &str, written: &Located<String>, known: &BTreeSet<String>) -> Diagnostic {
    let remedy = match nearest(&written.value, known.iter().map(String::as_str)) {
        Some(near) => format!("¿quiso decir «{near}»?"),
        None => format!(
            "ponga allí sus archivos, o use una de estas: {}",
            known.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        ),
    };
    Diagnostic::error("fuente-desconocida", what).at(&written.place).remedy(remedy)
}

impl Colores {
    fn overlay(&mut self, own: ArchivoColores, found: &mut Diagnostics) {
        fn set(slot: &mut String, own: Part<Located<Color>>) -> Option<Place> {
            let own = own.0?;
            *slot = own.value.0;
            Some(own.place)
        }
        let texts = [
            ("tinta", set(&mut self.tinta, own.tinta)),
            ("principal", set(&mut self.principal, own.principal)),
            ("acento", set(&mut self.acento, own.acento)),
            ("secundario", set(&mut self.secundario, own.secundario)),
        ];
        set(&mut self.contexto, own.contexto);
        let fondo = set(&mut self.fondo, own.fondo);
        let colors = [&self.tinta, &self.principal, &self.acento, &self.secundario];
        for ((name, place), color) in texts.iter().zip(colors) {
            let grounds = [("el papel", PAPER, None), ("«fondo»", self.fondo.as_str(), fondo.as_ref())];
            for (ground, paint, ground_place) in grounds {
                // What the program brings needs no check, and one ground that is too dark says it all.
                let Some(place) = place.as_ref().or(ground_place) else { continue };
                if let Some(finding) = contrast_finding(name, color, ground, paint) {
                    found.push(finding.at(place));
                    break;
                }
            }
        }
    }
}

/// The finding for a text of colour `name` on a ground from which it does not stand out.
fn contrast_finding(name: &str, color: &str, ground: &str, paint: &str) -> Option<Diagnostic> {
    let ratio = contrast(color, paint);
    let remedy = "oscurezca el color, o aclare «fondo» si es el del recuadro";
    // Rounded down, so that 4,49 does not read as the 4,5 that it fails.
    let tenths = (ratio * 10.0).floor() / 10.0;
    let said = format!(
        "el contraste de «{name}» sobre {ground} es {}:1 y el mínimo para leer es 4,5:1",
        tenths.to_string().replace('.', ",")
    );
    if ratio < LEGIBLE {
        Some(Diagnostic::error("color-ilegible", said).remedy(remedy))
    } else if ratio < CONTRAST {
        Some(Diagnostic::aviso("contraste-insuficiente", said).remedy(remedy))
    } else {
        None
    }
}

/// Contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.1, definition of *contrast ratio*).
fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, from 0 (black) to 1 (white) (WCAG 2.1, definition of *relative luminance*).
fn luminance(color: &str) -> f64 {
    let channel = |at: usize| {
        let byte = color.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0);
        let value = f64::from(byte) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/// A size in pt, by its key, with what it was and what it may be.
type Size<'a> = (&'a str, &'a mut f64, Part<Located<f64>>, RangeInclusive<f64>);

/// Sets each size that is written; one out of its range is told and stays.
fn set_sizes<const N: usize>(sizes: [Size<'_>; N], found: &mut Diagnostics) {
    for (key, slot, own, range) in sizes {
        let Some(own) = own.0 else { continue };
        if range.contains(&own.value) {
            *slot = own.value;
        } else {
            let [start, end] = [range.start(), range.end()].map(|limit| limit.to_string().replace('.', ","));
            let written = own.place.text();
            let message = format!("«{key}» mide {written} pt y debe estar entre {start} y {end}");
            let finding = Diagnostic::error("ajuste-fuera-de-rango", message).at(&own.place);
            found.push(finding.remedy("corrija el valor o quite la clave"));
        }
    }
}

impl Pagina {
    fn overlay(&mut self, own: ArchivoPagina, found: &mut Diagnostics) {
        let sizes: [Size<'_>; 2] = [
            ("margen", &mut self.margen, own.margen, 36.0..=110.0),
            ("margen_apaisado", &mut self.margen_apaisado, own.margen_apaisado, 36.0..=110.0),
        ];
        set_sizes(sizes, found);
    }
}

impl Tamanos {
    fn overlay(&mut self, own: ArchivoTamanos, found: &mut Diagnostics) {
        // What can be read on paper, and what still leaves room for the page.
        let sizes: [Size<'_>; 10] = [
            ("texto", &mut self.texto, own.texto, 8.0..=16.0),
            ("tabla", &mut self.tabla, own.tabla, 7.5..=14.0),
            ("nota", &mut self.nota, own.nota, 7.5..=12.0),
            ("titulo1", &mut self.titulo1, own.titulo1, 10.0..=36.0),
            ("titulo2", &mut self.titulo2, own.titulo2, 9.0..=28.0),
            ("titulo3", &mut self.titulo3, own.titulo3, 8.0..=22.0),
            ("leyenda", &mut self.leyenda, own.leyenda, 8.0..=16.0),
            ("cifra", &mut self.cifra, own.cifra, 10.0..=36.0),
            ("portada", &mut self.portada, own.portada, 14.0..=48.0),
            ("grafico", &mut self.grafico, own.grafico, 7.5..=14.0),
        ];
        set_sizes(sizes, found);
    }
}

#[cfg(test)]
mod tests {
    use super::contrast;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        // Published pairs: #767676 is the lightest grey that passes on white.
        assert!(contrast("#767676", "#ffffff") >= 4.5 && contrast("#777777", "#ffffff") < 4.5);
    }
}
