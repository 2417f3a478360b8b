//! What all charts share: the pen, text measures, label wrapping, the canvas, the
//! axis of points, keys and columns of figures.
//!
//! plotters works in integer coordinates, so the canvas is drawn [`SCALE`]
//! times larger than its final size and Typst scales it down.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::locale::Numeros;
use crate::resources::Resources;
use crate::theme::Theme;

/// Canvas units in one pt.
const SCALE: f64 = 10.0;
/// plotters divides the size it is given by this before it writes `font-size`.
const PLOTTERS_FONT_FACTOR: f64 = 1.24;
/// Where plotters puts the base line below the top anchor, in em.
const TOP_TO_BASELINE: f64 = 0.76;
/// A space where no line ends.
pub const NO_BREAK: char = '\u{a0}';
/// Size of what accompanies the figures (ticks, keys, names), in em of the charts.
pub const SMALL: f64 = 0.9;

/// A chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    #[error("la fuente «{0}» no está en la carpeta de fuentes")]
    Font(String),
    #[error("el color «{0}» del tema no es #rrggbb")]
    Color(String),
    #[error("no se pudo dibujar: {0}")]
    Backend(String),
}

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for DrawError {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self::Backend(error.to_string())
    }
}

/// Theme, number style and text measures: all that a chart needs beside its numbers.
pub struct Pen<'a> {
    pub theme: &'a Theme,
    pub numeros: Numeros,
    regular: ttf_parser::Face<'a>,
    bold: ttf_parser::Face<'a>,
}

impl<'a> Pen<'a> {
    /// # Errors
    /// [`DrawError::Font`] where the text family has no regular and bold face.
    pub fn new(theme: &'a Theme, numeros: Numeros, resources: &'a Resources) -> Result<Self, DrawError> {
        let mut regular = None;
        let mut bold = None;
        for bytes in resources.fonts_in(&theme.fuentes.carpeta_texto) {
            let Ok(face) = ttf_parser::Face::parse(bytes, 0) else { continue };
            match (face.is_italic(), face.weight()) {
                (false, ttf_parser::Weight::Normal) => regular = Some(face),
                (false, ttf_parser::Weight::Bold) => bold = Some(face),
                _ => {}
            }
        }
        match (regular, bold) {
            (Some(regular), Some(bold)) => Ok(Self { theme, numeros, regular, bold }),
            _ => Err(DrawError::Font(theme.fuentes.texto.clone())),
        }
    }

    /// The theme with text of `size` pt or more in charts.
    pub fn theme_for(&self, size: f64) -> Theme {
        let mut theme = self.theme.clone();
        theme.tamanos.grafico = theme.tamanos.grafico.max(size);
        theme
    }

    /// The same pen for another theme of the same fonts.
    pub fn with_theme<'b>(&self, theme: &'b Theme) -> Pen<'b>
    where
        'a: 'b,
    {
        Pen { theme, numeros: self.numeros, regular: self.regular.clone(), bold: self.bold.clone() }
    }

    /// Width of `text` in pt at `size` pt.
    pub fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let face = match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        let units: f64 = text
            .chars()
            .map(|c| face.glyph_index(c).and_then(|g| face.glyph_hor_advance(g)).map_or(500.0, f64::from))
            .sum();
        units / f64::from(face.units_per_em()) * size
    }

    /// `text` in as few lines as fit in `width` pt; a word longer than a line is
    /// cut.  A no-break space keeps its neighbours on one line.
    pub fn wrap(&self, text: &str, size: f64, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = vec![String::new()];
        let words = text.split(|c: char| c.is_whitespace() && c != NO_BREAK).filter(|word| !word.is_empty());
        for word in words {
            for part in self.cut(word, size, width) {
                let last = lines.last_mut().expect("starts with one line");
                let candidate = if last.is_empty() { part.clone() } else { format!("{last} {part}") };
                if last.is_empty() || self.width(&candidate, size, Weight::Regular) <= width {
                    *last = candidate;
                } else {
                    lines.push(part);
                }
            }
        }
        lines
    }

    fn cut(&self, word: &str, size: f64, width: f64) -> Vec<String> {
        let mut parts = vec![String::new()];
        for c in word.chars() {
            let last = parts.last_mut().expect("starts with one part");
            let wider = format!("{last}{c}");
            if last.is_empty() || self.width(&wider, size, Weight::Regular) <= width {
                *last = wider;
            } else {
                parts.push(c.to_string());
            }
        }
        parts
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
}

