//! Errors of minijinja and Typst as findings in the user's words, pointing at
//! the template or the data file that a person can mend.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::Arc;

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};

use crate::diagnostic::{Diagnostic, Place, SourceText, nearest};
use crate::locale;
use crate::pdf::Fault;

use super::figures::{self, Wrong};
use super::trace::Trace;
use super::weight::Weighed;

type Sources = BTreeMap<String, Arc<SourceText>>;

/// What to do about a template that is wrong.
pub const REMEDY: &str =
    "corrija la plantilla; si no la cambió, borre la copia de su carpeta «templates» para usar la del programa";
/// Comment that a template part leaves in the generated source: `/* parte: ruta */`.
const MARK: &str = "/* parte: ";

/// The finding for an error while a template is compiled or rendered.
pub fn from_template(error: &Error, sources: &Sources, weighed: &BTreeMap<String, Weighed>) -> Diagnostic {
    // An error inside an included template is the cause of the outer one.
    let mut deepest = error;
    while let Some(inner) = deepest.source().and_then(|e| e.downcast_ref::<Error>()) {
        deepest = inner;
    }
    let finding = Diagnostic::error("plantilla-invalida", say(deepest)).remedy(REMEDY);
    let template = deepest.name().and_then(|name| Some((sources.get(name)?, weighed.get(name)?)));
    let place = template.map(|(source, weighed)| match deepest.range() {
        Some(range) if !range.is_empty() => source.place(weighed.back(range)),
        _ => source.line(deepest.line().unwrap_or(1)),
    });
    match place {
        Some(place) => finding.at(&place),
        None => finding,
    }
}

/// The finding for a tag that is longer than any that a person writes.
pub fn endless_tag(place: &Place) -> Diagnostic {
    Diagnostic::error("plantilla-invalida", "la plantilla tiene una etiqueta de más de 16 KB, o que no se cierra")
        .at(place)
        .remedy("ciérrela, o parta en varias lo que dice")
}

fn say(error: &Error) -> String {
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::UndefinedError => "la plantilla usa un dato que no existe".to_owned(),
        ErrorKind::UnknownFilter => format!("la plantilla usa un filtro que no existe ({detail})"),
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod | ErrorKind::UnknownTest => {
            format!("la plantilla llama algo que no existe ({detail})")
        }
        ErrorKind::TemplateNotFound => "la plantilla no existe".to_owned(),
        ErrorKind::OutOfFuel => "la plantilla no termina: da más de 50 millones de pasos".to_owned(),
        ErrorKind::WriteFailure => "la plantilla no deja de escribir: pasa de 32 MB".to_owned(),
        ErrorKind::SyntaxError => format!("la plantilla tiene un error de sintaxis ({detail})"),
        _ if detail.is_empty() => "la plantilla no se puede usar".to_owned(),
        _ => format!("la plantilla no se puede usar: {detail}"),
    }
}

/// The finding for a live figure that cannot be evaluated.
pub fn from_figure(wrong: &Wrong, expression: &str, place: &Place, cifras: &Value) -> Diagnostic {
    let shown: String = expression.chars().take(80).collect();
    let invalid = |message: String| Diagnostic::error("cifra-invalida", message).at(place);
    let by_kind = "use un formato para su clase: numero o puntos para índices, entero para conteos, fecha para fechas";
    match wrong {
        Wrong::Unknown(path) => unknown_figure(path, place, cifras),
        Wrong::Format(name) => invalid(format!("el formato «{name}» de «{shown}» no existe"))
            .remedy(format!("los formatos son {}", locale::lista(&figures::FORMATS))),
        Wrong::Syntax => invalid(format!("no se entiende la expresión «{shown}»")).remedy(
            "escriba el nombre de la cifra, o una cuenta con +, -, * y /, y al final su formato: {{ idi | numero }}",
        ),
        Wrong::Operand(path) => invalid(format!("en «{shown}» se opera con «{path}», que no es un número"))
            .remedy("opere con números y ponga el formato al final: {{ idi - idi_anterior | puntos }}"),
        Wrong::NotFinite => invalid(format!("la cuenta «{shown}» divide por cero o da un número desmedido"))
            .remedy("revise la cuenta y sus cifras"),
        Wrong::Arguments(takes) => {
            invalid(format!("el formato de «{shown}» no se puede usar así")).remedy(format!("el formato {takes}"))
        }
        Wrong::Refused(error) => {
            let detail = error.detail().unwrap_or_default();
            // The words of our own filters are Spanish; the others stay inside.
            if detail.contains(super::filters::ABSENT) {
                let path = expression.split('|').next().unwrap_or(expression).trim();
                unknown_figure(path, place, cifras)
            } else if detail.starts_with("no se puede imprimir") || detail.starts_with("se esperaba") {
                invalid(format!("no se puede usar «{shown}»: {detail}"))
                    .remedy("dele el formato que le corresponde: {{ idi | numero }}")
            } else {
                invalid(format!("el formato de «{shown}» no sirve para esa cifra")).remedy(by_kind)
            }
        }
    }
}

