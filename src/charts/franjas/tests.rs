use super::*;
use crate::charts::probe::{chance, check, dots, texts, with_pen};
use crate::cuadro::Celda;

fn franja(rotulo: &str, valores: &[f64], citar: bool) -> Franja {
    let valores: Vec<_> = valores.iter().enumerate().map(|(i, v)| (format!("Entidad {}", i + 1), *v)).collect();
    Franja { rotulo: rotulo.into(), valores, mediana: Some(80.0), citar }
}

fn franjas(grupos: Vec<Franja>) -> Franjas {
    Franjas { que: "entidades".into(), grupos, referencia: None, mitad_central: None, eje: None, ancho: 468.0 }
}

fn written(chart: &Chart, pen: &Pen<'_>) -> Vec<String> {
    texts(chart, pen).into_iter().map(|found| found.text).collect()
}

#[test]
fn the_alternative_text_says_extremes_and_groups() {
    with_pen(|pen| {
        let mut data = franjas(vec![
            franja("Hacienda", &[91.0, 61.4, 80.0], false),
            franja("Gobierno", &[70.0, 98.5], false),
            franja("Mujeres", &[98.5], false),
            franja("Salud", &[], false),
        ]);
        data.referencia = Some(("Bogotá".into(), 86.4));
        let chart = draw(&data, pen).unwrap();
        check(&chart, pen);
        assert_eq!(
            chart.alt,
            "Gráfico de puntos de 6 entidades en 4 grupos, en un eje de 60 a 100. El valor más bajo es 61,4 (Entidad 2, \
             Hacienda) y el más alto, 98,5 (Entidad 2, Gobierno, y 1 más). Una línea marca Bogotá 86,4; por debajo hay 3."
        );
        assert_eq!(chart.desde, Some(60.0));
        assert_eq!(chart.tabla.filas.len(), 6);
        let row: [Celda; 4] = ["Hacienda".into(), "Entidad 2".into(), 61.4.into(), 80.0.into()];
        assert_eq!(chart.tabla.filas[1], row);
        let written = written(&chart, pen);
        for text in
            ["Entidad 2\u{a0}61,4", "Entidad 2 y\u{a0}1\u{a0}más\u{a0}98,5", "sin datos", "Hacienda (n\u{a0}=\u{a0}3)"]
        {
            assert!(written.iter().any(|found| found == text), "{text}: {written:?}");
        }
        assert!(!written.iter().any(|text| text.contains("91,0")), "only extremes are named: {written:?}");
    });
}

#[test]
fn names_collide_with_nothing() {
    with_pen(|pen| {
        let names = [
            "SDH",
            "Lotería de Bogotá",
            "Instituto Distrital de Turismo",
            "Departamento Administrativo de la Defensoría del Espacio Público",
            "Una entidad con un nombre que no cabe en las dos líneas que hay para los nombres de las entidades",
        ];
        for seed in 0..60 {
            let mut values = chance(seed).map(|v| (1000.0 - 600.0 * v * v).round() / 10.0);
            let mut groups = Vec::new();
            for group in 0..18usize {
                let row: Vec<f64> = values.by_ref().take(1 + group * 7 % 20).collect();
                let mut row = franja("Cultura, Recreación y Deporte", &row, true);
                for (index, value) in row.valores.iter_mut().enumerate() {
                    names[(index + group) % names.len()].clone_into(&mut value.0);
                }
                groups.push(row);
            }
            let mut data = franjas(groups);
            data.referencia = Some(("Bogotá".into(), 86.4));
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert_eq!(chart, draw(&data, pen).unwrap());
        }
    });
}

#[test]
fn dots_of_one_row_lie_apart_in_a_fixed_order() {
    with_pen(|pen| {
        let values: Vec<f64> = chance(11).take(70).map(|v| 60.0 + (v * 400.0).round() / 10.0).collect();
        let chart = draw(&franjas(vec![franja("Bogotá", &values, true)]), pen).unwrap();
        check(&chart, pen);
        // Ground and line for each hollow dot and the one of the key, two solid ones.
        assert_eq!(dots(&chart).len(), 2 * 69 + 2);
        let axis = Axis::new(values.iter().copied(), 0.0, 300.0);
        let group = franja("Bogotá", &values, true);
        let row = Row::new(&group);
        let Swarm::Dots(offsets) = swarm(&row, &axis, RADIUS) else { panic!("70 values are dots") };
        let places: Vec<_> = row.values.iter().zip(&offsets).map(|((_, v), y)| (axis.x(*v), *y)).collect();
        for (index, one) in places.iter().enumerate() {
            for other in &places[index + 1..] {
                assert!((one.0 - other.0).hypot(one.1 - other.1) >= 2.0 * RADIUS, "{one:?} {other:?}");
            }
        }
    });
}

