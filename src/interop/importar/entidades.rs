//! Which entity of the catalogue a row means, and how the catalogue grows.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{Node, Value, parse_text};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::locale::fold;
use crate::model::{Catalogo, Coincidencia, Identificador};

use super::super::yaml::Yaml;
use super::{Contexto, ImportError, Seleccion, key};

/// How an entity of a file was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Como {
    Codigo,
    Nombre,
    Alias,
    Parecido,
    /// It was given by the person who imports.
    Dada,
    /// It was added to the catalogue.
    Agregada,
}

impl Como {
    /// What the report says.
    pub fn word(self) -> &'static str {
        match self {
            Self::Codigo => "por código",
            Self::Nombre => "por nombre",
            Self::Alias => "por otro nombre",
            Self::Parecido => "por parecido",
            Self::Dada => "por --entidad",
            Self::Agregada => "agregada",
        }
    }
}

/// What a row says of its entity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Quien {
    pub nombre: String,
    pub codigo: Option<String>,
    pub departamento: Option<String>,
    pub municipio: Option<String>,
    pub orden: Option<String>,
    /// Only internal control is measured.
    pub meci: bool,
}

/// An entity that goes into the catalogue.
#[derive(Debug, Clone)]
struct Nueva {
    slug: String,
    quien: Quien,
}

/// Meets rows with the catalogue.
pub struct Padron<'a> {
    catalogo: &'a Catalogo,
    codigos: BTreeMap<String, usize>,
    /// By key of name, abbreviation and alias; sister bodies may share one.
    nombres: BTreeMap<String, Vec<(usize, Como)>>,
    slugs: BTreeSet<String>,
    nuevas: Vec<Nueva>,
    /// Positions in `nuevas` by key of the name, code and key of the municipality.
    agregadas: BTreeMap<(String, Option<String>, Option<String>), usize>,
}

fn codigo_key(codigo: &str) -> String {
    codigo.trim().trim_start_matches('0').to_owned()
}

impl<'a> Padron<'a> {
    pub fn new(catalogo: &'a Catalogo) -> Self {
        let mut codigos = BTreeMap::new();
        let mut nombres: BTreeMap<String, Vec<(usize, Como)>> = BTreeMap::new();
        for (position, entidad) in catalogo.entidades.iter().enumerate() {
            if let Some(codigo) = entidad.codigo.as_deref().map(codigo_key).filter(|c| !c.is_empty()) {
                codigos.entry(codigo).or_insert(position);
            }
            let mut add = |name: &str, how| {
                let known = nombres.entry(key(name)).or_default();
                if !known.iter().any(|(other, _)| *other == position) {
                    known.push((position, how));
                }
            };
            add(&entidad.nombre, Como::Nombre);
            entidad.alias.iter().chain(&entidad.sigla).for_each(|name| add(name, Como::Alias));
        }
        // An official name outranks the alias of another entity.
        for known in nombres.values_mut() {
            if known.iter().any(|(_, how)| *how == Como::Nombre) {
                known.retain(|(_, how)| *how == Como::Nombre);
            }
        }
        let slugs = catalogo.entidades.iter().map(|e| e.slug.to_string()).collect();
        Self { catalogo, codigos, nombres, slugs, nuevas: Vec::new(), agregadas: BTreeMap::new() }
    }

    fn slug(&self, position: usize) -> String {
        self.catalogo.entidades[position].slug.to_string()
    }