/// The finding for the figure `path`, which has no value in this document, or no such name.
fn unknown_figure(path: &str, place: &Place, cifras: &Value) -> Diagnostic {
    let name = path.split(['.', '[']).next().unwrap_or(path);
    let names: Vec<String> = match cifras.kind() {
        ValueKind::Map => cifras.try_iter().map(|keys| keys.map(|key| key.to_string()).collect()).unwrap_or_default(),
        _ => Vec::new(),
    };
    let finding =
        Diagnostic::error("cifra-desconocida", format!("no hay una cifra «{path}» en los datos de este documento"))
            .at(place);
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) if near != name => finding.remedy(format!("¿quiso decir «{near}»?")),
        _ => finding.remedy(
            "revise el nombre, o que el dato esté: `seguimiento generar --emitir vista` muestra las cifras que hay",
        ),
    }
}

/// The finding for a fault that stops the document.
pub fn from_typst(fault: &Fault) -> Diagnostic {
    let said = in_spanish(fault);
    let finding = Diagnostic::error("composicion-fallida", format!("Typst no pudo componer la página: {said}"));
    let remedy =
        "revise la plantilla que se indica; si no la cambió, es un error del programa: repórtelo con este mensaje";
    finding.remedy(remedy)
}

/// The finding for a warning with which the page is still the one asked for.
pub fn from_typst_warning(fault: &Fault) -> Diagnostic {
    let said = in_spanish(fault);
    let finding = Diagnostic::aviso("composicion-con-aviso", format!("Typst compuso la página y advierte: {said}"));
    finding.remedy("revise la plantilla que se indica")
}

/// Where the template stands that wrote the source of the fault: its very text where
/// that is known, otherwise the beginning of its part.
pub fn in_template(fault: &Fault, trace: Option<&Trace<'_>>, main: &str, sources: &Sources) -> Option<Place> {
    let (path, range) = fault.place.as_ref()?;
    if let Some(source) = sources.get(path.trim_start_matches('/')) {
        return Some(source.place(range.clone()));
    }
    if let Some(place) = trace.and_then(|trace| trace.place(range.start, sources)) {
        return Some(place);
    }
    let source = sources.get(part(main, range.start)?)?;
    let mark = source.text.lines().position(|line| line.contains(MARK)).unwrap_or(0);
    Some(source.line(mark + 1))
}

/// The faults that a template of the project is likely to have; Typst's own
/// words, quoted, for the rest.
fn in_spanish(fault: &Fault) -> String {
    let message = fault.message.as_str();
    if let Some(family) = message.strip_prefix("unknown font family: ") {
        return format!("la fuente «{family}» no está en la carpeta «fonts»");
    }
    if let Some(name) = message.strip_prefix("unknown variable: ") {
        return format!("la plantilla usa «{name}», que no está definido");
    }
    if message.starts_with("file not found") || message.starts_with("failed to load file") {
        return "la plantilla pide un archivo que no es del documento".to_owned();
    }
    if message.starts_with("failed to process font") {
        return format!("una fuente está dañada; vuelva a copiar las de «fonts» («{message}»)");
    }
    if message.contains("package") {
        return "la plantilla pide un paquete, y los documentos se hacen sin red ni paquetes".to_owned();
    }
    let hints = fault.hints.join("; ");
    if hints.is_empty() { format!("«{message}»") } else { format!("«{message}» ({hints})") }
}

/// The template part that wrote the byte at `offset` of the generated source.
fn part(main: &str, offset: usize) -> Option<&str> {
    let before = main.get(..offset)?;
    let start = before.rfind(MARK)? + MARK.len();
    main[start..].split(" */").next()?.split(" (").next()
}
