//! What was read of an entity, from any table of results, and the data file it becomes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::expediente::name;
use crate::locale::Fecha;
use crate::model::{self, Catalogo};

use super::super::yaml::{Sink, Yaml};
use super::entidades::{Como, Filtro, Padron, Quien};
use super::indices::{Indice, IndiceLeido};
use super::{Archivo, Contexto, Cuerpo, ImportError, Importacion, Origen, Renglon, Salida, clean, procedencia};

/// The results of an entity in a vigencia, as the file gives them.
#[derive(Debug)]
pub struct Registro {
    pub quien: Quien,
    /// Where the entity is named.
    pub place: Place,
    pub vigencia: u32,
    pub grupo_par: Option<String>,
    /// In the order of the indices.
    pub medidas: Vec<(Indice, IndiceLeido)>,
    /// Cells or lines of the file.
    pub rango: String,
    pub hoja: Option<Arc<str>>,
    /// Number of rows of the file.
    pub filas: usize,
    pub found: Diagnostics,
    /// Where the table says that its data is from.
    pub fuente: Option<String>,
    /// Whether the table says of the entity that its data is not official.
    pub ejemplo: Option<bool>,
    /// The table is one that this program exported.
    pub exportado: bool,
}

/// What tells the rows of an entity from those of others.
fn key_of(quien: &Quien) -> (String, Option<String>, Option<String>) {
    (quien.nombre.clone(), quien.codigo.clone(), quien.municipio.clone())
}

/// From what was read to what is to be written: entities met, doubles and blanks refused.
pub fn finish(
    mut salida: Importacion,
    registros: Vec<Registro>,
    filtro: Filtro<'_>,
    padron: &mut Padron<'_>,
    origen: &Origen<'_>,
    contexto: &Contexto<'_>,
    claves: &[&str],
) -> Result<Importacion, ImportError> {
    if salida.leidas == salida.sin_datos {
        return Err(ImportError::new(
            format!("«{}» no tiene filas de datos debajo del encabezado", origen.archivo),
            "revise que sea el archivo correcto",
        ));
    }
    for finding in filtro.unmet() {
        salida.hallazgos.push(finding);
    }
    // A header that is wrong spoils every row.
    let spoilt = salida.hallazgos.iter().any(|d| ["codigo-no-coincide", "fila-descuadrada"].contains(&d.code));
    // What is wrong in one row of an entity stops all its files.
    let wrong: BTreeSet<_> = registros.iter().filter(|r| r.found.has_errors()).map(|r| key_of(&r.quien)).collect();
    let mut met: Vec<(Registro, Option<(String, Como)>)> = registros
        .into_iter()
        .map(|mut registro| {
            let who = match registro.quien.nombre.is_empty() {
                true => None,
                false => padron.find(&registro.quien, &registro.place, Some(contexto.agregar), &mut registro.found),
            };
            (registro, who)
        })
        .collect();
    repeated(&mut met);
    let mut added = BTreeSet::new();
    // A source that nobody gave is only proposed.
    let given = |clave: &&str| *clave != "fuente" || origen.fuente.is_some();
    let claves: Arc<[String]> = claves.iter().copied().filter(given).map(str::to_owned).collect();
    let comun = Arc::new(Comun::of(origen));
    for (mut registro, who) in met {
        if registro.medidas.is_empty() && !registro.found.has_errors() {
            registro.found.push(
                Diagnostic::error(
                    "celda-vacia",
                    format!("«{}» no tiene ningún puntaje en la vigencia {}", registro.quien.nombre, registro.vigencia),
                )
                .at(&registro.place)
                .remedy("si la entidad no se midió, quite la fila"),
            );
        }
        registro.found.extend(only_ones(&registro));
        registro.found.extend(orphans(&registro, contexto.catalogo));
        let found = std::mem::take(&mut registro.found);
        let found = if contexto.estricto { found.strict() } else { found };
        let rejected = found.has_errors() || spoilt || (!wrong.is_empty() && wrong.contains(&key_of(&registro.quien)));
        salida.hallazgos.extend(found);
        let renglon = match (&who, rejected) {
            (None, _) if !registro.quien.nombre.is_empty() => Salida::FueraDelCatalogo,
            (None, _) | (_, true) => Salida::Rechazada,
            (Some((slug, how)), false) => {
                if *how == Como::Agregada {
                    added.insert(slug.clone());
                }
                let contenido = Cuerpo::Resultados(Box::new(Resultados {
                    comun: Arc::clone(&comun),
                    vigencia: registro.vigencia,
                    fuente: registro.fuente,
                    ejemplo: registro.ejemplo.unwrap_or(origen.ejemplo),
                    grupo_par: registro.grupo_par,
                    medidas: registro.medidas,
                    rango: registro.rango,
                    hoja: registro.hoja,
                }));
                let nombre = name::<model::Resultados>(registro.vigencia);
                let (claves, exportado) = (Arc::clone(&claves), registro.exportado);
                Salida::Archivo(Box::new(Archivo::of::<model::Resultados>(slug, &nombre, contenido, claves, exportado)))
            }
        };
        salida.renglones.push(Renglon {
            nombre: registro.quien.nombre,
            entidad: who,
            filas: registro.filas,
            salida: renglon,
        });
    }
    salida.catalogo = padron.catalogue(contexto.entidades, &added)?;
    salida.reconciled()
}

