//! Files of other programs: what is read from them, and what is written for them.
//! Bytes in, bytes out; nothing here names a path on the disk.

pub mod exportar;
pub mod paquete;
