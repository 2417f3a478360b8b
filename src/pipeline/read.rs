//! From raw files to the documents that the project describes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::data::{DataFile, Node, ProjectFiles};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::model::shape::{FromNode, Located};
use crate::model::{
    self, Bloque, Cabecera, Catalogo, Componente, Conjunto, Consolidado, Entidad, FichaPolitica, Identificador,
    Informe, Miembro, Plan, PlanTrabajo, Presentacion, Recomendaciones, Resultados, Seccion, Seleccion, Tipo,
};
use crate::rules;

use super::strays::{self, Duda};
use super::{Contenido, Documento, InformeLeido, SHARED};

/// Every document of the project, in the order of identifiers; results and plans
/// that no document uses are read too, so that what is wrong in them is told.
pub(super) fn documents(files: &ProjectFiles, catalogo: &Catalogo, found: &mut Diagnostics) -> Vec<Documento> {
    let mut reader = Reader {
        files,
        catalogo,
        resultados: BTreeMap::new(),
        planes: BTreeMap::new(),
        recomendaciones: BTreeMap::new(),
        dudas: strays::find(files, catalogo, found),
        otra_forma: strays::misnamed_shared(files, found),
        sin_plan: BTreeMap::new(),
    };
    let mut documentos: Vec<Documento> = Vec::new();
    let mut unknown = Vec::new();
    for file in files.files.iter().filter(|f| !SHARED.contains(&f.path.as_str()) && DataFile::is_yaml(&f.path)) {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let of_entity = file.path.starts_with("entidades/");
        if of_entity && name.starts_with("resultados-") {
            reader.resultados(file, found);
        } else if of_entity && name.starts_with("plan-") {
            reader.plan(file, found);
        } else if of_entity && name.starts_with("recomendaciones-") {
            reader.recomendaciones(file, found);
        } else if file.node.as_ref().is_none_or(|n| n.get("tipo").is_some()) {
            documentos.extend(reader.documents(file, found));
        } else {
            unknown.push(file);
        }
    }
    let told = |f: &&DataFile| {
        reader.dudas.iter().any(|d| d.ruta == f.path) || reader.otra_forma.iter().any(|(ruta, _)| *ruta == f.path)
    };
    for file in
        unknown.into_iter().filter(|f| !told(f)).filter(|f| !documentos.iter().any(|d| d.entradas.contains(&f.path)))
    {
        found.push(
            Diagnostic::aviso("archivo-no-reconocido", "no se sabe qué contiene este archivo y no se usa")
                .at(&file.source.line(1))
                .remedy("agregue «tipo:» si describe un documento, o llámelo resultados-AAAA.yaml o plan-AAAA.yaml dentro de la carpeta de la entidad"),
        );
    }
    reader.plans_of_nobody(&documentos, found);
    documentos.sort_by(|a, b| a.id.cmp(&b.id));
    distinct_names(files, &documentos, found);
    documentos
}

/// The path of a document in `output/`, from that of its file in `data/`.
fn document_id(path: &str) -> &str {
    let stem = stem(path);
    stem.strip_prefix("entidades/").unwrap_or(stem)
}

/// Every part of a document's path is an identifier, and the document is not the manifest.
fn named_for_every_disk(file: &DataFile, id: &str, found: &mut Diagnostics) {
    let finding = id.split('/').find_map(Identificador::refuse).or_else(|| {
        let message = "«manifiesto» no sirve como identificador: es el nombre del manifiesto de «output/»";
        (id == RESERVED).then(|| Diagnostic::error("identificador-invalido", message))
    });
    let Some(finding) = finding else { return };
    let proposed: Option<Vec<_>> = id.split('/').map(Identificador::proposal).collect();
    found.push(finding.at(&file.source.line(1)).remedy(match proposed.map(|parts| parts.join("/")) {
        Some(name) if name != RESERVED => format!("cambie el nombre del archivo o de su carpeta: «{name}»"),
        _ => "cambie el nombre del archivo o de su carpeta, por ejemplo a «informe-2024»".to_owned(),
    }));
}

