//! From a view and the templates to what an output takes: Typst source with its in-memory
//! files, or a page of HTML.
//!
//! Jinja decides what is on the page; a value crosses into Typst only as a
//! literal (see `literal`), into HTML only escaped.  Typst decides how a page looks.

mod borrador;
mod cadenas;
mod composition;
mod cuadros;
mod enlaces;
mod extension;
mod fault;
mod figures;
mod filters;
mod frases;
mod html;
mod literal;
mod markdown;
mod marks;
mod narrative;
mod pages;
mod runs;
mod salida;
mod tablas;
mod trace;
mod weight;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceText};
use crate::locale::Numeros;
use crate::partes::{Escrito, Prosa};
use crate::pdf::Fault;
use crate::reports::Report;
use crate::resources::{self, Resources};
use crate::theme::Theme;

pub use cuadros::asks_for_sentences;
pub use fault::REMEDY as TEMPLATE_REMEDY;
pub use html::PAGE as HTML_PAGE;
use pages::Pages;
use salida::{Letra, Writer};
use trace::{Stretches, Trace};
use weight::Weighed;

/// What Typst needs to make the pages of one document.
#[derive(Debug, Clone)]
pub struct Source {
    /// The generated main file.
    pub main: String,
    /// Other files of this document by virtual path, such as `/graficos/0.svg`.
    pub files: Vec<(String, Vec<u8>)>,
    /// The template of the document and what it was given, to ask again who wrote what.
    template: String,
    scope: Value,
}

/// A file that the document carries with it.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Path relative to the project folder.
    pub path: String,
    /// MIME type, as `application/yaml`.
    pub mime: &'static str,
}

/// The virtual path of the attachment at `index`, which whoever sets the pages gives its bytes.
pub fn attached(index: usize) -> String {
    format!("/adjuntos/{index}")
}

/// The key of a view under which its blocks stand, which pages get as parts.
const SECTIONS: &str = "secciones";

/// Steps after which a template is taken not to end; the longest report of a district takes under a hundredth.
const MAX_STEPS: u64 = 50_000_000;
/// Bytes of Typst source after which a template is taken not to stop writing.
const MAX_SOURCE: usize = 32 << 20;

/// The Typst source as it grows.
#[derive(Default)]
struct Page(Vec<u8>);

impl std::io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_SOURCE {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Statements on lines of their own leave no trace in the output.
fn syntax() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    builder.build().expect("the default delimiters are valid")
}

/// A rule that a file of the document silences; the document says so.
#[derive(Debug, Clone, Serialize)]
pub struct Silenced<'a> {
    /// In words, for a reader who has no project folder.
    pub archivo: String,
    pub regla: &'a str,
    pub resumen: &'a str,
    /// The text that the silence is limited to.
    pub donde: Option<&'a str>,
    pub motivo: &'a str,
}

/// The templates, compiled once and used for every document.
pub struct Renderer {
    env: Environment<'static>,
    sources: BTreeMap<String, Arc<SourceText>>,
    /// The templates as they were compiled.
    weighed: BTreeMap<String, Weighed>,
    theme: Value,
    /// Pictures of the project by their path among the templates, as addresses that hold them.
    images: Value,
    numeros: Numeros,
    /// The same templates with a mark at each stretch, made when a page is refused.
    marked: OnceLock<(Environment<'static>, Stretches)>,
}

/// An environment with what templates may use and no templates.
fn environment(numeros: Numeros) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_debug(true);
    env.set_fuel(Some(MAX_STEPS));
    env.set_syntax(syntax());
    env.set_auto_escape_callback(|name| match name {
        name if name.ends_with(".md.j2") => literal::SENTENCES,
        name if name.ends_with(".html.j2") => AutoEscape::Html,
        _ => literal::PAGES,
    });
    env.set_formatter(literal::format);
    filters::register(&mut env, numeros);
    weight::register(&mut env, MAX_SOURCE);
    env
}

/// What `template` writes, as far as it comes.
fn written(env: &Environment<'_>, template: &str, scope: Value) -> (String, Result<(), minijinja::Error>) {
    let mut page = Page::default();
    let done = env.get_template(template).and_then(|t| t.render_captured_to(scope, &mut page).map(drop));
    let text = String::from_utf8(page.0).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
    (text, done)
}

/// What is written, as values for templates.
fn parts(escrito: &Escrito, writer: &mut Writer<'_>) -> Value {
    let portada = escrito.portada.as_ref().map(|portada| writer.cover(portada));
    let partes = writer.values(&escrito.cuerpo);
    context! { portada, partes, cierre => writer.values(&escrito.cierre) }
}