    /// Whether the catalogue puts the entity somewhere else than the row does.
    fn elsewhere(&self, position: usize, quien: &Quien) -> bool {
        let entidad = &self.catalogo.entidades[position];
        let differ = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if key(a) != key(b));
        differ(&entidad.departamento, &quien.departamento) || differ(&entidad.municipio, &quien.municipio)
    }

    /// The entity that has exactly this code or name; never a near miss.
    fn exact(&self, quien: &Quien) -> Result<Option<(usize, Como)>, Diagnostic> {
        let by_code = quien.codigo.as_deref().and_then(|codigo| self.codigos.get(&codigo_key(codigo))).copied();
        let named: Vec<_> = self
            .nombres
            .get(&key(&quien.nombre))
            .into_iter()
            .flatten()
            .filter(|(position, _)| !self.elsewhere(*position, quien))
            .copied()
            .collect();
        match (by_code, &named[..]) {
            (Some(position), []) => Ok(Some((position, Como::Codigo))),
            (Some(position), names) if names.iter().any(|(other, _)| *other == position) => {
                Ok(Some((position, Como::Codigo)))
            }
            (Some(position), [(other, _), ..]) => Err(Diagnostic::error(
                "entidad-desconocida",
                format!(
                    "el código {} es de «{}» y el nombre «{}» es de otra entidad del catálogo, «{}»",
                    quien.codigo.as_deref().unwrap_or_default(),
                    self.catalogo.entidades[position].nombre,
                    quien.nombre,
                    self.catalogo.entidades[*other].nombre,
                ),
            )
            .remedy("corrija el código en data/catalogo/entidades.yaml o la fila en el archivo")),
            (None, [one]) => Ok(Some(*one)),
            (None, [(first, _), (second, _), ..]) => Err(Diagnostic::error(
                "entidad-desconocida",
                format!("«{}» puede ser «{}» o «{}»", quien.nombre, self.slug(*first), self.slug(*second)),
            )
            .remedy("escriba en data/catalogo/entidades.yaml el código, el departamento y el municipio de cada una")),
            (None, []) => Ok(None),
        }
    }

    /// The slug of the entity of a row and how it was recognised.  A near miss is
    /// told in `found`; `Err` where it is none, or nothing certain.  `agregar` is
    /// `None` where the import cannot add entities to the catalogue.
    pub fn find(
        &mut self,
        quien: &Quien,
        place: &Place,
        agregar: Option<bool>,
        found: &mut crate::diagnostic::Diagnostics,
    ) -> Option<(String, Como)> {
        match self.exact(quien) {
            Err(finding) => {
                found.push(finding.at(place));
                return None;
            }
            Ok(Some((position, how))) => return Some((self.slug(position), how)),
            Ok(None) => {}
        }
        if let Some((position, Coincidencia::Parecida)) = self.catalogo.find_entidad(&quien.nombre)
            && !self.elsewhere(position, quien)
        {
            let official = &self.catalogo.entidades[position].nombre;
            found.push(
                Diagnostic::aviso(
                    "entidad-parecida",
                    format!("«{}» no está en el catálogo; se toma como «{official}»", quien.nombre),
                )
                .at(place)
                .remedy("si es la misma, agregue el nombre a sus alias en data/catalogo/entidades.yaml; si no, agréguela como otra entidad"),
            );
            return Some((self.slug(position), Como::Parecido));
        }
        if agregar == Some(true) {
            return Some((self.add(quien), Como::Agregada));
        }
        found.push(self.unknown(quien, agregar.is_some()).at(place));
        None
    }

    fn unknown(&self, quien: &Quien, can_add: bool) -> Diagnostic {
        let folded: Vec<_> = self.catalogo.entidades.iter().map(|e| fold(&e.nombre)).collect();
        let near = nearest(&fold(&quien.nombre), folded.iter().map(String::as_str))
            .and_then(|near| folded.iter().position(|name| name == near))
            .map(|position| &self.catalogo.entidades[position].nombre);
        let remedy = match near {
            Some(near) => format!(
                "si es «{near}», agregue el nombre a sus alias en data/catalogo/entidades.yaml; si es otra, {}",
                if can_add { "impórtela con --agregar" } else { "agréguela al catálogo" }
            ),
            None if can_add => "agréguela a data/catalogo/entidades.yaml, o impórtela con --agregar".to_owned(),
            None => "agréguela a data/catalogo/entidades.yaml".to_owned(),
        };
        Diagnostic::error("entidad-desconocida", format!("«{}» no es una entidad del catálogo", quien.nombre))
            .remedy(remedy)
    }

    /// Adds the entity once, with a slug of its own.
    fn add(&mut self, quien: &Quien) -> String {
        let identity = (key(&quien.nombre), quien.codigo.clone(), quien.municipio.as_deref().map(key));
        if let Some(known) = self.agregadas.get(&identity) {
            return self.nuevas[*known].slug.clone();
        }
        let base = slug(&quien.nombre);
        let with = |place: &Option<String>| place.as_deref().map(|p| format!("{base}-{}", slug(p)));
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let slug = std::iter::once(base.clone())
            .chain(with(&quien.municipio))
            .chain(with(&quien.departamento))
            .chain(numbered)
            .find(|candidate| !self.slugs.contains(candidate))
            .unwrap_or(base.clone());
        self.slugs.insert(slug.clone());
        self.agregadas.insert(identity, self.nuevas.len());
        self.nuevas.push(Nueva { slug: slug.clone(), quien: quien.clone() });
        slug
    }

    /// The catalogue's text with the new entities that are `wanted`, and how many they are.
    ///
    /// # Errors
    /// [`ImportError`] where the list of entities is written in a way that cannot be added to.
    pub fn catalogue(
        &self,
        text: Option<&str>,
        wanted: &BTreeSet<String>,
    ) -> Result<Option<(String, usize)>, ImportError> {
        let nuevas: Vec<_> = self.nuevas.iter().filter(|n| wanted.contains(&n.slug)).collect();
        if nuevas.is_empty() {
            return Ok(None);
        }
        let before = self.catalogo.entidades.len();
        let new = append(text, &nuevas);
        let count = |text: &str| match parse_text("catalogo/entidades.yaml", text).0.node?.get("entidades")?.value {
            Value::List(ref items) => Some(items.len()),
            _ => None,
        };
        if count(&new) != Some(before + nuevas.len()) {
            return Err(ImportError::new(
                "no se pueden agregar entidades a data/catalogo/entidades.yaml: su lista no está escrita un elemento por línea",
                "escriba cada entidad bajo «entidades:» en sus líneas, con un guion, o agréguelas a mano",
            ));
        }
        Ok(Some((new, nuevas.len())))
    }
}

