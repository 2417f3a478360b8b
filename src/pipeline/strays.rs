//! Files below `data/` that are nobody's: told, and held against the documents
//! that would otherwise be made without them.

use std::collections::BTreeSet;

use crate::data::{DataFile, ProjectFiles, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceText, nearest};
use crate::expediente::{self, Nombre, meant, of_entity, stem, strictly_meant, tipo_of};
use crate::model::Catalogo;

use super::SHARED;

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
    /// Whether it may be the file `name` of the entity `slug`.
    pub fn may_be(&self, slug: &str, name: &str) -> bool {
        self.entidad.as_deref().is_none_or(|e| e == slug) && self.nombre.as_deref().is_none_or(|n| n == name)
    }
}

/// Every file that no entity can use as it stands, with what is wrong with it.
pub(super) fn find(files: &ProjectFiles, catalogo: &Catalogo, found: &mut Diagnostics) -> Vec<Duda> {
    let search = Search { files, catalogo, planes: named_plans(files) };
    let mut dudas: Vec<_> = files.files.iter().filter_map(|file| search.stray(file, found)).collect();
    dudas.extend(files.otros.iter().filter_map(|path| search.misnamed(path, found)));
    for path in &files.ocultos {
        search.hidden(path, found);
    }
    dudas
}

/// The files that must be settings or catalogue under a name that is not theirs, told, each with the
/// name of the shared file: documents are not made with what is there in its stead.
pub(super) fn misnamed_shared(files: &ProjectFiles, found: &mut Diagnostics) -> Vec<(String, &'static str)> {
    let mut misnamed = Vec::new();
    for file in files.files.iter().filter(|f| !SHARED.contains(&f.path.as_str())) {
        let lower = file.path.to_ascii_lowercase();
        // The ending in capitals is told where the file is met.
        if let Some(shared) = SHARED.into_iter().find(|s| *s == lower && !DataFile::is_yaml(&file.path)) {
            misnamed.push((file.path.clone(), shared));
            continue;
        }
        if described(file) || !DataFile::is_yaml(&file.path) {
            continue;
        }
        let depth = |path: &str| path.matches('/').count();
        let twin = SHARED.into_iter().find(|s| stem(s) == stem(&lower));
        let missing = SHARED.into_iter().filter(|s| files.file(s).is_none() && depth(s) == depth(&lower));
        let Some(shared) = twin.or_else(|| nearest(&lower, missing)) else { continue };
        let finding = match files.file(shared) {
            Some(other) => Diagnostic::error("archivo-repetido", "hay dos archivos de lo mismo")
                .second(&other.source.line(1), "el otro está aquí")
                .remedy(format!("deje uno solo, «data/{shared}»")),
            None => Diagnostic::error("archivo-sin-uso", format!("no se usa, porque no se llama «data/{shared}»"))
                .remedy(format!("¿quiso decir «data/{shared}»? Cambie el nombre del archivo")),
        };
        found.push(finding.at(&file.source.line(1)));
        misnamed.push((file.path.clone(), shared));
    }
    for path in &files.otros {
        let lower = path.to_ascii_lowercase();
        let of = |shared: &&str| lower.strip_prefix(*shared).is_some_and(|rest| rest.starts_with('.'));
        if let Some(shared) = SHARED.into_iter().find(of) {
            misnamed.push((path.clone(), shared));
        }
    }
    misnamed
}

/// The names of plans that documents give.
pub(super) fn named_plans(files: &ProjectFiles) -> BTreeSet<&str> {
    let documents = files.files.iter().filter_map(|f| f.node.as_ref()).filter(|n| n.get("tipo").is_some());
    let keys = of_entity().filter_map(|tipo| match tipo.nombre {
        Nombre::Clave { clave, .. } => Some(clave),
        Nombre::Vigencia => None,
    });
    let keys: Vec<_> = keys.collect();
    documents.flat_map(|n| keys.iter().filter_map(|key| n.get(key)?.text())).collect()
}

struct Search<'a> {
    files: &'a ProjectFiles,
    catalogo: &'a Catalogo,
    /// Names that documents give to plans, which are not all `plan-…`.
    planes: BTreeSet<&'a str>,
}

