//! The yardsticks of a run: the results of all entities that a report on one may be compared with.
//!
//! Each is put together when the first document asks for it, once, and shared by all that ask for the
//! same one.  A document is made from the small table of its values, which it carries too, and not from the files of
//! every entity: its fingerprint changes where one of those values does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::bloques::{self, Sujeto};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expediente::{Conjunto, Expediente, Memoria, Vara};
use crate::interop::exportar::to_csv_table;
use crate::locale::lista;
use crate::model::{Catalogo, Informe, Resultados, called};
use crate::output;

use super::{Documento, Encargado, Project};

/// Names that a finding gives before it counts the rest.
const NAMED: usize = 3;

/// The results of an entity in a vigencia, or the files that may be them.
pub(super) struct Medido {
    pub entidad: usize,
    pub vigencia: u32,
    /// Paths in `data/`.
    pub rutas: Vec<String>,
    /// `None` where they cannot be read.
    pub resultados: Option<Arc<Resultados>>,
}

/// What tells one yardstick from another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Clave {
    vigencia: u32,
    anterior: Option<u32>,
    ejemplo: bool,
    orden: Option<String>,
}

/// A yardstick with the table that documents carry of it.
pub(super) struct Tomada {
    pub vara: Vara,
    /// Where the table is said to be, beside the files of the project.
    pub ruta: String,
    pub bytes: Vec<u8>,
    pub hash: String,
}

/// Every result of the project, and the yardsticks that were made of them.
#[derive(Default)]
pub(super) struct Varas {
    /// In the order of vigencias and of the catalogue.
    pub medidos: Vec<Medido>,
    tomadas: Mutex<BTreeMap<Clave, Option<Arc<Tomada>>>>,
}

impl Varas {
    pub fn new(mut medidos: Vec<Medido>) -> Self {
        medidos.sort_by_key(|m| (m.vigencia, m.entidad));
        Self { medidos, tomadas: Mutex::default() }
    }
}

/// Whether what the project knows of `m` may be set against what `clave` says.
fn may_be_compared(m: &Medido, clave: &Clave, catalogo: &Catalogo) -> bool {
    let orden = &catalogo.entidades[m.entidad].orden;
    let same_order = orden.is_none() || clave.orden.is_none() || *orden == clave.orden;
    same_order && m.resultados.as_ref().is_none_or(|r| r.ejemplo == clave.ejemplo)
}

impl Project {
    /// What the report on one entity is set against; `None` where it is no such report, none of its contents compares,
    /// or there is nothing that its own files do not say.
    pub(super) fn vara(&self, documento: &Documento) -> Option<Arc<Tomada>> {
        let Some(Encargado::Informe(informe, expediente)) = &documento.encargado else { return None };
        if !bloques::compares(called(&informe.secciones), Sujeto::Entidad) {
            return None;
        }
        let clave = self.key(informe, expediente)?;
        let mut made = self.varas.tomadas.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(clave.clone()).or_insert_with(|| self.take(&clave).map(Arc::new)).clone()
    }

    fn key(&self, informe: &Informe, expediente: &Expediente) -> Option<Clave> {
        let vigencia = informe.vigencia.value;
        let anterior = informe.comparar_con.as_ref().map(|v| v.value);
        Some(Clave {
            vigencia,
            anterior: anterior.filter(|a| self.catalogo.comparables(vigencia, *a)),
            ejemplo: expediente.resultados.as_ref()?.ejemplo,
            orden: self.catalogo.entidades[expediente.entidad].orden.clone(),
        })
    }

    fn take(&self, clave: &Clave) -> Option<Tomada> {
        let (vigencia, catalogo) = (clave.vigencia, &self.catalogo);
        let anterior = clave.anterior.map(|a| self.measured(a, None, clave));
        let conjunto = self.measured(vigencia, anterior.as_ref(), clave);
        let mut earlier: Vec<u32> = self.varas.medidos.iter().map(|m| m.vigencia).collect();
        earlier.dedup();
        earlier.retain(|v| *v < vigencia && catalogo.comparables(*v, vigencia));
        let serie: Vec<_> = earlier.into_iter().map(|v| self.measured(v, None, clave)).collect();
        let vara = Vara { conjunto, serie, sin_contar: self.uncounted(clave) };
        // What its own files say needs no yardstick.
        let alone = vara.conjunto.miembros.len() + vara.sin_contar.len() < 2
            && vara.serie.iter().all(|c| Some(c.vigencia) == clave.anterior);
        if alone {
            return None;
        }
        let bytes = to_csv_table(&bloques::comparados(&vara, catalogo));
        let hash = output::hash(&bytes);
        Some(Tomada { vara, ruta: format!("derivados/comparacion-{vigencia}.csv"), bytes, hash })
    }

    /// The set of those measured in `vigencia`, with what they had in that of `anterior`.
    fn measured(&self, vigencia: u32, anterior: Option<&Conjunto>, clave: &Clave) -> Conjunto {
        let before = |entidad| {
            let set = anterior?;
            set.miembros[set.position(entidad)?].resultados.clone()
        };
        let member = |m: &Medido| {
            let resultados = m.resultados.as_ref().filter(|_| self.is_whole(m))?;
            Some(Expediente::measured(m.entidad, Arc::clone(resultados), before(m.entidad)))
        };
        let of = self.of(vigencia, clave).filter_map(member);
        Conjunto {
            vigencia,
            anterior: anterior.map(|set| set.vigencia),
            miembros: of.collect(),
            memoria: Memoria::default(),
        }
    }

    fn of<'a>(&'a self, vigencia: u32, clave: &'a Clave) -> impl Iterator<Item = &'a Medido> {
        let may = move |m: &&Medido| m.vigencia == vigencia && may_be_compared(m, clave, &self.catalogo);
        self.varas.medidos.iter().filter(may)
    }

    /// Whether what was read of an entity is all there is and without errors.
    fn is_whole(&self, m: &Medido) -> bool {
        m.resultados.as_ref().is_some_and(|r| r.completo) && !m.rutas.iter().any(|ruta| self.broken.contains(ruta))
    }

    fn uncounted(&self, clave: &Clave) -> Vec<usize> {
        self.of(clave.vigencia, clave).filter(|m| !self.is_whole(m)).map(|m| m.entidad).collect()
    }

    /// Tells the entities that a report is not set against, because what is in their files is wrong.
    pub(super) fn tell_uncounted(&self, vara: &Vara, informe: &Informe, found: &mut Diagnostics) {
        let names: Vec<_> = vara.sin_contar.iter().map(|e| self.catalogo.entidades[*e].nombre.as_str()).collect();
        if names.is_empty() {
            return;
        }
        let rest = names.len().saturating_sub(NAMED);
        let mut said: Vec<_> = names.iter().take(NAMED).map(|name| format!("«{name}»")).collect();
        said.extend((rest > 0).then(|| format!("{rest} más")));
        let said: Vec<_> = said.iter().map(String::as_str).collect();
        let message = format!(
            "en la comparación con las demás entidades no se {} {}: los datos de la vigencia {} tienen errores",
            if names.len() == 1 { "cuenta" } else { "cuentan" },
            lista(&said),
            informe.vigencia.value,
        );
        found.push(
            Diagnostic::aviso("comparacion-incompleta", message)
                .at(&informe.vigencia.place)
                .remedy("corrija esos datos: los puestos y las medianas cambian con ellos"),
        );
    }
}
