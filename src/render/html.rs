//! A document as one page of HTML, from the same parts as its Typst source: complete in itself,
//! without scripts, and the same bytes for the same inputs.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::context;
use minijinja::value::Value;

use crate::charts::{self, Pen};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::partes::{Escrito, Item, Parte, Prosa, Tramo};
use crate::reports::{Dia, Report};
use crate::resources::{BLOCKS, Resources};

use super::markdown::WITHIN;
use super::salida::{Letra, Writer};
use super::{Renderer, Silenced, narrative, parts};

/// The template that writes the page.
pub const PAGE: &str = "html/documento.html.j2";

impl Renderer {
    /// The page of `report` in the dress `traje`; `None` where a narrative text, a file of sentences or a template is
    /// wrong, or the document has no such form, and `diagnostics` says so.
    pub fn html(
        &self,
        report: &Report,
        traje: &str,
        silenced: &[Silenced<'_>],
        pen: &Pen<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let id = &report.meta.id;
        let (escrito, narraciones) = self.said(report, silenced, diagnostics)?;
        if let Some(finding) = self.without_form(&escrito) {
            diagnostics.push(finding.documento(id));
            return None;
        }
        let draw = |(index, chart): (usize, &charts::Chart)| {
            let drawing = charts::drawing(&chart.svg, pen);
            let marks = Value::from_safe_string(drawing.marks);
            (format!("/graficos/{index}.svg"), context! { caja => drawing.frame, marcas => marks })
        };
        let graficos: BTreeMap<_, _> = report.charts.iter().enumerate().map(draw).collect();
        let mut writer = Writer::new(&Html);
        let parts = parts(&escrito, &mut writer);
        let scope = context! {
            traje,
            indice => writer.contents(),
            graficos => Value::from(graficos),
            imagenes => self.images.clone(),
            fecha_iso => iso(report.meta.fecha),
            version => env!("CARGO_PKG_VERSION"),
            ..self.shared(report, &narraciones, &Html)
        };
        self.page(PAGE, context! { ..parts, ..scope }, id, diagnostics)
    }

    /// What says that a document cannot be written as HTML: its kind has no sentences for its cover,
    /// or a block of it is written for Typst alone.
    fn without_form(&self, escrito: &Escrito) -> Option<Diagnostic> {
        let finding = |message: &str| Diagnostic::error("sin-forma-html", message);
        let template = of_typst(&escrito.cuerpo);
        // Only what stands in that folder is the project's.
        if let Some((name, ruta)) = template.and_then(|ruta| Some((ruta.strip_prefix(BLOCKS)?, ruta))) {
            let sentences = name.replace(".typ.j2", ".md.j2");
            return Some(
                finding("un bloque que está en Typst no tiene forma HTML").at(&self.sources[ruta].line(1)).remedy(
                    format!(
                        "escríbalo en templates/frases/{sentences}, que sirve al PDF y al HTML, y borre esta plantilla"
                    ),
                ),
            );
        }
        let whole = escrito.portada.is_some() && template.is_none();
        (!whole).then(|| finding("este documento todavía no tiene forma HTML").remedy("haga su PDF"))
    }
}

/// The project's pictures by their path among the templates, as addresses that hold them.
pub fn pictures(resources: &Resources) -> Value {
    let address = |(path, bytes): (&String, &Vec<u8>)| {
        let kind = match path.rsplit('.').next() {
            Some("svg") => "svg+xml",
            Some("png") => "png",
            _ => "jpeg",
        };
        (path.clone(), format!("data:image/{kind};base64,{}", STANDARD.encode(bytes)))
    };
    Value::from(resources.images.iter().map(address).collect::<BTreeMap<_, _>>())
}

/// The first template of Typst among `partes`.
fn of_typst(partes: &[Parte]) -> Option<&str> {
    partes.iter().find_map(|parte| match parte {
        Parte::Plantilla { ruta, .. } => Some(ruta.as_str()),
        Parte::Grupo { partes, .. } => of_typst(partes),
        _ => None,
    })
}

fn iso(dia: Dia) -> String {
    format!("{:04}-{:02}-{:02}", dia.anio, dia.mes, dia.dia)
}

/// `text` as HTML, in an element or in quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The pen of the page.
pub struct Html;

impl Letra for Html {
    fn tramos(&self, tramos: &[Tramo]) -> String {
        let mut out = String::new();
        tramos.iter().for_each(|tramo| write(tramo, &mut out));
        out
    }

    fn prosa(&self, prosa: &[Prosa]) -> String {
        let mut out = String::new();
        prosa.iter().for_each(|one| self.one(one, &mut out));
        out
    }
}

impl Html {
    fn one(&self, prosa: &Prosa, out: &mut String) {
        match prosa {
            Prosa::Parrafo(tramos) => {
                let _ = writeln!(out, "<p>{}</p>", self.tramos(tramos));
            }
            Prosa::Lista { cierre, items } => {
                let (open, close) = match cierre {
                    None => ("<ul>", "</ul>"),
                    Some(')') => ("<ol class=\"parentesis\">", "</ol>"),
                    Some(_) => ("<ol>", "</ol>"),
                };
                let _ = writeln!(out, "{open}");
                items.iter().for_each(|item| self.item(item, out));
                let _ = writeln!(out, "{close}");
            }
        }
    }

    fn item(&self, item: &Item, out: &mut String) {
        // Only digits can be a number of an item.
        match item.numero.as_deref().and_then(|numero| numero.parse::<u32>().ok()) {
            Some(numero) => {
                let _ = write!(out, "<li value=\"{numero}\">");
            }
            None => out.push_str("<li>"),
        }
        match &item.prosa[..] {
            [Prosa::Parrafo(tramos)] => out.push_str(&self.tramos(tramos)),
            prosa => out.push_str(&self.prosa(prosa)),
        }
        out.push_str("</li>\n");
    }
}

fn write(tramo: &Tramo, out: &mut String) {
    let mut within = |element: &str, attributes: &str, inner: &[Tramo]| {
        let _ = write!(out, "<{element}{attributes}>");
        inner.iter().for_each(|tramo| write(tramo, out));
        let _ = write!(out, "</{element}>");
    };
    match tramo {
        Tramo::Fuerte(inner) => within("strong", "", inner),
        Tramo::Enfasis(inner) => within("em", "", inner),
        Tramo::Detalle(inner) => within("small", "", inner),
        Tramo::Resalte(inner) => within("mark", "", inner),
        Tramo::Banda { banda, tramos } => within("span", &format!(" class=\"banda b{banda}\""), tramos),
        Tramo::Enlace { destino, tramos } if destino.starts_with(WITHIN) => {
            within("a", &format!(" href=\"#lugar-{}\"", escaped(&destino[1..])), tramos);
        }
        Tramo::Lugar { clave, tramos } => within("span", &format!(" id=\"lugar-{}\"", escaped(clave)), tramos),
        Tramo::Enlace { destino, tramos } if !narrative::is_whole(destino) => within("span", "", tramos),
        Tramo::Enlace { destino, tramos } => within("a", &format!(" href=\"{}\"", escaped(destino)), tramos),
        Tramo::Texto(text) => out.push_str(&escaped(text)),
        Tramo::Codigo(text) => {
            let _ = write!(out, "<code>{}</code>", escaped(text));
        }
        Tramo::Salto => out.push_str("<br>"),
        Tramo::Bloque(prosa) => out.push_str(&Html.prosa(prosa)),
    }
}
