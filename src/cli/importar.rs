//! `seguimiento importar`: data files from official tables and own workbooks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{anyhow, bail};
use clap::Subcommand;

use crate::data::{Node, Value, parse_text};
use crate::diagnostic::print::print;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceText};
use crate::interop::importar::{
    self, Archivo, Cambio, Contexto, Decision, Hojas, ImportError, Importacion, Origen, Pedido, Renglon, Salida,
    Seleccion, Suceso, Unreadable,
};
use crate::locale::{Fecha, Numeros};
use crate::model::Catalogo;
use crate::output;

use super::{Global, HELP, OK, WRONG_MATERIAL, entrega, terminal};

/// Largest file that is read, in bytes: several years of open data of the whole country.
const MAX_BYTES: u64 = 1 << 30;

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

/// The bytes of the file at `path`.
///
/// # Errors
/// [`ImportError`] where it cannot be read, or should not.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, ImportError> {
    let shown = path.display();
    let failed = |error: std::io::Error| {
        let why = output::reason(&error);
        ImportError::new(format!("no se puede leer «{shown}»: {why}"), "revise la ruta del archivo")
    };
    let meta = fs::metadata(path).map_err(failed)?;
    if meta.is_dir() {
        return Err(ImportError::new(format!("«{shown}» es una carpeta"), "dé el archivo que quiere importar"));
    }
    if !meta.is_file() {
        return Err(ImportError::new(
            format!("«{shown}» no es un archivo corriente"),
            "guarde la tabla en un archivo y dé su ruta",
        ));
    }
    // One of the system that says to be empty could give bytes for ever, or none.
    if meta.len() == 0 {
        return Ok(Vec::new());
    }
    if meta.len() > MAX_BYTES {
        return Err(ImportError::new(
            format!("«{shown}» pesa más de {} MB", MAX_BYTES >> 20),
            "divídalo, por ejemplo por departamento",
        ));
    }
    fs::read(path).map_err(failed)
}

/// The catalogue alone: importing must not depend on the rest of the project.
struct Catalogue {
    catalogo: Catalogo,
    entidades: Option<String>,
    found: Diagnostics,
}

impl Catalogue {
    fn read(root: &Path) -> anyhow::Result<Self> {
        let data = root.join("data");
        if !data.is_dir() {
            bail!(
                "no existe la carpeta «{}»\n  remedio: dé la carpeta del proyecto con --proyecto, o cree uno con «seguimiento nuevo»",
                data.display()
            );
        }
        let mut found = Diagnostics::default();
        let (_, politicas) = Self::file(&data, "catalogo/politicas.yaml", &mut found)?;
        if politicas.is_none() && found.is_empty() {
            bail!(
                "no existe «{}»\n  remedio: cópielo de un proyecto creado con «seguimiento nuevo»",
                data.join("catalogo/politicas.yaml").display()
            );
        }
        let (text, entidades) = Self::file(&data, "catalogo/entidades.yaml", &mut found)?;
        let catalogo = Catalogo::build(politicas.as_ref(), None, entidades.as_ref(), &mut found);
        Ok(Self { catalogo, entidades: text, found })
    }

    /// Text, with its byte order mark, and tree of a file of the catalogue, without what silences its rules.
    fn file(data: &Path, name: &str, found: &mut Diagnostics) -> anyhow::Result<(Option<String>, Option<Node>)> {
        let path = data.join(name);
        if !path.exists() {
            return Ok((None, None));
        }
        let text = marked_text(&path)?;
        let (file, findings) = parse_text(name, text.trim_start_matches(MARK));
        found.extend(findings);
        let mut node = file.node;
        if let Some(Value::Map(entries)) = node.as_mut().map(|n| &mut n.value) {
            entries.retain(|(key, _)| key.text != "silenciar");
        }
        Ok((Some(text), node))
    }
}

/// The byte order mark of a text.
const MARK: char = '\u{feff}';

/// A text file with its byte order mark, where it has one.
fn marked_text(path: &Path) -> anyhow::Result<String> {
    String::from_utf8(bytes(path)?)
        .map_err(|_| anyhow!("«{}» no está en UTF-8\n  remedio: guárdelo como UTF-8", path.display()))
}

/// What became of the rows of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Written,
    Same,
    Exists,
    Rejected,
    Unknown,
}

impl Outcome {
    const ALL: [Self; 5] = [Self::Written, Self::Same, Self::Exists, Self::Rejected, Self::Unknown];

