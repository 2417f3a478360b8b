//! Files below `data/entidades/` that are nobody's: told, and held against the
//! documents that would otherwise be made without them.

use crate::data::{DataFile, ProjectFiles, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceText, nearest};
use crate::model::Catalogo;

/// A file that may be what an entity seems to lack.
pub(super) struct Duda {
    /// Path in `data/`.
    pub ruta: String,
    /// Slug of the entity it most likely belongs to; `None` where it may be anybody's.
    entidad: Option<String>,
    /// Name without ending of what it may be; `None` where it may be anything.
    nombre: Option<String>,
    /// Whether the entity has that file already.
    pub gemelo: bool,
}

impl Duda {
    pub fn may_be(&self, slug: &str, name: &str) -> bool {
        self.entidad.as_deref().is_none_or(|e| e == slug) && self.nombre.as_deref().is_none_or(|n| n == name)
    }
}

/// What the files of an entity are called, before the hyphen.
const KINDS: [&str; 3] = ["resultados", "plan", "recomendaciones"];

/// Every file that no entity can use as it stands, with what is wrong with it.
pub(super) fn find(files: &ProjectFiles, catalogo: &Catalogo, found: &mut Diagnostics) -> Vec<Duda> {
    let mut dudas: Vec<_> = files.files.iter().filter_map(|file| stray(file, files, catalogo, found)).collect();
    dudas.extend(files.otros.iter().filter_map(|path| misnamed(path, files, catalogo, found)));
    dudas
}

/// A file whose ending keeps it from being read, where there is none with the right one.
fn misnamed(path: &str, files: &ProjectFiles, catalogo: &Catalogo, found: &mut Diagnostics) -> Option<Duda> {
    let stem = meant(path)?;
    if ["yaml", "yml"].iter().any(|end| files.file(&format!("{stem}.{end}")).is_some()) {
        return None;
    }
    let name = stem.rsplit('/').next().unwrap_or(stem);
    found.push(
        Diagnostic::error("archivo-sin-uso", "no se lee, porque su nombre no termina en «.yaml»")
            .at(&SourceText::new(format!("data/{path}"), "").place(0..0))
            .remedy(format!("llámelo «{name}.yaml»; si el explorador esconde las terminaciones, muéstrelas primero")),
    );
    let folder = path.strip_prefix("entidades/")?.split('/').next()?;
    Some(Duda {
        ruta: path.to_owned(),
        entidad: owner(folder, catalogo).map(str::to_owned),
        nombre: Some(name.to_ascii_lowercase()),
        gemelo: false,
    })
}

/// The path without ending of what a file with another ending was to be: `resultados-2024`
/// for `resultados-2024.yaml.txt` and `resultados-2024.txt`.
fn meant(path: &str) -> Option<&str> {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let lower = path.to_ascii_lowercase();
    let inner = [".yaml", ".yml"].iter().find_map(|end| lower[name..].find(end)).map(|at| name + at);
    if let Some(end) = inner.filter(|end| *end > name) {
        return Some(&path[..end]);
    }
    let (stem, ending) = lower[name..].rsplit_once('.').unwrap_or((&lower[name..], ""));
    let kind = KINDS.iter().any(|kind| stem.strip_prefix(kind).is_some_and(|rest| rest.starts_with('-')));
    let slip = matches!(ending, "" | "txt") || nearest(ending, ["yaml", "yml"]).is_some();
    (path.starts_with("entidades/") && kind && slip).then(|| &path[..name + stem.len()])
}

