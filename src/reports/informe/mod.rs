//! The follow-up report of an entity.

mod actividades;
mod cuadros;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::charts::{DrawError, Pen, Punto, Puntos, puntos};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::hechos::conjunto::Medida;
use crate::hechos::hallazgos::{Hallazgo, Material as Evidence, findings};
use crate::hechos::indice::{self, Comparacion, GrupoDimension, Puesto};
use crate::hechos::plan::{self, Carga, Cruce, Estados};
use crate::hechos::senales::internal_control_policy;
use crate::locale::fold;
use crate::model::{
    AlcanceMedicion, Bloque, Catalogo, Componente, Entidad, Informe, Medicion, Necesidad, Opciones, Plan, Proyecto,
    Recomendaciones, Resultados, Tipo,
};

use super::{Meta, Parts, Report, authors, date, object, paper, sections, signatures, text_width};

/// Everything a report is made from.
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
}

/// Builds the report; content whose data is missing is left out and told in
/// `diagnostics` as an error.
///
/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(id: &str, m: Material<'_>, pen: &Pen<'_>, diagnostics: &mut Diagnostics) -> Result<Report, DrawError> {
    let mut builder = Builder::new(m, pen);
    // An entity of a batch may have nothing to say under a heading.
    let in_batch = m.informe.entidades.is_some();
    let secciones = sections(&m.informe.secciones, 1, in_batch, &mut |bloque, nivel| builder.block(bloque, nivel))?;
    let control = builder.parts.control(&m.informe.control);
    diagnostics.extend(std::mem::take(&mut builder.found));
    let titulo = &m.informe.titulo.value;
    let ejemplo = m.informe.ejemplo.unwrap_or(false)
        || m.resultados.ejemplo
        || m.anterior.is_some_and(|r| r.ejemplo)
        || m.plan.is_some_and(|p| p.ejemplo)
        || m.recomendaciones.is_some_and(|r| r.ejemplo);
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{titulo}. {}", m.entidad.nombre),
        autores: authors(&m.informe.firmas, &m.entidad.nombre),
        descripcion: titulo.clone(),
        palabras_clave: vec![
            "MIPG".into(),
            "FURAG".into(),
            m.entidad.nombre.clone(),
            format!("vigencia {}", m.resultados.vigencia.value),
        ],
        fecha: m.informe.fecha.value.into(),
        papel: paper(m.proyecto.papel),
        ejemplo,
    };
    let view = object(vec![
        ("titulo", json!(titulo)),
        ("entidad", json!({ "nombre": m.entidad.nombre, "sigla": m.entidad.sigla })),
        ("lugar", json!(m.informe.lugar)),
        ("fecha", date(m.informe.fecha.value)),
        ("corte", date(m.informe.corte.value)),
        ("elaborado", json!(m.informe.elaborado.as_ref().map(|f| date(f.value)))),
        ("publicado", json!(m.informe.publicado.as_ref().map(|f| date(f.value)))),
        ("vigencia", json!(m.resultados.vigencia.value)),
        ("control", control),
        ("firmas", signatures(&m.informe.firmas)),
        ("secciones", secciones),
    ]);
    let cifras = builder.cifras();
    let cuadros = builder.tables();
    Ok(Report {
        meta,
        base: Tipo::InformeSeguimiento,
        view,
        cifras,
        narraciones: builder.parts.narraciones,
        charts: builder.parts.charts,
        cuadros,
    })
}

/// The index of internal control and the components of MECI.
struct Control<'a> {
    filas: Vec<FilaControl<'a>>,
    /// Results of the other vigencia, where they have the index.
    antes: Option<&'a Resultados>,
    /// Whether both vigencias were measured in the same way.
    comparable: bool,
}

/// A value in points with what it was and how much it changed.
#[derive(serde::Serialize)]
struct FilaControl<'a> {
    nombre: &'a str,
    antes: Option<f64>,
    puntaje: f64,
    diferencia: Option<f64>,
}

struct Builder<'a> {
    m: Material<'a>,
    pen: &'a Pen<'a>,
    parts: Parts,
    found: Diagnostics,
    ranking: Vec<Puesto>,
    comparacion: Option<Comparacion>,
    carga: Option<Carga>,
    cruces: Vec<Cruce>,
    estados: Option<Estados>,
    /// What was said to be missing.
    said: BTreeSet<&'static str>,
    /// Whether it was said that indices are printed with fewer decimals than they have.
    said_decimals: bool,
}