/// A drawing surface measured in pt from the top left corner.
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    family: String,
}

/// Draws on a canvas of `width` × `height` pt and returns the SVG.
///
/// # Errors
/// Whatever `paint` returns.
pub fn svg(
    pen: &Pen<'_>,
    width: f64,
    height: f64,
    paint: impl FnOnce(&Canvas<'_>) -> Result<(), DrawError>,
) -> Result<String, DrawError> {
    let mut out = String::new();
    {
        let size = ((width * SCALE).round() as u32, (height * SCALE).round() as u32);
        let area = SVGBackend::with_string(&mut out, size).into_drawing_area();
        // A family name with a digit is only valid CSS between quotes.
        let canvas = Canvas { area, family: format!("'{}'", pen.theme.fuentes.texto) };
        paint(&canvas)?;
        canvas.area.present()?;
    }
    Ok(out)
}

fn units(pt: f64) -> i32 {
    (pt * SCALE).round() as i32
}

/// `#rrggbb` as a colour.
pub fn color(hex: &str) -> Result<RGBColor, DrawError> {
    let wrong = || DrawError::Color(hex.to_owned());
    let digits = hex.strip_prefix('#').filter(|d| d.len() == 6).ok_or_else(wrong)?;
    let value = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
    Ok(RGBColor((value >> 16) as u8, (value >> 8) as u8, value as u8))
}

/// `ink` mixed with white; `share` is what stays of it, between 0 and 1.
pub fn tint(ink: RGBColor, share: f64) -> RGBColor {
    let mix = |channel: u8| (255.0 - (255.0 - f64::from(channel)) * share).round() as u8;
    RGBColor(mix(ink.0), mix(ink.1), mix(ink.2))
}

impl Canvas<'_> {
    /// Text on one line with its base line at `y`; SVG would drop a line feed and join two words.
    pub fn text(
        &self,
        (x, y): (f64, f64),
        text: &str,
        size: f64,
        weight: Weight,
        ink: RGBColor,
        align: Align,
    ) -> Result<(), DrawError> {
        let style = match weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        };
        let h = match align {
            Align::Left => HPos::Left,
            Align::Center => HPos::Center,
            Align::Right => HPos::Right,
        };
        let font = FontDesc::new(FontFamily::Name(&self.family), size * SCALE * PLOTTERS_FONT_FACTOR, style);
        let style = TextStyle::from(font).color(&ink).pos(Pos::new(h, VPos::Top));
        let top = y - TOP_TO_BASELINE * size;
        self.area.draw(&Text::new(text.replace('\n', " "), (units(x), units(top)), style))?;
        Ok(())
    }

    /// Text on a white ground, so that no rule behind it crosses the letters.
    pub fn label(
        &self,
        pen: &Pen<'_>,
        (x, y): (f64, f64),
        text: &str,
        size: f64,
        ink: RGBColor,
        align: Align,
    ) -> Result<(), DrawError> {
        let width = pen.width(text, size, Weight::Bold);
        let left = match align {
            Align::Left => x,
            Align::Center => x - width / 2.0,
            Align::Right => x - width,
        };
        self.bar((left - 1.5, y - size * 0.8), (width + 3.0, size), WHITE, Fill::Solid)?;
        self.text((x, y), text, size, Weight::Bold, ink, align)
    }

    pub fn line(&self, from: (f64, f64), to: (f64, f64), ink: RGBColor, width: f64) -> Result<(), DrawError> {
        let points = vec![(units(from.0), units(from.1)), (units(to.0), units(to.1))];
        self.area.draw(&PathElement::new(points, ink.stroke_width(units(width).max(1) as u32)))?;
        Ok(())
    }

    pub fn dot(&self, (x, y): (f64, f64), radius: f64, ink: RGBColor) -> Result<(), DrawError> {
        self.area.draw(&Circle::new((units(x), units(y)), units(radius), ink.filled()))?;
        Ok(())
    }

    pub fn diamond(&self, (x, y): (f64, f64), radius: f64, ink: RGBColor) -> Result<(), DrawError> {
        self.polygon(&[(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], ink)
    }

    fn polygon(&self, corners: &[(f64, f64)], ink: RGBColor) -> Result<(), DrawError> {
        let corners: Vec<_> = corners.iter().map(|(x, y)| (units(*x), units(*y))).collect();
        self.area.draw(&Polygon::new(corners, ink.filled()))?;
        Ok(())
    }

    /// A hollow dot: `ground` inside, `ink` around; `radius` reaches the outer edge.
    pub fn ring(
        &self,
        at: (f64, f64),
        radius: f64,
        (ink, width): (RGBColor, f64),
        ground: RGBColor,
    ) -> Result<(), DrawError> {
        let middle = radius - width / 2.0;
        self.dot(at, middle, ground)?;
        let style = ink.stroke_width(units(width).max(1) as u32);
        self.area.draw(&Circle::new((units(at.0), units(at.1)), units(middle), style))?;
        Ok(())
    }

    /// The head of a horizontal arrow: its tip at `tip`, `length` pt long, pointing
    /// to the right or to the left.
    pub fn arrow_head(&self, (x, y): (f64, f64), length: f64, right: bool, ink: RGBColor) -> Result<(), DrawError> {
        let back = if right { x - length } else { x + length };
        self.polygon(&[(x, y), (back, y - length * 0.5), (back, y + length * 0.5)], ink)
    }

    /// A bar; a hatched one keeps its meaning without colour.
    pub fn bar(
        &self,
        (left, top): (f64, f64),
        (width, height): (f64, f64),
        ink: RGBColor,
        fill: Fill,
    ) -> Result<(), DrawError> {
        let corners = [(units(left), units(top)), (units(left + width), units(top + height))];
        match fill {
            Fill::Solid => self.area.draw(&Rectangle::new(corners, ink.filled()))?,
            Fill::Hatched => {
                let step = 4.0;
                let mut start = left - height + step / 2.0;
                while start < left + width {
                    // A diagonal from the bottom edge to the top edge, clipped to the bar.
                    let (mut x0, mut y0) = (start, top + height);
                    let (mut x1, mut y1) = (start + height, top);
                    if x0 < left {
                        y0 -= left - x0;
                        x0 = left;
                    }
                    if x1 > left + width {
                        y1 += x1 - (left + width);
                        x1 = left + width;
                    }
                    if x1 > x0 {
                        self.line((x0, y0), (x1, y1), ink, 0.6)?;
                    }
                    start += step;
                }
                self.area.draw(&Rectangle::new(corners, ink.stroke_width(units(0.8) as u32)))?;
            }
        }
        Ok(())
    }
}

