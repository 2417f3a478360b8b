//! The project's fonts, looked at before anything reads them.

use crate::diagnostic::{Diagnostic, Diagnostics, SourceText};
use crate::model::{self, missing_letter, unreadable};
use crate::resources::Resources;
use crate::theme::Theme;

/// Puts the program's fonts in the place of the project's that are damaged, so that all else can be
/// checked; nothing is made with them, since the document would not look as the project wants.
pub(super) fn set_aside_damaged(resources: &mut Resources, theme: &mut Theme, found: &mut Diagnostics) {
    let folder = format!("{}/", theme.fuentes.carpeta_texto);
    let mut needed = false;
    for path in resources.own_fonts.clone() {
        let Some(font) = resources.fonts.get(&path) else { continue };
        let used = Resources::carries_font(&path) || path.starts_with(&folder) || theme.uses(&model::families(font));
        let wrong = unreadable(font).map(str::to_owned).or_else(|| {
            let letter = missing_letter(font).filter(|_| used)?;
            Some(format!("no escribe la «{letter}»"))
        });
        let Some(wrong) = wrong else { continue };
        let place = SourceText::new(format!("fonts/{path}"), "").place(0..0);
        found.push(if used {
            Diagnostic::error("fuente-ilegible", format!("la fuente está dañada: {wrong}"))
                .at(&place)
                .remedy("ponga en su lugar una copia entera, o bórrela y use la del programa")
        } else {
            Diagnostic::aviso("recurso-sin-uso", "no se usa, porque no se puede leer como una fuente")
                .at(&place)
                .remedy("ponga en su lugar el archivo de la fuente, o quítelo")
        });
        needed |= used;
        resources.set_aside_font(&path);
    }
    if needed {
        theme.fuentes = Theme::original(Resources::theme()).fuentes;
    }
}
