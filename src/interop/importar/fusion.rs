//! A data file and what is imported over it: what changes, and what somebody put
//! there by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::expediente::Claves;
use crate::model::Catalogo;

use super::super::yaml::{Clave, Yaml, entry_path, key_path};
use super::Archivo;
use super::cambio::{Cambio, Suceso, short};
use super::comentarios::Comments;
use super::identidad::{Identidad, identify, list_name, without_id};

/// Where the merge is.
#[derive(Debug, Clone, Default)]
struct Lugar {
    /// Of the file that is there.
    path: String,
    /// The path without the names of entries: `politicas[].puntaje`.
    pattern: String,
    /// The path in words.
    donde: String,
}

impl Lugar {
    fn key(&self, key: &str) -> Self {
        let join = |text: &str, sign: &str| if text.is_empty() { key.to_owned() } else { format!("{text}{sign}{key}") };
        Self { path: key_path(&self.path, key), pattern: join(&self.pattern, "."), donde: join(&self.donde, " ") }
    }

    fn entry(&self, path: String, entry: &Yaml) -> Self {
        let name = ["actividad", "recomendacion", "dimension", "politica", "codigo", "regla"];
        let name = name.iter().find_map(|key| entry.get(key).and_then(Yaml::scalar));
        let donde = match name {
            Some(name) => format!("{} «{}»", self.donde, short(&name)),
            None => self.donde.clone(),
        };
        Self { path, pattern: format!("{}[]", self.pattern), donde }
    }
}

/// Joins what is imported with the file that is there.
pub struct Fusion<'a> {
    identidad: Identidad<'a>,
    /// Patterns of the keys that the import gives.
    claves: BTreeSet<&'a str>,
    /// All keys of such a file, in their order.
    orden: Claves,
    comments: &'a Comments,
    /// What was put by hand gives way.
    descartar: bool,
    pub cambios: Vec<Cambio>,
    /// Paths of the values that somebody corrected, and that stay.
    pub kept: BTreeSet<String>,
    /// Paths of entries that have another one now.
    moved: BTreeMap<String, String>,
}

impl<'a> Fusion<'a> {
    pub fn new(catalogo: &'a Catalogo, archivo: &'a Archivo, comments: &'a Comments, descartar: bool) -> Self {
        Self {
            identidad: Identidad { catalogo },
            claves: archivo.claves.iter().map(String::as_str).collect(),
            orden: Claves::of(archivo.tipo),
            comments,
            descartar,
            cambios: Vec::new(),
            kept: BTreeSet::new(),
            moved: BTreeMap::new(),
        }
    }

    /// Whether the file says already all that it is to say.
    pub fn is_same(&self) -> bool {
        self.cambios.iter().all(Cambio::is_kept)
    }

    /// Whether nothing of the data changes.
    pub fn only_moves_origin(&self) -> bool {
        self.cambios.iter().all(|cambio| cambio.is_kept() || cambio.is_of_origin())
    }

    /// The path that a value of the file that is there has now.
    pub fn moved(&self, path: &str) -> String {
        let before = self.moved.range::<str, _>((Bound::Unbounded, Bound::Included(path))).next_back();
        match before.and_then(|(from, to)| Some((to, path.strip_prefix(from.as_str())?))) {
            Some((to, rest)) if rest.is_empty() || rest.starts_with('\u{1f}') => format!("{to}{rest}"),
            _ => path.to_owned(),
        }
    }

    /// `new` with the keys of `old` that the import does not give, and what was put by hand.
    pub fn merge(&mut self, old: &Yaml, new: &Yaml) -> Yaml {
        self.join(old, new, &Lugar::default())
    }

    fn join(&mut self, old: &Yaml, new: &Yaml, at: &Lugar) -> Yaml {
        match (old, new) {
            (Yaml::Map(_), Yaml::Map(_)) => Yaml::Map(self.join_maps(old, new, at)),
            (Yaml::Map(_), Yaml::Line(_)) => Yaml::Line(self.join_maps(old, new, at)),
            (Yaml::List(before), Yaml::List(after)) if before.iter().chain(after).all(|e| e.entries().is_some()) => {
                Yaml::List(self.join_lists(before, after, at))
            }
            _ if self.identidad.same(old, new, list_name(&at.path)) => old.clone(),
            _ => {
                self.tell_value(Some(old), Some(new), at);
                if self.is_corrected(&at.path) && !self.descartar { old.clone() } else { new.clone() }
            }
        }
    }