    fn word(self) -> &'static str {
        match self {
            Self::Written => "escrito",
            Self::Same => "igual",
            Self::Exists => "ya existe",
            Self::Rejected => "rechazado",
            Self::Unknown => "desconocida",
        }
    }

    /// Rows with this outcome, as the totals say it.
    fn rows(self, n: usize) -> String {
        let (one, many) = match self {
            Self::Written => ("escrita", "escritas"),
            Self::Same => ("igual", "iguales"),
            Self::Exists => ("que ya existe y dice otra cosa", "que ya existen y dicen otra cosa"),
            Self::Rejected => ("rechazada", "rechazadas"),
            Self::Unknown => ("fuera del catálogo", "fuera del catálogo"),
        };
        counted(n, one, many)
    }
}

/// `1 fila`, `6.000 filas`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", Numeros::default().con_decimales(n as f64, 0), if n == 1 { one } else { many })
}

/// A line of the report.
struct Told {
    outcome: Outcome,
    how: &'static str,
    path: String,
    name: String,
    rows: usize,
    /// What the import changes in a file that is there.
    cambios: Vec<Cambio>,
}

fn write(read: Importacion, common: &Common, catalogo: &Catalogo, global: &Global) -> anyhow::Result<u8> {
    let Importacion {
        renglones, leidas, no_seleccionadas, sin_datos, mut hallazgos, supuestos, catalogo: grown, ..
    } = read;
    let root = &global.proyecto;
    if let (Some((text, _)), false) = (&grown, common.simular) {
        output::write(root, "data/catalogo/entidades.yaml", text.as_bytes())?;
    }
    let mut told = Vec::new();
    for Renglon { nombre, entidad, filas, salida } in renglones {
        let (outcome, path, cambios) = match &salida {
            Salida::Rechazada => (Outcome::Rejected, String::new(), Vec::new()),
            Salida::FueraDelCatalogo => (Outcome::Unknown, String::new(), Vec::new()),
            Salida::Archivo(archivo) => put(archivo, common, catalogo, root, &mut hallazgos)?,
        };
        let path = match entidad.as_ref() {
            Some((slug, _)) if path.is_empty() => slug.clone(),
            _ => path,
        };
        told.push(Told {
            outcome,
            how: entidad.as_ref().map_or("", |(_, how)| how.word()),
            path: if path.is_empty() { "—".to_owned() } else { path },
            name: nombre,
            rows: filas,
            cambios,
        });
    }
    let findings = if global.estricto { hallazgos.strict() } else { hallazgos };
    let skipped = Skipped { no_seleccionadas, sin_datos };
    let report = report(&told, leidas, &skipped, &supuestos, grown.map(|(_, n)| n), common, global);
    if global.format().is_machine() {
        terminal::tell(&report);
        terminal::say(&print(&findings, global.format(), false))?;
    } else {
        terminal::tell(&print(&findings, global.format(), global.color(&std::io::stderr())));
        terminal::say(&report)?;
    }
    Ok(if findings.has_errors() { WRONG_MATERIAL } else { OK })
}

/// Changes of a file that are listed; the others are counted.
const MAX_CHANGES: usize = 20;

/// Writes a data file where it may; the path it has in the project, and what it changes there.
fn put(
    archivo: &Archivo,
    common: &Common,
    catalogo: &Catalogo,
    root: &Path,
    found: &mut Diagnostics,
) -> anyhow::Result<(Outcome, String, Vec<Cambio>)> {
    let other = format!("{}.yml", archivo.ruta);
    let shown = if root.join(&other).exists() { other } else { format!("{}.yaml", archivo.ruta) };
    let path = root.join(&shown);
    let existing = if path.exists() { Some(marked_text(&path)?) } else { None };
    let source = SourceText::new(&shown, existing.as_deref().unwrap_or_default());
    let refused = |why: &str, remedy: &str| {
        Diagnostic::error("archivo-existente", format!("el archivo ya existe y {why}; no se toca"))
            .at(&source.line(1))
            .remedy(remedy)
    };
    let (new, cambios) = match archivo.decide(existing.as_deref(), catalogo, common.descartar) {
        Ok(Decision::Igual { cambios }) => {
            by_hand(&cambios, &source, found);
            return Ok((Outcome::Same, shown, cambios));
        }
        Ok(Decision::Nuevo(text)) => (text, Vec::new()),
        Ok(Decision::Distinto { texto, cambios }) if common.forzar => {
            by_hand(&cambios, &source, found);
            removed(&cambios, &source, found);
            (texto, cambios)
        }
        Ok(Decision::Distinto { cambios, .. }) => {
            found.push(refused(
                "dice otra cosa",
                "confróntelos; para reescribirlo con lo importado y conservar sus comentarios, agregue --forzar",
            ));
            return Ok((Outcome::Exists, shown, cambios));
        }
        Err(Unreadable) => {
            found.push(refused(
                "no se puede leer como YAML",
                "corríjalo según «seguimiento validar», o bórrelo e importe de nuevo",
            ));
            return Ok((Outcome::Exists, shown, Vec::new()));
        }
    };
    if !common.simular {
        output::write(root, &shown, new.as_bytes())?;
    }
    Ok((Outcome::Written, shown, cambios))
}