/// The names of the rows of a chart, right-aligned in a column of their own and
/// wrapped where they are long.
pub struct RowLabels {
    lines: Vec<Vec<String>>,
    size: f64,
    /// Height of each row in pt.
    rows: Vec<f64>,
    /// What stands over a row that begins a group.
    heads: Vec<Option<String>>,
    /// Width of the column in pt.
    pub width: f64,
}

/// Distance between the lines of a wrapped label, in em.
pub const LEADING: f64 = 1.1;
/// Height of the heading of a group of rows, in em.
const HEAD: f64 = 2.3;
/// From the base line of the heading down to its first row, in em.
const HEAD_TO_ROW: f64 = 0.6;
/// From the middle of a line of capitals down to its base line, in em.
const MIDDLE_TO_BASELINE: f64 = 0.34;

impl RowLabels {
    /// Labels at most `limit` pt wide, in rows at least `row` pt high.
    pub fn new<'a>(pen: &Pen<'_>, names: impl Iterator<Item = &'a str>, limit: f64, row: f64) -> Self {
        let size = pen.theme.tamanos.grafico;
        let lines: Vec<_> = names.map(|name| pen.wrap(name, size, limit)).collect();
        let width = lines.iter().flatten().map(|line| pen.width(line, size, Weight::Regular)).fold(0.0, f64::max);
        let rows = lines.iter().map(|lines| row + (lines.len() - 1) as f64 * size * LEADING).collect();
        let heads = vec![None; lines.len()];
        Self { lines, size, rows, heads, width }
    }

    /// With a heading over every row that begins a group.
    pub fn grouped<'a>(mut self, heads: impl Iterator<Item = Option<&'a str>>) -> Self {
        self.heads = heads.map(|head| head.map(str::to_owned)).collect();
        self
    }

    /// Height of the heading over row `index` in pt.
    fn head(&self, index: usize) -> f64 {
        if self.heads[index].is_some() { self.size * HEAD } else { 0.0 }
    }

    /// Only the rows of `part`, in a column as wide as that of all of them.
    pub fn part(mut self, part: &std::ops::Range<usize>) -> Self {
        let kept = part.start.min(self.rows.len())..part.end.min(self.rows.len());
        self.lines = self.lines[kept.clone()].to_vec();
        self.rows = self.rows[kept.clone()].to_vec();
        self.heads = self.heads[kept].to_vec();
        self
    }

    /// Writes the headings of the groups, the first row beginning at `top`.
    ///
    /// # Errors
    /// Where the canvas fails.
    pub fn draw_heads(&self, canvas: &Canvas<'_>, pen: &Pen<'_>, top: f64, ink: RGBColor) -> Result<(), DrawError> {
        for (index, middle) in self.middles(top).into_iter().enumerate() {
            if let Some(head) = &self.heads[index] {
                let base = middle - self.rows[index] / 2.0 - self.size * HEAD_TO_ROW;
                canvas.label(pen, (0.0, base), head, self.size * SMALL, ink, Align::Left)?;
            }
        }
        Ok(())
    }

    /// Height of row `index` in pt.
    pub fn row_height(&self, index: usize) -> f64 {
        self.rows[index]
    }

    /// Makes row `index` at least `height` pt high.
    pub fn raise(&mut self, index: usize, height: f64) {
        self.rows[index] = self.rows[index].max(height);
    }

    /// Height of all rows in pt.
    pub fn height(&self) -> f64 {
        (0..self.rows.len()).map(|index| self.rows[index] + self.head(index)).sum()
    }

    /// The middle of each row in pt, the first row beginning at `top`.
    pub fn middles(&self, top: f64) -> Vec<f64> {
        let mut y = top;
        let middle = |(index, height): (usize, &f64)| {
            y += self.head(index) + height;
            y - height / 2.0
        };
        self.rows.iter().enumerate().map(middle).collect()
    }

    /// Draws the label of row `index` around `middle`.
    ///
    /// # Errors
    /// Where the canvas fails.
    pub fn draw(&self, canvas: &Canvas<'_>, index: usize, middle: f64, ink: RGBColor) -> Result<(), DrawError> {
        let lines = &self.lines[index];
        let first = baseline(middle, self.size) - (lines.len() - 1) as f64 * self.size * LEADING / 2.0;
        for (line, text) in lines.iter().enumerate() {
            let base = first + line as f64 * self.size * LEADING;
            canvas.text((self.width, base), text, self.size, Weight::Regular, ink, Align::Right)?;
        }
        Ok(())
    }
}

