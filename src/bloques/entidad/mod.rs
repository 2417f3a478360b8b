//! Blocks about an entity, one file each, and what they know of it.

pub mod actividades;
pub mod conclusiones;
pub mod control_interno;
mod cuadros;
pub mod detalle_dimensiones;
pub mod estado_plan;
pub mod extremos;
pub mod grafico_politicas;
mod grupo_par;
pub mod indice;
pub mod indice_plan;
pub mod otras_mediciones;
pub mod plan;
mod portada;
pub mod posicion;
pub mod recomendaciones_furag;
pub mod recomendaciones_propuestas;
pub mod sin_recurso;
pub mod sintesis;
pub mod subindices;
pub mod tabla_politicas;

use std::cell::OnceCell;

use serde_json::{Value, json};

use crate::charts::{DrawError, Pen};
use crate::cuadro::Cuadro;
use crate::diagnostic::Diagnostic;
use crate::expediente::{Expediente, Vara};
use crate::hechos::conjunto::{Distribucion, Medida, difference};
use crate::hechos::cotejo::{self, Cotejo, Posicion, PuntoSerie};
use crate::hechos::hallazgos::{Evidencia, Hallazgo, hallazgos};
use crate::hechos::indice::{self as indices, Comparacion, GrupoDimension, PuestoPolitica};
use crate::hechos::plan::{self as planes, Carga, Cruce, Estados};
use crate::model::{AlcanceMedicion, Catalogo, Entidad, Informe, Plan, Proyecto, Recomendaciones, Resultados, called};

use super::bloque::{Bloque, Dice, Rasgo, Uso};
use super::date;
use super::hoja::Hoja;
use super::necesidad::Necesidad;
use super::opciones::Opciones;

/// Key of what stands for a block without data.
const LACK: &str = "falta";
/// Key of what stands for a draft that gives way to what the author has written.
const SILENT: &str = "calla";

/// Everything that a document about an entity is made from.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    pub proyecto: &'a Proyecto,
    pub catalogo: &'a Catalogo,
    pub entidad: &'a Entidad,
    pub informe: &'a Informe,
    pub resultados: &'a Resultados,
    /// Results to compare with.
    pub anterior: Option<&'a Resultados>,
    pub plan: Option<&'a Plan>,
    /// Recommendations of Función Pública.
    pub recomendaciones: Option<&'a Recomendaciones>,
    /// All that is known of it, by type of data file.
    pub expediente: &'a Expediente,
    /// The entities that it is set against, where there are some.
    pub vara: Option<&'a Vara>,
    /// Whether the tables that only exports have are wanted.
    pub exporta: bool,
}

/// What blocks know of an entity: the data, the facts that several of them say, and the sheet that
/// they write on.
pub struct DeEntidad<'a> {
    pub m: Material<'a>,
    pub pen: &'a Pen<'a>,
    pub hoja: Hoja,
    ranking: Vec<PuestoPolitica>,
    comparacion: Option<Comparacion>,
    /// How it stands among the others.
    cotejo: Option<Cotejo>,
    carga: Option<Carga>,
    /// The same with its resources counted among what is not fulfilled.
    pendiente: Option<Carga>,
    cruces: Vec<Cruce>,
    estados: Option<Estados>,
    /// What the data says, for the blocks that ask.
    hallados: OnceCell<Vec<Hallazgo>>,
    /// Whether it was said that indices are printed with fewer decimals than they have.
    said_decimals: bool,
}

impl<'a> DeEntidad<'a> {
    pub fn new(m: Material<'a>, pen: &'a Pen<'a>) -> Self {
        let similar = m.proyecto.umbrales.similar;
        let carga = m.plan.map(planes::load);
        let cotejo = m.vara.and_then(|vara| Cotejo::of(vara, m.expediente.entidad, m.catalogo, similar));
        let median = |p: usize| cotejo.as_ref()?.of_measure(Medida::Politica(p))?.lugares.todas.distribucion.mediana;
        let corte = m.informe.corte.value.ultimo_dia();
        let pendiente = m.plan.zip(carga.as_ref()).map(|(plan, carga)| planes::outstanding(carga, plan, corte));
        let cruces =
            pendiente.as_ref().map(|c| planes::against_index(m.resultados, c, median, similar)).unwrap_or_default();
        let estados = m.plan.filter(|p| !p.actividades.is_empty()).map(|p| planes::states(p, corte, |_| true));
        Self {
            pen,
            hoja: Hoja::default(),
            ranking: indices::ranking(m.resultados),
            comparacion: m.anterior.and_then(|anterior| indices::compare(m.resultados, anterior, m.catalogo)),
            cotejo,
            carga,
            pendiente,
            cruces,
            estados,
            hallados: OnceCell::new(),
            said_decimals: false,
            m,
        }
    }