/// The text with the new entities at the end of the list `entidades`; the rest
/// stays as it is.
fn append(text: Option<&str>, nuevas: &[&Nueva]) -> String {
    let text = text.unwrap_or("# yaml-language-server: $schema=../../docs/esquemas/entidades.json\n");
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let (file, _) = parse_text("catalogo/entidades.yaml", &text);
    let node = file.node.as_ref();
    let entries: &[_] = match node.map(|n| &n.value) {
        Some(Value::Map(entries)) => entries,
        _ => &[],
    };
    let at = entries.iter().position(|(key, _)| key.text == "entidades");
    let items = at.map_or(&[][..], |at| match &entries[at].1.value {
        Value::List(items) => items,
        _ => &[],
    });
    let starts: Vec<_> =
        text.split_inclusive('\n').scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect();
    let line_of = |node: &Node| node.place.line_column().0;
    // The dash of the last entry says how the list is indented.
    let indent = items.last().and_then(|item| {
        let line = text.lines().nth(line_of(item) - 1)?;
        line.trim_start().starts_with('-').then(|| line.len() - line.trim_start().len())
    });
    let block: String = nuevas.iter().map(|nueva| entry(nueva, indent.unwrap_or(2))).collect();
    let Some(at) = at else {
        return format!("{text}{}entidades:\n{block}", if entries.is_empty() { "" } else { "\n" });
    };
    if items.is_empty() {
        // `entidades:` or `entidades: []`
        let line = entries[at].0.place.line_column().0;
        let start = starts[line - 1];
        let end = starts.get(line).copied().unwrap_or(text.len());
        let comment = text[start..end].find(" #").map_or("", |c| text[start + c..end].trim_end());
        return format!("{}entidades:{comment}\n{block}{}", &text[..start], &text[end..]);
    }
    // Before the next key of the top and the comments above it.
    let mut end = text.len();
    if let Some((next, _)) = entries.get(at + 1) {
        let mut line = next.place.line_column().0 - 1;
        let is_loose = |line: usize| {
            let content = text.lines().nth(line).unwrap_or_default();
            content.trim().is_empty() || content.starts_with('#')
        };
        while line > 0 && is_loose(line - 1) {
            line -= 1;
        }
        end = starts[line];
    }
    format!("{}{block}{}", &text[..end], &text[end..])
}

