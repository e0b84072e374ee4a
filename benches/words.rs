//! Invented words and texts, always the same for the same seed.

/// SplitMix64: <https://prng.di.unimi.it/splitmix64.c>.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A rank below `limit`, the `n`th of them with a probability like 1/n, as Zipf's law has it.
    pub fn rank(&mut self, limit: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((limit as f64).powf(share) as usize - 1).min(limit - 1)
    }

    /// So many words, those of low rank more often.
    pub fn words(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| word(self.rank(40_000))).collect();
        words.join(" ")
    }

    /// An abstract of 170 words with a formula.
    pub fn text(&mut self) -> String {
        let (before, power, after) = (self.words(80), self.next() % 5 + 1, self.words(85));
        format!("The {before} in $O(n^{{{power}}} \\log n)$ time. It {after}.\n")
    }
}

/// A word of syllables, another one for each rank; the first ones are short.
pub fn word(rank: usize) -> String {
    let syllables = ["ra", "to", "mi", "ne", "lu", "sa", "ko", "di", "ve", "gra", "pho", "sti"];
    let mut rest = rank + 1;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(syllables[rest % syllables.len()]);
        rest /= syllables.len();
    }
    word
}
