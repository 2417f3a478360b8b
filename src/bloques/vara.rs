//! The values that a report on one entity is set against, as one table: what it carries of the other
//! entities, so that whoever has the document can compute positions and medians again.

use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::expediente::{Conjunto, Vara};
use crate::hechos::conjunto::Medida;
use crate::model::{Catalogo, code_number};

/// A row for each entity in each vigencia, from the first vigencia on; those that are not counted last.
pub fn table(vara: &Vara, catalogo: &Catalogo) -> Cuadro {
    let vigencia = vara.conjunto.vigencia;
    let medidas = measures(catalogo, vigencia);
    let text = |clave, nombre| Columna::new(clave, nombre, Clase::Texto, None);
    let mut columnas = vec![
        Columna::new("vigencia", "Vigencia", Clase::Anio, None),
        text("entidad", "Entidad"),
        text("sector", "Sector"),
        text("tipo", "Tipo de entidad"),
        text("se_cuenta", "Se cuenta"),
    ];
    columnas.extend(
        medidas
            .iter()
            .map(|(codigo, nombre, _)| Columna::new(codigo.to_lowercase(), nombre.as_str(), Clase::Puntos, None)),
    );
    let row = |vigencia: u32, entidad: usize, cuenta: &str, value: &dyn Fn(Medida<'_>) -> Option<f64>| {
        let e = &catalogo.entidades[entidad];
        let mut cells: Vec<Celda> = vec![
            vigencia.into(),
            e.slug.as_str().into(),
            e.sector.as_ref().map(|s| s.value.as_str()).into(),
            e.tipo.as_ref().map(|t| t.value.as_str()).into(),
            cuenta.into(),
        ];
        cells.extend(medidas.iter().map(|(_, _, medida)| Celda::from(value(*medida))));
        cells
    };
    let rows = |conjunto: &Conjunto| {
        let of = |m: &crate::expediente::Expediente| {
            row(conjunto.vigencia, m.entidad, "sí", &|medida| medida.of(m.resultados.as_deref()?))
        };
        conjunto.miembros.iter().map(of).collect::<Vec<_>>()
    };
    let mut filas: Vec<_> = vara.serie.iter().chain([&vara.conjunto]).flat_map(rows).collect();
    let wrong = vara.sin_contar.iter();
    filas.extend(wrong.map(|s| row(s.vigencia, s.entidad, "no: sus datos tienen errores", &|_| None)));
    Cuadro {
        nombre: "comparacion".to_owned(),
        titulo: format!("Índices de las entidades con que se compara, vigencia {vigencia}"),
        columnas,
        filas,
        total: false,
        fuente: "resultados de las entidades del proyecto.".to_owned(),
        nota: Some("En blanco: sin valor en los datos; en blanco no es cero.".to_owned()),
    }
}

/// Code, name and measure of each column.
fn measures(catalogo: &Catalogo, vigencia: u32) -> Vec<(String, String, Medida<'static>)> {
    let dimension =
        |(at, d): (usize, &crate::model::Dimension)| (d.codigo.clone(), d.nombre.clone(), Medida::Dimension(at));
    let policy = |(at, p): (usize, &crate::model::Politica)| {
        p.nombre_en(vigencia).map(|n| (n.codigo.clone(), n.nombre.clone(), Medida::Politica(at)))
    };
    let mut politicas: Vec<_> = catalogo.politicas.iter().enumerate().filter_map(policy).collect();
    politicas.sort_by_key(|(codigo, ..)| code_number(codigo));
    let idi = ("idi".to_owned(), "Índice de Desempeño Institucional".to_owned(), Medida::Idi);
    std::iter::once(idi).chain(catalogo.dimensiones.iter().enumerate().map(dimension)).chain(politicas).collect()
}
