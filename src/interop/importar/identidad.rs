//! What is the same in a data file and in what is imported: values that mean one thing, and
//! entries of lists that are about one thing.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::locale::{fold, letters};
use crate::model::Catalogo;

use super::super::yaml::Yaml;

/// Names an entry by what it is about: its policy, its code, its text and number.
pub fn identify(list: &str, entry: &Yaml, catalogo: &Catalogo) -> Option<String> {
    let text = |key: &str| entry.get(key).and_then(Yaml::scalar);
    let politica = |name: &str| match catalogo.find_politica(name) {
        Some(index) => index.to_string(),
        None => fold(name),
    };
    match list_name(list) {
        "dimensiones" => text("dimension").map(|name| dimension(&name, catalogo)),
        "politicas" | "por_politica" => text("politica").map(|name| politica(&name)),
        "subindices" => text("codigo").map(|codigo| {
            let lower = codigo.trim().to_lowercase();
            lower.strip_prefix('i').and_then(|n| n.parse::<u32>().ok()).map_or(lower.clone(), |n| n.to_string())
        }),
        // With its number, by which two of one text are told apart.
        "actividades" => {
            let about = format!("{} {}", politica(&text("politica")?), letters(&text("actividad")?));
            Some(format!("{about} {}", text("id").unwrap_or_default()))
        }
        "recomendaciones" => Some(format!("{} {}", politica(&text("politica")?), fold(&text("recomendacion")?))),
        "silenciar" => text("regla"),
        _ => None,
    }
}

/// The last key of a path of a list.
pub fn list_name(path: &str) -> &str {
    path.rsplit('\u{1f}').next().unwrap_or(path)
}

fn dimension(name: &str, catalogo: &Catalogo) -> String {
    catalogo.find_dimension(name).map_or_else(|| fold(name), |index| index.to_string())
}

/// Compares by meaning, with the names of the catalogue.
#[derive(Clone, Copy)]
pub struct Identidad<'a> {
    pub catalogo: &'a Catalogo,
}

impl Identidad<'_> {
    /// Which entry of `before` each one of `after` is.
    /// `list` is the path of their list; `by_id` says that the import gives the numbers of activities.
    pub fn pairs(&self, before: &[Yaml], after: &[Yaml], list: &str, by_id: bool) -> Vec<Option<usize>> {
        if list_name(list) == "actividades" {
            return self.pairs_of_activities(before, after, by_id);
        }
        let name = |index: usize, entry: &Yaml| {
            identify(list, entry, self.catalogo).unwrap_or_else(|| format!("\u{1f}{index}"))
        };
        let mut known: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (index, entry) in before.iter().enumerate() {
            known.entry(name(index, entry)).or_default().push_back(index);
        }
        let met = after.iter().enumerate().map(|(index, entry)| known.get_mut(&name(index, entry))?.pop_front());
        met.collect()
    }

    /// An activity is the same if its policy and its text are; where several have
    /// them, the number says which, or all that the import gives of it.
    fn pairs_of_activities(&self, before: &[Yaml], after: &[Yaml], by_id: bool) -> Vec<Option<usize>> {
        let mut groups: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (index, entry) in before.iter().enumerate() {
            groups.entry(self.about(entry)).or_default().0.push(index);
        }
        for (index, entry) in after.iter().enumerate() {
            groups.entry(self.about(entry)).or_default().1.push(index);
        }
        let mut pairs = vec![None; after.len()];
        for (mut olds, mut news) in groups.into_values() {
            let id = |entry: &Yaml| entry.get("id").and_then(Yaml::scalar);
            if by_id {
                self.meet(&mut olds, &mut news, &mut pairs, &|old, new| {
                    id(&before[old]).is_some() && id(&before[old]) == id(&after[new])
                });
            }
            if let ([old], [new]) = (&olds[..], &news[..]) {
                pairs[*new] = Some(*old);
                continue;
            }
            self.meet(&mut olds, &mut news, &mut pairs, &|old, new| {
                let given = after[new].entries().into_iter().flatten().filter(|(key, _)| key != "id");
                given.into_iter().all(|(key, value)| before[old].get(key).is_some_and(|own| self.same(own, value, key)))
            });
        }
        pairs
    }

    /// Pairs those of which `same` holds for one alone, and leaves the others.
    fn meet(
        &self,
        olds: &mut Vec<usize>,
        news: &mut Vec<usize>,
        pairs: &mut [Option<usize>],
        same: &dyn Fn(usize, usize) -> bool,
    ) {
        let only = |news: &[usize], old: usize| news.iter().filter(|new| same(old, **new)).count() == 1;
        let met: Vec<_> = news
            .iter()
            .filter_map(|new| {
                let mut like = olds.iter().filter(|old| same(**old, *new));
                let old = *like.next()?;
                (like.next().is_none() && only(news, old)).then_some((*new, old))
            })
            .collect();
        for (new, old) in met {
            pairs[new] = Some(old);
            olds.retain(|other| *other != old);
            news.retain(|other| *other != new);
        }
    }

    /// Policy and text of an activity, as they are compared.
    fn about(&self, entry: &Yaml) -> String {
        let unnumbered = without_id(entry);
        identify("actividades", &unnumbered, self.catalogo).unwrap_or_default()
    }

    /// Whether two values mean the same to the program.
    pub fn same(&self, a: &Yaml, b: &Yaml, key: &str) -> bool {
        match (a, b) {
            (Yaml::List(x), Yaml::List(y)) => x.len() == y.len() && x.iter().zip(y).all(|(a, b)| self.same(a, b, key)),
            // One value instead of a list of one.
            (Yaml::List(items), one) | (one, Yaml::List(items)) if one.scalar().is_some() => {
                items.len() == 1 && self.same(&items[0], one, key)
            }
            _ => self.same_scalar(a, b, key),
        }
    }

    fn same_scalar(&self, a: &Yaml, b: &Yaml, key: &str) -> bool {
        let (Some(x), Some(y)) = (a.scalar(), b.scalar()) else { return a.is_blank() && b.is_blank() };
        let (x, y) = (super::clean(&x), super::clean(&y));
        if x == y {
            return true;
        }
        match key {
            "politica" => {
                let found = |name: &str| self.catalogo.find_politica(name);
                found(&x).is_some() && found(&x) == found(&y)
            }
            "dimension" => dimension(&x, self.catalogo) == dimension(&y, self.catalogo),
            // Units done of planned are the same as their percentage.
            "avance" => matches!((percent(&x), percent(&y)), (Some(x), Some(y)) if (x - y).abs() < 1e-6),
            _ => {
                let both_plain = matches!((a, b), (Yaml::Plain(_), Yaml::Plain(_)));
                let numbers = (x.parse::<f64>(), y.parse::<f64>());
                both_plain && matches!(numbers, (Ok(x), Ok(y)) if x == y)
            }
        }
    }
}

/// Progress in per cent: `50` or `3/6`.
fn percent(written: &str) -> Option<f64> {
    match written.split_once('/') {
        Some((done, planned)) => {
            let planned = planned.trim().parse::<f64>().ok().filter(|planned| *planned > 0.0)?;
            Some(done.trim().parse::<f64>().ok()? / planned * 100.0)
        }
        None => written.parse().ok(),
    }
}

pub fn without_id(entry: &Yaml) -> Yaml {
    Yaml::Map(entry.entries().into_iter().flatten().filter(|(key, _)| key != "id").cloned().collect())
}
