//! The parts of a workbook before anything is made of them: how much they unpack
//! to, and which rows and columns of each sheet are hidden, which calamine does not say.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use zip::ZipArchive;

use super::ImportError;

/// How much a workbook may hold.
struct Limits {
    /// What its parts may unpack to together, in bytes.
    unpacked: u64,
    /// What a part may unpack to that is no sheet, as the texts that cells share.
    part: u64,
    /// Elements in all parts; a cell with a value takes four.
    tags: u64,
    /// Bytes between two elements; the format allows a cell 32,767 characters.
    text: usize,
}

/// The sheets of a country of 60,000 bodies and a hundred columns unpack to 270 MB.
const LIMITS: Limits = Limits { unpacked: 512 << 20, part: 128 << 20, tags: 20_000_000, text: 1 << 20 };
/// Bytes of an element that are kept: no attribute that is looked at stands further.
const MAX_TAG: u64 = 64 << 10;

/// The rows and columns of a sheet that are not shown, as runs, both from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ocultas {
    pub filas: Vec<(u32, u32)>,
    pub columnas: Vec<(u32, u32)>,
}

/// What is to be known of a sheet before its cells are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vista {
    pub ocultas: Ocultas,
    /// It may have formulas.
    pub formulas: bool,
    /// It may have cells that are merged.
    pub combinadas: bool,
}

impl Default for Vista {
    /// Of a sheet that was not looked at, anything may be true.
    fn default() -> Self {
        Self { ocultas: Ocultas::default(), formulas: true, combinadas: true }
    }
}

impl Ocultas {
    pub fn has_row(&self, row: u32) -> bool {
        within(&self.filas, row)
    }

    pub fn has_column(&self, column: u32) -> bool {
        within(&self.columnas, column)
    }
}

/// Whether a run of `runs`, which are in order, has `at`.
fn within(runs: &[(u32, u32)], at: u32) -> bool {
    let after = runs.partition_point(|(first, _)| *first <= at);
    after > 0 && runs[after - 1].1 >= at
}

fn too_big(archivo: &str, what: &str) -> ImportError {
    ImportError::new(
        format!("«{archivo}» no se abre: {what}"),
        "deje en el libro solo las hojas y las filas que va a importar, y guárdelo de nuevo",
    )
}

/// Reads all parts once, with bounds, and gives what is hidden in each sheet and what
/// else it has, in the order of the workbook.  A part that cannot be read is left to calamine to refuse.
///
/// # Errors
/// [`ImportError`] where the parts unpack to more than a workbook of tables needs.
pub fn look(archivo: &str, bytes: &[u8]) -> Result<Vec<Vista>, ImportError> {
    within_limits(archivo, bytes, &LIMITS)
}

