//! What the example district must hold, so that the documents of a district meet
//! it: every feature is asserted on the values, and the workbooks are read back.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use seguimiento::locale::fold;
use seguimiento::model::{Hallada, Mencion, Por};

use crate::support::repository;

use super::libros::{ADVERTENCIA, COMO_TEXTO, DISTRITO, Registro, codigo_sigep, grupo_par, indices, registros};
use super::modelo::{IDI_FIJOS, SIN_FILA, organismos};
use super::plan::{CORTE, SIN_PLAN, de_menor_a_mayor};
use super::{Fila, IDI, VIGENCIAS, archivos, banco, catalogo, plan, recomendaciones, tabla};

#[test]
fn the_committed_workbooks_are_what_the_program_makes() {
    let folder = repository().join("tests/libros");
    let update = std::env::var("DISTRITO").is_ok_and(|v| v == "actualizar");
    let mut size = 0;
    for (nombre, bytes) in archivos() {
        let path = folder.join(&nombre);
        size += bytes.len();
        if update {
            fs::create_dir_all(&folder).expect("writable");
            fs::write(&path, bytes).expect("writable");
            continue;
        }
        let committed = fs::read(&path).unwrap_or_else(|e| panic!("{nombre}: {e}"));
        assert!(committed == bytes, "{nombre} is not what the program makes: DISTRITO=actualizar cargo test distrito");
    }
    assert!(size < 600_000, "{size} bytes of workbooks");
}

#[test]
fn the_district_is_the_catalogue_s() {
    let organismos = organismos();
    assert_eq!(organismos.len(), 75);
    assert_eq!(VIGENCIAS.map(|v| tabla(v).len()), [74, 74, 74]);
    let codes: BTreeSet<_> = organismos.iter().map(|o| codigo_sigep(&o.slug)).collect();
    assert_eq!(codes.len(), 75, "two entities share a Sigep code");
    assert!(codes.iter().filter(|c| c.starts_with('0')).count() >= 5, "no code begins with zero");
    for (slug, _, _) in IDI_FIJOS {
        assert!(organismos.iter().any(|o| o.slug == slug), "{slug}");
    }
}

#[test]
fn control_bodies_have_internal_control_alone() {
    for vigencia in VIGENCIAS {
        let meci: Vec<_> = organismos().into_iter().filter(|o| o.meci).collect();
        assert_eq!(meci.len(), 4);
        for o in meci {
            let measured: Vec<_> =
                tabla(vigencia)[&o.slug].iter().filter(|(_, v)| v.is_some()).map(|(c, _)| c.as_str()).collect();
            assert_eq!(measured, ["D7", "I63", "I64", "I65", "I66", "I67", "I68", "POL19"], "{}", o.slug);
        }
    }
}

#[test]
fn one_entity_did_not_report_and_another_is_new() {
    let has = |slug: &str| VIGENCIAS.map(|v| tabla(v).contains_key(slug));
    assert_eq!(has("capital-salud"), [true, true, false]);
    assert_eq!(has("agencia-analitica-datos"), [false, false, true]);
    let kind = |slug: &str| organismos().into_iter().find(|o| o.slug == slug).map(|o| o.tipo);
    assert_eq!(kind("capital-salud").as_deref(), Some("mixta"));
    assert_eq!(SIN_FILA.len(), 3, "only those two");
}

#[test]
fn policies_that_do_not_apply_are_blank() {
    let mut counts = BTreeSet::new();
    for o in organismos().into_iter().filter(|o| !o.meci) {
        let blank = |vigencia: u32| -> Option<BTreeSet<String>> {
            let fila = tabla(vigencia).get(&o.slug)?;
            Some(fila.iter().filter(|(c, v)| c.starts_with("POL") && v.is_none()).map(|(c, _)| c.clone()).collect())
        };
        let blanks: Vec<_> = VIGENCIAS.into_iter().filter_map(blank).collect();
        assert!(blanks.windows(2).all(|w| w[0] == w[1]), "{}: what applies changes from year to year", o.slug);
        let measured = 19 - blanks[0].len();
        assert!((15..=19).contains(&measured), "{}: {measured} policies", o.slug);
        counts.insert(measured);
        if o.tipo == "alcaldia-local" {
            assert_eq!(blanks[0].iter().map(String::as_str).collect::<Vec<_>>(), ["POL09", "POL10", "POL12", "POL17"]);
        }
    }
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [15, 16, 17, 18, 19]);
}

