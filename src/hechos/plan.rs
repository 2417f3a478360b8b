//! What an improvement plan says at a cut-off date, and against the indices.

use jiff::civil::Date;

use serde::Serialize;

use crate::model::{Actividad, Efectividad, Estado, Plan};

pub use super::cruce::{Cruce, Respuesta, Vara, against_index, not_measured};

/// Activities of a policy and how many of them have no resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CargaPolitica {
    /// Position in the catalogue's policies.
    pub politica: usize,
    pub actividades: u32,
    /// `None` where the plan does not tell about resources, or tells only of other policies.
    pub sin_recurso: Option<u32>,
    /// How many of the activities those are counted among: all, or what is not fulfilled.
    pub de: u32,
}

/// The plan in counts, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carga {
    pub politicas: Vec<CargaPolitica>,
    pub total: u32,
    pub sin_recurso: Option<u32>,
    /// How many activities those are counted among: all, or what is not fulfilled.
    pub de: u32,
}

impl Carga {
    /// Share of the plan without resources, 0–1.
    pub fn share_without(&self) -> Option<f64> {
        share(self.sin_recurso?, self.total)
    }

    /// How many activities are about a policy.
    pub fn activities_of(&self, politica: usize) -> u32 {
        self.politicas.iter().find(|c| c.politica == politica).map_or(0, |c| c.actividades)
    }

    /// Whether those without resources are policies, each with all of its activities, and others are not told of:
    /// then the source may have named policies rather than activities.
    pub fn whole_policies(&self) -> bool {
        let without = self.without();
        !without.is_empty()
            && without.iter().all(|(c, n)| *n == c.actividades)
            && self.politicas.iter().any(|c| c.sin_recurso.is_none())
    }

    /// The policies that have activities without resources and how many, from the most down; those of
    /// equals with the most activities first.
    pub fn without(&self) -> Vec<(&CargaPolitica, u32)> {
        let some = |c: &'_ CargaPolitica| c.sin_recurso.filter(|n| *n > 0);
        let mut all: Vec<_> = self.politicas.iter().filter_map(|c| Some((c, some(c)?))).collect();
        all.sort_by(|(a, without_a), (b, without_b)| {
            without_b.cmp(without_a).then(b.actividades.cmp(&a.actividades)).then(a.politica.cmp(&b.politica))
        });
        all
    }

    /// The fewest policies that have half of the activities or more, and how many those have; nothing
    /// where the half is not in few policies, a third of them at most.
    pub fn half(&self) -> Option<(usize, u32)> {
        let mut counts: Vec<_> = self.politicas.iter().map(|c| c.actividades).collect();
        counts.sort_by_key(|n| std::cmp::Reverse(*n));
        let sums = counts.iter().scan(0, |sum, n| {
            *sum += n;
            Some(*sum)
        });
        let (few, sum) = sums.enumerate().map(|(i, sum)| (i + 1, sum)).find(|(_, sum)| 2 * sum >= self.total)?;
        (self.total > 0 && 3 * few <= counts.len()).then_some((few, sum))
    }
}

/// The part that `n` is of `total`, 0–1; nothing is no part of nothing.
pub fn share(n: u32, total: u32) -> Option<f64> {
    (total > 0).then(|| f64::from(n) / f64::from(total))
}

/// Things from which a percentage says more than «3 de 8»: below it one of them is several points.
pub const MINIMO_PORCENTAJE: u32 = 30;

/// [`share`], where a percentage says more than the two counts.
pub fn telling_share(n: u32, total: u32) -> Option<f64> {
    share(n, total).filter(|_| total >= MINIMO_PORCENTAJE)
}

