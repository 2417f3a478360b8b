//! How many activities a plan has for each policy, and the totals that its file says.

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::catalogo::Catalogo;
use crate::model::shape::Located;

use super::{Actividad, Conteo, ConteoEscrito, SinRecurso};

/// Activities of one policy in one plan; with it no sum over policies and entities leaves `u32`.
const MAX_ACTIVIDADES: u32 = 10_000;

pub(super) fn read_counts(
    written: Vec<ConteoEscrito>,
    total: Option<&Located<u32>>,
    catalogo: &Catalogo,
    whole: bool,
    found: &mut Diagnostics,
) -> Vec<Conteo> {
    let lines = written.len();
    let mut conteos: Vec<(Conteo, Located<String>)> = Vec::new();
    for entry in written {
        let Some(politica) = catalogo.resolve_politica(&entry.politica, found) else { continue };
        if let Some((_, first)) = conteos.iter().find(|(c, _)| c.politica == politica) {
            found.push(
                Diagnostic::error(
                    "politica-repetida",
                    format!("«{}» y «{}» son la misma política", first.value, entry.politica.value),
                )
                .at(&entry.politica.place)
                .second(&first.place, "la primera vez está aquí")
                .remedy("sume las actividades en una sola línea"),
            );
            continue;
        }
        if entry.actividades.value > MAX_ACTIVIDADES {
            found.push(
                Diagnostic::error(
                    "actividades-fuera-de-rango",
                    format!(
                        "«{}» no puede ser el número de actividades de una política en un plan",
                        entry.actividades.value
                    ),
                )
                .at(&entry.actividades.place)
                .remedy("escriba el número de actividades, entre 0 y 10.000"),
            );
            continue;
        }
        let escrito = Some(entry.politica.value.clone());
        conteos.push((Conteo { politica, actividades: entry.actividades.value, escrito }, entry.politica));
    }
    let conteos: Vec<_> = conteos.into_iter().map(|(conteo, _)| conteo).collect();
    if whole && conteos.len() == lines {
        check_total(&conteos, total, found);
    }
    conteos
}

pub(super) fn count<'a>(actividades: impl Iterator<Item = &'a Actividad>) -> Vec<Conteo> {
    let mut conteos: Vec<Conteo> = Vec::new();
    for actividad in actividades {
        match conteos.iter_mut().find(|c| c.politica == actividad.politica) {
            Some(conteo) => conteo.actividades += 1,
            None => conteos.push(Conteo { politica: actividad.politica, actividades: 1, escrito: None }),
        }
    }
    conteos
}

/// The written total is a control figure: it never reaches the report.
pub(super) fn check_total(conteos: &[Conteo], written: Option<&Located<u32>>, found: &mut Diagnostics) {
    let computed: u32 = conteos.iter().map(|c| c.actividades).sum();
    if let Some(written) = written
        && written.value != computed
    {
        found.push(
            Diagnostic::error(
                "total-no-cuadra",
                format!("el total escrito es {} y las líneas suman {computed}", written.value),
            )
            .at(&written.place)
            .label(format!("las líneas suman {computed}"))
            .remedy("corrija la línea que está mal o el total"),
        );
    }
}

pub(super) fn check_subset(
    sin: &SinRecurso,
    conteos: &[Conteo],
    catalogo: &Catalogo,
    place: &Place,
    found: &mut Diagnostics,
) {
    for conteo in &sin.conteos {
        let planned = conteos.iter().find(|c| c.politica == conteo.politica).map_or(0, |c| c.actividades);
        if conteo.actividades > planned {
            let nombre = catalogo.nombre_politica(conteo.politica, u32::MAX);
            found.push(
                Diagnostic::error(
                    "sin-recurso-excede-el-plan",
                    format!(
                        "«{nombre}» tiene {} sin recurso y el plan solo le da {planned}",
                        if conteo.actividades == 1 {
                            "1 actividad".to_owned()
                        } else {
                            format!("{} actividades", conteo.actividades)
                        }
                    ),
                )
                .at(&place.source.line(place.line_column().0))
                .remedy("corrija uno de los dos conteos"),
            );
        }
    }
}