/// The entities with IDI from highest down.
fn por_idi(vigencia: u32) -> Vec<(f64, &'static str)> {
    let mut rows: Vec<_> = tabla(vigencia).iter().filter_map(|(slug, f)| Some((f[IDI]?, slug.as_str()))).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    rows
}

#[test]
fn there_are_ties_and_one_stands_on_the_tenth_place() {
    let order = por_idi(2024);
    assert_eq!(order.len(), 70);
    assert!(order.iter().filter(|(idi, _)| *idi == 84.1).count() >= 3, "{order:?}");
    assert_eq!(order[9].0, order[10].0, "{:?}", &order[..14]);
    assert!(order[8].0 > order[9].0 && order[10].0 > order[11].0, "{:?}", &order[..14]);
}

#[test]
fn some_policies_have_exactly_100() {
    for vigencia in VIGENCIAS {
        let all = || tabla(vigencia).values().flatten().filter(|(c, _)| c.starts_with("POL")).filter_map(|(_, v)| *v);
        let full = all().filter(|v| *v == 100.0).count();
        assert!(full >= 4 && full * 20 < all().count(), "{vigencia}: {full} of {}", all().count());
    }
}

#[test]
fn an_entity_falls_and_recovers_and_another_is_very_low() {
    let idi = |vigencia: u32, slug: &str| tabla(vigencia)[slug][IDI].expect("an IDI");
    assert_eq!(VIGENCIAS.map(|v| idi(v, "instituto-economia-social")), [84.2, 61.3, 86.4]);
    assert_eq!(idi(2024, "aguas-bogota"), 23.4);
    let order = por_idi(2024);
    assert_eq!(order.last(), Some(&(23.4, "aguas-bogota")));
    let (top, low) = (order[0].0, order[order.len() - 2].0);
    assert!((95.0..=98.5).contains(&top) && (58.0..=66.0).contains(&low), "{low} to {top}");
}

/// Values of `codigos` in a row.
fn values<'a>(fila: &'a Fila, codigos: impl Iterator<Item = &'a str>) -> Vec<f64> {
    codigos.filter_map(|c| fila[c]).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2] + values[(values.len() - 1) / 2]) / 2.0
}

fn codigo(politica: &str, vigencia: u32) -> &'static str {
    let found = catalogo().politicas.iter().find(|p| p.slug == politica).expect("a policy");
    &found.nombre_en(vigencia).expect("measured then").codigo
}

#[test]
fn no_index_is_the_mean_of_another() {
    let catalogo = catalogo();
    let (mut same, mut dimensions, mut same_dimension) = (0, 0, 0);
    for vigencia in VIGENCIAS {
        for (slug, fila) in tabla(vigencia) {
            let of = |d: &str| {
                let inside = catalogo.politicas.iter().filter(|p| d.is_empty() || p.dimension.value == d);
                values(fila, inside.map(|p| codigo(&p.slug, vigencia)))
            };
            if let Some(idi) = fila[IDI] {
                let policies = of("");
                let mean = mean(&policies);
                assert!((idi - mean).abs() < 5.0, "{slug} {vigencia}: IDI {idi}, mean {mean}");
                same += usize::from((idi - mean).abs() < 0.05);
                let (low, high) = policies.iter().fold((100.0_f64, 0.0_f64), |(l, h), p| (l.min(*p), h.max(*p)));
                assert!((low..=high).contains(&idi), "{slug} {vigencia}: IDI {idi} outside {low} to {high}");
            }
            for d in &catalogo.dimensiones {
                let policies = of(&d.slug);
                assert_eq!(fila[&d.codigo].is_some(), !policies.is_empty(), "{slug} {vigencia} {}", d.codigo);
                let Some(value) = fila[&d.codigo] else { continue };
                assert!((value - mean(&policies)).abs() < 4.0, "{slug} {vigencia} {}: {value}", d.codigo);
                if policies.len() > 1 {
                    dimensions += 1;
                    same_dimension += usize::from((value - mean(&policies)).abs() < 0.05);
                }
            }
            for p in &catalogo.politicas {
                let policy = fila[codigo(&p.slug, vigencia)];
                let parts = values(fila, p.subindices.iter().map(|s| s.codigo.as_str()));
                assert!(policy.is_some() || parts.is_empty(), "{slug} {vigencia} {}", p.slug);
                for part in parts {
                    assert!((part - policy.expect("measured")).abs() < 15.0, "{slug} {vigencia} {}: {part}", p.slug);
                }
            }
        }
    }
    assert!(same < 15, "{same} of 210 IDIs are the mean of their policies");
    assert!(same_dimension * 8 < dimensions, "{same_dimension} of {dimensions} dimensions");
}

