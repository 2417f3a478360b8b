//! Rules that hold for every kind of document: over what it says of itself, and over its sections.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::{self, Fecha};
use crate::model::{Cabecera, Catalogo, Contenido, Firma, Narracion, Seccion, contenidos};

/// Runs the rules over what a document says of itself.
pub fn cabecera(c: &Cabecera, found: &mut Diagnostics) {
    if let Some(vigencia) = &c.vigencia {
        super::vigencia(vigencia, found);
    }
    dates_in_order(c, found);
    measured_after_the_vigencia(c, found);
    two_pairs_of_eyes(&c.firmas, found);
}

/// Cut-off, drawing up, cover and publication follow each other.
fn dates_in_order(c: &Cabecera, found: &mut Diagnostics) {
    let steps: Vec<_> = c.fechas().collect();
    for pair in steps.windows(2) {
        let [(before, before_name), (after, after_name)] = pair else { continue };
        if before.primer_dia() > after.ultimo_dia() {
            found.push(
                Diagnostic::error(
                    "fechas-en-desorden",
                    format!("{before_name} ({}) es posterior a {after_name} ({})", before.larga(), after.larga()),
                )
                .at(&before.place)
                .second(&after.place, *after_name)
                .remedy("el orden es: corte, elaboración, portada, publicación"),
            );
        }
    }
}

/// FURAG measures a vigencia in the first half of the next year.
fn measured_after_the_vigencia(c: &Cabecera, found: &mut Diagnostics) {
    let (Some(vigencia), Some(fecha), false) = (&c.vigencia, &c.fecha, c.is_work_plan()) else { return };
    if i64::from(vigencia.value) >= i64::from(fecha.anio) {
        found.push(
            Diagnostic::aviso(
                "vigencia-sin-medir",
                format!("en {} todavía no se ha medido la vigencia {}", fecha.anio, vigencia.value),
            )
            .at(&vigencia.place)
            .second(&fecha.place, "la fecha del informe")
            .remedy("la vigencia se mide en el primer semestre del año siguiente: revise las dos"),
        );
    }
}

/// Whether two names are so alike that they may be one person: the same with a name
/// left out, or a letter or two away.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (locale::fold(a), locale::fold(b));
    let words = |name: &str| name.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (short, long) =
        if words(&a).len() <= words(&b).len() { (words(&a), words(&b)) } else { (words(&b), words(&a)) };
    let within = short.len() >= 2 && short.len() < long.len() && short.iter().all(|word| long.contains(word));
    let slip = a.chars().count() >= 10 && strsim::damerau_levenshtein(&a, &b) <= 2;
    within || slip
}

/// Who draws up does not approve or review.
fn two_pairs_of_eyes(firmas: &[Firma], found: &mut Diagnostics) {
    for (index, firma) in firmas.iter().enumerate() {
        let same = firmas[..index].iter().find(|other| locale::fold(&other.nombre) == locale::fold(&firma.nombre));
        if let Some(other) = same {
            found.push(
                Diagnostic::aviso(
                    "misma-persona",
                    format!("«{}» firma como «{}» y como «{}»", firma.nombre.value, other.rol, firma.rol),
                )
                .at(&firma.nombre.place)
                .second(&other.nombre.place, "la otra firma")
                .remedy("quien elabora no revisa ni aprueba: corrija una de las dos"),
            );
            continue;
        }
        if let Some(other) = firmas[..index].iter().find(|other| alike(&other.nombre, &firma.nombre)) {
            found.push(
                Diagnostic::aviso(
                    "firma-parecida",
                    format!(
                        "«{}» ({}) y «{}» ({}) casi son el mismo nombre",
                        other.nombre.value, other.rol, firma.nombre.value, firma.rol
                    ),
                )
                .at(&firma.nombre.place)
                .second(&other.nombre.place, "la otra firma")
                .remedy(
                    "si es la misma persona, quien elabora no revisa ni aprueba; si son dos, revise cómo se escriben",
                ),
            );
        }
    }
}

/// A norm that another had repealed when the document was written.
pub(super) fn norms_in_force(secciones: &[Seccion], fecha: Fecha, catalogo: &Catalogo, found: &mut Diagnostics) {
    for contenido in contenidos(secciones) {
        let Contenido::Normas(ids) = contenido else { continue };
        for id in ids {
            let Some(norma) = catalogo.norma(id) else { continue };
            let Some(by) = catalogo.derogante(norma, fecha) else { continue };
            let in_force = &catalogo.vigente(by, fecha).id;
            found.push(
                Diagnostic::aviso(
                    "norma-derogada",
                    format!("en la fecha del documento, «{}» había derogado la norma «{}»", by.id, id.value),
                )
                .at(&id.place)
                .remedy(format!("cite «{in_force}», o explique en el texto por qué se cita la anterior")),
            );
        }
    }
}

pub fn each_narrative(secciones: &[Seccion], visit: &mut impl FnMut(&Narracion)) {
    for contenido in contenidos(secciones) {
        match contenido {
            Contenido::Texto(text) => visit(text),
            Contenido::Recomendaciones(texts) => texts.iter().for_each(&mut *visit),
            Contenido::Normas(_) | Contenido::Bloque(_) => {}
        }
    }
}
