//! What two processes say to each other: a line of JSON each, and after an answer the
//! bytes that it announces.

use std::io::{self, BufRead, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::output::Finding;

/// What is to be done with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Everything short of setting its pages.
    Check,
    /// Its Typst source.
    Source,
    /// Its page of HTML.
    Html,
    /// Its drafts, for the author.
    Draft,
    /// Its tables, for exports.
    Tables,
    Pdf,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Task {
    pub documento: String,
    pub trabajo: Work,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    /// What was found, after silences and strictness.
    pub hallazgos: Vec<Finding>,
    /// Positions of the silences that have been of use so far.
    pub silencios: Vec<usize>,
    /// A chart could not be drawn at all.
    pub sin_dibujo: bool,
    pub paginas: usize,
    /// How many bytes follow; absent where the document could not be made.
    pub bytes: Option<usize>,
}

/// Writes `message` and then `bytes`.
///
/// # Errors
/// The other side is gone.
pub fn send(to: &mut impl Write, message: &impl Serialize, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&serde_json::to_vec(message)?)?;
    to.write_all(b"\n")?;
    to.write_all(bytes)?;
    to.flush()
}

/// The next message; `None` where the other side has closed.
///
/// # Errors
/// What came is none, or only a part of one.
pub fn receive<T: DeserializeOwned>(from: &mut impl BufRead) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    if from.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&line)?))
}

/// The `many` bytes that follow an answer.
///
/// # Errors
/// They do not come.
pub fn bytes(from: &mut impl Read, many: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; many];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}
