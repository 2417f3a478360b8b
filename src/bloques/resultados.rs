//! Everything that was measured of one or many entities as one table: a row an entity,
//! a column an index, named as Función Pública names them.  No page prints it; it is
//! the table of an export that `importar furag` reads back.

use std::collections::BTreeSet;

use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::Medida;
use crate::locale::lista;
use crate::model::{Catalogo, Entidad, Politica, Resultados, code_number};

/// An index and its column.
struct Indice<'a> {
    medida: Medida<'a>,
    codigo: &'a str,
    nombre: Option<&'a str>,
}

/// A column about the entity, from what is known of it; left out where nobody has it.
type Dato = (&'static str, &'static str, fn(&Entidad, &Resultados) -> Option<String>);

/// The results of `vigencia` of each entity that has some, in the order given.
pub fn table(all: &[(&Entidad, &Resultados)], vigencia: u32, catalogo: &Catalogo, fuente: String) -> Cuadro {
    let all: Vec<_> = all.iter().filter(|(_, r)| r.indices().next().is_some()).collect();
    let before: [Dato; 3] = [
        ("codigo_sigep", "Código Sigep", |e, _| e.codigo.clone()),
        ("departamento", "Departamento", |e, _| e.departamento.clone()),
        ("municipio", "Municipio", |e, _| e.municipio.clone()),
    ];
    let after: [Dato; 3] = [
        ("grupo_par", "Grupo par", |_, r| r.grupo_par.as_ref()?.nombre.clone()),
        ("fuente", "Fuente", |_, r| Some(r.fuente.value.clone())),
        // Said of each, since the set may have some of both.
        ("datos_de_ejemplo", "Datos de ejemplo", |_, r| Some(if r.ejemplo { "Sí" } else { "No" }.to_owned())),
    ];
    let known = |dato: &Dato| all.iter().any(|(e, r)| dato.2(e, r).is_some());
    let before: Vec<_> = before.into_iter().filter(known).collect();
    let after: Vec<_> = after.into_iter().filter(known).collect();
    let indices = indices(&all, vigencia, catalogo);
    let text = |(clave, nombre, _): &Dato| Columna::new(*clave, *nombre, Clase::Texto, None);
    let mut columnas = vec![Columna::new("entidad", "Entidad", Clase::Texto, None)];
    columnas.extend(before.iter().map(text));
    columnas.push(Columna::new("vigencia", "Vigencia", Clase::Anio, None));
    columnas.push(Columna::new("idi", "Índice de Desempeño Institucional", Clase::Puntos, None));
    columnas.extend(indices.iter().map(|indice| {
        let nombre = indice.nombre.iter().fold(indice.codigo.to_owned(), |code, name| format!("{code} {name}"));
        Columna::new(indice.codigo.to_lowercase(), nombre, Clase::Puntos, None)
    }));
    columnas.extend(after.iter().map(text));
    let left_out = match strange(&all, vigencia, catalogo)[..] {
        [] => String::new(),
        ref codes => {
            format!(
                " Sin {}: el catálogo no tiene su código en la vigencia o en la política de los datos.",
                lista(codes)
            )
        }
    };
    let row = |(e, r): &&(&Entidad, &Resultados)| {
        let mut cells = vec![Celda::from(e.nombre.as_str())];
        cells.extend(before.iter().map(|dato| Celda::from(dato.2(e, r))));
        cells.push(vigencia.into());
        cells.push(Medida::Idi.of(r).into());
        cells.extend(indices.iter().map(|indice| Celda::from(indice.medida.of(r))));
        cells.extend(after.iter().map(|dato| Celda::from(dato.2(e, r))));
        cells
    };
    Cuadro {
        nombre: "resultados".to_owned(),
        titulo: format!("Resultados de la medición, vigencia {vigencia}"),
        filas: all.iter().map(row).collect(),
        columnas,
        total: false,
        fuente,
        nota: Some(format!(
            "En blanco: sin valor en los datos; en blanco no es cero. Valores como los da la fuente, sin redondear.{left_out}"
        )),
    }
}

/// The dimensions and policies that are measured in `vigencia`, and the sub-indices that somebody has.
fn indices<'a>(all: &[&(&Entidad, &Resultados)], vigencia: u32, catalogo: &'a Catalogo) -> Vec<Indice<'a>> {
    let dimensiones = catalogo.dimensiones.iter().enumerate();
    let mut indices: Vec<_> = dimensiones
        .map(|(at, d)| Indice { medida: Medida::Dimension(at), codigo: &d.codigo, nombre: Some(&d.nombre) })
        .collect();
    let named = |(at, p): (usize, &'a Politica)| {
        let named = p.nombre_en(vigencia)?;
        Some(Indice { medida: Medida::Politica(at), codigo: &named.codigo, nombre: Some(&named.nombre) })
    };
    let mut politicas: Vec<_> = catalogo.politicas.iter().enumerate().filter_map(named).collect();
    politicas.sort_by_key(|indice| code_number(indice.codigo));
    indices.extend(politicas);
    let known = catalogo.politicas.iter().enumerate().flat_map(|(at, p)| p.subindices.iter().map(move |s| (at, s)));
    let mut subindices: Vec<_> = known
        .map(|(at, s)| Indice {
            medida: Medida::Subindice(at, &s.codigo),
            codigo: &s.codigo,
            nombre: s.nombre.as_deref(),
        })
        .filter(|indice| all.iter().any(|(_, r)| indice.medida.of(r).is_some()))
        .collect();
    subindices.sort_by_key(|indice| code_number(indice.codigo));
    indices.extend(subindices);
    indices
}

/// What has no column: policies without a code in the vigencia, and sub-indices under a
/// policy of which the catalogue does not know them.
fn strange(all: &[&(&Entidad, &Resultados)], vigencia: u32, catalogo: &Catalogo) -> Vec<String> {
    let mut strange = BTreeSet::new();
    for politica in all.iter().flat_map(|(_, r)| &r.politicas) {
        let known = &catalogo.politicas[politica.politica];
        if known.nombre_en(vigencia).is_none() {
            strange.insert(format!("«{}»", politica.escrito.value));
        }
        let codes = politica.subindices.iter().map(|s| s.codigo.trim());
        let unknown = codes.filter(|code| !known.subindices.iter().any(|s| code.eq_ignore_ascii_case(&s.codigo)));
        strange.extend(unknown.map(str::to_owned));
    }
    strange.into_iter().collect()
}
