//! Where a value stands in a YAML text, and where it ends: the parser says so of scalars only.

use std::ops::Range;

use crate::yaml::{Node, Value};

/// How a value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing is written; its place is right after the colon or hyphen.
    Absent,
    /// A scalar on one line or several, or an alias.
    Scalar(Range<usize>),
    /// `[…]` or `{…}`
    Flow(Range<usize>),
    /// Lines below the key: a list, a map or a text after `|` or `>`. Where the last one ends,
    /// without its line break and its comment.
    Block { end: usize },
}

/// The shape of a value; `after` is where its colon or hyphen ends, `indent` the column of its key
/// or hyphen.
pub fn shape(node: &Node, yaml: &str, after: usize, indent: usize) -> Option<Shape> {
    let start = node.range.start;
    match &node.value {
        Value::Null if node.range.is_empty() => Some(Shape::Absent),
        // The parser gives collections a place only where a bracket or an alias begins them.
        Value::Sequence(_) | Value::Mapping(_) if !node.range.is_empty() => {
            if yaml[start..].starts_with('*') {
                Some(Shape::Scalar(node.range.clone()))
            } else {
                Some(Shape::Flow(start..flow_end(yaml, start)?))
            }
        }
        Value::Sequence(items) => {
            let last = items.last()?;
            let hyphen = hyphen_before(last, yaml)?;
            Some(Shape::Block { end: end(last, yaml, hyphen + 1, column(yaml, hyphen))? })
        }
        Value::Mapping(entries) => {
            let (key, last) = entries.last()?;
            let colon = colon_after(yaml, key.range.end)?;
            Some(Shape::Block { end: end(last, yaml, colon, column(yaml, key.range.start))? })
        }
        _ if is_block_scalar(yaml, after) => {
            Some(Shape::Block { end: block_scalar_end(yaml, after, indent) })
        }
        _ => Some(Shape::Scalar(node.range.clone())),
    }
}

/// Where a value ends.
pub fn end(node: &Node, yaml: &str, after: usize, indent: usize) -> Option<usize> {
    Some(match shape(node, yaml, after, indent)? {
        Shape::Absent => after,
        Shape::Scalar(range) | Shape::Flow(range) => range.end,
        Shape::Block { end } => end,
    })
}

/// The end of the colon that follows a key.
pub fn colon_after(yaml: &str, key_end: usize) -> Option<usize> {
    let rest = &yaml[key_end..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest[blanks..].starts_with(':').then_some(key_end + blanks + 1)
}

/// The hyphen that begins an item of a block list.
pub fn hyphen_before(item: &Node, yaml: &str) -> Option<usize> {
    let first = match &item.value {
        Value::Mapping(entries) if item.range.is_empty() => entries.first()?.0.range.start,
        Value::Sequence(_) if item.range.is_empty() => return None,
        _ => item.range.start,
    };
    let line = line_start(yaml, first);
    let blanks = yaml[line..first].len() - yaml[line..first].trim_start().len();
    yaml[line + blanks..first].starts_with("- ").then_some(line + blanks)
}

/// Characters before a place in its line.
pub fn column(yaml: &str, at: usize) -> usize {
    at - line_start(yaml, at)
}

pub fn line_start(yaml: &str, at: usize) -> usize {
    yaml[..at].rfind('\n').map_or(0, |at| at + 1)
}

/// The beginning of the next line, or the end of the text.
pub fn next_line(yaml: &str, at: usize) -> usize {
    yaml[at..].find('\n').map_or(yaml.len(), |length| at + length + 1)
}

fn is_block_scalar(yaml: &str, after: usize) -> bool {
    let line = &yaml[after..next_line(yaml, after)];
    // Anchors and tags may stand before the sign.
    let sign = line.split_whitespace().find(|word| !word.starts_with(['&', '!']));
    sign.is_some_and(|sign| sign.starts_with(['|', '>']))
}

/// The end of the last line that is no comment behind it: all that is indented belongs to the text.
fn block_scalar_end(yaml: &str, after: usize, indent: usize) -> usize {
    let mut end = yaml[..next_line(yaml, after)].trim_end().len();
    let mut at = next_line(yaml, after);
    while at < yaml.len() {
        let next = next_line(yaml, at);
        let line = yaml[at..next].trim_end();
        let is_blank = line.trim_start().is_empty();
        if !is_blank && line.len() - line.trim_start_matches(' ').len() <= indent {
            break;
        }
        if !is_blank {
            end = at + line.len();
        }
        at = next;
    }
    end
}

/// The end of a flow collection that begins at `start`.
fn flow_end(yaml: &str, start: usize) -> Option<usize> {
    let mut depth = 0;
    let mut quote = None;
    let mut is_comment = false;
    // What stood before, blanks aside; and whether it was a blank.
    let (mut before, mut after_blank) = ('[', false);
    let mut chars = yaml[start..].char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match (quote, char) {
            _ if is_comment => is_comment = char != '\n',
            (Some('"'), '\\') => {
                chars.next();
            }
            (Some('\''), '\'') if chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            (Some(open), char) if open == char => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if matches!(before, '[' | '{' | ',' | ':') => quote = Some(char),
            (None, '#') if after_blank => is_comment = true,
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(start + at + 1);
                }
            }
            _ => {}
        }
        // A comment is one long blank.
        after_blank = is_comment || char.is_whitespace();
        if !after_blank {
            before = char;
        }
    }
    None
}
