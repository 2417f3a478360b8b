//! What a document says of itself: its title and control box against its data,
//! and what stands twice, or not at all, in its sections.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::fold;
use crate::model::shape::Located;
use crate::model::{Cabecera, CampoControl, Catalogo, Contenido, Narracion, Seccion, contenidos};

use super::documento::{each_narrative, norms_in_force};
use super::prosa::{self, Kind, Token, locate};
use super::{decimales, modelo, referencias};

/// A document as far as these rules read it.
struct Escrito<'a> {
    cabecera: &'a Cabecera,
    /// Measured vigencia, or the year of a work plan.
    vigencia: u32,
}

/// Runs the rules over a document about entities that were measured in so many policies, where
/// it is about one.
pub fn check(
    cabecera: &Cabecera,
    secciones: &[Seccion],
    medidas: Option<usize>,
    catalogo: &Catalogo,
    found: &mut Diagnostics,
) {
    recommendations(secciones, found);
    decimales::check(secciones, found);
    referencias::check(secciones, found);
    if let Some(fecha) = &cabecera.fecha {
        norms_in_force(secciones, fecha.value, catalogo, found);
    }
    let Some(vigencia) = cabecera.vigencia.as_ref().map(|v| v.value) else { return };
    let e = Escrito { cabecera, vigencia };
    if let Some(titulo) = &cabecera.titulo {
        year(&e, "el título", titulo, found);
    }
    control(&e, found);
    sections(&e, secciones, found);
    let anios: Vec<_> = e.years().collect();
    each_narrative(secciones, &mut |text| modelo::check(text, catalogo, &anios, medidas, found));
}

impl Escrito<'_> {
    /// The years that the document is about, its vigencia first.
    fn years(&self) -> impl Iterator<Item = u32> {
        let compared = self.cabecera.comparar_con.as_ref().map(|v| v.value);
        let dates = self.cabecera.fechas().filter_map(|(fecha, _)| u32::try_from(fecha.anio).ok());
        std::iter::once(self.vigencia).chain(compared).chain(dates)
    }
}

/// A year of a title and what it is said of.
struct Year {
    value: u32,
    /// «vigencia 2023»
    vigencia: bool,
    start: usize,
    end: usize,
}

/// The years of `text` that are not of a norm.
fn years(tokens: &[Token<'_>]) -> Vec<Year> {
    let mut found: Vec<Year> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(value) = token.year() else { continue };
        let before = |n: usize| at.checked_sub(n).map(|i| &tokens[i]);
        let of_norm = before(1).is_some_and(|t| t.is_any(&["de", "del", "/"]))
            && before(2).is_some_and(|t| t.kind == Kind::Number);
        if of_norm {
            continue;
        }
        let said = tokens[..at].iter().rev().take(3).any(|t| t.is_any(&["vigencia", "vigencias"]));
        // «vigencias 2022 y 2023»
        let follows = found.last().is_some_and(|y| y.vigencia && token.start - y.end <= 3);
        found.push(Year { value, vigencia: said || follows, start: token.start, end: token.end });
    }
    found
}

/// A title that names another vigencia than the one measured, or a year that is none of the document's.
fn year(e: &Escrito<'_>, what: &str, title: &Located<String>, found: &mut Diagnostics) {
    let tokens = prosa::tokens(title);
    let years = years(&tokens);
    let of_plan = !e.cabecera.is_work_plan() && tokens.iter().any(|t| t.is_any(&["plan", "planes"]));
    let known = |y: &Year| e.years().any(|known| known == y.value);
    let mut said = years.iter().filter(|y| y.vigencia).peekable();
    let wrong = if said.peek().is_some() {
        let right = |y: &Year| y.value == e.vigencia || (of_plan && known(y));
        if said.clone().any(right) { None } else { said.next() }
    } else {
        // «Plan MIPG 2023» names a plan.
        let right = years.iter().any(|y| known(y) && (!e.cabecera.is_work_plan() || y.value == e.vigencia));
        if of_plan || right { None } else { years.first() }
    };
    let Some(wrong) = wrong else { return };
    let measured = if e.cabecera.is_work_plan() { "la vigencia del plan" } else { "la vigencia de los datos" };
    found.push(
        Diagnostic::aviso("anio-no-coincide", format!("{what} dice {} y {measured} es {}", wrong.value, e.vigencia))
            .at(&locate(&title.place, title, wrong.start, wrong.end))
            .remedy("corrija el año, o escríbalo como {{ vigencia }}: se toma de los datos"),
    );
}

