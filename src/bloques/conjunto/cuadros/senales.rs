//! The signals about each policy.

use crate::cuadro::Clase::{Diferencia, Entero, Puntos, Texto};
use crate::cuadro::{Celda, Cuadro};
use crate::hechos::conjunto::{Medida, spread};
use crate::hechos::senales::{Senal, signals, urgency};

use super::column;
use crate::bloques::conjunto::Marco;

impl Marco<'_> {
    /// Policy by signal: what falls first, then the lowest medians, then from the most signals that ask for something down.  A blank is no signal.
    pub fn signals_table(&self) -> Cuadro {
        let mut list = signals(self.conjunto, self.catalogo, &self.proyecto.umbrales);
        let asked = |signals: &[Senal]| std::cmp::Reverse(signals.iter().filter(|s| asks(s)).count());
        list.sort_by(|a, b| {
            let soon = urgency(&a.1).total_cmp(&urgency(&b.1));
            soon.then_with(|| (asked(&a.1), self.code(a.0)).cmp(&(asked(&b.1), self.code(b.0))))
        });
        let row = |(p, signals): &(usize, Vec<Senal>)| {
            let d = spread(self.conjunto, Medida::Politica(*p));
            let first = |of: fn(&Senal) -> Option<Celda>| signals.iter().find_map(of).unwrap_or(Celda::Blanco);
            vec![
                Celda::from(self.policy(*p)),
                d.map(|d| d.n).into(),
                d.and_then(|d| d.mediana).into(),
                first(|s| matches!(s, Senal::MedianaBaja { .. }).then(|| "Sí".into())),
                first(|s| match s {
                    Senal::Cae { diferencia, .. } | Senal::Sube { diferencia, .. } => Some((*diferencia).into()),
                    _ => None,
                }),
                first(|s| match s {
                    Senal::Dispersa { rango, .. } => Some((*rango).into()),
                    _ => None,
                }),
                first(|s| match s {
                    Senal::Apartadas { entidades, .. } => Some(entidades.total.into()),
                    _ => None,
                }),
                first(|s| match s {
                    Senal::SinActividades { entidades, .. } => Some((*entidades).into()),
                    _ => None,
                }),
                first(|s| match s {
                    Senal::SinActividades { con_plan, .. } => Some((*con_plan).into()),
                    _ => None,
                }),
                Some(self.leader_names(*p)).filter(|names| !names.is_empty()).into(),
            ]
        };
        let filas: Vec<_> = list.iter().map(row).collect();
        let has = |column: usize| filas.iter().any(|fila| fila[column] != Celda::Blanco);
        let similar = self.proyecto.umbrales.similar;
        let change = format!(
            "Cambio: de la mediana, de más de {} {} y con el 60 % de las entidades.",
            self.pen.numeros.con_decimales(similar, 0),
            if similar == 1.0 { "punto" } else { "puntos" }
        );
        let told = [
            (4, change.as_str()),
            (5, "Mayor distancia: entre cuartiles, de las tres mayores."),
            (6, "Apartadas: muy por debajo de las demás, y no en el IDI (véase el glosario)."),
            (7, "Entidades bajas sin actividades: las del cuartil inferior, o por debajo, cuyo plan no la atiende."),
        ];
        let told =
            told.iter().filter(|(column, _)| has(*column)).map(|(_, text)| format!("{text} ")).collect::<String>();
        let first = if list.iter().any(|(_, signals)| urgency(signals).is_finite()) {
            "Primero la que cae y las de mediana más baja; las demás, por el número de señales. "
        } else {
            ""
        };
        let note = format!("{first}En blanco no hay señal. {told}Cálculo propio, con las reglas del método.");
        let blank = |column: usize| !has(column);
        let before = self.conjunto.anterior.map_or_else(String::new, |v| format!(" frente a {v}"));
        self.sources(self.table(
            "senales",
            format!("Señales de los datos por política, vigencia {}", self.conjunto.vigencia),
            vec![
                column("politica", "Política", Texto, None),
                column("n", "n", Entero, 24.0),
                column("mediana", "Mediana", Puntos, 42.0),
                column("baja", "De las tres más bajas", Texto, 46.0).oculta(blank(3)),
                column("cambio", format!("Cambio{before}"), Diferencia, 46.0).oculta(blank(4)),
                column("distancia", "Mayor distancia", Puntos, 46.0).oculta(blank(5)),
                column("apartadas", "Entidades apartadas", Entero, 48.0).oculta(blank(6)),
                column("sin_actividades", "Entidades bajas sin actividades", Entero, 54.0).oculta(blank(7)),
                column("con_plan", "Bajas con plan", Entero, 42.0).oculta(true),
                column("lideres", "Lideran", Texto, None).oculta(true),
            ],
            filas.clone(),
            Some(&note),
        ))
    }
}

/// Whether a signal asks for something.
fn asks(senal: &Senal) -> bool {
    !matches!(senal, Senal::Sube { .. } | Senal::Referentes { .. })
}