/// Counts per policy, recomputed from the plan.
pub fn load(plan: &Plan) -> Carga {
    let politicas: Vec<_> = plan
        .conteos
        .iter()
        .map(|conteo| CargaPolitica {
            politica: conteo.politica,
            actividades: conteo.actividades,
            de: conteo.actividades,
            sin_recurso: plan.sin_recurso.as_ref().and_then(|sin| {
                let told = sin.conteos.iter().find(|c| c.politica == conteo.politica).map(|c| c.actividades);
                // Activities that are told one by one all say it; a list of counts says nothing of the rest.
                told.or((!plan.actividades.is_empty()).then_some(0))
            }),
        })
        .collect();
    Carga {
        total: politicas.iter().map(|c| c.actividades).sum(),
        de: politicas.iter().map(|c| c.actividades).sum(),
        sin_recurso: plan.sin_recurso.as_ref().map(|_| politicas.iter().filter_map(|c| c.sin_recurso).sum()),
        politicas,
    }
}

/// The same plan with its resources counted among what is not fulfilled at the cut-off: what is done without money
/// needs none.  A plan that does not tell activity by activity stays as it is.
pub fn outstanding(carga: &Carga, plan: &Plan, dia: Date) -> Carga {
    if plan.actividades.iter().all(|a| a.recurso.is_none()) || carga.sin_recurso.is_none() {
        return carga.clone();
    }
    let corte = Corte::new(plan, dia);
    let open = |a: &&Actividad| !matches!(state(a, corte), Some(Estado::Cumplida | Estado::Superada));
    let of = |politica: usize| plan.actividades.iter().filter(open).filter(move |a| a.politica == politica);
    let politicas: Vec<_> = carga
        .politicas
        .iter()
        .map(|c| CargaPolitica {
            de: of(c.politica).count() as u32,
            sin_recurso: c.sin_recurso.map(|_| of(c.politica).filter(|a| a.recurso == Some(false)).count() as u32),
            ..*c
        })
        .collect();
    Carga {
        total: carga.total,
        de: politicas.iter().map(|c| c.de).sum(),
        sin_recurso: Some(politicas.iter().filter_map(|c| c.sin_recurso).sum()),
        politicas,
    }
}

/// The day of a cut-off, and whether the plan is over by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corte {
    pub dia: Date,
    /// The plan says when it ends, and that day has come.
    pub definitivo: bool,
}

impl Corte {
    pub fn new(plan: &Plan, dia: Date) -> Self {
        Self { dia, definitivo: plan.termina.is_some_and(|fin| fin.ultimo_dia() <= dia) }
    }
}

/// State of an activity at the cut-off; `None` where its progress is not known
/// and its dates do not tell.
///
/// Who ends on the very day of the cut-off still had that day, so it is not yet
/// overdue; it is no less unfulfilled, so it is told apart and never as in process.
pub fn state(actividad: &Actividad, corte: Corte) -> Option<Estado> {
    let ahead = actividad.inicio.as_ref().is_some_and(|inicio| inicio.primer_dia() > corte.dia);
    let Some(avance) = &actividad.avance else { return ahead.then_some(Estado::Programada) };
    let fin = actividad.fin.as_ref().map(|fin| fin.ultimo_dia());
    Some(match avance.parte {
        done if done > 1.0 => Estado::Superada,
        done if done >= 1.0 => Estado::Cumplida,
        _ if corte.definitivo && fin.is_none_or(|fin| fin <= corte.dia) => Estado::NoCumplida,
        _ if fin.is_some_and(|fin| fin < corte.dia) => Estado::Vencida,
        _ if fin == Some(corte.dia) => Estado::VenceEnCorte,
        done if done > 0.0 => Estado::EnProceso,
        _ if ahead => Estado::Programada,
        _ => Estado::SinIniciar,
    })
}

/// An activity with its state at the cut-off.
#[derive(Debug, Clone, Copy)]
pub struct Seguimiento<'a> {
    pub actividad: &'a Actividad,
    pub estado: Option<Estado>,
    /// Days from the end of its term to the cut-off, where it was not fulfilled by then.
    pub dias: Option<i32>,
}

