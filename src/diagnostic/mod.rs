//! What is wrong in the user's material, where, and how to mend it.
//!
//! A [`Diagnostic`] is data: a severity, a stable code, a message in Spanish, a
//! [`Place`] in a file of the user, an optional second place and a remedy.
//! Printing lives in [`mod@print`].  This module knows no stage of the program.

pub mod clean;
pub mod codes;
mod excerpt;
pub mod print;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Characters of a cell that a finding shows.
const MAX_CELL: usize = 120;

/// A text file of the user, kept whole so that excerpts can be shown, or one
/// cell of a workbook.
#[derive(Debug)]
pub struct SourceText {
    /// Path relative to the project folder, with `/` on every platform.
    pub path: String,
    pub text: String,
    /// Sheet and address of the cell, `Territorio!H27`, where the text is a cell.
    pub celda: Option<String>,
    /// Offset of the first byte of each line, found when the first line is asked for.
    starts: OnceLock<Vec<usize>>,
}

impl PartialEq for SourceText {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.celda, &self.text) == (&other.path, &other.celda, &other.text)
    }
}

impl Eq for SourceText {}

impl SourceText {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into(), celda: None, starts: OnceLock::new() })
    }

    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let after = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(after).collect()
        })
    }

    /// The line (from 0) that holds the byte at `offset`, and where that line begins.
    fn line_of(&self, offset: usize) -> (usize, usize) {
        let starts = self.starts();
        let line = starts.partition_point(|start| *start <= offset) - 1;
        (line, starts[line])
    }

    /// The place of a cell of a workbook and what is written in it; `celda` is
    /// its sheet and address, `Territorio!H27`.
    pub fn cell(path: impl Into<String>, celda: impl Into<String>, text: impl Into<String>) -> Place {
        let mut text = text.into();
        // A message names a cell; it does not hold a whole document.
        if text.len() > MAX_CELL
            && let Some((cut, _)) = text.char_indices().nth(MAX_CELL)
        {
            text.truncate(cut);
            text.push('…');
        }
        let range = 0..text.len();
        Place {
            source: Arc::new(Self { path: path.into(), text, celda: Some(celda.into()), starts: OnceLock::new() }),
            range,
        }
    }

    /// The place that covers the bytes of `range`, cut to character borders.
    pub fn place(self: &Arc<Self>, range: Range<usize>) -> Place {
        let floor = |mut i: usize| {
            i = i.min(self.text.len());
            while !self.text.is_char_boundary(i) {
                i -= 1;
            }
            i
        };
        let start = floor(range.start);
        Place { source: Arc::clone(self), range: start..floor(range.end).max(start) }
    }

    /// The whole of line `line` (1-based) without its indentation.
    pub fn line(self: &Arc<Self>, line: usize) -> Place {
        let starts = self.starts();
        let end = self.text.len();
        let Some(start) = line.checked_sub(1).and_then(|index| starts.get(index)) else { return self.place(end..end) };
        let content = &self.text[*start..starts.get(line).copied().unwrap_or(end)];
        let body = content.trim_end();
        let indent = body.len() - body.trim_start().len();
        self.place(start + indent..start + body.len())
    }
}

/// A range of bytes in a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    pub source: Arc<SourceText>,
    pub range: Range<usize>,
}

impl Place {
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// Where it is, for a person: `file.yaml:3:5`, or `file.xlsx:Territorio!H27`.
    pub fn address(&self) -> String {
        match &self.source.celda {
            Some(cell) => format!("{}:{cell}", self.path()),
            None => {
                let (line, column) = self.line_column();
                format!("{}:{line}:{column}", self.path())
            }
        }
    }

    /// Line and column, both counted from 1; the column counts characters.
    pub fn line_column(&self) -> (usize, usize) {
        let (line, start) = self.source.line_of(self.range.start);
        (line + 1, self.source.text[start..self.range.start].chars().count() + 1)
    }

    /// Line and column right after the last character, both counted from 1.
    pub fn end_line_column(&self) -> (usize, usize) {
        Place { source: Arc::clone(&self.source), range: self.range.end..self.range.end }.line_column()
    }

    pub fn text(&self) -> &str {
        &self.source.text[self.range.clone()]
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}", self.path())
    }
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document cannot be made.
    Error,
    /// The document is made; somebody should look.
    Aviso,
    /// Worth knowing.
    Nota,
}

impl Severity {
    /// The Spanish word the user reads.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Aviso => "aviso",
            Severity::Nota => "nota",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable identifier of the rule, in Spanish with hyphens.
    pub code: &'static str,
    pub message: String,
    pub place: Option<Place>,
    /// Short text beside the underlined value.
    pub label: String,
    /// A second place that takes part in the finding, with its label.
    pub second: Option<(Place, String)>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// The documents the finding stops or concerns, where it is theirs alone.
    pub documentos: Vec<String>,
}