/// The document whose exports would be written over the manifest.
const RESERVED: &str = "manifiesto";

/// A path as a disk that ignores case and the forms of Unicode takes it:
/// `STRASSE` and `straße` are one file there.
fn caseless(path: &str) -> String {
    path.nfd().collect::<String>().to_uppercase().to_lowercase().nfc().collect()
}

/// Two documents may not share a PDF, not even on a disk that ignores case.
fn distinct_names(files: &ProjectFiles, documentos: &[Documento], found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, &Documento> = BTreeMap::new();
    for documento in documentos {
        let Some(first) = seen.insert(caseless(&documento.id), documento) else { continue };
        let place = |d: &Documento| files.file(&d.entradas[0]).map(|f| f.source.line(1));
        if let (Some(here), Some(there)) = (place(documento), place(first)) {
            found.push(
                Diagnostic::error(
                    "documento-repetido",
                    format!("dos archivos darían el mismo PDF, «output/{}.pdf»", documento.id),
                )
                .at(&here)
                .second(&there, "el otro está aquí")
                .remedy("cambie el nombre de uno de los dos"),
            );
        }
    }
}

/// A file of a vigencia says the same one in its name.
fn named_after_its_vigencia(file: &DataFile, kind: &str, vigencia: &Located<u32>, found: &mut Diagnostics) {
    if stem(&file.path).ends_with(&format!("/{kind}-{}", vigencia.value)) {
        return;
    }
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    found.push(
        Diagnostic::error(
            "vigencia-no-coincide",
            format!("el archivo se llama «{name}» y su vigencia es {}", vigencia.value),
        )
        .at(&vigencia.place)
        .remedy(format!("cambie la vigencia o llámelo {kind}-{}.yaml", vigencia.value)),
    );
}

/// Path without its YAML ending.
fn stem(path: &str) -> &str {
    path.strip_suffix(".yaml").or(path.strip_suffix(".yml")).unwrap_or(path)
}

/// Reads data files once each, however many documents use them.
struct Reader<'a> {
    files: &'a ProjectFiles,
    catalogo: &'a Catalogo,
    resultados: BTreeMap<String, Option<Arc<Resultados>>>,
    planes: BTreeMap<String, Option<Arc<Plan>>>,
    recomendaciones: BTreeMap<String, Option<Arc<Recomendaciones>>>,
    /// Files that may belong to an entity which seems to have none.
    dudas: Vec<Duda>,
    /// Files that must be shared ones, by the path of the one each must be.
    otra_forma: Vec<(String, &'static str)>,
    /// Slugs of the entities that have no plan of the name that documents give, by that name and where
    /// the last of them gives it.
    sin_plan: BTreeMap<String, (String, Place)>,
}

/// A document as it was read, without what its file gives all of them.
struct Leido {
    id: String,
    /// Files of the data, besides the document's own.
    entradas: Vec<String>,
    contenido: Option<Contenido>,
}

impl<'a> Reader<'a> {
    fn resultados(&mut self, file: &DataFile, found: &mut Diagnostics) -> Option<Arc<Resultados>> {
        if let Some(done) = self.resultados.get(&file.path) {
            return done.clone();
        }
        let read = file.node.as_ref().and_then(|node| Resultados::build(node, self.catalogo, found)).map(Arc::new);
        if let Some(read) = &read {
            let entidad = file.path.split('/').nth(1).and_then(|slug| self.catalogo.entidad(slug));
            rules::resultados(read, entidad, self.catalogo, found);
        }
        if let Some(read) = &read {
            named_after_its_vigencia(file, "resultados", &read.vigencia, found);
        }
        self.resultados.insert(file.path.clone(), read.clone());
        read
    }

    fn plan(&mut self, file: &DataFile, found: &mut Diagnostics) -> Option<Arc<Plan>> {
        if let Some(done) = self.planes.get(&file.path) {
            return done.clone();
        }
        let read = file.node.as_ref().and_then(|node| Plan::build(node, self.catalogo, found)).map(Arc::new);
        if let Some(read) = &read {
            rules::actividades(read, found);
        }
        self.planes.insert(file.path.clone(), read.clone());
        read
    }

