//! What the entities of a set have pending, one by one.

use jiff::civil::Date;

use crate::cuadro::Clase::{Entero, Puntos, Texto};
use crate::cuadro::{Celda, Cuadro};
use crate::hechos::conjunto::{
    MasBaja, Medida, Pendiente, Situacion, large_changes, pending, situation, unattended_lowest,
};
use crate::locale::{capital, compare, lista};

use super::column;
use crate::bloques::conjunto::Marco;

impl Marco<'_> {
    fn lowest_names(&self, low: &MasBaja) -> String {
        lista(&low.politicas.iter().map(|p| self.policy(*p)).collect::<Vec<_>>())
    }

    /// The entities whose plan leaves their lowest policy out, with the policy and its index.
    pub fn unattended_table(&self, corte: Date) -> Cuadro {
        let row = |low: &MasBaja| {
            vec![
                Celda::from(self.name(low.miembro)),
                self.sector(low.miembro).into(),
                self.lowest_names(low).as_str().into(),
                low.puntaje.into(),
                low.actividades.into(),
            ]
        };
        let mut table = self.table(
            "politica_mas_baja",
            "Entidades cuyo plan no tiene actividades para su política más baja",
            vec![
                column("entidad", "Entidad", Texto, None),
                column("sector", "Sector", Texto, None).oculta(true),
                column("politica", "Su política más baja", Texto, 186.0),
                column("indice", "Índice", Puntos, 44.0),
                column("actividades", "Actividades del plan", Entero, 58.0),
            ],
            unattended_lowest(self.conjunto, corte).iter().map(row).collect(),
            Some("De menor a mayor índice. La política más baja es la de menor índice entre las de la entidad. Cálculo propio."),
        );
        table.fuente =
            format!("{} planes de mejoramiento de las entidades.", table.fuente.trim_end_matches('.').to_owned() + ";");
        table
    }

    /// What each entity has pending, by sector and name; those without anything are not in it.
    pub fn pending_table(&self, corte: Date, umbral: f64) -> Cuadro {
        let pending = pending(self.conjunto, corte);
        let lowest = unattended_lowest(self.conjunto, corte);
        let large = large_changes(self.conjunto, self.catalogo, Medida::Idi, umbral);
        let mut filas = Vec::new();
        for (at, miembro) in self.conjunto.miembros.iter().enumerate() {
            let own = pending.iter().find(|p| p.miembro == at);
            let mut also = Vec::new();
            if situation(miembro, self.catalogo) == Situacion::SinDato {
                also.push("sin resultado en los datos".to_owned());
            }
            if miembro.plan.is_none() {
                also.push(match own.map_or(0, |p| p.sin_plan) {
                    0 => "sin plan en los datos".to_owned(),
                    1 => "sin plan en los datos para 1 recomendación".to_owned(),
                    n => format!("sin plan en los datos para {} recomendaciones", self.count(n)),
                });
            }
            if large.iter().any(|c| c.miembro == at) {
                also.push("verificar el cambio del IDI".to_owned());
            }
            if let Some(low) = lowest.iter().find(|low| low.miembro == at) {
                also.push(format!("sin actividades para {}", self.lowest_names(low)));
            }
            if own.is_none() && also.is_empty() {
                continue;
            }
            let count = |of: fn(&Pendiente) -> usize| own.map(of).filter(|n| *n > 0);
            filas.push(vec![
                Celda::from(self.name(at)),
                self.sector(at).into(),
                count(|p| p.vencidas).into(),
                own.and_then(|p| p.atraso).map(f64::from).into(),
                count(|p| p.en_corte).into(),
                count(|p| p.sin_recurso as usize).into(),
                count(|p| p.sin_actividad).into(),
                Some(capital(&also.join("; "))).filter(|text| !text.is_empty()).into(),
            ]);
        }
        // Who has no sector comes last.
        filas.sort_by(|a, b| {
            let last = |f: &[Celda]| f[1] == Celda::Blanco;
            let by = |i: usize| compare(a[i].as_text().unwrap_or_default(), b[i].as_text().unwrap_or_default());
            last(a).cmp(&last(b)).then_with(|| by(1)).then_with(|| by(0))
        });
        let mut table = self.table(
            "entidades_pendientes",
            "Lo que tiene pendiente cada entidad al corte",
            vec![
                column("entidad", "Entidad", Texto, None),
                column("sector", "Sector", Texto, None),
                column("vencidas", "Vencidas", Entero, 42.0),
                column("atraso", "Mayor atraso, días", Entero, 42.0),
                column("vencen_en_corte", "Vencían el día del corte", Entero, 46.0),
                column("sin_recurso", "Sin recurso", Entero, 42.0),
                column("sin_actividad", "Recomendaciones sin actividad", Entero, 80.0),
                column("ademas", "Además", Texto, 130.0),
            ],
            filas,
            Some("En blanco: nada. Vencidas: el plazo terminó antes del corte sin cumplirse. Sin recurso: actividades por cumplir. Recomendaciones sin actividad: de la Función Pública, sobre una política sin actividades en el plan. Cálculo propio."),
        );
        table.fuente = match self.advice_source() {
            Some(advice) => format!("planes de mejoramiento de las entidades; recomendaciones: {advice}."),
            None => "planes de mejoramiento de las entidades.".to_owned(),
        };
        table
    }
}
