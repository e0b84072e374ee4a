//! A *plot* is a picture of numbers as SVG. It has no colors or fonts of its own: a theme's styles give them,
//! by the classes `plot-bars`, `plot-line`, `plot-area` and `plot-grid`.

use std::fmt::Write;

use quick_xml::escape::escape;

/// A column of a plot.
pub struct Column {
    pub value: usize,
    /// What stands below it; most have nothing.
    pub tick: Option<String>,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 200.0;
/// Where the columns begin: the numbers of the scale stand before.
const LEFT: f64 = 56.0;
const BOTTOM: f64 = 176.0;
const TOP: f64 = 12.0;
/// The room of a character below a column, as wide as where a theme shows plots small, and that between two ticks.
const CHARACTER: f64 = 12.0;
const TICK_GAP: f64 = 10.0;

/// Columns side by side over a scale; `name` says in words what is seen. Of the ticks, the last one is always
/// there, the others where they leave room.
pub fn columns(name: &str, columns: &[Column]) -> String {
    let top = scale(columns.iter().map(|column| column.value).max().unwrap_or(0));
    let step = (WIDTH - LEFT) / columns.len().max(1) as f64;
    let height = |value: usize| (BOTTOM - TOP) * value as f64 / top as f64;
    let mut svg = format!(
        r#"<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{}">"#,
        escape(name)
    );
    let mut grid = String::new();
    for value in [0, top / 2, top] {
        let y = BOTTOM - height(value);
        let _ = write!(grid, "M{LEFT} {y:.1}H{WIDTH}");
        let _ =
            write!(svg, r#"<text x="{:.0}" y="{:.1}" text-anchor="end">{value}</text>"#, LEFT - 8.0, y + 4.0);
    }
    let _ = write!(svg, r#"<path class="plot-grid" d="{grid}"/>"#);
    for (x, anchor, tick) in ticks(columns, step) {
        let _ = write!(svg, r#"<text x="{x:.1}" y="194"{anchor}>{}</text>"#, escape(tick));
    }
    let mut bars = String::new();
    for (index, column) in columns.iter().enumerate() {
        let x = LEFT + step * index as f64;
        if column.value > 0 {
            // A little more than nothing can be seen.
            let height = height(column.value).max(1.5);
            let width = (step * 0.8).max(0.5);
            let _ = write!(bars, "M{x:.1} {BOTTOM}v-{height:.1}h{width:.1}v{height:.1}z");
        }
    }
    let _ = write!(svg, r#"<path class="plot-bars" d="{bars}"/></svg>"#);
    svg
}

/// Where ticks stand and by which end: the last one, the first, and those between that leave room, from the last on.
fn ticks(columns: &[Column], step: f64) -> Vec<(f64, &'static str, &str)> {
    let room = |tick: &str| CHARACTER * tick.chars().count() as f64;
    let mut named = columns
        .iter()
        .enumerate()
        .filter_map(|(index, column)| column.tick.as_deref().map(|tick| (LEFT + step * index as f64, tick)));
    let Some((x, tick)) = named.next_back() else {
        return Vec::new();
    };
    let is_at_end = x + room(tick) > WIDTH;
    let last = if is_at_end { (WIDTH, r#" text-anchor="end""#, tick) } else { (x, "", tick) };
    let mut end = if is_at_end { WIDTH - room(tick) } else { x };
    let mut shown = vec![last];
    let first = named.next().filter(|(x, tick)| x + room(tick) + TICK_GAP <= end);
    let free_from = first.map_or(LEFT, |(x, tick)| x + room(tick) + TICK_GAP);
    for (x, tick) in named.rev() {
        if x >= free_from && x + room(tick) + TICK_GAP <= end {
            shown.push((x, "", tick));
            end = x;
        }
    }
    shown.extend(first.map(|(x, tick)| (x, "", tick)));
    shown.reverse();
    shown
}

/// A bar that fills a share of its width.
pub fn bar(value: usize, of: usize) -> String {
    let share = 100.0 * value as f64 / of.max(1) as f64;
    format!(
        r#"<svg class="plot-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><path class="plot-bars" d="M0 0h{share:.1}v8H0z"/></svg>"#
    )
}

/// A line over values, the first on the left.
pub fn line(values: &[usize]) -> String {
    const WIDTH: f64 = 120.0;
    const HEIGHT: f64 = 24.0;
    let top = values.iter().copied().max().unwrap_or(0).max(1) as f64;
    let step = WIDTH / values.len().saturating_sub(1).max(1) as f64;
    let mut path = String::new();
    for (index, value) in values.iter().enumerate() {
        let (x, y) = (step * index as f64, HEIGHT - 2.0 - (HEIGHT - 4.0) * *value as f64 / top);
        let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
    }
    format!(
        r#"<svg class="plot-line" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true"><path class="plot-area" d="{path}V{HEIGHT}H0z"/><path d="{path}"/></svg>"#
    )
}

/// The least even number that is not below `most` and easy to read: 2, 4, 6, 8, 10, or one of these with zeros.
fn scale(most: usize) -> usize {
    let mut unit = 1;
    loop {
        if let Some(top) = [2, 4, 6, 8, 10].iter().map(|step| step * unit).find(|top| *top >= most) {
            return top;
        }
        unit *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_at_a_round_number() {
        let tops = [0, 1, 3, 9, 10, 11, 27, 61, 101, 999].map(scale);
        assert_eq!(tops, [2, 2, 4, 10, 10, 20, 40, 80, 200, 1_000]);
    }

    #[test]
    fn a_plot_says_what_is_seen_and_draws_what_is_there() {
        let values = [2, 0, 1].map(|value| Column { value, tick: None });
        assert_eq!(
            columns("a < b", &values),
            "<svg class=\"plot\" viewBox=\"0 0 720 200\" role=\"img\" aria-label=\"a &lt; b\">\
             <text x=\"48\" y=\"180.0\" text-anchor=\"end\">0</text>\
             <text x=\"48\" y=\"98.0\" text-anchor=\"end\">1</text>\
             <text x=\"48\" y=\"16.0\" text-anchor=\"end\">2</text>\
             <path class=\"plot-grid\" d=\"M56 176.0H720M56 94.0H720M56 12.0H720\"/>\
             <path class=\"plot-bars\" d=\"M56.0 176v-164.0h177.1v164.0zM498.7 176v-82.0h177.1v82.0z\"/></svg>"
        );
    }

    #[test]
    fn ticks_keep_their_distance() {
        let values: Vec<Column> =
            (1900..2020).map(|year| Column { value: 1, tick: Some(year.to_string()) }).collect();
        let plot = columns("", &values);
        assert_eq!(plot.matches("<text").count(), 3 + 11);
        assert!(plot.contains(r#"<text x="720.0" y="194" text-anchor="end">2019</text>"#));
    }

    #[test]
    fn the_last_tick_is_there_whatever_stands_before() {
        let ticks = ["before 1995", "", "", "", "2026"]
            .map(|tick| Column { value: 1, tick: (!tick.is_empty()).then(|| tick.to_owned()) });
        let shown =
            |step| super::ticks(&ticks, step).into_iter().map(|(_, _, tick)| tick).collect::<Vec<_>>();
        assert_eq!(shown(100.0), ["before 1995", "2026"]);
        assert_eq!(shown(20.0), ["2026"]);
    }
}
