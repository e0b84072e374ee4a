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
        ("article", EntryType::Article),
        ("inproceedings", EntryType::InProceedings),
        ("conference", EntryType::InProceedings),
        ("incollection", EntryType::InCollection),
        ("inbook", EntryType::InBook),
        ("book", EntryType::Book),
        ("phdthesis", EntryType::PhdThesis),
        ("mastersthesis", EntryType::MastersThesis),
        ("techreport", EntryType::TechReport),
        ("proceedings", EntryType::Proceedings),
        ("unpublished", EntryType::Unpublished),
        ("manual", EntryType::Manual),
        ("booklet", EntryType::Booklet),
        ("misc", EntryType::Misc),
    ];

    pub fn name(self) -> &'static str {
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
