//! What one document may take of the machine, watched from within its process.

use std::fs;
use std::process::{Command, exit, id};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How a process ends that takes more.
pub const OUT_OF_MEMORY: i32 = 90;
pub const OUT_OF_TIME: i32 = 91;

/// Names of the settings in the environment: MiB, and seconds.
const MEMORY: &str = "SEGUIMIENTO_MEMORIA";
const TIME: &str = "SEGUIMIENTO_PLAZO";

/// How often the process looks at itself; where only another program knows, less often.
const OFTEN: Duration = Duration::from_millis(20);
const SELDOM: Duration = Duration::from_millis(500);

/// What one document may take: the consolidated report of a district stays below a tenth of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// In MiB, of the whole process.
    memory: u64,
    time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { memory: 4096, time: Duration::from_secs(5 * 60) }
    }
}

impl Bounds {
    /// The usual bounds, with what the environment says.
    pub fn of_environment() -> Self {
        let set = |name| std::env::var(name).ok()?.trim().parse::<u64>().ok().filter(|value| *value > 0);
        let usual = Self::default();
        Self { memory: set(MEMORY).unwrap_or(usual.memory), time: set(TIME).map_or(usual.time, Duration::from_secs) }
    }

    /// The bound of memory, as messages say it.
    pub fn memory_in_words(self) -> String {
        if self.memory.is_multiple_of(1024) {
            format!("{} GB", self.memory / 1024)
        } else {
            format!("{} MB", self.memory)
        }
    }

    /// The bound of time likewise.
    pub fn time_in_words(self) -> String {
        let seconds = self.time.as_secs();
        let (many, one, more) = if seconds.is_multiple_of(60) {
            (seconds / 60, "minuto", "minutos")
        } else {
            (seconds, "segundo", "segundos")
        };
        format!("{many} {}", if many == 1 { one } else { more })
    }
}

/// When the document in work was begun.
#[derive(Clone, Default)]
pub struct Clock(Arc<Mutex<Option<Instant>>>);

impl Clock {
    /// A document is begun; `None` where it has ended.
    pub fn set(&self, since: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).map_or(Duration::ZERO, |since| since.elapsed())
    }
}

/// Ends this process as soon as it goes beyond `bounds`.
///
/// # Errors
/// The system gives no thread.
pub fn watch(bounds: Bounds, clock: Clock) -> std::io::Result<()> {
    std::thread::Builder::new().spawn(move || {
        loop {
            let (taken, rest) = match own_status() {
                Some(taken) => (Some(taken), OFTEN),
                None => (asked(), SELDOM),
            };
            if taken.is_some_and(|taken| taken / 1024 >= bounds.memory) {
                exit(OUT_OF_MEMORY);
            }
            if clock.elapsed() >= bounds.time {
                exit(OUT_OF_TIME);
            }
            std::thread::sleep(rest);
        }
    })?;
    Ok(())
}

/// KiB in memory, where the system tells each process in a file.
fn own_status() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// KiB in memory, where `ps` knows it.  Windows has neither: there a process gets what it is promised
/// or dies of asking, and time is bounded anyway.
fn asked() -> Option<u64> {
    if cfg!(not(unix)) {
        return None;
    }
    let said = Command::new("ps").args(["-o", "rss=", "-p", &id().to_string()]).output().ok()?;
    String::from_utf8_lossy(&said.stdout).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_said_in_whole_units() {
        let bounds = |memory, seconds| Bounds { memory, time: Duration::from_secs(seconds) };
        assert_eq!((&*Bounds::default().memory_in_words(), &*Bounds::default().time_in_words()), ("4 GB", "5 minutos"));
        assert_eq!((&*bounds(600, 60).memory_in_words(), &*bounds(600, 60).time_in_words()), ("600 MB", "1 minuto"));
        assert_eq!(bounds(600, 90).time_in_words(), "90 segundos");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_knows_its_memory() {
        assert!(own_status().is_some_and(|kib| kib > 1024));
    }
}
