//! Names that the format allows for sheets and tables.

use std::collections::BTreeSet;

/// `name` without the characters that a sheet must not have.
pub fn sheet_name(name: &str) -> String {
    let legal = |c: char| match c {
        // Not allowed at either end, and a name may be cut right after one.
        '\'' => '’',
        c if "*?:[]\\/".contains(c) || c.is_control() => '_',
        c => c,
    };
    let name: String = name.trim().chars().map(legal).collect();
    if name.is_empty() { "cuadro".to_owned() } else { name }
}

/// A name for the table of a sheet; the prefix keeps it from looking like a cell.
pub fn table_name(sheet: &str) -> String {
    let legal = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '_' };
    format!("cuadro_{}", sheet.chars().map(legal).collect::<String>())
}

/// `name` in at most `limit` UTF-16 units and different, whatever the case, from those `taken`.
pub fn unique(name: &str, limit: usize, taken: &mut BTreeSet<String>) -> String {
    let cut = |room: usize| {
        let mut used = 0;
        let fits = |c: &char| {
            used += c.len_utf16();
            used <= room
        };
        name.chars().take_while(fits).collect::<String>()
    };
    let first = std::iter::once(cut(limit));
    let numbered = (2..).map(|n: usize| {
        let end = format!("_{n}");
        cut(limit - end.len()) + &end
    });
    first.chain(numbered).find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}