fn within_limits(archivo: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Vista>, ImportError> {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(Vec::new()) };
    let whole = format!("descomprimido pasa de {} MB", limits.unpacked >> 20);
    // What the directory says already tells an honest file.
    if zip.decompressed_size().is_some_and(|size| size > u128::from(limits.unpacked)) {
        return Err(too_big(archivo, &whole));
    }
    let mut budget = Budget { bytes: limits.unpacked, tags: limits.tags, text: limits.text };
    let mut sheets: Vec<Vec<u8>> = Vec::new();
    let mut targets: BTreeMap<Vec<u8>, String> = BTreeMap::new();
    let mut seen: BTreeMap<String, Vista> = BTreeMap::new();
    for index in 0..zip.len() {
        let Ok(part) = zip.by_index(index) else { continue };
        let Ok(name) = part.name().map(|name| name.to_lowercase().replace('\\', "/")) else { continue };
        let name = name.trim_start_matches('/').to_owned();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let sheet = name.contains("sheets/");
        let limit = if sheet { budget.bytes } else { budget.bytes.min(limits.part) };
        let mut tags = Tags::new(part, limit);
        let mut own = Vista { formulas: false, combinadas: false, ..Vista::default() };
        let mut row = 0;
        while let Some(tag) = tags.next(&mut budget) {
            // Ends, cells and their values are nearly all there is, and say nothing here.
            if matches!(tag, [b'/', ..] | [b'c', b' ', ..] | [b'v']) {
                continue;
            }
            match local_name(tag) {
                b"row" if sheet => row = own.ocultas.row(tag, row),
                b"col" if sheet => own.ocultas.column(tag),
                b"f" if sheet => own.formulas = true,
                b"mergeCell" if sheet => own.combinadas = true,
                b"sheet" if name.starts_with("xl/workbook") => sheets.extend(attribute(tag, b"id").map(<[u8]>::to_vec)),
                b"Relationship" if name.starts_with("xl/_rels/workbook") => {
                    if let (Some(id), Some(target)) = (attribute(tag, b"Id"), attribute(tag, b"Target")) {
                        targets.insert(id.to_vec(), path_of(target));
                    }
                }
                _ => {}
            }
        }
        match tags.ended {
            Ended::Whole | Ended::Broken => {}
            Ended::Long => return Err(too_big(archivo, "una celda tiene un texto más largo de lo que permite Excel")),
            Ended::Crowded => {
                return Err(too_big(
                    archivo,
                    &format!("tiene más de {} millones de elementos", limits.tags / 1_000_000),
                ));
            }
            Ended::Big if limit < budget.bytes => {
                let what = format!("sus textos, descomprimidos, pasan de {} MB", limits.part >> 20);
                return Err(too_big(archivo, &what));
            }
            Ended::Big => return Err(too_big(archivo, &whole)),
        }
        budget.bytes = budget.bytes.saturating_sub(tags.read());
        seen.insert(name, own);
    }
    let of = |id: &Vec<u8>| targets.get(id).and_then(|path| seen.get(path)).cloned().unwrap_or_default();
    Ok(sheets.iter().map(of).collect())
}

/// Where a part stands in the file, from what `workbook.xml.rels` says of it.
fn path_of(target: &[u8]) -> String {
    let target = String::from_utf8_lossy(target).to_lowercase();
    match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    }
}

impl Ocultas {
    /// Takes a `<row>`, which follows the row before `next`; the row after it.
    fn row(&mut self, tag: &[u8], next: u32) -> u32 {
        let at = number(tag, b"r").map_or(next, |row| row.saturating_sub(1));
        if is_hidden(tag, b"ht") {
            add(&mut self.filas, at, at);
        }
        at.saturating_add(1)
    }

    fn column(&mut self, tag: &[u8]) {
        if let (Some(first), Some(last), true) = (number(tag, b"min"), number(tag, b"max"), is_hidden(tag, b"width")) {
            add(&mut self.columnas, first.saturating_sub(1), last.saturating_sub(1));
        }
    }
}

/// Whether a row or a column is not shown: it says so, or it has no height or width.
fn is_hidden(tag: &[u8], size: &[u8]) -> bool {
    matches!(attribute(tag, b"hidden"), Some(b"1" | b"true")) || matches!(attribute(tag, size), Some(b"0" | b"0.0"))
}

/// Adds a run to those before it.
fn add(runs: &mut Vec<(u32, u32)>, first: u32, last: u32) {
    match runs.last_mut() {
        Some((_, end)) if *end + 1 == first => *end = last,
        // Only a spoilt file goes back.
        Some((_, end)) if *end >= first => {}
        _ => runs.push((first, last)),
    }
}

fn number(tag: &[u8], name: &[u8]) -> Option<u32> {
    std::str::from_utf8(attribute(tag, name)?).ok()?.parse().ok()
}

/// The name of an element without its prefix; empty for an end or a comment.
fn local_name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(|b| b.is_ascii_whitespace() || *b == b'/').unwrap_or(tag.len());
    without_prefix(&tag[..end])
}

fn without_prefix(name: &[u8]) -> &[u8] {
    name.iter().position(|b| *b == b':').map_or(name, |at| &name[at + 1..])
}

