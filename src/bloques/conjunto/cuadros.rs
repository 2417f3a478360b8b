//! The tables of numbers over a set of entities.  Each is built once and both
//! printed and exported.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::{
    Agrupacion, Cambio, CambiosPorGrupo, Distribucion, Grupo, MINIMO_CUARTILES, MINIMO_GRUPO, Medida, Panel, Situacion,
    changes, group_changes, groups, largest, panel, plans, plans_by_policy, ranking, situation, spread, sustained,
};
use crate::hechos::plan::Estados;
use crate::hechos::senales::{internal_control_policy, meci_components};
use crate::locale::compare;

use super::marco::Marco;
use crate::bloques::resultados;

use Clase::{Diferencia, Entero, Proporcion, Puntos, Texto};

/// Width of a column of points, in pt.
const POINTS: f64 = 47.0;
/// Width of a column of counts, in pt.
const COUNT: f64 = 50.0;

/// Digits of a hash that are enough to tell the files of a project apart.
const HASH_DIGITS: usize = 12;

fn column(clave: impl Into<String>, nombre: impl Into<String>, clase: Clase, ancho: impl Into<Option<f64>>) -> Columna {
    Columna::new(clave, nombre, clase, ancho)
}

/// Width of a column of counts up to `most`, in pt.
fn count_width(most: usize) -> f64 {
    if most < 1000 { 26.0 } else { 40.0 }
}

fn spread_columns(most: usize) -> Vec<Columna> {
    vec![
        column("n", "n", Entero, count_width(most)),
        column("minimo", "Mínimo", Puntos, POINTS - 4.0),
        column("p25", "Cuartil inferior", Puntos, POINTS - 3.0),
        column("mediana", "Mediana", Puntos, POINTS),
        column("p75", "Cuartil superior", Puntos, POINTS),
        column("maximo", "Máximo", Puntos, POINTS - 3.0),
        column("promedio", "Promedio", Puntos, POINTS + 3.0),
    ]
}

fn spread_cells(d: Option<Distribucion>) -> Vec<Celda> {
    let Some(d) = d else {
        let mut cells = vec![Celda::from(0usize)];
        cells.resize(7, Celda::Blanco);
        return cells;
    };
    vec![
        d.n.into(),
        d.minimo.into(),
        d.cuartiles.map(|q| q.0).into(),
        d.mediana.into(),
        d.cuartiles.map(|q| q.1).into(),
        d.maximo.into(),
        d.promedio.into(),
    ]
}

/// Why cells of distributions are blank, where some are for want of entities.
fn too_few(all: &[Distribucion]) -> String {
    if all.iter().any(|d| d.mediana.is_none()) {
        format!(
            "con menos de {MINIMO_CUARTILES} no se dan cuartiles, y con menos de {MINIMO_GRUPO}, ni mediana ni promedio"
        )
    } else if all.iter().any(|d| d.cuartiles.is_none()) {
        format!("con menos de {MINIMO_CUARTILES} no se dan cuartiles")
    } else {
        String::new()
    }
}

/// What n counts, and why cells of distributions are blank.
fn n_note(counts: &str, all: &[Distribucion]) -> String {
    let few = too_few(all);
    format!("n: {counts}{}{few}.", if few.is_empty() { "" } else { "; " })
}

/// Which of the numbers are computed here: only those that are there; nothing where none is.
fn own(all: &[Distribucion], changes: bool) -> String {
    let quartiles = all.iter().any(|d| d.cuartiles.is_some());
    let medians = all.iter().any(|d| d.mediana.is_some());
    let said = match (quartiles, medians, changes) {
        (true, _, true) => "Cuartiles, promedios y cambios",
        (true, _, false) => "Cuartiles y promedios",
        (false, true, true) => "Medianas, promedios y cambios",
        (false, true, false) => "Medianas y promedios",
        (false, false, true) => "Cambios",
        (false, false, false) => return String::new(),
    };
    format!(" {said}: cálculo propio.")
}