impl<'a> Builder<'a> {
    fn new(m: Material<'a>, pen: &'a Pen<'a>) -> Self {
        let carga = m.plan.map(plan::load);
        let cruces = carga.as_ref().map(|c| plan::against_index(m.resultados, c)).unwrap_or_default();
        let corte = m.informe.corte.value.ultimo_dia();
        let estados = m.plan.filter(|p| !p.actividades.is_empty()).map(|p| plan::states(p, corte, |_| true));
        Self {
            pen,
            parts: Parts::default(),
            found: Diagnostics::default(),
            ranking: indice::ranking(m.resultados),
            comparacion: m.anterior.and_then(|anterior| indice::compare(m.resultados, anterior, m.catalogo)),
            carga,
            cruces,
            estados,
            said: BTreeSet::new(),
            said_decimals: false,
            m,
        }
    }

    fn block(&mut self, bloque: &Bloque<Componente>, nivel: usize) -> Result<Option<Value>, DrawError> {
        Ok(match bloque {
            Bloque::Componente(component, options, place) => self.component(*component, options, place, nivel)?,
            text => Some(self.parts.text_block(text, self.m.catalogo, &mut self.found)),
        })
    }

    fn component(
        &mut self,
        component: Componente,
        options: &Opciones,
        place: &Place,
        nivel: usize,
    ) -> Result<Option<Value>, DrawError> {
        use Componente::{DetalleDimensiones, Extremos, GraficoPoliticas, IndicePlan, TablaPoliticas};
        let compares =
            [DetalleDimensiones, Extremos, GraficoPoliticas, IndicePlan, TablaPoliticas].contains(&component);
        // The common text of a batch sets policies against each other; one policy alone is its own section.
        if self.m.informe.entidades.is_some() && self.only_internal_control() && compares {
            return Ok(None);
        }
        let body = match component {
            Componente::Sintesis => Some(self.synthesis(options)),
            Componente::Indice => self.index(),
            Componente::TablaPoliticas => self.policies(options),
            Componente::GraficoPoliticas => self.policy_chart(options)?,
            Componente::Extremos => self.extremes(options),
            Componente::DetalleDimensiones => Some(
                json!({ "nivel": nivel + 1, "fuente": self.m.resultados.fuente.value, "dimensiones": self.dimensions(None), "redondeo": self.gaps_add_otherwise() }),
            ),
            Componente::Plan => self.plan(),
            Componente::EstadoPlan => self.states(),
            Componente::Actividades => self.activities(),
            Componente::SinRecurso => self.without_resources()?,
            Componente::IndicePlan => self.index_and_plan(),
            Componente::RecomendacionesFurag => self.recommendations(options),
            Componente::ControlInterno => self.internal_control(),
        };
        let Some(Value::Object(mut body)) = body else {
            let need = self.lacks(component, options);
            let (needs, remedy) = (need.falta(), need.remedio());
            // One text serves many entities: what one of them lacks is said in its report, once.
            if self.m.informe.entidades.is_some() {
                if !self.said.insert(needs) {
                    return Ok(None);
                }
                return Ok(Some(json!({
                    "tipo": "sin_datos",
                    "necesita": needs,
                    "solo_control_interno": self.only_internal_control() && component == Componente::Indice,
                })));
            }
            self.found.push(
                Diagnostic::error("contenido-sin-datos", format!("«{}» necesita {needs}", component.word()))
                    .at(place)
                    .remedy(remedy),
            );
            return Ok(None);
        };
        body.insert("tipo".into(), json!(component.word()));
        body.insert("vigencia".into(), json!(self.m.resultados.vigencia.value));
        // Said once, under the first indices.
        let plan_alone = [Componente::Plan, Componente::EstadoPlan, Componente::Actividades, Componente::SinRecurso];
        let first = !self.said_decimals && !plan_alone.contains(&component) && self.cuts_decimals();
        self.said_decimals |= first;
        body.insert("recorta".into(), json!(first.then_some(self.pen.numeros.decimales)));
        Ok(Some(Value::Object(body)))
    }