impl Renderer {
    /// Compiles the templates; what is wrong with one of them goes to `diagnostics`.
    pub fn new(resources: &Resources, theme: &Theme, numeros: Numeros, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut env = environment(numeros);
        let sources: BTreeMap<_, _> = resources
            .templates
            .iter()
            .map(|(name, text)| (name.clone(), SourceText::new(format!("templates/{name}"), text.as_str())))
            .collect();
        let mut sound = true;
        for source in sources.values().filter(|source| source.path.ends_with(".j2")) {
            if let Some(tag) = weight::endless_tag(&source.text) {
                diagnostics.push(fault::endless_tag(&source.place(tag.start..tag.start + 2)));
                sound = false;
            }
        }
        if !sound {
            return None;
        }
        let templates = resources.templates.iter().filter(|(name, _)| name.ends_with(".j2"));
        let weighed: BTreeMap<_, _> = templates.map(|(name, text)| (name.clone(), Weighed::new(text))).collect();
        for (name, template) in &weighed {
            if let Err(error) = env.add_template_owned(name.clone(), template.text.clone()) {
                diagnostics.push(fault::from_template(&error, &sources, &weighed));
                sound = false;
            }
        }
        let theme = Value::from(Serde(theme));
        let images = html::pictures(resources);
        sound.then_some(Self { env, sources, weighed, theme, images, numeros, marked: OnceLock::new() })
    }

