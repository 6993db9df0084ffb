//! YAML as trees, one document after the other.
//!
//! An alias is a copy of what it names. The copies of a document are bounded, so that a short text cannot
//! become a large tree. A tag of a function, such as `!Ref`, becomes a table with one key.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::error::ImportError;

/// The most tables and lists inside of each other.
const DEPTH_MAX: usize = 64;
/// The most values of a document, those of its aliases included.
const VALUES_MAX: usize = 1_000_000;

/// A list or table that is being read.
enum Open {
    List { anchor: usize, tag: Option<String>, list: Vec<Value> },
    Table { anchor: usize, tag: Option<String>, table: Map<String, Value>, key: Option<String> },
}

struct Builder<'a> {
    file: &'a str,
    open: Vec<Open>,
    /// The values with anchors, and the number of values in each.
    anchors: HashMap<usize, (Value, usize)>,
    values: usize,
    line: u64,
    column: u64,
    done: Option<Value>,
}

/// Reads a text and hands over each document.
pub fn documents(
    file: &str,
    text: &str,
    mut each: impl FnMut(Value) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut builder = Builder::new(file);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let mark = error.marker();
            let (line, column) = (mark.line() as u64, mark.col() as u64 + 1);
            let says = error.info().to_owned();
            ImportError::Syntax { file: file.to_owned(), line, column, says }
        })?;
        (builder.line, builder.column) = (span.start.line() as u64, span.start.col() as u64 + 1);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd => {}
            Event::DocumentStart(_) => {
                builder = Builder::new(file);
            }
            Event::DocumentEnd => {
                let document = builder.done.take().unwrap_or_default();
                if !document.is_null() {
                    each(document)?;
                }
            }
            other => builder.take(other)?,
        }
    }
    Ok(())
}

impl<'a> Builder<'a> {
    fn new(file: &'a str) -> Self {
        let (open, anchors) = (Vec::new(), HashMap::new());
        Self { file, open, anchors, values: 0, line: 1, column: 1, done: None }
    }

