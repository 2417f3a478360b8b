//! A surface in pt on which charts are drawn.
//!
//! plotters works in integer coordinates, so the canvas is drawn [`SCALE`]
//! times larger than its final size and Typst scales it down.

use std::cell::RefCell;
use std::fmt::Write as _;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{DrawError, Pen, Weight};

/// Canvas units in one pt.
const SCALE: f64 = 10.0;
/// plotters divides the size it is given by this before it writes `font-size`.
const PLOTTERS_FONT_FACTOR: f64 = 1.24;
/// A dash and what is left free after it, in pt.
const DASH: f64 = 3.6;
const DASH_GAP: f64 = 2.2;
/// Where plotters puts the base line below the top anchor, in em.
const TOP_TO_BASELINE: f64 = 0.76;

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for DrawError {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self::Backend(error.to_string())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Solid,
    Hatched,
}

/// A drawing surface measured in pt from the top left corner.
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    family: String,
    ground: RefCell<String>,
}

/// Draws on a canvas of `width` × `height` pt and returns the SVG, which is empty where the pen does not
/// paint so high a chart.
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
    if pen.paints(width, height) {
        let ground = painted(&mut out, pen, (width, height), paint)?;
        if !ground.is_empty()
            && let Some(end_of_tag) = out.find('>')
        {
            out.insert_str(end_of_tag + 1, &ground);
        }
    }
    Ok(out)
}

/// Draws into `out` and returns what belongs under all of it.
fn painted(
    out: &mut String,
    pen: &Pen<'_>,
    (width, height): (f64, f64),
    paint: impl FnOnce(&Canvas<'_>) -> Result<(), DrawError>,
) -> Result<String, DrawError> {
    let size = ((width * SCALE).round() as u32, (height * SCALE).round() as u32);
    let area = SVGBackend::with_string(out, size).into_drawing_area();
    // A family name with a digit is only valid CSS between quotes.
    let canvas = Canvas { area, family: format!("'{}'", pen.theme.fuentes.texto), ground: RefCell::default() };
    paint(&canvas)?;
    canvas.area.present()?;
    Ok(canvas.ground.take())
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

    /// A straight line `width` pt wide.
    ///
    /// # Errors
    /// Where the canvas fails, as of all that follow.
    pub fn line(&self, from: (f64, f64), to: (f64, f64), ink: RGBColor, width: f64) -> Result<(), DrawError> {
        let points = vec![(units(from.0), units(from.1)), (units(to.0), units(to.1))];
        self.area.draw(&PathElement::new(points, ink.stroke_width(units(width).max(1) as u32)))?;
        Ok(())
    }

    /// A dashed line from `top` straight down to `bottom`.
    pub fn dashes(&self, (x, top): (f64, f64), bottom: f64, ink: RGBColor, width: f64) -> Result<(), DrawError> {
        let mut from = top;
        while from < bottom {
            self.line((x, from), (x, (from + DASH).min(bottom)), ink, width)?;
            from += DASH + DASH_GAP;
        }
        Ok(())
    }

    /// A filled circle.
    pub fn dot(&self, (x, y): (f64, f64), radius: f64, ink: RGBColor) -> Result<(), DrawError> {
        self.area.draw(&Circle::new((units(x), units(y)), units(radius), ink.filled()))?;
        Ok(())
    }

    /// Small filled circles of one kind on the ground of the canvas, under all that is drawn on it.
    ///
    /// They are one path of points with round ends: hundreds of them weigh as one element, for us and for
    /// who sets the page.
    pub fn ground_dots(&self, places: impl Iterator<Item = (f64, f64)>, radius: f64, ink: RGBColor) {
        let RGBColor(red, green, blue) = ink;
        let mut places = places.peekable();
        if places.peek().is_none() {
            return;
        }
        let mut ground = self.ground.borrow_mut();
        let mut told = |text: std::fmt::Arguments<'_>| ground.write_fmt(text).expect("a text takes what is written");
        told(format_args!(
            "\n<path fill=\"none\" stroke=\"#{red:02X}{green:02X}{blue:02X}\" stroke-linecap=\"round\" "
        ));
        told(format_args!("stroke-width=\"{}\" d=\"", units(radius * 2.0)));
        for (x, y) in places {
            told(format_args!("M{} {}h.1", units(x), units(y)));
        }
        told(format_args!("\"/>"));
    }

    /// A filled diamond; `radius` reaches its corners.
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
