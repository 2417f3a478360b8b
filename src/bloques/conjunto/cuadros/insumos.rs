//! The files that a document is made from, and where the data was taken from.

use crate::cuadro::Clase::Texto;
use crate::cuadro::{Celda, Cuadro};
use crate::locale::compare;

use super::column;
use crate::bloques::conjunto::{Insumo, Marco};

/// Digits of a hash that are enough to tell the files of a project apart.
const HASH_DIGITS: usize = 12;

impl Marco<'_> {
    /// The files that the document is made from.
    pub fn inputs_table(&self) -> Cuadro {
        let row = |i: &Insumo| vec![i.ruta.as_str().into(), i.hash.as_str().into()];
        let mut table = self.table(
            "insumos",
            "Archivos de los que se produjo el documento",
            vec![column("archivo", "Archivo", Texto, None), column("hash", "Huella BLAKE3", Texto, 300.0)],
            self.insumos.iter().map(row).collect(),
            None,
        );
        table.fuente = "archivos del proyecto.".to_owned();
        table
    }

    /// The files of each entity, by the first digits of their hashes.
    pub fn entity_inputs_table(&self, plan: Option<&str>) -> Cuadro {
        let now = self.conjunto.vigencia;
        let mut kinds = vec![("resultados", format!("Resultados {now}"), format!("resultados-{now}"))];
        kinds.extend(
            self.conjunto
                .anterior
                .map(|v| ("resultados_anteriores", format!("Resultados {v}"), format!("resultados-{v}"))),
        );
        kinds.extend(plan.map(|name| ("plan", "Plan".to_owned(), name.to_owned())));
        kinds.push(("recomendaciones", "Recomendaciones".to_owned(), format!("recomendaciones-{now}")));
        let known: std::collections::BTreeMap<_, _> =
            self.insumos.iter().map(|i| (i.ruta.as_str(), i.hash.as_str())).collect();
        let hash = |slug: &str, name: &str| {
            let path = |end: &str| format!("data/entidades/{slug}/{name}.{end}");
            let found = ["yaml", "yml"].iter().find_map(|end| known.get(path(end).as_str()));
            Celda::from(found.map(|h| &h[..HASH_DIGITS.min(h.len())]))
        };
        let mut order: Vec<_> = (0..self.conjunto.miembros.len()).collect();
        order.sort_by(|a, b| compare(self.name(*a), self.name(*b)));
        let row = |m: usize| {
            let e = self.entity(m);
            let hashes = kinds.iter().map(|(_, _, name)| hash(&e.slug, name));
            std::iter::once(Celda::from(e.nombre.as_str())).chain(hashes).collect()
        };
        let mut columnas = vec![column("entidad", "Entidad", Texto, None)];
        columnas.extend(kinds.iter().map(|(clave, nombre, _)| column(*clave, nombre.clone(), Texto, 76.0)));
        let mut table = self.table(
            "insumos_entidades",
            format!("Archivos de cada entidad: primeros {HASH_DIGITS} dígitos de su huella BLAKE3"),
            columnas,
            order.into_iter().map(row).collect(),
            Some("En blanco: no hay archivo. Las huellas completas están en la exportación y en el paquete de datos adjunto a este PDF."),
        );
        table.fuente = "archivos del proyecto.".to_owned();
        table
    }

    /// Where each entity's results were taken from.
    pub fn provenance_table(&self) -> Cuadro {
        let row = |m: usize| {
            let r = self.conjunto.miembros[m].resultados.as_deref()?;
            let p = r.procedencia.as_ref();
            Some(vec![
                Celda::from(self.name(m)),
                r.fuente.value.as_str().into(),
                p.map(|p| p.archivo.as_str()).into(),
                p.and_then(|p| p.hoja.as_deref()).into(),
                p.and_then(|p| p.rango.as_deref()).into(),
                p.and_then(|p| p.fecha.map(|f| f.to_string())).into(),
                p.map(|p| p.hash.as_str()).into(),
            ])
        };
        self.table(
            "procedencia",
            "Fuente de los resultados de cada entidad y celdas del archivo de las que se tomaron",
            vec![
                column("entidad", "Entidad", Texto, None),
                column("fuente", "Fuente", Texto, 120.0),
                column("archivo", "Archivo de origen", Texto, 150.0),
                column("hoja", "Hoja", Texto, 60.0),
                column("rango", "Celdas", Texto, 80.0),
                column("fecha", "Obtenido", Texto, 60.0),
                column("hash", "Huella BLAKE3", Texto, 100.0),
            ],
            (0..self.conjunto.miembros.len()).filter_map(row).collect(),
            None,
        )
    }
}