    fn take(&mut self, event: Event<'_>) -> Result<(), ImportError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let (name, tag) = tags(tag.as_deref());
                let is_text = name.as_deref() == Some("str") || style != ScalarStyle::Plain;
                let value = if is_text { Value::String(text.into_owned()) } else { plain(&text) };
                self.put(value, anchor, tag, 1)
            }
            Event::Alias(anchor) => {
                let Some((value, count)) = self.anchors.get(&anchor).cloned() else {
                    return Err(self.syntax("an alias stands inside of what it names"));
                };
                self.put(value, 0, None, count)
            }
            Event::SequenceStart(anchor, tag) => {
                let tag = tags(tag.as_deref()).1;
                self.begin(Open::List { anchor, tag, list: Vec::new() })
            }
            Event::MappingStart(anchor, tag) => {
                let tag = tags(tag.as_deref()).1;
                self.begin(Open::Table { anchor, tag, table: Map::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { anchor, tag, list }) => {
                    self.put(Value::Array(list), anchor, tag, 1)
                }
                Some(Open::Table { anchor, tag, table, .. }) => {
                    self.put(Value::Object(table), anchor, tag, 1)
                }
                None => Ok(()),
            },
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn begin(&mut self, open: Open) -> Result<(), ImportError> {
        if self.open.len() == DEPTH_MAX {
            return Err(self.beyond("a value", "more tables around it", DEPTH_MAX));
        }
        self.open.push(open);
        Ok(())
    }

    /// Puts a value that is complete where it belongs.
    fn put(
        &mut self,
        value: Value,
        anchor: usize,
        tag: Option<String>,
        count: usize,
    ) -> Result<(), ImportError> {
        self.values += count;
        if self.values > VALUES_MAX {
            return Err(self.beyond(
                "a document",
                "more values, those of its aliases included",
                VALUES_MAX,
            ));
        }
        let value = match tag {
            Some(tag) => Value::Object(Map::from_iter([(tag, value)])),
            None => value,
        };
        if anchor > 0 {
            let count = size(&value);
            self.values += count;
            self.anchors.insert(anchor, (value.clone(), count));
        }
        let (line, column) = (self.line, self.column);
        match self.open.last_mut() {
            None => self.done = Some(value),
            Some(Open::List { list, .. }) => list.push(value),
            Some(Open::Table { table, key, .. }) => match key.take() {
                None => *key = Some(text_of(&value)),
                Some(name) => {
                    if table.insert(name.clone(), value).is_some() {
                        let says =
                            format!("the key '{}' stands twice", super::error::quoted(&name));
                        let file = self.file.to_owned();
                        return Err(ImportError::Syntax { file, line, column, says });
                    }
                }
            },
        }
        Ok(())
    }

    fn syntax(&self, says: &str) -> ImportError {
        let (file, says) = (self.file.to_owned(), says.to_owned());
        ImportError::Syntax { file, line: self.line, column: self.column, says }
    }

    fn beyond(&self, what: &'static str, found: &str, limit: usize) -> ImportError {
        ImportError::Limit {
            file: self.file.to_owned(),
            what,
            found: format!("{found} (line {})", self.line),
            limit: limit.to_string(),
            remedy: "split it",
        }
    }
}

/// The name of a tag of YAML itself, or the key that stands for a tag of a function.
fn tags(tag: Option<&Tag>) -> (Option<String>, Option<String>) {
    match tag {
        None => (None, None),
        Some(tag) if tag.is_yaml_core_schema() => (Some(tag.suffix.clone()), None),
        Some(tag) if tag.suffix == "Ref" => (None, Some("Ref".to_owned())),
        Some(tag) => (None, Some(format!("Fn::{}", tag.suffix))),
    }
}

/// A key as text.
fn text_of(value: &Value) -> String {
    super::tree::scalar(value).unwrap_or_default()
}

/// The number of values in a tree.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(size).sum::<usize>(),
        Value::Object(table) => 1 + table.values().map(size).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

/// A scalar without quotes.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => {
            let is_number = text.len() <= 18
                && text.bytes().all(|byte| byte.is_ascii_digit())
                && (text == "0" || !text.starts_with('0'));
            match text.parse::<u64>() {
                Ok(number) if is_number => Value::from(number),
                _ => Value::String(text.to_owned()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Value>, ImportError> {
        let mut all = Vec::new();
        documents("a.yaml", text, |value| {
            all.push(value);
            Ok(())
        })?;
        Ok(all)
    }

    #[test]
    fn documents_come_one_by_one_with_their_types() {
        let found = read("a: 1\nb: \"1\"\n---\n# none\n---\n- ~\n- x: yes\n- 0s\n").unwrap();
        assert_eq!(found[0], serde_json::json!({"a": 1, "b": "1"}));
        assert_eq!(found[1], serde_json::json!([null, {"x": "yes"}, "0s"]));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn aliases_are_copies_and_functions_are_tables() {
        let found = read("a: &x {k: 1}\nb: *x\nc: !Ref Name\nd: !GetAtt a.b\n").unwrap();
        let expected = serde_json::json!({
            "a": {"k": 1}, "b": {"k": 1}, "c": {"Ref": "Name"}, "d": {"Fn::GetAtt": "a.b"}
        });
        assert_eq!(found[0], expected);
    }

    #[test]
    fn bombs_are_refused() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let row = vec![format!("*a{}", level - 1); 10].join(", ");
            let line = format!("a{level}: &a{level} [{row}]\n");
            text.push_str(&line);
        }
        assert!(matches!(read(&text), Err(ImportError::Limit { .. })));
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read("a: 1\na: 2\n").is_err());
        assert!(read("a: &x [*x]\n").is_err());
        assert!(read("a: [1\nb: }").is_err());
    }
}
