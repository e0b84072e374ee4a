//! Papers and terms are told apart by where they stand: [`PaperId`], [`TermId`].

/// Makes a type of its own for positions, so that one list's cannot be taken for another's.
macro_rules! position {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// # Panics
            ///
            /// Where a list has more than four billion entries.
            pub fn new(index: usize) -> $name {
                $name(u32::try_from(index).expect("a list of this length does not fit into memory"))
            }

            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// Those of a list of so many.
            pub fn all(count: usize) -> impl DoubleEndedIterator<Item = $name> + ExactSizeIterator {
                (0..count).map($name::new)
            }
        }
    };
}

position! {
    /// A paper's position in [`Catalog::papers`](super::Catalog::papers).
    PaperId
}

position! {
    /// A term's position in [`Terms::all`](super::Terms::all).
    TermId
}
