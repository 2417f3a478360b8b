//! Figures that a report types by hand against those of its data: a figure is
//! compared with the index that its sentence names, and with nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::Numeros;
use crate::model::{Catalogo, Narracion, Resultados};

use super::palabras::{CHANGES, LINK_SIGNS, LINKS, OFFICES, OTHERS};
use super::prosa::{self, Kind, Token, locate};

/// An index of the data under one of its names, or the several that share it.
#[derive(Default)]
pub(super) struct Indice {
    /// As a message names it.
    pub(super) nombre: String,
    /// Values that a sentence may give it, with the vigencia of each.
    valores: Vec<(f64, u32)>,
    /// Change between the two vigencias in points, where it may be stated.
    cambios: Vec<f64>,
    /// The earlier vigencia, where it is known and of another measurement.
    otra_medicion: Option<u32>,
}

/// The values of an index with their vigencias, and what became of it between the two: the change
/// in points, or the earlier vigencia where that is of another measurement.
type Valores = (Vec<(f64, u32)>, Option<Result<f64, u32>>);

/// What the figures of a report are compared with.
pub struct Datos<'c> {
    catalogo: &'c Catalogo,
    vigencia: u32,
    /// Whether the text takes the figures of these data.
    vivas: bool,
    /// By the words of the name.
    indices: BTreeMap<Vec<String>, Indice>,
    /// The words that a name begins with: most words of a text are none.
    firsts: BTreeSet<String>,
    longest: usize,
}

impl<'c> Datos<'c> {
    pub fn new(catalogo: &'c Catalogo, resultados: &Resultados, anterior: Option<&Resultados>) -> Self {
        let vigencia = resultados.vigencia.value;
        let mut datos =
            Self { catalogo, vigencia, vivas: true, indices: BTreeMap::new(), firsts: BTreeSet::new(), longest: 0 };
        let comparable = anterior.is_some_and(|a| catalogo.comparables(vigencia, a.vigencia.value));
        let both = |value: &dyn Fn(&Resultados) -> Option<f64>| {
            let current = value(resultados);
            let before = anterior.and_then(|a| Some((value(a)?, a.vigencia.value)));
            let values: Vec<_> = current.map(|v| (v, vigencia)).into_iter().chain(before).collect();
            let change =
                current.zip(before).map(|(now, (then, year))| if comparable { Ok(now - then) } else { Err(year) });
            (values, change)
        };
        let idi = both(&|r| r.idi.as_ref().map(|v| v.value));
        for name in ["IDI", "Índice de Desempeño Institucional", "índice de desempeño"] {
            datos.add(name, "el IDI", &idi);
        }
        for (index, politica) in catalogo.politicas.iter().enumerate() {
            let found = both(&|r| r.politicas.iter().find(|p| p.politica == index).map(|p| p.puntaje.value));
            let shown = catalogo.nombre_politica(index, vigencia);
            for name in politica.nombres.iter().map(|n| &n.nombre).chain(&politica.alias) {
                datos.add(name, shown, &found);
            }
        }
        for (index, dimension) in catalogo.dimensiones.iter().enumerate() {
            let found = both(&|r| r.dimensiones.iter().find(|(d, _)| *d == index).map(|(_, v)| v.value));
            for name in std::iter::once(&dimension.nombre).chain(&dimension.alias) {
                datos.add(name, &dimension.nombre, &found);
            }
        }
        datos
    }

    /// The data of one entity of a set, whose figures its texts cannot take.
    pub fn of_member(mut self) -> Self {
        self.vivas = false;
        self
    }

    /// What to do with a figure that is not that of the data.
    fn remedy(&self, what: &str, example: &str) -> String {
        match self.vivas {
            true => format!("cite {what} desde los datos, como {example}, o corríjala"),
            false => "corríjala, o revise los datos de la entidad".to_owned(),
        }
    }

    fn add(&mut self, name: &str, shown: &str, (values, change): &Valores) {
        let words: Vec<_> = prosa::tokens(name).into_iter().filter(|t| t.kind == Kind::Word).map(|t| t.plain).collect();
        self.longest = self.longest.max(words.len() * 2);
        self.firsts.extend(words.first().cloned());
        let indice = self.indices.entry(words).or_default();
        if indice.nombre.is_empty() {
            shown.clone_into(&mut indice.nombre);
        }
        indice.valores.extend(values);
        match change {
            Some(Ok(change)) => indice.cambios.push(*change),
            Some(Err(year)) => indice.otra_medicion = Some(*year),
            None => {}
        }
    }

