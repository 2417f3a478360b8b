//! Values entity by entity: policies, dimensions, internal control, and everything for importing again.

use crate::bloques::resultados;
use crate::bloques::source;
use crate::cuadro::Clase::{Puntos, Texto};
use crate::cuadro::{Celda, Cuadro};
use crate::hechos::conjunto::{Medida, Situacion, situation, spread};
use crate::hechos::senales::{internal_control_policy, meci_components};
use crate::locale::compare;

use super::{column, n_note, own, spread_cells, spread_columns, without_blank};
use crate::bloques::conjunto::Marco;

impl Marco<'_> {
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
        let fuente = source(&self.source());
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
            Some(&format!("{}{only}{}", n_note("entidades con valor", &all), own(&all, true, false))),
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
}
