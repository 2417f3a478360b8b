//! What each entity has pending: the annex in which a reader finds the own one.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::{date, necesidad::Necesidad};
use crate::cuadro::Celda;
use crate::diagnostic::Place;
use crate::hechos::conjunto::{Pendiente, pending};

use super::{DeConjunto, MAX_CELDAS, summarised};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "entidades_pendientes",
    "anexo: lo que tiene pendiente cada entidad, por sector: actividades vencidas, que vencían el día del corte y sin recurso, recomendaciones sin actividad y lo que se le pide; solo las que tienen algo",
    |set, uso| uno(Some(values(set, uso.place))),
)
.que_necesita(&[Necesidad::Planes])
.con_rasgo(Rasgo::SinIndices);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Value {
    let m = set.m;
    let corte = set.encargo.corte.ultimo_dia();
    let table = m.pending_table(corte, m.proyecto.umbrales.cambio_por_verificar);
    let cells = table.filas.len() * table.columnas.len();
    let told = cells <= MAX_CELDAS;
    if !told {
        set.hoja.found.push(summarised("entidades_pendientes", cells, place));
    }
    let mut grupos: Vec<(&Celda, Vec<Value>)> = Vec::new();
    for fila in &table.filas {
        let row = json!({
            "entidad": fila[0], "vencidas": fila[2], "atraso": fila[3], "en_corte": fila[4], "sin_recurso": fila[5],
            "sin_actividad": fila[6], "ademas": fila[7],
        });
        match grupos.last_mut().filter(|(sector, _)| **sector == fila[1]) {
            Some((_, rows)) => rows.push(row),
            None => grupos.push((&fila[1], vec![row])),
        }
    }
    let grupos: Vec<_> =
        grupos.into_iter().map(|(sector, filas)| json!({ "sector": sector, "filas": filas })).collect();
    let pending = pending(m.conjunto, corte);
    let sum = |of: fn(&Pendiente) -> usize| pending.iter().map(of).sum::<usize>();
    let view = json!({
        "resumida": !told,
        "grupos": if told { grupos } else { Vec::new() },
        "corte": date(set.encargo.corte),
        "n": table.filas.len(),
        "entidades": m.conjunto.miembros.len(),
        "vencidas": sum(|p| p.vencidas), "en_corte": sum(|p| p.en_corte),
        "sin_recurso": sum(|p| p.sin_recurso as usize), "sin_actividad": sum(|p| p.sin_actividad),
        "titulo": table.titulo, "origen": table.fuente, "nota": table.nota,
    });
    set.hoja.cuadros.push(table);
    view
}
