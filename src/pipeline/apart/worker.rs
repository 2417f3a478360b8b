//! A process that makes documents for this one, and what it dies of.

use std::io::{self, BufReader, Read};
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus, Stdio};

use super::Command;
use super::watch::{Bounds, OUT_OF_MEMORY, OUT_OF_TIME};
use super::wire::{self, Answer, Task};

/// What Windows says of a process that has used up its stack.
const STACK_OVERFLOW: i32 = 0xC000_00FD_u32.cast_signed();

/// The signal with which a system takes back its memory.
const KILL: i32 = 9;

pub struct Worker {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Documents that it has made.
    pub served: usize,
}

impl Worker {
    /// Starts a process, which reads the project and then waits.
    ///
    /// # Errors
    /// The system starts no more processes, or not this one.
    pub fn start(command: &Command) -> io::Result<Self> {
        let mut process = std::process::Command::new(&command.program)
            .args(&command.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Self { process, input, output: BufReader::new(output), served: 0 })
    }

    /// Asks for one document and waits for it.
    ///
    /// # Errors
    /// It is dead, or has said something else than an answer.
    pub fn ask(&mut self, task: &Task) -> io::Result<(Answer, Vec<u8>)> {
        wire::send(&mut self.input, task, &[])?;
        let answer: Answer = wire::receive(&mut self.output)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let bytes = wire::bytes(&mut self.output, answer.bytes.unwrap_or(0))?;
        self.served += 1;
        Ok((answer, bytes))
    }

    /// What it died of.
    pub fn autopsy(mut self) -> Death {
        let mut said = Vec::new();
        if let Some(mut last) = self.process.stderr.take() {
            // It holds little: nothing else than what the run time says at the end.
            let _ = last.read_to_end(&mut said);
        }
        let Ok(status) = self.process.wait() else { return Death::Other(None) };
        Death::of(status, &String::from_utf8_lossy(&said))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It has nothing on the disk, so nothing is lost.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How a process ended that should have made a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Death {
    Memory,
    Time,
    Stack,
    /// With the signal that ended it, where the system has signals.
    Other(Option<i32>),
}

impl Death {
    fn of(status: ExitStatus, said: &str) -> Self {
        match status.code() {
            Some(OUT_OF_MEMORY) => Self::Memory,
            Some(OUT_OF_TIME) => Self::Time,
            Some(STACK_OVERFLOW) => Self::Stack,
            _ if said.contains("stack overflow") || said.contains("overflowed its stack") => Self::Stack,
            _ if said.contains("memory allocation of") => Self::Memory,
            _ => Self::Other(signal(status)),
        }
    }

    /// Whether what it did before may have had a part in it.
    pub fn may_be_inherited(&self) -> bool {
        matches!(self, Self::Memory | Self::Other(_))
    }

    /// What the user is told.
    pub fn told(&self, bounds: Bounds) -> String {
        match self {
            Self::Memory => format!(
                "la plantilla no deja de crecer: pide más de {} de memoria, o más de la que hay",
                bounds.memory_in_words()
            ),
            Self::Time => format!("la plantilla no termina: lleva más de {}", bounds.time_in_words()),
            Self::Stack => "la plantilla anida sin fin: agota la pila del programa".to_owned(),
            Self::Other(Some(KILL)) => {
                "el sistema cerró el proceso que hacía el documento con la plantilla, como hace cuando falta memoria"
                    .to_owned()
            }
            Self::Other(Some(signal)) => {
                format!("el sistema cerró el proceso que hacía el documento con la plantilla (señal {signal})")
            }
            Self::Other(None) => "se cerró el proceso que hacía el documento con la plantilla".to_owned(),
        }
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}