/// 100 % in a cell without its format is 1: a row of ones, or of ones and zeros, says
/// nothing about its scale.
fn only_ones(registro: &Registro) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut scores = registro.medidas.iter().map(|(_, medida)| medida.puntaje);
    let peers = registro.medidas.iter().filter_map(|(_, medida)| medida.pares.as_deref());
    let mut peers = peers.flat_map(|pares| [pares.promedio, pares.maximo]).flatten();
    let some = !registro.exportado && registro.medidas.iter().any(|(_, medida)| medida.puntaje == 1.0);
    if some && scores.all(|score| score == 1.0 || score == 0.0) && !peers.any(|peer| peer > 1.0) {
        found.push(
            Diagnostic::error(
                "valor-en-proporcion",
                format!("ningún puntaje de «{}» pasa de 1: puede ser 1 punto o 100 %", registro.quien.nombre),
            )
            .at(&registro.place)
            .remedy("si es 100 %, dé a las celdas formato de porcentaje o escriba 100; si de verdad es 1 punto, escriba a mano el archivo de datos"),
        );
    }
    found
}

/// Two rows for one entity and vigencia: neither can be taken.
fn repeated(met: &mut [(Registro, Option<(String, Como)>)]) {
    let mut seen: BTreeMap<(String, u32), usize> = BTreeMap::new();
    for index in 0..met.len() {
        let (registro, Some((slug, _))) = &met[index] else { continue };
        // Lines that say no vigencia stand under none.
        if registro.vigencia == 0 {
            continue;
        }
        let Some(first) = seen.get(&(slug.clone(), registro.vigencia)).copied() else {
            seen.insert((slug.clone(), registro.vigencia), index);
            continue;
        };
        let where_ = |place: &Place| place.source.celda.clone().unwrap_or_default();
        let message = format!(
            "«{slug}» está dos veces en la vigencia {}: en {} y en {}",
            registro.vigencia,
            where_(&met[first].0.place),
            where_(&registro.place)
        );
        let finding =
            Diagnostic::error("fila-repetida", message).remedy("deje en el archivo una sola de las dos filas");
        let here = met[index].0.place.clone();
        met[index].0.found.push(finding.clone().at(&here));
        // The first row is refused too, and told once.
        if !met[first].0.found.iter().any(|d| d.code == "fila-repetida") {
            let there = met[first].0.place.clone();
            met[first].0.found.push(finding.at(&there));
        }
    }
}

/// What is told of sub-indices whose policy has no score: they are not imported.
fn orphans(registro: &Registro, catalogo: &Catalogo) -> Diagnostics {
    let mut found = Diagnostics::default();
    if !registro.medidas.iter().any(|(indice, _)| matches!(indice, Indice::Subindice(..))) {
        return found;
    }
    let mut codes: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    let mut scored = BTreeSet::new();
    for (indice, _) in &registro.medidas {
        match indice {
            Indice::Politica(index) => {
                scored.insert(*index);
            }
            Indice::Subindice(index, at) => {
                codes.entry(*index).or_default().push(&catalogo.politicas[*index].subindices[*at].codigo);
            }
            _ => {}
        }
    }
    for (index, codes) in codes.into_iter().filter(|(index, _)| !scored.contains(index)) {
        let nombre = catalogo.nombre_politica(index, registro.vigencia);
        let codes = codes.join(", ");
        let message = format!("«{nombre}» no tiene puntaje y sí tiene subíndices ({codes}); no se importan");
        found.push(Diagnostic::nota("subindices-sin-politica", message).at(&registro.place));
    }
    found
}

/// What the files that an import writes have in common.
#[derive(Debug)]
struct Comun {
    archivo: String,
    hash: String,
    fecha: Option<Fecha>,
    fuente: Option<String>,
}

impl Comun {
    fn of(origen: &Origen<'_>) -> Self {
        Self {
            archivo: origen.archivo.to_owned(),
            hash: origen.hash.to_owned(),
            fecha: origen.fecha,
            fuente: origen.fuente.map(clean),
        }
    }
}