    fn join_maps(&mut self, old: &Yaml, new: &Yaml, at: &Lugar) -> Vec<(Clave, Yaml)> {
        // Another file of origin: what was said of the former one is not true of it.
        let other_file = at.pattern == "procedencia" && old.get("hash") != new.get("hash");
        // The same table, imported without `--ejemplo`, is still an example.
        let hash = |file: &Yaml| file.get("procedencia")?.get("hash").cloned();
        let still_example = at.pattern.is_empty() && hash(old).is_some() && hash(old) == hash(new);
        let mut entries = Vec::new();
        for (key, value) in new.entries().into_iter().flatten() {
            let here = at.key(key);
            let merged = match old.get(key).filter(|before| !before.is_blank()) {
                // What the import only proposes.
                Some(before) if self.is_proposed(key, value, at) => before.clone(),
                Some(before) => self.join(before, value, &here),
                None => {
                    if !value.is_blank() {
                        self.tell_value(None, Some(value), &here);
                    }
                    value.clone()
                }
            };
            entries.push((key.clone(), merged));
        }
        for (key, value) in old.entries().into_iter().flatten().filter(|(key, _)| new.get(key).is_none()) {
            let here = at.key(key);
            let given = other_file || self.claves.contains(here.pattern.as_str());
            let example = key == "ejemplo" && still_example;
            let rest = match given && !example && !value.is_blank() {
                true => self.remainder(value, &here),
                false => Some(value.clone()),
            };
            entries.extend(rest.map(|rest| (key.clone(), rest)));
        }
        entries.sort_by_key(|(key, _)| self.orden.position(&at.pattern, key));
        entries
    }

    /// Whether a value is one that the import has, and does not give: a name or a source nobody said.
    fn is_proposed(&self, key: &str, value: &Yaml, at: &Lugar) -> bool {
        at.pattern.is_empty() && value.scalar().is_some() && !self.claves.contains(key)
    }

    /// What stays of a value that the import takes away: what somebody put by hand.
    fn remainder(&mut self, value: &Yaml, at: &Lugar) -> Option<Yaml> {
        match value {
            Yaml::List(items) if items.iter().all(|item| item.entries().is_some()) => {
                let kept = self.join_lists(items, &[], at);
                (!kept.is_empty()).then_some(Yaml::List(kept))
            }
            Yaml::Map(entries) => {
                let kept: Vec<_> = entries
                    .iter()
                    .filter_map(|(key, value)| Some((key.clone(), self.remainder(value, &at.key(key))?)))
                    .collect();
                (!kept.is_empty()).then_some(Yaml::Map(kept))
            }
            _ => {
                self.tell_value(Some(value), None, at);
                (self.is_corrected(&at.path) && !self.descartar).then(|| value.clone())
            }
        }
    }

    fn join_lists(&mut self, before: &[Yaml], after: &[Yaml], at: &Lugar) -> Vec<Yaml> {
        let catalogo = self.identidad.catalogo;
        let named = |index: usize, entry: &Yaml| {
            entry_path(&at.path, index, entry, &|list: &str, entry: &Yaml| identify(list, entry, catalogo))
        };
        let by_id = self.claves.contains("actividades[].id");
        let pairs = self.identidad.pairs(before, after, &at.path, by_id);
        let mut numbers = Numbers::of(before);
        let numbered = list_name(&at.path) == "actividades" && !by_id;
        let mut merged = Vec::with_capacity(after.len());
        for (index, (entry, pair)) in after.iter().zip(&pairs).enumerate() {
            match pair {
                Some(old) => {
                    let from = named(*old, &before[*old]);
                    let here = at.entry(from.clone(), &before[*old]);
                    // A number that only says the place is that of the file that is there.
                    let entry = if numbered { without_id(entry) } else { entry.clone() };
                    let joined = self.join(&before[*old], &entry, &here);
                    let to = named(index, &joined);
                    if from != to {
                        self.moved.insert(from, to);
                    }
                    merged.push(joined);
                }
                None => {
                    let entry = if numbered { numbers.renumbered(entry) } else { entry.clone() };
                    let here = at.entry(String::new(), &entry);
                    self.tell(Suceso::Agregado, &here);
                    merged.push(entry);
                }
            }
        }
        let met: BTreeSet<usize> = pairs.into_iter().flatten().collect();
        for (index, entry) in before.iter().enumerate().filter(|(index, _)| !met.contains(index)) {
            let here = at.entry(named(index, entry), entry);
            let manual = self.is_manual(entry, &here);
            if manual && !self.descartar {
                self.tell(Suceso::Conservado, &here);
                merged.push(entry.clone());
            } else {
                self.tell(Suceso::Quitado { manual }, &here);
            }
        }
        merged
    }