    fn recomendaciones(&mut self, file: &DataFile, found: &mut Diagnostics) -> Option<Arc<Recomendaciones>> {
        if let Some(done) = self.recomendaciones.get(&file.path) {
            return done.clone();
        }
        let read = file.node.as_ref().and_then(|node| Recomendaciones::build(node, self.catalogo, found)).map(Arc::new);
        if let Some(read) = &read {
            rules::vigencia(&read.vigencia, found);
            named_after_its_vigencia(file, "recomendaciones", &read.vigencia, found);
        }
        self.recomendaciones.insert(file.path.clone(), read.clone());
        read
    }

    /// The documents that a file describes: one, or one per entity or policy.
    fn documents(&mut self, file: &DataFile, found: &mut Diagnostics) -> Vec<Documento> {
        let id = document_id(&file.path).to_owned();
        named_for_every_disk(file, &id, found);
        let tipo = file.node.as_ref().and_then(|n| n.get("tipo")).and_then(|n| Tipo::from_node(n, found));
        // A work plan names nothing of the catalogue.
        let shared = if tipo == Some(Tipo::PlanTrabajo) { &SHARED[..1] } else { &SHARED[..] };
        let misnamed = self.otra_forma.iter().filter(|(_, of)| shared.contains(of)).map(|(path, _)| path.clone());
        let there = shared.iter().filter(|path| self.files.file(path).is_some());
        let shared: Vec<_> = there.map(|path| (*path).to_owned()).chain(misnamed).collect();
        let read = match (tipo, &file.node) {
            (Some(tipo), Some(node)) => self.of_kind(tipo, node, &id, found),
            _ => None,
        };
        let unread = || vec![Leido { id: id.clone(), entradas: Vec::new(), contenido: None }];
        read.unwrap_or_else(unread)
            .into_iter()
            .map(|leido| Documento {
                id: leido.id,
                origen: id.clone(),
                tipo,
                entradas: std::iter::once(file.path.clone()).chain(leido.entradas).chain(shared.clone()).collect(),
                contenido: leido.contenido,
            })
            .collect()
    }

    /// Runs the rules over what a document says of itself and over its sections.
    fn check_written<C>(&self, cabecera: &Cabecera, secciones: &[Seccion<C>], found: &mut Diagnostics) {
        rules::cabecera(cabecera, found);
        rules::escrito(cabecera, secciones, None, self.catalogo, found);
    }

