//! Typst source to PDF bytes.  typst-as-lib lives here and nowhere else; the
//! disk is never touched.

mod fill;
mod hyphen;
mod world;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use typst::diag::{Severity, SourceDiagnostic};
use typst::foundations::Smart;
use typst::syntax::{FileId, Source};
use typst::text::Font;
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, WorldExt};
use typst_as_lib::TypstEngine;
use typst_as_lib::conversions::{IntoFonts, IntoSource};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use world::{Own, ReportWorld};

/// Name of the generated source among the virtual files.
pub const MAIN: &str = "/main.typ";

/// The Typst file that says how close lines and parts stand, and the ways there are: as they should, closer,
/// wider, and closest.
const ADJUSTMENT: &str = "/ajuste.typ";
const ADJUSTMENTS: [&str; 4] = ["#let ajuste = 0", "#let ajuste = 1", "#let ajuste = 2", "#let ajuste = 3"];

/// Documents between two sweeps of Typst's cache: each looks at every entry.
const CACHE_SWEEP: usize = 6;

/// After how many sweeps an unused entry is dropped.  Zero would empty the cache that other threads
/// are using.
const CACHE_AGE: usize = 2;

/// One document to set.
pub struct Job<'a> {
    pub main: &'a str,
    pub files: &'a [(String, Vec<u8>)],
    /// Year, month, day: what `datetime.today()` answers.
    pub today: (i16, i8, i8),
    /// Stable identifier of the document.
    pub ident: String,
}

/// A finished document.
#[derive(Debug, Clone)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// What Typst warned about without harm to the page.
    pub warnings: Vec<Fault>,
}

/// What the compiler has to say, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub message: String,
    pub hints: Vec<String>,
    /// Virtual path and byte range.
    pub place: Option<(String, Range<usize>)>,
}

/// Fonts, library, pure Typst templates and pictures, set up once for all documents.
pub struct Typesetter {
    engine: TypstEngine,
    library: LazyHash<Library>,
    adjustments: [Source; ADJUSTMENTS.len()],
    /// Documents that were set.
    made: AtomicUsize,
}