impl Search<'_> {
    /// A file whose ending keeps it from being read, where there is none with the right one.
    fn misnamed(&self, path: &str, found: &mut Diagnostics) -> Option<Duda> {
        let wanted = Wanted::of(path)?;
        let there = |stem: &str| ["yaml", "yml"].iter().any(|end| self.files.file(&format!("{stem}.{end}")).is_some());
        let (folder, name) = wanted.stem.rsplit_once('/').unwrap_or(("", wanted.stem));
        let meant = strictly_meant(name);
        let proposed = meant.clone().unwrap_or_else(|| name.to_owned());
        if there(wanted.stem) || there(&format!("{folder}/{proposed}")) {
            return None;
        }
        let place = SourceText::new(format!("data/{path}"), "").place(0..0);
        if wanted.is_table {
            found.push(
                Diagnostic::aviso(
                    "archivo-no-reconocido",
                    "no se lee: los datos de una entidad están en archivos «.yaml»",
                )
                .at(&place)
                .remedy(format!(
                    "{}; si no trae datos que falten, sáquelo de «data/»",
                    match tipo_of(&proposed).map(|tipo| tipo.se_importa) {
                        Some(None) => "copie sus datos en uno".to_owned(),
                        Some(Some(what)) => format!("impórtelo con «seguimiento importar {what}»"),
                        None => "impórtelo con «seguimiento importar»".to_owned(),
                    }
                )),
            );
            return None;
        }
        found.push(
            Diagnostic::error("archivo-sin-uso", "no se lee, porque su nombre no termina en «.yaml»")
                .at(&place)
                .remedy(format!(
                    "llámelo «{proposed}.yaml»; si el explorador esconde las terminaciones, muéstrelas primero"
                )),
        );
        let folder = path.strip_prefix("entidades/")?.split('/').next()?;
        Some(Duda {
            ruta: path.to_owned(),
            entidad: self.owner(folder).map(str::to_owned),
            nombre: meant,
            gemelo: false,
        })
    }

    /// A hidden file that is called like data, where none that is seen takes its place.
    fn hidden(&self, path: &str, found: &mut Diagnostics) {
        let shown: Vec<_> = path.split('/').map(|part| part.trim_start_matches('.')).collect();
        if self.files.file(&shown.join("/")).is_none() {
            found.push(
                Diagnostic::aviso(
                    "archivo-no-reconocido",
                    "no se lee, porque está oculto: un nombre empieza por punto",
                )
                .at(&SourceText::new(format!("data/{path}"), "").place(0..0))
                .remedy("quite el punto del nombre, o saque el archivo de «data/»"),
            );
        }
    }

    fn stray(&self, file: &DataFile, found: &mut Diagnostics) -> Option<Duda> {
        let below = match file.path.strip_prefix("entidades") {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => rest.trim_start_matches('/'),
            // The whole of `data/` cannot be read.
            _ if file.path.is_empty() => "",
            _ => return self.outside(file, found),
        };
        let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
        let (folder, deep) = (folders.split('/').next().unwrap_or_default(), folders.contains('/'));
        let owner = self.owner(if folder.is_empty() { below } else { folder });
        let duda = |nombre: Option<String>, gemelo| Duda {
            ruta: file.path.clone(),
            entidad: owner.map(str::to_owned),
            nombre,
            gemelo,
        };
        if !DataFile::is_yaml(&file.path.to_ascii_lowercase()) {
            // A folder or a link that cannot be read, told where it was met.
            return Some(duda(None, false));
        }
        let name = stem(file.path.rsplit('/').next().unwrap_or_default());
        if !DataFile::is_yaml(&file.path) {
            let lower = name.to_ascii_lowercase();
            let name = ["yaml", "yml"].iter().find_map(|end| lower.strip_suffix(&format!(".{end}"))).unwrap_or(&lower);
            return Some(duda(strictly_meant(name), false));
        }
        let kind = tipo_of(name).is_some();
        if !kind && described(file) {
            return None;
        }
        // A file that cannot be read as YAML has been told.
        let mut tell = |finding: Diagnostic| found.push(finding.at(&file.source.line(1)));
        let unused = |message: String| Diagnostic::error("archivo-sin-uso", message);
        let known = self.catalogo.entidad(folder).is_some();
        if known && deep {
            tell(
                unused("no se usa, porque está en una carpeta dentro de la de la entidad".to_owned())
                    .remedy(format!("páselo a «data/entidades/{folder}/»")),
            );
            return Some(duda(strictly_meant(name), false));
        }
        let guess = || meant(name, vigencia(file)).map(|m| m.name);
        if !known && !self.catalogo.completo {
            return Some(duda(guess().or_else(|| Some(name.to_owned())), false));
        }
        if !known {
            let message = match folder {
                "" => "no se usa, porque no está en la carpeta de una entidad".to_owned(),
                folder => format!("no se usa, porque «{folder}» no es el slug de ninguna entidad del catálogo"),
            };
            tell(
                unused(message).remedy(match owner {
                    Some(owner) if !folder.is_empty() => {
                        format!("¿quiso decir «{owner}»? Cambie el nombre de la carpeta")
                    }
                    _ => "páselo a la carpeta de su entidad, que se llama como su slug en data/catalogo/entidades.yaml"
                        .to_owned(),
                }),
            );
            return Some(duda(guess().or_else(|| Some(name.to_owned())), false));
        }
        if !kind {
            if self.planes.contains(name) {
                return None;
            }
            if file.node.is_some() {
                tell(
                    unused("no se usa, porque su nombre no es el de unos datos de la entidad".to_owned())
                        .remedy(self.rename(&format!("entidades/{folder}"), guess())),
                );
            }
            return Some(duda(None, false));
        }
        if let Some(twin) = file.path.strip_suffix(".yml").and_then(|stem| self.files.file(&format!("{stem}.yaml"))) {
            tell(
                Diagnostic::error(
                    "archivo-repetido",
                    "hay dos archivos de lo mismo, con las terminaciones «.yaml» y «.yml»",
                )
                .second(&twin.source.line(1), "el otro está aquí")
                .remedy("deje uno solo"),
            );
            return Some(duda(Some(name.to_owned()), true));
        }
        // A file whose name says another vigencia is told where it is read.
        let tipo = tipo_of(name).filter(|tipo| tipo.nombre == Nombre::Vigencia)?;
        let (word, written) = (tipo.palabra, &name[tipo.palabra.len() + 1..]);
        match vigencia(file) {
            Some(vigencia) => (written != vigencia).then(|| duda(Some(format!("{word}-{vigencia}")), false)),
            None => (strictly_meant(name).as_deref() != Some(name)).then(|| duda(None, false)),
        }
    }

    /// A file that is called like the data of an entity, in another folder of `data/`.
    fn outside(&self, file: &DataFile, found: &mut Diagnostics) -> Option<Duda> {
        if !DataFile::is_yaml(&file.path) || SHARED.contains(&file.path.as_str()) || described(file) {
            return None;
        }
        let (folders, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let nombre = strictly_meant(stem(name))?;
        let owner = folders.split('/').find(|folder| self.catalogo.entidad(folder).is_some());
        if file.node.is_some() {
            let slug = owner.unwrap_or("<slug>");
            found.push(
                Diagnostic::error("archivo-sin-uso", "no se usa, porque no está en «data/entidades/»")
                    .at(&file.source.line(1))
                    .remedy(format!(
                        "páselo a «data/entidades/{slug}/{nombre}.yaml»; si describe un documento, agregue «tipo:»"
                    )),
            );
        }
        Some(Duda { ruta: file.path.clone(), entidad: owner.map(str::to_owned), nombre: Some(nombre), gemelo: false })
    }

    /// What to do about a name that is no name of data, in `folder`.
    fn rename(&self, folder: &str, guess: Option<String>) -> String {
        match guess {
            Some(name) if self.files.file(&format!("{folder}/{name}.yaml")).is_some() => {
                format!("ya hay un «{name}.yaml»: pase a él lo que falte y saque este archivo de «data/»")
            }
            Some(name) => format!("¿quiso decir «{name}.yaml»?"),
            None => format!(
                "llámelo {}; agregue «tipo:» si describe un documento; si no es ninguno, sáquelo de «data/entidades/»",
                expediente::names()
            ),
        }
    }

    /// The entity of a folder, or the one whose slug is most like its name.
    fn owner(&self, folder: &str) -> Option<&str> {
        match self.catalogo.entidad(folder) {
            Some(entidad) => Some(&entidad.slug),
            None => nearest(folder, self.catalogo.entidades.iter().map(|e| e.slug.as_str())),
        }
    }
}