/// Base line of a text of `size` pt that is centred on `middle`.
pub fn baseline(middle: f64, size: f64) -> f64 {
    middle + size * MIDDLE_TO_BASELINE
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Solid,
    Hatched,
}

/// A horizontal axis of points.  Marks on it are read by their position, so it may
/// start above zero: at a multiple of ten below the lowest value, of twenty where
/// the axis is long.  It always ends at 100.
pub struct Axis {
    /// Where the axis begins, in points.
    pub start: f64,
    left: f64,
    right: f64,
    scale: RangedCoordf64,
}

/// Where the last axis of all begins, in points.
const LAST_START: f64 = 80.0;

impl Axis {
    /// An axis for `values`, between `left` and `right` in pt.
    pub fn new(values: impl Iterator<Item = f64>, left: f64, right: f64) -> Self {
        let lowest = (values.fold(100.0, f64::min) / 10.0).floor() * 10.0;
        let step = step(lowest);
        let start = ((lowest / step).floor() * step).clamp(0.0, LAST_START);
        Self { start, left, right, scale: (start..100.0).into() }
    }

    /// Where `value` is in pt; outside the axis there are no places.
    pub fn x(&self, value: f64) -> f64 {
        let value = value.clamp(self.start, 100.0);
        f64::from(self.scale.map(&value, (0, ((self.right - self.left) * 100.0) as i32))) / 100.0 + self.left
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let (start, step) = (self.start, step(self.start));
        (0..).map(move |i| start + f64::from(i) * step).take_while(|tick| *tick <= 100.0)
    }

