//! YAML as trees, one document after the other.
//!
//! An alias is a copy of what it names. The copies of a document are bounded, so that a short text cannot
//! become a large tree. A tag of a function, such as `!Ref`, becomes a table with one key.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::error::ImportError;
use super::tree::{TREE_BYTES_MAX, weight};

/// The most tables and lists inside of each other.
const DEPTH_MAX: usize = 64;

/// A list or table that is being read.
enum Open {
    List {
        anchor: usize,
        tag: Option<String>,
        list: Vec<Value>,
    },
    Table {
        anchor: usize,
        tag: Option<String>,
        /// The line at which it begins.
        line: u64,
        table: Map<String, Value>,
        key: Option<String>,
        /// The line and the column of the key.
        at: (u64, u64),
    },
}

struct Builder<'a> {
    file: &'a str,
    open: Vec<Open>,
    /// The values with anchors, and the bytes that each takes.
    anchors: HashMap<usize, (Value, usize)>,
    /// The bytes that all values take.
    bytes: usize,
    /// True if the objects of a list are handed over one by one.
    is_split: bool,
    /// An object of a list that is complete, and the line at which it begins.
    ready: Option<(Value, u64)>,
    /// The line at which the table that ended last began.
    begun: u64,
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
    read(file, text, false, |document, _| each(document))
}

/// Reads a text and hands over each object with the line at which it begins, of lists one by one: as a document, or
/// below `items` of one.
pub fn objects(
    file: &str,
    text: &str,
    each: impl FnMut(Value, u64) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    read(file, text, true, each)
}

fn read(
    file: &str,
    text: &str,
    is_split: bool,
    mut each: impl FnMut(Value, u64) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut builder = Builder::new(file, is_split);
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
                builder = Builder::new(file, is_split);
            }
            Event::DocumentEnd => {
                let document = builder.done.take().unwrap_or_default();
                if !document.is_null() {
                    each(document, builder.begun)?;
                }
            }
            other => builder.take(other)?,
        }
        if let Some((object, line)) = builder.ready.take() {
            each(object, line)?;
        }
    }
    Ok(())
}

impl<'a> Builder<'a> {
    fn new(file: &'a str, is_split: bool) -> Self {
        let (open, anchors) = (Vec::new(), HashMap::new());
        let (line, column, bytes) = (1, 1, 0);
        let (ready, begun, done) = (None, 1, None);
        Self { file, open, anchors, bytes, is_split, ready, begun, line, column, done }
    }

    fn take(&mut self, event: Event<'_>) -> Result<(), ImportError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let (name, tag) = tags(tag.as_deref());
                let is_text = name.as_deref() == Some("str") || style != ScalarStyle::Plain;
                let value = if is_text { Value::String(text.into_owned()) } else { plain(&text) };
                let weight = weight(&value);
                self.put(value, anchor, tag, weight)
            }
            Event::Alias(anchor) => {
                let Some((_, weight)) = self.anchors.get(&anchor) else {
                    return Err(self.syntax("an alias stands inside of what it names"));
                };
                let weight = *weight;
                self.weigh(weight)?;
                let value = self.anchors.get(&anchor).map(|(value, _)| value.clone());
                self.put(value.unwrap_or_default(), 0, None, 0)
            }
            Event::SequenceStart(anchor, tag) => {
                let tag = tags(tag.as_deref()).1;
                self.begin(Open::List { anchor, tag, list: Vec::new() })
            }
            Event::MappingStart(anchor, tag) => {
                let tag = tags(tag.as_deref()).1;
                let (table, line, at) = (Map::new(), self.line, (self.line, self.column));
                self.begin(Open::Table { anchor, tag, line, table, key: None, at })
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { anchor, tag, list }) => {
                    self.put(Value::Array(list), anchor, tag, 0)
                }
                Some(Open::Table { anchor, tag, line, table, .. }) => {
                    self.begun = line;
                    self.put(Value::Object(table), anchor, tag, 0)
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
        // It is weighed as it begins, so that a list that never ends is refused early.
        let weight = match &open {
            Open::List { .. } => weight(&Value::Array(Vec::new())),
            Open::Table { .. } => weight(&Value::Object(Map::new())),
        };
        self.weigh(weight)?;
        self.open.push(open);
        Ok(())
    }

