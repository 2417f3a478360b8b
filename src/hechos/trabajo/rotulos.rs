//! What a document calls the points of a work plan, so that no name stands for two of them.

use std::collections::BTreeSet;

use crate::locale::fold;
use crate::model::{ActividadTrabajo, Funcion, GrupoFunciones, PlanTrabajo};

/// The label of each point, in the order of the plan; none in a group without `sigla`.
pub fn labels(plan: &PlanTrabajo) -> Vec<Option<String>> {
    let mut taken = BTreeSet::new();
    let groups = plan.grupos.iter();
    let wanted = groups.flat_map(|grupo| match &grupo.sigla {
        Some(sigla) => of_group(grupo, sigla).into_iter().map(Some).collect::<Vec<_>>(),
        None => grupo.funciones.iter().flat_map(|f| &f.actividades).map(|_| None).collect(),
    });
    wanted.map(|label| label.map(|label| once(label, &mut taken))).collect()
}

/// `label`, with a number more where it is taken.
fn once(label: String, taken: &mut BTreeSet<String>) -> String {
    let mut own = label.clone();
    let mut more = 2;
    while !taken.insert(own.clone()) {
        own = format!("{label}-{more}");
        more += 1;
    }
    own
}

fn of_group(grupo: &GrupoFunciones, sigla: &str) -> Vec<String> {
    let mut out = Vec::new();
    // The last function that has a number, which paragraphs follow.
    let mut before = sigla.to_owned();
    for (at, funcion) in grupo.funciones.iter().enumerate() {
        let own = match funcion.numero.as_deref() {
            Some(number) if begins_with_digit(number) => {
                before = format!("{sigla}{}", plain(number));
                before.clone()
            }
            Some(words) => format!("{before}-{}", initial(words)),
            None => format!("{sigla}{}", at + 1),
        };
        let lines = funcion.actividades.iter().enumerate();
        out.extend(lines.map(|(at, line)| of_line(funcion, (at, line), sigla, &own)));
    }
    out
}

fn of_line(funcion: &Funcion, (at, line): (usize, &ActividadTrabajo), sigla: &str, own: &str) -> String {
    match line.numero.as_deref() {
        Some(number) if begins_with_digit(number) => format!("{sigla}{}", plain(number)),
        _ if funcion.actividades.len() == 1 => own.to_owned(),
        _ => format!("{own}-{}", at + 1),
    }
}

fn begins_with_digit(number: &str) -> bool {
    number.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// A number without the point at its end and without spaces.
fn plain(number: &str) -> String {
    number.split_whitespace().collect::<String>().trim_end_matches(['.', ')']).to_owned()
}

/// «Parágrafo 1» as P1.
fn initial(words: &str) -> String {
    let first = fold(words).chars().find(|c| c.is_alphabetic()).unwrap_or('n');
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    first.to_uppercase().collect::<String>() + &digits
}