/// The value of an attribute, whatever its prefix.
fn attribute<'a>(tag: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let mut rest = tag;
    loop {
        let equals = rest.iter().position(|b| *b == b'=')?;
        let name = rest[..equals].trim_ascii_end();
        let name = &name[name.iter().rposition(u8::is_ascii_whitespace).map_or(0, |at| at + 1)..];
        let value = rest[equals + 1..].trim_ascii_start();
        let quote = *value.first()?;
        let end = value.iter().skip(1).position(|b| *b == quote)? + 1;
        if without_prefix(name) == wanted {
            return Some(&value[1..end]);
        }
        rest = &value[end + 1..];
    }
}

/// What may still be read.
struct Budget {
    bytes: u64,
    tags: u64,
    text: usize,
}

/// Why the elements of a part came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Whole,
    /// It cannot be unpacked.
    Broken,
    Big,
    /// A text between two elements has no end.
    Long,
    Crowded,
}

/// The elements of a part, one after another: what stands between `<` and `>`.
struct Tags<R> {
    reader: BufReader<io::Take<R>>,
    limit: u64,
    /// The element in hand where what was buffered did not hold it whole.
    tag: Vec<u8>,
    /// Bytes of what is buffered that are done with.
    done: usize,
    ended: Ended,
}

/// The element that `bytes` begin with after some text: where it begins and ends.
fn first_tag(bytes: &[u8]) -> Option<(usize, usize)> {
    let start = after(bytes, 0, b'<')?;
    Some((start, after(bytes, start, b'>')? - 1))
}

/// What comes after the first `sign` from `from` on.
fn after(bytes: &[u8], from: usize, sign: u8) -> Option<usize> {
    // Nearly all elements are short, and follow another one.
    const NEAR: usize = 24;
    let mut at = from;
    while at < bytes.len() && at < from + NEAR {
        if bytes[at] == sign {
            return Some(at + 1);
        }
        at += 1;
    }
    // A slice looks for a byte as a file does: with the routine of the system.
    let length = bytes.get(at..)?.skip_until(sign).ok()?;
    (length > 0 && bytes[at + length - 1] == sign).then_some(at + length)
}

impl<R: Read> Tags<R> {
    fn new(part: R, limit: u64) -> Self {
        // One byte more than is allowed shows that there is more.
        let reader = BufReader::with_capacity(64 << 10, part.take(limit + 1));
        Self { reader, limit, tag: Vec::new(), done: 0, ended: Ended::Whole }
    }

    fn read(&self) -> u64 {
        self.limit + 1 - self.reader.get_ref().limit()
    }

    fn next(&mut self, budget: &mut Budget) -> Option<&[u8]> {
        self.reader.consume(std::mem::take(&mut self.done));
        if let Some((start, end)) = first_tag(self.reader.buffer())
            && start <= budget.text
            && budget.tags > 0
        {
            budget.tags -= 1;
            self.done = end + 1;
            return self.reader.buffer().get(start..end);
        }
        match self.advance(budget) {
            Ok(true) => Some(&self.tag),
            Ok(false) => {
                if self.ended == Ended::Whole && self.read() > self.limit {
                    self.ended = Ended::Big;
                }
                None
            }
            Err(_) => {
                self.ended = Ended::Broken;
                None
            }
        }
    }

