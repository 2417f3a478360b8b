//! `seguimiento importar`: data files from official tables and own workbooks.

mod archivos;
mod entrega;
mod escritura;
mod resumen;

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use clap::Subcommand;

use crate::diagnostic::print::print;
use crate::interop::importar::{self, Contexto, Hojas, Origen, Pedido, Seleccion};
use crate::locale::Fecha;
use crate::output;

use super::{Global, HELP, WRONG_MATERIAL, terminal};
use archivos::{Catalogue, bytes};
use escritura::write;
use resumen::counted;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    que: Que,
}

#[derive(Subcommand)]
enum Que {
    /// Resultados del FURAG: el libro de la Función Pública o sus datos abiertos en CSV
    #[command(help_template = HELP, override_usage = "seguimiento importar furag [OPCIONES] <ARCHIVO>")]
    Furag(FuragArguments),
    /// Plan de mejoramiento en un libro de Excel, una fila por actividad
    #[command(help_template = HELP, override_usage = "seguimiento importar plan [OPCIONES] <ARCHIVO>")]
    Plan(PlanArguments),
    /// Recomendaciones de la Función Pública en un libro de Excel
    #[command(help_template = HELP, override_usage = "seguimiento importar recomendaciones [OPCIONES] <ARCHIVO>")]
    Recomendaciones(RecomendacionesArguments),
}

#[derive(clap::Args)]
#[command(next_help_heading = "Opciones")]
struct FuragArguments {
    #[command(flatten)]
    common: Common,
    /// Solo las entidades de este departamento; se puede repetir
    #[arg(long, value_name = "NOMBRE")]
    departamento: Vec<String>,
    /// Solo las entidades de este municipio; se puede repetir
    #[arg(long, value_name = "NOMBRE")]
    municipio: Vec<String>,
    /// Solo esta entidad, por su nombre o su slug; se puede repetir
    #[arg(long, value_name = "ENTIDAD")]
    entidad: Vec<String>,
    /// Agrega al catálogo las entidades que no están en él
    #[arg(long)]
    agregar: bool,
    /// Escribe en el catálogo los nombres de los subíndices que trae el encabezado
    #[arg(long)]
    nombres: bool,
}

#[derive(clap::Args)]
#[command(next_help_heading = "Opciones")]
struct PlanArguments {
    #[command(flatten)]
    common: Common,
    /// Entidad del plan, por su nombre o su slug; hace falta si el libro no tiene la columna Entidad
    #[arg(long, value_name = "ENTIDAD")]
    entidad: Option<String>,
    /// Nombre del plan, como se imprime
    #[arg(long, value_name = "TEXTO")]
    nombre: Option<String>,
    /// Nombre del archivo que se escribe, como plan-2025; sin él, plan-AAAA según --vigencia
    #[arg(long, value_name = "ARCHIVO")]
    plan: Option<String>,
    /// Encabezado de una columna del plan, como politica="Línea de política"; se puede repetir
    #[arg(long, value_name = "COLUMNA=ENCABEZADO")]
    columna: Vec<String>,
}

#[derive(clap::Args)]
#[command(next_help_heading = "Opciones")]
struct RecomendacionesArguments {
    #[command(flatten)]
    common: Common,
    /// Entidad de las recomendaciones; hace falta si el libro no tiene la columna Entidad
    #[arg(long, value_name = "ENTIDAD")]
    entidad: Option<String>,
    /// De una carpeta de libros, solo los de la carpeta de este departamento; se puede repetir
    #[arg(long, value_name = "NOMBRE")]
    departamento: Vec<String>,
}

#[derive(clap::Args)]
#[command(next_help_heading = "Opciones")]
struct Common {
    /// Archivo que se importa; de recomendaciones, también la carpeta de la entrega
    #[arg(value_name = "ARCHIVO", help_heading = "Argumentos")]
    archivo: PathBuf,
    /// Hoja del libro; hace falta si varias tienen el encabezado; se puede repetir, y se leen como una sola tabla
    #[arg(long, value_name = "HOJA")]
    hoja: Vec<String>,
    /// Lee juntas todas las hojas visibles que tienen el encabezado
    #[arg(long, conflicts_with = "hoja")]
    todas_las_hojas: bool,
    /// Año medido; sin él, el del nombre del archivo o el del título
    #[arg(long, value_name = "AAAA")]
    vigencia: Option<u32>,
    /// Fecha en que se obtuvo el archivo: queda en la procedencia
    #[arg(long, value_name = "AAAA-MM-DD")]
    fecha: Option<String>,
    /// Lo que se imprime después de «Fuente:»
    #[arg(long, value_name = "TEXTO")]
    fuente: Option<String>,
    /// Marca los datos como de ejemplo
    #[arg(long)]
    ejemplo: bool,
    /// Reescribe los archivos que ya existen y dicen otra cosa; conserva sus comentarios
    #[arg(long)]
    forzar: bool,
    /// Con --forzar, reescribe o quita también lo que se puso a mano: valores con un comentario al lado, datos agregados
    #[arg(long)]
    descartar: bool,
    /// Muestra lo que haría y no escribe nada
    #[arg(long)]
    simular: bool,
}