    /// Whether somebody put something in an entry: a comment beside one of its
    /// values or, in an activity, a key that the import does not give.
    fn is_manual(&self, entry: &Yaml, at: &Lugar) -> bool {
        let added = |(key, value): &(Clave, Yaml)| {
            key != "id" && !value.is_blank() && !self.claves.contains(at.key(key).pattern.as_str())
        };
        let activity = list_name_of_entry(&at.pattern) == "actividades";
        self.is_noted(at) || (activity && entry.entries().into_iter().flatten().any(added))
    }

    /// Whether there is a comment beside a value or anything in it.
    fn is_noted(&self, at: &Lugar) -> bool {
        let below = format!("{}\u{1f}", at.path);
        let next = self.comments.aside.range(at.path.clone()..).next();
        !at.path.starts_with("procedencia") && next.is_some_and(|path| *path == at.path || path.starts_with(&below))
    }

    fn is_corrected(&self, path: &str) -> bool {
        !path.starts_with("procedencia\u{1f}") && self.comments.aside.contains(path)
    }

    fn tell(&mut self, que: Suceso, at: &Lugar) {
        let linea = self.comments.lines.get(&at.path).copied();
        self.cambios.push(Cambio { donde: at.donde.clone(), que, linea });
    }

    /// Tells every value in which two trees differ, one of which there may not be.
    fn tell_value(&mut self, old: Option<&Yaml>, new: Option<&Yaml>, at: &Lugar) {
        let whole = if let (Some(one), None) | (None, Some(one)) = (old, new) { Some(one) } else { None };
        if let Some(entries) = whole.and_then(Yaml::entries) {
            for (key, value) in entries {
                let pair = |side: Option<&Yaml>| side.is_some().then_some(value);
                self.tell_value(pair(old), pair(new), &at.key(key));
            }
            return;
        }
        if let Some(Yaml::List(items)) = whole
            && items.iter().all(|item| item.entries().is_some())
        {
            for item in items {
                let que = if old.is_some() { Suceso::Quitado { manual: false } } else { Suceso::Agregado };
                self.tell(que, &at.entry(String::new(), item));
            }
            return;
        }
        let (mut antes, mut ahora) = (old.and_then(shown), new.and_then(shown));
        if at.pattern == "procedencia.hash" {
            // A fingerprint is known by its first digits.
            [&mut antes, &mut ahora].into_iter().flatten().for_each(|hash| *hash = hash.chars().take(8).collect());
        }
        let que = match antes {
            Some(antes) if self.is_corrected(&at.path) => {
                if !self.descartar {
                    self.kept.insert(at.path.clone());
                }
                Suceso::Corregido { antes, ahora, descartado: self.descartar }
            }
            antes => Suceso::Valor { antes, ahora },
        };
        self.tell(que, at);
    }
}

/// The list of a pattern of one of its entries: `actividades` of `actividades[]`.
fn list_name_of_entry(pattern: &str) -> &str {
    pattern.strip_suffix("[]").unwrap_or(pattern)
}

/// A value on one line; lists of values between semicolons.
fn shown(value: &Yaml) -> Option<String> {
    match value {
        Yaml::List(items) => Some(items.iter().filter_map(shown).collect::<Vec<_>>().join("; ")),
        _ if value.entries().is_some() => Some("{…}".to_owned()),
        _ => value.scalar(),
    }
}

/// The numbers of the activities of a file, where the import brings none.
struct Numbers {
    taken: BTreeSet<String>,
    next: u32,
}

impl Numbers {
    fn of(entries: &[Yaml]) -> Self {
        let taken: BTreeSet<_> = entries.iter().filter_map(|e| e.get("id").and_then(Yaml::scalar)).collect();
        let next = taken.iter().filter_map(|id| id.parse::<u32>().ok()).max().unwrap_or(0).saturating_add(1);
        Self { taken, next }
    }

    /// A new activity with its number, or the next one where another activity has it.
    fn renumbered(&mut self, entry: &Yaml) -> Yaml {
        let Some(mut number) = entry.get("id").and_then(Yaml::scalar) else { return entry.clone() };
        if self.taken.contains(&number) {
            number = self.next.to_string();
        }
        self.next = self.next.max(number.parse::<u32>().unwrap_or(0).saturating_add(1));
        self.taken.insert(number.clone());
        let mut entries = vec![("id".into(), Yaml::Plain(number))];
        entries.extend(without_id(entry).entries().into_iter().flatten().cloned());
        Yaml::Map(entries)
    }
}