    /// How many policies the entity can have: all of the vigencia, or control
    /// interno alone where only that is measured.
    fn existing(&self) -> usize {
        match self.m.entidad.medicion {
            Some(AlcanceMedicion::Meci) => 1,
            _ => self.m.catalogo.politicas_en(self.m.resultados.vigencia.value),
        }
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

    fn findings(&self) -> Vec<Hallazgo> {
        findings(&Evidence {
            catalogo: self.m.catalogo,
            resultados: self.m.resultados,
            comparacion: self.comparacion,
            anterior: self.m.anterior,
            solo_control_interno: self.only_internal_control(),
            comparar_con: self.m.informe.comparar_con.as_ref().map(|v| v.value),
            pide_plan: self.m.informe.plan.is_some(),
            carga: self.carga.as_ref(),
            cruces: &self.cruces,
            estados: self.estados,
            efectos: self.m.plan.and_then(plan::effects),
            extremos: self.m.proyecto.extremos,
            existentes: self.existing(),
        })
    }

    /// The policies that an option names, or all; a name that is none is told.
    fn chosen(&mut self, options: &Opciones) -> Option<Vec<usize>> {
        let names = options.politicas("politicas")?;
        Some(names.iter().filter_map(|name| self.m.catalogo.resolve_politica(name, &mut self.found)).collect())
    }

    fn synthesis(&self, options: &Opciones) -> Value {
        let mut hallazgos = self.findings();
        let all = hallazgos.len();
        hallazgos.truncate(options.cuantas("hallazgos").unwrap_or(all));
        json!({
            "idi": self.m.resultados.idi.as_ref().map(|v| v.value),
            "control_interno": self.ranking.first().filter(|_| self.only_internal_control()).map(|p| p.puntaje),
            "medidas": self.ranking.len(),
            "existentes": self.existing(),
            "actividades": self.carga.as_ref().map(|c| c.total),
            "estados": self.estados,
            "sin_recurso": self.carga.as_ref().and_then(|c| c.sin_recurso),
            "proporcion": self.carga.as_ref().and_then(Carga::share_without),
            "redondeo": self.change_subtracts_otherwise(),
            "hallazgos": hallazgos,
            "de_hallazgos": all,
        })
    }

    fn index(&self) -> Option<Value> {
        let idi = self.m.resultados.idi.as_ref()?.value;
        let serie =
            |vigencia| self.m.catalogo.medicion(vigencia).map_or_else(|| "sin serie".to_owned(), Medicion::serie);
        let known = |vigencia| self.m.catalogo.medicion(vigencia).is_some();
        let nota = |vigencia| self.m.catalogo.medicion(vigencia).map(|m| &m.nota);
        Some(json!({
            "idi": idi,
            "serie": serie(self.m.resultados.vigencia.value),
            "fuente": self.m.resultados.fuente.value,
            "redondeo": self.change_subtracts_otherwise(),
            "comparacion": self.comparacion.map(|c| json!({
                "anterior": c.anterior,
                "idi_anterior": c.idi_anterior,
                "serie_anterior": serie(c.anterior),
                "variacion": c.variacion,
                "series_conocidas": known(c.vigencia) && known(c.anterior),
                "nota": nota(c.vigencia),
                "fuentes": distinct([self.m.anterior.map(|r| r.fuente.value.as_str()), Some(&self.m.resultados.fuente.value)]),
            })),
        }))
    }

    fn policy(&self, p: &Puesto) -> Value {
        let codigo =
            self.m.catalogo.politicas[p.politica].nombre_en(self.m.resultados.vigencia.value).map(|n| &n.codigo);
        json!({ "nombre": self.name(p.politica), "codigo": codigo, "puntaje": p.puntaje, "brecha": p.brecha, "puesto": p.puesto })
    }

    fn dimensions(&self, chosen: Option<&[usize]>) -> Vec<Value> {
        let wanted = |p: usize| chosen.is_none_or(|chosen| chosen.contains(&p));
        let group = |g: GrupoDimension| {
            let d = &self.m.catalogo.dimensiones[g.dimension];
            let politicas: Vec<_> = g.politicas.iter().filter(|p| wanted(p.politica)).map(|p| self.policy(p)).collect();
            let sin_medir: Vec<_> = g.sin_medir.iter().filter(|p| wanted(**p)).map(|p| self.name(*p)).collect();
            json!({ "codigo": d.codigo, "nombre": d.nombre, "puntaje": g.puntaje, "politicas": politicas, "sin_medir": sin_medir })
        };
        let whole = self.m.entidad.medicion != Some(AlcanceMedicion::Meci);
        indice::by_dimension(self.m.resultados, self.m.catalogo)
            .into_iter()
            .filter(|g| whole || !g.politicas.is_empty() || g.puntaje.is_some())
            .filter(|g| chosen.is_none() || g.politicas.iter().any(|p| wanted(p.politica)))
            .map(group)
            .collect()
    }

    /// Policies whose name in the source is not the official one of the vigencia.
    fn aliases(&self) -> Vec<Value> {
        let r = self.m.resultados;
        r.politicas
            .iter()
            .map(|p| (p.escrito.value.as_str(), self.name(p.politica)))
            // A slug or another capitalisation is not another name.
            .filter(|(written, official)| fold(written) != fold(official))
            .filter(|(written, _)| !self.m.catalogo.politicas.iter().any(|p| p.slug == *written))
            .map(|(escrito, oficial)| json!({ "escrito": escrito, "oficial": oficial }))
            .collect()
    }

    fn policies(&mut self, options: &Opciones) -> Option<Value> {
        let chosen = self.chosen(options);
        let wanted = |p: &&Puesto| chosen.as_ref().is_none_or(|chosen| chosen.contains(&p.politica));
        let shown = self.ranking.iter().filter(wanted).count();
        (shown > 0).then(|| {
            json!({
                "mostradas": shown,
                "elegidas": chosen.is_some(),
                "fuente": self.m.resultados.fuente.value,
                "dimensiones": self.dimensions(chosen.as_deref()),
                "medidas": self.ranking.len(),
                "existentes": self.existing(),
                "redondeo": self.gaps_add_otherwise(),
                "nombres": self.aliases(),
            })
        })
    }

    fn policy_chart(&mut self, options: &Opciones) -> Result<Option<Value>, DrawError> {
        let chosen = self.chosen(options);
        let wanted = |p: &&Puesto| chosen.as_ref().is_none_or(|chosen| chosen.contains(&p.politica));
        let shown: Vec<_> = self.ranking.iter().filter(wanted).cloned().collect();
        if shown.is_empty() {
            return Ok(None);
        }
        let idi = self.m.resultados.idi.as_ref().map(|v| v.value);
        let data = Puntos {
            que: "políticas".into(),
            filas: shown.iter().map(|p| Punto { rotulo: self.name(p.politica).to_owned(), valor: p.puntaje }).collect(),
            referencia: idi.map(|idi| ("IDI".to_owned(), idi)),
            ancho: text_width(self.m.proyecto.papel, self.pen),
        };
        let figura = self.parts.chart(puntos(&data, self.pen))?;
        let parts = idi.map(|idi| indice::split_by(&shown, idi));
        Ok(Some(json!({
            "figura": figura,
            "fuente": self.m.resultados.fuente.value,
            "idi": idi,
            "medidas": shown.len(),
            "elegidas_de": chosen.map(|_| self.ranking.len()),
            "encima": parts.map(|p| p.encima),
            "debajo": parts.map(|p| p.debajo),
        })))
    }

    /// How many policies stand at each end.
    fn each_end(&self, options: &Opciones) -> usize {
        options.cuantas("cuantas").unwrap_or(self.m.proyecto.extremos)
    }

    fn extremes(&self, options: &Opciones) -> Option<Value> {
        let n = self.each_end(options);
        let altas: Vec<_> = indice::strongest(&self.ranking, n).iter().map(|p| self.policy(p)).collect();
        let bajas: Vec<_> = indice::weakest(&self.ranking, n).iter().map(|p| self.policy(p)).collect();
        (!self.ranking.is_empty() && altas.len() + bajas.len() <= self.ranking.len())
            .then(|| json!({ "fuente": self.m.resultados.fuente.value, "altas": altas, "bajas": bajas, "medidas": self.ranking.len(), "redondeo": self.gaps_add_otherwise() }))
    }

    /// What `component` needs and is not there: the first thing, or the last where all else is.
    fn lacks(&self, component: Componente, options: &Opciones) -> Necesidad {
        let needs = component.necesita();
        let missing = needs.iter().find(|need| !self.has(**need, options));
        missing.or(needs.last()).copied().unwrap_or(Necesidad::Resultados)
    }

    fn has(&self, need: Necesidad, options: &Opciones) -> bool {
        let ranking = &self.ranking;
        match need {
            Necesidad::Idi => self.m.resultados.idi.is_some(),
            Necesidad::Politicas => !ranking.is_empty(),
            Necesidad::PuntajesDistintos => {
                ranking.len() < 2 || ranking.first().map(|p| p.puntaje) != ranking.last().map(|p| p.puntaje)
            }
            Necesidad::MasPoliticas => ranking.len() >= 2 * self.each_end(options),
            Necesidad::Plan => self.m.plan.is_some(),
            _ => true,
        }
    }

    /// The index of internal control and the components of MECI, in both
    /// vigencias where they can be compared.
    fn control(&self) -> Option<Control<'a>> {
        let catalogo = self.m.catalogo;
        let politica = internal_control_policy(catalogo)?;
        let indice = Medida::Politica(politica);
        let now = indice.of(self.m.resultados)?;
        let antes = self.m.anterior.filter(|r| indice.of(r).is_some());
        let comparable =
            antes.is_some_and(|r| catalogo.comparables(self.m.resultados.vigencia.value, r.vigencia.value));
        let row = |nombre: &'a str, medida: Medida<'_>, puntaje: f64| {
            let antes = antes.and_then(|r| medida.of(r));
            let diferencia = antes.filter(|_| comparable).map(|antes| ((puntaje - antes) * 1e6).round() / 1e6);
            FilaControl { nombre, antes, puntaje, diferencia }
        };
        let mut filas = vec![row("Índice de control interno", indice, now)];
        for s in &catalogo.politicas[politica].subindices {
            let medida = Medida::Subindice(politica, &s.codigo);
            if let (Some(nombre), Some(value)) = (&s.nombre, medida.of(self.m.resultados)) {
                filas.push(row(nombre, medida, value));
            }
        }
        Some(Control { filas, antes, comparable })
    }