/// Imports tables into data files.  Returns the exit code.
///
/// # Errors
/// Where the tool cannot go on.
pub fn run(own: &Arguments, global: &Global) -> anyhow::Result<u8> {
    let (common, agregar, nombres) = match &own.que {
        Que::Furag(furag) => (&furag.common, furag.agregar, furag.nombres),
        Que::Plan(plan) => (&plan.common, false, false),
        Que::Recomendaciones(recomendaciones) => (&recomendaciones.common, false, false),
    };
    let fecha = common.fecha.as_deref().map(day).transpose()?;
    let catalogue = Catalogue::read(&global.proyecto)?;
    if catalogue.found.has_errors() {
        terminal::tell(&print(&catalogue.found.sorted(), global.format(), global.color(&std::io::stderr())));
        return Ok(WRONG_MATERIAL);
    }
    let folder = matches!(own.que, Que::Recomendaciones(_)) && common.archivo.is_dir();
    let bytes = if folder { Vec::new() } else { bytes(&common.archivo)? };
    let name = common.archivo.file_name().unwrap_or_default().to_string_lossy();
    let hash = output::hash(&bytes);
    let origen = Origen {
        archivo: &name,
        bytes: &bytes,
        hash: &hash,
        hojas: Hojas { nombres: &common.hoja, todas: common.todas_las_hojas },
        fecha,
        fuente: common.fuente.as_deref(),
        ejemplo: common.ejemplo,
        vigencia: common.vigencia,
    };
    let contexto = Contexto {
        catalogo: &catalogue.catalogo,
        entidades: catalogue.entidades.as_deref(),
        agregar,
        estricto: global.estricto,
    };
    let read = match &own.que {
        Que::Furag(furag) => {
            let seleccion = Seleccion {
                departamento: furag.departamento.clone(),
                municipio: furag.municipio.clone(),
                entidad: furag.entidad.clone(),
            };
            importar::furag(&origen, &seleccion, &contexto)?
        }
        Que::Plan(plan) => {
            let columnas = columns(&plan.columna)?;
            let pedido = Pedido {
                entidad: plan.entidad.as_deref(),
                nombre: plan.nombre.as_deref(),
                plan: plan.plan.as_deref(),
                columnas: &columnas,
            };
            importar::plan(&origen, &pedido, &contexto)?
        }
        Que::Recomendaciones(recomendaciones) if folder => {
            let wanted = entrega::Wanted {
                departamento: &recomendaciones.departamento,
                entidad: recomendaciones.entidad.as_deref(),
            };
            entrega::read(&common.archivo, &wanted, &origen, &contexto, global.quieto)?
        }
        Que::Recomendaciones(recomendaciones) if !recomendaciones.departamento.is_empty() => {
            bail!(
                "--departamento elige carpetas de una entrega y «{name}» es un archivo\n  remedio: quite --departamento, o dé la carpeta"
            );
        }
        Que::Recomendaciones(recomendaciones) => {
            importar::recomendaciones(&origen, recomendaciones.entidad.as_deref(), &contexto)?
        }
    };
    let mut read = read;
    let found = std::mem::take(&mut read.nombres);
    match found.len() {
        0 => {}
        _ if nombres => read.supuestos.push(write_names(&found, common, global)?),
        n => read.supuestos.push(format!(
            "el encabezado trae {} que el catálogo no tiene: con --nombres se escriben en {POLITICAS}",
            counted(n, "nombre de subíndice", "nombres de subíndices")
        )),
    }
    write(read, common, &catalogue.catalogo, global)
}

/// The catalogue of policies, in the project.
const POLITICAS: &str = "data/catalogo/politicas.yaml";

/// Writes the names of sub-indices into the catalogue; what was done, in words.
fn write_names(names: &[(String, String)], common: &Common, global: &Global) -> anyhow::Result<String> {
    let raw = String::from_utf8(bytes(&global.proyecto.join(POLITICAS))?).unwrap_or_default();
    let (new, count) = importar::with_names(&raw, names)?;
    if !common.simular {
        output::write(&global.proyecto, POLITICAS, new.as_bytes())?;
    }
    Ok(format!("{} en {POLITICAS}", counted(count, "nombre de subíndice escrito", "nombres de subíndices escritos")))
}

/// A day that the person who imports gives.
fn day(text: &str) -> anyhow::Result<Fecha> {
    Fecha::parse(text).filter(|f| f.dia.is_some()).ok_or_else(|| {
        anyhow!("«{text}» no es una fecha\n  remedio: escriba --fecha AAAA-MM-DD, como --fecha 2025-06-30")
    })
}

/// `politica=Línea de política` as a pair.
fn columns(written: &[String]) -> anyhow::Result<Vec<(String, String)>> {
    written
        .iter()
        .map(|one| match one.split_once('=') {
            Some((name, header)) if !header.trim().is_empty() => Ok((name.trim().to_owned(), header.trim().to_owned())),
            _ => Err(anyhow!(
                "«{one}» no dice qué columna es\n  remedio: escriba --columna politica=\"Línea de política\""
            )),
        })
        .collect()
}