fn stray(file: &DataFile, files: &ProjectFiles, catalogo: &Catalogo, found: &mut Diagnostics) -> Option<Duda> {
    let lower = file.path.to_ascii_lowercase();
    let below = match file.path.strip_prefix("entidades") {
        Some(rest) => rest.trim_start_matches('/'),
        // The whole of `data/` cannot be read.
        None if file.path.is_empty() => "",
        None => return None,
    };
    let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
    let (folder, deep) = (folders.split('/').next().unwrap_or_default(), folders.contains('/'));
    let owner = owner(if folder.is_empty() { below } else { folder }, catalogo);
    let duda = |nombre: Option<&str>, gemelo| Duda {
        ruta: file.path.clone(),
        entidad: owner.map(str::to_owned),
        nombre: nombre.map(str::to_owned),
        gemelo,
    };
    if !DataFile::is_yaml(&lower) {
        // A folder or a link that cannot be read, told where it was met.
        return Some(duda(None, false));
    }
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    let name = name.strip_suffix(".yaml").or(name.strip_suffix(".yml")).unwrap_or(name);
    if !DataFile::is_yaml(&file.path) {
        return Some(duda(Some(name), false));
    }
    let kind = KINDS.iter().any(|kind| name.strip_prefix(kind).is_some_and(|rest| rest.starts_with('-')));
    let described = file.node.as_ref().is_none_or(|n| n.get("tipo").is_some());
    let known = catalogo.entidad(folder).is_some();
    if !kind && described {
        return None;
    }
    let mut tell = |finding: Diagnostic| found.push(finding.at(&file.source.line(1)));
    let unused = |message: String| Diagnostic::error("archivo-sin-uso", message);
    if known && deep {
        tell(
            unused("no se usa, porque está en una carpeta dentro de la de la entidad".to_owned())
                .remedy(format!("páselo a «data/entidades/{folder}/»")),
        );
        return Some(duda(Some(name), false));
    }
    if !known && !catalogo.completo {
        return Some(duda(Some(name), false));
    }
    if !known {
        let message = match folder {
            "" => "no se usa, porque no está en la carpeta de una entidad".to_owned(),
            folder => format!("no se usa, porque «{folder}» no es el slug de ninguna entidad del catálogo"),
        };
        tell(
            unused(message).remedy(match owner {
                Some(owner) if !folder.is_empty() => format!("¿quiso decir «{owner}»? Cambie el nombre de la carpeta"),
                _ => "páselo a la carpeta de su entidad, que se llama como su slug en data/catalogo/entidades.yaml"
                    .to_owned(),
            }),
        );
        return Some(duda(Some(name), false));
    }
    if !kind {
        let (word, year) = name.split_once(|c: char| !c.is_alphabetic())?;
        let near = nearest(word, KINDS).filter(|_| year.contains(|c: char| c.is_ascii_digit()))?;
        tell(
            unused("no se usa, porque su nombre no es el de unos datos de la entidad".to_owned())
                .remedy(format!("¿quiso decir «{near}-{year}.yaml»?")),
        );
        return Some(duda(Some(&format!("{near}-{year}")), false));
    }
    if let Some(twin) = file.path.strip_suffix(".yml").and_then(|stem| files.file(&format!("{stem}.yaml"))) {
        tell(
            Diagnostic::error(
                "archivo-repetido",
                "hay dos archivos de lo mismo, con las terminaciones «.yaml» y «.yml»",
            )
            .second(&twin.source.line(1), "el otro está aquí")
            .remedy("deje uno solo"),
        );
        return Some(duda(Some(name), true));
    }
    // A file whose name says another vigencia is told where it is read.
    let (word, written) = name.split_once('-')?;
    let vigencia = match file.node.as_ref()?.get("vigencia")?.value {
        Value::Number(vigencia) if word != "plan" => format!("{vigencia}"),
        _ => return None,
    };
    (written != vigencia).then(|| duda(Some(&format!("{word}-{vigencia}")), false))
}

/// The entity of a folder, or the one whose slug is most like its name.
fn owner<'c>(folder: &str, catalogo: &'c Catalogo) -> Option<&'c str> {
    match catalogo.entidad(folder) {
        Some(entidad) => Some(&entidad.slug),
        None => nearest(folder, catalogo.entidades.iter().map(|e| e.slug.as_str())),
    }
}