    fn advance(&mut self, budget: &mut Budget) -> io::Result<bool> {
        let before = self.reader.skip_until(b'<')?;
        if before > budget.text {
            self.ended = Ended::Long;
            return Ok(false);
        }
        if budget.tags == 0 {
            self.ended = Ended::Crowded;
            return Ok(false);
        }
        budget.tags -= 1;
        self.tag.clear();
        let read = (&mut self.reader).take(MAX_TAG).read_until(b'>', &mut self.tag)?;
        if self.tag.last() == Some(&b'>') {
            self.tag.pop();
        } else if read as u64 == MAX_TAG {
            self.reader.skip_until(b'>')?;
        }
        Ok(read > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::paquete::packed;

    #[test]
    fn attributes_are_read_whatever_their_prefix() {
        let tag = br#"x:row r="5" x14ac:dyDescent='0.25' hidden = "1""#;
        assert_eq!(local_name(tag), b"row");
        assert_eq!(attribute(tag, b"r"), Some(&b"5"[..]));
        assert_eq!(attribute(tag, b"hidden"), Some(&b"1"[..]));
        assert_eq!(attribute(tag, b"dyDescent"), Some(&b"0.25"[..]));
        assert_eq!(attribute(tag, b"ht"), None);
        assert_eq!(attribute(b"row r=", b"r"), None);
    }

    #[test]
    fn what_is_hidden_is_found_by_the_sheet() {
        let parts = [
            (
                "xl/workbook.xml",
                r#"<workbook><sheets><sheet name="A" r:id="r2"/><sheet name="B" r:id="r1"/></sheets></workbook>"#,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/Sheet2.xml"/></Relationships>"#,
            ),
            (
                "xl/worksheets/sheet1.xml",
                r#"<worksheet><cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols><sheetData><row><c r="A1"><f>1+1</f></c></row></sheetData></worksheet>"#,
            ),
            (
                "xl/worksheets/sheet2.xml",
                r#"<worksheet><sheetData><row/><row hidden="true"/><row r="3" ht="0"><c r="A3"/></row><row r="9" hidden="1"/></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>"#,
            ),
        ];
        let seen = look("a.xlsx", &packed(&parts).expect("a file")).expect("small");
        assert_eq!(seen.iter().map(|v| (v.formulas, v.combinadas)).collect::<Vec<_>>(), [(false, true), (true, false)]);
        let hidden: Vec<_> = seen.into_iter().map(|vista| vista.ocultas).collect();
        assert_eq!(hidden[0], Ocultas { filas: vec![(1, 2), (8, 8)], columnas: vec![] });
        assert_eq!(hidden[1], Ocultas { filas: vec![], columnas: vec![(1, 2), (4, 4)] });
        assert!(hidden[0].has_row(2) && !hidden[0].has_row(0) && !hidden[0].has_row(3));
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let limits = Limits { unpacked: 4 << 20, part: 1 << 20, tags: 1_000_000, text: 1_000 };
        let look = |parts: &[(&str, &str)]| within_limits("a.xlsx", &packed(parts).expect("a file"), &limits);
        let refused = |parts: &[(&str, &str)]| look(parts).expect_err("too much").mensaje;
        let sheet = "xl/worksheets/sheet1.xml";
        assert_eq!(
            refused(&[(sheet, &format!("<c><v>{}</v></c>", "7".repeat(2_000)))]),
            "«a.xlsx» no se abre: una celda tiene un texto más largo de lo que permite Excel"
        );
        assert_eq!(
            refused(&[("xl/sharedStrings.xml", &"<si><t>uno y dos y tres y cuatro</t></si>".repeat(30_000))]),
            "«a.xlsx» no se abre: sus textos, descomprimidos, pasan de 1 MB"
        );
        assert_eq!(
            refused(&[(sheet, &"<r/>".repeat(1_000_001))]),
            "«a.xlsx» no se abre: tiene más de 1 millones de elementos"
        );
        let half = "<c><v>7</v></c>".repeat(20_000) + &" ".repeat(900);
        let nearly: Vec<_> = (0..3).map(|i| format!("xl/other{i}.xml")).collect();
        let mut parts: Vec<_> = nearly.iter().map(|name| (name.as_str(), half.as_str())).collect();
        assert!(look(&parts[..1]).is_ok());
        let long = "<c/>".to_owned() + &format!("<v>{}</v>", "8".repeat(900)).repeat(4_700);
        parts.push((sheet, &long));
        assert_eq!(refused(&parts), "«a.xlsx» no se abre: descomprimido pasa de 4 MB");
    }
}
