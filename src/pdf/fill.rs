//! How far down pages are written.

use typst::layout::{Frame, FrameItem, Point};
use typst_layout::PagedDocument;

/// Least share of a page that is written, and of the last one.
const LEAST: f64 = 0.36;
const LEAST_LAST: f64 = 0.27;
/// What headers and footers take at the top and the bottom of an upright page, and of one on its side, in pt.
const UPRIGHT: (f64, f64) = (90.0, 64.0);
const LANDSCAPE: (f64, f64) = (84.0, 46.0);
/// Height below which a page is a slide, in pt.
const SLIDE: f64 = 500.0;

/// Pages of which little is written; slides and a single page are as they are.
pub fn nearly_empty(document: &PagedDocument) -> usize {
    let frames: Vec<_> = document.pages().iter().map(|page| &page.frame).collect();
    if frames.len() < 2 {
        return 0;
    }
    let little = |(at, frame): &(usize, &&Frame)| {
        let least = if at + 1 == frames.len() { LEAST_LAST } else { LEAST };
        fill(frame).is_some_and(|fill| fill < least)
    };
    frames.iter().enumerate().filter(little).count()
}

/// The share of the page from its first line to its lowest; nothing for a slide.
fn fill(page: &Frame) -> Option<f64> {
    let (width, height) = (page.width().to_pt(), page.height().to_pt());
    if width > height && height < SLIDE {
        return None;
    }
    let (top, bottom) = if width > height { LANDSCAPE } else { UPRIGHT };
    let mut lowest = top;
    descend(page, Point::zero(), height - bottom, &mut lowest);
    Some((lowest - top) / (height - top - bottom))
}

/// Finds the lowest base line above `foot`.
fn descend(frame: &Frame, origin: Point, foot: f64, lowest: &mut f64) {
    for (place, item) in frame.items() {
        let place = origin + *place;
        match item {
            FrameItem::Group(group) => descend(&group.frame, place, foot, lowest),
            FrameItem::Text(_) if place.y.to_pt() <= foot => *lowest = lowest.max(place.y.to_pt()),
            FrameItem::Image(_, size, _) if (place.y + size.y).to_pt() <= foot => {
                *lowest = lowest.max((place.y + size.y).to_pt());
            }
            _ => {}
        }
    }
}
