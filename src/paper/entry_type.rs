//! [`EntryType`]: what a citation calls a publication.

/// A type of BibTeX: <https://ctan.org/pkg/bibtex> (`btxdoc`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryType {
    Article,
    InProceedings,
    InCollection,
    InBook,
    Book,
    PhdThesis,
    MastersThesis,
    TechReport,
    Proceedings,
    Unpublished,
    Manual,
    Booklet,
    Misc,
}

impl EntryType {
    /// By what people write; `conference` is BibTeX's own second name for `inproceedings`.
    pub const NAMES: [(&str, EntryType); 14] = [
        EntryType::Article.named(),
        EntryType::InProceedings.named(),
        ("conference", EntryType::InProceedings),
        EntryType::InCollection.named(),
        EntryType::InBook.named(),
        EntryType::Book.named(),
        EntryType::PhdThesis.named(),
        EntryType::MastersThesis.named(),
        EntryType::TechReport.named(),
        EntryType::Proceedings.named(),
        EntryType::Unpublished.named(),
        EntryType::Manual.named(),
        EntryType::Booklet.named(),
        EntryType::Misc.named(),
    ];

    pub const fn name(self) -> &'static str {
        match self {
            EntryType::Article => "article",
            EntryType::InProceedings => "inproceedings",
            EntryType::InCollection => "incollection",
            EntryType::InBook => "inbook",
            EntryType::Book => "book",
            EntryType::PhdThesis => "phdthesis",
            EntryType::MastersThesis => "mastersthesis",
            EntryType::TechReport => "techreport",
            EntryType::Proceedings => "proceedings",
            EntryType::Unpublished => "unpublished",
            EntryType::Manual => "manual",
            EntryType::Booklet => "booklet",
            EntryType::Misc => "misc",
        }
    }

    const fn named(self) -> (&'static str, EntryType) {
        (self.name(), self)
    }

    /// Whether it appears at an institution, which is its venue and its publisher in one.
    pub fn is_of_institution(self) -> bool {
        self.is_thesis() || self == EntryType::TechReport
    }

    /// What a format calls it that has one type for all theses.
    pub fn genre(self) -> Option<&'static str> {
        (self == EntryType::MastersThesis).then_some("Master's thesis")
    }

    pub fn is_thesis(self) -> bool {
        matches!(self, EntryType::PhdThesis | EntryType::MastersThesis)
    }
}
