//! Kinds of document as data: each is a file of `templates/tipos/`, the program's own and those that a
//! project adds.
//!
//! A kind is based on one of the forms that the program reads ([`Tipo`]), which gives its files their
//! keys and says what they are about; it has a dress, and may say what its files need not repeat.

use std::collections::BTreeMap;

use crate::data::{Key, Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity, nearest};

use super::cabecera::{Forma, Tipo};
use super::identificador::Identificador;
use super::secciones::{Contenido, Llamada, Seccion, contenidos};
use super::shape::{FromNode, Located, not_a_choice, record};

/// Keys that a kind may give to its documents.
const GIVEN: [&str; 4] = ["titulo", "forma", "secciones", "contenido"];

record! {
    /// A kind of document, as a file of `templates/tipos/` says it.
    pub struct ArchivoTipo ("un tipo de documento") {
        /// Nombre del tipo, como lo diría una persona: Informe ejecutivo
        nombre: String,
        /// Tipo del programa cuyas claves tienen sus archivos
        base: Tipo,
        /// Traje con que se imprime: un archivo de templates/trajes, sin la terminación; si falta, el de la base
        traje: Option<Located<String>>,
        /// Título de sus documentos, donde su archivo no dice otro
        titulo: Option<String>,
        /// Cómo empiezan sus documentos, donde su archivo no dice otra: completa, compacta o auto; la tienen los informes, los consolidados y los seguimientos
        forma: Option<Forma>,
        /// Secciones de sus documentos, donde su archivo no dice otras; las tienen los informes, los consolidados y los seguimientos
        secciones: Vec<Seccion>,
        /// Contenidos de sus documentos, donde su archivo no dice otros; los tienen los demás tipos, que no llevan secciones
        contenido: Vec<Llamada>,
    }
}

/// A kind of document.
#[derive(Debug, Clone, PartialEq)]
pub struct TipoDocumento {
    /// The value of `tipo` in its files, and the name of its own.
    pub palabra: String,
    pub nombre: String,
    /// The form of its files.
    pub base: Tipo,
    /// Name of the dress.
    pub traje: String,
    /// What it gives to documents that do not say it.
    given: Vec<(Key, Node)>,
}

impl TipoDocumento {
    /// Whether its documents need not say `key`.
    pub fn gives(&self, key: &str) -> bool {
        self.given.iter().any(|(given, _)| given.text == key)
    }

    /// The tree of a document's file as its base reads it: with the word of the base, and what the kind gives.
    pub fn fill(&self, node: &Node) -> Node {
        let Value::Map(entries) = &node.value else { return node.clone() };
        let mut entries = entries.clone();
        for (key, value) in &mut entries {
            if key.text == "tipo" {
                value.value = Value::Text(self.base.word().to_owned());
            }
        }
        // A list without anything in it says nothing, as one that is not there.
        let blank =
            |node: &Node| matches!(&node.value, Value::Null) || matches!(&node.value, Value::List(l) if l.is_empty());
        let given = |key: &Key| self.given.iter().any(|(given, _)| given.text == key.text);
        entries.retain(|(key, value)| !(given(key) && blank(value)));
        let missing = self.given.iter().filter(|(key, _)| node.get(&key.text).is_none_or(blank));
        entries.extend(missing.cloned());
        Node { value: Value::Map(entries), place: node.place.clone() }
    }
}

/// The kinds of a project by their word.
#[derive(Debug, Clone, Default)]
pub struct Tipos {
    sanos: BTreeMap<String, TipoDocumento>,
    /// Where the first mistake is of each kind that has one.
    con_errores: BTreeMap<String, Place>,
}

impl Tipos {
    /// Reads the kinds out of their files, which may wear one of `trajes`: word and tree, or where a file
    /// begins that is no YAML.  What is wrong with one, or `check` finds wrong with the blocks that it calls
    /// for its base, goes to `found`, and its documents cannot be read.
    pub fn read(
        files: impl IntoIterator<Item = (String, Result<Node, Place>)>,
        trajes: &[&str],
        check: impl Fn(Tipo, &[&Llamada], &mut Diagnostics),
        found: &mut Diagnostics,
    ) -> Self {
        let (mut tipos, mut con_errores) = (BTreeMap::new(), BTreeMap::new());
        for (palabra, file) in files {
            let node = match file {
                Ok(node) => node,
                Err(place) => {
                    con_errores.insert(palabra, place);
                    continue;
                }
            };
            let mut own = Diagnostics::default();
            let tipo = one(&palabra, &node, trajes, &check, &mut own);
            let wrong = own.iter().find(|finding| finding.severity == Severity::Error);
            match (wrong.map(|finding| finding.place.clone()), tipo) {
                (None, Some(tipo)) => drop(tipos.insert(palabra, tipo)),
                (place, _) => drop(con_errores.insert(palabra, place.flatten().unwrap_or(node.place))),
            }
            found.extend(own);
        }
        // What a kind does not give is given by the one that its base is called after.
        let given = |(word, tipo): (&String, &TipoDocumento)| (word.clone(), tipo.given.clone());
        let bases: BTreeMap<_, _> = tipos.iter().map(given).collect();
        for tipo in tipos.values_mut() {
            let of_base = bases.get(tipo.base.word()).into_iter().flatten();
            let missing: Vec<_> = of_base.filter(|(key, _)| !tipo.gives(&key.text)).cloned().collect();
            tipo.given.extend(missing);
        }
        Self { sanos: tipos, con_errores }
    }

