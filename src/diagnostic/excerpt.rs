//! The lines of a file that a finding shows.

use std::ops::Range;

use super::SourceText;
use super::clean;

/// Lines of a long value that are shown, and lines between two places that are shown together.
const MAX_LINES: usize = 12;
const MAX_APART: usize = 100;
/// Characters of a line that are shown before and after the place.
const BEFORE: usize = 100;
const AFTER: usize = 240;

/// Some lines of a file as they can be shown, and where the places are in them.
pub struct Excerpt {
    pub text: String,
    /// Number of the first line, from 1.
    pub line: usize,
    pub spans: Vec<Range<usize>>,
    /// Whether the first place stands in another column than in its file.
    pub is_shifted: bool,
}

/// Whether two places of a file are near enough to be shown in one excerpt.
pub fn are_near(source: &SourceText, a: &Range<usize>, b: &Range<usize>) -> bool {
    source.line_of(a.start).0.abs_diff(source.line_of(b.start).0) <= MAX_APART
}

/// The lines of `source` that hold `ranges`: cleaned, and long ones cut around the places.
pub fn excerpt(source: &SourceText, ranges: &[Range<usize>]) -> Excerpt {
    let starts = source.starts();
    let ranges: Vec<_> = ranges.iter().map(|range| bounded(source, range)).collect();
    let first = ranges.iter().map(|r| source.line_of(r.start).0).min().unwrap_or(0);
    let last = ranges.iter().map(|r| source.line_of(r.end).0).max().unwrap_or(first);
    let mut text = String::new();
    // Where each byte that is shown went: pairs in the order of both.
    let mut went: Vec<(usize, usize)> = Vec::new();
    for line in first..=last {
        let (start, next) = (starts[line], starts.get(line + 1).copied().unwrap_or(source.text.len()));
        let end = start + source.text[start..next].trim_end_matches(['\n', '\r']).len();
        let near = ranges.iter().map(|r| r.start.clamp(start, end)).min().unwrap_or(start);
        let from = source.text[start..near].char_indices().rev().nth(BEFORE).map_or(start, |(at, _)| start + at);
        let to = source.text[near..end].char_indices().nth(AFTER).map_or(end, |(at, _)| near + at);
        if from > start {
            text.push('…');
        }
        for (at, c) in source.text[from..to].char_indices() {
            went.push((from + at, text.len()));
            match c {
                '\t' => text.push(c),
                c => clean::push(c, &mut text),
            }
        }
        went.push((to, text.len()));
        if to < end {
            text.push('…');
        }
        text.push('\n');
    }
    let place = |byte: usize| {
        let at = went.partition_point(|(source, _)| *source < byte);
        went.get(at).or(went.last()).map_or(0, |(_, out)| *out)
    };
    let spans: Vec<_> = ranges.iter().map(|r| place(r.start)..place(r.end).max(place(r.start))).collect();
    let column = |at: usize| text[..at].rsplit('\n').next().unwrap_or_default().chars().count();
    let written = &source.text[source.line_of(ranges[0].start).1..ranges[0].start];
    let is_shifted = written.chars().count() != column(spans[0].start);
    Excerpt { text, line: first + 1, spans, is_shifted }
}

/// The part of a range that is shown: its first lines, without the line end after it.
fn bounded(source: &SourceText, range: &Range<usize>) -> Range<usize> {
    let line = source.line_of(range.start).0;
    let limit = source.starts().get(line + MAX_LINES).map_or(source.text.len(), |next| next - 1);
    range.start..range.end.min(limit).max(range.start)
}
