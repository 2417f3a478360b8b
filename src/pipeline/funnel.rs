//! The one way of a finding to the user, whatever stage makes it: silences
//! first, then strictness.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::silencio::{self, Silencio};

use super::Strictness;

/// Silences and strictness of a project, and which silences have been of use.
pub(super) struct Funnel {
    pub silencios: Vec<Silencio>,
    used: Vec<AtomicBool>,
    /// Positions of the silences of a file and rule.
    index: BTreeMap<(String, String), Vec<usize>>,
    strictness: Strictness,
}

impl Funnel {
    /// A funnel for all files of a project.
    pub fn new(silencios: Vec<Silencio>, strictness: Strictness) -> Self {
        let mut index: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (position, s) in silencios.iter().enumerate() {
            index.entry((s.place.path().to_owned(), s.regla.value.clone())).or_default().push(position);
        }
        let used = silencios.iter().map(|_| AtomicBool::new(false)).collect();
        Self { silencios, used, index, strictness }
    }

    /// What is to be told of `found`: without what is silenced, and in a
    /// strict run with warnings as errors.
    pub fn pass(&self, found: Diagnostics) -> Diagnostics {
        let mut kept = Diagnostics::default();
        for finding in found {
            if !self.silences(&finding) {
                kept.push(finding);
            }
        }
        if self.is_strict() { kept.strict() } else { kept }
    }

    fn silences(&self, finding: &Diagnostic) -> bool {
        let Some(place) = finding.place.as_ref().filter(|_| finding.severity != Severity::Error) else { return false };
        let Some(here) = self.index.get(&(place.path().to_owned(), finding.code.to_owned())) else { return false };
        let matching: Vec<_> = here.iter().filter(|position| self.silencios[**position].covers(finding)).collect();
        for position in &matching {
            self.used[**position].store(true, Ordering::Relaxed);
        }
        !matching.is_empty()
    }

    /// Positions of the silences that have been of use.
    pub fn used(&self) -> Vec<usize> {
        let used = self.used.iter().enumerate().filter(|(_, used)| used.load(Ordering::Relaxed));
        used.map(|(position, _)| position).collect()
    }

    /// The silences at `positions` have been of use in another process.
    pub fn mark(&self, positions: &[usize]) {
        for used in positions.iter().filter_map(|position| self.used.get(*position)) {
            used.store(true, Ordering::Relaxed);
        }
    }

    /// The silences that dropped nothing, of those for which everything that
    /// could use them has run.
    pub fn unused(&self, has_run: impl Fn(&Silencio) -> bool) -> Diagnostics {
        let mut told = Diagnostics::default();
        for (silencio, used) in self.silencios.iter().zip(&self.used) {
            if !used.load(Ordering::Relaxed) && has_run(silencio) {
                told.push(silencio::without_use(silencio));
            }
        }
        if self.is_strict() { told.strict() } else { told }
    }

    /// Whether warnings stop documents.
    pub fn is_strict(&self) -> bool {
        self.strictness == Strictness::Strict
    }
}
