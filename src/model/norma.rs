//! Norms that documents cite: how they are named, and which of them are in force on a day.

use jiff::civil::Date;

use crate::data::{Node, Value};
use crate::diagnostic::Diagnostics;
use crate::locale::Fecha;

use super::catalogo::Catalogo;
use super::identificador::Identificador;
use super::shape::{Definitions, FromNode, record, wrong_type};

record! {
    /// A law, decree, resolution or circular.
    pub struct Norma ("una norma") {
        /// Identificador para citarla, como decreto-1499-2017; no se repite
        id: Identificador,
        /// Clase de norma: Ley, Decreto, Decreto Distrital, Resolución, Circular…
        clase: String,
        /// Número de la norma, sin puntos, como 1499; una circular puede llevar guion, como 100-006
        numero: NumeroNorma,
        /// Año de expedición: AAAA, como 2017
        anio: u32,
        /// Fecha de expedición: AAAA-MM-DD, como 2017-09-11; con ella se sabe qué estaba vigente en un día
        fecha: Option<Fecha>,
        /// Epígrafe completo, como «Por medio del cual se modifica…»; en blanco si no se conoce
        titulo: Option<String>,
        /// Siglas o nombres con que se la cita, como MIPG: con ellos se reconoce aunque el año esté mal
        conocida_por: Vec<String>,
        /// Entidad que la expide, cuando hace falta decirlo
        entidad: Option<String>,
        /// Identificador de la norma que la compila; no se imprime
        compilada_en: Option<String>,
        /// Identificador de la norma que la deroga; si ya la había en la fecha del informe, se avisa al citar esta
        derogada_por: Option<String>,
        /// Primer día en que no rige, cuando no es el de la norma que la deroga: AAAA-MM-DD
        derogada_desde: Option<Fecha>,
        /// true si alguien confrontó el epígrafe con la fuente, false si no; no se imprime
        verificado: Option<bool>,
    }
}

impl Norma {
    /// As a sentence cites it: `Ley 1712 de 2014`.
    pub fn cita(&self) -> String {
        format!("{} {} de {}", self.clase, self.numero.as_str(), self.anio)
    }

    /// The last day on which it may have been issued.
    fn ultimo_dia(&self) -> Date {
        let anio = i16::try_from(self.anio).unwrap_or(i16::MAX);
        self.fecha.unwrap_or(Fecha { anio, mes: None, dia: None }).ultimo_dia()
    }

    /// Whether it had surely been issued when a document of that date was written.
    pub fn expedida_en(&self, fecha: Fecha) -> bool {
        self.ultimo_dia() <= fecha.primer_dia()
    }
}

/// Number of a norm as it is printed: digits, with hyphens between groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumeroNorma(String);

impl NumeroNorma {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromNode for NumeroNorma {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let written = match &node.value {
            Value::Text(text) => text.trim(),
            Value::Number(_) => node.place.text().trim(),
            _ => "",
        };
        let parts = |separator: char| written.split(separator).all(is_digits);
        if parts('-') {
            return Some(Self(written.to_owned()));
        }
        let remedy = match &node.value {
            Value::List(_) => "cada norma lleva un solo número: agregue una norma por cada uno".to_owned(),
            _ if parts('.') => format!("escríbalo sin puntos: {}", written.replace('.', "")),
            _ => "escriba solo cifras, como 1499; una circular puede llevar guion, como 100-006".to_owned(),
        };
        diagnostics.push(wrong_type(node, "el número de una norma", remedy));
        None
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        serde_json::json!({ "anyOf": [
            { "type": "integer", "minimum": 1 },
            { "type": "string", "pattern": "^[0-9]+(-[0-9]+)*$" },
        ] })
    }
}

fn is_digits(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

impl Catalogo {
    pub fn norma(&self, id: &str) -> Option<&Norma> {
        self.normas.iter().find(|n| n.id == id)
    }

    /// The norm that had surely repealed `norma` when a document of that date was written.
    pub fn derogante(&self, norma: &Norma, fecha: Fecha) -> Option<&Norma> {
        self.norma(norma.derogada_por.as_deref()?).filter(|by| match norma.derogada_desde {
            Some(day) => day.ultimo_dia() <= fecha.primer_dia(),
            None => by.expedida_en(fecha),
        })
    }

    /// What was in force on that date in place of `norma`: itself, or the last of those
    /// that repealed one another by then.
    pub fn vigente<'a>(&'a self, norma: &'a Norma, fecha: Fecha) -> &'a Norma {
        let mut last = norma;
        // A wrong catalogue may name a circle.
        for _ in 0..self.normas.len() {
            match self.derogante(last, fecha) {
                Some(next) => last = next,
                None => break,
            }
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_text;

    fn catalogo(text: &str) -> (Catalogo, Vec<String>) {
        let (file, mut found) = parse_text("normas.yaml", text);
        let catalogo = Catalogo::build(None, file.node.as_ref(), None, &mut found);
        let said = found.iter().map(|d| format!("{} | {}", d.message, d.remedy.as_deref().unwrap_or(""))).collect();
        (catalogo, said)
    }

    #[test]
    fn what_is_in_force_depends_on_the_day() {
        let (catalogo, found) = catalogo(
            "normas:
  - {id: a, clase: Decreto Distrital, numero: 591, anio: 2018, derogada_por: b}
  - {id: b, clase: Decreto Distrital, numero: 807, anio: 2019, fecha: 2019-12-24, derogada_por: c}
  - {id: c, clase: Decreto Distrital, numero: 221, anio: 2023}
",
        );
        assert_eq!(found, Vec::<String>::new());
        let in_force = |date: &str| catalogo.vigente(&catalogo.normas[0], Fecha::parse(date).unwrap()).id.to_string();
        let days = ["2019-05-31", "2019-12-23", "2019-12-24", "2022-06-30", "2023-06", "2023-12-31", "2024-05"];
        assert_eq!(days.map(in_force), ["a", "a", "b", "b", "b", "c", "c"]);
    }

    #[test]
    fn a_number_may_have_groups_and_no_points() {
        let one = |number: &str| {
            let (catalogo, found) =
                catalogo(&format!("normas:\n  - {{id: a, clase: Circular, numero: {number}, anio: 2021}}\n"));
            (catalogo.normas.first().map(Norma::cita), found)
        };
        assert_eq!(one("100-006"), (Some("Circular 100-006 de 2021".to_owned()), vec![]));
        assert_eq!(one("19"), (Some("Circular 19 de 2021".to_owned()), vec![]));
        let wrong = "se esperaba el número de una norma y el valor es";
        assert_eq!(one("1.499").1, [format!("{wrong} un número | escríbalo sin puntos: 1499")]);
        let list = "cada norma lleva un solo número: agregue una norma por cada uno";
        assert_eq!(one("[1081, 1083]").1, [format!("{wrong} una lista | {list}")]);
    }
}