/// What somebody put in a file by hand is told one by one, whatever becomes of it.
fn by_hand(cambios: &[Cambio], source: &Arc<SourceText>, found: &mut Diagnostics) {
    for cambio in cambios.iter().filter(|cambio| cambio.is_manual()) {
        found.push(
            Diagnostic::aviso("dato-manual", cambio.to_string()).at(&source.line(cambio.linea.unwrap_or(1))).remedy(
                match cambio.que {
                    Suceso::Corregido { descartado: true, .. } | Suceso::Quitado { .. } => {
                        "si hace falta, recupérelo de una copia; sin --descartar se conserva"
                    }
                    Suceso::Conservado => {
                        "si es el mismo renglón con otro texto, pase sus datos al nuevo y quite este; con --descartar se quita"
                    }
                    _ => "si lo importado ya es lo cierto, quite el comentario y repita; con --descartar se reescribe",
                },
            ),
        );
    }
}

/// How many entries of its lists a file loses.
fn removed(cambios: &[Cambio], source: &Arc<SourceText>, found: &mut Diagnostics) {
    let message = match cambios.iter().filter(|cambio| matches!(cambio.que, Suceso::Quitado { .. })).count() {
        0 => return,
        1 => "al reescribirlo se quita 1 renglón de sus listas que lo importado no trae".to_owned(),
        n => format!("al reescribirlo se quitan {n} renglones de sus listas que lo importado no trae"),
    };
    found.push(
        Diagnostic::aviso("renglon-quitado", message)
            .at(&source.line(1))
            .remedy("si hacen falta, recupérelos de una copia; con --simular se ve cuáles son antes de escribir"),
    );
}

/// Rows that become no data file.
struct Skipped {
    no_seleccionadas: usize,
    sin_datos: usize,
}

/// One line an entity, aligned, and totals that add up.
fn report(
    told: &[Told],
    read: usize,
    skipped: &Skipped,
    assumed: &[String],
    added: Option<usize>,
    common: &Common,
    global: &Global,
) -> String {
    let mut text = String::new();
    if !global.quieto {
        for one in assumed {
            text += &format!("{one}\n");
        }
        let width = |of: &dyn Fn(&Told) -> &str| told.iter().map(|t| of(t).chars().count()).max().unwrap_or(0);
        let (outcome, how, path) = (width(&|t| t.outcome.word()), width(&|t| t.how), width(&|t| &t.path));
        for one in told {
            let line = format!("{:outcome$}  {:how$}  {:path$}  {}", one.outcome.word(), one.how, one.path, one.name);
            text += &format!("{}\n", line.trim_end());
            for cambio in one.cambios.iter().take(MAX_CHANGES) {
                text += &format!("    {cambio}\n");
            }
            if one.cambios.len() > MAX_CHANGES {
                text += &format!("    y {}\n", counted(one.cambios.len() - MAX_CHANGES, "cambio más", "cambios más"));
            }
        }
    }
    let chosen: usize = told.iter().map(|t| t.rows).sum();
    let rows = |outcome| told.iter().filter(|t| t.outcome == outcome).map(|t| t.rows).sum();
    let parts: Vec<_> = Outcome::ALL.into_iter().map(|outcome| outcome.rows(rows(outcome))).collect();
    text += &format!(
        "{} = {} + {}",
        counted(read, "fila leída", "filas leídas"),
        counted(chosen, "seleccionada", "seleccionadas"),
        counted(skipped.no_seleccionadas, "no seleccionada", "no seleccionadas"),
    );
    if skipped.sin_datos > 0 {
        text += &format!(" + {}", counted(skipped.sin_datos, "sin datos", "sin datos"));
    }
    text.push('\n');
    text += &format!("{} = {}\n", counted(chosen, "seleccionada", "seleccionadas"), parts.join(" + "));
    let files = told.iter().filter(|t| t.outcome == Outcome::Written).count();
    text += &format!("{}\n", counted(files, "archivo escrito", "archivos escritos"));
    if let Some(added) = added {
        text +=
            &format!("{} a data/catalogo/entidades.yaml\n", counted(added, "entidad agregada", "entidades agregadas"));
    }
    if common.simular {
        text += "simulación: no se escribió nada\n";
    }
    text
}