    /// `None` where the file itself cannot be read.
    fn of_kind(&mut self, tipo: Tipo, node: &Node, id: &str, found: &mut Diagnostics) -> Option<Vec<Leido>> {
        let mut entradas = Vec::new();
        let one = |entradas, contenido| Some(vec![Leido { id: id.to_owned(), entradas, contenido }]);
        match tipo {
            Tipo::InformeSeguimiento => {
                let informe = Arc::new(Informe::from_node(node, found)?);
                rules::cabecera(&informe.cabecera(), found);
                match (&informe.entidad, &informe.entidades) {
                    (Some(entidad), None) => {
                        let contenido = self.informe(&informe, entidad, &mut entradas, found);
                        one(entradas, contenido)
                    }
                    (None, Some(entidades)) => self.batch(&informe, entidades, id, found),
                    (both, _) => {
                        let line = node.place.source.line(node.place.line_column().0);
                        found.push(
                            Diagnostic::error("entidad-ambigua", match both {
                                Some(_) => "el informe nombra una entidad y también un grupo de entidades",
                                None => "el informe no dice de qué entidad es",
                            })
                            .at(both.as_ref().map_or(&line, |e| &e.place))
                            .remedy("escriba «entidad:» con su slug, o «entidades:» para hacer un informe de cada una, pero no las dos"),
                        );
                        None
                    }
                }
            }
            Tipo::PlanTrabajo => {
                let plan = PlanTrabajo::from_node(node, found)?;
                plan.check(found);
                self.check_written::<Componente>(&plan.cabecera(), &[], found);
                one(entradas, Some(Contenido::PlanTrabajo(Box::new(plan))))
            }
            Tipo::Consolidado => {
                let c = Consolidado::from_node(node, found)?;
                let cabecera = c.cabecera();
                self.check_written(&cabecera, &c.secciones, found);
                let conjunto = self.conjunto(&cabecera, &mut entradas, found);
                if let Some(set) = &conjunto {
                    let mut texts = Vec::new();
                    rules::each_narrative(&c.secciones, &mut |text| texts.push(text.clone()));
                    let leaders = c.recomendaciones_lideres.iter().map(|r| &r.recomendacion);
                    rules::conjunto(texts.iter().chain(leaders), set, self.catalogo, found);
                }
                one(entradas, conjunto.map(|set| Contenido::Consolidado(Box::new(c), set)))
            }
            Tipo::Presentacion => {
                let p = Presentacion::from_node(node, found)?;
                let cabecera = p.cabecera();
                self.check_written::<Componente>(&cabecera, &[], found);
                let conjunto = self.conjunto(&cabecera, &mut entradas, found);
                if let Some(set) = &conjunto {
                    rules::conjunto(&p.decisiones, set, self.catalogo, found);
                }
                one(entradas, conjunto.map(|set| Contenido::Presentacion(Box::new(p), set)))
            }
            Tipo::FichaPolitica => {
                let f = Arc::new(FichaPolitica::from_node(node, found)?);
                let cabecera = f.cabecera();
                self.check_written::<Componente>(&cabecera, &[], found);
                let politicas: Vec<_> = match f.politicas.as_slice() {
                    [] => (0..self.catalogo.politicas.len())
                        .filter(|p| self.catalogo.politicas[*p].nombre_en(f.vigencia.value).is_some())
                        .collect(),
                    named => match self.sheets(named, f.vigencia.value, found) {
                        none if none.is_empty() => return None,
                        sheets => sheets,
                    },
                };
                let conjunto = self.conjunto(&cabecera, &mut entradas, found)?;
                let leaders = f.recomendaciones_lideres.iter().map(|r| &r.recomendacion);
                rules::conjunto(leaders, &conjunto, self.catalogo, found);
                let ficha = |politica: usize| Leido {
                    id: format!("{id}/{}", self.catalogo.politicas[politica].slug),
                    entradas: entradas.clone(),
                    contenido: Some(Contenido::Ficha(Arc::clone(&f), politica, Arc::clone(&conjunto))),
                };
                Some(politicas.into_iter().map(ficha).collect())
            }
        }
    }

    /// One report per entity that has results; the others are told as notes.
    fn batch(
        &mut self,
        informe: &Arc<Informe>,
        entidades: &Located<Seleccion>,
        id: &str,
        found: &mut Diagnostics,
    ) -> Option<Vec<Leido>> {
        let chosen = entidades.choose(self.catalogo, &entidades.place, found)?;
        self.named_by_somebody(informe.comparar_con.as_ref(), informe.plan.as_ref(), &chosen, found)?;
        let name = id.rsplit('/').next().unwrap_or(id);
        let mut leidos = Vec::new();
        for position in chosen {
            let entidad = &self.catalogo.entidades[position];
            let wanted = format!("entidades/{}/resultados-{}", entidad.slug, informe.vigencia.value);
            let doubts = self.doubts(&entidad.slug, &wanted);
            if self.find(&wanted).is_none() && !doubts.is_empty() {
                let id = format!("{}/{name}", entidad.slug);
                leidos.push(Leido { id, entradas: doubts, contenido: None });
                continue;
            }
            if self.find(&wanted).is_none() {
                found.push(without_results(entidad, informe.vigencia.value, &entidades.place));
                continue;
            }
            let slug = Located { value: entidad.slug.to_string(), place: entidades.place.clone() };
            let mut entradas = Vec::new();
            self.note_plan(&slug, informe.plan.as_ref());
            let contenido = self.informe(informe, &slug, &mut entradas, found);
            leidos.push(Leido { id: format!("{}/{name}", entidad.slug), entradas, contenido });
        }
        Some(leidos)
    }

