//! A fault of the program in one document is a finding about that document; the
//! others are made.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, set_hook};

use crate::diagnostic::{Diagnostic, Diagnostics};

thread_local! {
    /// Where the last panic of this thread was raised.
    static WHERE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From here on a panic prints nothing of its own: whoever catches it tells it.
pub fn hush_panics() {
    set_hook(Box::new(|info| {
        let place = info.location().map(in_source);
        WHERE.with(|cell| *cell.borrow_mut() = place);
    }));
}

/// File and line without the folders of the machine that built the program.
fn in_source(location: &Location<'_>) -> String {
    let file = location.file().replace('\\', "/");
    let file = file.split_once("/registry/src/").and_then(|(_, rest)| rest.split_once('/')).map_or(&*file, |(_, f)| f);
    format!("{file}:{}", location.line())
}

/// What a caught panic says, and where it was raised.
pub fn panic_text(payload: &(dyn Any + Send)) -> String {
    let said = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    let place = WHERE.with(|cell| cell.borrow_mut().take());
    let said = said.unwrap_or("sin mensaje");
    place.map_or_else(|| format!("«{said}»"), |place| format!("«{said}» ({place})"))
}

/// What `work` gives; where it panics, `None` and an error that names the document.
pub(super) fn guarded<T, E>(
    id: &str,
    findings: &mut Diagnostics,
    work: impl FnOnce(&mut Diagnostics) -> Result<Option<T>, E>,
) -> Result<Option<T>, E> {
    // What `work` shares with other documents is read only, apart from caches that no panic leaves half written;
    // its findings only grow.
    catch_unwind(AssertUnwindSafe(|| work(findings))).unwrap_or_else(|payload| {
        let message = format!("el programa falló al hacer este documento: {}", panic_text(payload.as_ref()));
        findings.push(
            Diagnostic::error("fallo-interno", message)
                .documento(id)
                .remedy("es un error del programa: repórtelo con este mensaje; los demás documentos se hacen"),
        );
        Ok(None)
    })
}
