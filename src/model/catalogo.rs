//! Dimensions, policies, norms and entities: the words of the field.

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::locale::fold;

use super::shape::{FromNode, Located, choice, record};

record! {
    /// A run of vigencias whose indices can be compared with each other.
    pub struct Medicion ("una medición") {
        desde: u32,
        hasta: Option<u32>,
        nota: String,
    }
}

impl Medicion {
    /// `2018–2021` or `desde 2022`.
    pub fn serie(&self) -> String {
        match self.hasta {
            Some(hasta) => format!("{}–{hasta}", self.desde),
            None => format!("desde {}", self.desde),
        }
    }
}

record! {
    /// One of the seven dimensions of the model.
    pub struct Dimension ("una dimensión") {
        slug: String,
        codigo: String,
        nombre: String,
        alias: Vec<String>,
    }
}

record! {
    /// Official name and code of a policy in a range of vigencias.
    pub struct NombrePolitica ("un nombre de política") {
        desde: u32,
        hasta: Option<u32>,
        codigo: String,
        nombre: String,
        verificado: Option<bool>,
    }
}

record! {
    /// The body that leads a policy in the district.
    pub struct Lider ("un líder de política") {
        nombre: String,
        verificado: Option<bool>,
    }
}

record! {
    /// A sub-index of a policy.
    pub struct Subindice ("un subíndice") {
        codigo: String,
        nombre: Option<String>,
    }
}

record! {
    /// A *política de gestión y desempeño*.
    pub struct Politica ("una política") {
        slug: String,
        dimension: Located<String>,
        nombres: Vec<NombrePolitica>,
        alias: Vec<String>,
        lideres: Vec<Lider>,
        subindices: Vec<Subindice>,
    }
}

impl Politica {
    /// Name and code in force in `vigencia`; `None` where the policy did not exist.
    pub fn nombre_en(&self, vigencia: u32) -> Option<&NombrePolitica> {
        self.nombres.iter().find(|n| n.desde <= vigencia && n.hasta.is_none_or(|hasta| vigencia <= hasta))
    }
}

record! {
    /// A law, decree or resolution.
    pub struct Norma ("una norma") {
        id: String,
        clase: String,
        numero: u32,
        anio: u32,
        titulo: String,
        entidad: Option<String>,
        compilada_en: Option<String>,
        derogada_por: Option<String>,
        verificado: Option<bool>,
    }
}

choice! {
    /// What FURAG measures in an entity.
    pub enum AlcanceMedicion ("un tipo de medición") {
        /// The whole model, with IDI.
        Mipg = "mipg",
        /// Internal control only, without IDI.
        Meci = "meci",
    }
}

record! {
    /// An administrative sector.
    pub struct Sector ("un sector") {
        slug: String,
        nombre: String,
        orden: Option<String>,
    }
}

record! {
    /// A public entity.
    pub struct Entidad ("una entidad") {
        slug: String,
        nombre: String,
        sigla: Option<String>,
        orden: Option<String>,
        sector: Option<Located<String>>,
        tipo: Option<String>,
        municipio: Option<String>,
        medicion: Option<AlcanceMedicion>,
        alias: Vec<String>,
    }
}

record! {
    pub(super) struct ArchivoPoliticas ("el catálogo de políticas") {
        mediciones: Vec<Medicion>,
        dimensiones: Vec<Dimension>,
        politicas: Vec<Politica>,
    }
}

record! {
    pub(super) struct ArchivoNormas ("el catálogo de normas") {
        normas: Vec<Norma>,
    }
}

record! {
    pub(super) struct ArchivoEntidades ("el catálogo de entidades") {
        sectores: Vec<Sector>,
        entidades: Vec<Entidad>,
    }
}

/// The catalogue of a project.
#[derive(Debug, Clone, Default)]
pub struct Catalogo {
    pub mediciones: Vec<Medicion>,
    pub dimensiones: Vec<Dimension>,
    pub politicas: Vec<Politica>,
    pub normas: Vec<Norma>,
    pub sectores: Vec<Sector>,
    pub entidades: Vec<Entidad>,
}

/// How a written name met the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coincidencia {
    /// An official name of some vigencia.
    Exacta,
    /// A known variant.
    Alias,
    /// A likely slip of the pen.
    Parecida,
}

impl Catalogo {
    /// Builds the catalogue from its three files, each of which may be missing.
    pub fn build(
        politicas: Option<&Node>,
        normas: Option<&Node>,
        entidades: Option<&Node>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut catalogo = Self::default();
        if let Some(file) = politicas.and_then(|node| ArchivoPoliticas::from_node(node, diagnostics)) {
            catalogo.mediciones = file.mediciones;
            catalogo.dimensiones = file.dimensiones;
            catalogo.politicas = file.politicas;
        }
        if let Some(file) = normas.and_then(|node| ArchivoNormas::from_node(node, diagnostics)) {
            catalogo.normas = file.normas;
        }
        if let Some(file) = entidades.and_then(|node| ArchivoEntidades::from_node(node, diagnostics)) {
            catalogo.sectores = file.sectores;
            catalogo.entidades = file.entidades;
        }
        catalogo.check(diagnostics);
        catalogo
    }

    fn check(&self, diagnostics: &mut Diagnostics) {
        for politica in &self.politicas {
            if !self.dimensiones.iter().any(|d| d.slug == politica.dimension.value) {
                let slugs = self.dimensiones.iter().map(|d| d.slug.as_str());
                diagnostics.push(unknown(
                    "dimension-desconocida",
                    "una dimensión del catálogo",
                    &politica.dimension,
                    slugs,
                ));
            }
        }
        for entidad in &self.entidades {
            if let Some(sector) = &entidad.sector
                && !self.sectores.iter().any(|s| s.slug == sector.value)
            {
                let slugs = self.sectores.iter().map(|s| s.slug.as_str());
                diagnostics.push(unknown("sector-desconocido", "un sector del catálogo", sector, slugs));
            }
        }
        repeated(self.politicas.iter().map(|p| (p.slug.as_str(), &p.place)), "política", diagnostics);
        repeated(self.normas.iter().map(|n| (n.id.as_str(), &n.place)), "norma", diagnostics);
        repeated(self.entidades.iter().map(|e| (e.slug.as_str(), &e.place)), "entidad", diagnostics);
    }

