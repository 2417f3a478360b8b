//! Which documents the user means.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::nearest;

use super::{Documento, Project};

impl Project {
    /// The documents that `selectors` name, all of them where there are none.
    ///
    /// A selector is an identifier or its last part, a folder of identifiers, a path of a YAML
    /// file (all documents of a batch) or a pattern with `*`.
    ///
    /// # Errors
    /// The first selector that names nothing, with a likely intended one.
    pub fn select(&self, selectors: &[String]) -> Result<Vec<&Documento>, UnknownSelector> {
        if selectors.is_empty() {
            return Ok(self.documentos.iter().collect());
        }
        let mut chosen = BTreeSet::new();
        for selector in selectors {
            let wanted = clean_selector(selector, &self.root);
            let matches = |id: &str| {
                let name = id.rsplit('/').next().unwrap_or(id);
                id == wanted
                    || name == wanted
                    || id.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('/'))
                    || glob(&wanted, id)
            };
            let wants = |d: &Documento| matches(&d.id) || d.origen == wanted;
            let found: Vec<_> = (0..self.documentos.len()).filter(|i| wants(&self.documentos[*i])).collect();
            if found.is_empty() {
                let near = nearest(&wanted, self.documentos.iter().map(|d| d.id.as_str())).map(str::to_owned);
                return Err(UnknownSelector { selector: selector.clone(), near });
            }
            chosen.extend(found);
        }
        Ok(chosen.into_iter().map(|i| &self.documentos[i]).collect())
    }
}

/// A selector that names no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{selector}» no nombra ningún documento")]
pub struct UnknownSelector {
    pub selector: String,
    /// A document with a similar name.
    pub near: Option<String>,
}

/// `data/entidades/and/x.yaml`, `output/and/x.pdf` and `and/x` are the same document.
fn clean_selector(selector: &str, root: &Path) -> String {
    let below_root = within(root, Path::new(selector)).unwrap_or_else(|| PathBuf::from(selector));
    let path = below_root.to_string_lossy().replace('\\', "/");
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let path = path.strip_prefix("data/").or_else(|| path.strip_prefix("output/")).unwrap_or(path);
    let path = path.strip_prefix("entidades/").unwrap_or(path);
    [".yaml", ".yml", ".pdf"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path).to_owned()
}

/// `path` seen from the project folder `root`, whether it is written from there, from the current
/// folder or from the top of the disk; `None` where it is not in the project.
pub fn within(root: &Path, path: &Path) -> Option<PathBuf> {
    let in_project = |path: &Path| plain(path).strip_prefix(plain(root)).ok().map(Path::to_owned);
    let real = |path: &Path| {
        let (root, path) = (root.canonicalize().ok()?, path.canonicalize().ok()?);
        path.strip_prefix(root).ok().map(Path::to_owned)
    };
    if path.is_absolute() {
        return in_project(path).or_else(|| real(path));
    }
    let from_project = root.join(path);
    match in_project(&from_project) {
        Some(inside) if from_project.exists() => Some(inside),
        inside => in_project(path).filter(|_| path.exists()).or(inside),
    }
}

/// An absolute path without `.` and `..`, as it is written: links are not followed.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

/// Whether `text` fits `pattern`, where `*` stands for anything.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_paths_identifiers_and_patterns() {
        for selector in [
            "and/informe-2024-04",
            "data/entidades/and/informe-2024-04.yaml",
            "output/and/informe-2024-04.pdf",
            "./and/informe-2024-04",
            "/proyecto/data/entidades/and/informe-2024-04.yaml",
        ] {
            assert_eq!(clean_selector(selector, Path::new("/proyecto")), "and/informe-2024-04", "{selector}");
        }
        assert!(glob("*/informe-*", "and/informe-2024-04"));
        assert!(glob("and/*", "and/informe-2024-04"));
        assert!(!glob("*-2023", "and/informe-2024-04"));
        assert!(!glob("and", "and/informe-2024-04"));
    }
}
