//! Blocks about a body and its work plan, one file each, and what they know of it.

pub mod agenda;
mod cuadros;
pub mod por_definir;
pub mod renglones;
pub mod resumen_trabajo;

use serde_json::{Value, json};

use crate::charts::{DrawError, Pen};
use crate::cuadro::Cuadro;
use crate::hechos::trabajo::{self, Punto, Resumen};
use crate::model::{ActividadTrabajo, Narracion, PlanTrabajo, Proyecto, Sesion};

use super::bloque::{Bloque, Dice, Uso};
use super::hoja::Hoja;
use resumen_trabajo::counts;

/// What blocks know of a work plan, and the sheet that they write on.
pub struct DeOrgano<'a> {
    pub plan: &'a PlanTrabajo,
    pub proyecto: &'a Proyecto,
    pub pen: &'a Pen<'a>,
    pub hoja: Hoja,
    resumen: Resumen,
    /// The label of each point, in the order of the plan.
    rotulos: Vec<Option<String>>,
}

impl<'a> DeOrgano<'a> {
    pub fn new(plan: &'a PlanTrabajo, proyecto: &'a Proyecto, pen: &'a Pen<'a>) -> Self {
        let (resumen, rotulos) = (trabajo::summary(plan), trabajo::labels(plan));
        Self { plan, proyecto, pen, hoja: Hoja::default(), resumen, rotulos }
    }

    /// What `bloque` says; nothing where the plan has nothing for it.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn say(&mut self, bloque: &Bloque, uso: Uso<'_>) -> Result<Vec<Value>, DrawError> {
        let Dice::Organo(says) = bloque.dice else { return Ok(Vec::new()) };
        let mut said = says(self, uso)?;
        for body in &mut said {
            body["tipo"] = json!(bloque.palabra);
            body["fuente"] = json!(self.plan.fuente.as_ref().unwrap_or(&self.plan.organo));
        }
        Ok(said)
    }

    /// The numbers behind the tables and charts, for exports.
    pub fn tables(&self) -> Vec<Cuadro> {
        cuadros::tables(self.plan, &self.resumen, &self.rotulos)
    }

    /// What the plan has in figures, and its sessions, for its head.
    pub fn cover(&self) -> (Value, Vec<Value>) {
        let mut resumen = counts(&self.resumen);
        resumen["en_todas"] = json!(trabajo::in_all(self.plan));
        (resumen, self.sessions())
    }

    /// Whether a number alone may name points of several groups.
    fn tells_groups(&self) -> bool {
        self.plan.grupos.len() > 1 && self.rotulos.iter().any(Option::is_none)
    }

    /// The sessions of the plan with how many lines each follows, and how many it alone.
    fn sessions(&self) -> Vec<Value> {
        let counted = self.plan.sesiones.iter().zip(&self.resumen.por_sesion);
        let session = |(s, n): (&Sesion, &usize)| {
            let solo = trabajo::only_in(self.plan, s).count();
            json!({ "id": s.id.value.to_string(), "rotulo": s.rotulo, "nombre": s.nombre, "renglones": n, "solo": solo })
        };
        counted.map(session).collect()
    }
}

/// How another part of the document names a point, with a link to its place.
fn place(p: &Punto<'_>, plan: &PlanTrabajo, rotulos: &[Option<String>]) -> Value {
    json!({
        "clave": key(p.grupo, p.funcion, p.actividad),
        "rotulo": rotulos[p.orden],
        "numero": p.numero(),
        "breve": brief(&p.de.funcion.value),
        "grupo": plan.grupos[p.grupo].titulo,
    })
}

/// The same of those of `puntos`, which are places among all points.
fn places(puntos: &[usize], organo: &DeOrgano<'_>) -> Vec<Value> {
    let named = trabajo::points(organo.plan).filter(|p| puntos.contains(&p.orden));
    named.map(|p| place(&p, organo.plan, &organo.rotulos)).collect()
}

/// What another part of the document says of a point of the plan: its place, and how to know it again.
fn pointer(p: &Punto<'_>, organo: &mut DeOrgano<'_>) -> Value {
    let mut value = place(p, organo.plan, &organo.rotulos);
    let text = &p.de.funcion.value;
    let whole = text.contains("{{").then(|| organo.hoja.narracion(&p.de.funcion));
    value["funcion"] = json!(p.de.numero);
    // A text with live figures is not known before it is printed, so it is not cut.
    value["narracion"] = json!(whole);
    value["inicio"] = json!(whole.is_none().then(|| beginning(text, BEGINNING)));
    value["segun_texto"] = json!(p.es.responsable_segun_texto.iter().map(|named| &named.value).collect::<Vec<_>>());
    value
}

/// `text` without the emphasis that the plan gives it, which in another place stresses the wrong words.
pub(in crate::bloques) fn plain(text: &Narracion) -> Narracion {
    let mut text = text.clone();
    if !text.value.contains("{{") {
        text.value = text.value.replace("**", "");
    }
    text
}

/// The name of the place of a point.
fn key(grupo: usize, funcion: usize, actividad: usize) -> String {
    format!("punto-{}-{}-{}", grupo + 1, funcion + 1, actividad + 1)
}

/// `rows`, each with its group, under the titles of the groups that have any.
fn by_group(plan: &PlanTrabajo, rows: impl Iterator<Item = (usize, Value)>) -> Vec<Value> {
    let mut groups: Vec<(usize, Vec<Value>)> = Vec::new();
    for (group, row) in rows {
        match groups.last_mut() {
            Some((last, rows)) if *last == group => rows.push(row),
            _ => groups.push((group, vec![row])),
        }
    }
    let group = |(at, rows): (usize, Vec<Value>)| json!({ "titulo": plan.grupos[at].titulo, "puntos": rows });
    groups.into_iter().map(group).collect()
}

/// Characters that the beginning of a text has at most.
pub(in crate::bloques) const BEGINNING: usize = 74;

/// Characters that name a point among others.
const NAME: usize = 26;

/// The first words of `text` without marks of format, and «…» where there are more.
pub(in crate::bloques) fn beginning(text: &str, most: usize) -> String {
    let plain = text.replace('*', "");
    let mut out = String::new();
    for word in plain.split_whitespace() {
        if out.chars().count() + word.chars().count() >= most {
            return out.trim_end_matches([',', ';', ':', '.', '(']).to_owned() + "…";
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What names a point that has no number: the first words of its text, without the marks before them.
fn brief(text: &str) -> String {
    beginning(text.trim_start_matches(|c: char| !c.is_alphabetic()), NAME)
}

/// Whether a line is not complete.
fn is_missing(a: &ActividadTrabajo) -> bool {
    let gaps = trabajo::gaps(a);
    !(gaps.declarados.is_empty() && gaps.en_blanco.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{BEGINNING, beginning, brief};

    #[test]
    fn a_beginning_ends_with_a_whole_word() {
        assert_eq!(beginning("**Adoptar** su propio\nreglamento.", BEGINNING), "Adoptar su propio reglamento.");
        let long = beginning(&"Coordinar, articular ".repeat(9), BEGINNING);
        assert!(long.ends_with("articular…") || long.ends_with("Coordinar…"), "{long}");
        assert!(long.chars().count() <= BEGINNING + 1, "{long}");
        assert_eq!(brief("\"1. **Adelantará**, desde el punto de vista del control"), "Adelantará, desde el punto…");
    }
}