fn entry(nueva: &Nueva, indent: usize) -> String {
    let quien = &nueva.quien;
    let mut entries = vec![
        ("slug".to_owned(), Yaml::text(&nueva.slug)),
        ("nombre".to_owned(), Yaml::text(nombre_propio(&quien.nombre))),
    ];
    let mut add = |name: &str, value: Option<String>| {
        entries.extend(value.map(|value| (name.to_owned(), Yaml::Text(value))));
    };
    add("codigo", quien.codigo.clone());
    add("orden", quien.orden.as_deref().map(|o| o.to_lowercase()));
    add("departamento", quien.departamento.as_deref().map(nombre_propio));
    add("municipio", quien.municipio.as_deref().map(nombre_propio));
    add("medicion", Some(if quien.meci { "meci" } else { "mipg" }.to_owned()));
    let list = Yaml::Map(vec![("entidades".to_owned(), Yaml::List(vec![Yaml::Map(entries)]))]);
    let lines = list.lines(&|_, _| None);
    lines.iter().skip(1).map(|line| format!("{:indent$}{}\n", "", &line.text[2..])).collect()
}

/// `ALCALDÍA DE TUNJA` as `alcaldia-de-tunja`.
fn slug(name: &str) -> String {
    Identificador::proposal(name).unwrap_or_else(|| "entidad".to_owned())
}

const PARTICULAS: [&str; 22] = [
    "a", "al", "ante", "con", "de", "del", "desde", "e", "el", "en", "la", "las", "los", "o", "para", "por", "que",
    "sin", "sobre", "u", "y", "contra",
];
/// Abbreviations that an all-capitals name does not give away.
const SIGLAS: [&str; 19] = [
    "ESE", "EPS", "IPS", "ESP", "SA", "SAS", "DC", "EICE", "ICBF", "SENA", "ESAP", "DIAN", "INDER", "EDUR", "IDU",
    "UAE", "TIC", "CAR", "ASMET",
];
/// Words that capitals usually leave without their accent.
const TILDES: [(&str, &str); 14] = [
    ("alcaldia", "alcaldía"),
    ("secretaria", "secretaría"),
    ("contraloria", "contraloría"),
    ("personeria", "personería"),
    ("veeduria", "veeduría"),
    ("procuraduria", "procuraduría"),
    ("defensoria", "defensoría"),
    ("loteria", "lotería"),
    ("bogota", "Bogotá"),
    ("boyaca", "Boyacá"),
    ("cordoba", "Córdoba"),
    ("bolivar", "Bolívar"),
    ("narino", "Nariño"),
    ("quindio", "Quindío"),
];