    /// Typst source of `report` in the dress `traje`; `None` where a narrative text or a template is
    /// wrong and `diagnostics` says so.
    pub fn render(
        &self,
        report: &Report,
        traje: &str,
        attachments: &[Attachment],
        silenced: &[Silenced<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Source> {
        let (escrito, narraciones) = self.said(report, silenced, diagnostics)?;
        let adjuntos: Vec<_> = attachments
            .iter()
            .enumerate()
            .map(|(index, a)| context! { archivo => attached(index), ruta => a.path.clone(), clase => a.mime })
            .collect();
        let silencios = Value::from(Serde(silenced));
        let scope = context! { adjuntos, silencios, ..self.shared(report, &narraciones, &Pages) };
        // What the blocks say is in the parts; here it only counts for how long its words are.
        let corrida = runs::longest(&scope).max(runs::longest_in(&report.view[SECTIONS]));
        let scope = context! { corrida, traje, ..scope };
        let compacta = extension::is_compact(report.view["forma"].as_str(), &escrito.cuerpo);
        let scope = context! { compacta, ..scope };
        let scope = context! { ..parts(&escrito, &mut Writer::new(&Pages)), ..scope };
        let template = resources::dress(traje);
        let page = self.page(&template, scope.clone(), &report.meta.id, diagnostics)?;
        let main = one_point(&page);
        let charts =
            report.charts.iter().enumerate().map(|(i, c)| (format!("/graficos/{i}.svg"), c.svg.clone().into_bytes()));
        Some(Source { main, files: charts.collect(), template, scope })
    }

    /// What `report` says, with its narrative texts; `None` where one of them or a file of
    /// sentences is wrong and `diagnostics` says so.
    fn said(
        &self,
        report: &Report,
        silenced: &[Silenced<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Option<(Escrito, Vec<Vec<Prosa>>)> {
        let cifras = Value::from(Serde(&report.cifras));
        let mut found = Diagnostics::default();
        let narraciones = self.narratives(report, &cifras, &mut found);
        cadenas::check(report, &mut found);
        let escrito = if found.has_errors() { None } else { self.compose(report, silenced, &narraciones, &mut found) };
        diagnostics.extend(found);
        Some((escrito?, narraciones))
    }

    /// What the templates of every output may use beside the parts.
    fn shared(&self, report: &Report, narraciones: &[Vec<Prosa>], letra: &dyn Letra) -> Value {
        let narraciones: Vec<_> = narraciones.iter().map(|prosa| Value::from_safe_string(letra.prosa(prosa))).collect();
        let own = report.view.as_object().into_iter().flatten().filter(|(key, _)| *key != SECTIONS);
        let view: BTreeMap<_, _> = own.map(|(key, value)| (key.as_str(), Value::from(Serde(value)))).collect();
        let view = Value::from(view);
        let documento = Value::from(Serde(&report.meta));
        context! { documento, base => report.base.word(), tema => self.theme.clone(), narraciones, ..view }
    }

    /// What `template` writes for the document `id`; `None` where it cannot and `diagnostics` says so.
    fn page(&self, template: &str, scope: Value, id: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        let (page, done) = written(&self.env, template, scope.clone());
        let Err(error) = done else { return Some(page) };
        let mut finding = fault::from_template(&error, &self.sources, &self.weighed);
        // What stops in the middle of the page is told where it was writing.
        finding.place = finding.place.or_else(|| self.stopped(template, scope));
        diagnostics.push(finding.documento(id));
        None
    }

    /// The narrative texts of `report`; one that is wrong is told and reads as nothing.
    fn narratives(&self, report: &Report, cifras: &Value, found: &mut Diagnostics) -> Vec<Vec<Prosa>> {
        let mut read = |text| {
            narrative::read(&self.env, text, cifras).unwrap_or_else(|findings| {
                findings.into_iter().for_each(|finding| found.push(finding.documento(&report.meta.id)));
                Vec::new()
            })
        };
        report.narraciones.iter().map(&mut read).collect()
    }

    fn marked(&self) -> &(Environment<'static>, Stretches) {
        self.marked.get_or_init(|| {
            let (mut env, mut stretches) = (environment(self.numeros), Stretches::default());
            for (name, source) in self.sources.iter().filter(|(name, _)| name.ends_with(".j2")) {
                // A template that is none has been told; without it there is no trace.
                let marked = Weighed::new(&stretches.mark(name, &source.text));
                let _ = env.add_template_owned(name.clone(), marked.text);
            }
            (env, stretches)
        })
    }

    /// Who wrote what of `source`; `None` where a template reads back what it writes.
    fn trace(&self, source: &Source) -> Option<Trace<'_>> {
        let (env, stretches) = self.marked();
        let (page, done) = written(env, &source.template, source.scope.clone());
        let (trace, page) = Trace::read(&page, stretches);
        (done.is_ok() && one_point(&page) == source.main).then(|| trace.cut(&page, &source.main))
    }

    /// Where a page was that could not be written to its end.
    fn stopped(&self, template: &str, scope: Value) -> Option<Place> {
        let (env, stretches) = self.marked();
        let (page, _) = written(env, template, scope);
        let here = Trace::read(&page, stretches).0.last(&self.sources);
        here.or_else(|| Some(self.sources.get(template)?.line(1)))
    }

    /// The text of a template by its path in the project, such as `templates/tema.yaml`.
    pub fn source(&self, path: &str) -> Option<Arc<SourceText>> {
        self.sources.get(path.strip_prefix("templates/")?).cloned()
    }

    /// The findings for what the Typst compiler refuses, pointing at the templates
    /// that wrote it.
    pub fn explain(&self, faults: &[Fault], id: &str, source: &Source) -> Diagnostics {
        self.told(faults, id, source, fault::from_typst)
    }

    /// The findings for what the compiler warns about without harm to the page.
    pub fn explain_warnings(&self, warnings: &[Fault], id: &str, source: &Source) -> Diagnostics {
        self.told(warnings, id, source, fault::from_typst_warning)
    }

    fn told(&self, faults: &[Fault], id: &str, source: &Source, say: fn(&Fault) -> Diagnostic) -> Diagnostics {
        let mut told = Diagnostics::default();
        if faults.is_empty() {
            return told;
        }
        let trace = self.trace(source);
        for fault in faults {
            let place = fault::in_template(fault, trace.as_ref(), &source.main, &self.sources);
            let mut finding = say(fault).documento(id);
            if let Some(place) = place {
                finding = finding.at(&place).label("la parte que produjo la página");
            }
            told.push(finding);
        }
        told
    }
}

/// A value that ends in a point, such as «Bogotá, D.C.», also ends its sentence: the
/// point that a template writes after it, as markup or as a text of its own, goes.
/// In a literal a quote is escaped, so that `."` can only be its end.
fn one_point(typst: &str) -> String {
    const END: &str = ".\";";
    let mut out = String::with_capacity(typst.len());
    let mut rest = typst;
    while let Some(at) = rest.find(END) {
        let (before, mut after) = rest.split_at(at + END.len());
        out.push_str(before);
        if let Some(next) = after.strip_prefix("#\".\";") {
            after = next;
        } else if let Some(next) = after.strip_prefix("#\". ") {
            out.push_str("#\" ");
            after = next;
        }
        if let Some(next) = after.strip_prefix('.').filter(|next| next.starts_with([' ', ']', '\n', '#'])) {
            after = next;
        }
        rest = after;
    }
    out + rest
}

/// The pictures of the project, by virtual path.
pub fn pictures(resources: &Resources) -> Vec<(String, Vec<u8>)> {
    resources.images.iter().map(|(name, bytes)| (format!("/{name}"), bytes.clone())).collect()
}

/// The pure Typst templates, by virtual path.
pub fn libraries(resources: &Resources) -> Vec<(String, String)> {
    resources
        .templates
        .iter()
        .filter(|(name, _)| name.ends_with(".typ"))
        .map(|(name, text)| (format!("/{name}"), text.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::one_point;

    #[test]
    fn a_value_that_ends_in_a_point_ends_its_sentence() {
        for (written, kept) in [
            ("[#\"Bogotá, D.C.\";.]", "[#\"Bogotá, D.C.\";]"),
            ("#\"D.C.\";#\".\";", "#\"D.C.\";"),
            ("#\"D.C.\";#\". Otra\";", "#\"D.C.\";#\" Otra\";"),
            ("#\"D.C.\";. Total", "#\"D.C.\"; Total"),
            ("#\"Salud\";.", "#\"Salud\";."),
            ("#\"uno \\\".\\\";. dos\";", "#\"uno \\\".\\\";. dos\";"),
        ] {
            assert_eq!(one_point(written), kept);
        }
    }
}