    /// Position in `politicas` of the policy that `written` means.
    pub fn find_politica(&self, written: &str) -> Option<(usize, Coincidencia)> {
        let wanted = fold(written);
        let names = |p: &Politica| p.nombres.iter().map(|n| fold(&n.nombre)).collect::<Vec<_>>();
        let position = |matches: &dyn Fn(&Politica) -> bool| self.politicas.iter().position(matches);
        if let Some(found) = position(&|p| p.slug == written || names(p).contains(&wanted)) {
            return Some((found, Coincidencia::Exacta));
        }
        if let Some(found) = position(&|p| p.alias.iter().any(|a| fold(a) == wanted)) {
            return Some((found, Coincidencia::Alias));
        }
        let spellings: Vec<(usize, String)> = self
            .politicas
            .iter()
            .enumerate()
            .flat_map(|(i, p)| names(p).into_iter().chain(p.alias.iter().map(|a| fold(a))).map(move |s| (i, s)))
            .collect();
        spellings
            .iter()
            .map(|(i, s)| (strsim::normalized_damerau_levenshtein(&wanted, s), *i))
            .filter(|(similarity, _)| *similarity >= 0.85)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, i)| (i, Coincidencia::Parecida))
    }

    /// The policy named by `written`; says in `diagnostics` how it was recognised.
    pub fn resolve_politica(&self, written: &Located<String>, diagnostics: &mut Diagnostics) -> Option<usize> {
        let Some((index, how)) = self.find_politica(written) else {
            let names = self.politicas.iter().filter_map(|p| p.nombres.first()).map(|n| n.nombre.as_str());
            diagnostics.push(unknown("politica-desconocida", "una política del catálogo", written, names));
            return None;
        };
        let official = self.politicas[index].nombres.first().map_or("", |n| n.nombre.as_str());
        match how {
            Coincidencia::Exacta => {}
            Coincidencia::Alias => diagnostics.push(
                Diagnostic::nota("politica-alias", format!("«{}» se toma como «{official}»", written.value))
                    .at(&written.place)
                    .label("otra forma de nombrar la política"),
            ),
            Coincidencia::Parecida => diagnostics.push(
                Diagnostic::aviso("politica-parecida", format!("«{}» no está en el catálogo; se toma como «{official}»", written.value))
                    .at(&written.place)
                    .remedy(format!("escriba «{official}», o agregue el nombre a los alias de la política en data/catalogo/politicas.yaml")),
            ),
        }
        Some(index)
    }

    pub fn entidad(&self, slug: &str) -> Option<&Entidad> {
        self.entidades.iter().find(|e| e.slug == slug)
    }

    pub fn norma(&self, id: &str) -> Option<&Norma> {
        self.normas.iter().find(|n| n.id == id)
    }

    /// Number of policies that existed in `vigencia`.
    pub fn politicas_en(&self, vigencia: u32) -> usize {
        self.politicas.iter().filter(|p| p.nombre_en(vigencia).is_some()).count()
    }

    /// Name of the policy in `vigencia`, or its newest name where it did not exist then.
    pub fn nombre_politica(&self, index: usize, vigencia: u32) -> &str {
        let politica = &self.politicas[index];
        politica.nombre_en(vigencia).or(politica.nombres.first()).map_or(politica.slug.as_str(), |n| n.nombre.as_str())
    }

    /// The measurement series of `vigencia`; `None` where no series holds it.
    pub fn medicion(&self, vigencia: u32) -> Option<&Medicion> {
        self.mediciones.iter().find(|m| m.desde <= vigencia && m.hasta.is_none_or(|hasta| vigencia <= hasta))
    }

    /// Whether indices of the two vigencias come from the same measurement series.
    pub fn comparables(&self, a: u32, b: u32) -> bool {
        matches!((self.medicion(a), self.medicion(b)), (Some(x), Some(y)) if x.desde == y.desde)
    }
}

/// The finding for a reference to nothing.
pub fn unknown<'a>(
    code: &'static str,
    what: &str,
    written: &Located<String>,
    candidates: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let candidates: Vec<_> = candidates.collect();
    let folded: Vec<_> = candidates.iter().map(|c| fold(c)).collect();
    let near = nearest(&fold(written), folded.iter().map(String::as_str))
        .and_then(|near| folded.iter().position(|f| f == near))
        .map(|i| candidates[i]);
    let finding = Diagnostic::error(code, format!("«{}» no es {what}", written.value)).at(&written.place);
    match near {
        Some(near) => finding.remedy(format!("¿quiso decir «{near}»?")),
        None => finding.remedy("escríbalo como está en data/catalogo/, o agréguelo allí"),
    }
}

fn repeated<'a>(items: impl Iterator<Item = (&'a str, &'a Place)>, what: &str, diagnostics: &mut Diagnostics) {
    let mut seen = std::collections::BTreeMap::new();
    for (key, place) in items {
        if let Some(first) = seen.insert(key, place) {
            diagnostics.push(
                Diagnostic::error("identificador-repetido", format!("la {what} «{key}» está dos veces en el catálogo"))
                    .at(place)
                    .second(first, "la primera está aquí")
                    .remedy("deje una sola"),
            );
        }
    }
}
