//! Links within a document: what leads to no place of it, since the block that has the place is not
//! used, is no link, and of a place that stands twice the first one counts.

use std::collections::BTreeSet;

use crate::partes::{Fila, Parte, Prosa, Tramo, Tramos};

use super::markdown::WITHIN;
use super::tablas::TABLE;

/// Leaves in `parts` only the links that lead somewhere.
pub fn settle(parts: &mut [Parte]) {
    let mut places = BTreeSet::new();
    let mut linked = false;
    for part in parts.iter_mut() {
        each(part, &mut |tramos| name(tramos, &mut places, &mut linked));
    }
    if linked {
        for part in parts {
            each(part, &mut |tramos| unlink(tramos, &places));
        }
    }
}

/// Keeps the first place of each key.
fn name(tramos: &mut Tramos, places: &mut BTreeSet<String>, linked: &mut bool) {
    let mut at = 0;
    while at < tramos.len() {
        match &mut tramos[at] {
            Tramo::Lugar { clave, tramos: inner } => {
                name(inner, places, linked);
                if !places.insert(clave.clone()) {
                    let inner = std::mem::take(inner);
                    tramos.splice(at..=at, inner);
                    continue;
                }
            }
            Tramo::Enlace { destino, .. } => *linked |= destino.starts_with(WITHIN),
            other => inside(other, &mut |inner| name(inner, places, linked)),
        }
        at += 1;
    }
}

/// Takes the link off what leads to none of `places`.
fn unlink(tramos: &mut Tramos, places: &BTreeSet<String>) {
    let mut at = 0;
    while at < tramos.len() {
        match &mut tramos[at] {
            Tramo::Enlace { destino, tramos: inner }
                // Which tables there are is known later.
                if !destino.starts_with(TABLE) && destino.strip_prefix(WITHIN).is_some_and(|to| !places.contains(to)) =>
            {
                let inner = std::mem::take(inner);
                tramos.splice(at..=at, inner);
                continue;
            }
            other => inside(other, &mut |inner| unlink(inner, places)),
        }
        at += 1;
    }
}

/// The running text that `tramo` holds.
pub fn inside(tramo: &mut Tramo, visit: &mut dyn FnMut(&mut Tramos)) {
    match tramo {
        Tramo::Fuerte(inner) | Tramo::Enfasis(inner) | Tramo::Detalle(inner) | Tramo::Resalte(inner) => visit(inner),
        Tramo::Enlace { tramos, .. } | Tramo::Lugar { tramos, .. } | Tramo::Banda { tramos, .. } => visit(tramos),
        Tramo::Bloque(prosa) => prosa.iter_mut().for_each(|one| prose(one, visit)),
        Tramo::Texto(_) | Tramo::Codigo(_) | Tramo::Salto => {}
    }
}

fn prose(prosa: &mut Prosa, visit: &mut dyn FnMut(&mut Tramos)) {
    match prosa {
        Prosa::Parrafo(tramos) => visit(tramos),
        Prosa::Lista { items, .. } => items.iter_mut().flat_map(|i| &mut i.prosa).for_each(|one| prose(one, visit)),
    }
}

/// The running text of `part`.
pub fn each(part: &mut Parte, visit: &mut dyn FnMut(&mut Tramos)) {
    match part {
        Parte::Titulo { texto: tramos, .. } | Parte::Nota(tramos) | Parte::Fuente(tramos) => visit(tramos),
        Parte::Prosa { prosa, .. } | Parte::Aviso(prosa) => prosa.iter_mut().for_each(|one| prose(one, visit)),
        Parte::Cifras(pairs) | Parte::Datos(pairs) => pairs.iter_mut().for_each(|(a, b)| {
            visit(a);
            visit(b);
        }),
        Parte::Figura(figura) => {
            [Some(&mut figura.titulo), figura.hallazgo.as_mut(), Some(&mut figura.fuente), figura.nota.as_mut()]
                .into_iter()
                .flatten()
                .for_each(visit);
        }
        Parte::Tabla(tabla) => {
            let words =
                [Some(&mut tabla.titulo), tabla.hallazgo.as_mut(), Some(&mut tabla.fuente), tabla.nota.as_mut()];
            words.into_iter().flatten().for_each(&mut *visit);
            for fila in &mut tabla.filas {
                match fila {
                    Fila::Celdas(celdas) | Fila::Sangrada(celdas) => celdas.iter_mut().for_each(&mut *visit),
                    Fila::Subtitulo(tramos) | Fila::Corte(tramos) => visit(tramos),
                    Fila::Grupo { rotulo, filas } => {
                        visit(rotulo);
                        filas.iter_mut().flatten().for_each(&mut *visit);
                    }
                }
            }
            tabla.total.iter_mut().flatten().for_each(visit);
        }
        Parte::Grupo { partes, .. } => partes.iter_mut().for_each(|part| each(part, visit)),
        Parte::Firmas(_) | Parte::Pagina | Parte::Plantilla { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Tramo {
        Tramo::Texto(text.into())
    }

    fn link(to: &str) -> Tramo {
        Tramo::Enlace { destino: to.into(), tramos: vec![text(to)] }
    }

    #[test]
    fn what_leads_nowhere_is_no_link_and_a_place_stands_once() {
        let place = || Tramo::Lugar { clave: "uno".into(), tramos: vec![text("Uno")] };
        let bold = |tramo| Tramo::Fuerte(vec![tramo]);
        let mut parts = [
            Parte::Nota(vec![bold(link("#uno")), bold(link("#dos")), link("https://a.co")]),
            Parte::Nota(vec![place(), place()]),
        ];
        settle(&mut parts);
        let whole = Parte::Nota(vec![bold(link("#uno")), bold(text("#dos")), link("https://a.co")]);
        assert_eq!(parts, [whole, Parte::Nota(vec![place(), text("Uno")])]);
    }
}
