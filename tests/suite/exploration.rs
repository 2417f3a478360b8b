//! Properties over arbitrary values: the same values in every run, other ones
//! where somebody explores.

use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};

/// The seed of the ordinary run: any number, as long as it stays.
const SEED: u64 = 20_220_430;

/// Checks `test` on `cases` values of `values`, always the same ones.
///
/// With `EXPLORAR=60` it goes on with new seeds for 60 seconds.  What that finds
/// becomes an explicit case beside the property.
///
/// # Panics
/// Where the property does not hold, with the smallest value found and its seed.
pub fn holds<S>(cases: u32, values: S, test: impl Fn(S::Value) -> TestCaseResult)
where
    S: Strategy,
    S::Value: Debug,
{
    check(SEED, cases, &values, &test);
    let Some(seconds) = seconds() else { return };
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(seconds) {
        check(RandomState::new().build_hasher().finish(), cases, &values, &test);
    }
}

/// How long to explore; `None` in the ordinary run.
pub fn seconds() -> Option<u64> {
    let text = std::env::var("EXPLORAR").ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("EXPLORAR={text}: a whole number of seconds is needed")))
}

fn check<S: Strategy>(seed: u64, cases: u32, values: &S, test: &impl Fn(S::Value) -> TestCaseResult)
where
    S::Value: Debug,
{
    // Every field that proptest would take from the environment and that changes the values.
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    if let Err(failure) = TestRunner::new(config).run(values, test) {
        panic!("seed {seed}: {failure}");
    }
}