    /// The plan and the vigencia to compare with belong to at least one of the entities.
    fn named_by_somebody(
        &self,
        anterior: Option<&Located<u32>>,
        plan: Option<&Located<Identificador>>,
        chosen: &[usize],
        found: &mut Diagnostics,
    ) -> Option<()> {
        let results = |v: &Located<u32>| format!("resultados-{}", v.value);
        let anterior = anterior.map_or(Some(()), |v| self.somebody_has(v, &results(v), chosen, found));
        let plan = plan.map_or(Some(()), |p| self.somebody_has(p, p, chosen, found));
        anterior.and(plan)
    }

    /// Keeps that an entity has no plan of the name that a document on many gives.
    fn note_plan(&mut self, slug: &str, plan: Option<&Located<Identificador>>) {
        if let Some(plan) = plan.filter(|plan| self.find(&format!("entidades/{slug}/{}", plan.value)).is_none()) {
            self.sin_plan.insert(slug.to_owned(), (plan.value.to_string(), plan.place.clone()));
        }
    }

    /// The plans that no document uses, of entities that lack the one that documents name. A name that
    /// other entities give to theirs is one that is kept on purpose.
    fn plans_of_nobody(&self, documentos: &[Documento], found: &mut Diagnostics) {
        let used: BTreeSet<_> = documentos.iter().flat_map(|d| &d.entradas).map(String::as_str).collect();
        let named = strays::named_plans(self.files);
        for path in self.planes.keys().filter(|path| !used.contains(path.as_str())) {
            let Some((slug, name)) = stem(path).strip_prefix("entidades/").and_then(|p| p.split_once('/')) else {
                continue;
            };
            let (Some((wanted, place)), Some(file)) = (self.sin_plan.get(slug), self.files.file(path)) else {
                continue;
            };
            let shared = self.planes.keys().filter(|other| stem(other).ends_with(&format!("/{name}"))).count() > 1;
            if shared || named.contains(name) {
                continue;
            }
            found.push(
                Diagnostic::aviso(
                    "plan-sin-uso",
                    format!("ningún documento usa este plan, y a la entidad le falta «{wanted}.yaml»"),
                )
                .at(&file.source.line(1))
                .second(place, "aquí se nombra el plan")
                .remedy(format!("si es ese plan, llámelo «{wanted}.yaml»; si se guarda por otra razón, silencie la regla en el archivo")),
            );
        }
    }

    /// The set of entities of a document, with every file that is known of them.
    fn conjunto(
        &mut self,
        cabecera: &Cabecera,
        entradas: &mut Vec<String>,
        found: &mut Diagnostics,
    ) -> Option<Arc<Conjunto>> {
        let Cabecera { entidades: Some(entidades), vigencia: Some(vigencia), .. } = cabecera else { return None };
        let (anterior, plan) = (cabecera.comparar_con.as_ref(), cabecera.plan.as_ref());
        if let Some(anterior) = anterior {
            self.check_comparison(vigencia, anterior, found)?;
        }
        let chosen = entidades.choose(self.catalogo, &entidades.place, found)?;
        self.named_by_somebody(anterior, plan, &chosen, found)?;
        let mut miembros = Vec::with_capacity(chosen.len());
        for entidad in chosen {
            let slug = &self.catalogo.entidades[entidad].slug;
            self.note_plan(slug, plan);
            let mut file = |reader: &Self, name: &str| {
                let wanted = format!("entidades/{slug}/{name}");
                entradas.extend(reader.doubts(slug, &wanted));
                let file = reader.find(&wanted)?;
                entradas.push(file.path.clone());
                Some(file)
            };
            let resultados = file(self, &format!("resultados-{}", vigencia.value));
            let anterior = anterior.and_then(|v| file(self, &format!("resultados-{}", v.value)));
            let plan = plan.and_then(|name| file(self, name));
            let recomendaciones = file(self, &format!("recomendaciones-{}", vigencia.value));
            if resultados.is_none() {
                found.push(without_results(&self.catalogo.entidades[entidad], vigencia.value, &entidades.place));
            }
            miembros.push(Miembro {
                entidad,
                resultados: resultados.and_then(|f| self.resultados(f, found)),
                anterior: anterior.and_then(|f| self.resultados(f, found)),
                plan: plan.and_then(|f| self.plan(f, found)),
                recomendaciones: recomendaciones.and_then(|f| self.recomendaciones(f, found)),
            });
        }
        Some(Arc::new(Conjunto { vigencia: vigencia.value, anterior: anterior.map(|v| v.value), miembros }))
    }

