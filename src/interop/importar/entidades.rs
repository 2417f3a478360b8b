//! Which entity of the catalogue a row means, and which rows are wanted.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::locale::{fold, lista};
use crate::model::{Catalogo, Hallada, Mencion, Por, is_same_place, is_slip, is_unlike};

use super::altas::{Nueva, grown, slug};
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

impl From<Por> for Como {
    fn from(por: Por) -> Self {
        match por {
            Por::Codigo => Self::Codigo,
            Por::Nombre => Self::Nombre,
            Por::Alias => Self::Alias,
            Por::Parecido => Self::Parecido,
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

impl Quien {
    fn mencion(&self) -> Mencion<'_> {
        Mencion {
            nombre: &self.nombre,
            codigo: self.codigo.as_deref(),
            departamento: self.departamento.as_deref(),
            municipio: self.municipio.as_deref(),
        }
    }
}

/// Meets rows with the catalogue.
pub struct Padron<'a> {
    catalogo: &'a Catalogo,
    /// All that are taken, gathered when the first entity is added.
    slugs: BTreeSet<String>,
    nuevas: Vec<Nueva>,
    /// Positions in `nuevas` by key of the name, code and key of the municipality.
    agregadas: BTreeMap<(String, Option<String>, Option<String>), usize>,
}

impl<'a> Padron<'a> {
    pub fn new(catalogo: &'a Catalogo) -> Self {
        Self { catalogo, slugs: BTreeSet::new(), nuevas: Vec::new(), agregadas: BTreeMap::new() }
    }

    fn slug(&self, position: usize) -> String {
        self.catalogo.entidades[position].slug.to_string()
    }

    fn nombre(&self, position: usize) -> &'a str {
        &self.catalogo.entidades[position].nombre
    }

    /// Whether a row has the code or exactly a name of an entity of the catalogue.
    pub fn knows(&self, quien: &Quien) -> bool {
        !self.candidates(quien).is_empty()
    }

    /// The entities that a row may mean by its code and by exactly its name, however these agree.
    fn candidates(&self, quien: &Quien) -> Vec<usize> {
        match self.catalogo.entidad_exacta(&quien.mencion()) {
            Hallada::Una(position, _) => vec![position],
            Hallada::Varias(positions) => positions,
            Hallada::Contradicha { codigo, nombre } => codigo.into_iter().chain([nombre]).collect(),
            Hallada::Ninguna { .. } => Vec::new(),
        }
    }

    /// Whether a row may mean the entity `slug` and it cannot be told that it does.
    pub fn may_mean(&self, quien: &Quien, slug: &str) -> bool {
        self.candidates(quien).iter().any(|position| self.catalogo.entidades[*position].slug == *slug)
    }

    /// The slug of the entity of a row and how it was recognised.  A near miss is
    /// told in `found`, and so is why there is none.  `agregar` is `None` where the
    /// import cannot add entities to the catalogue.
    pub fn find(
        &mut self,
        quien: &Quien,
        place: &Place,
        agregar: Option<bool>,
        found: &mut Diagnostics,
    ) -> Option<(String, Como)> {
        let added = agregar == Some(true) && quien.nombre.chars().any(char::is_alphabetic);
        let mencion = quien.mencion();
        let catalogo = self.catalogo;
        let hallada = if added { catalogo.entidad_segura(&mencion) } else { catalogo.entidad_nombrada(&mencion) };
        let told = match hallada {
            Hallada::Una(position, por) => {
                found.extend(self.doubtful(quien, position, por, place));
                return Some((self.slug(position), por.into()));
            }
            Hallada::Varias(positions) => {
                Diagnostic::error("entidad-ambigua", self.several(&quien.nombre, &positions)).remedy(
                    "escriba en la fila el nombre completo o el código; en data/catalogo/entidades.yaml, el código y el \
                     municipio de cada una",
                )
            }
            Hallada::Contradicha { codigo, nombre } => self.contradicted(quien, codigo, nombre),
            Hallada::Ninguna { .. } if added => return Some((self.add(quien), Como::Agregada)),
            Hallada::Ninguna { parecida } => self.unknown(quien, parecida, agregar.is_some()),
        };
        found.push(told.at(place));
        None
    }

