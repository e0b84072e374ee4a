//! Reading and writing texts: most of what a page costs.
//!
//!     cargo bench --bench text
//!
//! `offprint build --timings` says what the other stages take.

use divan::Bencher;
use divan::counter::BytesCount;
use offprint::text::{HtmlOptions, Text};
use words::Random;

mod words;

const COUNT: u64 = 100;

fn main() {
    divan::main();
}

/// Abstracts with a formula each.
fn with_formulas() -> Vec<String> {
    (0..COUNT).map(|seed| Random(seed).text()).collect()
}

/// Abstracts of nothing but words.
fn plain() -> Vec<String> {
    with_formulas().into_iter().map(|text| text.replace(['$', '\\', '^', '{', '}'], "")).collect()
}

fn bench<T>(bencher: Bencher, texts: Vec<String>, work: impl Fn(&str) -> T + Sync) {
    let bytes = texts.iter().map(String::len).sum::<usize>();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for text in &texts {
            divan::black_box(work(text));
        }
    });
}

#[divan::bench]
fn read_words(bencher: Bencher) {
    bench(bencher, plain(), Text::block);
}

#[divan::bench]
fn read_formulas(bencher: Bencher) {
    bench(bencher, with_formulas(), Text::block);
}

#[divan::bench]
fn write_html(bencher: Bencher) {
    bench(bencher, with_formulas(), |text| Text::block(text).html(&HtmlOptions::default()));
}

#[divan::bench]
fn write_plain_text(bencher: Bencher) {
    bench(bencher, with_formulas(), |text| Text::block(text).plain());
}