    fn informe(
        &mut self,
        informe: &Arc<Informe>,
        slug: &Located<String>,
        entradas: &mut Vec<String>,
        found: &mut Diagnostics,
    ) -> Option<Contenido> {
        let Some(entidad) = self.catalogo.entidad(slug).cloned() else {
            found.push(self.unknown_entity(slug));
            return None;
        };
        // What an entity of a batch does not have is left out of its report.
        let batch = informe.entidades.is_some();
        let mut wanted = |reader: &Self, name: &str, cause: &dyn Cause, found: &mut Diagnostics| {
            let path = format!("entidades/{}/{name}", slug.value);
            entradas.extend(reader.doubts(slug, &path));
            if batch && reader.find(&path).is_none() {
                return Ok(None);
            }
            reader.require(&path, cause, entradas, found).map(Some).ok_or(())
        };
        if let Some(anterior) = &informe.comparar_con {
            self.check_comparison(&informe.vigencia, anterior, found)?;
        }
        let name = |v: &Located<u32>| format!("resultados-{}", v.value);
        let files = (
            wanted(self, &name(&informe.vigencia), &informe.vigencia, found),
            informe.comparar_con.as_ref().map_or(Ok(None), |v| wanted(self, &name(v), v, found)),
            informe.plan.as_ref().map_or(Ok(None), |plan| wanted(self, &plan.value, plan, found)),
        );
        let printed = names_recommendations(&informe.secciones);
        let path = format!("entidades/{}/recomendaciones-{}", slug.value, informe.vigencia.value);
        if printed {
            entradas.extend(self.doubts(slug, &path));
        }
        let recomendaciones = match self.find(&path).filter(|_| printed) {
            Some(file) => {
                entradas.push(file.path.clone());
                Some(self.recomendaciones(file, found)?)
            }
            None => None,
        };
        let read = InformeLeido {
            entidad,
            resultados: self.resultados(files.0.ok()??, found)?,
            anterior: match files.1.ok()? {
                Some(file) => Some(self.resultados(file, found)?),
                None => None,
            },
            plan: match files.2.ok()? {
                Some(file) => Some(self.plan(file, found)?),
                None => None,
            },
            recomendaciones,
            informe: Arc::clone(informe),
        };
        let material = rules::Material {
            informe: &read.informe,
            catalogo: self.catalogo,
            resultados: &read.resultados,
            anterior: read.anterior.as_deref(),
            plan: read.plan.as_deref(),
        };
        let whole = read.resultados.completo
            && read.anterior.as_ref().is_none_or(|a| a.completo)
            && read.plan.as_ref().is_none_or(|p| p.completo);
        // What is left of a file with errors supports no conclusion.
        if whole {
            rules::informe(&material, found);
        }
        if let Some(plan) = &read.plan {
            rules::plan(plan, &read.informe.corte, found);
        }
        Some(Contenido::Informe(Box::new(read)))
    }

    /// The files that may be `wanted` of the entity, told already: what needs it is not
    /// made without it.
    fn doubts(&self, slug: &str, wanted: &str) -> Vec<String> {
        let lacks = self.find(wanted).is_none();
        let name = wanted.rsplit('/').next().unwrap_or(wanted);
        let fits = |d: &&Duda| (lacks || d.gemelo) && d.may_be(slug, name);
        self.dudas.iter().filter(fits).map(|d| d.ruta.clone()).collect()
    }