    /// What is to be said of an entity that was recognised by something less than its name.
    fn doubtful(&self, quien: &Quien, position: usize, por: Por, place: &Place) -> Diagnostics {
        let mut found = Diagnostics::default();
        let official = self.nombre(position);
        let by_name = Quien { codigo: None, ..quien.clone() };
        let unnamed = quien.codigo.as_deref() == Some(quien.nombre.as_str());
        match por {
            Por::Parecido => found.push(
                Diagnostic::aviso(
                    "entidad-parecida",
                    format!("«{}» no está en el catálogo; se toma como «{official}»", quien.nombre),
                )
                .at(place)
                .remedy("si es la misma, agregue el nombre a sus alias en data/catalogo/entidades.yaml; si no, agréguela como otra entidad"),
            ),
            Por::Codigo
                if !unnamed
                    && !self.candidates(&by_name).contains(&position)
                    && quien.codigo.is_some()
                    && is_unlike(&quien.nombre, official) =>
            {
                found.push(
                    Diagnostic::aviso(
                        "entidad-parecida",
                        format!(
                            "el código {} es de «{official}» y la fila dice «{}»; se toma por el código",
                            quien.codigo.as_deref().unwrap_or_default(),
                            quien.nombre
                        ),
                    )
                    .at(place)
                    .remedy("si es la misma, agregue el nombre a sus alias en data/catalogo/entidades.yaml; si no, corrija el código donde esté mal"),
                );
            }
            _ => {}
        }
        found
    }

    fn several(&self, nombre: &str, positions: &[usize]) -> String {
        let named = |p: &usize| format!("«{}» ({})", self.nombre(*p), self.catalogo.entidades[*p].slug);
        format!("«{nombre}» es de varias entidades del catálogo: {}", few(positions.iter().map(named)))
    }

    fn contradicted(&self, quien: &Quien, codigo: Option<usize>, nombre: usize) -> Diagnostic {
        let written = quien.codigo.as_deref().unwrap_or_default();
        let (message, remedy) = match codigo {
            Some(codigo) => (
                format!(
                    "el código {written} es de «{}» y el nombre «{}» es de otra entidad del catálogo, «{}»",
                    self.nombre(codigo),
                    quien.nombre,
                    self.nombre(nombre)
                ),
                "corrija el código en data/catalogo/entidades.yaml o la fila en el archivo",
            ),
            None => (
                format!(
                    "la fila dice «{}» con el código {written}, y en el catálogo «{}» tiene el código {}",
                    quien.nombre,
                    self.catalogo.entidades[nombre].slug,
                    self.catalogo.entidades[nombre].codigo.as_deref().unwrap_or_default()
                ),
                "si es otra entidad del mismo nombre, agréguela a data/catalogo/entidades.yaml con su código y su municipio; \
                 si es la misma, corrija el código donde esté mal",
            ),
        };
        Diagnostic::error("entidad-contradictoria", message).remedy(remedy)
    }

