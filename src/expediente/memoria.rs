//! What was worked out of a set of entities, kept while the set lives.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Remembers results by the question that they answer; it does not know what they are.
///
/// A set is read once and never changes, and so does its catalogue, so an answer holds for ever.  The
/// sheets of a set, and the stages of one document, ask the same questions again and again.
#[derive(Default)]
pub struct Memoria(Mutex<HashMap<(TypeId, String), Arc<dyn Any + Send + Sync>>>);

impl Memoria {
    /// The answer to `question`, which `work` finds the first time.  Two questions of the same text have
    /// different answers where those are of different types.
    ///
    /// `work` may ask for other answers; asked by two threads at once, it may run twice.
    pub fn remember<T: Clone + Send + Sync + 'static>(&self, question: String, work: impl FnOnce() -> T) -> T {
        let key = (TypeId::of::<T>(), question);
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).map(Arc::clone);
        if let Some(answer) = known.and_then(|answer| answer.downcast::<T>().ok()) {
            return T::clone(&answer);
        }
        let answer = work();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::new(answer.clone()));
        answer
    }
}

impl fmt::Debug for Memoria {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memoria")
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_question_is_worked_out_once_for_each_type_of_answer() {
        let (memoria, times) = (Memoria::default(), Cell::new(0));
        let count = || {
            times.set(times.get() + 1);
            times.get()
        };
        assert_eq!((memoria.remember("a".into(), count), memoria.remember("a".into(), count)), (1, 1));
        assert_eq!(memoria.remember("b".into(), count), 2);
        assert_eq!(memoria.remember("a".into(), || count().to_string()), "3");
        assert_eq!(memoria.remember("a".into(), count), 1);
    }
}
