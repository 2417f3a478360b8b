//! Sections of a report in a batch for which the data of its entity has nothing.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::lista;
use crate::model::Entidad;

/// A section that is not printed, whole or in part, and what the data lacks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacia {
    titulo: String,
    faltan: Vec<String>,
    entera: bool,
}

impl Vacia {
    /// What is told of a section whose own contents lack `faltan`, with those `within` it.  Of one that is
    /// `empty` its title stands for all below it; nothing is told of one that lacks nothing.
    pub fn of(titulo: &str, faltan: Vec<String>, within: Vec<Self>, empty: bool) -> Vec<Self> {
        let (all, mut told) = match empty {
            true => (faltan.into_iter().chain(within.into_iter().flat_map(|v| v.faltan)).collect(), Vec::new()),
            false => (faltan, within),
        };
        let mut distinct: Vec<String> = Vec::new();
        for what in all {
            if !distinct.contains(&what) {
                distinct.push(what);
            }
        }
        if !distinct.is_empty() {
            told.insert(0, Self { titulo: titulo.to_owned(), faltan: distinct, entera: empty });
        }
        told
    }

    /// The finding of the report on `entidad`; nothing where all of it is printed.
    pub fn finding(vacias: &[Self], entidad: &Entidad, place: &Place) -> Option<Diagnostic> {
        let said = |v: &Self| {
            let part = if v.entera { "" } else { "parte de " };
            format!("{part}«{}», que necesita {}", v.titulo, lista(&v.faltan))
        };
        let sections: Vec<_> = vacias.iter().map(said).collect();
        (!vacias.is_empty()).then(|| {
            let message = format!("en el informe de «{}» no se imprime {}", entidad.nombre, sections.join("; ni "));
            Diagnostic::nota("seccion-sin-datos", message)
                .at(place)
                .remedy(format!("si la entidad tiene esos datos, agréguelos en data/entidades/{}", entidad.slug))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vacia(titulo: &str, faltan: &[&str], entera: bool) -> Vacia {
        Vacia { titulo: titulo.into(), faltan: faltan.iter().map(|f| (*f).to_owned()).collect(), entera }
    }

    #[test]
    fn the_title_of_an_empty_section_stands_for_all_below_it() {
        let within = vec![vacia("Estado", &["un plan"], true), vacia("Cruce", &["un plan", "el IDI"], true)];
        assert_eq!(Vacia::of("Plan", Vec::new(), within.clone(), true), [vacia("Plan", &["un plan", "el IDI"], true)]);
        // With something left in it, only those are told that are gone.
        assert_eq!(Vacia::of("Plan", Vec::new(), within.clone(), false), within);
        let told = Vacia::of("Plan", vec!["mediciones".into()], within, false);
        assert_eq!(told[0], vacia("Plan", &["mediciones"], false));
        // What does not apply lacks nothing.
        assert_eq!(Vacia::of("Índice", Vec::new(), Vec::new(), true), []);
    }
}
