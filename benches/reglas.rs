//! How the rules judge the corpus of real material in `tests/corpus/`: precision
//! (of what is said, how much is true) and recall (of what is true, how much is
//! said), of all rules and of each.

use std::collections::BTreeMap;
use std::path::Path;

#[path = "../tests/suite/corpus.rs"]
#[allow(dead_code, reason = "the suite uses more of it")]
mod corpus;

#[derive(Default)]
struct Count {
    right: usize,
    false_alarms: usize,
    missed: usize,
}

impl Count {
    fn ratio(part: usize, rest: usize) -> String {
        if part + rest == 0 { "–".to_owned() } else { format!("{:.3}", part as f64 / (part + rest) as f64) }
    }

    fn line(&self, name: &str) {
        let (precision, recall) = (Self::ratio(self.right, self.false_alarms), Self::ratio(self.right, self.missed));
        let Count { right, false_alarms, missed } = self;
        println!("{name:<30} {precision:>9} {recall:>7} {right:>6} {false_alarms:>6} {missed:>7}");
    }
}

/// Prints precision and recall of a set, of each rule and of all.
fn report<'a>(title: &str, judged: impl Iterator<Item = &'a corpus::Judged>) {
    let judged: Vec<_> = judged.collect();
    let mut all = Count::default();
    let mut rules: BTreeMap<String, Count> = BTreeMap::new();
    for one in &judged {
        let code = |said: &String| said.split(':').next().unwrap_or_default().to_owned();
        for said in &one.said {
            let right = one.expected.contains(said);
            for count in [&mut all, rules.entry(code(said)).or_default()] {
                if right { count.right += 1 } else { count.false_alarms += 1 }
            }
        }
        for expected in one.expected.iter().filter(|e| !one.said.contains(e)) {
            all.missed += 1;
            rules.entry(code(expected)).or_default().missed += 1;
        }
    }
    let silent = judged.iter().filter(|j| j.expected.is_empty()).count();
    println!("{title}: {} entries, {silent} of them correct\n", judged.len());
    println!("{:<30} {:>9} {:>7} {:>6} {:>6} {:>7}", "rule", "precision", "recall", "right", "false", "missed");
    for (name, count) in &rules {
        count.line(name);
    }
    all.line("all");
    println!();
}

fn main() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let judged = corpus::judge(Path::new(env!("CARGO_MANIFEST_DIR")), folder.path());
    report("Open set", judged.iter().filter(|j| !j.blind));
    report("Blind set, written without sight of the rules", judged.iter().filter(|j| j.blind));
}
