//! A set of entities as blocks name and count it: names, sources, and the figures that texts may quote.

use serde_json::{Value, json};

use crate::bloques::hoja::Hoja;
use crate::bloques::{date, object, states_table};
use crate::charts::Pen;
use crate::cuadro::Cuadro;
use crate::expediente::{Conjunto, Expediente, Vara};
use crate::hechos::conjunto::{self as hechos, Distribucion, Panel, Universo};
use crate::hechos::plan::Estados;
use crate::hechos::senales::{HallazgoConjunto, total_effects, total_states};
use crate::locale::Fecha;
use crate::model::{Catalogo, Entidad, Proyecto, RecomendacionLider};

use super::five;

/// A file that the document is made from.
#[derive(Debug, Clone)]
pub struct Insumo {
    /// Path in the project folder.
    pub ruta: String,
    /// BLAKE3, hexadecimal.
    pub hash: String,
}

/// Everything that a document about many entities is made from, besides its own file.
#[derive(Clone, Copy)]
pub struct Marco<'a> {
    pub proyecto: &'a Proyecto,
    pub catalogo: &'a Catalogo,
    pub conjunto: &'a Conjunto,
    /// Its entities in the comparable vigencias of the project, where a content asks for them.
    pub vara: Option<&'a Vara>,
    pub insumos: &'a [Insumo],
    pub pen: &'a Pen<'a>,
    /// Whether the tables that only exports have are wanted.
    pub exporta: bool,
}

/// Most sources that a line under a table or a figure names.
const MAX_FUENTES: usize = 6;
/// Most entities to verify that a note names.
const MAX_POR_VERIFICAR: usize = 3;

