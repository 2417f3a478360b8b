//! Dimensions, policies, norms and entities: the words of the field.

use std::collections::BTreeMap;

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::locale::fold;

use super::identificador::Identificador;
use super::nombres::Nombrados;
use super::norma::Norma;
use super::repetidos;
use super::shape::{FromNode, Located, choice, record};

record! {
    /// A run of vigencias whose indices can be compared with each other.
    pub struct Medicion ("una medición") {
        /// Primera vigencia de la serie: AAAA, como 2022
        desde: u32,
        /// Última vigencia de la serie: AAAA; en blanco si la serie sigue abierta
        hasta: Option<u32>,
        /// Frase que se imprime cuando dos vigencias no se pueden comparar
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
        /// Identificador en minúsculas, sin tildes y con guiones, como talento-humano
        slug: Identificador,
        /// Código de la dimensión, como D1
        codigo: String,
        /// Nombre oficial, como Talento Humano
        nombre: String,
        /// Otras formas de nombrar la dimensión que se aceptan
        alias: Vec<String>,
    }
}

record! {
    /// Official name and code of a policy in a range of vigencias.
    pub struct NombrePolitica ("un nombre de política") {
        /// Primera vigencia en que la política tiene este nombre: AAAA, como 2022
        desde: u32,
        /// Última vigencia en que lo tiene: AAAA; en blanco si sigue vigente
        hasta: Option<u32>,
        /// Código de la política en ese lapso, como POL07
        codigo: String,
        /// Nombre oficial de la política en ese lapso, como Gobierno Digital
        nombre: String,
        /// true si alguien lo confrontó con la fuente, false si no; no se imprime
        verificado: Option<bool>,
    }
}

record! {
    /// The body that leads a policy in the district.
    pub struct Lider ("un líder de política") {
        /// Nombre completo de la entidad que lidera la política
        nombre: Located<String>,
        /// true si alguien lo confrontó con la norma que lo asigna, false si no; no se imprime, lo dice «validar»
        verificado: Option<bool>,
    }
}

record! {
    /// A sub-index of a policy.
    pub struct Subindice ("un subíndice") {
        /// Código del subíndice, como I11
        codigo: String,
        /// Nombre del subíndice; en blanco si no se conoce
        nombre: Option<String>,
    }
}

record! {
    /// A *política de gestión y desempeño*.
    pub struct Politica ("una política") {
        /// Identificador en minúsculas, sin tildes y con guiones, como gobierno-digital; no se repite
        slug: Identificador,
        /// Slug de su dimensión en este archivo, como gestion-valores-resultados
        dimension: Located<String>,
        /// Nombre y código en cada lapso, primero los vigentes: el primero es el que citan los mensajes
        nombres: Vec<NombrePolitica>,
        /// Otras formas de nombrar la política que se aceptan, como Servicio al Ciudadano
        alias: Vec<String>,
        /// Entidades que lideran la política
        lideres: Vec<Lider>,
        /// Vigencias sin código conocido en que una fuente dice que se midió, como 2021: sus puntajes dan un aviso
        por_confirmar: Vec<u32>,
        /// Subíndices de la política, con su código y su nombre
        subindices: Vec<Subindice>,
    }
}

impl Politica {
    /// Name and code in force in `vigencia`; `None` where the policy did not exist.
    pub fn nombre_en(&self, vigencia: u32) -> Option<&NombrePolitica> {
        self.nombres.iter().find(|n| n.desde <= vigencia && n.hasta.is_none_or(|hasta| vigencia <= hasta))
    }

    /// Whether it may have been measured in `vigencia`: the catalogue knows that it was, or that a source says so.
    pub fn medible_en(&self, vigencia: u32) -> bool {
        self.nombre_en(vigencia).is_some() || self.por_confirmar.contains(&vigencia)
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
        /// Identificador en minúsculas, sin tildes y con guiones, como desarrollo-economico
        slug: Identificador,
        /// Nombre del sector, como Desarrollo Económico, Industria y Turismo
        nombre: String,
        /// Orden al que pertenece: nacional, distrital…
        orden: Option<String>,
    }
}

record! {
    /// A kind of entity, as reports group them.
    pub struct TipoEntidad ("un tipo de entidad") {
        /// Identificador en minúsculas, sin tildes y con guiones, como alcaldia-local
        slug: Identificador,
        /// Nombre del grupo, en plural, como se imprime: Alcaldías locales
        nombre: String,
    }
}