    /// An error where a file that a document on many entities names is nobody's.
    fn somebody_has(&self, named: &dyn Cause, name: &str, chosen: &[usize], found: &mut Diagnostics) -> Option<()> {
        let slugs: BTreeSet<_> = chosen.iter().map(|e| self.catalogo.entidades[*e].slug.as_str()).collect();
        let has = |slug: &&str| {
            let wanted = format!("entidades/{slug}/{name}");
            self.find(&wanted).is_some() || !self.doubts(slug, &wanted).is_empty()
        };
        if slugs.iter().any(has) || Identificador::fault(name).is_some() {
            return Some(());
        }
        if self.catalogo.entidades.is_empty() {
            let finding = Diagnostic::error("entidad-desconocida", "el catálogo no tiene ninguna entidad");
            found.push(finding.at(named.place()).remedy("agregue las entidades en data/catalogo/entidades.yaml"));
            return None;
        }
        let kind = name.split('-').next().unwrap_or(name);
        let others: BTreeSet<_> = self.files.files.iter().filter_map(|f| other(&f.path, &slugs, kind)).collect();
        let near = nearest(name, others.iter().copied());
        found.push(
            Diagnostic::error("archivo-faltante", format!("ninguna entidad del documento tiene «{name}.yaml»"))
                .at(named.place())
                .label(format!("{} {} lo necesita", named.what(), named.written()))
                .remedy(match near {
                    Some(near) => format!("¿quiso decir «{near}»?"),
                    None => "agregue el archivo a la carpeta de cada entidad que lo tenga, o quite la clave".to_owned(),
                }),
        );
        None
    }

    /// The policies that get a sheet: in force in the vigencia, each once.
    fn sheets(&self, named: &[Located<String>], vigencia: u32, found: &mut Diagnostics) -> Vec<usize> {
        let mut chosen: Vec<(usize, &Located<String>)> = Vec::new();
        for written in named {
            let Some(politica) = self.catalogo.resolve_politica(written, found) else { continue };
            if !self.catalogo.politicas[politica].medible_en(vigencia) {
                found.push(
                    Diagnostic::error(
                        "politica-fuera-de-vigencia",
                        format!("«{}» no se medía en la vigencia {vigencia}", written.value),
                    )
                    .at(&written.place)
                    .remedy("quite la política, o revise la vigencia del documento"),
                );
            } else if let Some((_, first)) = chosen.iter().find(|(known, _)| *known == politica) {
                found.push(
                    Diagnostic::error(
                        "politica-repetida",
                        format!("«{}» y «{}» son la misma política", first.value, written.value),
                    )
                    .at(&written.place)
                    .second(&first.place, "la primera vez está aquí")
                    .remedy("deje una sola línea para la política"),
                );
            } else {
                chosen.push((politica, written));
            }
        }
        chosen.into_iter().map(|(politica, _)| politica).collect()
    }