/// A name written all in capitals, as a proper name; any other as it is.
fn nombre_propio(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let words = name.split(' ').enumerate().map(|(index, word)| {
        let bare: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let dotted =
            word.contains('.') && word.split('.').all(|part| part.chars().filter(|c| c.is_alphabetic()).count() <= 1);
        let roman = !bare.is_empty() && bare.chars().all(|c| "IVX".contains(c));
        let lower = word.to_lowercase();
        if dotted || roman || SIGLAS.contains(&bare.as_str()) || bare.chars().any(|c| c.is_ascii_digit()) {
            return word.to_owned();
        }
        if index > 0 && PARTICULAS.contains(&lower.as_str()) {
            return lower;
        }
        let lower = match lower.strip_suffix("cion").or(lower.strip_suffix("sion")) {
            Some(stem) => format!("{stem}{}ión", &lower[stem.len()..=stem.len()]),
            None => {
                TILDES.iter().find(|(plain, _)| *plain == lower).map_or(lower, |(_, accented)| (*accented).to_owned())
            }
        };
        let mut capital = true;
        lower
            .chars()
            .map(|c| {
                let out = if capital { c.to_uppercase().to_string() } else { c.to_string() };
                capital = matches!(c, '(' | '-' | '«' | '"') || (capital && !c.is_alphanumeric());
                out
            })
            .collect()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Rows that are wanted; remembers which wishes met a row.
pub struct Filtro<'a> {
    seleccion: &'a Seleccion,
    padron: Vec<(String, Option<usize>)>,
    met: BTreeSet<(&'static str, usize)>,
    seen: [BTreeSet<String>; 3],
}

impl<'a> Filtro<'a> {
    pub fn new(seleccion: &'a Seleccion, catalogo: &Catalogo) -> Self {
        let padron = seleccion
            .entidad
            .iter()
            .map(|wanted| {
                let position = catalogo.entidades.iter().position(|e| e.slug == *wanted);
                (key(wanted), position.or_else(|| catalogo.find_entidad(wanted).map(|(position, _)| position)))
            })
            .collect();
        Self { seleccion, padron, met: BTreeSet::new(), seen: Default::default() }
    }

    /// Whether the row is wanted.
    pub fn wants(&mut self, quien: &Quien, padron: &Padron<'_>) -> bool {
        const MOST_SEEN: usize = 2_000;
        let blank = String::new();
        let mut all = true;
        let places = [
            ("departamento", &self.seleccion.departamento, &quien.departamento),
            ("municipio", &self.seleccion.municipio, &quien.municipio),
        ];
        for (slot, (what, wanted, written)) in places.into_iter().enumerate() {
            if wanted.is_empty() {
                continue;
            }
            let written = written.as_ref().unwrap_or(&blank);
            if self.seen[slot].len() < MOST_SEEN && !written.is_empty() {
                self.seen[slot].insert(written.clone());
            }
            let matched = wanted.iter().position(|w| key(w) == key(written));
            all &= matched.is_some();
            self.met.extend(matched.map(|index| (what, index)));
        }
        if !self.padron.is_empty() {
            if self.seen[2].len() < MOST_SEEN {
                self.seen[2].insert(quien.nombre.clone());
            }
            let name = key(&quien.nombre);
            let exact = padron.exact(quien).ok().flatten().map(|(position, _)| position);
            let matched = self.padron.iter().position(|(wanted, position)| {
                let official = position.map(|p| key(&padron.catalogo.entidades[p].nombre));
                *wanted == name
                    || (position.is_some() && exact == *position)
                    // A slip in the name of the wanted entity is told later, with both names.
                    || (exact.is_none()
                        && official.is_some_and(|o| strsim::normalized_damerau_levenshtein(&o, &name) >= 0.9))
            });
            all &= matched.is_some();
            self.met.extend(matched.map(|index| ("entidad", index)));
        }
        all
    }

    /// A finding for each wish that met no row.
    pub fn unmet(&self) -> Vec<Diagnostic> {
        let s = self.seleccion;
        let wishes = [("departamento", &s.departamento), ("municipio", &s.municipio), ("entidad", &s.entidad)];
        let of = |what: &str| match what {
            "entidad" => "de la entidad ".to_owned(),
            other => format!("del {other} "),
        };
        let mut unmet = Vec::new();
        for (slot, (what, wanted)) in wishes.into_iter().enumerate() {
            let unmatched = wanted.iter().enumerate().filter(|(index, _)| !self.met.contains(&(what, *index)));
            for (_, written) in unmatched {
                let folded: Vec<_> = self.seen[slot].iter().map(|seen| (fold(seen), seen)).collect();
                let longer = folded.iter().find(|(seen, _)| seen.starts_with(&fold(written)));
                let near = nearest(&fold(written), folded.iter().map(|(f, _)| f.as_str()))
                    .and_then(|near| folded.iter().find(|(f, _)| f == near))
                    .or(longer);
                let finding = Diagnostic::error(
                    "seleccion-sin-filas",
                    format!("ninguna fila del archivo es {}«{written}»", of(what)),
                );
                unmet.push(match near {
                    Some((_, near)) => finding.remedy(format!("¿quiso decir «{near}»?")),
                    None => finding.remedy("escríbalo como está en el archivo"),
                });
            }
        }
        unmet
    }
}

/// The slug of an entity given by the person who imports, by its slug or its name.
///
/// # Errors
/// [`ImportError`] with the nearest one.
pub fn given(wanted: &str, contexto: &Contexto<'_>) -> Result<String, ImportError> {
    let catalogo = contexto.catalogo;
    if let Some(entidad) = catalogo.entidad(wanted) {
        return Ok(entidad.slug.to_string());
    }
    if let Some((position, Coincidencia::Exacta | Coincidencia::Alias)) = catalogo.find_entidad(wanted) {
        return Ok(catalogo.entidades[position].slug.to_string());
    }
    if catalogo.is_shared(wanted) {
        let remedy = "escriba el slug de la que es, y deje el nombre en una sola en data/catalogo/entidades.yaml";
        return Err(ImportError::new(
            format!("«{wanted}» es el nombre de dos entidades del catálogo"),
            remedy.to_owned(),
        ));
    }
    let slugs = catalogo.entidades.iter().map(|e| e.slug.as_str());
    let near = nearest(wanted, slugs).map(str::to_owned);
    let near = near.or_else(|| catalogo.find_entidad(wanted).map(|(p, _)| catalogo.entidades[p].slug.to_string()));
    Err(ImportError::new(
        format!("«{wanted}» no es una entidad del catálogo"),
        match near {
            Some(near) => format!("¿quiso decir «{near}»?"),
            None => "escriba su slug o su nombre como está en data/catalogo/entidades.yaml".to_owned(),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_a_proper_name() {
        for (written, expected) in [
            ("ALCALDIA DE TUNJA", "Alcaldía de Tunja"),
            ("GOBERNACION DE BOYACÁ", "Gobernación de Boyacá"),
            ("E.S.E. HOSPITAL SAN RAFAEL DE TUNJA", "E.S.E. Hospital San Rafael de Tunja"),
            ("ESE HOSPITAL JUAN XXIII", "ESE Hospital Juan XXIII"),
            ("INSTITUTO DE CULTURA Y TURISMO (CULTUR)", "Instituto de Cultura y Turismo (Cultur)"),
            ("BOGOTA D.C.", "Bogotá D.C."),
            ("Alcaldía de El Peñol", "Alcaldía de El Peñol"),
        ] {
            assert_eq!(nombre_propio(written), expected);
        }
        assert_eq!(slug("Alcaldía de El Peñol (Nariño)"), "alcaldia-de-el-penol-narino");
    }

    fn nueva() -> Nueva {
        let quien = Quien {
            nombre: "ALCALDIA DE TUNJA".to_owned(),
            codigo: Some("0123".to_owned()),
            departamento: Some("BOYACÁ".to_owned()),
            municipio: Some("TUNJA".to_owned()),
            ..Quien::default()
        };
        Nueva { slug: "alcaldia-de-tunja".to_owned(), quien }
    }

    #[test]
    fn the_rest_of_the_catalogue_stays_as_it_is() {
        let new = nueva();
        let text = "# uno\nentidades: # lista\n- slug: a # dos\n  nombre: A\n\n# tres\nsectores: []\n";
        assert_eq!(
            append(Some(text), &[&new]),
            "# uno\nentidades: # lista\n- slug: a # dos\n  nombre: A\n\
             - slug: alcaldia-de-tunja\n  nombre: Alcaldía de Tunja\n  codigo: \"0123\"\n  departamento: Boyacá\n  \
             municipio: Tunja\n  medicion: mipg\n\n# tres\nsectores: []\n"
        );
        assert_eq!(
            append(Some("entidades: [] # ninguna\ntipos: []\n"), &[&new]).lines().take(2).collect::<Vec<_>>(),
            ["entidades: # ninguna", "  - slug: alcaldia-de-tunja"]
        );
        assert!(append(None, &[&new]).contains("\nentidades:\n  - slug: alcaldia-de-tunja\n"));
    }
}
