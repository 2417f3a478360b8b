//! What Función Pública recommends, beside what the plan does in the same policies.

use crate::model::{Catalogo, Recomendacion, Recomendaciones, Resultados};

use super::plan::Carga;

/// A recommendation and the other policy that its source says it touches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pedida<'a> {
    pub recomendacion: &'a Recomendacion,
    /// Position in the catalogue's policies; `None` where it is the same or is no policy.
    pub relacionada: Option<usize>,
}

/// What is recommended in a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Pedidas<'a> {
    pub politica: usize,
    pub puntaje: Option<f64>,
    /// In the order of the file; at least one.
    pub recomendaciones: Vec<Pedida<'a>>,
    /// Activities of the plan in the policy; `None` without a plan.
    pub actividades: Option<u32>,
}

/// The recommendations by policy: those first of which the plan has no activity, each from the lowest index up.
pub fn by_policy<'a>(
    file: &'a Recomendaciones,
    resultados: &Resultados,
    carga: Option<&Carga>,
    catalogo: &Catalogo,
) -> Vec<Pedidas<'a>> {
    let asked = |r: &'a Recomendacion| {
        let other = r.relacionada.as_deref().and_then(|written| catalogo.find_politica(without_code(written)));
        Pedida { recomendacion: r, relacionada: other.filter(|p| *p != r.politica) }
    };
    let of_policy = |politica: usize| {
        let all = file.recomendaciones.iter().filter(|r| r.politica == politica);
        let measured = resultados.politicas.iter().find(|p| p.politica == politica);
        Pedidas {
            politica,
            puntaje: measured.map(|p| p.puntaje.value),
            recomendaciones: all.map(asked).collect(),
            actividades: carga.map(|c| c.activities_of(politica)),
        }
    };
    let mut all: Vec<_> = (0..catalogo.politicas.len()).map(of_policy).collect();
    all.retain(|p| !p.recomendaciones.is_empty());
    let rank = |p: &Pedidas<'_>| (p.actividades != Some(0), p.puntaje.unwrap_or(f64::INFINITY));
    all.sort_by(|a, b| rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal));
    all
}

/// «POL16 Gestión Documental» without its code, which changes from one vigencia to another.
fn without_code(written: &str) -> &str {
    let rest = written.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if written.starts_with("POL") && name.len() < rest.len() { name.trim_start() } else { written }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_before_a_name_is_no_part_of_it() {
        assert_eq!(without_code("POL16 Gestión Documental"), "Gestión Documental");
        assert_eq!(without_code("POL07"), "");
        assert_eq!(without_code("Política de Integridad"), "Política de Integridad");
        assert_eq!(without_code("POLÍTICA 5"), "POLÍTICA 5");
    }
}