    /// The file `wanted`, without its ending.
    fn find(&self, wanted: &str) -> Option<&'a DataFile> {
        let files: &'a ProjectFiles = self.files;
        ["yaml", "yml"].iter().find_map(|end| files.file(&format!("{wanted}.{end}")))
    }

    /// The finding for an entity that is not in the catalogue by its slug.
    fn unknown_entity(&self, written: &Located<String>) -> Diagnostic {
        let folded = crate::locale::fold(written);
        let named = self.catalogo.entidades.iter().find(|e| {
            let names = std::iter::once(&e.nombre).chain(&e.sigla).chain(&e.alias);
            names.into_iter().any(|name| crate::locale::fold(name) == folded)
        });
        let slugs = self.catalogo.entidades.iter().map(|e| e.slug.as_str());
        let finding = model::unknown("entidad-desconocida", "una entidad del catálogo", written, slugs);
        match named {
            Some(entidad) => finding.remedy(format!("¿quiso decir «{}»?", entidad.slug)),
            None => finding,
        }
    }

    /// A report compares with an earlier vigencia; across a change of method it says so.
    fn check_comparison(
        &self,
        vigencia: &Located<u32>,
        anterior: &Located<u32>,
        found: &mut Diagnostics,
    ) -> Option<()> {
        if anterior.value >= vigencia.value {
            found.push(
                Diagnostic::error(
                    "comparacion-no-anterior",
                    format!("la vigencia {} se compara con {}, que no es anterior", vigencia.value, anterior.value),
                )
                .at(&anterior.place)
                .second(&vigencia.place, "la vigencia del informe")
                .remedy("escriba una vigencia anterior o quite «comparar_con»"),
            );
            return None;
        }
        if !self.catalogo.comparables(vigencia.value, anterior.value) {
            found.push(
                Diagnostic::nota(
                    "comparacion-entre-mediciones",
                    format!(
                        "entre {} y {} cambió la medición: se muestran los dos valores, sin variación",
                        anterior.value, vigencia.value
                    ),
                )
                .at(&anterior.place)
                .label("otra serie de medición"),
            );
        }
        Some(())
    }

    /// The file `wanted` (without ending), added to the inputs; a finding at
    /// `cause` where there is none.
    fn require(
        &self,
        wanted: &str,
        cause: &dyn Cause,
        entradas: &mut Vec<String>,
        found: &mut Diagnostics,
    ) -> Option<&'a DataFile> {
        let (folder, name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
        if Identificador::fault(name).is_some() {
            // Told where it is written.
            return None;
        }
        if let Some(file) = self.find(wanted) {
            entradas.push(file.path.clone());
            return Some(file);
        }
        let kind = name.split('-').next().unwrap_or(name);
        let siblings = self.files.files.iter().map(|f| f.path.as_str()).filter(|path| {
            let same = path.rsplit_once('/').is_some_and(|(f, n)| f == folder && n.starts_with(kind));
            same && !entradas.iter().any(|used| used == path)
        });
        let remedy = match nearest(wanted, siblings) {
            Some(near) => format!("cree el archivo, o use {} de «data/{near}»", cause.what()),
            None => "cree el archivo".to_owned(),
        };
        found.push(
            Diagnostic::error("archivo-faltante", format!("no existe el archivo «data/{wanted}.yaml»"))
                .at(cause.place())
                .label(format!("{} {} lo necesita", cause.what(), cause.written()))
                .remedy(remedy),
        );
        None
    }
}

/// The name, without ending, of a file of this kind that one of the entities has.
fn other<'p>(path: &'p str, slugs: &BTreeSet<&str>, kind: &str) -> Option<&'p str> {
    let (slug, name) = stem(path).strip_prefix("entidades/")?.split_once('/')?;
    (slugs.contains(slug) && name.starts_with(kind) && !name.contains('/')).then_some(name)
}

/// What makes a report need a file.
trait Cause {
    /// With its article: `la vigencia`.
    fn what(&self) -> &'static str;
    fn written(&self) -> String;
    fn place(&self) -> &Place;
}

impl Cause for Located<u32> {
    fn what(&self) -> &'static str {
        "la vigencia"
    }

    fn written(&self) -> String {
        self.value.to_string()
    }

    fn place(&self) -> &Place {
        &self.place
    }
}

impl Cause for Located<Identificador> {
    fn what(&self) -> &'static str {
        "el plan"
    }

    fn written(&self) -> String {
        self.value.to_string()
    }

    fn place(&self) -> &Place {
        &self.place
    }
}

/// Whether a report prints the recommendations of Función Pública.
fn names_recommendations(secciones: &[Seccion<Componente>]) -> bool {
    let mut named = false;
    rules::each_block(secciones, &mut |bloque| {
        named |= matches!(bloque, Bloque::Componente(Componente::RecomendacionesFurag, _));
    });
    named
}

/// The note about an entity that a document on many has to do without.
fn without_results(entidad: &Entidad, vigencia: u32, place: &Place) -> Diagnostic {
    Diagnostic::nota(
        "entidad-sin-resultados",
        format!("«{}» no tiene resultados de la vigencia {vigencia}", entidad.nombre),
    )
    .at(place)
    .remedy(format!("si la entidad fue medida, agregue data/entidades/{}/resultados-{vigencia}.yaml", entidad.slug))
}
