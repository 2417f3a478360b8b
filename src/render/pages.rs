//! Running text as Typst markup: every piece of it crosses as a literal.

use std::fmt::Write;

use crate::partes::{Prosa, Tramo};

use super::literal::{markup, quote};
use super::markdown::WITHIN;
use super::salida::Letra;

/// The pen of the pages.
pub struct Pages;

impl Letra for Pages {
    fn tramos(&self, tramos: &[Tramo]) -> String {
        let mut out = String::new();
        for tramo in tramos {
            write(tramo, &mut out);
        }
        out
    }

    fn prosa(&self, prosa: &[Prosa]) -> String {
        let mut out = String::new();
        for one in prosa {
            match one {
                Prosa::Parrafo(tramos) => {
                    if !out.is_empty() {
                        out.push_str("\n\n");
                    }
                    out.push_str(&self.tramos(tramos));
                }
                Prosa::Lista { cierre, items } => {
                    match cierre {
                        None => out.push_str("\n#list("),
                        Some(cierre) => {
                            let _ = write!(out, "\n#enum(numbering: \"1{cierre}\", ");
                        }
                    }
                    for item in items {
                        if let Some(numero) = &item.numero {
                            let _ = write!(out, "enum.item({numero})");
                        }
                        let _ = write!(out, "[{}], ", self.prosa(&item.prosa));
                    }
                    out.push_str(");\n");
                }
            }
        }
        out
    }
}

fn write(tramo: &Tramo, out: &mut String) {
    let mut within = |opening: &str, inner: &[Tramo]| {
        out.push_str(opening);
        inner.iter().for_each(|tramo| write(tramo, out));
        out.push_str("];");
    };
    match tramo {
        Tramo::Fuerte(inner) => within("#strong[", inner),
        Tramo::Enfasis(inner) => within("#emph[", inner),
        Tramo::Detalle(inner) => within("#base.detalle(tema)[", inner),
        Tramo::Resalte(inner) => within("#base.resalte(tema)[", inner),
        Tramo::Enlace { destino, tramos } if destino.starts_with(WITHIN) => {
            within(&format!("#base.enlace({})[", quote(&destino[1..])), tramos);
        }
        Tramo::Lugar { clave, tramos } => within(&format!("#base.lugar({})[", quote(clave)), tramos),
        Tramo::Enlace { destino, tramos } => within(&format!("#link({})[", quote(destino)), tramos),
        Tramo::Banda { banda, tramos } => within(&format!("#base.banda({banda})["), tramos),
        Tramo::Texto(text) => out.push_str(&markup(text)),
        Tramo::Codigo(text) => {
            let _ = write!(out, "#base.huella({});", quote(text));
        }
        Tramo::Salto => out.push_str("#linebreak();"),
        Tramo::Bloque(prosa) => out.push_str(&Pages.prosa(prosa)),
    }
}
