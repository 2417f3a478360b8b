//! The IDI by sector.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::cuadro::{Celda, Cuadro};
use crate::diagnostic::Place;

use crate::hechos::conjunto::{Agrupacion, MINIMO_CUARTILES, MINIMO_GRUPO};

use super::{DeConjunto, printed};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "sectores",
    "el IDI por sector: n, mínimo, cuartiles, máximo y promedio; con menos de cuatro entidades no hay cuartiles y con menos de tres, ni mediana ni promedio ni puesto entre los demás, tampoco en el total",
    |set, uso| uno(values(set, uso.place)),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades]);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Option<Value> {
    let m = set.m;
    let whole = m.groups_table(Agrupacion::Sector);
    let shown = together(&whole);
    // The export has each of them.
    let cuadro = set.fit(whole, place).map(|whole| shown.map_or(whole, |shown| printed(&shown, &m)));
    Some(
        json!({ "sectores": set.finding("sectores"), "cuadro": cuadro, "mismas": m.sector_that_is_a_kind(), "por_verificar": m.to_verify() }),
    )
}

/// The table with the sectors without a median in one row, where there are several and others have one.
fn together(whole: &Cuadro) -> Option<Cuadro> {
    let at = |clave: &str| whole.columnas.iter().position(|c| c.clave == clave);
    let (entidades, n, minimo, mediana, maximo) =
        (at("entidades")?, at("n")?, at("minimo")?, at("mediana")?, at("maximo")?);
    let (total, rows) = whole.filas.split_last().filter(|_| whole.total)?;
    let (with, without): (Vec<_>, Vec<_>) = rows.iter().partition(|f| f[mediana] != Celda::Blanco);
    if with.is_empty() || without.len() < 2 {
        return None;
    }
    let of = |column: usize| without.iter().filter_map(move |f| f[column].as_number());
    let mut rest = vec![Celda::Blanco; whole.columnas.len()];
    rest[0] = "Otros sectores".into();
    rest[entidades] = of(entidades).sum::<f64>().into();
    rest[n] = of(n).sum::<f64>().into();
    rest[minimo] = of(minimo).min_by(f64::total_cmp).into();
    rest[maximo] = of(maximo).max_by(f64::total_cmp).into();
    let filas = with.into_iter().cloned().chain([rest, total.clone()]).collect();
    let nota = format!(
        "n: con IDI; sin cuartiles con menos de {MINIMO_CUARTILES}. Otros sectores: con menos de {MINIMO_GRUPO}. Cuartiles y promedios: cálculo propio."
    );
    Some(Cuadro { filas, nota: Some(nota), ..whole.clone() })
}