impl Typesetter {
    /// `fonts` are whole font files; `sources` are Typst files and `pictures` images that any document may print,
    /// by virtual path.
    pub fn new<'a>(
        fonts: impl IntoIterator<Item = &'a [u8]>,
        sources: Vec<(String, String)>,
        pictures: Vec<(String, Vec<u8>)>,
    ) -> Self {
        // Row headers of tables are tagged as headers through this feature.
        let features = [Feature::A11yExtras].into_iter().collect();
        let fonts: Vec<Font> = fonts.into_iter().flat_map(IntoFonts::into_fonts).collect();
        let engine = TypstEngine::builder()
            .fonts(fonts)
            .with_static_source_file_resolver(sources.iter().map(|(path, text)| (path.as_str(), text.as_str())))
            .with_static_file_resolver(pictures.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
            .comemo_evict_max_age(None)
            .build();
        Self {
            engine,
            library: LazyHash::new(Library::builder().with_features(features).build()),
            adjustments: ADJUSTMENTS.map(|text| (ADJUSTMENT, text).into_source()),
            made: AtomicUsize::new(0),
        }
    }

    /// Empties Typst's cache: the next document is set as if it were the first.
    /// For measurements; never while other threads are setting.
    pub fn forget(&self) {
        typst::comemo::evict(0);
    }

    /// Compiles `job` and exports it as PDF/A-3a and PDF/UA-1.  Where pages are left nearly empty, the lines
    /// of the whole document stand a little closer or wider, if that leaves fewer of them.
    ///
    /// # Errors
    /// What the compiler or the exporter refuse, and warnings that mean a wrong page.
    pub fn compile(&self, job: &Job<'_>) -> Result<Pdf, Vec<Fault>> {
        let result = self.composed(job);
        if self.made.fetch_add(1, Ordering::Relaxed) % CACHE_SWEEP == CACHE_SWEEP - 1 {
            typst::comemo::evict(CACHE_AGE);
        }
        result
    }

    fn composed(&self, job: &Job<'_>) -> Result<Pdf, Vec<Fault>> {
        let own = Own::new((MAIN, job.main), job.files, job.today);
        let mut best = self.set(&own, 0)?;
        let mut empty = fill::nearly_empty(&best.document);
        for adjustment in 1..ADJUSTMENTS.len() {
            if empty == 0 {
                break;
            }
            // What cannot be set otherwise stays as it was.
            let Ok(other) = self.set(&own, adjustment) else { break };
            let left = fill::nearly_empty(&other.document);
            if left < empty {
                (best, empty) = (other, left);
            }
        }
        self.export(&own, &job.ident, best)
    }

    fn with_world<T>(
        &self,
        own: &Own,
        adjustment: usize,
        use_it: impl FnOnce(&ReportWorld<'_, '_>) -> Result<T, Vec<Fault>>,
    ) -> Result<T, Vec<Fault>> {
        let inner = self.engine.world_builder(MAIN).build().map_err(|error| vec![Fault::plain(error.to_string())])?;
        let adjustment = &self.adjustments[adjustment];
        use_it(&ReportWorld { inner: &inner, library: &self.library, own, adjustment })
    }

    fn set(&self, own: &Own, adjustment: usize) -> Result<Composed, Vec<Fault>> {
        self.with_world(own, adjustment, |world| {
            let faults = |list: &[SourceDiagnostic]| faults(list, world);
            let compiled = typst::compile::<PagedDocument>(world);
            let document = compiled.output.map_err(|errors| faults(&errors))?;
            let (harmful, harmless): (Vec<_>, Vec<_>) = compiled.warnings.into_iter().partition(spoils_the_page);
            if !harmful.is_empty() {
                return Err(faults(&harmful));
            }
            Ok(Composed { adjustment, document, warnings: faults(&harmless) })
        })
    }

    fn export(&self, own: &Own, ident: &str, composed: Composed) -> Result<Pdf, Vec<Fault>> {
        let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
            .map_err(|error| vec![Fault::plain(error.message().to_string())])?;
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some(concat!("seguimiento ", env!("CARGO_PKG_VERSION")).to_owned())),
            timestamp: None,
            page_ranges: None,
            standards,
            tagged: true,
            pretty: false,
        };
        let Composed { adjustment, document, warnings } = composed;
        let document = hyphen::soften(document);
        let exported = typst_pdf::pdf(&document, &options);
        let bytes = exported.or_else(|errors| self.with_world(own, adjustment, |world| Err(faults(&errors, world))))?;
        Ok(Pdf { bytes, pages: document.pages().len(), warnings })
    }
}

/// A document on its pages.
struct Composed {
    adjustment: usize,
    document: PagedDocument,
    /// Without harm to them.
    warnings: Vec<Fault>,
}

fn faults(list: &[SourceDiagnostic], world: &ReportWorld<'_, '_>) -> Vec<Fault> {
    list.iter().map(|d| Fault::new(d, world)).collect()
}

/// Warnings after which the page is not what the template asked for.
fn spoils_the_page(warning: &SourceDiagnostic) -> bool {
    debug_assert!(warning.severity == Severity::Warning);
    warning.message.contains("unknown font family") || warning.message.contains("did not converge")
}

impl Fault {
    fn plain(message: String) -> Self {
        Self { message, hints: Vec::new(), place: None }
    }

    fn new(diagnostic: &SourceDiagnostic, world: &ReportWorld<'_, '_>) -> Self {
        let path = |id: FileId| id.vpath().get_with_slash().to_string();
        let place = diagnostic.span.id().and_then(|id| Some((path(id), world.range(diagnostic.span)?)));
        Self {
            message: diagnostic.message.to_string(),
            hints: diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect(),
            place,
        }
    }
}