    /// What `bloque` says; what it needs and is not there is an error in a report of one entity.  In one of
    /// a batch, whose text serves many, it is what [`lack`](Self::lack) gives, and nothing is printed.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn say(&mut self, bloque: &Bloque, uso: Uso<'_>) -> Result<Vec<Value>, DrawError> {
        let Dice::Entidad(says) = bloque.dice else { return Ok(Vec::new()) };
        let in_batch = self.m.informe.entidades.is_some();
        let compares = matches!(bloque.rasgo, Rasgo::Compara | Rasgo::Subsecciones);
        // The common text of a batch sets policies against each other; one policy alone is its own section.
        if in_batch && self.only_internal_control() && compares {
            return Ok(Vec::new());
        }
        let mut said = says(self, uso)?;
        if said.is_empty() {
            let (need, remedy) = self.lacks(bloque, uso.opciones);
            if in_batch {
                // An entity that has no IDI by its nature lacks nothing.
                let applies = !self.only_internal_control() || need != Necesidad::Idi.falta();
                return Ok(applies.then(|| json!({ LACK: need })).into_iter().collect());
            }
            self.hoja.found.push(without(bloque, need, remedy, uso));
        }
        for body in &mut said {
            body["tipo"] = json!(bloque.palabra);
            body["vigencia"] = json!(self.m.resultados.vigencia.value);
            // Said once, under the first indices.
            let first = !self.said_decimals && bloque.rasgo != Rasgo::SinIndices && self.cuts_decimals();
            self.said_decimals |= first;
            body["recorta"] = json!(first.then_some(self.pen.numeros.decimales));
        }
        Ok(said)
    }

    /// What a block needs and the data of the entity does not have, where `body` is such a lack and
    /// nothing to print.
    pub fn lack(body: &Value) -> Option<&str> {
        body.get(LACK)?.as_str()
    }

    /// Whether `body` is a draft that gives way to what the author has written, and nothing to print.
    pub fn is_silent(body: &Value) -> bool {
        body.get(SILENT).is_some()
    }

    /// What `bloque` needs and is not there, and its remedy: the first thing, or the last where all else is.
    fn lacks(&self, bloque: &Bloque, options: &Opciones) -> (&'static str, &'static str) {
        let missing = bloque.necesita.iter().find(|need| !self.has(**need, options)).copied();
        match missing {
            Some(Necesidad::MasPoliticas) if options.cuantas("cuantas").is_some() => {
                (Necesidad::MasPoliticas.falta(), "baje «cuantas» o quite el contenido")
            }
            None if options.politicas("politicas").is_some() => {
                ("datos de las políticas que nombra", "nombre otras en «politicas», o quite el contenido")
            }
            missing => {
                let need = missing.or(bloque.necesita.last().copied()).unwrap_or(Necesidad::Resultados);
                (need.falta(), need.remedio())
            }
        }
    }

    fn has(&self, need: Necesidad, options: &Opciones) -> bool {
        let ranking = &self.ranking;
        match need {
            Necesidad::Idi => self.m.resultados.idi.is_some(),
            Necesidad::Politicas => !ranking.is_empty(),
            Necesidad::PuntajesDistintos => {
                ranking.len() < 2 || ranking.first().map(|p| p.puntaje) != ranking.last().map(|p| p.puntaje)
            }
            Necesidad::MasPoliticas => ranking.len() >= 2 * extremos::each_end(self, options),
            Necesidad::Plan => self.m.plan.is_some(),
            Necesidad::Recomendaciones => self.m.recomendaciones.is_some_and(|r| !r.recomendaciones.is_empty()),
            Necesidad::Subindices => self.m.resultados.politicas.iter().any(|p| !p.subindices.is_empty()),
            _ => true,
        }
    }

    /// The numbers behind the tables and charts, for exports.
    pub fn tables(&self) -> Vec<Cuadro> {
        cuadros::tables(self)
    }

    /// What the data offers to those who look for hallazgos.
    fn evidencia(&self) -> Evidencia<'_> {
        Evidencia {
            catalogo: self.m.catalogo,
            umbrales: &self.m.proyecto.umbrales,
            resultados: self.m.resultados,
            comparacion: self.comparacion,
            anterior: self.m.anterior,
            cotejo: self.cotejo.as_ref(),
            ambito: &self.m.proyecto.ambito,
            solo_control_interno: self.only_internal_control(),
            comparar_con: self.m.informe.comparar_con.as_ref().map(|v| v.value),
            pide_plan: self.m.informe.plan.is_some(),
            plan: self.m.plan,
            carga: self.pendiente.as_ref(),
            cruces: &self.cruces,
            corte: self.m.informe.corte.value.ultimo_dia(),
            fecha: self.m.informe.fecha.value.ultimo_dia(),
            grupo: posicion::closest(self),
            extremos: self.m.proyecto.extremos,
            existentes: self.existing(),
            nombra_componentes: !self.calls(&control_interno::BLOQUE),
        }
    }

    /// Whether the document uses `bloque`, so that another one need not say the same.
    fn calls(&self, bloque: &Bloque) -> bool {
        called(&self.m.informe.secciones).iter().any(|c| c.palabra == bloque.palabra)
    }

    /// What the data says, what has to be acted on first.
    fn hallazgos(&self) -> &[Hallazgo] {
        self.hallados.get_or_init(|| hallazgos(&self.evidencia()))
    }

    /// How many policies the entity can have: all of the vigencia, or control
    /// interno alone where only that is measured.
    fn existing(&self) -> usize {
        match self.m.entidad.medicion {
            Some(AlcanceMedicion::Meci) => 1,
            _ => self.m.catalogo.politicas_en(self.m.resultados.vigencia.value),
        }
    }

    /// Where it stands in its main measure, where somebody else has that too.
    fn main_position(&self) -> Option<&Posicion> {
        self.cotejo.as_ref()?.principal.as_ref().filter(|p| p.lugares.todas.distribucion.n > 1)
    }

    /// Whether its main measure changed so much that it has to be confirmed before anything is concluded.
    fn is_unconfirmed(&self) -> bool {
        let change = |medida| self.change(medida);
        let main = match (&self.m.resultados.idi, self.ranking.as_slice()) {
            (Some(_), _) => change(Medida::Idi),
            (None, [only]) => change(Medida::Politica(only.politica)),
            (None, _) => None,
        };
        main.is_some_and(|change| change.abs() >= self.m.proyecto.umbrales.cambio_por_verificar)
    }

    fn only_internal_control(&self) -> bool {
        self.m.entidad.medicion == Some(AlcanceMedicion::Meci) && self.m.resultados.idi.is_none()
    }

    fn cuts_decimals(&self) -> bool {
        let both = std::iter::once(self.m.resultados).chain(self.m.anterior);
        both.flat_map(Resultados::indices).any(|value| self.pen.numeros.recorta(value))
    }

    /// Whether an index and its gap to 100, as printed, do not add up to 100.
    fn gaps_add_otherwise(&self) -> bool {
        self.ranking.iter().any(|p| !self.pen.numeros.resta_cuadra(p.puntaje, 100.0))
    }

    /// Whether the change of the IDI is not that of the printed values.
    fn change_subtracts_otherwise(&self) -> bool {
        let wrong = |c: Comparacion| c.variacion.is_some() && !self.pen.numeros.resta_cuadra(c.idi_anterior, c.idi);
        self.comparacion.is_some_and(wrong)
    }

    fn name(&self, politica: usize) -> &'a str {
        self.m.catalogo.nombre_politica(politica, self.m.resultados.vigencia.value)
    }

    /// The policies that an option names, or all; a name that is none is told.
    fn chosen(&mut self, options: &Opciones) -> Option<Vec<usize>> {
        let names = options.politicas("politicas")?;
        Some(names.iter().filter_map(|name| self.m.catalogo.resolve_politica(name, &mut self.hoja.found)).collect())
    }

    fn policy(&self, p: &PuestoPolitica) -> Value {
        let codigo =
            self.m.catalogo.politicas[p.politica].nombre_en(self.m.resultados.vigencia.value).map(|n| &n.codigo);
        let medida = Medida::Politica(p.politica);
        json!({
            "nombre": self.name(p.politica),
            "codigo": codigo,
            "puntaje": p.puntaje,
            "brecha": p.brecha,
            "puesto": p.puesto,
            "cambio": self.change(medida),
            "lugar": self.place(medida),
            "plan": self.cruces.iter().find(|c| c.puesto.politica == p.politica).map(|c| json!({
                "actividades": c.actividades,
                "baja": c.baja(),
            })),
        })
    }

    /// The change since the vigencia that the document compares with, in points.
    fn change(&self, medida: Medida<'_>) -> Option<f64> {
        cotejo::change(self.m.resultados, self.m.anterior?, self.m.catalogo, medida)
    }

    /// Where it stands in a measure, where somebody else has that too.
    fn position(&self, medida: Medida<'_>) -> Option<&Posicion> {
        self.cotejo.as_ref()?.of_measure(medida).filter(|p| p.lugares.todas.distribucion.n > 1)
    }

    /// The same as sentences take it; null where there is none.
    fn place(&self, medida: Medida<'_>) -> Value {
        self.position(medida).map_or(Value::Null, |p| posicion::place(&p.lugares.todas, p.valor))
    }

    /// Its main measure in each comparable vigencia of which the project has data.
    fn series(&self) -> Vec<EnSerie> {
        let mut before = None;
        let point = |p: &PuntoSerie| {
            let cambio = before.zip(p.valor).map(|(antes, now)| (antes, difference(antes, now)));
            before = p.valor;
            EnSerie {
                vigencia: p.vigencia,
                valor: p.valor,
                cambio,
                puesto: p.lugar.map(|l| l.puesto),
                distribucion: p.distribucion,
            }
        };
        self.cotejo.iter().flat_map(|c| &c.serie).map(point).collect()
    }

    /// Whether it is set against others in the policies that were measured.
    fn compares_policies(&self) -> bool {
        self.ranking.iter().any(|p| self.position(Medida::Politica(p.politica)).is_some())
    }

    fn dimensions(&self, chosen: Option<&[usize]>) -> Vec<Value> {
        let wanted = |p: usize| chosen.is_none_or(|chosen| chosen.contains(&p));
        let group = |g: GrupoDimension| {
            let d = &self.m.catalogo.dimensiones[g.dimension];
            let politicas: Vec<_> = g.politicas.iter().filter(|p| wanted(p.politica)).map(|p| self.policy(p)).collect();
            let sin_medir: Vec<_> = g.sin_medir.iter().filter(|p| wanted(**p)).map(|p| self.name(*p)).collect();
            let medida = Medida::Dimension(g.dimension);
            json!({
                "codigo": d.codigo,
                "nombre": d.nombre,
                "puntaje": g.puntaje,
                "cambio": self.change(medida),
                "lugar": self.place(medida),
                "politicas": politicas,
                "sin_medir": sin_medir,
            })
        };
        let whole = self.m.entidad.medicion != Some(AlcanceMedicion::Meci);
        indices::by_dimension(self.m.resultados, self.m.catalogo)
            .into_iter()
            .filter(|g| whole || !g.politicas.is_empty() || g.puntaje.is_some())
            .filter(|g| chosen.is_none() || g.politicas.iter().any(|p| wanted(p.politica)))
            .map(group)
            .collect()
    }

    /// What figures of a text call a policy.
    fn key(&self, politica: usize) -> String {
        self.m.catalogo.politicas[politica].slug.replace('-', "_")
    }

    /// The figures that narrative texts may quote.
    pub fn cifras(&self) -> Value {
        let politicas: serde_json::Map<_, _> =
            self.ranking.iter().map(|p| (self.key(p.politica), self.policy(p))).collect();
        json!({
            "entidad": self.m.entidad.nombre,
            "sigla": self.m.entidad.sigla,
            "vigencia": self.m.resultados.vigencia.value,
            "vigencia_anterior": self.comparacion.map(|c| c.anterior),
            "idi": self.m.resultados.idi.as_ref().map(|v| v.value),
            "idi_anterior": self.comparacion.map(|c| c.idi_anterior),
            "variacion": self.comparacion.and_then(|c| c.variacion),
            "posicion": self.main_position().map(|p| posicion::place(&p.lugares.todas, p.valor)),
            "medidas": self.ranking.len(),
            "politicas": politicas,
            "corte": date(self.m.informe.corte.value),
            "fecha": date(self.m.informe.fecha.value),
            "elaborado": self.m.informe.elaborado.as_ref().map(|f| date(f.value)),
            "publicado": self.m.informe.publicado.as_ref().map(|f| date(f.value)),
            "plan": self.carga.as_ref().map(|c| json!({
                "nombre": self.m.plan.map(|p| &p.nombre),
                "actividades": c.total,
                "politicas": c.politicas.len(),
                "sin_recurso": c.sin_recurso,
                "politicas_sin_recurso": c.sin_recurso.map(|_| c.politicas.iter().filter(|p| p.sin_recurso.is_some_and(|n| n > 0)).count()),
                "proporcion_sin_recurso": c.share_without(),
                "estados": self.estados,
                "efectividad": self.m.plan.and_then(planes::effects),
            })),
        })
    }
}

/// The IDI in one of the comparable vigencias.
struct EnSerie {
    vigencia: u32,
    valor: Option<f64>,
    /// The value of the vigencia before it in the series, and the change since then.
    cambio: Option<(f64, f64)>,
    puesto: Option<usize>,
    distribucion: Option<Distribucion>,
}

/// The finding for a block whose data is not there.
pub(super) fn without(bloque: &Bloque, need: &str, remedy: &str, uso: Uso<'_>) -> Diagnostic {
    Diagnostic::error("contenido-sin-datos", format!("«{}» necesita {need}", bloque.palabra))
        .at(uso.place)
        .remedy(remedy)
}

/// The texts that are there, each once, in order.
fn distinct<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for text in texts.into_iter().flatten() {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}