    /// The longest name that begins at `at`, with the position after it.
    pub(super) fn named(&self, tokens: &[Token<'_>], at: usize) -> Option<(&Indice, usize)> {
        if !self.firsts.contains(&tokens[at].plain) {
            return None;
        }
        let mut words = Vec::new();
        let mut best = None;
        for (offset, token) in tokens[at..].iter().take(self.longest).enumerate() {
            match token.kind {
                Kind::Word => words.push(token.plain.clone()),
                Kind::Sign if token.is(",") && offset > 0 => continue,
                _ => break,
            }
            if let Some(indice) = self.indices.get(&words) {
                best = Some((indice, at + offset + 1));
            }
        }
        // «La integridad de los datos» is no policy.
        best.filter(|(_, end)| {
            let plain_word = *end == at + 1 && tokens[at].text.chars().all(char::is_lowercase) && !tokens[at].is("idi");
            let before = || tokens[..at].iter().rev().take(3);
            let policy = before().any(|t| t.is_any(&["politica", "dimension"]));
            // Nor is «la Oficina de Control Interno».
            let office = before().any(|t| t.is_any(&OFFICES));
            // «Índice de Transparencia» is another one.
            let other = *end == at + 1 && !tokens[at].is("idi") && before().any(|t| t.is("indice"));
            (!plain_word || policy) && !office && !other
        })
    }
}

/// A figure of a text.
struct Figure {
    value: f64,
    decimals: usize,
}

impl Figure {
    /// A number that may be points of an index: with decimals, or whole and followed by its unit.
    fn read(tokens: &[Token<'_>], at: usize) -> Option<Self> {
        let token = tokens.get(at).filter(|t| t.kind == Kind::Number)?;
        let glued = at > 0
            && tokens[at - 1].end == token.start
            && (tokens[at - 1].kind != Kind::Sign || tokens[at - 1].is("-") || tokens[at - 1].is("/"));
        let (units, fraction) = token.text.split_once(['.', ',']).unwrap_or((token.text, ""));
        let unit = tokens.get(at + 1).is_some_and(|t| t.is_any(&["puntos", "punto", "%"]));
        let fits = (1..=3).contains(&units.len()) && fraction.len() <= 2 && (unit || !fraction.is_empty());
        if glued || !fits || fraction.contains(['.', ',']) {
            return None;
        }
        let value: f64 = format!("{units}.{fraction}0").parse().ok()?;
        (value <= 100.0).then_some(Self { value, decimals: fraction.len() })
    }

    /// Whether it is how somebody would write `value` with its decimals.
    fn is(&self, value: f64) -> bool {
        (self.value - value).abs() <= 0.5 * 10f64.powi(-i32::try_from(self.decimals).unwrap_or(0)) + 1e-7
    }
}

/// Compares the figures of a narrative text with the index that each is said of.
pub fn check(text: &Narracion, datos: &Datos<'_>, found: &mut Diagnostics) {
    sentences(text, |tokens, found| sentence(text, tokens, datos, found), found);
}

/// Visits the sentences of a text.
pub fn sentences(text: &Narracion, mut visit: impl FnMut(&[Token<'_>], &mut Diagnostics), found: &mut Diagnostics) {
    let tokens = prosa::tokens(&text.value);
    for sentence in tokens.split(|t| t.kind == Kind::Stop) {
        visit(sentence, found);
    }
}

/// Compares the figures of one sentence of `text`.
pub fn sentence(text: &Narracion, tokens: &[Token<'_>], datos: &Datos<'_>, found: &mut Diagnostics) {
    Sentence { text, tokens, datos }.check(found);
}

struct Sentence<'a> {
    text: &'a Narracion,
    tokens: &'a [Token<'a>],
    datos: &'a Datos<'a>,
}

impl Sentence<'_> {
    fn check(&self, found: &mut Diagnostics) {
        let mut taken = vec![false; self.tokens.len()];
        let mut names = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            match self.datos.named(self.tokens, at) {
                Some((indice, end)) => {
                    names.push((indice, at, end));
                    at = end;
                }
                None => at += 1,
            }
        }
        for (indice, start, end) in &names {
            if !self.is_about_others(start.saturating_sub(4), *start) {
                self.values_after(indice, *end, &mut taken, found);
            }
        }
        for (indice, start, _) in &names {
            self.value_before(indice, *start, &mut taken, found);
        }
        self.changes(&names, &taken, found);
    }