    /// The kind that `word`, the value of `tipo`, names.
    pub fn of(&self, word: &Node, found: &mut Diagnostics) -> Option<&TipoDocumento> {
        let text = word.text().map(str::trim).unwrap_or_default();
        let tipo = self.sanos.get(text);
        if let Some(place) = self.con_errores.get(text) {
            let finding = Diagnostic::error("tipo-con-errores", format!("el tipo «{text}» tiene errores"));
            let remedy = format!("corrija {}", place.address());
            found.push(finding.at(&word.place).second(place, "el primero").remedy(remedy));
        } else if tipo.is_none() {
            let words: Vec<_> = self.sanos.keys().map(String::as_str).collect();
            found.push(not_a_choice(word, "un tipo de documento", &words));
        }
        tipo
    }

    /// In the order of their words.
    pub fn iter(&self) -> impl Iterator<Item = &TipoDocumento> {
        self.sanos.values()
    }
}

fn one(
    palabra: &str,
    node: &Node,
    trajes: &[&str],
    check: &impl Fn(Tipo, &[&Llamada], &mut Diagnostics),
    found: &mut Diagnostics,
) -> Option<TipoDocumento> {
    if let Some(finding) = Identificador::refuse(palabra) {
        found.push(
            finding
                .at(&node.place.source.line(1))
                .remedy("cambie el nombre del archivo, por ejemplo a «mi-informe.yaml»"),
        );
    }
    let file = ArchivoTipo::from_node(node, found)?;
    let traje = match &file.traje {
        None => file.base.word().to_owned(),
        Some(traje) => {
            if !trajes.contains(&traje.value.as_str()) {
                let remedy = match nearest(traje, trajes.iter().copied()) {
                    Some(near) => format!("¿quiso decir «{near}»?"),
                    None => format!("los trajes que hay son {}", crate::locale::lista(trajes)),
                };
                found.push(
                    Diagnostic::error("traje-desconocido", format!("no hay un traje «{}»", traje.value))
                        .at(&traje.place)
                        .remedy(remedy),
                );
            }
            traje.value.clone()
        }
    };
    let sectioned = file.base.has_sections();
    let (has, is_not) = if sectioned { ("secciones", "contenido") } else { ("contenido", "secciones") };
    let Value::Map(entries) = &node.value else { return None };
    if let Some((key, _)) = entries.iter().find(|(key, _)| key.text == "forma" && !sectioned) {
        let base = file.base.word();
        found.push(
            Diagnostic::error("clave-desconocida", format!("un tipo con base «{base}» no tiene forma"))
                .at(&key.place)
                .remedy("quite «forma:»: la tienen los informes, los consolidados y los seguimientos"),
        );
    }
    if let Some((key, _)) = entries.iter().find(|(key, _)| key.text == is_not) {
        let base = file.base.word();
        found.push(
            Diagnostic::error("clave-desconocida", format!("un tipo con base «{base}» no tiene {is_not}"))
                .at(&key.place)
                .remedy(format!("quite «{is_not}:» y escriba «{has}:»")),
        );
    } else if !sectioned && file.contenido.is_empty() && palabra == file.base.word() {
        found.push(
            Diagnostic::error("clave-faltante", "falta la clave «contenido»")
                .at(&node.place.source.line(1))
                .remedy("liste sus contenidos, como en el tipo del programa"),
        );
    } else {
        check(file.base, &called(&file.secciones), found);
        check(file.base, &file.contenido.iter().collect::<Vec<_>>(), found);
    }
    let given = entries.iter().filter(|(key, _)| GIVEN.contains(&key.text.as_str())).cloned().collect();
    Some(TipoDocumento { palabra: palabra.to_owned(), nombre: file.nombre, base: file.base, traje, given })
}

/// The blocks that sections call.
pub fn called(secciones: &[Seccion]) -> Vec<&Llamada> {
    let all = contenidos(secciones).into_iter();
    all.filter_map(|contenido| match contenido {
        Contenido::Bloque(called) => Some(called),
        _ => None,
    })
    .collect()
}
