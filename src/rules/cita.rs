//! Norms cited in texts that cannot be, or nearly are one of the catalogue.

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::{Fecha, fold};
use crate::model::{Catalogo, Norma};

use super::asunto::{Subject, subject};
use super::prosa::{self, Kind, Token, WrittenDate, locate};

/// Norms with smaller numbers are cited in too many ways to tell a slip; laws since
/// [`FIRST_YEAR`] are not, for no two of them share a number.
const SMALLEST: u64 = 100;
/// Laws have been numbered without a break since the Constitution of 1991.
const FIRST_YEAR: u32 = 1993;

/// Runs the rule over a text of a file; `fecha` is that of the document, where the file is one.
pub fn check(
    text: &str,
    tokens: &[Token<'_>],
    place: &Place,
    catalogo: &Catalogo,
    fecha: Option<Fecha>,
    found: &mut Diagnostics,
) {
    let cited = citations(tokens);
    for (index, one) in cited.iter().enumerate() {
        let around = subject(tokens, &cited, index);
        if let Some(finding) = fecha.and_then(|fecha| repealed(text, tokens, one, &cited, catalogo, fecha)) {
            found.push(finding.at(&locate(place, text, one.start, one.end)));
            continue;
        }
        let wrong = wrong(one, &around, catalogo, fecha).or_else(|| beside(one, &cited, catalogo));
        let Some((why, near)) = wrong else { continue };
        let remedy = match near {
            Some(near) => format!("¿quiso decir «{}»?", near.cita()),
            None => "revise el número y el año; si la norma existe, agréguela a data/catalogo/normas.yaml".to_owned(),
        };
        found.push(
            Diagnostic::aviso("norma-mal-citada", format!("«{}» {why}", one.text(text)))
                .at(&locate(place, text, one.start, one.end))
                .remedy(remedy),
        );
    }
}

/// A norm that another had repealed by `fecha`, where the sentence gives it for one in force.
fn repealed(
    text: &str,
    tokens: &[Token<'_>],
    one: &Citation,
    cited: &[Citation],
    catalogo: &Catalogo,
    fecha: Fecha,
) -> Option<Diagnostic> {
    /// What tells that a norm is in force, in the words before it.
    const IN_FORCE: [&str; 15] = [
        "rige",
        "rigen",
        "conformidad",
        "cumplimiento",
        "acuerdo",
        "segun",
        "conforme",
        "reglamenta",
        "reglamentan",
        "regula",
        "regulan",
        "aplicable",
        "sigue",
        "siguen",
        "vigente",
    ];
    /// What tells the history of it, anywhere in the sentence.
    const PAST: [&str; 20] = [
        "epoca", "hechos", "sancion", "proces", "derog", "subrog", "sustitu", "reemplaz", "modific", "antes",
        "anterior", "entonces", "hasta", "hoy", "momento", "rigio", "estuvo", "era", "compilad", "adopto",
    ];
    let norma = catalogo.normas.iter().find(|n| n.derogada_por.is_some() && one.is(n))?;
    let by = catalogo.derogante(norma, fecha)?;
    let (first, last) = one.span;
    let sentence = prosa::sentence(tokens, first..last);
    let told = tokens[first.saturating_sub(8).max(sentence.start)..first].iter().any(|t| t.is_any(&IN_FORCE));
    // «Se sancionó en 2019»: it was in force then.
    let ended = norma.derogada_desde.map_or(by.anio, |f| u32::try_from(f.anio).unwrap_or(by.anio));
    let of_a_norm = |at: &usize| cited.iter().any(|c| (c.span.0..c.span.1).contains(at));
    let then = sentence.clone().filter(|at| !of_a_norm(at)).filter_map(|at| tokens[at].year()).any(|y| y < ended);
    let history =
        tokens[sentence].iter().any(|t| PAST.iter().any(|p| t.plain.starts_with(p))) || cited.iter().any(|c| c.is(by));
    (told && !history && !then).then(|| {
        Diagnostic::aviso(
            "norma-derogada",
            format!("en la fecha del documento, «{}» había derogado «{}»", by.cita(), one.text(text)),
        )
        .remedy(format!("cite «{}», o diga que la anterior fue derogada", catalogo.vigente(by, fecha).cita()))
    })
}

/// Why the citation is wrong, with the norm that is probably meant; `None` where it is right,
/// or nothing tells that it is not.
fn wrong<'c>(
    cited: &Citation,
    around: &Subject,
    catalogo: &'c Catalogo,
    fecha: Option<Fecha>,
) -> Option<(String, Option<&'c Norma>)> {
    let same_kind = |n: &&Norma| fold(&n.clase).starts_with(cited.clase);
    let known: Vec<_> = catalogo.normas.iter().filter(same_kind).collect();
    if known.iter().any(|n| cited.is(n)) {
        return None;
    }
    // Nobody means a norm that was not there yet, or that another has replaced.
    let meant = |n: &&Norma| match fecha {
        Some(fecha) => i64::from(n.anio) <= i64::from(fecha.anio) && catalogo.derogante(n, fecha).is_none(),
        None => n.derogada_por.is_none(),
    };
    let law_of_now = cited.clase == "ley" && cited.anio() >= FIRST_YEAR;
    let single = cited.numero.parse::<u64>().ok().filter(|n| *n >= SMALLEST || law_of_now)?;
    let same_number = known.iter().copied().find(|n| number(n.numero.as_str()) == cited.numero);
    if let Some(n) = same_number {
        let law = cited.clase == "ley" && n.anio >= FIRST_YEAR;
        let same_day = n.fecha.is_some_and(|f| f.dia.is_some() && (f.dia, f.mes) == cited.day_and_month());
        let told = law
            || same_day
            || around.words_of(n) >= 2
            || around.title_of(n) >= 5
            || around.changes_what(n)
            || around.names(n);
        return told.then(|| (format!("es de {}, no de {}", n.anio, cited.anio()), Some(n).filter(meant)));
    }
    let near = near(cited, around, known.iter().copied().filter(meant));
    if let Some((below, above)) = (cited.clase == "ley").then(|| impossible(single, cited.anio(), &known)).flatten() {
        let same = |n: &&Norma| number(n.numero.as_str()) == cited.numero && n.anio == cited.anio();
        let other_kind = catalogo.normas.iter().find(same).filter(meant);
        return Some((
            format!("no puede ser: la {} es anterior y la {} es posterior", below.cita(), above.cita()),
            other_kind.or(near),
        ));
    }
    near.map(|n| ("no está en el catálogo y se parece a otra norma".to_owned(), Some(n)))
}

/// The one norm whose number is a slip away and whose year or subject is that of the citation.
fn near<'c>(cited: &Citation, around: &Subject, known: impl Iterator<Item = &'c Norma>) -> Option<&'c Norma> {
    let slips: Vec<_> = known
        .filter(|n| {
            let (a, b) = (number(n.numero.as_str()), &cited.numero);
            a.len() >= 3 && strsim::damerau_levenshtein(&a, b) == 1
        })
        .collect();
    let by_subject = slips.iter().copied().filter(|n| around.words_of(n) >= if n.anio == cited.anio() { 1 } else { 2 });
    if let Some(n) = by_subject.max_by_key(|n| around.words_of(n)) {
        return Some(n);
    }
    // Norms are numbered closely: of the same year a neighbour is as likely as a slip, so that it is told
    // only where the sentence says the title of the known one.
    let by_year = slips.into_iter().filter(|n| n.anio == cited.anio() && !around.stated);
    let mut told: Vec<_> = by_year.map(|n| (around.title_of(n), n)).collect();
    told.sort_by_key(|(words, _)| std::cmp::Reverse(*words));
    match told.as_slice() {
        [(most, n)] if *most >= 3 => Some(*n),
        [(most, n), (next, _), ..] if *most >= 3 && most - next >= 2 => Some(*n),
        _ => None,
    }
}

