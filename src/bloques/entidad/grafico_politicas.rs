//! The policies of an entity as points on an axis.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho, Rasgo};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::bloques::text_width;
use crate::charts::{Frente, Frentes, MAX_PUNTOS, Punto, Puntos, frente, puntos};
use crate::hechos::conjunto::{Medida, difference, values};
use crate::hechos::cotejo::sides;
use crate::hechos::indice::{self, PuestoPolitica};

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "grafico_politicas",
    "gráfico de las políticas frente a las demás entidades y su mediana; sin otras entidades, con el IDI como referencia",
    |d, uso| drawn(d, uso.opciones),
)
.que_necesita(&[Necesidad::Politicas])
.con_opciones(&[Opcion {
    palabra: "politicas",
    clase: ClaseOpcion::Politicas,
    dice: "solo estas políticas, por su nombre",
}])
.con_rasgo(Rasgo::Compara)
.con_vara();

fn drawn(d: &mut DeEntidad<'_>, options: &Opciones) -> Dicho {
    let chosen = d.chosen(options);
    let wanted = |p: &&PuestoPolitica| chosen.as_ref().is_none_or(|chosen| chosen.contains(&p.politica));
    let shown: Vec<_> = d.ranking.iter().filter(wanted).cloned().collect();
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    if d.compares_policies() {
        return among_others(d, &shown, chosen.is_some());
    }
    let idi = d.m.resultados.idi.as_ref().map(|v| v.value);
    let data = Puntos {
        que: "políticas".into(),
        filas: shown.iter().map(|p| Punto { rotulo: d.name(p.politica).to_owned(), valor: p.puntaje }).collect(),
        referencia: idi.map(|idi| ("IDI".to_owned(), idi)),
        ancho: text_width(d.m.proyecto.papel, d.pen),
    };
    let figura = d.hoja.chart(puntos(&data, d.pen))?;
    let parts = idi.map(|idi| indice::split_by(&shown, idi));
    Ok(vec![json!({
        "figura": figura,
        "fuente": d.m.resultados.fuente.value,
        "idi": idi,
        "medidas": shown.len(),
        "compara": false,
        "elegidas_de": chosen.map(|_| d.ranking.len()),
        "encima": parts.map(|p| p.encima),
        "debajo": parts.map(|p| p.debajo),
    })])
}

/// The policies before the other entities, from the farthest below their median up.
fn among_others(d: &mut DeEntidad<'_>, shown: &[PuestoPolitica], elegidas: bool) -> Dicho {
    let mut filas: Vec<Frente> = shown.iter().map(|p| row(d, p)).collect();
    let far = |f: &Frente| f.mediana.map_or(f64::INFINITY, |mediana| difference(mediana, f.valor));
    filas.sort_by(|a, b| far(a).total_cmp(&far(b)));
    let compared: Vec<_> = filas.iter().filter(|f| f.mediana.is_some()).map(far).collect();
    let similar = d.m.proyecto.umbrales.similar;
    let parts = sides(compared.iter().copied(), similar);
    let n = filas.iter().map(|f| f.otras.len() + 1);
    let (fewest, most) = (n.clone().min().unwrap_or(0), n.max().unwrap_or(0));
    let banda = filas.iter().any(|f| f.otras.len() > MAX_PUNTOS);
    let ancho = text_width(d.m.proyecto.papel, d.pen);
    let data = Frentes { que: "políticas".into(), quienes: d.m.proyecto.ambito.clone(), filas, ancho };
    let figura = d.hoja.chart(frente(&data, d.pen))?;
    Ok(vec![json!({
        "figura": figura,
        "fuente": d.m.resultados.fuente.value,
        "compara": true,
        "ambito": d.m.proyecto.ambito,
        "medidas": shown.len(),
        "elegidas_de": elegidas.then_some(d.ranking.len()),
        "comparadas": compared.len(),
        "encima": parts.encima,
        "similares": parts.igual,
        "debajo": parts.debajo,
        "similar": similar,
        "sin_confirmar": d.is_unconfirmed(),
        "de": [fewest, most],
        "banda": banda,
    })])
}

fn row(d: &DeEntidad<'_>, p: &PuestoPolitica) -> Frente {
    let medida = Medida::Politica(p.politica);
    let spread = d.position(medida).map(|p| p.lugares.todas.distribucion);
    let cerca = spread.and_then(|s| s.cerca_inferior());
    let (mut otras, mut lejos) = (Vec::new(), Vec::new());
    if let Some(vara) = d.m.vara.filter(|_| spread.is_some()) {
        let own = vara.conjunto.position(d.m.expediente.entidad);
        for v in values(&vara.conjunto, medida).into_iter().filter(|v| Some(v.miembro) != own) {
            otras.push(v.valor);
            if cerca.is_some_and(|cerca| v.valor < cerca) {
                let entidad = vara.conjunto.miembros[v.miembro].entidad;
                lejos.push((d.m.catalogo.entidades[entidad].nombre.clone(), v.valor));
            }
        }
    }
    Frente {
        rotulo: d.name(p.politica).to_owned(),
        valor: p.puntaje,
        otras,
        mediana: spread.and_then(|s| s.mediana),
        cuartiles: spread.and_then(|s| s.cuartiles),
        cerca,
        similar: d.m.proyecto.umbrales.similar,
        lejos,
    }
}
