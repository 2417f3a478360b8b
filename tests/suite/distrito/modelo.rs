//! The invented values: level of the entity + effect of the policy + effect of
//! the sector + drift of the year + noise.
//!
//! Each random part is drawn from the hash of a key such as `slug/POL07/2024`
//! and from nothing else, so that a new entity changes no value of the others.
//! Only +, −, × and ÷ are used: they give the same bits on any machine.

use std::collections::BTreeMap;

use seguimiento::model::{AlcanceMedicion, Catalogo, Politica};

use super::{Fila, IDI, catalogo};

/// Slug of the policy that every body has.
const CONTROL_INTERNO: &str = "control-interno";

/// Bodies without a row in a vigencia: one that did not report, and one that is new.
pub const SIN_FILA: [(&str, u32); 3] =
    [("capital-salud", 2024), ("agencia-analitica-datos", 2022), ("agencia-analitica-datos", 2023)];

/// IDIs that are given and not drawn, because a document should have to deal with
/// them: a fall and its recovery, a very low value, a tie of three, and a tie on
/// the tenth place.
pub const IDI_FIJOS: [(&str, u32, f64); 9] = [
    ("instituto-economia-social", 2022, 84.2),
    ("instituto-economia-social", 2023, 61.3),
    ("instituto-economia-social", 2024, 86.4),
    ("aguas-bogota", 2024, 23.4),
    ("instituto-turismo", 2024, 84.1),
    ("subred-sur", 2024, 84.1),
    ("alcaldia-local-teusaquillo", 2024, 84.1),
    ("secretaria-ambiente", 2024, 91.9),
    ("unidad-catastro", 2024, 91.9),
];

/// What the model needs to know of a body.
#[derive(Debug, Clone)]
pub struct Organismo {
    pub slug: String,
    pub nombre: String,
    pub tipo: String,
    pub sector: String,
    pub meci: bool,
}

/// The bodies of the district, in the order of the catalogue.
pub fn organismos() -> Vec<Organismo> {
    catalogo()
        .entidades
        .iter()
        .filter(|e| e.orden.as_deref() == Some("distrital"))
        .map(|e| Organismo {
            slug: e.slug.to_string(),
            nombre: e.nombre.clone(),
            tipo: e.tipo.as_ref().map_or_else(String::new, |t| t.value.clone()),
            sector: e.sector.as_ref().map_or_else(String::new, |s| s.value.clone()),
            meci: e.medicion == Some(AlcanceMedicion::Meci),
        })
        .collect()
}

/// The rows of the district in a vigencia.
pub fn tabla(vigencia: u32) -> BTreeMap<String, Fila> {
    organismos().into_iter().filter_map(|o| Some((o.slug.clone(), fila(&o, vigencia)?))).collect()
}

/// A number in [0, 1) that belongs to `clave`.
pub fn azar(clave: &str) -> f64 {
    fraction(blake3::hash(clave.as_bytes()).as_bytes(), 0)
}

/// A whole number below `limite` that belongs to `clave`.
pub fn sorteo(clave: &str, limite: usize) -> usize {
    (azar(clave) * limite as f64) as usize
}

/// About normal, mean 0 and deviation 1, never beyond ±3.5: four uniform numbers added.
fn normal(clave: &str) -> f64 {
    let hash = blake3::hash(clave.as_bytes());
    let sum: f64 = (0..4).map(|part| fraction(hash.as_bytes(), part)).sum();
    (sum - 2.0) * 3.0_f64.sqrt()
}

fn fraction(hash: &[u8; 32], part: usize) -> f64 {
    let bytes: [u8; 8] = hash[part * 8..part * 8 + 8].try_into().expect("eight bytes");
    (u64::from_le_bytes(bytes) >> 11) as f64 / (1u64 << 53) as f64
}

