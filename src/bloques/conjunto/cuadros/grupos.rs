//! The IDI by group of entities, and the measures of the whole set.

use crate::cuadro::Clase::{Diferencia, Entero, Texto};
use crate::cuadro::{Celda, Columna, Cuadro};
use crate::hechos::conjunto::{Agrupacion, Distribucion, Grupo, Medida, changes, groups, panel, spread};

use super::{COUNT, column, n_note, own, spread_cells, spread_columns, without_blank};
use crate::bloques::conjunto::Marco;

impl Marco<'_> {
    /// The IDI by group of entities.
    pub fn groups_table(&self, agrupacion: Agrupacion) -> Cuadro {
        let groups = groups(self.conjunto, self.catalogo, agrupacion);
        let (nombre, what, none) = match agrupacion {
            Agrupacion::Sector => ("sectores", "Sector", "Sin sector"),
            Agrupacion::Tipo => ("tipos", "Tipo de entidad", "Sin tipo"),
            Agrupacion::Departamento => ("departamentos", "Departamento", "Sin departamento"),
        };
        let mut columnas =
            vec![column("grupo", what, Texto, None), column("entidades", "Entidades", Entero, COUNT + 2.0)];
        columnas.extend(spread_columns(self.conjunto.miembros.len()));
        let row = |g: &Grupo| {
            let mut cells = vec![Celda::from(g.nombre.as_deref().unwrap_or(none)), Celda::from(g.miembros.len())];
            cells.extend(spread_cells(g.distribucion));
            cells
        };
        let mut filas: Vec<_> = groups.iter().map(row).collect();
        let whole = spread(self.conjunto, Medida::Idi);
        let all: Vec<_> = groups.iter().filter_map(|g| g.distribucion).chain(whole).collect();
        let (with, without) = groups.iter().filter_map(|g| g.distribucion).fold((0, 0), |(with, without), d| {
            if d.mediana.is_some() { (with + 1, without) } else { (with, without + 1) }
        });
        let apart = match (agrupacion, with, without) {
            (Agrupacion::Tipo, ..) | (_, _, 0) | (_, 0, 1) => "",
            (_, 0, _) => " En orden alfabético.",
            (_, _, _) => " De mayor a menor mediana; los grupos sin mediana van después, en orden alfabético.",
        };
        let mut total = vec![Celda::from("Total"), Celda::from(self.conjunto.miembros.len())];
        total.extend(spread_cells(whole));
        filas.push(total);
        let table = self.table(
            nombre,
            format!("IDI por {}, vigencia {}", what.to_lowercase(), self.conjunto.vigencia),
            columnas,
            filas,
            Some(&format!("{}{apart}{}", n_note("entidades con IDI", &all), own(&all, true, false))),
        );
        without_blank(table.con_total())
    }

    /// Dimensions or policies, each over the entities that have it.
    pub fn measures_table(&self, politicas: bool) -> Cuadro {
        let measures: Vec<(String, String, Medida<'_>)> = if politicas {
            let policy = |p: usize| (self.code(p).to_owned(), self.policy(p).to_owned(), Medida::Politica(p));
            self.policies().into_iter().map(policy).collect()
        } else {
            let all = self.catalogo.dimensiones.iter().enumerate();
            all.map(|(i, d)| (d.codigo.clone(), format!("{}. {}", d.codigo, d.nombre), Medida::Dimension(i))).collect()
        };
        let comparable = self.comparable();
        let (mut all, mut changed) = (Vec::new(), false);
        let mut columnas = vec![
            column("codigo", "Código", Texto, 44.0).oculta(true),
            column("nombre", if politicas { "Política" } else { "Dimensión" }, Texto, None),
        ];
        let average = |c: &Columna| c.clave == "promedio";
        columnas.extend(spread_columns(self.conjunto.miembros.len()).into_iter().map(|c| {
            // The page keeps the five numbers; the average is in the export.
            let hidden = average(&c);
            c.oculta(hidden)
        }));
        if comparable {
            columnas.push(column("cambio", "Cambio, puntos", Diferencia, 46.0));
            columnas.push(column("n_cambio", "n del cambio", Entero, 40.0));
        }
        let filas = measures
            .into_iter()
            .map(|(codigo, nombre, medida)| {
                let mut row = vec![codigo.into(), nombre.into()];
                let d = spread(self.conjunto, medida);
                all.extend(d);
                row.extend(spread_cells(d));
                if comparable {
                    let p = panel(&changes(self.conjunto, self.catalogo, medida));
                    let difference = p.and_then(|p| p.diferencia());
                    changed |= difference.is_some();
                    row.push(difference.into());
                    row.push(p.filter(|_| difference.is_some()).map(|p| p.n).into());
                }
                row
            })
            .collect();
        let change = self
            .conjunto
            .anterior
            .filter(|_| changed)
            .map(|v| format!(" Cambio: de la mediana, entre las medidas también en {v}, que son su n."));
        let partly = || all.iter().any(|d: &Distribucion| d.mediana.is_some());
        let partial = if politicas && partly() {
            " Una política que se mide en menos entidades no se compara con las demás."
        } else {
            ""
        };
        let table = self.table(
            if politicas { "politicas" } else { "dimensiones" },
            format!(
                "Índices por {}, vigencia {}",
                if politicas { "política" } else { "dimensión" },
                self.conjunto.vigencia
            ),
            columnas,
            filas,
            Some(&format!(
                "{}{partial}{}{}",
                n_note("entidades con valor", &all),
                change.unwrap_or_default(),
                own(&all, false, changed)
            )),
        );
        without_blank(if changed { self.sources(table) } else { table })
    }
}