/// Hides the columns of summaries that have no value at all.
fn without_blank(mut table: Cuadro) -> Cuadro {
    for (at, column) in table.columnas.iter_mut().enumerate() {
        if ["p25", "mediana", "p75", "promedio", "cambio", "n_cambio"].contains(&column.clave.as_str()) {
            column.oculta |= table.filas.iter().all(|f| f[at] == Celda::Blanco);
        }
    }
    table
}

/// A column for each state; a row of nine or more columns is set in the size of notes.
fn state_columns() -> Vec<Columna> {
    vec![
        column("actividades", "Actividades", Entero, 47.0),
        column("cumplidas", "Cumplidas", Entero, 41.0),
        column("superadas", "Superadas", Entero, 42.0),
        column("en_proceso", "En proceso", Entero, 34.0),
        column("sin_iniciar", "Sin iniciar", Entero, 30.0),
        column("programadas", "Programadas", Entero, 52.0),
        column("vencen_en_corte", "Vencen el día del corte", Entero, 34.0),
        column("vencidas", "Vencidas", Entero, 37.0),
        column("no_cumplidas", "No cumplidas", Entero, 42.0),
        column("sin_dato", "Sin dato", Entero, 26.0),
    ]
}

/// Hides the states that are not of every plan where no activity is in them.
fn without_empty(mut table: Cuadro) -> Cuadro {
    for (at, column) in table.columnas.iter_mut().enumerate() {
        if ["superadas", "no_cumplidas", "sin_dato"].contains(&column.clave.as_str()) {
            column.oculta = table.filas.iter().all(|f| f[at] == Celda::Numero(0.0) || f[at] == Celda::Blanco);
        }
    }
    table
}

fn state_cells(actividades: u32, estados: Option<Estados>) -> Vec<Celda> {
    let mut cells = vec![Celda::from(actividades)];
    match estados {
        Some(e) => cells.extend(e.rows().map(|(_, n)| Celda::from(n))),
        None => cells.resize(10, Celda::Blanco),
    }
    cells
}