/// Level and deviation of a kind of body.
fn nivel(tipo: &str) -> (f64, f64) {
    match tipo {
        "central" => (87.4, 4.3),
        "adscrita" => (86.0, 4.6),
        "mixta" => (80.5, 6.5),
        "alcaldia-local" => (77.0, 6.6),
        "especial" => (84.0, 5.0),
        "municipal" => (57.0, 8.0),
        other => panic!("the model knows no kind «{other}»"),
    }
}

/// How far a policy lies above or below the level of the body, and what 2023 and
/// 2024 each add to that.
fn efecto(politica: &str, vigencia: u32) -> f64 {
    let (efecto, en_2023, en_2024) = match politica {
        "talento-humano" => (3.5, 0.4, 0.8),
        "integridad" => (2.0, 1.0, 0.5),
        "planeacion-institucional" => (6.5, 0.3, 0.2),
        "gestion-presupuestal" => (0.5, -1.5, 2.0),
        "compras-contratacion" => (1.5, 0.8, 0.4),
        "fortalecimiento-organizacional" => (4.5, -0.4, 0.6),
        "gobierno-digital" => (-6.0, 1.0, 0.6),
        "seguridad-digital" => (-13.0, 0.5, 7.5),
        "defensa-juridica" => (4.0, 0.6, -0.5),
        "mejora-normativa" => (0.0, 1.2, 1.0),
        "servicio-ciudadanias" => (2.5, 0.3, 0.7),
        "racionalizacion-tramites" => (0.5, -0.5, 1.4),
        "participacion-ciudadana" => (3.5, 0.8, 0.2),
        "seguimiento-evaluacion" => (4.0, -0.2, 0.5),
        "transparencia" => (5.0, 0.4, -0.8),
        "gestion-documental" => (-7.0, 0.8, 0.6),
        "informacion-estadistica" => (-9.0, 1.5, 1.0),
        "gestion-conocimiento" => (1.0, 1.0, -7.0),
        CONTROL_INTERNO => (2.5, 0.5, 0.5),
        other => panic!("the model knows no policy «{other}»"),
    };
    efecto + if vigencia >= 2023 { en_2023 } else { 0.0 } + if vigencia >= 2024 { en_2024 } else { 0.0 }
}

/// What the district gains from year to year.
fn deriva(vigencia: u32) -> f64 {
    match vigencia {
        2022 => -2.8,
        2023 => -1.2,
        _ => 0.0,
    }
}

/// Whether FURAG measures the policy in the body.
fn aplica(o: &Organismo, politica: &Politica) -> bool {
    let slug = politica.slug.as_str();
    let sometimes = |share: f64| azar(&format!("{}/{slug}/aplica", o.slug)) < share;
    if o.meci {
        return slug == CONTROL_INTERNO;
    }
    match (o.tipo.as_str(), slug) {
        ("alcaldia-local", "defensa-juridica" | "mejora-normativa") => false,
        ("alcaldia-local", "racionalizacion-tramites" | "informacion-estadistica") => false,
        ("adscrita" | "mixta", "mejora-normativa") => false,
        ("mixta", "gestion-presupuestal") => false,
        ("mixta", "racionalizacion-tramites") => sometimes(0.7),
        ("mixta", "informacion-estadistica") => sometimes(0.6),
        ("adscrita", "racionalizacion-tramites") => sometimes(0.7),
        ("central", "mejora-normativa" | "racionalizacion-tramites") => sometimes(0.85),
        _ => true,
    }
}

/// The share of the policy in the IDI: the more sub-indices, the more.
fn peso(politica: &Politica) -> f64 {
    1.0 + politica.subindices.len() as f64 / 5.0
}