    fn is_about_others(&self, from: usize, to: usize) -> bool {
        let most = |at: usize| {
            // «La de mayor puntaje es Integridad» gives it to the policy.
            let of = self
                .tokens
                .get(at + 1)
                .is_some_and(|t| t.is_any(&["puntaje", "resultado", "valor", "calificacion", "indice"]));
            of && self.tokens[at].is_any(&["mayor", "menor"])
        };
        (from..to).any(|at| self.tokens[at].is_any(&OTHERS) && !most(at))
    }

    /// Whether the figure at `at` counts or compares something: «82,3 % de las actividades», «2,9 puntos por encima».
    fn counts(&self, at: usize) -> bool {
        let after: Vec<_> = self.tokens[at + 1..].iter().take(6).collect();
        let percent = after.first().is_some_and(|t| t.is("%"));
        let unit = after.first().is_some_and(|t| t.is_any(&["%", "puntos", "punto"]));
        let of = after.get(1).is_some_and(|t| t.is_any(&["de", "del"]));
        let points_more = unit
            && after[1..]
                .iter()
                .take(3)
                .any(|t| t.is_any(&OTHERS) || t.is_any(&["porcentuales", "adicionales", "diferencia"]));
        (percent && of) || points_more
    }

    /// «IDI de 82,3», «Integridad (85,2)», «pasó de 71,3 a 82,3».
    fn values_after(&self, indice: &Indice, end: usize, taken: &mut [bool], found: &mut Diagnostics) {
        let known = |year: u32| indice.valores.iter().any(|(_, v)| *v == year);
        let mut at = end;
        let mut steps = 0;
        // The year that was said since the last figure: «el IDI de 2018 (60,5)».
        let mut said: Option<u32> = None;
        while at < self.tokens.len() && steps <= 24 {
            let token = &self.tokens[at];
            if let Some(year) = token.year() {
                said = said.filter(|y| known(*y)).or(Some(year));
            } else if token.kind == Kind::Figure {
                // A live figure says which vigencia.
            } else if let Some(figure) = Figure::read(self.tokens, at) {
                if self.counts(at) {
                    return;
                }
                if let Some(year) = self.year_of(at).or(said.take()).filter(|y| !known(*y)) {
                    self.of_another_year(indice, at, year, taken, found);
                    said = None;
                    at += 1;
                    steps = 0;
                    continue;
                }
                self.compare(indice, &figure, at, taken, found);
                steps = 0;
            } else {
                let moves_to = CHANGES.iter().any(|c| token.plain.starts_with(c))
                    && self.tokens.get(at + 1).is_some_and(|t| t.is("a"));
                let links = token.is_any(&LINKS) || LINK_SIGNS.contains(&token.text) || moves_to;
                let unit = token.is_any(&["puntos", "%"]);
                if !(links || unit) {
                    return;
                }
            }
            at += 1;
            steps += 1;
        }
    }

    /// «un 82,3 en el IDI», «85,2 puntos en la política de Integridad».
    fn value_before(&self, indice: &Indice, start: usize, taken: &mut [bool], found: &mut Diagnostics) {
        const JOINTS: [&str; 17] = [
            "en",
            "de",
            "del",
            "para",
            "el",
            "la",
            "los",
            "las",
            "su",
            "como",
            "politica",
            "dimension",
            "indice",
            "resultado",
            "puntaje",
            "puntos",
            "%",
        ];
        let first = (0..start).rev().take(8).find(|at| !self.tokens[*at].is_any(&JOINTS));
        let Some(at) = first.filter(|at| *at + 1 < start && !taken[*at]) else { return };
        let Some(figure) = Figure::read(self.tokens, at) else { return };
        if !self.counts(at)
            && !self.is_about_others(at.saturating_sub(5), at)
            && !self.tells_change(at.saturating_sub(5), at)
        {
            self.compare(indice, &figure, at, taken, found);
        }
    }

    /// The year that follows the figure at `at` as its own: «77,5 en 2021», «77,5 (2021)».
    fn year_of(&self, at: usize) -> Option<u32> {
        const JOINTS: [&str; 11] = ["puntos", "%", "en", "de", "del", "para", "la", "vigencia", "año", "(", ")"];
        let mut after = self.tokens[at + 1..].iter().take(5);
        after.find(|t| !t.is_any(&JOINTS)).and_then(Token::year)
    }