/// A file that is not read, as what its ending and its name say of it.
struct Wanted<'p> {
    /// Its path without ending: `resultados-2024` for `resultados-2024.yaml.txt`.
    stem: &'p str,
    /// Whether it is a table to be imported, and not a file to be renamed.
    is_table: bool,
}

/// Endings of tables that data may come from.
const TABLES: [&str; 7] = ["csv", "tsv", "xlsx", "xlsm", "xlsb", "xls", "ods"];

impl<'p> Wanted<'p> {
    /// `None` where nothing says that it was to be a file of data.
    fn of(path: &'p str) -> Option<Self> {
        let name = path.rfind('/').map_or(0, |slash| slash + 1);
        let lower = path.to_ascii_lowercase();
        let inner = [".yaml", ".yml"].iter().find_map(|end| lower[name..].find(end)).map(|at| name + at);
        if let Some(end) = inner.filter(|end| *end > name) {
            return Some(Self { stem: &path[..end], is_table: false });
        }
        if !path.starts_with("entidades/") {
            return None;
        }
        let (stem, ending) = lower[name..].rsplit_once('.').unwrap_or((&lower[name..], ""));
        let is_table = TABLES.contains(&ending);
        let slip = nearest(ending, ["yaml", "yml"]).is_some();
        let like_data = || strictly_meant(stem).is_some() || tipo_of(stem).is_some();
        let told = (slip && ending.starts_with('y'))
            || ((slip || is_table || matches!(ending, "" | "txt" | "json")) && like_data());
        told.then(|| Self { stem: &path[..name + stem.len()], is_table })
    }
}

/// Whether a file says to describe a document, even where it cannot be read as YAML.
fn described(file: &DataFile) -> bool {
    match &file.node {
        Some(node) => node.get("tipo").is_some(),
        None => file.source.text.lines().any(|line| line.starts_with("tipo:")),
    }
}

/// The vigencia that is written in a file.
fn vigencia(file: &DataFile) -> Option<String> {
    match file.node.as_ref()?.get("vigencia")?.value {
        Value::Number(vigencia) => Some(format!("{vigencia}")),
        _ => None,
    }
}
