//! The entities of a set: what is known of them, who has no index, and the places of those that have.

use crate::cuadro::Clase::{Diferencia, Entero, Proporcion, Puntos, Texto};
use crate::cuadro::{Celda, Cuadro};
use crate::hechos::conjunto::{
    Agrupacion, Cambio, Grupo, Medida, Situacion, Universo, changes, groups, ranking, situation, universe_within,
};
use crate::locale::compare;

use super::column;
use crate::bloques::conjunto::Marco;

impl Marco<'_> {
    /// The entities by what is known of them.
    pub fn universe_table(&self) -> Cuadro {
        let u = self.universe();
        let share = |n: usize| (u.entidades > 0).then(|| n as f64 / u.entidades as f64);
        let row = |text: &str, n: usize| vec![Celda::from(text), Celda::from(n), Celda::from(share(n))];
        self.table(
            "universo",
            format!("Entidades del conjunto según lo que se conoce de ellas, vigencia {}", self.conjunto.vigencia),
            vec![
                column("situacion", "Situación", Texto, None),
                column("entidades", "Entidades", Entero, 70.0),
                column("proporcion", "Parte del total", Proporcion, 80.0),
            ],
            vec![
                row("Con IDI: tienen puesto", u.con_idi),
                row("Solo control interno (MECI): sin IDI", u.solo_control_interno),
                row("Sin resultado en los datos", u.sin_dato),
                row("Total", u.entidades),
            ],
            None,
        )
        .con_total()
    }

    /// What is known of the entities, by kind.
    pub fn kinds_table(&self) -> Cuadro {
        let row = |name: &str, u: Universo| {
            let counts = [u.con_idi, u.solo_control_interno, u.sin_dato, u.entidades];
            std::iter::once(Celda::from(name)).chain(counts.map(Celda::from)).collect()
        };
        let groups = groups(self.conjunto, self.catalogo, Agrupacion::Tipo);
        let kind = |g: &Grupo| {
            let known = universe_within(self.conjunto, &g.miembros, self.catalogo);
            row(g.nombre.as_deref().unwrap_or("Sin tipo"), known)
        };
        let filas = groups.iter().map(kind).chain([row("Total", self.universe())]).collect();
        self.table(
            "universo_tipos",
            format!("Entidades por tipo según lo que se conoce de ellas, vigencia {}", self.conjunto.vigencia),
            vec![
                column("tipo", "Tipo de entidad", Texto, None),
                column("con_idi", "Con IDI", Entero, 90.0),
                column("solo_control_interno", "Solo control interno", Entero, 120.0),
                column("sin_dato", "Sin resultado", Entero, 110.0),
                column("entidades", "Entidades", Entero, 90.0),
            ],
            filas,
            None,
        )
        .con_total()
    }

    /// The entities that have no position.
    pub fn without_idi_table(&self) -> Cuadro {
        let without = |m: &usize| situation(&self.conjunto.miembros[*m], self.catalogo) != Situacion::ConIdi;
        let mut list: Vec<_> = (0..self.conjunto.miembros.len()).filter(without).collect();
        list.sort_by(|a, b| {
            let kind = |m: usize| situation(&self.conjunto.miembros[m], self.catalogo);
            kind(*a).cmp(&kind(*b)).then_with(|| compare(self.name(*a), self.name(*b)))
        });
        let row = |m: usize| {
            let why = match situation(&self.conjunto.miembros[m], self.catalogo) {
                Situacion::SoloControlInterno => "Se mide solo en control interno",
                _ => "Sin resultado en los datos",
            };
            vec![Celda::from(self.name(m)), Celda::from(self.sector(m).unwrap_or("Sin sector")), Celda::from(why)]
        };
        self.table(
            "sin_idi",
            "Entidades sin IDI y por qué",
            vec![
                column("entidad", "Entidad", Texto, None),
                column("sector", "Sector", Texto, 130.0),
                column("situacion", "Situación", Texto, 140.0),
            ],
            list.into_iter().map(row).collect(),
            None,
        )
    }

    /// The ranking of the entities with IDI.
    pub fn ranking_table(&self) -> Cuadro {
        let list = ranking(self.conjunto, self.catalogo, Medida::Idi);
        let n = list.len();
        let changes = changes(self.conjunto, self.catalogo, Medida::Idi);
        let compared = self.conjunto.anterior.filter(|_| !changes.is_empty());
        let mut columnas = vec![
            column("puesto", "Puesto", Entero, 38.0),
            column("entidad", "Entidad", Texto, None),
            column("sector", "Sector", Texto, 112.0).oculta(true),
            column("idi", "IDI", Puntos, 38.0),
        ];
        if let Some(anterior) = compared {
            columnas.push(column("idi_anterior", format!("IDI {anterior}"), Puntos, 42.0));
            columnas.push(column("diferencia", "Diferencia, puntos", Diferencia, 54.0));
        }
        columnas.push(column("tipo", "Tipo", Texto, 100.0).oculta(true));
        let ties = if list.iter().any(|p| p.empate) {
            "Valores iguales comparten el puesto y el siguiente valor toma el que le corresponde después de todos ellos (1, 2, 2, 4); entre iguales, orden alfabético. "
        } else {
            ""
        };
        let blank = compared.filter(|_| list.iter().any(|p| !changes.iter().any(|c| c.miembro == p.miembro)));
        let blank = blank.map_or_else(String::new, |v| format!("En blanco: sin IDI de {v} en los datos. "));
        let filas = list
            .iter()
            .map(|p| {
                let mut row = vec![
                    Celda::from(p.puesto),
                    Celda::from(self.name(p.miembro)),
                    Celda::from(self.sector(p.miembro)),
                    Celda::from(p.valor),
                ];
                if compared.is_some() {
                    let c = changes.iter().find(|c| c.miembro == p.miembro);
                    row.push(c.map(|c| c.antes).into());
                    row.push(c.map(Cambio::diferencia).into());
                }
                let tipo = self.entity(p.miembro).tipo.as_ref();
                row.push(tipo.map(|tipo| self.catalogo.nombre_tipo(&tipo.value)).into());
                row
            })
            .collect();
        self.sources(self.table(
            "puestos",
            match n {
                1 => format!("Puesto de la única entidad con IDI, vigencia {}", self.conjunto.vigencia),
                _ => format!("Puesto de las {} entidades con IDI, vigencia {}", self.count(n), self.conjunto.vigencia),
            },
            columnas,
            filas,
            Some(&format!(
                "{ties}{blank}{}",
                if compared.is_some() {
                    "Puestos y diferencias: cálculo propio."
                } else {
                    "Puestos: cálculo propio."
                }
            )),
        ))
    }
}
