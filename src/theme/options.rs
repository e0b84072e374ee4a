//! A [`ThemeOption`] is what a site may choose about its theme, in `theme_options`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::color::is_color;
use crate::config::TypedOption;
use crate::diagnostic::Diagnostic;
use crate::fields::{Fields, nearest};

#[derive(Clone, Debug)]
pub struct ThemeOption {
    name: String,
    kind: OptionKind,
    /// Null where nothing is chosen.
    default: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum OptionKind {
    Text,
    Number,
    Flag,
    /// As [`is_color`] has it.
    Color,
    Choice(Vec<String>),
}

impl OptionKind {
    /// Whether a value is of this kind.
    fn takes(&self, value: &Value) -> bool {
        match self {
            OptionKind::Text => value.is_string(),
            OptionKind::Number => value.is_number(),
            OptionKind::Flag => value.is_boolean(),
            OptionKind::Color => value.as_str().is_some_and(is_color),
            OptionKind::Choice(choices) => {
                value.as_str().is_some_and(|value| choices.iter().any(|choice| choice == value))
            }
        }
    }

    fn expected(&self) -> String {
        match self {
            OptionKind::Text => "expected text".to_owned(),
            OptionKind::Number => "expected a number".to_owned(),
            OptionKind::Flag => "expected true or false".to_owned(),
            OptionKind::Color => "expected a color, such as `teal` or `'#00695c'`".to_owned(),
            OptionKind::Choice(choices) => format!("expected one of {}", choices.join(", ")),
        }
    }
}

/// Reads `options` of a `theme.yaml`.
pub fn read(fields: &mut Fields) -> Vec<ThemeOption> {
    let Some(mut map) = fields.map("options", "`options`") else { return Vec::new() };
    let reader = fields.reader();
    let mut options = Vec::new();
    for (key, node) in map.take_all() {
        let range = node.range.clone();
        let Some(mut option) = reader.map("an option", node) else { continue };
        let kind =
            option.choice("type", &[("text", 0), ("number", 1), ("flag", 2), ("color", 3), ("choice", 4)]);
        let choices: Vec<String> = option.texts("choices").into_iter().map(|(choice, _)| choice).collect();
        let default = option.take("default");
        // For people who read the file.
        option.text("help");
        option.finish(|_| None);
        let kind = match kind {
            Some(0) => OptionKind::Text,
            Some(1) => OptionKind::Number,
            Some(2) => OptionKind::Flag,
            Some(3) => OptionKind::Color,
            Some(_) if choices.is_empty() => {
                let message = format!("the option `{}` has no choices", key.name);
                reader.error("bad-option", &range, message, "add `choices: [first, second]`");
                continue;
            }
            Some(_) => OptionKind::Choice(choices),
            None => {
                let fix = "add `type: text`, number, flag, color or choice";
                reader.error("bad-option", &range, format!("the option `{}` has no type", key.name), fix);
                continue;
            }
        };
        if let Some(default) = default.as_ref().filter(|default| !kind.takes(&default.to_json())) {
            let message = format!("the default of `{}` is not what its type says", key.name);
            reader.error("bad-option", &default.range, message, kind.expected());
            continue;
        }
        let default = default.map_or(Value::Null, |default| default.to_json());
        options.push(ThemeOption { name: key.name, kind, default });
    }
    options
}

/// The value of every option that the themes declare, nearest theme first, as the site chose it.
pub fn chosen(
    declared: &[ThemeOption],
    typed: &[TypedOption],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    for option in declared {
        values.entry(option.name.clone()).or_insert_with(|| option.default.clone());
    }
    let names: Vec<&str> = declared.iter().map(|option| option.name.as_str()).collect();
    for typed in typed {
        let Some(option) = declared.iter().find(|option| option.name == typed.name) else {
            let fix = match (nearest(&typed.name, &names), names.as_slice()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, []) => "this theme has no options".to_owned(),
                (None, names) => format!("it has {}", names.join(", ")),
            };
            let message = format!("`{}` is not an option of the theme", typed.name);
            diagnostics.push(Diagnostic::error("unknown-option", message).at(typed.name_place.clone(), fix));
            continue;
        };
        if option.kind.takes(&typed.value) {
            values.insert(typed.name.clone(), typed.value.clone());
        } else {
            let message = format!("the theme's option `{}` cannot be this", typed.name);
            let place = typed.value_place.clone();
            diagnostics
                .push(Diagnostic::error("bad-option-value", message).at(place, option.kind.expected()));
        }
    }
    values
}