    fn unknown(&self, quien: &Quien, parecida: Option<usize>, can_add: bool) -> Diagnostic {
        let remedy = match parecida.map(|position| self.nombre(position)) {
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
        if self.slugs.is_empty() {
            self.slugs = self.catalogo.entidades.iter().map(|e| e.slug.to_string()).collect();
        }
        let base = slug(&quien.nombre);
        let places = [&quien.municipio, &quien.departamento].into_iter().flatten();
        let others = places.map(|place| format!("{base}-{}", slug(place)));
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let mut others = others.chain(numbered);
        let free = |candidate: &String| !self.slugs.contains(candidate);
        let slug = if free(&base) { base.clone() } else { others.find(free).unwrap_or(base.clone()) };
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
        let new = grown(text, &nuevas, self.catalogo.entidades.len())?;
        Ok(Some((new, nuevas.len())))
    }
}

/// An entity that is wanted.
struct Deseo {
    /// Key of what was written.
    key: String,
    /// Position in the catalogue, where it has it.
    position: Option<usize>,
}

/// Rows that are wanted; remembers which wishes met a row.
pub struct Filtro<'a> {
    seleccion: &'a Seleccion,
    entidades: Vec<Deseo>,
    met: BTreeSet<(&'static str, usize)>,
    seen: [BTreeSet<String>; 3],
}

impl<'a> Filtro<'a> {
    /// Looks the wanted names up in the catalogue.
    ///
    /// # Errors
    /// [`ImportError`] with the candidates where a wanted name is of several entities.
    pub fn new(seleccion: &'a Seleccion, catalogo: &Catalogo) -> Result<Self, ImportError> {
        let wish = |wanted: &String| {
            let position = match catalogo.position(wanted) {
                Some(position) => Some(position),
                None => match catalogo.entidad_nombrada(&Mencion { nombre: wanted, ..Mencion::default() }) {
                    Hallada::Una(position, _) => Some(position),
                    Hallada::Varias(positions) => return Err(ambiguous(wanted, &positions, catalogo)),
                    _ => None,
                },
            };
            Ok(Deseo { key: key(wanted), position })
        };
        let entidades = seleccion.entidad.iter().map(wish).collect::<Result<_, _>>()?;
        Ok(Self { seleccion, entidades, met: BTreeSet::new(), seen: Default::default() })
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
            let matched = wanted.iter().position(|w| is_same_place(w, written));
            all &= matched.is_some();
            self.met.extend(matched.map(|index| (what, index)));
        }
        if !self.entidades.is_empty() {
            if self.seen[2].len() < MOST_SEEN {
                self.seen[2].insert(quien.nombre.clone());
            }
            let name = key(&quien.nombre);
            let exact = padron.candidates(quien);
            let matched = self.entidades.iter().position(|wish| {
                wish.key == name
                    || wish.position.is_some_and(|position| match exact[..] {
                        // A slip in the name of the wanted entity is told later, with both names.
                        [] => is_slip(padron.nombre(position), &quien.nombre),
                        _ => exact.contains(&position),
                    })
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
                    None if self.seen[slot].is_empty() => finding.remedy("escríbalo como está en el archivo"),
                    None => {
                        let names = few(self.seen[slot].iter().map(|name| format!("«{name}»")));
                        finding.remedy(format!("escríbalo como está en el archivo, que tiene {names}"))
                    }
                });
            }
        }
        unmet
    }
}

/// Some names as a list, counted beyond the first five.
pub fn few(names: impl ExactSizeIterator<Item = String>) -> String {
    const MOST: usize = 5;
    let all = names.len();
    let mut shown: Vec<_> = names.take(MOST).collect();
    if all > MOST {
        shown.push(format!("{} más", all - MOST));
    }
    lista(&shown)
}

/// The error for a name that several entities have.
fn ambiguous(wanted: &str, positions: &[usize], catalogo: &Catalogo) -> ImportError {
    let slugs: Vec<_> = positions.iter().map(|p| catalogo.entidades[*p].slug.as_str()).collect();
    ImportError::new(
        Padron::new(catalogo).several(wanted, positions),
        format!("diga cuál es con su slug: --entidad {}", slugs[0]),
    )
}

/// The slug of an entity given by the person who imports, by its slug or its name.
///
/// # Errors
/// [`ImportError`] with the nearest one, or with all that have the name.
pub fn given(wanted: &str, contexto: &Contexto<'_>) -> Result<String, ImportError> {
    let catalogo = contexto.catalogo;
    if let Some(entidad) = catalogo.entidad(wanted) {
        return Ok(entidad.slug.to_string());
    }
    let near = match catalogo.entidad_nombrada(&Mencion { nombre: wanted, ..Mencion::default() }) {
        Hallada::Una(position, Por::Parecido) => Some(position),
        Hallada::Una(position, _) => return Ok(catalogo.entidades[position].slug.to_string()),
        Hallada::Varias(positions) => return Err(ambiguous(wanted, &positions, catalogo)),
        Hallada::Contradicha { nombre, .. } => Some(nombre),
        Hallada::Ninguna { parecida } => parecida,
    };
    let slugs = catalogo.entidades.iter().map(|e| e.slug.as_str());
    let near = nearest(wanted, slugs).or_else(|| near.map(|p| catalogo.entidades[p].slug.as_str()));
    Err(ImportError::new(
        format!("«{wanted}» no es una entidad del catálogo"),
        match near {
            Some(near) => format!("¿quiso decir «{near}»?"),
            None => "escriba su slug o su nombre como está en data/catalogo/entidades.yaml".to_owned(),
        },
    ))
}
