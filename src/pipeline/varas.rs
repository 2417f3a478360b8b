//! The yardsticks of a run: the results of all entities that a report on one may be compared with, and those of the
//! entities of a set in the vigencias before its own.
//!
//! Each is put together when the first document asks for it, once, and shared by all that ask for the
//! same one.  A document is made from the small table of its values, which it carries too, and not from the files of
//! every entity: its fingerprint changes where one of those values does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::bloques::{self, Sujeto};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expediente::{Conjunto, Expediente, Memoria, SinContar, Vara};
use crate::interop::exportar::to_csv_table;
use crate::locale::lista;
use crate::model::shape::Located;
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
    entre: Entre,
}

/// Which entities are in a yardstick.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Entre {
    /// Those of the project that may be set against one of this mark and order.
    Proyecto { ejemplo: bool, orden: Option<String> },
    /// Those of a set, by their positions in the catalogue, each with the mark of its data.
    Conjunto(Vec<(usize, bool)>),
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
    let marked = |ejemplo: bool| m.resultados.as_ref().is_none_or(|r| r.ejemplo == ejemplo);
    match &clave.entre {
        Entre::Proyecto { ejemplo, orden: own } => {
            let orden = &catalogo.entidades[m.entidad].orden;
            (orden.is_none() || own.is_none() || orden == own) && marked(*ejemplo)
        }
        Entre::Conjunto(own) => own.binary_search_by_key(&m.entidad, |(e, _)| *e).is_ok_and(|at| marked(own[at].1)),
    }
}

impl Project {
    /// What a document is set against, or the vigencias before its own; `None` where none of its contents compares, or
    /// there is nothing that its own files do not say.
    pub(super) fn vara(&self, documento: &Documento) -> Option<Arc<Tomada>> {
        let clave = self.key(documento.encargado.as_ref()?)?;
        let mut made = self.varas.tomadas.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(clave.clone()).or_insert_with(|| self.take(&clave).map(Arc::new)).clone()
    }

    fn key(&self, encargado: &Encargado) -> Option<Clave> {
        let of_set = |set: &Conjunto, compares: bool| compares.then(|| set_key(set));
        match encargado {
            Encargado::Informe(informe, expediente) => {
                let compares = bloques::compares(called(&informe.secciones), Sujeto::Entidad);
                compares.then(|| self.report_key(informe, expediente)).flatten()
            }
            Encargado::Consolidado(c, set) => of_set(set, bloques::compares(called(&c.secciones), Sujeto::Conjunto)),
            Encargado::Presentacion(p, set) => of_set(set, bloques::compares(&p.contenido, Sujeto::Comite)),
            Encargado::Ficha(f, _, set) => of_set(set, bloques::compares(&f.contenido, Sujeto::Politica)),
            Encargado::PlanTrabajo(_) | Encargado::Seguimiento(_) => None,
        }
    }

    fn report_key(&self, informe: &Informe, expediente: &Expediente) -> Option<Clave> {
        let vigencia = informe.vigencia.value;
        let anterior = informe.comparar_con.as_ref().map(|v| v.value);
        Some(Clave {
            vigencia,
            anterior: anterior.filter(|a| self.catalogo.comparables(vigencia, *a)),
            entre: Entre::Proyecto {
                ejemplo: expediente.resultados.as_ref()?.ejemplo,
                orden: self.catalogo.entidades[expediente.entidad].orden.clone(),
            },
        })
    }

    fn take(&self, clave: &Clave) -> Option<Tomada> {
        let (vigencia, catalogo) = (clave.vigencia, &self.catalogo);
        let anterior = clave.anterior.map(|a| self.measured(a, None, clave));
        let conjunto = self.measured(vigencia, anterior.as_ref(), clave);
        let mut earlier: Vec<u32> = self.varas.medidos.iter().map(|m| m.vigencia).collect();
        earlier.dedup();
        earlier.retain(|v| *v < vigencia && catalogo.comparables(*v, vigencia));
        let mut serie: Vec<_> = earlier.iter().map(|v| self.measured(*v, None, clave)).collect();
        let (nombre, sin_contar, alone) = match clave.entre {
            Entre::Proyecto { .. } => {
                let uncounted = self.uncounted(&[vigencia], clave);
                // What its own files say needs no yardstick.
                let alone = conjunto.miembros.len() + uncounted.len() < 2
                    && serie.iter().all(|c| Some(c.vigencia) == clave.anterior);
                ("comparacion", uncounted, alone)
            }
            Entre::Conjunto(_) => {
                serie.retain(|c| !c.miembros.is_empty());
                let alone = serie.is_empty();
                ("serie", self.uncounted(&earlier, clave), alone)
            }
        };
        if alone {
            return None;
        }
        let vara = Vara { conjunto, serie, sin_contar };
        let bytes = to_csv_table(&bloques::comparados(&vara, catalogo));
        let hash = output::hash(&bytes);
        Some(Tomada { vara, ruta: format!("derivados/{nombre}-{vigencia}.csv"), bytes, hash })
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

    /// Those whose files have errors, in the order of the vigencias and of the catalogue.
    fn uncounted(&self, vigencias: &[u32], clave: &Clave) -> Vec<SinContar> {
        let broken = |vigencia| self.of(vigencia, clave).filter(|m| !self.is_whole(m));
        let all = vigencias.iter().flat_map(|v| broken(*v));
        all.map(|m| SinContar { vigencia: m.vigencia, entidad: m.entidad }).collect()
    }

    /// Tells the entities that a document is not set against, or not followed through the vigencias, because what is
    /// in their files is wrong.
    pub(super) fn tell_uncounted(&self, vara: &Vara, vigencia: &Located<u32>, found: &mut Diagnostics) {
        let mut entidades: Vec<_> = vara.sin_contar.iter().map(|s| s.entidad).collect();
        entidades.sort_unstable();
        entidades.dedup();
        if entidades.is_empty() {
            return;
        }
        let names = entidades.iter().map(|e| self.catalogo.entidades[*e].nombre.as_str());
        let rest = entidades.len().saturating_sub(NAMED);
        let mut said: Vec<_> = names.take(NAMED).map(|name| format!("«{name}»")).collect();
        said.extend((rest > 0).then(|| format!("{rest} más")));
        let said: Vec<_> = said.iter().map(String::as_str).collect();
        let current = vara.sin_contar.iter().all(|s| s.vigencia == vigencia.value);
        let message = format!(
            "en la {} no se {} {}: {} tienen errores",
            if current { "comparación con las demás entidades" } else { "serie de vigencias" },
            if entidades.len() == 1 { "cuenta" } else { "cuentan" },
            lista(&said),
            if current {
                format!("los datos de la vigencia {}", vigencia.value)
            } else {
                "sus datos de vigencias anteriores".to_owned()
            },
        );
        found.push(
            Diagnostic::aviso("comparacion-incompleta", message)
                .at(&vigencia.place)
                .remedy("corrija esos datos: los puestos y las medianas cambian con ellos"),
        );
    }
}

/// What a set is followed by through the vigencias.
fn set_key(set: &Conjunto) -> Clave {
    let invented = set.ejemplo();
    let mark = |m: &Expediente| (m.entidad, m.resultados.as_ref().map_or(invented, |r| r.ejemplo));
    let entre = Entre::Conjunto(set.miembros.iter().map(mark).collect());
    Clave { vigencia: set.vigencia, anterior: None, entre }
}