    /// Draws the grid from `top` to `bottom` and the ticks with their base line at `base`.
    ///
    /// # Errors
    /// Where a colour of the theme is none or the canvas fails.
    pub fn draw(
        &self,
        canvas: &Canvas<'_>,
        pen: &Pen<'_>,
        (top, bottom): (f64, f64),
        base: f64,
    ) -> Result<(), DrawError> {
        let (grey, soft) = (color(&pen.theme.colores.contexto)?, color(&pen.theme.colores.secundario)?);
        let size = pen.theme.tamanos.grafico * SMALL;
        for tick in self.ticks() {
            canvas.line((self.x(tick), top), (self.x(tick), bottom), grey, 0.5)?;
            let text = pen.numeros.con_decimales(tick, 0);
            canvas.text((self.x(tick), base), &text, size, Weight::Regular, soft, Align::Center)?;
        }
        Ok(())
    }

    /// Draws a reference line from `top` to `bottom` and writes its name and value
    /// over it, inside a chart `width` pt wide.
    ///
    /// # Errors
    /// Where a colour of the theme is none or the canvas fails.
    pub fn reference(
        &self,
        canvas: &Canvas<'_>,
        pen: &Pen<'_>,
        (name, value): (&str, f64),
        (top, bottom): (f64, f64),
        width: f64,
    ) -> Result<(), DrawError> {
        let (ink, size) = (color(&pen.theme.colores.tinta)?, pen.theme.tamanos.grafico);
        let at = self.x(value);
        canvas.line((at, top), (at, bottom), ink, 1.1)?;
        let text = format!("{name} {}", pen.numeros.numero(value));
        let half = pen.width(&text, size, Weight::Bold) / 2.0;
        let middle = at.min(width - half).max(half);
        canvas.text((middle, top - 4.0), &text, size, Weight::Bold, ink, Align::Center)
    }
}

/// Points between two ticks of an axis that starts at `start`.
fn step(start: f64) -> f64 {
    if start >= 40.0 { 10.0 } else { 20.0 }
}

/// What the marks mean: one entry after another, on as many lines as they need.
pub struct Key {
    entries: Vec<(String, f64, f64)>,
    size: f64,
    /// Height of all lines in pt.
    pub height: f64,
}

/// Room for the mark of an entry of a key in pt.
pub const KEY_MARK: f64 = 14.0;
const KEY_LINE: f64 = 13.0;
const KEY_GAP: f64 = 14.0;

impl Key {
    /// A key between `left` and `right` in pt, at the top of the chart.
    pub fn new(pen: &Pen<'_>, texts: Vec<String>, left: f64, right: f64) -> Self {
        let size = pen.theme.tamanos.grafico * SMALL;
        let (mut x, mut y) = (left, KEY_LINE / 2.0);
        let mut entries = Vec::new();
        for text in texts {
            let width = KEY_MARK + 3.0 + pen.width(&text, size, Weight::Regular);
            if x > left && x + width > right {
                x = left;
                y += KEY_LINE;
            }
            entries.push((text, x, y));
            x += width + KEY_GAP;
        }
        let height = if entries.is_empty() { 0.0 } else { y + KEY_LINE / 2.0 };
        Self { entries, size, height }
    }