/// The values of a data file of results.
#[derive(Debug)]
pub struct Resultados {
    comun: Arc<Comun>,
    vigencia: u32,
    /// The one that the table says.
    fuente: Option<String>,
    ejemplo: bool,
    grupo_par: Option<String>,
    /// In the order of the indices.
    medidas: Vec<(Indice, IndiceLeido)>,
    rango: String,
    hoja: Option<Arc<str>>,
}

impl Resultados {
    /// Tells the data file to who writes it, or compares it.
    pub(super) fn tell(&self, catalogo: &Catalogo, out: &mut dyn Sink) {
        let vigencia = self.vigencia;
        let comun = &self.comun;
        out.counts("vigencia", f64::from(vigencia));
        match comun.fuente.as_ref().or(self.fuente.as_ref()) {
            Some(fuente) => out.says("fuente", fuente),
            None => out.says("fuente", &format!("FURAG, vigencia {vigencia}")),
        }
        if self.ejemplo {
            out.key("ejemplo".into());
            out.leaf(&Yaml::Bool(true));
        }
        out.key("procedencia".into());
        let rango = Some(self.rango.clone());
        procedencia(&comun.archivo, &comun.hash, comun.fecha, self.hoja.as_deref(), rango).tell(out);
        // In the order of the indices: first the whole, then dimensions, policies and sub-indices.
        let idi = self.medidas.first().filter(|(indice, _)| *indice == Indice::Idi).map(|(_, medida)| medida);
        if let Some(idi) = idi {
            out.counts("idi", idi.puntaje);
        }
        tell_group(idi, self.grupo_par.as_deref(), out);
        self.tell_dimensions(catalogo, out);
        self.tell_policies(catalogo, out);
    }

    fn tell_dimensions(&self, catalogo: &Catalogo, out: &mut dyn Sink) {
        let mut begun = false;
        for (indice, medida) in &self.medidas {
            let Indice::Dimension(index) = indice else { continue };
            if !std::mem::replace(&mut begun, true) {
                out.key("dimensiones".into());
                out.list();
            }
            out.map();
            out.says("dimension", &catalogo.dimensiones[*index].nombre);
            out.counts("puntaje", medida.puntaje);
            tell_group(Some(medida), None, out);
            out.end();
        }
        if begun {
            out.end();
        }
    }

    fn tell_policies(&self, catalogo: &Catalogo, out: &mut dyn Sink) {
        let mut begun = false;
        for (indice, medida) in &self.medidas {
            let Indice::Politica(index) = indice else { continue };
            if !std::mem::replace(&mut begun, true) {
                out.key("politicas".into());
                out.list();
            }
            out.map();
            out.says("politica", catalogo.nombre_politica(*index, self.vigencia));
            if let Some(nombre) = catalogo.politicas[*index].nombre_en(self.vigencia) {
                out.says("codigo", &nombre.codigo);
            }
            out.counts("puntaje", medida.puntaje);
            tell_group(Some(medida), None, out);
            self.tell_subindices(*index, catalogo, out);
            out.end();
        }
        if begun {
            out.end();
        }
    }

    /// Those of a policy; the ones whose policy has no score are told by [`orphans`].
    fn tell_subindices(&self, politica: usize, catalogo: &Catalogo, out: &mut dyn Sink) {
        let from = self.medidas.partition_point(|(indice, _)| *indice < Indice::Subindice(politica, 0));
        let own = self.medidas[from..].iter().map_while(|(indice, medida)| match indice {
            Indice::Subindice(index, at) if *index == politica => Some((*at, medida)),
            _ => None,
        });
        let mut begun = false;
        for (at, medida) in own {
            if !std::mem::replace(&mut begun, true) {
                out.key("subindices".into());
                out.list();
            }
            out.line();
            out.says("codigo", &catalogo.politicas[politica].subindices[at].codigo);
            out.counts("puntaje", medida.puntaje);
            out.end();
        }
        if begun {
            out.end();
        }
    }
}

/// The mapping `grupo_par`, where the file says anything of it.
fn tell_group(medida: Option<&IndiceLeido>, nombre: Option<&str>, out: &mut dyn Sink) {
    let pares = medida.and_then(|medida| medida.pares.as_deref());
    let figures = pares.map_or([None; 5], |p| [p.promedio, p.minimo, p.maximo, p.quintil, p.percentil]);
    if nombre.is_none() && figures == [None; 5] {
        return;
    }
    out.key("grupo_par".into());
    out.map();
    if let Some(nombre) = nombre {
        out.says("nombre", nombre);
    }
    for (name, value) in ["promedio", "minimo", "maximo", "quintil", "percentil"].into_iter().zip(figures) {
        if let Some(value) = value {
            out.counts(name, value);
        }
    }
    out.end();
}
