//! The world that Typst sees: typst-as-lib's, with our library, our date and what each document brings.

use std::collections::HashMap;

use typst::Library;
use typst::World;
use typst::diag::FileResult;
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst_as_lib::TypstWorld;
use typst_as_lib::conversions::{IntoFileId, IntoSource};

/// What a document brings with it; the rest is of all documents.
pub struct Own {
    main: Source,
    files: HashMap<FileId, Bytes>,
    /// Year, month, day of the document.
    today: (i16, i8, i8),
}

impl Own {
    /// `main` is the path and the text of the document, `files` its pictures and attachments by virtual path.
    pub fn new(main: (&str, &str), files: &[(String, Vec<u8>)], today: (i16, i8, i8)) -> Self {
        let file = |(path, bytes): &(String, Vec<u8>)| (path.as_str().into_file_id(), Bytes::new(bytes.clone()));
        Self { main: main.into_source(), files: files.iter().map(file).collect(), today }
    }
}

/// Delegates fonts and the files of all documents; pins what must not depend on the machine.
pub struct ReportWorld<'a, 'b> {
    pub inner: &'a TypstWorld<'b>,
    pub library: &'a LazyHash<Library>,
    pub own: &'a Own,
    /// How close the lines of the document stand.
    pub adjustment: &'a Source,
}

impl World for ReportWorld<'_, '_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.inner.book()
    }

    fn main(&self) -> FileId {
        self.inner.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let own = [&self.own.main, self.adjustment].into_iter().find(|source| source.id() == id);
        own.map_or_else(|| self.inner.source(id), |source| Ok(source.clone()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.own.files.get(&id).map_or_else(|| self.inner.file(id), |bytes| Ok(bytes.clone()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.inner.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let (year, month, day) = self.own.today;
        Datetime::from_ymd(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}
