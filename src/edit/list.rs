//! Adding to a list and removing from it.

use super::Splice;
use super::field::{self, Context, FieldPath, Spliced};
use super::shape::{self, Shape};
use crate::yaml::{Node, Value, flow_scalar, scalar_like};

/// Adds an item behind the last one, in the list's own style.
pub fn add(context: &Context, path: FieldPath, item: &str) -> Spliced {
    let yaml = context.yaml;
    let Some(node) = field::find(context.root, path) else {
        return field::set_list(context, path, vec![item.to_owned()]);
    };
    match &node.value {
        Value::Sequence(items) if field::is_flow(node, yaml) => {
            let Some(Shape::Flow(range)) = shape::shape(node, yaml, node.range.start, 0) else {
                return Err("");
            };
            let item = flow_scalar(item, quoted_like(items, yaml));
            Ok(match items.last() {
                None => Splice::insert(range.start + 1, item),
                Some(last) => {
                    let end = shape::end(last, yaml, last.range.start, 0).ok_or("")?;
                    Splice::insert(end, format!(", {item}"))
                }
            })
        }
        Value::Sequence(items) => {
            let last = items.last().ok_or("")?;
            let hyphen = shape::hyphen_before(last, yaml).ok_or(", since its hyphens cannot be found")?;
            let end = shape::end(last, yaml, hyphen + 1, shape::column(yaml, hyphen)).ok_or("")?;
            let start = shape::line_start(yaml, hyphen);
            let gap = yaml[hyphen + 1..].len() - yaml[hyphen + 1..].trim_start_matches(' ').len();
            let before = &yaml[start..hyphen + 1 + gap];
            let at = shape::next_line(yaml, end);
            Ok(context.insert_line(at, &format!("{before}{}", scalar_like(item, quoted_like(items, yaml)))))
        }
        Value::Mapping(_) => Err(", since it is a map"),
        // A single text counts as a list of one.
        _ => {
            let mut items = field::texts(Some(node), yaml);
            items.push(item.to_owned());
            field::set_list(context, path, items)
        }
    }
}

/// An item whose quotes a new one takes over: any, where all have the same.
fn quoted_like<'y>(items: &[Node], yaml: &'y str) -> Option<&'y str> {
    let mut texts = items.iter().map(|item| yaml.get(item.range.clone()).unwrap_or_default());
    let first = texts.next()?;
    let quote = first.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    texts.all(|text| text.starts_with(quote)).then_some(first)
}

/// Removes the item at an index, and the comment behind it.
pub fn remove(context: &Context, path: FieldPath, index: usize) -> Spliced {
    let yaml = context.yaml;
    let node = field::find(context.root, path).ok_or("")?;
    let Value::Sequence(items) = &node.value else {
        return field::set_list(context, path, Vec::new());
    };
    if field::is_flow(node, yaml) {
        return remove_from_flow(yaml, items, index);
    }
    if items.len() == 1 {
        // Without an item nothing would say that it is a list.
        return field::set_list(context, path, Vec::new());
    }
    let item = &items[index];
    let hyphen = shape::hyphen_before(item, yaml).ok_or(", since its hyphens cannot be found")?;
    let end = shape::end(item, yaml, hyphen + 1, shape::column(yaml, hyphen)).ok_or("")?;
    Ok(Splice { range: shape::line_start(yaml, hyphen)..shape::next_line(yaml, end), text: String::new() })
}

fn remove_from_flow(yaml: &str, items: &[Node], index: usize) -> Spliced {
    let end_of = |item: &Node| shape::end(item, yaml, item.range.start, 0).ok_or("");
    let item = &items[index];
    let range = match (items.get(index + 1), index.checked_sub(1)) {
        (Some(next), _) => item.range.start..next.range.start,
        (None, Some(previous)) => end_of(&items[previous])?..end_of(item)?,
        (None, None) => {
            let end = end_of(item)?;
            // A comma may stand behind the last item, but not alone.
            let blanks = yaml[end..].len() - yaml[end..].trim_start().len();
            let has_comma = yaml[end + blanks..].starts_with(',');
            item.range.start..if has_comma { end + blanks + 1 } else { end }
        }
    };
    Ok(Splice { range, text: String::new() })
}