/// A slip in what the title of another norm of the text names: «el Decreto 1499 de 2017, que modifica el
/// Decreto 1803 de 2015».
fn beside<'c>(one: &Citation, cited: &[Citation], catalogo: &'c Catalogo) -> Option<(String, Option<&'c Norma>)> {
    let known = |c: &Citation| catalogo.normas.iter().find(|n| c.is(n));
    if known(one).is_some() {
        return None;
    }
    let slip = |n: &&Norma| {
        let numero = number(n.numero.as_str());
        n.anio == one.anio() && numero.len() >= 3 && strsim::damerau_levenshtein(&numero, &one.numero) == 1
    };
    let named = |n: &&Norma| {
        let cita = n.cita();
        let says = |other: &Norma| other.titulo.as_deref().is_some_and(|t| t.contains(&cita));
        cited.iter().filter_map(known).any(says)
    };
    // What the text cites beside it is not meant.
    let free = |n: &&Norma| !cited.iter().any(|c| c.is(n));
    let meant = catalogo.normas.iter().filter(slip).filter(free).find(named)?;
    Some(("no está en el catálogo y se parece a otra norma".to_owned(), Some(meant)))
}

/// The two laws of the catalogue between whose years that of law `number` must lie, if it does not.
fn impossible<'c>(number: u64, year: u32, known: &[&'c Norma]) -> Option<(&'c Norma, &'c Norma)> {
    let laws = || {
        let numbered = known.iter().filter_map(|n| Some((n.numero.as_str().parse::<u64>().ok()?, *n)));
        numbered.filter(|(_, n)| n.anio >= FIRST_YEAR)
    };
    let (_, below) = laws().filter(|(n, _)| *n < number).max_by_key(|(n, _)| *n)?;
    let (_, above) = laws().filter(|(n, _)| *n > number).min_by_key(|(n, _)| *n)?;
    (!(below.anio..=above.anio).contains(&year)).then_some((below, above))
}