#[test]
fn values_are_points_with_one_decimal() {
    for (_, fila) in VIGENCIAS.into_iter().flat_map(tabla) {
        for value in fila.values().flatten() {
            assert!((0.0..=100.0).contains(value) && *value == (value * 10.0).round() / 10.0, "{value}");
        }
    }
}

#[test]
fn kinds_of_entity_and_policies_differ_as_they_do() {
    let of = |tipo: &str| -> Vec<f64> {
        let members = organismos().into_iter().filter(|o| o.tipo == tipo);
        members.filter_map(|o| tabla(2024).get(&o.slug)?[IDI]).collect()
    };
    let spread = |values: &[f64]| mean(&values.iter().map(|v| (v - mean(values)).abs()).collect::<Vec<_>>());
    let (central, locales, mixtas) = (of("central"), of("alcaldia-local"), of("mixta"));
    assert!((87.0..89.5).contains(&median(central.clone())), "{}", median(central.clone()));
    assert!(median(locales.clone()) < 78.0 && spread(&locales) > spread(&central), "{}", spread(&locales));
    assert!(median(mixtas.clone()) < 86.0 && spread(&mixtas) > spread(&central), "{}", median(mixtas));

    let district = |politica: &str, vigencia: u32| {
        median(tabla(vigencia).values().filter_map(|f| f[codigo(politica, vigencia)]).collect())
    };
    for vigencia in VIGENCIAS {
        for low in ["gobierno-digital", "seguridad-digital", "informacion-estadistica", "gestion-documental"] {
            for high in ["planeacion-institucional", "talento-humano"] {
                let (low, high) = (district(low, vigencia), district(high, vigencia));
                assert!(low + 2.5 < high, "{vigencia}: {low} and {high}");
            }
        }
    }
    let change = |politica: &str| district(politica, 2024) - district(politica, 2023);
    assert!(change("gestion-conocimiento") < -3.0, "{}", change("gestion-conocimiento"));
    assert!(change("seguridad-digital") > 6.0, "{}", change("seguridad-digital"));
}

#[test]
fn peer_groups_go_by_kind() {
    for vigencia in VIGENCIAS {
        let groups: BTreeSet<_> = registros(vigencia)
            .iter()
            .filter(|r| r.municipio == DISTRITO)
            .map(|r| (r.organismo.meci, r.organismo.tipo.clone(), grupo_par(&r.organismo)))
            .collect();
        assert_eq!(groups.iter().map(|g| g.2).collect::<BTreeSet<_>>().len(), 6);
        assert_eq!(groups.len(), 6, "{groups:?}");
    }
}

/// The entity that a name means, and how it is recognised.
fn met(nombre: &str) -> Option<(usize, Por)> {
    match catalogo().entidad_nombrada(&Mencion { nombre, ..Mencion::default() }) {
        Hallada::Una(position, por) => Some((position, por)),
        _ => None,
    }
}

#[test]
fn the_spellings_of_entities_can_be_met() {
    for vigencia in VIGENCIAS {
        let (mut shouted, mut aliases, mut slips) = (0, 0, 0);
        let all = registros(vigencia);
        let (district, foreign): (Vec<&Registro>, Vec<_>) = all.iter().partition(|r| r.municipio == DISTRITO);
        for r in district {
            let (position, how) = met(&r.escrito).unwrap_or_else(|| panic!("{}", r.escrito));
            assert_eq!(catalogo().entidades[position].slug, r.organismo.slug, "{}", r.escrito);
            shouted += usize::from(r.escrito == r.escrito.to_uppercase());
            aliases += usize::from(how == Por::Alias);
            slips += usize::from(how == Por::Parecido);
        }
        assert!((4..=16).contains(&shouted), "{vigencia}: {shouted} in capitals");
        assert!(aliases >= 2, "{vigencia}: {aliases} aliases");
        // In 2024 the other one has only lost its ñ, which is no slip.
        assert_eq!(slips, if vigencia == 2024 { 1 } else { 2 }, "{vigencia}");
        let taken: Vec<_> = foreign.iter().filter(|r| met(&r.escrito).is_some()).collect();
        assert_eq!((foreign.len(), taken.len()), (6, 1), "one foreign body bears the name of one of the district");
    }
}

