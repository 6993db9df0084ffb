//! Templates of `CloudFormation`: counts, and attributes as far as no function calculates them.

use serde_json::{Map, Value};

use super::draft::{Draft, Row};
use super::error::ImportError;
use super::resources::{Change, Holders, Resource, apply};
use super::source::Input;
use super::{tree, yaml};

/// The beginning of the name of a loop over resources.
const LOOP: &str = "Fn::ForEach::";
/// The most loops inside of each other, and the most resources that loops make.
const DEPTH_MAX: usize = 8;
const MADE_MAX: u64 = 100_000;

/// Reads a template. Returns the number of resources.
pub fn read(file: &str, input: Input<'_>, draft: &mut Draft) -> Result<u64, ImportError> {
    let text = input.text(file)?;
    let mut template = Template { file, draft, count: 0 };
    if text.trim_start().starts_with('{') {
        template.read(&tree::json(file, &text)?)?;
    } else {
        yaml::documents(file, &text, |document| template.read(&document))?;
    }
    Ok(template.count)
}

struct Template<'a, 'd> {
    file: &'a str,
    draft: &'d mut Draft,
    count: u64,
}

/// The name and the text of each loop around a resource.
type Loops = Vec<(String, String)>;

impl Template<'_, '_> {
    fn read(&mut self, template: &Value) -> Result<(), ImportError> {
        let Some(resources) = template.get("Resources").and_then(Value::as_object) else {
            return Err(ImportError::OtherKind {
                file: self.file.to_owned(),
                kind: "cloudformation",
                found: "it has no Resources".to_owned(),
            });
        };
        self.resources(resources, &Loops::new())?;
        let note = "a stack set makes what it has in each of its accounts and regions";
        self.draft.notes.insert(format!("{}: {note}", self.file));
        Ok(())
    }

    fn resources(
        &mut self,
        resources: &Map<String, Value>,
        loops: &Loops,
    ) -> Result<(), ImportError> {
        for (name, resource) in resources {
            if name.starts_with(LOOP) {
                self.each(name, resource, loops)?;
            } else {
                self.resource(&filled(name, loops), resource)?;
            }
        }
        Ok(())
    }

    fn resource(&mut self, address: &str, resource: &Value) -> Result<(), ImportError> {
        let (file, row) = (self.file, Row { file: self.file, unit: "resources", name: address });
        let Some(kind) = resource.get("Type").and_then(Value::as_str) else {
            self.draft.leave_out("a resource", "it has no Type", row);
            return Ok(());
        };
        self.count += 1;
        if self.count > MADE_MAX {
            return Err(ImportError::Limit {
                file: file.to_owned(),
                what: "the template",
                found: "more resources".to_owned(),
                limit: MADE_MAX.to_string(),
                remedy: "split it",
            });
        }
        let values = resource.get("Properties").unwrap_or(&Value::Null);
        let (unknown, change, holders) = (&Value::Null, Change::Exists, &Holders::default());
        apply(&Resource { file, address, kind, values, unknown, change, holders }, self.draft)?;
        if resource.get("Condition").is_some() {
            let why = "it is made under a condition, and counts as if it were made";
            self.draft.leave_out("conditions", why, row);
        }
        Ok(())
    }

    /// A loop: a name, a list of texts, and the resources that are made for each of them.
    fn each(&mut self, name: &str, body: &Value, loops: &Loops) -> Result<(), ImportError> {
        let parts = body.as_array().map(Vec::as_slice).unwrap_or_default();
        let read = match parts {
            [variable, texts, made] if loops.len() < DEPTH_MAX => {
                let texts = texts.as_array().and_then(|list| {
                    list.iter().map(tree::scalar).collect::<Option<Vec<String>>>()
                });
                variable.as_str().zip(texts).zip(made.as_object())
            }
            _ => None,
        };
        let Some(((variable, texts), made)) = read else {
            let row = Row { file: self.file, unit: "resources", name };
            let why = "how often it makes its resources is not in the template: none is counted";
            self.draft.leave_out("Fn::ForEach", why, row);
            return Ok(());
        };
        for text in texts {
            let mut inner = loops.clone();
            inner.push((variable.to_owned(), text));
            self.resources(made, &inner)?;
        }
        Ok(())
    }
}

/// A name with the texts of the loops around it.
fn filled(name: &str, loops: &Loops) -> String {
    let fill = |name: String, (variable, text): &(String, String)| {
        name.replace(&format!("${{{variable}}}"), text).replace(&format!("&{{{variable}}}"), text)
    };
    loops.iter().fold(name.to_owned(), fill)
}