record! {
    /// A public entity.
    pub struct Entidad ("una entidad") {
        /// Identificador y nombre de su carpeta, como secretaria-hacienda; no se repite
        slug: Identificador,
        /// Nombre completo, como se imprime: Secretaría Distrital de Hacienda
        nombre: String,
        /// Sigla, como SDH; en blanco si no tiene
        sigla: Option<String>,
        /// Código Sigep de la entidad, como aparece en los archivos de la Función Pública
        codigo: Option<String>,
        /// Orden al que pertenece: nacional, distrital…
        orden: Option<String>,
        /// Slug de su sector en este archivo, como hacienda
        sector: Option<Located<String>>,
        /// Slug de su tipo en este archivo, como adscrita
        tipo: Option<Located<String>>,
        /// Departamento donde está la entidad, como Boyacá
        departamento: Option<String>,
        /// Municipio, como Bogotá, D.C., donde está la entidad
        municipio: Option<String>,
        /// Lo que mide el FURAG: mipg (con IDI) o meci (solo control interno, sin IDI)
        medicion: Option<AlcanceMedicion>,
        /// Otros nombres con que se conoce la entidad
        alias: Vec<String>,
    }
}

record! {
    pub(super) struct ArchivoPoliticas ("el catálogo de políticas") {
        /// Series de vigencias que se pueden comparar entre sí
        mediciones: Vec<Medicion>,
        /// Dimensiones del modelo, de D1 a D7
        dimensiones: Vec<Dimension>,
        /// Políticas de gestión y desempeño
        politicas: Vec<Politica>,
    }
}

record! {
    pub(super) struct ArchivoNormas ("el catálogo de normas") {
        /// Normas que los documentos pueden citar
        normas: Vec<Norma>,
    }
}

record! {
    pub(super) struct ArchivoEntidades ("el catálogo de entidades") {
        /// Sectores administrativos
        sectores: Vec<Sector>,
        /// Tipos de entidad, en el orden en que se imprimen
        tipos: Vec<TipoEntidad>,
        /// Entidades que pueden tener documentos
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
    pub tipos: Vec<TipoEntidad>,
    pub entidades: Vec<Entidad>,
    /// Whether its files could be read whole: where not, what it lacks is not known to be lacking.
    pub completo: bool,
    /// Slugs to positions in `entidades`.
    slugs: BTreeMap<String, usize>,
    /// Names of policies and dimensions, names and codes of entities.
    pub(super) nombres: Nombrados,
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
        let errors = diagnostics.count(Severity::Error);
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
            catalogo.tipos = file.tipos;
            catalogo.entidades = file.entidades;
        }
        catalogo.completo = diagnostics.count(Severity::Error) == errors;
        catalogo.check(diagnostics);
        catalogo.index();
        catalogo
    }

    /// Prepares the look-ups.
    fn index(&mut self) {
        for (position, entidad) in self.entidades.iter().enumerate() {
            self.slugs.entry(entidad.slug.to_string()).or_insert(position);
        }
        self.nombres = Nombrados::new(&self.politicas, &self.dimensiones, &self.entidades);
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
        for tipo in self.entidades.iter().filter_map(|e| e.tipo.as_ref()) {
            if !self.tipos.iter().any(|t| t.slug == tipo.value) {
                let slugs = self.tipos.iter().map(|t| t.slug.as_str());
                diagnostics.push(unknown("tipo-entidad-desconocido", "un tipo de entidad del catálogo", tipo, slugs));
            }
        }
        repetidos::check(self, diagnostics);
    }

    /// The entity with this slug.
    pub fn entidad(&self, slug: &str) -> Option<&Entidad> {
        self.position(slug).map(|position| &self.entidades[position])
    }

    /// Position in [`Self::entidades`] of the entity with this slug.
    pub fn position(&self, slug: &str) -> Option<usize> {
        self.slugs.get(slug).copied()
    }

    /// The name under which reports group the entities of a kind.
    pub fn nombre_tipo<'a>(&'a self, slug: &'a str) -> &'a str {
        self.tipos.iter().find(|t| t.slug == slug).map_or(slug, |t| t.nombre.as_str())
    }

    /// The name of a sector.
    pub fn nombre_sector<'a>(&'a self, slug: &'a str) -> &'a str {
        self.sectores.iter().find(|s| s.slug == slug).map_or(slug, |s| s.nombre.as_str())
    }

    /// The policy that has the code `codigo` (as `POL05`, `pol5` or `5`) in `vigencia`.
    pub fn politica_con_codigo(&self, codigo: &str, vigencia: u32) -> Option<usize> {
        let wanted = code_number(codigo)?;
        self.politicas
            .iter()
            .position(|p| p.nombre_en(vigencia).is_some_and(|n| code_number(&n.codigo) == Some(wanted)))
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

/// The digits of a code of the catalogue: 5 for `POL05` and for `05`.
pub fn code_number(codigo: &str) -> Option<u32> {
    codigo.trim().trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok()
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
