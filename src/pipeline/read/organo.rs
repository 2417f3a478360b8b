//! Documents about a body: its work plan, and what became of it by a session.

use std::sync::Arc;

use crate::bloques::{self, Sujeto};
use crate::data::{DataFile, Node};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::expediente::{Leible, stem, tipo_at};
use crate::model::shape::{FromNode, Located};
use crate::model::{Identificador, PlanTrabajo, SeguimientoTrabajo, SesionCelebrada, Tipo, called};
use crate::rules;

use super::super::{Encargado, Seguimiento};
use super::{Leido, Reader};

impl<'a> Reader<'a> {
    pub(super) fn plan_trabajo(&mut self, node: &Node, id: &str, found: &mut Diagnostics) -> Option<Vec<Leido>> {
        let plan = PlanTrabajo::from_node(node, found)?;
        plan.check(found);
        bloques::check(&plan.contenido, Sujeto::Organo, found);
        self.check_written(&plan.cabecera(), &[], found);
        let encargado = Some(Encargado::PlanTrabajo(Box::new(plan)));
        Some(vec![Leido { id: id.to_owned(), entradas: Vec::new(), encargado }])
    }

    pub(super) fn seguimiento_trabajo(&mut self, node: &Node, id: &str, found: &mut Diagnostics) -> Option<Vec<Leido>> {
        let documento = SeguimientoTrabajo::from_node(node, found)?;
        bloques::check(called(&documento.secciones), Sujeto::Sesion, found);
        self.check_written(&documento.cabecera(), &documento.secciones, found);
        let folder = id.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut entradas = Vec::new();
        let encargado = self.seguimiento(documento, folder, &mut entradas, found);
        Some(vec![Leido { id: id.to_owned(), entradas, encargado }])
    }

    /// The plan and the sessions that a follow-up names, out of the folder of its body.
    fn seguimiento(
        &mut self,
        documento: SeguimientoTrabajo,
        folder: &str,
        entradas: &mut Vec<String>,
        found: &mut Diagnostics,
    ) -> Option<Encargado> {
        let plan = self.beside(&documento.plan_trabajo, folder, "el plan de trabajo", Self::is_work_plan, found);
        let sesion = self.beside(&documento.sesion, folder, "la sesión", Self::is_session, found);
        let (plan, named) = (plan?, sesion?);
        entradas.push(plan.path.clone());
        // What is wrong in it is told where it is read as a document of its own.
        let filled = self.tipos.of(plan.node.as_ref()?.get("tipo")?, &mut Diagnostics::default())?;
        let plan = PlanTrabajo::from_node(&filled.fill(plan.node.as_ref()?), &mut Diagnostics::default())?;
        let last: Arc<SesionCelebrada> = self.session(named, found)?;
        let mut sesiones = vec![(named.path.clone(), Arc::clone(&last))];
        let files: &'a [DataFile] = &self.files.files;
        for file in files {
            let beside = file.path.rsplit_once('/').is_some_and(|(of, _)| of == folder);
            if !beside || file.path == named.path || !self.is_session(file) {
                continue;
            }
            let Some(read) = self.session(file, found) else { continue };
            let before = read.fecha.value.ultimo_dia() < last.fecha.value.ultimo_dia();
            if before && read.vigencia.value == last.vigencia.value {
                sesiones.push((file.path.clone(), read));
            }
        }
        sesiones.sort_by_key(|(_, s)| s.fecha.value.ultimo_dia());
        entradas.extend(sesiones.iter().map(|(path, _)| path.clone()));
        let sesiones: Vec<_> = sesiones.into_iter().map(|(_, s)| s).collect();
        rules::sesiones(&sesiones, &plan, found);
        Some(Encargado::Seguimiento(Box::new(Seguimiento { documento, plan, sesiones })))
    }

    /// The record of a session; `None` where it cannot be read.
    fn session(&mut self, file: &DataFile, found: &mut Diagnostics) -> Option<Arc<SesionCelebrada>> {
        self.dato(tipo_at(&file.path)?, file, found)?.get()
    }

    fn is_work_plan(&self, file: &DataFile) -> bool {
        let tipo = file.node.as_ref().and_then(|node| node.get("tipo"));
        tipo.and_then(|word| self.tipos.of(word, &mut Diagnostics::default()))
            .is_some_and(|t| t.base == Tipo::PlanTrabajo)
    }

    fn is_session(&self, file: &DataFile) -> bool {
        tipo_at(&file.path).is_some_and(|tipo| tipo.palabra == SesionCelebrada::PALABRA)
    }

    /// The file of that name in `folder`, which has to be what `is` says; what is missing is told.
    fn beside(
        &self,
        wanted: &Located<Identificador>,
        folder: &str,
        que: &str,
        is: fn(&Self, &DataFile) -> bool,
        found: &mut Diagnostics,
    ) -> Option<&'a DataFile> {
        let files: &'a [DataFile] = &self.files.files;
        let name =
            |f: &'a DataFile| stem(&f.path).rsplit_once('/').filter(|(of, _)| *of == folder).map(|(_, name)| name);
        let those: Vec<_> = files.iter().filter(|f| DataFile::is_yaml(&f.path) && is(self, f)).collect();
        if let Some(file) = those.iter().find(|f| name(f) == Some(wanted.value.as_str())) {
            return Some(file);
        }
        let path = if folder.is_empty() { wanted.to_string() } else { format!("{folder}/{}", wanted.value) };
        let there = files.iter().find(|f| stem(&f.path) == path);
        let near = nearest(&wanted.value, those.iter().filter_map(|f| name(f)));
        let message = match there {
            Some(file) => format!("«data/{}» no es {que}", file.path),
            None => format!("no existe el archivo «data/{path}.yaml»"),
        };
        let remedy = match near {
            Some(near) => format!("¿quiso decir «{near}»?"),
            None => format!("escriba el nombre del archivo que es {que}, en la misma carpeta del documento"),
        };
        found.push(Diagnostic::error("archivo-faltante", message).at(&wanted.place).remedy(remedy));
        None
    }
}