/// A number without points and without zeros before it.
fn number(written: &str) -> String {
    let group = |part: &str| part.trim_start_matches('0').to_owned();
    written.replace('.', "").split('-').map(group).collect::<Vec<_>>().join("-")
}

/// A norm that a text names.
#[derive(Debug)]
pub(super) struct Citation {
    clase: &'static str,
    numero: String,
    fecha: WrittenDate,
    start: usize,
    end: usize,
    /// Positions of its first token and of the one after its last.
    pub(super) span: (usize, usize),
}

impl Citation {
    fn is(&self, norma: &Norma) -> bool {
        norma.anio == self.anio()
            && fold(&norma.clase).starts_with(self.clase)
            && number(norma.numero.as_str()) == self.numero
    }

    fn anio(&self) -> u32 {
        self.fecha.anio
    }

    fn day_and_month(&self) -> (Option<i8>, Option<i8>) {
        (self.fecha.dia.and_then(|d| i8::try_from(d).ok()), self.fecha.mes)
    }

    fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

const KINDS: [(&str, &str, &str); 6] = [
    ("ley", "leyes", "ley"),
    ("decreto", "decretos", "decreto"),
    ("resolucion", "resoluciones", "resolucion"),
    ("acuerdo", "acuerdos", "acuerdo"),
    ("circular", "circulares", "circular"),
    ("directiva", "directivas", "directiva"),
];

/// How many words may stand between the kind of a norm and its number: «Decreto Único Reglamentario del Sector».
const QUALIFIERS: usize = 8;

/// Every norm that the text names by its kind, number and year.
fn citations(tokens: &[Token<'_>]) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let kind = KINDS.iter().find(|(one, many, _)| tokens[at].is(one) || tokens[at].is(many));
        let Some((one, _, clase)) = kind else {
            at += 1;
            continue;
        };
        // A bill is numbered apart, and the laws of other countries are.
        if at >= 2 && tokens[at - 1].is("de") && tokens[at - 2].is_any(&["proyecto", "proyectos", "iniciativa"]) {
            at += 1;
            continue;
        }
        // «De acuerdo con» names nothing.
        if *clase == "acuerdo" && tokens.get(at + 1).is_some_and(|t| t.is_any(&["con", "a", "al", "entre"])) {
            at += 1;
            continue;
        }
        let plural = !tokens[at].is(one);
        at = one_or_more(tokens, at, clase, plural, &mut found).max(at + 1);
    }
    found.retain(|c| !elsewhere(tokens, c.span));
    found
}

/// Whether a citation is of another country, «Ley 39 de 2015 de España», or of a municipality.
fn elsewhere(tokens: &[Token<'_>], (first, last): (usize, usize)) -> bool {
    const ISSUERS: [&str; 16] = [
        "españa",
        "chile",
        "peru",
        "mexico",
        "argentina",
        "ecuador",
        "brasil",
        "uruguay",
        "panama",
        "bolivia",
        "municipio",
        "municipal",
        "departamental",
        "gobernacion",
        "asamblea",
        "ordenanza",
    ];
    tokens[first..last].iter().chain(tokens[last..].iter().take(3)).any(|t| t.is_any(&ISSUERS))
}

/// Reads what follows a kind of norm at `at`: one norm, or in the plural several; gives the position after it.
fn one_or_more(tokens: &[Token<'_>], at: usize, clase: &'static str, plural: bool, found: &mut Vec<Citation>) -> usize {
    let mut next = at + 1;
    let number_sign = |t: &Token<'_>| t.is_any(&[".", "°", "º", "-", "–", "—", "no", "n"]);
    while next < tokens.len()
        && next - at <= QUALIFIERS
        && (tokens[next].kind == Kind::Word || number_sign(&tokens[next]))
    {
        if KINDS.iter().any(|(one, many, _)| (tokens[next].is(one) && !tokens[next].is("ley")) || tokens[next].is(many))
        {
            return next;
        }
        next += 1;
    }
    // Those before share the year of the one that says it: «Decretos 648 y 1499 de 2017».
    let mut waiting: Vec<(String, usize, usize)> = Vec::new();
    let mut first = at;
    while let Some((numero, after)) = norm_number(tokens, next) {
        let year =
            tokens.get(after).filter(|t| t.is_any(&["de", "del", "/"])).and_then(|_| prosa::date(tokens, after + 1));
        match year {
            Some((fecha, end)) => {
                for (numero, from, to) in waiting.drain(..) {
                    found.push(Citation {
                        clase,
                        numero,
                        fecha,
                        start: tokens[from].start,
                        end: tokens[to - 1].end,
                        span: (from, to),
                    });
                }
                found.push(Citation {
                    clase,
                    numero,
                    fecha,
                    start: tokens[first].start,
                    end: tokens[end - 1].end,
                    span: (first, end),
                });
                next = end;
            }
            None => {
                waiting.push((numero, first, after));
                next = after;
            }
        }
        if !plural {
            break;
        }
        let joins = |i: usize| tokens.get(i).is_some_and(|t| t.is_any(&[",", "y", "e"]));
        let mut gap = next;
        while joins(gap) {
            gap += 1;
        }
        if gap == next {
            break;
        }
        next = gap;
        first = gap;
    }
    next
}

/// `1083`, `1.083` or `100-006` at `at`, with the position after it.
fn norm_number(tokens: &[Token<'_>], at: usize) -> Option<(String, usize)> {
    let digits = |i: usize| tokens.get(i).filter(|t| t.kind == Kind::Number && !t.text.contains(','));
    let mut written = digits(at)?.text.to_owned();
    let mut end = at + 1;
    while tokens.get(end).is_some_and(|t| t.is("-") && t.start == tokens[end - 1].end)
        && let Some(group) = digits(end + 1)
    {
        written = format!("{written}-{}", group.text);
        end += 2;
    }
    Some((number(&written), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_found_in_their_usual_forms() {
        let text = "La Ley 1714 de 2014, el Decreto Distrital 221 de 2023, Decreto No. 1083/2015 y la Ley del Plan de 2020. \
            Leyes 87 de 1993 y 1474 de 2011; Decretos 648 y 1499 de 2017; Decreto 1.083 del 26 de mayo de 2015; \
            DECRETO LEY 403 DE 2020; Circular Externa 100-006 de 2021; Decreto Único Reglamentario 1081 del 2015; \
            Resolución 1519 de agosto 24 de 2020; Acuerdo 12 del Consejo.";
        let seen: Vec<_> = citations(&prosa::tokens(text))
            .iter()
            .map(|c| format!("{} {} {} [{}]", c.clase, c.numero, c.anio(), c.text(text)))
            .collect();
        assert_eq!(
            seen,
            [
                "ley 1714 2014 [Ley 1714 de 2014]",
                "decreto 221 2023 [Decreto Distrital 221 de 2023]",
                "decreto 1083 2015 [Decreto No. 1083/2015]",
                "ley 87 1993 [Leyes 87 de 1993]",
                "ley 1474 2011 [1474 de 2011]",
                "decreto 648 2017 [Decretos 648]",
                "decreto 1499 2017 [1499 de 2017]",
                "decreto 1083 2015 [Decreto 1.083 del 26 de mayo de 2015]",
                "decreto 403 2020 [DECRETO LEY 403 DE 2020]",
                "circular 100-6 2021 [Circular Externa 100-006 de 2021]",
                "decreto 1081 2015 [Decreto Único Reglamentario 1081 del 2015]",
                "resolucion 1519 2020 [Resolución 1519 de agosto 24 de 2020]",
            ]
        );
    }
}