/// An activity at the cut-off.
pub fn follow(actividad: &Actividad, corte: Corte) -> Seguimiento<'_> {
    let estado = state(actividad, corte);
    let late = matches!(estado, Some(Estado::Vencida | Estado::NoCumplida));
    let fin = actividad.fin.as_ref().map(|fin| fin.ultimo_dia()).filter(|fin| late && *fin < corte.dia);
    Seguimiento { actividad, estado, dias: fin.and_then(|fin| Some(corte.dia.since(fin).ok()?.get_days())) }
}

/// The part of the term of an activity that has passed on `dia`, 0–1; `None` where its dates do not tell.
pub fn elapsed(actividad: &Actividad, dia: Date) -> Option<f64> {
    let (from, to) = (actividad.inicio.as_ref()?.primer_dia(), actividad.fin.as_ref()?.ultimo_dia());
    let days = |until: Date| Some(f64::from(until.since(from).ok()?.get_days()) + 1.0);
    let (passed, all) = (days(dia)?, days(to)?);
    (all > 0.0).then(|| (passed / all).clamp(0.0, 1.0))
}

/// The part of its term that has passed, where the progress of an activity under way is `rezago` (0–1) or more
/// behind it.
pub fn lag(s: &Seguimiento<'_>, dia: Date, rezago: f64) -> Option<f64> {
    let open = matches!(s.estado, Some(Estado::EnProceso | Estado::SinIniciar));
    let (passed, done) = (elapsed(s.actividad, dia)?, s.actividad.avance.as_ref()?.parte);
    (open && passed - done >= rezago - 1e-9).then_some(passed)
}

/// The activities of a plan, those first that somebody has to act on: what is unfulfilled after its term
/// from the latest down, what ends at the cut-off, what should have begun, what is under way from the
/// nearest end on, what nothing is known of, what begins later, and what is done.
pub fn by_attention(plan: &Plan, dia: Date) -> Vec<Seguimiento<'_>> {
    let corte = Corte::new(plan, dia);
    let mut all: Vec<_> = plan.actividades.iter().map(|a| follow(a, corte)).collect();
    let far = Date::MAX;
    all.sort_by_key(|s| {
        let fin = s.actividad.fin.as_ref().map_or(far, |fin| fin.ultimo_dia());
        match s.estado {
            Some(Estado::Vencida | Estado::NoCumplida) => (0, std::cmp::Reverse(s.dias), far),
            Some(Estado::VenceEnCorte) => (1, std::cmp::Reverse(None), far),
            Some(Estado::SinIniciar) => (2, std::cmp::Reverse(None), fin),
            Some(Estado::EnProceso) => (3, std::cmp::Reverse(None), fin),
            None => (4, std::cmp::Reverse(None), fin),
            Some(Estado::Programada) => (5, std::cmp::Reverse(None), fin),
            Some(Estado::Cumplida | Estado::Superada) => (6, std::cmp::Reverse(None), far),
        }
    });
    all
}

/// Whether a state that somebody wrote can stand beside the derived one: the
/// same, or another word for what dates and progress say.
pub fn agrees(written: Estado, derived: Estado) -> bool {
    use Estado::{Cumplida, EnProceso, NoCumplida, Programada, SinIniciar, Superada, VenceEnCorte, Vencida};
    written == derived
        || match derived {
            Superada => written == Cumplida,
            Programada => written == SinIniciar,
            VenceEnCorte => matches!(written, EnProceso | SinIniciar | Vencida | NoCumplida),
            Vencida => written == NoCumplida,
            NoCumplida => matches!(written, Vencida | VenceEnCorte),
            Cumplida | EnProceso | SinIniciar => false,
        }
}

/// How many activities are in each state; together they are all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Estados {
    pub cumplidas: usize,
    pub superadas: usize,
    pub en_proceso: usize,
    pub sin_iniciar: usize,
    pub programadas: usize,
    pub vencen_en_corte: usize,
    pub vencidas: usize,
    pub no_cumplidas: usize,
    /// Progress not known.
    pub sin_dato: usize,
}

