//! Setting and removing a field, or one of a map that is a field.

use std::fmt;

use super::shape::{self, Shape};
use super::{NewValue, Splice};
use crate::yaml::{Key, Node, Value, flow, flow_scalar, scalar, scalar_like};

/// What a splice is made of.
pub struct Context<'t> {
    pub yaml: &'t str,
    pub root: &'t Node,
    pub line_end: &'static str,
}

impl Context<'_> {
    /// Adds a line before the one that begins at a place, or behind the last one. A text without a
    /// final line break is kept so.
    pub fn insert_line(&self, at: usize, line: &str) -> Splice {
        let is_within_line = at > 0 && !self.yaml[..at].ends_with('\n');
        let end = self.line_end;
        Splice::insert(at, if is_within_line { format!("{end}{line}") } else { format!("{line}{end}") })
    }
}

/// What a child of a block map is indented by.
const INDENT: &str = "  ";

pub type Spliced = Result<Splice, &'static str>;

/// Names an entry of a map, or one of a map that is its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldPath<'k> {
    Top(&'k str),
    Below(&'k str, &'k str),
}

impl<'k> FieldPath<'k> {
    /// `links.code` names an entry of `links`.
    pub fn dotted(key: &'k str) -> FieldPath<'k> {
        key.split_once('.').map_or(FieldPath::Top(key), |(map, name)| FieldPath::Below(map, name))
    }
}

impl fmt::Display for FieldPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldPath::Top(name) => f.write_str(name),
            FieldPath::Below(map, name) => write!(f, "{map}.{name}"),
        }
    }
}

/// A field, if there is one. Empty ones count as absent, as they do when a paper is read.
pub fn find<'n>(root: &'n Node, path: FieldPath) -> Option<&'n Node> {
    let node = match path {
        FieldPath::Below(map, name) => &entry(&entry(root, map)?.1, name)?.1,
        FieldPath::Top(name) => &entry(root, name)?.1,
    };
    (!matches!(node.value, Value::Null)).then_some(node)
}

/// An entry of a map, empty or not.
fn entry<'n>(map: &'n Node, name: &str) -> Option<&'n (Key, Node)> {
    map.entries().iter().find(|(key, _)| key.name == name)
}

/// Every field but one, as programs see them, in order.
pub fn others(root: &Node, yaml: &str, path: FieldPath) -> Vec<(String, String)> {
    fn shown(node: &Node, yaml: &str) -> String {
        match &node.value {
            Value::Number(_) => yaml[node.spelled_at.clone()].to_owned(),
            _ => node.to_json().to_string(),
        }
    }
    let (parent, child) = match path {
        FieldPath::Top(name) => (name, None),
        FieldPath::Below(map, name) => (map, Some(name)),
    };
    let mut others = Vec::new();
    for (name, node) in root.entries() {
        if name.name != parent {
            others.push((name.name.clone(), shown(node, yaml)));
        } else if let Some(child) = child {
            let entry = entry_of_text(parent).filter(|entry| is_scalar(node) && *entry != child);
            if let Some(entry) = entry {
                let shown = match &node.value {
                    Value::String(text) => serde_json::Value::from(text.trim()).to_string(),
                    _ => shown(node, yaml),
                };
                others.push((format!("{parent}.{entry}"), shown));
            }
            let siblings = node.entries().iter().filter(|(name, _)| name.name != child);
            others
                .extend(siblings.map(|(name, node)| (format!("{parent}.{}", name.name), shown(node, yaml))));
        }
    }
    others
}

/// A list's items that are scalars, or a single scalar, as typed.
pub fn texts(node: Option<&Node>, yaml: &str) -> Vec<String> {
    match node.map(|node| (&node.value, node)) {
        None | Some((Value::Null | Value::Mapping(_), _)) => Vec::new(),
        Some((Value::Sequence(items), _)) => {
            items.iter().map(|item| text(item, yaml).unwrap_or_default()).collect()
        }
        Some((_, node)) => text(node, yaml).into_iter().collect(),
    }
}

fn text(node: &Node, yaml: &str) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(_) | Value::Bool(_) => Some(yaml[node.spelled_at.clone()].to_owned()),
        _ => None,
    }
}

/// Whether a value is read as what is to be set.
pub fn reads_as(node: &Node, yaml: &str, value: &NewValue) -> bool {
    match value {
        NewValue::List(items) => node.is_list_of_scalars() && texts(Some(node), yaml) == *items,
        NewValue::Text(wanted) => text(node, yaml).is_some_and(|text| text == *wanted.trim()),
        // A number in quotes is none.
        NewValue::Plain(wanted) => match node.value {
            Value::Number(_) | Value::Bool(_) => yaml[node.spelled_at.clone()] == **wanted,
            Value::String(ref text) => text == wanted && !is_number_or_flag(wanted),
            _ => false,
        },
        NewValue::Any(wanted) => is_same(&node.to_json(), wanted),
    }
}