    /// A figure of a vigencia without data: it is told only where the sentence moves on from it to one of
    /// another measurement.
    fn of_another_year(&self, indice: &Indice, at: usize, year: u32, taken: &mut [bool], found: &mut Diagnostics) {
        taken[at] = true;
        let moves = at.checked_sub(2).is_some_and(|i| {
            self.tokens[i + 1].is("de") && self.tokens[i].is_any(&["paso", "pasando", "subio", "bajo", "aumento"])
        });
        let to = self.tokens[at..].iter().position(|t| t.is("a")).and_then(|n| {
            let figure = at + n + 1;
            Figure::read(self.tokens, figure).and_then(|_| self.year_of(figure))
        });
        if let Some(later) = to.filter(|later| moves && !self.datos.catalogo.comparables(year, *later)) {
            found.push(
                Diagnostic::aviso(
                    "variacion-entre-mediciones",
                    format!("el texto dice cómo cambió {} y entre {year} y {later} cambió la medición", indice.nombre),
                )
                .at(&self.place(at))
                .remedy("diga los dos valores sin compararlos: no son comparables"),
            );
        }
    }

    fn tells_change(&self, from: usize, to: usize) -> bool {
        self.tokens[from..to].iter().any(|t| CHANGES.iter().any(|c| t.plain.starts_with(c)))
    }

    fn compare(&self, indice: &Indice, figure: &Figure, at: usize, taken: &mut [bool], found: &mut Diagnostics) {
        taken[at] = true;
        if indice.valores.iter().any(|(value, _)| figure.is(*value)) {
            return;
        }
        let distance = |value: f64| (value - figure.value).abs();
        let Some((value, vigencia)) =
            indice.valores.iter().copied().min_by(|a, b| distance(a.0).total_cmp(&distance(b.0)))
        else {
            return;
        };
        let when = if vigencia == self.datos.vigencia { String::new() } else { format!(" de {vigencia}") };
        let written = self.tokens[at].text;
        found.push(
            Diagnostic::aviso(
                "cifra-escrita-distinta",
                format!("el texto dice {written} y en los datos {}{when} es {}", indice.nombre, shown(value)),
            )
            .at(&self.place(at))
            .remedy(self.datos.remedy("la cifra", "{{ idi | numero }}")),
        );
    }

    fn place(&self, at: usize) -> crate::diagnostic::Place {
        let token = &self.tokens[at];
        locate(&self.text.place, &self.text.value, token.start, token.end)
    }

    /// «El IDI aumentó 11,0 puntos.»
    fn changes(&self, names: &[(&Indice, usize, usize)], taken: &[bool], found: &mut Diagnostics) {
        if self.is_about_others(0, self.tokens.len()) {
            return;
        }
        for (at, taken) in taken.iter().enumerate() {
            let points = self.tokens.get(at + 1).is_some_and(|t| t.is_any(&["puntos", "punto"]));
            let Some(figure) = Figure::read(self.tokens, at).filter(|_| points && !taken) else { continue };
            if !self.tells_change(at.saturating_sub(6), at) {
                continue;
            }
            let before = names.iter().rev().find(|(_, start, _)| *start < at);
            let only = if let [one] = names { Some(one) } else { None };
            let Some((indice, _, _)) = before.or(only) else { continue };
            if let Some(year) = indice.otra_medicion {
                found.push(
                    Diagnostic::aviso(
                        "variacion-entre-mediciones",
                        format!(
                            "el texto dice cuánto varió {} y entre {year} y {} cambió la medición",
                            indice.nombre, self.datos.vigencia
                        ),
                    )
                    .at(&self.place(at))
                    .remedy("diga los dos valores sin restarlos: no son comparables"),
                );
                continue;
            }
            // What is told between two rounded values differs in the last decimal.
            let near = |change: &f64| {
                (change.abs() - figure.value).abs() <= 0.1 + 1e-7 && figure.decimals > 0 || figure.is(change.abs())
            };
            let Some(change) = indice.cambios.first().filter(|_| !indice.cambios.iter().any(near)) else { continue };
            let n = Numeros::default();
            found.push(
                Diagnostic::aviso(
                    "variacion-escrita-distinta",
                    format!(
                        "el texto dice {} puntos y en los datos {} varió {}",
                        self.tokens[at].text,
                        indice.nombre,
                        n.puntos(*change)
                    ),
                )
                .at(&self.place(at))
                .remedy(self.datos.remedy("la variación", "{{ variacion | puntos }}")),
            );
        }
    }
}

/// A value with its decimals, one at least.
fn shown(value: f64) -> String {
    let decimals = if ((value * 10.0).round() / 10.0 - value).abs() < 1e-7 { 1 } else { 2 };
    Numeros::default().con_decimales(value, decimals)
}