impl Marco<'_> {
    fn table(
        &self,
        nombre: &str,
        titulo: impl Into<String>,
        columnas: Vec<Columna>,
        filas: Vec<Vec<Celda>>,
        nota: Option<&str>,
    ) -> Cuadro {
        debug_assert!(filas.iter().all(|f| f.len() == columnas.len()), "{nombre}: a row and the columns differ");
        Cuadro {
            nombre: nombre.to_owned(),
            titulo: titulo.into(),
            columnas,
            filas,
            total: false,
            fuente: format!("{}.", self.source().trim_end_matches('.')),
            nota: nota.map(str::to_owned),
        }
    }

    /// The sources of both vigencias, for tables that compare them.
    fn sources(&self, mut table: Cuadro) -> Cuadro {
        table.fuente = format!("{}.", self.both_sources().trim_end_matches('.'));
        table
    }

    fn count(&self, n: usize) -> String {
        self.pen.numeros.con_decimales(n as f64, 0)
    }

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
            vec![Celda::from(self.name(m)), Celda::from(self.sector(m)), Celda::from(why)]
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
            column("puesto", "Puesto", Entero, 44.0),
            column("entidad", "Entidad", Texto, None),
            column("sector", "Sector", Texto, 112.0).oculta(true),
            column("idi", "IDI", Puntos, 54.0),
        ];
        if let Some(anterior) = compared {
            columnas.push(column("idi_anterior", format!("IDI {anterior}"), Puntos, 54.0));
            columnas.push(column("diferencia", "Diferencia, puntos", Diferencia, 64.0));
        }
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
            Some(&format!("{}{apart}{}", n_note("entidades con IDI", &all), own(&all, false))),
        );
        without_blank(table.con_total())
    }

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
        let apart = match (list.is_empty(), single.is_empty()) {
            (_, true) => String::new(),
            (false, false) => format!(
                " Los sectores con menos de {MINIMO_GRUPO} van al final, entidad por entidad, con sus índices y sin mediana."
            ),
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
        filas.extend(single.into_iter().filter_map(of_one));
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
        let row = |c: &Cambio| {
            vec![
                self.name(c.miembro).into(),
                self.sector(c.miembro).into(),
                c.antes.into(),
                c.despues.into(),
                c.diferencia().into(),
            ]
        };
        self.sources(self.table(
            nombre,
            titulo,
            vec![
                column("entidad", "Entidad", Texto, None),
                column("sector", "Sector", Texto, 130.0),
                column("antes", format!("IDI {before}"), Puntos, POINTS),
                column("despues", format!("IDI {now}"), Puntos, POINTS),
                column("diferencia", "Diferencia, puntos", Diferencia, 64.0),
            ],
            list.iter().map(row).collect(),
            cut.as_deref(),
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
        let change = self.conjunto.anterior.filter(|_| changed).map(|v| {
            format!(
                " Cambio: diferencia de la mediana con la de {v}, entre las entidades medidas en las dos vigencias, que son su n.")
        });
        let partly = || all.iter().any(|d: &Distribucion| d.mediana.is_some());
        let partial = if politicas && partly() {
            " Una política que no aplica a todas las entidades se mide en otro conjunto: su mediana no se compara con las demás."
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
                own(&all, changed)
            )),
        );
        without_blank(if changed { self.sources(table) } else { table })
    }

    /// The whole matrix: every entity with results, its IDI and its policies.
    pub fn matrix(&self) -> Cuadro {
        let politicas = self.policies();
        let mut columnas = vec![
            column("entidad", "Entidad", Texto, None),
            column("sector", "Sector", Texto, 110.0),
            column("tipo", "Tipo", Texto, 90.0),
            column("idi", "IDI", Puntos, 26.0),
        ];
        columnas.extend(politicas.iter().map(|p| column(self.code(*p).to_lowercase(), self.code(*p), Puntos, 27.0)));
        let row = |m: usize| {
            let e = self.entity(m);
            let r = self.conjunto.miembros[m].resultados.as_deref()?;
            let mut cells = vec![
                Celda::from(e.nombre.as_str()),
                self.sector(m).into(),
                e.tipo.as_ref().map(|t| self.catalogo.nombre_tipo(t)).into(),
                Medida::Idi.of(r).into(),
            ];
            cells.extend(politicas.iter().map(|p| Celda::from(Medida::Politica(*p).of(r))));
            Some(cells)
        };
        self.table(
            "matriz",
            format!("Índices de las políticas de cada entidad, vigencia {}", self.conjunto.vigencia),
            columnas,
            (0..self.conjunto.miembros.len()).filter_map(row).collect(),
            Some("En blanco: sin valor en los datos; en blanco no es cero."),
        )
    }

    /// Every entity with results and its dimensions.
    pub fn dimension_values(&self) -> Cuadro {
        let mut columnas = vec![column("entidad", "Entidad", Texto, None), column("idi", "IDI", Puntos, 32.0)];
        columnas.extend(
            self.catalogo.dimensiones.iter().map(|d| column(d.codigo.to_lowercase(), d.codigo.clone(), Puntos, 32.0)),
        );
        let mut order: Vec<_> =
            (0..self.conjunto.miembros.len()).filter(|m| self.conjunto.miembros[*m].resultados.is_some()).collect();
        order.sort_by(|a, b| compare(self.name(*a), self.name(*b)));
        let row = |m: usize| {
            let r = self.conjunto.miembros[m].resultados.as_deref()?;
            let mut cells = vec![Celda::from(self.name(m)), Medida::Idi.of(r).into()];
            cells.extend((0..self.catalogo.dimensiones.len()).map(|d| Celda::from(Medida::Dimension(d).of(r))));
            Some(cells)
        };
        let names: Vec<_> = self.catalogo.dimensiones.iter().map(|d| format!("{}, {}", d.codigo, d.nombre)).collect();
        self.table(
            "valores_dimensiones",
            format!("Índices de las dimensiones de cada entidad, vigencia {}", self.conjunto.vigencia),
            columnas,
            order.into_iter().filter_map(row).collect(),
            Some(&format!("{}. En blanco: sin valor en los datos; en blanco no es cero.", names.join("; "))),
        )
    }

    /// Everything that was measured of every entity, in the order of the alphabet.
    pub fn results_table(&self) -> Cuadro {
        let mut all: Vec<_> = (0..self.conjunto.miembros.len())
            .filter_map(|m| Some((self.entity(m), self.conjunto.miembros[m].resultados.as_deref()?)))
            .collect();
        all.sort_by(|(a, _), (b, _)| compare(&a.nombre, &b.nombre));
        let fuente = format!("{}.", self.source().trim_end_matches('.'));
        resultados::table(&all, self.conjunto.vigencia, self.catalogo, fuente)
    }

    /// The components of MECI over all entities that have them.
    pub fn meci_table(&self) -> Cuadro {
        let mut columnas =
            vec![column("codigo", "Código", Texto, 44.0).oculta(true), column("nombre", "Índice", Texto, None)];
        columnas.extend(spread_columns(self.conjunto.miembros.len()));
        let mut filas = Vec::new();
        let mut all = Vec::new();
        if let Some(p) = internal_control_policy(self.catalogo) {
            let mut row = vec![self.code(p).into(), self.policy(p).into()];
            let d = spread(self.conjunto, Medida::Politica(p));
            all.extend(d);
            row.extend(spread_cells(d));
            filas.push(row);
        }
        for (codigo, nombre, d) in meci_components(self.conjunto, self.catalogo) {
            let mut row = vec![codigo.into(), nombre.into()];
            all.push(d);
            row.extend(spread_cells(Some(d)));
            filas.push(row);
        }
        let only = match self.universe().solo_control_interno {
            0 => "",
            _ => " Incluye a las entidades que se miden solo en control interno.",
        };
        let table = self.table(
            "componentes_meci",
            format!("Control interno y sus componentes, vigencia {}", self.conjunto.vigencia),
            columnas,
            filas,
            Some(&format!("{}{only}{}", n_note("entidades con valor", &all), own(&all, false))),
        );
        without_blank(table)
    }

    /// Control interno and its components, entity by entity; `only_meci` keeps
    /// the bodies that are measured in nothing else.
    pub fn meci_values(&self, only_meci: bool) -> Cuadro {
        let Some(politica) = internal_control_policy(self.catalogo) else {
            return self.table("valores_meci", "Control interno", Vec::new(), Vec::new(), None);
        };
        let components: Vec<_> =
            self.catalogo.politicas[politica].subindices.iter().filter(|s| s.nombre.is_some()).collect();
        let mut columnas = vec![
            column("entidad", "Entidad", Texto, None),
            column("indice", "Índice de control interno", Puntos, 58.0),
        ];
        columnas.extend(
            components
                .iter()
                .map(|s| column(s.codigo.to_lowercase(), s.nombre.clone().unwrap_or_default(), Puntos, 62.0)),
        );
        let wanted = |m: &usize| {
            let kind = situation(&self.conjunto.miembros[*m], self.catalogo);
            if only_meci { kind == Situacion::SoloControlInterno } else { kind != Situacion::SinDato }
        };
        let mut order: Vec<_> = (0..self.conjunto.miembros.len()).filter(wanted).collect();
        order.sort_by(|a, b| compare(self.name(*a), self.name(*b)));
        let row = |m: usize| {
            let r = self.conjunto.miembros[m].resultados.as_deref()?;
            let mut cells = vec![Celda::from(self.name(m)), Medida::Politica(politica).of(r).into()];
            cells.extend(components.iter().map(|s| Celda::from(Medida::Subindice(politica, &s.codigo).of(r))));
            Some(cells)
        };
        let (nombre, titulo) = if only_meci {
            ("solo_control_interno", "Entidades que se miden solo en control interno")
        } else {
            ("valores_meci", "Control interno y sus componentes, entidad por entidad")
        };
        self.table(
            nombre,
            format!("{titulo}, vigencia {}", self.conjunto.vigencia),
            columnas,
            order.into_iter().filter_map(row).collect(),
            None,
        )
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

    /// The plans, entity by entity.
    pub fn plans_table(&self, corte: Date) -> Cuadro {
        let mut list = plans(self.conjunto, corte);
        list.sort_by(|a, b| compare(self.name(a.miembro), self.name(b.miembro)));
        let mut columnas = vec![column("entidad", "Entidad", Texto, None)];
        columnas.extend(state_columns());
        columnas.push(column("atiende", "¿Atiende la más baja?", Texto, 50.0));
        let mut filas: Vec<_> = list
            .iter()
            .map(|p| {
                let mut row = vec![Celda::from(self.name(p.miembro))];
                row.extend(state_cells(p.actividades, p.estados));
                row.push(p.atiende_mas_baja.map(|yes| if yes { "Sí" } else { "No" }).into());
                row
            })
            .collect();
        let mut total = vec![Celda::from("Total")];
        total
            .extend(state_cells(list.iter().map(|p| p.actividades).sum(), crate::hechos::senales::total_states(&list)));
        total.push(Celda::Blanco);
        filas.push(total);
        let mut table = self.table(
            "planes_entidades",
            "Planes de mejoramiento por entidad",
            columnas,
            filas,
            Some("Estado derivado de las fechas, el avance y el corte. Vencidas: el plazo terminó antes del corte; las que terminan ese mismo día sin cumplirse van aparte. Programadas: empiezan después del corte. Sin dato: no se conoce el avance. ¿Atiende la más baja?: si el plan tiene actividades para la política más baja de la entidad; en blanco, si se mide en una sola. Cálculo propio."),
        );
        table.fuente = "planes de mejoramiento de las entidades.".to_owned();
        without_empty(table.con_total())
    }

    /// The plans, policy by policy.
    pub fn plans_by_policy_table(&self, corte: Date) -> Cuadro {
        let mut columnas = vec![
            column("politica", "Política", Texto, None),
            column("entidades", "Entidades con actividades", Entero, 48.0),
        ];
        columnas.extend(state_columns());
        let list = plans_by_policy(self.conjunto, self.catalogo, corte);
        let mut filas: Vec<_> = list
            .iter()
            .map(|p| {
                let mut row = vec![Celda::from(self.policy(p.politica)), p.entidades.into()];
                row.extend(state_cells(p.actividades, Some(p.estados)));
                row
            })
            .collect();
        let plans = plans(self.conjunto, corte);
        let mut total = vec![Celda::from("Total"), plans.len().into()];
        total.extend(state_cells(
            list.iter().map(|p| p.actividades).sum(),
            crate::hechos::senales::total_states(&plans),
        ));
        filas.push(total);
        let mut table = self.table(
            "planes_politicas",
            "Actividades de los planes por política",
            columnas,
            filas,
            Some("Los estados son de los planes que dan sus actividades una por una. Cálculo propio."),
        );
        table.fuente = "planes de mejoramiento de las entidades.".to_owned();
        without_empty(table.con_total())
    }

    /// The files that the document is made from.
    pub fn inputs_table(&self) -> Cuadro {
        let row = |i: &super::marco::Insumo| vec![i.ruta.as_str().into(), i.hash.as_str().into()];
        let mut table = self.table(
            "insumos",
            "Archivos de los que se produjo el documento",
            vec![column("archivo", "Archivo", Texto, None), column("hash", "Huella BLAKE3", Texto, 300.0)],
            self.insumos.iter().map(row).collect(),
            None,
        );
        table.fuente = "archivos del proyecto.".to_owned();
        table
    }

    /// The files of each entity, by the first digits of their hashes.
    pub fn entity_inputs_table(&self, plan: Option<&str>) -> Cuadro {
        let now = self.conjunto.vigencia;
        let mut kinds = vec![("resultados", format!("Resultados {now}"), format!("resultados-{now}"))];
        kinds.extend(
            self.conjunto
                .anterior
                .map(|v| ("resultados_anteriores", format!("Resultados {v}"), format!("resultados-{v}"))),
        );
        kinds.extend(plan.map(|name| ("plan", "Plan".to_owned(), name.to_owned())));
        kinds.push(("recomendaciones", "Recomendaciones".to_owned(), format!("recomendaciones-{now}")));
        let known: std::collections::BTreeMap<_, _> =
            self.insumos.iter().map(|i| (i.ruta.as_str(), i.hash.as_str())).collect();
        let hash = |slug: &str, name: &str| {
            let path = |end: &str| format!("data/entidades/{slug}/{name}.{end}");
            let found = ["yaml", "yml"].iter().find_map(|end| known.get(path(end).as_str()));
            Celda::from(found.map(|h| &h[..HASH_DIGITS.min(h.len())]))
        };
        let mut order: Vec<_> = (0..self.conjunto.miembros.len()).collect();
        order.sort_by(|a, b| compare(self.name(*a), self.name(*b)));
        let row = |m: usize| {
            let e = self.entity(m);
            let hashes = kinds.iter().map(|(_, _, name)| hash(&e.slug, name));
            std::iter::once(Celda::from(e.nombre.as_str())).chain(hashes).collect()
        };
        let mut columnas = vec![column("entidad", "Entidad", Texto, None)];
        columnas.extend(kinds.iter().map(|(clave, nombre, _)| column(*clave, nombre.clone(), Texto, 76.0)));
        let mut table = self.table(
            "insumos_entidades",
            format!("Archivos de cada entidad: primeros {HASH_DIGITS} dígitos de su huella BLAKE3"),
            columnas,
            order.into_iter().map(row).collect(),
            Some("En blanco: no hay archivo. Las huellas completas están en la exportación y en el paquete de datos adjunto a este PDF."),
        );
        table.fuente = "archivos del proyecto.".to_owned();
        table
    }

    /// Where each entity's results were taken from.
    pub fn provenance_table(&self) -> Cuadro {
        let row = |m: usize| {
            let r = self.conjunto.miembros[m].resultados.as_deref()?;
            let p = r.procedencia.as_ref();
            Some(vec![
                Celda::from(self.name(m)),
                r.fuente.value.as_str().into(),
                p.map(|p| p.archivo.as_str()).into(),
                p.and_then(|p| p.hoja.as_deref()).into(),
                p.and_then(|p| p.rango.as_deref()).into(),
                p.and_then(|p| p.fecha.map(|f| f.to_string())).into(),
                p.map(|p| p.hash.as_str()).into(),
            ])
        };
        self.table(
            "procedencia",
            "Fuente de los resultados de cada entidad y celdas del archivo de las que se tomaron",
            vec![
                column("entidad", "Entidad", Texto, None),
                column("fuente", "Fuente", Texto, 120.0),
                column("archivo", "Archivo de origen", Texto, 150.0),
                column("hoja", "Hoja", Texto, 60.0),
                column("rango", "Celdas", Texto, 80.0),
                column("fecha", "Obtenido", Texto, 60.0),
                column("hash", "Huella BLAKE3", Texto, 100.0),
            ],
            (0..self.conjunto.miembros.len()).filter_map(row).collect(),
            None,
        )
    }
}
