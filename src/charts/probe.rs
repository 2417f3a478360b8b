//! Reads finished charts, for the tests of their forms.

use super::frame::Weight;
use super::{Chart, Pen};
use crate::locale::Numeros;
use crate::resources::Resources;
use crate::theme::Theme;

/// Runs `test` with the pen of the program's own theme.
pub fn with_pen(test: impl FnOnce(&Pen<'_>)) {
    let resources = Resources::embedded();
    let theme = Theme::original(Resources::theme());
    test(&Pen::new(&theme, Numeros::default(), &resources).unwrap());
}

/// A rectangle in pt and what is in it.
#[derive(Debug, Clone)]
pub struct Found {
    pub text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Found {
    /// Whether both lie at the same place from left to right.
    pub fn shares_column(&self, other: &Self) -> bool {
        (self.left - other.left).abs() < 0.01 && (self.right - other.right).abs() < 0.01
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|(value, _)| value)
}

fn number(tag: &str, name: &str) -> f64 {
    attribute(tag, name).unwrap().parse::<f64>().unwrap() / 10.0
}

/// Every text of the chart, from its capitals to its descenders.
pub fn texts(chart: &Chart, pen: &Pen<'_>) -> Vec<Found> {
    let found = chart.svg.split("<text").skip(1).map(|rest| {
        let (tag, rest) = rest.split_once('>').unwrap();
        let text = rest.split_once("</text>").unwrap().0.trim_matches('\n').to_owned();
        let size = number(tag, "font-size");
        let weight = if attribute(tag, "font-weight").is_some() { Weight::Bold } else { Weight::Regular };
        let width = pen.width(&text, size, weight);
        let (x, base) = (number(tag, "x"), number(tag, "y") + 0.76 * size);
        let left = match attribute(tag, "text-anchor").unwrap() {
            "start" => x,
            "middle" => x - width / 2.0,
            _ => x - width,
        };
        Found { text, left, right: left + width, top: base - 0.7 * size, bottom: base + 0.2 * size }
    });
    found.collect()
}

/// Every dot of the chart.
pub fn dots(chart: &Chart) -> Vec<Found> {
    let found = chart.svg.split("<circle").skip(1).map(|tag| {
        let (x, y, r) = (number(tag, "cx"), number(tag, "cy"), number(tag, "r"));
        Found { text: String::new(), left: x - r, right: x + r, top: y - r, bottom: y + r }
    });
    found.collect()
}

/// All that holds for every chart: numbers are numbers, and no text leaves the
/// canvas or lies on another text or on a dot.
pub fn check(chart: &Chart, pen: &Pen<'_>) {
    for wrong in ["NaN", "inf"] {
        assert!(!chart.svg.contains(&format!("\"{wrong}")), "{wrong}");
        let mut words = chart.alt.split(|c: char| !c.is_alphanumeric());
        assert!(!words.any(|word| word == wrong), "{}", chart.alt);
    }
    let texts = texts(chart, pen);
    for (index, one) in texts.iter().enumerate() {
        let inside = one.left >= -0.1 && one.right <= chart.ancho + 0.1 && one.top >= 0.0 && one.bottom <= chart.alto;
        assert!(inside, "{one:?} in {} x {}", chart.ancho, chart.alto);
        if let Some(other) = texts[index + 1..].iter().find(|other| one.overlaps(other)) {
            panic!("{one:?} on {other:?}");
        }
        if let Some(dot) = dots(chart).iter().find(|dot| one.overlaps(dot)) {
            panic!("{one:?} on {dot:?}");
        }
    }
    for row in &chart.tabla.filas {
        assert_eq!(row.len(), chart.tabla.columnas.len(), "{row:?}");
    }
}

/// Values that look like chance and are the same every time, from 0 to 1.
pub fn chance(seed: u64) -> impl Iterator<Item = f64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1u32 << 31)
    })
}