/// Whether two values are equal, `1` and `1.0`, too.
fn is_same(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (a, b) {
        (Number(a), Number(b)) => a.as_f64() == b.as_f64(),
        (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Object(a), Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_same(a, b)))
        }
        _ => a == b,
    }
}

fn is_number_or_flag(text: &str) -> bool {
    matches!(text, "true" | "false") || text.parse::<f64>().is_ok()
}

/// A value as YAML on one line, within a map in braces.
fn in_flow(value: &NewValue, like: Option<&str>) -> String {
    match value {
        // It needs quotes more often there; nothing else differs.
        NewValue::Text(text) => flow_scalar(text, like),
        _ => in_block(value, like),
    }
}

/// A value as YAML on one line, behind a key that stands on a line of its own.
fn in_block(value: &NewValue, like: Option<&str>) -> String {
    match value {
        NewValue::Plain(text) => text.clone(),
        NewValue::Text(text) => scalar_like(text, like),
        NewValue::List(items) => {
            let items: Vec<String> = items.iter().map(|item| flow_scalar(item, None)).collect();
            format!("[{}]", items.join(", "))
        }
        NewValue::Any(value) => flow(value),
    }
}

pub fn set(context: &Context, path: FieldPath, value: &NewValue) -> Spliced {
    let (parent, child) = match path {
        FieldPath::Top(name) => return set_in(context, context.root, name, value),
        FieldPath::Below(map, name) => (map, name),
    };
    match entry(context.root, parent) {
        None => {
            let new =
                format!("{}: {{{}: {}}}", scalar(parent), flow_scalar(child, None), in_flow(value, None));
            insert(context, context.root, &new)
        }
        Some((name, node)) if matches!(node.value, Value::Null) => {
            let map = format!("{{{}: {}}}", flow_scalar(child, None), in_flow(value, None));
            replace(context, context.root, name, node, &map)
        }
        Some((_, node)) if matches!(node.value, Value::Mapping(_)) => set_in(context, node, child, value),
        Some((name, node)) => match entry_of_text(parent).filter(|_| is_scalar(node)) {
            Some(entry) => {
                let map = map_of_text(context, entry, node, child, value);
                replace(context, context.root, name, node, &map)
            }
            None => Err(", since it is no map"),
        },
    }
}

/// The entry of a map for which a text in its place stands: `venue: NeurIPS` is `venue: {name: NeurIPS}`.
fn entry_of_text(name: &str) -> Option<&'static str> {
    (name == "venue").then_some("name")
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.value, Value::Null | Value::Sequence(_) | Value::Mapping(_))
}

/// A text as the map that it stands for, with one more entry.
fn map_of_text(context: &Context, entry: &str, node: &Node, child: &str, value: &NewValue) -> String {
    let value = in_flow(value, None);
    if child == entry {
        return format!("{{{entry}: {value}}}");
    }
    let text = match value_of(node, context.yaml) {
        NewValue::Text(text) => NewValue::Text(text.trim().to_owned()),
        other => other,
    };
    format!("{{{entry}: {}, {}: {value}}}", in_flow(&text, None), flow_scalar(child, None))
}

/// Sets an entry of a map.
fn set_in(context: &Context, map: &Node, name: &str, value: &NewValue) -> Spliced {
    let is_flow = is_flow(map, context.yaml);
    match entry(map, name) {
        Some((key, node)) => {
            let like = match &node.value {
                Value::String(_) => context.yaml.get(node.range.clone()),
                _ => None,
            };
            let new = if is_flow { in_flow(value, like) } else { in_block(value, like) };
            replace(context, map, key, node, &new)
        }
        None if is_flow => {
            insert(context, map, &format!("{}: {}", flow_scalar(name, None), in_flow(value, None)))
        }
        None => insert(context, map, &format!("{}: {}", scalar(name), in_block(value, None))),
    }
}

pub fn is_flow(map: &Node, yaml: &str) -> bool {
    !map.range.is_empty() && yaml[map.range.start..].starts_with(['{', '['])
}

/// Puts another value in the place of one.
fn replace(context: &Context, map: &Node, key: &Key, node: &Node, new: &str) -> Spliced {
    let yaml = context.yaml;
    let colon = shape::colon_after(yaml, key.range.end).ok_or(", since its colon stands apart")?;
    let indent = shape::column(yaml, key.range.start);
    Ok(match shape::shape(node, yaml, colon, indent).ok_or("")? {
        Shape::Absent => {
            // A blank that is there already stays before a comment.
            let has_blank = yaml[colon..].starts_with(' ') && !is_flow(map, yaml);
            match (has_blank, yaml[colon..].trim_start_matches(' ').starts_with('#')) {
                (true, false) => Splice::insert(colon + 1, new.to_owned()),
                _ => Splice::insert(colon, format!(" {new}")),
            }
        }
        Shape::Scalar(range) | Shape::Flow(range) => Splice { range, text: new.to_owned() },
        Shape::Block { end } => Splice { range: colon..end, text: format!(" {new}") },
    })
}