/// The values of `o` in `vigencia`; `None` where it has no row.
pub fn fila(o: &Organismo, vigencia: u32) -> Option<Fila> {
    if SIN_FILA.contains(&(o.slug.as_str(), vigencia)) {
        return None;
    }
    let catalogo: &Catalogo = catalogo();
    let slug = &o.slug;
    let now = |indice: &str| normal(&format!("{slug}/{indice}/{vigencia}"));
    let always = |indice: &str| normal(&format!("{slug}/{indice}"));

    let (base, spread) = nivel(&o.tipo);
    let level = base
        + spread * always("nivel")
        + 1.2 * normal(&format!("sector/{}", o.sector))
        + deriva(vigencia)
        + 1.3 * now("nivel");
    let measured: Vec<(&Politica, &str, f64)> = catalogo
        .politicas
        .iter()
        .filter(|p| aplica(o, p))
        .filter_map(|p| Some((p, p.nombre_en(vigencia)?.codigo.as_str())))
        .map(|(p, codigo)| {
            let raw = level + efecto(&p.slug, vigencia) + 3.4 * always(codigo) + 1.8 * now(codigo);
            (p, codigo, raw)
        })
        .collect();

    let fixed = IDI_FIJOS.iter().find(|(s, v, _)| s == slug && *v == vigencia).map(|f| f.2);
    let drawn = idi(&measured, 0.0) + now(IDI);
    // A given IDI takes its policies with it.
    let shift = fixed.map_or(0.0, |given| given - drawn);
    let politicas: Vec<(&Politica, &str, f64)> =
        measured.iter().map(|(p, codigo, raw)| (*p, *codigo, puntos(tope(raw + shift)))).collect();

    let mut fila = Fila::new();
    let (low, high) = politicas.iter().fold((100.0_f64, 0.0_f64), |(l, h), p| (l.min(p.2), h.max(p.2)));
    let idi = fixed.unwrap_or_else(|| puntos(drawn.clamp(low, high)));
    fila.insert(IDI.to_owned(), (!o.meci).then_some(idi));
    for dimension in &catalogo.dimensiones {
        let all = catalogo.politicas.iter().filter(|p| p.dimension.value == dimension.slug);
        let alone = all.filter(|p| p.nombre_en(vigencia).is_some()).count() == 1;
        let of: Vec<f64> = politicas.iter().filter(|p| p.0.dimension.value == dimension.slug).map(|p| p.2).collect();
        let mean = of.iter().sum::<f64>() / of.len() as f64;
        // A dimension with one policy is that policy under another name.
        let noise = if alone { 0.0 } else { 0.9 * now(&dimension.codigo) - 0.4 };
        fila.insert(dimension.codigo.clone(), (!of.is_empty()).then(|| puntos(mean + noise)));
    }
    for politica in &catalogo.politicas {
        let Some(nombre) = politica.nombre_en(vigencia) else { continue };
        let value = politicas.iter().find(|p| p.0.slug == politica.slug).map(|p| p.2);
        fila.insert(nombre.codigo.clone(), value);
        for subindice in &politica.subindices {
            let codigo = &subindice.codigo;
            let asked = politica.slug == CONTROL_INTERNO || azar(&format!("{slug}/{codigo}/aplica")) >= 0.03;
            let value = value.filter(|_| asked);
            let value = value.map(|v| puntos(tope(v + 2.8 * always(codigo) + 2.2 * now(codigo))));
            fila.insert(codigo.clone(), value);
        }
    }
    Some(fila)
}

/// The IDI that the policies would give before its own noise: a weighted mean, a little below.
fn idi(measured: &[(&Politica, &str, f64)], shift: f64) -> f64 {
    let weights: f64 = measured.iter().map(|(p, _, _)| peso(p)).sum();
    measured.iter().map(|(p, _, raw)| peso(p) * tope(raw + shift)).sum::<f64>() / weights - 0.3
}

/// The last points are the hardest: above 92 a gain counts for less.
fn tope(value: f64) -> f64 {
    if value > 92.0 { 92.0 + (value - 92.0) * 0.75 } else { value }
}

/// Points as they are published: 0–100 with one decimal.
fn puntos(value: f64) -> f64 {
    (value.clamp(0.0, 100.0) * 10.0).round() / 10.0
}