fn sheet(archivo: &str, hoja: &str) -> Range<Data> {
    let (_, bytes) = archivos().into_iter().find(|(nombre, _)| nombre == archivo).expect("a file of the example");
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    workbook.worksheet_range(hoja).unwrap_or_else(|e| panic!("{archivo}: {e}"))
}

#[test]
fn the_workbooks_of_results_hold_the_table() {
    for vigencia in VIGENCIAS {
        let sheet = sheet(&format!("Resultados_vig{vigencia}_territorio.xlsx"), "Territorio");
        let rows: Vec<_> = sheet.rows().collect();
        assert!(rows[0][0].to_string().ends_with(&format!("vigencia {vigencia}")));
        assert_eq!(rows[1][0].to_string(), ADVERTENCIA);
        let header: Vec<String> = rows[2].iter().map(ToString::to_string).collect();
        assert_eq!(header[1], "Entidad");
        for dirty in [
            "D2 Direcciona- miento Estratégico y Planeación",
            "D3  Gestión para Resultados con Valores",
            "POL04 Gestión Presupuestal\ny Eficiencia del Gasto Público",
            "i20",
        ] {
            assert!(header.iter().any(|h| h == dirty), "{dirty}");
        }
        let registros = registros(vigencia);
        assert_eq!(rows.len(), 3 + registros.len());
        for (row, r) in rows[3..].iter().zip(&registros) {
            assert_eq!(row[0], Data::String(codigo_sigep(&r.organismo.slug)));
            assert_eq!(row[1], Data::String(r.escrito.clone()));
            for ((codigo, _), cell) in indices(vigencia).iter().zip(&row[8..]) {
                let text = COMO_TEXTO.contains(&(vigencia, codigo.as_str()));
                let wanted = match r.valores[codigo] {
                    None => Data::Empty,
                    Some(value) if text => Data::String(value.to_string().replace('.', ",")),
                    Some(value) => Data::Float(value),
                };
                assert_eq!(*cell, wanted, "{} {codigo}", r.escrito);
            }
        }
    }
}

#[test]
fn the_open_data_has_its_two_spellings() {
    let bytes = |archivo: &str| archivos().into_iter().find(|(n, _)| n == archivo).expect("a file").1;
    let utf8 = bytes("furag_datos_abiertos.csv");
    let text = std::str::from_utf8(utf8.strip_prefix(b"\xef\xbb\xbf").expect("a mark")).expect("UTF-8");
    assert!(text.starts_with("CÓDIGO_SIGEP;ENTIDAD;"));
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let mut lines = 0;
    for record in reader.records().map(|r| r.expect("a record")) {
        assert_eq!(record.len(), 18);
        let number = |at: usize| record[at].replace(',', ".").parse::<f64>().expect("a number");
        let (value, average, high, low) = (number(12), number(13), number(14), number(15));
        assert!(low <= value && value <= high && low <= average + 0.01 && average <= high + 0.01, "{record:?}");
        assert!((1.0..=5.0).contains(&number(16)) && (0.0..=100.0).contains(&number(17)), "{record:?}");
        let slug = met(&record[1]).map(|(i, _)| catalogo().entidades[i].slug.as_str());
        let vigencia = record[9].parse().expect("a year");
        assert_eq!(tabla(vigencia)[slug.expect("known")][&record[10]], Some(value), "{record:?}");
        lines += 1;
    }
    assert!(lines > 450, "{lines}");
    let latin1 = bytes("furag_datos_abiertos_latin1.csv");
    assert!(std::str::from_utf8(&latin1).is_err() && latin1.starts_with(b"\"C\xd3DIGO_SIGEP\",\"ENTIDAD\""));
}

