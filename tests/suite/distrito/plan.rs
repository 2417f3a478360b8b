//! The improvement plans of 2025, all in one workbook: activities on the weakest
//! policies of each entity, seen at the cut-off of 30 September.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use rust_xlsxwriter::{ExcelDateTime, Format};

use super::banco::{Actividad, frases};
use super::libros::{encabezados, libro as workbook, titulos};
use super::modelo::{Organismo, azar, organismos, sorteo};
use super::{catalogo, tabla};

pub const CORTE: Date = date(2025, 9, 30);

/// Bodies with results that sent no plan.
pub const SIN_PLAN: [&str; 4] =
    ["concejo-bogota", "terminal-transportes", "alcaldia-local-sumapaz", "alcaldia-local-martires"];

const COLUMNAS: [&str; 10] = [
    "Entidad",
    "Política",
    "Actividad",
    "Producto",
    "Responsable",
    "Fecha de inicio",
    "Fecha de terminación",
    "% de avance",
    "Recurso asignado",
    "Evidencia",
];

/// An activity of a plan.
#[derive(Debug, Clone)]
pub struct Renglon {
    pub slug: String,
    pub entidad: String,
    /// Position in the catalogue.
    pub politica: usize,
    pub frase: &'static Actividad,
    pub responsable: &'static str,
    pub inicio: Date,
    pub fin: Date,
    /// Whole per cent.
    pub avance: u32,
    pub recurso: bool,
}

/// The policies of an entity in 2024 from lowest up.
pub fn de_menor_a_mayor(slug: &str) -> Vec<(usize, f64)> {
    let fila = &tabla(2024)[slug];
    let mut order: Vec<_> = catalogo()
        .politicas
        .iter()
        .enumerate()
        .filter_map(|(i, p)| Some((i, fila[&p.nombre_en(2024)?.codigo]?)))
        .collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    order
}

/// The activities of every plan, entity by entity.
pub fn renglones() -> Vec<Renglon> {
    organismos()
        .iter()
        .filter(|o| tabla(2024).contains_key(&o.slug) && !SIN_PLAN.contains(&o.slug.as_str()))
        .flat_map(de_entidad)
        .collect()
}

fn de_entidad(o: &Organismo) -> Vec<Renglon> {
    let slug = &o.slug;
    let mut policies = de_menor_a_mayor(slug);
    // Some plans overlook the very policy that needs them most.
    if policies.len() > 1 && azar(&format!("{slug}/plan/omite")) < 0.16 {
        policies.remove(0);
    }
    let wanted = 4 + sorteo(&format!("{slug}/plan/actividades"), 6);
    let mut chosen = BTreeSet::new();
    for (politica, _) in policies {
        let bank = &frases(&catalogo().politicas[politica].slug).actividades;
        let share = if o.meci { bank.len() } else { 2 + sorteo(&format!("{slug}/plan/{politica}"), 2) };
        let first = sorteo(&format!("{slug}/plan/{politica}/primera"), bank.len());
        for step in 0..share.min(bank.len()).min(wanted - chosen.len()) {
            chosen.insert((politica, (first + step) % bank.len()));
        }
        if chosen.len() == wanted {
            break;
        }
    }
    chosen.into_iter().map(|(politica, frase)| renglon(o, politica, frase)).collect()
}

fn renglon(o: &Organismo, politica: usize, frase: usize) -> Renglon {
    let policy = &catalogo().politicas[politica];
    let frases = frases(&policy.slug);
    let key = |what: &str| format!("{}/plan/{}/{frase}/{what}", o.slug, policy.slug);
    let mes = 2 + sorteo(&key("inicio"), 9) as i8;
    let dia = if azar(&key("dia")) < 0.5 { 1 } else { 16 };
    let inicio = date(2025, mes, dia);
    let fin = date(2025, (mes + 2 + sorteo(&key("fin"), 5) as i8).min(12), 1).last_of_month();
    // Some entities keep their dates better than others.
    let constancia = 0.55 + 0.42 * azar(&format!("{}/plan/constancia", o.slug));
    let steady = azar(&key("avance")) < constancia;
    let avance = if inicio > CORTE {
        0
    } else if fin < CORTE {
        if steady { 100 } else { 10 * sorteo(&key("parcial"), 10) as u32 }
    } else {
        let days = |from: Date, to: Date| f64::from((to - from).get_days());
        let share = days(inicio, CORTE) / days(inicio, fin);
        match (steady, azar(&key("ritmo"))) {
            (true, luck) if luck < 0.12 => 100,
            (true, _) => 5 * (share * 19.0) as u32,
            (false, luck) if luck < 0.35 => 0,
            (false, _) => 5 * (share * 10.0) as u32,
        }
    };
    Renglon {
        slug: o.slug.clone(),
        entidad: o.nombre.clone(),
        politica,
        frase: &frases.actividades[frase],
        responsable: if o.tipo == "alcaldia-local" { &frases.responsable_local } else { &frases.responsable },
        inicio,
        fin,
        avance,
        recurso: azar(&key("recurso")) < 0.72,
    }
}

pub fn libro() -> Vec<u8> {
    let titulo = "Planes de mejoramiento del MIPG 2025, avance con corte al 30 de septiembre de 2025";
    workbook("Plan de mejoramiento", titulo, |sheet| {
        titulos(sheet, titulo, COLUMNAS.len())?;
        encabezados(sheet, 2, &COLUMNAS)?;
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let excel = |d: Date| ExcelDateTime::from_ymd(d.year() as u16, d.month() as u8, d.day() as u8);
        for (row, r) in (3..).zip(renglones()) {
            let texts = [
                r.entidad.as_str(),
                catalogo().nombre_politica(r.politica, 2024),
                &r.frase.actividad,
                &r.frase.producto,
                r.responsable,
            ];
            for (column, text) in (0..).zip(texts) {
                sheet.write_string(row, column, text)?;
            }
            sheet.write_datetime_with_format(row, 5, excel(r.inicio)?, &day)?;
            sheet.write_datetime_with_format(row, 6, excel(r.fin)?, &day)?;
            sheet.write_number(row, 7, r.avance)?;
            sheet.write_string(row, 8, if r.recurso { "Sí" } else { "No" })?;
            if r.avance == 100 {
                sheet.write_string(row, 9, &r.frase.evidencia)?;
            }
        }
        for (column, width) in [(0, 40), (1, 36), (2, 70), (3, 36), (4, 32), (5, 14), (6, 14), (9, 46)] {
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(3, 1)?;
        Ok(())
    })
}