    /// Counts bytes of memory.
    fn weigh(&mut self, weight: usize) -> Result<(), ImportError> {
        self.bytes += weight;
        if self.bytes > TREE_BYTES_MAX {
            let found = "more bytes in memory, those of its aliases included";
            return Err(self.beyond("a document", found, TREE_BYTES_MAX));
        }
        Ok(())
    }

    /// Hands over an object that is complete in a list of objects. Returns what it does not hand over.
    fn split(&mut self, value: Value) -> Option<Value> {
        let is_below_items =
            |table: &Open| matches!(table, Open::Table { key: Some(key), .. } if key == "items");
        let is_list = matches!(self.open.last(), Some(Open::List { .. }));
        let is_in_list =
            is_list && self.open.len() < 3 && self.open.iter().rev().skip(1).all(is_below_items);
        let is_object = value.get("kind").is_some() && value.get("apiVersion").is_some();
        if !(self.is_split && is_in_list && is_object) {
            return Some(value);
        }
        self.bytes = self.bytes.saturating_sub(size(&value));
        self.ready = Some((value, self.begun));
        None
    }

    /// Puts a value that is complete where it belongs.
    fn put(
        &mut self,
        value: Value,
        anchor: usize,
        tag: Option<String>,
        weight: usize,
    ) -> Result<(), ImportError> {
        self.weigh(weight)?;
        let value = match tag {
            Some(tag) => Value::Object(Map::from_iter([(tag, value)])),
            None => value,
        };
        if anchor > 0 {
            let weight = size(&value);
            self.weigh(weight)?;
            self.anchors.insert(anchor, (value.clone(), weight));
        }
        let Some(value) = self.split(value) else { return Ok(()) };
        let (line, column) = (self.line, self.column);
        match self.open.last_mut() {
            None => self.done = Some(value),
            Some(Open::List { list, .. }) => list.push(value),
            Some(Open::Table { table, key, at, .. }) => match key.take() {
                None => (*key, *at) = (Some(text_of(&value)), (line, column)),
                Some(name) => {
                    if table.insert(name.clone(), value).is_some() {
                        let says =
                            format!("the key '{}' stands twice", super::error::quoted(&name));
                        let (file, (line, column)) = (self.file.to_owned(), *at);
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

/// The bytes that a tree takes in memory. Keys are weighed as the scalars that they were.
fn size(value: &Value) -> usize {
    let key = |key: &String| weight(&Value::Null) + key.len();
    let within = match value {
        Value::Array(list) => list.iter().map(size).sum::<usize>(),
        Value::Object(table) => table.iter().map(|(name, it)| key(name) + size(it)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    };
    weight(value) + within
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
    fn objects_of_lists_are_handed_over_one_by_one() {
        let item =
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, items: [{apiVersion: v1, kind: X}]}";
        let text = format!("kind: List\nitems:\n- {item}\n- 5\n---\n- {item}\n---\n{item}\n");
        let mut all = Vec::new();
        let mut lines = Vec::new();
        objects("a.yaml", &text, |value, line| {
            all.push(value);
            lines.push(line);
            Ok(())
        })
        .unwrap();
        assert_eq!(lines, [3, 1, 6, 6, 8, 8]);
        let kinds: Vec<&Value> = all.iter().map(|it| &it["kind"]).collect();
        assert_eq!(
            kinds,
            ["Pod", "List", "Pod", "Null", "X", "Pod"]
                .map(Value::from)
                .iter()
                .map(|it| if it == "Null" { &Value::Null } else { it })
                .collect::<Vec<_>>()
        );
        // What is handed over is not held.
        let many = format!("items:\n{}", format!("- {item}\n").repeat(100_000));
        let mut count = 0;
        objects("a.yaml", &many, |_, _| {
            count += 1;
            Ok(())
        })
        .unwrap();
        assert_eq!(count, 100_001);
        let small = format!("items:\n{}", "- {a: 1}\n".repeat(600_000));
        assert!(matches!(objects("a.yaml", &small, |_, _| Ok(())), Err(ImportError::Limit { .. })));
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