#[test]
fn plans_mix_states_and_some_overlook_their_weakest_policy() {
    let rows = plan::renglones();
    let entities: BTreeSet<_> = rows.iter().map(|r| r.slug.as_str()).collect();
    assert_eq!(entities.len(), 70);
    assert!(SIN_PLAN.iter().all(|slug| tabla(2024).contains_key(*slug) && !entities.contains(slug)));
    let mut overlooking = 0;
    for slug in entities {
        let own: Vec<_> = rows.iter().filter(|r| r.slug == slug).collect();
        assert!((4..=9).contains(&own.len()), "{slug}: {} activities", own.len());
        let sentences: BTreeSet<_> = own.iter().map(|r| r.frase.actividad.as_str()).collect();
        assert_eq!(sentences.len(), own.len(), "{slug} repeats an activity");
        let weakest = de_menor_a_mayor(slug);
        overlooking += usize::from(!own.iter().any(|r| r.politica == weakest[0].0));
        assert!(own.iter().all(|r| weakest[..weakest.len().min(6)].iter().any(|(p, _)| *p == r.politica)), "{slug}");
    }
    assert!((5..=16).contains(&overlooking), "{overlooking}");
    let mut states = [0; 4];
    for r in &rows {
        assert!(r.inicio < r.fin && r.inicio.year() == 2025 && r.fin.year() == 2025, "{r:?}");
        assert!(r.avance <= 100 && (r.avance == 0 || r.inicio <= CORTE), "{r:?}");
        states[match r.avance {
            100 => 0,
            _ if r.fin < CORTE => 3,
            0 => 2,
            _ => 1,
        }] += 1;
    }
    assert!(states.iter().all(|n| *n * 14 > rows.len()), "cumplidas, en proceso, sin iniciar, vencidas: {states:?}");
    let with = rows.iter().filter(|r| r.recurso).count() as f64 / rows.len() as f64;
    assert!((0.6..0.85).contains(&with), "{with}");

    let sheet = sheet("plan_mejoramiento_2025.xlsx", "Plan de mejoramiento");
    assert_eq!(sheet.rows().count(), 3 + rows.len());
    for (row, r) in sheet.rows().skip(3).zip(&rows) {
        assert!(matches!(row[5], Data::DateTime(_)) && matches!(row[6], Data::DateTime(_)), "{row:?}");
        assert_eq!(row[7], Data::Float(f64::from(r.avance)));
        assert_eq!(row[9] != Data::Empty, r.avance == 100, "{row:?}");
    }
}

#[test]
fn every_entity_with_results_has_recommendations() {
    let rows = recomendaciones::renglones();
    for slug in tabla(2024).keys() {
        let own: Vec<_> = rows.iter().filter(|r| r.slug == *slug).collect();
        assert!((3..=5).contains(&own.len()), "{slug}: {}", own.len());
        assert!(own.iter().any(|r| r.politica == de_menor_a_mayor(slug)[0].0), "{slug}");
        let texts: BTreeSet<_> = own.iter().map(|r| r.frase.texto.as_str()).collect();
        assert_eq!(texts.len(), own.len(), "{slug} repeats a recommendation");
    }
    let sheet = sheet("recomendaciones_2024.xlsx", "Recomendaciones");
    let header: Vec<_> = sheet.rows().nth(4).expect("row 5").iter().map(ToString::to_string).collect();
    assert_eq!(header, ["Entidad", "Política", "Recomendación", "Política relacionada"]);
    assert_eq!(sheet.rows().count(), 5 + rows.len());
}

#[test]
fn the_bank_of_sentences_covers_the_catalogue() {
    let banco = banco::banco();
    let slugs: BTreeSet<_> = banco.iter().map(|f| f.politica.as_str()).collect();
    assert_eq!(slugs, catalogo().politicas.iter().map(|p| p.slug.as_str()).collect());
    let mut seen = BTreeSet::new();
    for f in banco {
        assert!(f.actividades.len() >= 3 && f.recomendaciones.len() >= 3, "{}", f.politica);
        let related = f.recomendaciones.iter().map(|r| r.relacionada.as_str());
        assert!(related.clone().all(|r| slugs.contains(r)), "{}", f.politica);
        let sentences = f.actividades.iter().map(|a| &a.actividad).chain(f.recomendaciones.iter().map(|r| &r.texto));
        for sentence in sentences {
            assert!(sentence.ends_with('.') && seen.insert(fold(sentence)), "{sentence}");
        }
    }
}
