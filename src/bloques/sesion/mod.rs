//! Blocks about what became of a work plan by a session of its body, one file each, and what they know.

pub mod asistencia;
pub mod compromisos;
mod cuadros;
pub mod decisiones;
pub mod desarrollo;
pub mod estado;
pub mod orden;
pub mod proxima;
pub mod resumen;
pub mod sin_reporte;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::cuadro::Cuadro;
use crate::hechos::trabajo::{self, Celebrada, Pactado, Punto, Quorum, Seguido, Situacion};
use crate::locale::Fecha;
use crate::model::{PlanTrabajo, Sesion, SesionCelebrada};

use super::bloque::{Bloque, Dice};
use super::date;
use super::hoja::Hoja;
use super::organo::{BEGINNING, beginning, plain};

/// What blocks know of a session and of those before it, and the sheet that they write on.
pub struct DeSesion<'a> {
    pub plan: &'a PlanTrabajo,
    pub organo: &'a str,
    pub corte: Fecha,
    pub hoja: Hoja,
    /// In the order of their days; the last is the one that the document is about.
    celebradas: Vec<Celebrada<'a>>,
    /// The label of each point, in the order of the plan.
    rotulos: Vec<Option<String>>,
    seguidos: Vec<Seguido<'a>>,
    pactados: Vec<Pactado<'a>>,
}

impl<'a> DeSesion<'a> {
    /// `None` without a session.
    pub fn new(
        plan: &'a PlanTrabajo,
        organo: &'a str,
        sesiones: &'a [Arc<SesionCelebrada>],
        corte: Option<Fecha>,
    ) -> Option<Self> {
        let celebradas: Vec<_> = sesiones.iter().map(|s| Celebrada::new(s, plan)).collect();
        let corte = corte.unwrap_or(celebradas.last()?.registro.fecha.value);
        let seguidos = trabajo::follow(plan, &celebradas);
        let pactados = trabajo::commitments(&celebradas, corte.ultimo_dia());
        let (hoja, rotulos) = (Hoja::default(), trabajo::labels(plan));
        Some(Self { plan, organo, corte, hoja, celebradas, rotulos, seguidos, pactados })
    }

    /// What `bloque` says; nothing where the data has nothing for it.
    pub fn say(&mut self, bloque: &Bloque) -> Vec<Value> {
        let Dice::Sesion(says) = bloque.dice else { return Vec::new() };
        let mut said = says(self);
        if let Some(body) = &mut said {
            body["tipo"] = json!(bloque.palabra);
            body["sesion"] = json!(self.esta().nombre());
            body["corte"] = date(self.corte);
            body["plan"] = json!(self.plan.fuente.as_ref().unwrap_or(&self.plan.titulo.value));
            body["fuente"] = json!(self.fuente());
        }
        said.into_iter().collect()
    }

    /// The session that the document is about.
    pub fn esta(&self) -> Celebrada<'a> {
        self.celebradas[self.celebradas.len() - 1]
    }

    pub fn quorum(&self) -> Quorum {
        Quorum::of(self.esta().registro)
    }

    /// The numbers behind the tables, for exports.
    pub fn tables(&self) -> Vec<Cuadro> {
        cuadros::tables(self)
    }

    /// What is printed after «Fuente:».
    fn fuente(&self) -> String {
        format!("{}, registro de la {}", self.organo, self.esta().nombre())
    }

    /// The points of `situacion`.
    fn in_state(&self, situacion: Situacion) -> impl Iterator<Item = &Seguido<'a>> {
        self.seguidos.iter().filter(move |s| s.situacion == situacion)
    }

    /// The points that a session of the plan treats.
    fn treated_in<'s>(&'s self, sesion: &'s Sesion) -> impl Iterator<Item = &'s Seguido<'a>> {
        self.seguidos.iter().filter(move |s| s.punto.in_session(sesion))
    }

    /// What a point is called, what is done in it and who answers, as sentences take it.
    fn point(&mut self, punto: Punto<'a>) -> Value {
        let function = &punto.de.funcion.value;
        // A text with live figures is not known before it is printed, so it is not cut.
        let cut = punto.es.actividad.is_none() && !function.contains("{{");
        let text = punto.es.actividad.as_ref().unwrap_or(&punto.de.funcion);
        json!({
            "rotulo": self.name(&punto),
            "inicio": cut.then(|| beginning(function.trim_start_matches(|c: char| !c.is_alphabetic()), BEGINNING)),
            "narracion": (!cut).then(|| self.hoja.narracion(&plain(text))),
            "responsable": punto.es.responsable,
            "segun_texto": punto.es.responsable_segun_texto.iter().map(|r| &r.value).collect::<Vec<_>>(),
        })
    }

    /// What a point is called: its label, or else its number.
    fn name(&self, punto: &Punto<'_>) -> String {
        let label = self.rotulos[punto.orden].as_deref().or(punto.numero());
        label.map_or_else(|| format!("punto {}", punto.orden + 1), str::to_owned)
    }

    fn names<'s>(&self, list: impl Iterator<Item = &'s Seguido<'s>>) -> Vec<String> {
        list.map(|s| self.name(&s.punto)).collect()
    }
}