    /// Writes the entries; `mark` draws the mark of the entry with that number
    /// around the place that it is given.
    ///
    /// # Errors
    /// Where the canvas or `mark` fails.
    pub fn draw(
        &self,
        canvas: &Canvas<'_>,
        ink: RGBColor,
        mark: impl Fn(usize, (f64, f64)) -> Result<(), DrawError>,
    ) -> Result<(), DrawError> {
        for (index, (text, x, y)) in self.entries.iter().enumerate() {
            mark(index, (x + KEY_MARK / 2.0, *y))?;
            let at = (x + KEY_MARK + 3.0, baseline(*y, self.size));
            canvas.text(at, text, self.size, Weight::Regular, ink, Align::Left)?;
        }
        Ok(())
    }
}

/// A column of figures at the right of the rows, under its header.
pub struct Column {
    header: &'static str,
    cells: Vec<String>,
    size: f64,
    weight: Weight,
    /// Width in pt.
    pub width: f64,
}

impl Column {
    pub fn new(pen: &Pen<'_>, header: &'static str, cells: Vec<String>, weight: Weight) -> Self {
        let size = pen.theme.tamanos.grafico;
        let widths = cells.iter().map(|cell| pen.width(cell, size, weight));
        let width = widths.fold(pen.width(header, size * SMALL, Weight::Regular), f64::max);
        Self { header, cells, size, weight, width }
    }

    /// Only the figures of `part`, in a column as wide as that of all of them.
    pub fn part(mut self, part: &std::ops::Range<usize>) -> Self {
        self.cells = self.cells[part.clone()].to_vec();
        self
    }

    /// Draws the column with its right edge at `right`, the header on `base` and
    /// each figure around the middle of its row.
    ///
    /// # Errors
    /// Where a colour of the theme is none or the canvas fails.
    pub fn draw(
        &self,
        canvas: &Canvas<'_>,
        pen: &Pen<'_>,
        (right, base): (f64, f64),
        middles: &[f64],
    ) -> Result<(), DrawError> {
        let (ink, soft) = (color(&pen.theme.colores.tinta)?, color(&pen.theme.colores.secundario)?);
        canvas.text((right, base), self.header, self.size * SMALL, Weight::Regular, soft, Align::Right)?;
        for (cell, middle) in self.cells.iter().zip(middles) {
            let at = (right, baseline(*middle, self.size));
            canvas.text(at, cell, self.size, self.weight, ink, Align::Right)?;
        }
        Ok(())
    }
}

/// What stands before a row of a list in words: the head of its group, or the sign after the row before it.
pub fn before_row(head: Option<&str>, index: usize) -> String {
    match (head, index) {
        (Some(head), _) => format!(". {head}: "),
        (None, 0) => ": ".to_owned(),
        (None, _) => "; ".to_owned(),
    }
}

/// `1 valor`, `72 valores`, for texts.
pub fn value_count(pen: &Pen<'_>, n: usize) -> String {
    format!("{} {}", count(pen, n), if n == 1 { "valor" } else { "valores" })
}

/// A count in the project's number style.
pub fn count(pen: &Pen<'_>, count: usize) -> String {
    pen.numeros.con_decimales(count as f64, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;

    #[test]
    fn accents_do_not_change_the_measure_and_long_labels_wrap() {
        let resources = Resources::embedded();
        let theme = Theme::original(Resources::theme());
        let pen = Pen::new(&theme, Numeros::default(), &resources).unwrap();
        assert_eq!(pen.width("ñandú", 9.0, Weight::Regular), pen.width("nandu", 9.0, Weight::Regular));
        let label = "Fortalecimiento Organizacional y Simplificación de Procesos";
        let lines = pen.wrap(label, 9.0, 150.0);
        assert_eq!(lines.join(" "), label);
        assert!(lines.len() == 2 && lines.iter().all(|l| pen.width(l, 9.0, Weight::Regular) <= 150.0), "{lines:?}");
        assert_eq!(pen.wrap("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 10.0, 40.0).concat().len(), 32);
    }
}