/// Adds an entry to the end of a map.
fn insert(context: &Context, map: &Node, new: &str) -> Spliced {
    let yaml = context.yaml;
    if is_flow(map, yaml) {
        let Some(Shape::Flow(range)) = shape::shape(map, yaml, map.range.start, 0) else { return Err("") };
        return match map.entries().last() {
            None => Ok(Splice::insert(range.start + 1, new.to_owned())),
            Some((key, node)) => {
                let colon = shape::colon_after(yaml, key.range.end).ok_or("")?;
                let end = shape::end(node, yaml, colon, 0).ok_or("")?;
                Ok(Splice::insert(end, format!(", {new}")))
            }
        };
    }
    let is_root = std::ptr::eq(map, context.root);
    let Some((key, node)) = map.entries().last() else {
        return Ok(context.insert_line(yaml.len(), new));
    };
    let indent = &yaml[shape::line_start(yaml, key.range.start)..key.range.start];
    let indent = if indent.trim().is_empty() { indent } else { INDENT };
    let at = if is_root {
        // Below comments at its end, too, which belong to what stands above them.
        yaml.len()
    } else {
        let colon = shape::colon_after(yaml, key.range.end).ok_or("")?;
        let end = shape::end(node, yaml, colon, shape::column(yaml, key.range.start)).ok_or("")?;
        shape::next_line(yaml, end)
    };
    Ok(context.insert_line(at, &format!("{indent}{new}")))
}

/// Adds lines of entries to the end of the whole map.
pub fn append(context: &Context, lines: &str) -> Splice {
    let yaml = context.yaml;
    let first = context.root.entries().first().map_or(0, |(key, _)| key.range.start);
    let indent = &yaml[shape::line_start(yaml, first)..first];
    let indent = if indent.trim().is_empty() { indent } else { "" };
    let lines: Vec<String> = lines.lines().map(|line| format!("{indent}{line}")).collect();
    context.insert_line(yaml.len(), &lines.join(context.line_end))
}

/// What a value is set to elsewhere.
pub fn value_of(node: &Node, yaml: &str) -> NewValue {
    match &node.value {
        Value::String(text) => NewValue::Text(text.clone()),
        Value::Sequence(_) if node.is_list_of_scalars() => NewValue::List(texts(Some(node), yaml)),
        Value::Sequence(_) | Value::Mapping(_) => NewValue::Any(node.to_json()),
        _ => NewValue::Plain(yaml[node.spelled_at.clone()].to_owned()),
    }
}

pub fn remove(context: &Context, path: FieldPath) -> Spliced {
    match path {
        FieldPath::Below(parent, child) => {
            let (_, map) = entry(context.root, parent).ok_or("")?;
            // A map without entries says nothing.
            if map.entries().len() == 1 {
                remove_from(context, context.root, parent)
            } else {
                remove_from(context, map, child)
            }
        }
        FieldPath::Top(name) => remove_from(context, context.root, name),
    }
}

fn remove_from(context: &Context, map: &Node, name: &str) -> Spliced {
    let yaml = context.yaml;
    let entries = map.entries();
    let index = entries.iter().position(|(key, _)| key.name == name).ok_or("")?;
    let (key, node) = &entries[index];
    let end_of = |(key, node): &(Key, Node)| {
        let colon = shape::colon_after(yaml, key.range.end)?;
        shape::end(node, yaml, colon, shape::column(yaml, key.range.start))
    };
    if is_flow(map, yaml) {
        let range = match (entries.get(index + 1), index.checked_sub(1)) {
            (Some((next, _)), _) => key.range.start..next.range.start,
            (None, Some(previous)) => {
                end_of(&entries[previous]).ok_or("")?..end_of(&entries[index]).ok_or("")?
            }
            (None, None) => key.range.start..end_of(&entries[index]).ok_or("")?,
        };
        return Ok(Splice { range, text: String::new() });
    }
    let colon = shape::colon_after(yaml, key.range.end).ok_or("")?;
    let end = shape::end(node, yaml, colon, shape::column(yaml, key.range.start)).ok_or("")?;
    let start = shape::line_start(yaml, key.range.start);
    if !yaml[start..key.range.start].trim().is_empty() {
        return Err(", since it shares its line");
    }
    Ok(Splice { range: start..shape::next_line(yaml, end), text: String::new() })
}

/// Sets a list anew, where there is none that could be added to.
pub fn set_list(context: &Context, path: FieldPath, items: Vec<String>) -> Spliced {
    set(context, path, &NewValue::List(items))
}