#[test]
fn edges_are_drawn_within_the_canvas() {
    with_pen(|pen| {
        let long = "Desarrollo Económico, Industria y Turismo ".repeat(4);
        let mut data = franjas(vec![
            franja("Vacío", &[], true),
            franja("Uno", &[100.0], true),
            franja("Dos", &[0.0, 100.0], true),
            franja("Iguales", &[80.0; 7], true),
            franja("Cuarenta iguales", &[50.0; 40], true),
            franja("Muchos", &(0..400).map(|i| f64::from(i % 101)).collect::<Vec<_>>(), true),
            franja(&long, &[f64::NAN, f64::INFINITY, 3.0], true),
            franja("", &[0.0], true),
        ]);
        data.referencia = Some(("Referencia de nombre más bien largo".into(), 100.0));
        let chart = draw(&data, pen).unwrap();
        check(&chart, pen);
        assert!(written(&chart, pen).contains(&"Entidad 1 y\u{a0}6\u{a0}más\u{a0}80,0".to_owned()));
        assert!(chart.alt.contains("452 entidades en 8 grupos"), "{}", chart.alt);
        for nothing in [Vec::new(), vec![franja("Vacío", &[], false)], vec![franja("Tope", &[100.0; 3], true)]] {
            let chart = draw(&franjas(nothing), pen).unwrap();
            check(&chart, pen);
            assert_eq!(chart.desde, Some(80.0));
        }
    });
}

#[test]
fn a_country_fits_on_a_page() {
    with_pen(|pen| {
        for (rows, values) in [(32usize, 188usize), (40, 150), (32, 90)] {
            let mut points = chance(2).zip(chance(9)).map(|(a, b)| 100.0 * a.max(b));
            let group = |_| franja("Norte de Santander", &points.by_ref().take(values).collect::<Vec<_>>(), false);
            let chart = draw(&franjas((0..rows).map(group).collect()), pen).unwrap();
            check(&chart, pen);
            assert!(chart.alto < 620.0 || rows > 32, "{}", chart.alto);
            assert!(chart.svg.len() < 1_500_000, "{}", chart.svg.len());
            assert_eq!(chart.tabla.filas.len(), rows * values);
        }
    });
}

#[test]
fn what_the_axis_does_not_reach_is_a_mark_with_its_value() {
    with_pen(|pen| {
        let group = |values: &[f64]| franja("Mixtas", values, false);
        let mut data = franjas(vec![group(&[23.4, 71.0, 80.0, 92.0]), group(&[61.0, 88.0])]);
        assert_eq!(draw(&data, pen).unwrap().desde, Some(20.0));
        data.eje = Some(60.5);
        let chart = draw(&data, pen).unwrap();
        check(&chart, pen);
        assert_eq!(chart.desde, Some(60.0));
        assert!(chart.alt.contains("El valor más bajo es 23,4 (Entidad 1, Mixtas)"), "{}", chart.alt);
        let written = written(&chart, pen);
        for text in ["menos de 60", "Entidad 1\u{a0}23,4"] {
            assert!(written.iter().any(|found| found == text), "{text}: {written:?}");
        }
        // A mark of its own, and no dot, for the one value; at the edge nothing is beyond it.
        assert_eq!(dots(&chart).len(), dots(&draw(&franjas(data.grupos.clone()), pen).unwrap()).len() - 1);
        data.grupos = vec![group(&[60.0, 88.0]), group(&[10.0, 20.0]), group(&[10.0, 20.0, 30.0, 90.0])];
        let written = self::written(&draw(&data, pen).unwrap(), pen).join(" ");
        assert!(written.contains("Entidad 1\u{a0}10,0; Entidad 2\u{a0}20,0"), "{written}");
        assert!(written.contains("Entidad 1\u{a0}10,0 y 2 más"), "{written}");
        // What many share or names of three lines do not hide the value.
        let long = "Una entidad con un nombre que no cabe en las dos líneas que hay para los nombres de las entidades";
        data.grupos = vec![group(&[12.0, 88.0])];
        long.clone_into(&mut data.grupos[0].valores[0].0);
        let written = self::written(&draw(&data, pen).unwrap(), pen);
        assert!(written.iter().any(|text| text == "12,0"), "{written:?}");
        let crowd: Vec<f64> = (0..400).map(|i| f64::from(i % 101)).collect();
        data.grupos = vec![group(&crowd)];
        check(&draw(&data, pen).unwrap(), pen);
    });
}