    fn internal_control(&self) -> Option<Value> {
        let control = self.control()?;
        let cuadra =
            |fila: &FilaControl<'_>| fila.antes.is_none_or(|antes| self.pen.numeros.resta_cuadra(antes, fila.puntaje));
        Some(json!({
            "filas": control.filas,
            "anterior": control.antes.map(|r| r.vigencia.value),
            "comparable": control.comparable,
            "redondeo": control.comparable && !control.filas.iter().all(cuadra),
            "fuente": self.m.resultados.fuente.value,
            "fuente_anterior": control.antes.map(|r| &r.fuente.value),
        }))
    }

    /// What Función Pública recommends, policy by policy in catalogue order.
    fn recommendations(&mut self, options: &Opciones) -> Option<Value> {
        let file = self.m.recomendaciones.filter(|r| !r.recomendaciones.is_empty())?;
        let chosen = self.chosen(options);
        let wanted = |politica: usize| chosen.as_ref().is_none_or(|chosen| chosen.contains(&politica));
        let mut politicas = Vec::new();
        for politica in (0..self.m.catalogo.politicas.len()).filter(|p| wanted(*p)) {
            let of_policy = file.recomendaciones.iter().filter(|r| r.politica == politica);
            let textos: Vec<_> = of_policy.map(|r| r.recomendacion.as_str()).collect();
            if !textos.is_empty() {
                let puntaje = self.ranking.iter().find(|p| p.politica == politica).map(|p| p.puntaje);
                politicas.push(json!({ "nombre": self.name(politica), "puntaje": puntaje, "textos": textos }));
            }
        }
        let total = file.recomendaciones.iter().filter(|r| wanted(r.politica)).count();
        (total > 0).then(|| {
            json!({
                "fuente": file.fuente, "total": total, "politicas": politicas,
                "elegidas_de": chosen.as_ref().map(|_| file.recomendaciones.len()),
            })
        })
    }

    /// The figures that narrative texts may quote.
    fn cifras(&self) -> Value {
        let politicas: serde_json::Map<_, _> = self
            .ranking
            .iter()
            .map(|p| {
                let key = self.m.catalogo.politicas[p.politica].slug.replace('-', "_");
                (key, self.policy(p))
            })
            .collect();
        json!({
            "entidad": self.m.entidad.nombre,
            "sigla": self.m.entidad.sigla,
            "vigencia": self.m.resultados.vigencia.value,
            "vigencia_anterior": self.comparacion.map(|c| c.anterior),
            "idi": self.m.resultados.idi.as_ref().map(|v| v.value),
            "idi_anterior": self.comparacion.map(|c| c.idi_anterior),
            "variacion": self.comparacion.and_then(|c| c.variacion),
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
                "efectividad": self.m.plan.and_then(plan::effects),
            })),
        })
    }
}

/// The texts that are there, each once, in order.
fn distinct<const N: usize>(texts: [Option<&str>; N]) -> Vec<&str> {
    let mut seen = Vec::new();
    for text in texts.into_iter().flatten() {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}