/// Fields of the control box that stand twice, number pages by hand or name another vigencia.
fn control(e: &Escrito<'_>, found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, &CampoControl> = BTreeMap::new();
    for campo in &e.cabecera.control {
        let name = fold(campo.campo.trim_end_matches([':', ' ']));
        let at = named(&campo.place, &campo.campo);
        if let Some(first) = seen.insert(name.clone(), campo) {
            found.push(
                Diagnostic::aviso(
                    "campo-repetido",
                    format!("el recuadro de control tiene dos veces «{}»", campo.campo),
                )
                .at(&at)
                .second(&named(&first.place, &first.campo), "la primera vez está aquí")
                .remedy("deje uno solo"),
            );
        }
        let value = prosa::tokens(&campo.valor);
        let whole = |i: usize| value.get(i).is_some_and(|t| t.whole().is_some());
        let pages =
            name.split(' ').any(|w| ["pagina", "paginas", "pag", "pag.", "hoja", "hojas", "folio"].contains(&w));
        let written = (0..value.len()).find(|i| {
            let counted = whole(*i) && value.get(i + 1).is_some_and(|t| t.is("de")) && whole(i + 2);
            let page = i.checked_sub(1).is_some_and(|b| value[b].is_any(&["pagina", "pag", "hoja", "."]));
            counted && (page || value.len() == 3)
        });
        if pages || written.is_some() {
            found.push(
                Diagnostic::aviso(
                    "pagina-escrita",
                    format!("«{}: {}» numera las páginas a mano", campo.campo, campo.valor.value),
                )
                .at(&campo.valor.place)
                .remedy("quite el campo: la página n de N se agrega sola"),
            );
            continue;
        }
        let only_year = value.len() == 1 && value[0].year().is_some();
        let about_vigencia = name.split(' ').any(|w| w == "vigencia");
        if (about_vigencia && only_year) || years(&value).iter().any(|y| y.vigencia) {
            field_year(e, campo, &value, found);
        }
    }
}

fn field_year(e: &Escrito<'_>, campo: &CampoControl, value: &[Token<'_>], found: &mut Diagnostics) {
    let said = years(value);
    let of_plan = !e.cabecera.is_work_plan() && value.iter().any(|t| t.is_any(&["plan", "planes"]));
    let right = |y: &Year| y.value == e.vigencia || (of_plan && e.years().any(|known| known == y.value));
    let (Some(first), false) = (said.first(), said.iter().any(right)) else { return };
    found.push(
        Diagnostic::aviso(
            "anio-no-coincide",
            format!(
                "el recuadro dice «{}: {}» y la vigencia de los datos es {}",
                campo.campo, campo.valor.value, e.vigencia
            ),
        )
        .at(&locate(&campo.valor.place, &campo.valor.value, first.start, first.end))
        .remedy("escriba \"{{ vigencia }}\": se toma de los datos"),
    );
}

/// Where `written` stands in the record that begins at `place`, or the first line of it.
fn named(place: &Place, written: &str) -> Place {
    let start = place.range.start;
    // It is one of the first things of its record.
    match place.source.text[start..].find(written).filter(|at| *at <= 400) {
        Some(at) => place.source.place(start + at..start + at + written.len()),
        None => place.source.line(place.line_column().0),
    }
}

/// Sections without content, and with the title of another beside them.
fn sections(e: &Escrito<'_>, secciones: &[Seccion], found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, &Seccion> = BTreeMap::new();
    for seccion in secciones {
        let at = named(&seccion.place, &seccion.titulo);
        if let Some(first) = seen.insert(fold(&seccion.titulo), seccion) {
            found.push(
                Diagnostic::aviso("titulo-repetido", format!("dos secciones vecinas se llaman «{}»", seccion.titulo))
                    .at(&at)
                    .second(&named(&first.place, &first.titulo), "la primera está aquí")
                    .remedy("cambie uno de los títulos, o reúna las dos secciones"),
            );
        }
        if seccion.contenido.is_empty() && seccion.secciones.is_empty() {
            found.push(
                Diagnostic::aviso("seccion-vacia", format!("la sección «{}» no tiene contenido", seccion.titulo))
                    .at(&at)
                    .remedy("agregue «contenido:», o quite la sección: se imprimiría solo el título"),
            );
        }
        let tokens = prosa::tokens(&seccion.titulo);
        let years = years(&tokens);
        let mut said = years.iter().filter(|y| y.vigencia);
        let known = |y: &Year| e.years().any(|known| known == y.value);
        if let Some(first) = said.next().filter(|_| !years.iter().any(known)) {
            found.push(
                Diagnostic::aviso(
                    "anio-no-coincide",
                    format!(
                        "el título de la sección dice {} y la vigencia de los datos es {}",
                        first.value, e.vigencia
                    ),
                )
                .at(&at)
                .remedy("corrija el año del título"),
            );
        }
        sections(e, &seccion.secciones, found);
    }
}

/// The same recommendation twice in a document.
fn recommendations(secciones: &[Seccion], found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, Narracion> = BTreeMap::new();
    for contenido in contenidos(secciones) {
        let Contenido::Recomendaciones(texts) = contenido else { continue };
        for text in texts {
            let words = prosa::tokens(text).into_iter().filter(|t| !matches!(t.kind, Kind::Sign | Kind::Stop));
            let plain = words
                .map(|t| if t.kind == Kind::Figure { t.text.to_owned() } else { t.plain })
                .collect::<Vec<_>>()
                .join(" ");
            if let Some(first) = seen.get(&plain) {
                found.push(
                    Diagnostic::aviso("recomendacion-repetida", "la recomendación ya está en este documento")
                        .at(&text.place)
                        .second(&first.place, "la primera vez está aquí")
                        .remedy("deje una sola"),
                );
            } else {
                seen.insert(plain, text.clone());
            }
        }
    }
}
