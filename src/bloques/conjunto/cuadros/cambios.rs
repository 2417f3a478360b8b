//! What changed between two vigencias.

use std::cmp::Ordering;

use crate::cuadro::Clase::{Diferencia, Entero, Puntos, Texto};
use crate::cuadro::{Celda, Cuadro};
use crate::hechos::conjunto::{
    Agrupacion, Cambio, CambiosPorGrupo, MINIMO_GRUPO, Medida, Panel, changes, group_changes, largest, panel, sustained,
};
use crate::hechos::senales::sustained_counts;
use crate::locale::compare;

use super::{POINTS, column, count_width};
use crate::bloques::conjunto::Marco;

impl Marco<'_> {
    /// The change of the IDI by sector, from the largest rise of the median to the
    /// largest fall, over the entities measured in both vigencias; and in alphabetical
    /// order the entities of the sectors that have too few for a median.
    pub fn sector_changes(&self) -> CambiosPorGrupo<String> {
        let name = |sector: Option<String>| sector.unwrap_or_else(|| "Sin sector".to_owned());
        let (panels, single) = group_changes(self.conjunto, self.catalogo, Agrupacion::Sector);
        let mut panels: Vec<_> = panels.into_iter().map(|(s, p)| (name(s), p)).collect();
        let change = |p: &Panel| p.diferencia().unwrap_or_default();
        panels.sort_by(|a, b| change(&b.1).total_cmp(&change(&a.1)).then_with(|| compare(&a.0, &b.0)));
        let single = single.into_iter().map(|(s, c)| (format!("{}: {}", name(s), self.name(c.miembro)), c));
        let mut single: Vec<_> = single.collect();
        single.sort_by(|a, b| compare(&a.0, &b.0));
        (panels, single)
    }

    pub fn group_changes_table(&self) -> Cuadro {
        let (before, now) = (self.conjunto.anterior.unwrap_or_default(), self.conjunto.vigencia);
        let (list, single) = self.sector_changes();
        let all = panel(&changes(self.conjunto, self.catalogo, Medida::Idi));
        // The values of an entity are its indices, in the same columns.
        let medians = all.is_some_and(|p| p.medianas.is_some());
        let of = if medians { "Mediana" } else { "IDI" };
        // Where some have a median the entities of the others are one row; each is in the list of all.
        let together = !list.is_empty() && single.len() > 1;
        let apart = match (list.is_empty(), single.is_empty()) {
            (_, true) => String::new(),
            (false, false) => {
                format!(" Los sectores con menos de {MINIMO_GRUPO} van juntos al final, sin mediana.")
            }
            (true, false) => {
                format!(" Los sectores tienen menos de {MINIMO_GRUPO}: va cada entidad con sus índices, sin mediana.")
            }
        };
        let same = if medians { "; las dos medianas son de esas mismas entidades" } else { "" };
        let total = all.is_some();
        let row = |nombre: String, p: Panel, levels: Option<(f64, f64)>, difference: Option<f64>| {
            vec![
                Celda::from(nombre),
                p.n.into(),
                levels.map(|l| l.0).into(),
                levels.map(|l| l.1).into(),
                difference.into(),
                p.suben.into(),
                p.iguales.into(),
                p.bajan.into(),
            ]
        };
        let of_group = |(nombre, p): (String, Panel)| row(nombre, p, p.medianas, p.diferencia());
        let of_one = |(nombre, c): (String, Cambio)| {
            Some(row(nombre, panel(&[c])?, Some((c.antes, c.despues)), Some(c.diferencia())))
        };
        let mut filas: Vec<_> = list.into_iter().map(of_group).collect();
        if together {
            let others: Vec<_> = single.iter().map(|(_, c)| *c).collect();
            let of_others = |p: Panel| row("Otros sectores".to_owned(), p, None, None);
            filas.extend(panel(&others).map(of_others));
        } else {
            filas.extend(single.into_iter().filter_map(of_one));
        }
        filas.extend(all.map(|p| of_group(("Total".to_owned(), p))));
        let table = self.sources(self.table(
            "cambio_sectores",
            format!("Cambio del IDI entre {before} y {now} por sector"),
            vec![
                column("sector", "Sector", Texto, None),
                column("n", "n", Entero, count_width(self.conjunto.miembros.len()) + 4.0),
                column("mediana_antes", format!("{of} {before}"), Puntos, 52.0),
                column("mediana_despues", format!("{of} {now}"), Puntos, 52.0),
                column("diferencia", "Diferencia, puntos", Diferencia, 62.0),
                column("suben", "Suben", Entero, 40.0),
                column("iguales", "Igual", Entero, 38.0),
                column("bajan", "Bajan", Entero, 40.0),
            ],
            filas,
            Some(&format!("n: entidades con IDI en las dos vigencias{same}.{apart} Cálculo propio.")),
        ));
        if total { table.con_total() } else { table }
    }

    /// The largest changes of the IDI in one direction.
    pub fn movers_table(&self, direction: Ordering, n: usize) -> Cuadro {
        let (before, now) = (self.conjunto.anterior.unwrap_or_default(), self.conjunto.vigencia);
        let all = changes(self.conjunto, self.catalogo, Medida::Idi);
        let list = largest(self.conjunto, self.catalogo, &all, n, direction);
        let whole = largest(self.conjunto, self.catalogo, &all, usize::MAX, direction).len();
        let verb = if direction == Ordering::Less { "bajan" } else { "suben" };
        let cut = (list.len() < whole)
            .then(|| format!("Se muestran {} de las {} entidades que {verb}.", list.len(), self.count(whole)));
        let (nombre, titulo) = match direction {
            Ordering::Less => ("mayores_bajadas", format!("Mayores bajadas del IDI entre {before} y {now}")),
            _ => ("mayores_subidas", format!("Mayores subidas del IDI entre {before} y {now}")),
        };
        let umbral = self.proyecto.umbrales.cambio_por_verificar;
        let row = |c: &Cambio| {
            vec![
                self.name(c.miembro).into(),
                self.sector(c.miembro).into(),
                c.antes.into(),
                c.despues.into(),
                c.diferencia().into(),
                (c.diferencia().abs() >= umbral).then_some("Verificar").into(),
            ]
        };
        let flagged = list.iter().any(|c| c.diferencia().abs() >= umbral);
        let verify = format!(
            "Verificar: un cambio de {} puntos o más, por confirmar en el reporte.",
            self.pen.numeros.con_decimales(umbral, 0)
        );
        let note = [cut.as_deref(), flagged.then_some(verify.as_str())];
        let note: Vec<_> = note.into_iter().flatten().collect();
        self.sources(self.table(
            nombre,
            titulo,
            vec![
                column("entidad", "Entidad", Texto, None),
                column("sector", "Sector", Texto, 130.0).oculta(true),
                column("antes", format!("IDI {before}"), Puntos, POINTS),
                column("despues", format!("IDI {now}"), Puntos, POINTS),
                column("diferencia", "Diferencia, puntos", Diferencia, 58.0),
                column("aviso", "Aviso", Texto, 60.0).oculta(!flagged),
            ],
            list.iter().map(row).collect(),
            (!note.is_empty()).then(|| note.join(" ")).as_deref(),
        ))
    }

    /// Every entity with IDI in both vigencias.
    pub fn changes_table(&self) -> Cuadro {
        let (before, now) = (self.conjunto.anterior.unwrap_or_default(), self.conjunto.vigencia);
        let row =
            |c: &Cambio| vec![self.name(c.miembro).into(), c.antes.into(), c.despues.into(), c.diferencia().into()];
        self.sources(self.table(
            "cambio_entidades",
            format!("IDI de {before} y {now}, entidad por entidad"),
            vec![
                column("entidad", "Entidad", Texto, None),
                column("antes", format!("IDI {before}"), Puntos, POINTS),
                column("despues", format!("IDI {now}"), Puntos, POINTS),
                column("diferencia", "Diferencia, puntos", Diferencia, 64.0),
            ],
            changes(self.conjunto, self.catalogo, Medida::Idi).iter().map(row).collect(),
            None,
        ))
    }

    /// In how many policies each entity keeps up the highest quarter.
    pub fn sustained_counts_table(&self) -> Cuadro {
        let counts = sustained_counts(self.conjunto, self.catalogo).unwrap_or_default();
        let (before, now) = (self.conjunto.anterior.unwrap_or_default(), self.conjunto.vigencia);
        self.sources(
            self.table(
                "sostenidas",
                format!("Entidades en el cuartil superior de alguna política en {before} y {now}"),
                vec![
                    column("entidad", "Entidad", Texto, None),
                    column("sector", "Sector", Texto, 220.0),
                    column("politicas", "Políticas", Entero, 90.0),
                    column("medidas", "De cuántas medidas", Entero, 90.0),
                ],
                counts
                    .iter()
                    .map(|(m, n)| {
                        vec![self.name(*m).into(), self.sector(*m).into(), (*n).into(), self.policies_twice(*m).into()]
                    })
                    .collect(),
                None,
            ),
        )
    }

    /// How many policies of a member have a value in both vigencias.
    pub fn policies_twice(&self, miembro: usize) -> usize {
        let one = &self.conjunto.miembros[miembro];
        let Some((now, before)) = one.resultados.as_deref().zip(one.anterior.as_deref()) else { return 0 };
        let both = |p: usize| Medida::Politica(p).of(now).is_some() && Medida::Politica(p).of(before).is_some();
        (0..self.catalogo.politicas.len()).filter(|p| both(*p)).count()
    }

    /// Who keeps up the highest quarter of each policy.
    pub fn sustained_table(&self) -> Cuadro {
        let (before, now) = (self.conjunto.anterior.unwrap_or_default(), self.conjunto.vigencia);
        let mut filas = Vec::new();
        for politica in self.policies() {
            let Some(s) = sustained(self.conjunto, self.catalogo, politica) else { continue };
            for c in &s.entidades {
                filas.push(vec![
                    self.policy(politica).into(),
                    self.name(c.miembro).into(),
                    c.antes.into(),
                    s.p75_antes.into(),
                    c.despues.into(),
                    s.p75_despues.into(),
                ]);
            }
        }
        self.sources(self.table(
            "buenas_practicas",
            format!("Entidades en el cuartil superior de una política en {before} y {now}"),
            vec![
                column("politica", "Política", Texto, None),
                column("entidad", "Entidad", Texto, 170.0),
                column("antes", format!("Índice {before}"), Puntos, 44.0),
                column("p75_antes", format!("Cuartil superior {before}"), Puntos, 52.0),
                column("despues", format!("Índice {now}"), Puntos, 44.0),
                column("p75_despues", format!("Cuartil superior {now}"), Puntos, 52.0),
            ],
            filas,
            None,
        ))
    }
}
