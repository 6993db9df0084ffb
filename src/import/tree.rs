//! Documents as trees, and the paths to what is in them.

use serde_json::Value;

use super::error::ImportError;

/// The value at a path of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum At<'a> {
    /// The values, of lists each element's.
    Found(Vec<&'a Value>),
    /// It is known only when the change is carried out, or calculated by a function.
    Unknown,
    /// There is none.
    Missing,
}

/// The most bytes that a tree takes in memory, as far as its text tells.
pub const TREE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The bytes that a table, a list and any other value take, beside their texts.
const TABLE_BYTES: usize = 640;
const LIST_BYTES: usize = 64;
const VALUE_BYTES: usize = 56;

/// Refuses a text that would become a large tree.
pub fn check_size(file: &str, text: &str) -> Result<(), ImportError> {
    let bytes = text.as_bytes();
    let signs = memchr::memchr3_iter(b'{', b'[', b',', bytes).map(|at| match bytes[at] {
        b'{' => TABLE_BYTES,
        b'[' => LIST_BYTES,
        _ => VALUE_BYTES,
    });
    let is_beyond = |sum: &mut usize, weight: usize| {
        *sum += weight;
        Some(*sum > TREE_BYTES_MAX)
    };
    if !signs.scan(0, is_beyond).any(|it| it) {
        return Ok(());
    }
    Err(ImportError::Limit {
        file: file.to_owned(),
        what: "the document",
        found: "more bytes in memory".to_owned(),
        limit: TREE_BYTES_MAX.to_string(),
        remedy: "split it",
    })
}

/// The bytes that a value takes in memory, without those in it.
#[must_use]
pub fn weight(value: &Value) -> usize {
    match value {
        Value::Object(_) => TABLE_BYTES,
        Value::Array(_) => LIST_BYTES,
        Value::String(text) => VALUE_BYTES + text.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) => VALUE_BYTES,
    }
}

/// Reads a text as JSON.
pub fn json(file: &str, text: &str) -> Result<Value, ImportError> {
    check_size(file, text)?;
    serde_json::from_str(text).map_err(|error| syntax(file, &error))
}

/// The error of the JSON reader, with its place.
pub fn syntax(file: &str, error: &serde_json::Error) -> ImportError {
    let whole = error.to_string();
    let says = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
    let (line, column) = (error.line() as u64, error.column() as u64);
    ImportError::Syntax { file: file.to_owned(), line, column, says }
}

/// The values at a path of keys with dots between. Lists on the way are walked through.
#[must_use]
pub fn all<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![value];
    for key in path.split('.') {
        found = found.into_iter().flat_map(elements).filter_map(|it| it.get(key)).collect();
    }
    found.into_iter().flat_map(elements).filter(|it| !it.is_null()).collect()
}

/// Returns whether a value, one on the way of a path from it, or one at its end is of a kind.
#[must_use]
pub fn meets(value: &Value, path: &str, is_meant: fn(&Value) -> bool) -> bool {
    let mut reached = vec![value];
    if is_meant(value) {
        return true;
    }
    for key in path.split('.') {
        let next = reached.into_iter().flat_map(elements).filter_map(|it| it.get(key));
        reached = next.collect();
        if reached.iter().copied().flat_map(elements).any(is_meant) {
            return true;
        }
    }
    false
}

/// The elements of a list, or the value itself.
fn elements(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(list) => Box::new(list.iter().flat_map(elements)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Box::new(std::iter::once(value))
        }
    }
}

/// The text at a key. `None` if there is none.
#[must_use]
pub fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    all(value, path).into_iter().find_map(Value::as_str)
}

/// A scalar as text. `None` for lists and tables.
#[must_use]
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The texts of a list, or the one of a scalar.
#[must_use]
pub fn scalars(value: &Value) -> Vec<String> {
    elements(value).filter_map(scalar).collect()
}

/// Returns whether a path is marked as unknown: a `true` at it or anywhere above it.
#[must_use]
pub fn is_marked(marks: &Value, path: &str) -> bool {
    let mut reached = vec![marks];
    for key in path.split('.') {
        reached = reached.into_iter().flat_map(elements).collect();
        if reached.iter().any(|it| **it == Value::Bool(true)) {
            return true;
        }
        reached = reached.into_iter().filter_map(|it| it.get(key)).collect();
    }
    reached.into_iter().flat_map(elements).any(|it| *it == Value::Bool(true))
}