impl Diagnostic {
    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        debug_assert!(
            codes::find(code).is_some_and(|known| known.severity == severity),
            "{code} is not in the list of codes with this severity"
        );
        Self {
            severity,
            code,
            message: message.into(),
            place: None,
            label: String::new(),
            second: None,
            remedy: None,
            documentos: Vec::new(),
        }
    }

    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    pub fn aviso(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Aviso, code, message)
    }

    pub fn nota(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Nota, code, message)
    }

    pub fn at(mut self, place: &Place) -> Self {
        self.place = Some(place.clone());
        self
    }

    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub fn second(mut self, place: &Place, label: impl Into<String>) -> Self {
        self.second = Some((place.clone(), label.into()));
        self
    }

    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    pub fn documento(mut self, documento: impl Into<String>) -> Self {
        self.documentos.push(documento.into());
        self
    }
}

/// Everything found so far.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    pub fn extend(&mut self, other: Diagnostics) {
        self.items.extend(other.items);
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|d| d.severity == severity).count()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }

    /// The findings that are as serious as `severity` or more.
    pub fn at_least(&self, severity: Severity) -> Self {
        Self { items: self.items.iter().filter(|d| d.severity <= severity).cloned().collect() }
    }

    /// The findings that are `wanted`, and the others.
    pub fn split(self, wanted: impl Fn(&Diagnostic) -> bool) -> (Self, Self) {
        let (wanted, others) = self.items.into_iter().partition(wanted);
        (Self { items: wanted }, Self { items: others })
    }

    /// Warnings become errors.
    pub fn strict(mut self) -> Self {
        for finding in self.items.iter_mut().filter(|d| d.severity == Severity::Aviso) {
            finding.severity = Severity::Error;
        }
        self
    }

    /// Orders by file, position and code.  What several documents find in one
    /// place is one finding, with all of them.
    pub fn sorted(mut self) -> Self {
        self.items.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
        self.items.dedup_by(|next, kept| {
            let same = sort_key(next) == sort_key(kept) && next.severity == kept.severity;
            if same {
                kept.documentos.append(&mut next.documentos);
            }
            same
        });
        for one in &mut self.items {
            one.documentos.sort();
            one.documentos.dedup();
        }
        self
    }
}

type SortKey<'a> = (&'a str, usize, &'a str, &'a str, usize, Option<&'a str>, &'a str, Option<&'a str>);

fn sort_key(d: &Diagnostic) -> SortKey<'_> {
    let cell = d.place.as_ref().and_then(|p| p.source.celda.as_deref());
    let (path, range) = d.place.as_ref().map_or(("", 0..0), |p| (p.path(), p.range.clone()));
    (path, range.start, d.code, &d.message, range.end, d.remedy.as_deref(), &d.label, cell)
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(found: I) -> Self {
        Self { items: found.into_iter().collect() }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// The candidate nearest to `written`, when one is near enough to be a likely slip: a word of a
/// closed list to suggest.  Which thing a name means is for `model::nombres` to decide.
///
/// Lengths that differ too much are not compared, so a text of any length costs little.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 300;
    let length = written.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        .filter(|candidate| {
            let other = candidate.chars().take(2 * LONGEST).count();
            // Each character too many is one edit, and 0.6 allows four in ten.
            length.abs_diff(other) * 5 <= length.max(other) * 2
        })
        .map(|candidate| (strsim::normalized_damerau_levenshtein(written, candidate), candidate))
        .filter(|(similarity, _)| *similarity >= 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let source = SourceText::new("a.yaml", "año: 1\nñandú: 2\n");
        let start = source.text.find('2').unwrap();
        let place = source.place(start..start + 1);
        assert_eq!(place.line_column(), (2, 8));
        assert_eq!(place.text(), "2");
        assert_eq!(source.line(2).text(), "ñandú: 2");
    }

    #[test]
    fn order_is_by_file_then_position() {
        let (a, b) = (SourceText::new("a", "xyz"), SourceText::new("b", "xyz"));
        let mut all = Diagnostics::default();
        all.push(Diagnostic::error("plan-vacio", "3").at(&b.place(0..1)));
        all.push(Diagnostic::error("plan-vacio", "2").at(&a.place(2..3)));
        all.push(Diagnostic::error("plan-vacio", "1").at(&a.place(0..1)));
        all.push(Diagnostic::error("plan-vacio", "1").at(&a.place(0..1)));
        let order: Vec<_> = all.sorted().into_iter().map(|d| d.message).collect();
        assert_eq!(order, ["1", "2", "3"]);
    }

    #[test]
    fn nearest_refuses_what_is_not_a_slip() {
        assert_eq!(nearest("vijencia", ["vigencia", "corte"]), Some("vigencia"));
        assert_eq!(nearest("color", ["vigencia", "corte"]), None);
    }
}
