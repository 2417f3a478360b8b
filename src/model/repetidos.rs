//! What stands twice in the catalogue, or crosses.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::letters;

use super::catalogo::{Catalogo, Entidad};
use super::nombres::are_apart;

/// Every identifier, code and lapse that means two things.
pub(super) fn check(c: &Catalogo, found: &mut Diagnostics) {
    once(c.dimensiones.iter().map(|d| (d.slug.as_str(), &d.place)), "la dimensión", found);
    once(c.politicas.iter().map(|p| (p.slug.as_str(), &p.place)), "la política", found);
    once(c.normas.iter().map(|n| (n.id.as_str(), &n.place)), "la norma", found);
    once(c.sectores.iter().map(|s| (s.slug.as_str(), &s.place)), "el sector", found);
    once(c.tipos.iter().map(|t| (t.slug.as_str(), &t.place)), "el tipo de entidad", found);
    once(c.entidades.iter().map(|e| (e.slug.as_str(), &e.place)), "la entidad", found);
    once(c.dimensiones.iter().map(|d| (d.codigo.as_str(), &d.place)), "el código de dimensión", found);
    let subindices = c.politicas.iter().flat_map(|p| &p.subindices);
    once(subindices.map(|s| (s.codigo.as_str(), &s.place)), "el código de subíndice", found);
    let codes = c.entidades.iter().filter_map(|e| Some((e.codigo.as_deref()?.trim(), &e.place)));
    once(codes, "el código de entidad", found);
    policy_codes(c, found);
    lapses(c, found);
    shared_names(c, found);
}

fn once<'a>(items: impl Iterator<Item = (&'a str, &'a Place)>, what: &str, found: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for (key, place) in items {
        match seen.get(key) {
            Some(first) => found.push(twice(format!("{what} «{key}» está dos veces en el catálogo"), place, first)),
            None => {
                seen.insert(key, place);
            }
        }
    }
}

fn twice(message: String, place: &Place, first: &Place) -> Diagnostic {
    let finding = Diagnostic::error("identificador-repetido", message).at(&head(place));
    finding.second(&head(first), "la primera vez está aquí").remedy("deje una sola, o corrija la que está mal")
}

/// The first line of a mapping.
fn head(place: &Place) -> Place {
    place.source.line(place.line_column().0)
}

/// A run of vigencias, open where it has no end.
#[derive(Clone, Copy)]
struct Lapso(u32, Option<u32>);

impl Lapso {
    fn crosses(self, other: Self) -> bool {
        self.1.is_none_or(|end| other.0 <= end) && other.1.is_none_or(|end| self.0 <= end)
    }

    fn says(self) -> String {
        match self.1 {
            Some(hasta) => format!("de {} a {hasta}", self.0),
            None => format!("desde {}", self.0),
        }
    }
}

/// A code means one policy in each vigencia.
fn policy_codes(c: &Catalogo, found: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, Vec<(usize, Lapso, &Place)>> = BTreeMap::new();
    for (position, politica) in c.politicas.iter().enumerate() {
        for nombre in &politica.nombres {
            let lapso = Lapso(nombre.desde, nombre.hasta);
            let same = seen.entry(nombre.codigo.as_str()).or_default();
            if let Some((_, _, first)) = same.iter().find(|(other, l, _)| *other != position && l.crosses(lapso)) {
                let message = format!("el código de política «{}» está dos veces en el catálogo", nombre.codigo);
                found.push(twice(message, &nombre.place, first));
            }
            same.push((position, lapso, &nombre.place));
        }
    }
}

/// Each vigencia belongs to one series, and a policy has one name in it.
fn lapses(c: &Catalogo, found: &mut Diagnostics) {
    let series: Vec<_> = c.mediciones.iter().map(|m| (Lapso(m.desde, m.hasta), &m.place)).collect();
    apart(&series, "las mediciones", found);
    for politica in &c.politicas {
        let names: Vec<_> = politica.nombres.iter().map(|n| (Lapso(n.desde, n.hasta), &n.place)).collect();
        apart(&names, &format!("los nombres de «{}»", politica.slug), found);
    }
}

fn apart(lapses: &[(Lapso, &Place)], what: &str, found: &mut Diagnostics) {
    for (index, (lapso, place)) in lapses.iter().enumerate() {
        if lapso.1.is_some_and(|hasta| hasta < lapso.0) {
            found.push(
                Diagnostic::error("lapso-invalido", format!("el lapso {} termina antes de empezar", lapso.says()))
                    .at(&head(place))
                    .remedy("corrija «desde» o «hasta»"),
            );
            continue;
        }
        if let Some((other, first)) = lapses[..index].iter().find(|(other, _)| other.crosses(*lapso)) {
            found.push(
                Diagnostic::error("lapso-invalido", format!("{what} {} y {} se cruzan", other.says(), lapso.says()))
                    .at(&head(place))
                    .second(&head(first), "el otro lapso está aquí")
                    .remedy("corrija «desde» o «hasta»: cada vigencia es de uno solo"),
            );
        }
    }
}

/// A name, an abbreviation or another name that two bodies share names neither of them.
fn shared_names(c: &Catalogo, found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, &Entidad> = BTreeMap::new();
    for entidad in &c.entidades {
        let mut own: Vec<_> = std::iter::once(&entidad.nombre).chain(&entidad.sigla).chain(&entidad.alias).collect();
        own.dedup_by_key(|name| letters(name));
        for name in own {
            let first = *seen.entry(letters(name)).or_insert(entidad);
            if first.slug == entidad.slug || are_far(first, entidad) {
                continue;
            }
            let shared = if letters(&first.nombre) == letters(&entidad.nombre) {
                format!("«{}» y «{}» tienen el mismo nombre, «{name}»", first.slug, entidad.slug)
            } else {
                format!("«{name}» nombra a «{}» y también a «{}»", first.nombre, entidad.nombre)
            };
            found.push(
                Diagnostic::aviso("nombre-compartido", shared)
                    .at(&head(&entidad.place))
                    .second(&head(&first.place), "la otra entidad está aquí")
                    .remedy("deje el nombre en una de las dos; si son de sitios distintos, escriba el municipio de cada una"),
            );
        }
    }
}

/// Sister bodies of two places have the same name rightly.
fn are_far(a: &Entidad, b: &Entidad) -> bool {
    are_apart(a.municipio.as_deref(), b.municipio.as_deref())
        || are_apart(a.departamento.as_deref(), b.departamento.as_deref())
}