impl<'a> Marco<'a> {
    pub fn entity(&self, miembro: usize) -> &'a Entidad {
        &self.catalogo.entidades[self.conjunto.miembros[miembro].entidad]
    }

    pub fn name(&self, miembro: usize) -> &'a str {
        &self.entity(miembro).nombre
    }

    /// How charts name an entity: its abbreviation, where it has one.
    pub fn label(&self, miembro: usize) -> &'a str {
        let e = self.entity(miembro);
        e.sigla.as_deref().unwrap_or(&e.nombre)
    }

    pub fn sector(&self, miembro: usize) -> Option<&'a str> {
        self.entity(miembro).sector.as_ref().map(|s| self.catalogo.nombre_sector(s))
    }

    pub fn policy(&self, politica: usize) -> &'a str {
        self.catalogo.nombre_politica(politica, self.conjunto.vigencia)
    }

    /// Code of a policy in the vigencia, as POL07.
    pub fn code(&self, politica: usize) -> &'a str {
        self.catalogo.politicas[politica].nombre_en(self.conjunto.vigencia).map_or("", |n| n.codigo.as_str())
    }

    /// Policies of the vigencia in the order of their codes.
    pub fn policies(&self) -> Vec<usize> {
        let mut all: Vec<_> = (0..self.catalogo.politicas.len()).filter(|p| !self.code(*p).is_empty()).collect();
        all.sort_by_key(|p| self.code(*p));
        all
    }

    /// In how many policies the entities with IDI of each kind are measured, from the fewest to the most; nothing
    /// where all are measured in all.
    pub fn policies_of_kinds(&self) -> Value {
        let kinds = self.conjunto.memoria.remember("políticas por tipo".into(), || {
            let some = |p: &usize| !hechos::values(self.conjunto, hechos::Medida::Politica(*p)).is_empty();
            let all = self.policies().iter().filter(|p| some(p)).count();
            let of = |g: hechos::Grupo| {
                let results = g.miembros.iter().filter_map(|m| self.conjunto.miembros[*m].resultados.as_deref());
                let counts: Vec<_> = results.filter(|r| r.idi.is_some()).map(|r| r.politicas.len()).collect();
                Some((g.nombre?, *counts.iter().min()?, *counts.iter().max()?, all))
            };
            let kinds = hechos::groups(self.conjunto, self.catalogo, hechos::Agrupacion::Tipo);
            let kinds: Vec<(String, usize, usize, usize)> = kinds.into_iter().filter_map(of).collect();
            if kinds.iter().all(|k| k.1 == k.3) { Vec::new() } else { kinds }
        });
        kinds
            .into_iter()
            .map(|(nombre, desde, hasta, de)| json!({ "nombre": nombre, "desde": desde, "hasta": hasta, "de": de }))
            .collect()
    }

    /// The entities whose index changed so much that it has to be verified, where they are few.
    pub fn to_verify(&self) -> Vec<&'a str> {
        let umbral = self.proyecto.umbrales.cambio_por_verificar;
        let large = hechos::large_changes(self.conjunto, self.catalogo, hechos::Medida::Idi, umbral);
        if large.len() > MAX_POR_VERIFICAR { Vec::new() } else { large.iter().map(|c| self.name(c.miembro)).collect() }
    }

    /// A sector and a kind of entity that are the same entities, three or more: their name twice and how many.
    pub fn sector_that_is_a_kind(&self) -> Value {
        let same = self.conjunto.memoria.remember("sector que es un tipo".into(), || {
            let of = |a| hechos::groups(self.conjunto, self.catalogo, a);
            let kinds = of(hechos::Agrupacion::Tipo);
            let sectors = of(hechos::Agrupacion::Sector);
            let pair = |s: &hechos::Grupo| {
                let mut own = s.miembros.clone();
                own.sort_unstable();
                let kind = kinds.iter().find(|k| {
                    let mut other = k.miembros.clone();
                    other.sort_unstable();
                    other == own
                })?;
                Some((s.nombre.clone()?, kind.nombre.clone()?, own.len())).filter(|x| x.2 >= 3 && x.0 != x.1)
            };
            // One sector of one kind alone is the whole set.
            if sectors.len() < 2 { None } else { sectors.iter().find_map(pair) }
        });
        same.map_or(Value::Null, |(sector, tipo, n)| json!({ "sector": sector, "tipo": tipo, "n": n }))
    }

    /// Whether the change of the medians of `p` is not that of the printed values.
    pub fn medians_subtract_otherwise(&self, p: &Panel) -> bool {
        p.medianas.is_some_and(|(antes, despues)| !self.pen.numeros.resta_cuadra(antes, despues))
    }

    pub fn universe(&self) -> Universo {
        self.conjunto.memoria.remember(String::new(), || hechos::universe(self.conjunto, self.catalogo))
    }

    /// The sources that the results of the vigencia name.
    pub fn source(&self) -> String {
        self.conjunto.memoria.remember("fuente".into(), || {
            let named = self.conjunto.miembros.iter().filter_map(|m| m.resultados.as_deref());
            self.named(named.map(|r| r.fuente.value.as_str()))
        })
    }

    /// The sources that the results of both vigencias name.
    pub fn both_sources(&self) -> String {
        let of = |r: fn(&Expediente) -> Option<&crate::model::Resultados>| {
            self.conjunto.miembros.iter().filter_map(r).map(|r| r.fuente.value.as_str())
        };
        self.conjunto.memoria.remember("fuentes".into(), || {
            self.named(of(|m| m.resultados.as_deref()).chain(of(|m| m.anterior.as_deref())))
        })
    }

    /// The sources that the recommendations name; `None` where there are none.
    pub fn advice_source(&self) -> Option<String> {
        let named: Vec<_> = self.conjunto.miembros.iter().filter_map(|m| m.recomendaciones.as_deref()).collect();
        (!named.is_empty()).then(|| self.named(named.iter().map(|r| r.fuente.as_str())))
    }

    /// What the plans are called; `None` where there are none.
    pub fn plan_source(&self) -> Option<String> {
        (self.conjunto.con_plan() > 0).then(|| "planes de mejoramiento de las entidades".to_owned())
    }

    /// Every source once, in the order of the set, without the point that a sentence adds.
    pub(super) fn named<'b>(&self, texts: impl Iterator<Item = &'b str>) -> String {
        let mut sources: Vec<&str> = Vec::new();
        for text in texts {
            if !sources.contains(&text) {
                sources.push(text);
            }
        }
        let rest = sources.len().saturating_sub(MAX_FUENTES);
        sources.truncate(MAX_FUENTES);
        match (sources.is_empty(), rest) {
            (true, _) => format!("FURAG, vigencia {}", self.conjunto.vigencia),
            (false, 0) => sources.join("; "),
            (false, n) => format!("{}; y {n} fuentes más, que están en la exportación", sources.join("; ")),
        }
    }

    /// Whether an index of the set has more decimals than are printed.
    pub fn cuts_decimals(&self) -> bool {
        let numeros = self.pen.numeros;
        self.conjunto.memoria.remember(format!("recorta {numeros:?}"), || {
            let both = self.conjunto.miembros.iter().flat_map(|m| m.resultados.iter().chain(&m.anterior));
            both.flat_map(|r| r.indices()).any(|value| numeros.recorta(value))
        })
    }

    /// Whether the numbers of a sentence print a difference that is not that of the
    /// printed values.
    pub fn subtracts_otherwise(&self, h: &HallazgoConjunto) -> bool {
        let wrong = |antes: f64, despues: f64| !self.pen.numeros.resta_cuadra(antes, despues);
        match h {
            HallazgoConjunto::Cambio { antes: Some(antes), despues: Some(despues), .. } => wrong(*antes, *despues),
            HallazgoConjunto::MayorCambio { subidas, bajadas, .. } => {
                subidas.iter().chain(bajadas).any(|m| wrong(m.antes, m.despues))
            }
            HallazgoConjunto::CambioPoliticas { sube, baja, .. } => {
                sube.iter().chain(baja).any(|m| wrong(m.antes, m.despues))
            }
            HallazgoConjunto::Dispersion { p25, p75, .. } => wrong(*p25, *p75),
            _ => false,
        }
    }

    /// What stands for the entities of a measure: their median, and the index itself
    /// in a set of one entity.
    pub fn level(&self, d: &Distribucion) -> Option<f64> {
        d.mediana.or_else(|| d.unico().filter(|_| self.conjunto.miembros.len() == 1))
    }

    /// [`Self::level`] before and after.
    pub fn levels(&self, p: &Panel) -> Option<(f64, f64)> {
        p.medianas.or_else(|| p.unico.filter(|_| self.conjunto.miembros.len() == 1))
    }

    /// Whether some measure of the set has a median, and whether some has quartiles.
    pub fn summaries(&self) -> Value {
        let policies = self.policies().into_iter().map(hechos::Medida::Politica);
        let all: Vec<_> = std::iter::once(hechos::Medida::Idi)
            .chain(policies)
            .filter_map(|medida| hechos::spread(self.conjunto, medida))
            .collect();
        json!({
            "medianas": all.iter().any(|d| d.mediana.is_some()),
            "cuartiles": all.iter().any(|d| d.cuartiles.is_some()),
        })
    }

    /// Whether the vigencia to compare with was measured in the same way.
    pub fn comparable(&self) -> bool {
        self.conjunto.anterior.is_some_and(|v| self.catalogo.comparables(self.conjunto.vigencia, v))
    }

    /// Positions of the policies that the leaders' recommendations are about.
    pub fn leaders_say(&self, written: &[RecomendacionLider], hoja: &mut Hoja) -> Vec<(usize, usize)> {
        written
            .iter()
            .filter_map(|r| {
                let politica = self.catalogo.resolve_politica(&r.politica, &mut hoja.found)?;
                Some((politica, hoja.narracion(&r.recomendacion)))
            })
            .collect()
    }

    /// The names of the bodies that lead a policy, as one text.
    pub fn leader_names(&self, politica: usize) -> String {
        let names: Vec<_> = self.catalogo.politicas[politica].lideres.iter().map(|l| l.nombre.value.as_str()).collect();
        crate::locale::lista(&names)
    }

    /// The bodies that lead a policy.
    pub fn leaders(&self, politica: usize) -> Value {
        let leader =
            |l: &crate::model::Lider| json!({ "nombre": l.nombre.value, "por_confirmar": l.verificado == Some(false) });
        self.catalogo.politicas[politica].lideres.iter().map(leader).collect()
    }

    /// The figures that narrative texts may quote.
    pub fn cifras(&self, ambito: &str, corte: Fecha, fecha: Fecha) -> Value {
        let plans = hechos::plans(self.conjunto, corte.ultimo_dia());
        let u = self.universe();
        let d = hechos::spread(self.conjunto, hechos::Medida::Idi);
        let panel = hechos::panel(&hechos::changes(self.conjunto, self.catalogo, hechos::Medida::Idi));
        object(vec![
            ("ambito", json!(ambito)),
            ("vigencia", json!(self.conjunto.vigencia)),
            ("vigencia_anterior", json!(self.conjunto.anterior)),
            ("corte", date(corte)),
            ("fecha", date(fecha)),
            ("entidades", json!(u.entidades)),
            ("con_idi", json!(u.con_idi)),
            ("solo_control_interno", json!(u.solo_control_interno)),
            ("sin_dato", json!(u.sin_dato)),
            ("idi", json!(d.map(five))),
            ("cambio", json!(panel.map(|p| json!({
                "n": p.n, "suben": p.suben, "iguales": p.iguales, "bajan": p.bajan, "mediana": p.medianas.map(|m| m.1), "mediana_anterior": p.medianas.map(|m| m.0), "diferencia": p.diferencia(),
            })))),
            ("planes", json!((!plans.is_empty()).then(|| json!({
                "entidades": plans.len(),
                "actividades": plans.iter().map(|p| u64::from(p.actividades)).sum::<u64>(),
                "estados": total_states(&plans),
                "efectividad": total_effects(&plans),
            })))),
        ])
    }

    /// The states of all activities of the plans, or of those about one policy.
    pub fn states_table(&self, estados: Estados, corte: Fecha) -> Cuadro {
        let titulo = format!("Estado de las actividades de los planes al {}", corte.larga());
        states_table(titulo, estados, "planes de mejoramiento de las entidades.".into())
    }
}
