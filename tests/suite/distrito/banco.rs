//! The sentences of plans and recommendations, from `banco.yaml`.

use std::sync::OnceLock;

use serde::Deserialize;

/// What can be said of a policy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frases {
    /// Slug of the policy.
    pub politica: String,
    pub responsable: String,
    /// Who answers for it in an alcaldía local.
    pub responsable_local: String,
    pub actividades: Vec<Actividad>,
    pub recomendaciones: Vec<Recomendacion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actividad {
    pub actividad: String,
    pub producto: String,
    pub evidencia: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recomendacion {
    pub texto: String,
    /// Slug of the policy that it also concerns.
    pub relacionada: String,
}

pub fn banco() -> &'static [Frases] {
    static BANCO: OnceLock<Vec<Frases>> = OnceLock::new();
    BANCO.get_or_init(|| serde_saphyr::from_str(include_str!("banco.yaml")).expect("banco.yaml"))
}

/// The sentences about the policy `slug`.
pub fn frases(slug: &str) -> &'static Frases {
    banco().iter().find(|f| f.politica == slug).unwrap_or_else(|| panic!("banco.yaml says nothing of «{slug}»"))
}
