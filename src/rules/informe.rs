//! Rules over a follow-up report and what it is made from.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::hechos::plan;
use crate::model::{Catalogo, Contenido, Informe, Plan, Resultados, contenidos};

use super::cifras::{self, Datos};
use super::conteos;
use super::documento::each_narrative;
use super::escrito;

/// What is checked: a report with what it names.
pub struct Revisado<'a> {
    pub informe: &'a Informe,
    pub catalogo: &'a Catalogo,
    pub resultados: &'a Resultados,
    pub anterior: Option<&'a Resultados>,
    pub plan: Option<&'a Plan>,
}

/// Runs every rule over the report.
pub fn check(m: &Revisado<'_>, found: &mut Diagnostics) {
    comparison_has_data(m, found);
    let informe = m.informe;
    let datos = Datos::new(m.catalogo, m.resultados, m.anterior);
    let carga = m.plan.map(plan::load);
    each_narrative(&informe.secciones, &mut |text| {
        cifras::check(text, &datos, found);
        if let Some(carga) = &carga {
            conteos::check(text, carga, &datos, found);
        }
    });
    let medidas = Some(m.resultados.politicas.len());
    escrito::check(&informe.cabecera(), &informe.secciones, medidas, m.catalogo, found);
}

/// What compares the IDI needs that of both vigencias.
fn comparison_has_data(m: &Revisado<'_>, found: &mut Diagnostics) {
    let compared =
        |c: &&Contenido| matches!(c, Contenido::Bloque(b) if ["indice", "sintesis"].contains(&b.palabra.as_str()));
    let compares = contenidos(&m.informe.secciones).iter().any(compared);
    if let (Some(vigencia), Some(anterior)) = (&m.informe.comparar_con, m.anterior)
        && compares
        && anterior.idi.is_none()
        && m.resultados.idi.is_some()
        // A report of a batch does without.
        && m.informe.entidades.is_none()
    {
        found.push(
            Diagnostic::error(
                "contenido-sin-datos",
                format!("la vigencia {} no tiene IDI con qué comparar", vigencia.value),
            )
            .at(&vigencia.place)
            .remedy("agregue «idi:» a sus resultados o quite «comparar_con»"),
        );
    }
}