impl Estados {
    fn of(&mut self, estado: Option<Estado>) -> &mut usize {
        match estado {
            Some(Estado::Cumplida) => &mut self.cumplidas,
            Some(Estado::Superada) => &mut self.superadas,
            Some(Estado::EnProceso) => &mut self.en_proceso,
            Some(Estado::SinIniciar) => &mut self.sin_iniciar,
            Some(Estado::Programada) => &mut self.programadas,
            Some(Estado::VenceEnCorte) => &mut self.vencen_en_corte,
            Some(Estado::Vencida) => &mut self.vencidas,
            Some(Estado::NoCumplida) => &mut self.no_cumplidas,
            None => &mut self.sin_dato,
        }
    }

    /// Every state with its count, in the order of tables; `None` is «sin dato».
    pub fn rows(mut self) -> [(Option<Estado>, usize); 9] {
        use Estado::{Cumplida, EnProceso, NoCumplida, Programada, SinIniciar, Superada, VenceEnCorte, Vencida};
        [Cumplida, Superada, EnProceso, SinIniciar, Programada, VenceEnCorte, Vencida, NoCumplida]
            .map(Some)
            .into_iter()
            .chain([None])
            .map(|estado| (estado, *self.of(estado)))
            .collect::<Vec<_>>()
            .try_into()
            .expect("eight states and their absence")
    }

    pub fn total(self) -> usize {
        self.rows().iter().map(|(_, n)| n).sum()
    }

    /// Those that are not fulfilled though their term is over, that of the cut-off's own day included.
    pub fn por_cerrar(self) -> usize {
        self.vencidas + self.vencen_en_corte + self.no_cumplidas
    }

    /// Those whose state is known.
    pub fn known(self) -> usize {
        self.total() - self.sin_dato
    }
}

impl std::ops::AddAssign for Estados {
    fn add_assign(&mut self, other: Self) {
        for (estado, n) in other.rows() {
            *self.of(estado) += n;
        }
    }
}

/// The states of those activities of `plan` that are `wanted`.
pub fn states(plan: &Plan, dia: Date, wanted: impl Fn(&Actividad) -> bool) -> Estados {
    let corte = Corte::new(plan, dia);
    let mut counts = Estados::default();
    for actividad in plan.actividades.iter().filter(|a| wanted(a)) {
        *counts.of(state(actividad, corte)) += 1;
    }
    counts
}

/// What control interno found of the effect of the activities, which is another
/// question than whether they were done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Efectividades {
    pub verificadas: usize,
    pub no_efectivas: usize,
    pub pendientes: usize,
    /// Activities that say nothing of it.
    pub sin_dato: usize,
}

/// `None` where no activity says anything of its effect.
pub fn effects(plan: &Plan) -> Option<Efectividades> {
    let mut counts = Efectividades::default();
    for actividad in &plan.actividades {
        match actividad.efectividad {
            Some(Efectividad::Verificada) => counts.verificadas += 1,
            Some(Efectividad::NoEfectiva) => counts.no_efectivas += 1,
            Some(Efectividad::Pendiente) => counts.pendientes += 1,
            None => counts.sin_dato += 1,
        }
    }
    (counts.sin_dato < plan.actividades.len()).then_some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;
    use crate::locale::Fecha;
    use crate::model::Avance;
    use crate::model::shape::Located;

    fn actividad(inicio: &str, fin: &str, avance: Option<f64>) -> Actividad {
        let place = SourceText::new("data/plan.yaml", "").place(0..0);
        fn at<T>(value: Option<T>, place: &crate::diagnostic::Place) -> Option<Located<T>> {
            value.map(|value| Located { value, place: place.clone() })
        }
        Actividad {
            id: "1".into(),
            politica: 0,
            actividad: "x".into(),
            producto: None,
            responsable: vec![],
            inicio: at(Fecha::parse(inicio), &place),
            fin: at(Fecha::parse(fin), &place),
            avance: at(avance.map(|parte| Avance { parte, unidades: None }), &place),
            estado: None,
            recurso: None,
            evidencia: None,
            efectividad: None,
            observacion: None,
            recomendacion: None,
            place,
        }
    }

    fn plan(termina: Option<&str>, actividades: Vec<Actividad>) -> Plan {
        Plan {
            completo: true,
            nombre: "Plan".into(),
            fuente: "Plan".into(),
            termina: termina.and_then(Fecha::parse),
            ejemplo: false,
            procedencia: None,
            actividades,
            conteos: vec![],
            sin_recurso: None,
        }
    }

    #[test]
    fn state_follows_dates_progress_and_cut_off() {
        let corte = Fecha::parse("2024-04-30").unwrap().ultimo_dia();
        let at = |termina| Corte::new(&plan(termina, vec![]), corte);
        let of = |inicio, fin, avance| state(&actividad(inicio, fin, avance), at(None));
        assert_eq!(of("2024-01", "2024-03", Some(1.0)), Some(Estado::Cumplida));
        assert_eq!(of("2024-01", "2024-03", Some(1.2)), Some(Estado::Superada));
        assert_eq!(of("2024-01", "2024-03", Some(0.5)), Some(Estado::Vencida));
        // Ends on the very day of the cut-off: neither late nor under way.
        assert_eq!(of("2024-01", "2024-04-30", Some(0.5)), Some(Estado::VenceEnCorte));
        assert_eq!(of("2024-01", "2024-04", Some(0.0)), Some(Estado::VenceEnCorte));
        assert_eq!(of("2024-01", "2024-05", Some(0.5)), Some(Estado::EnProceso));
        // What begins on the day of the cut-off should have begun; what begins later, not yet.
        assert_eq!(of("2024-04-30", "2024-06", Some(0.0)), Some(Estado::SinIniciar));
        assert_eq!(of("2024-05", "2024-06", Some(0.0)), Some(Estado::Programada));
        assert_eq!(of("2024-05", "2024-06", None), Some(Estado::Programada));
        assert_eq!(of("2024-05", "2024-06", Some(0.1)), Some(Estado::EnProceso));
        // Blank progress is not zero progress.
        assert_eq!(of("2024-01", "2024-03", None), None);
        // A plan that is over leaves nothing in process, but what it sets after its own end.
        for termina in ["2024-04", "2024-03-31"] {
            let of = |fin, avance| state(&actividad("2024-01", fin, avance), at(Some(termina)));
            assert_eq!(of("2024-04-30", Some(0.75)), Some(Estado::NoCumplida));
            assert_eq!(of("2024-03", Some(0.0)), Some(Estado::NoCumplida));
            assert_eq!(of("2024-03", Some(1.0)), Some(Estado::Cumplida));
            assert_eq!(of("2024-06", Some(0.5)), Some(Estado::EnProceso));
            assert_eq!(of("2024-03", None), None);
        }
        assert!(!at(Some("2024-05")).definitivo);
    }

    #[test]
    fn what_somebody_has_to_act_on_comes_first() {
        let corte = Fecha::parse("2024-04-30").unwrap().ultimo_dia();
        let rows = [
            ("2024-01", "2024-04-15", Some(1.0)),
            ("2024-05", "2024-06", Some(0.0)),
            ("2024-01", "2024-04-29", Some(0.5)),
            ("2024-01", "2024-03-01", Some(0.0)),
            ("2024-01", "2024-08", Some(0.5)),
            ("2024-01", "2024-06", Some(0.5)),
            ("2024-01", "2024-12", Some(0.0)),
            ("2024-01", "2024-04-30", Some(0.9)),
            ("2024-01", "2024-06", None),
        ];
        let rows = rows.into_iter().enumerate();
        let all = rows.map(|(i, (from, to, done))| Actividad { id: i.to_string(), ..actividad(from, to, done) });
        let plan = plan(None, all.collect());
        let order: Vec<_> = by_attention(&plan, corte).iter().map(|s| (s.actividad.id.clone(), s.dias)).collect();
        let order: Vec<_> = order.iter().map(|(id, days)| (id.as_str(), *days)).collect();
        // March has 31 days: 30 to the 31st, 30 in April; what ended the day before is one day late.
        let none = ["7", "6", "5", "4", "8", "1", "0"].map(|id| (id, None));
        assert_eq!(order, [&[("3", Some(60)), ("2", Some(1))], &none[..]].concat());
        assert_eq!(states(&plan, corte, |_| true).por_cerrar(), 3);
    }

    #[test]
    fn progress_lags_from_the_threshold_on_and_only_while_the_term_runs() {
        let corte = Fecha::parse("2024-04-30").unwrap().ultimo_dia();
        let of = |from: &str, to: &str, done| {
            let a = actividad(from, to, done);
            lag(&follow(&a, Corte::new(&plan(None, vec![]), corte)), corte, 0.25)
        };
        // Fifty of a hundred days have passed, the first and the last of them counted.
        let (from, to) = ("2024-03-12", "2024-06-19");
        assert_eq!((of(from, to, Some(0.25)), of(from, to, Some(0.26))), (Some(0.5), None));
        assert_eq!((of(from, to, Some(0.0)), of(from, to, None)), (Some(0.5), None));
        // Over, ahead, or done: states that say more.
        assert_eq!((of("2024-01", "2024-03", Some(0.1)), of("2024-05", "2024-06", Some(0.0))), (None, None));
        assert_eq!((of("2024-01", "2024-04", Some(0.0)), of("2024-01", "2024-12", Some(1.0))), (None, None));
    }

    #[test]
    fn half_of_a_plan_is_told_where_few_policies_have_it() {
        let of = |counts: &[u32]| {
            let part =
                |(politica, n): (usize, &u32)| CargaPolitica { politica, actividades: *n, sin_recurso: None, de: *n };
            let politicas: Vec<_> = counts.iter().enumerate().map(part).collect();
            let total = counts.iter().sum();
            Carga { politicas, total, sin_recurso: None, de: total }.half()
        };
        assert_eq!(of(&[1, 5, 2, 1]), Some((1, 5)));
        // Exactly a half, in exactly a third of the policies.
        assert_eq!((of(&[2, 1, 1]), of(&[3, 2, 2])), (Some((1, 2)), None));
        assert_eq!((of(&[2, 2]), of(&[4]), of(&[]), of(&[0, 0, 0])), (None, None, None, None));
    }

    #[test]
    fn states_are_counted_once_each() {
        let corte = Fecha::parse("2024-04-30").unwrap().ultimo_dia();
        let all = [("2024-03", Some(1.0)), ("2024-04", Some(0.0)), ("2024-03", Some(0.0)), ("2024-05", None)];
        let all = all.map(|(fin, avance)| actividad("2024-01", fin, avance)).into();
        let mut counts = states(&plan(None, all), corte, |_| true);
        assert_eq!((counts.cumplidas, counts.vencen_en_corte, counts.vencidas, counts.sin_dato), (1, 1, 1, 1));
        counts += counts;
        assert_eq!((counts.total(), counts.known(), counts.vencidas), (8, 6, 2));
        assert_eq!(counts.rows().map(|(_, n)| n), [2, 0, 0, 0, 0, 2, 2, 0, 2]);
    }

    #[test]
    fn a_written_state_may_be_another_word_for_the_derived_one() {
        use Estado::*;
        assert!(agrees(NoCumplida, Vencida) && agrees(Vencida, NoCumplida) && agrees(Vencida, VenceEnCorte));
        assert!(agrees(SinIniciar, Programada) && agrees(Cumplida, Superada));
        assert!(!agrees(Superada, Cumplida) && !agrees(Programada, SinIniciar) && !agrees(Cumplida, NoCumplida));
        assert!(!agrees(EnProceso, NoCumplida) && !agrees(EnProceso, Vencida) && !agrees(Vencida, EnProceso));
    }
}
