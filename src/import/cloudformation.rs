//! Templates of `CloudFormation`: counts, and attributes as far as no function calculates them.

use serde_json::Value;

use super::draft::Draft;
use super::error::ImportError;
use super::resources::{Change, Resource, apply};
use super::source::Input;
use super::{tree, yaml};

/// Reads a template. Returns the number of resources.
pub fn read(file: &str, input: Input<'_>, draft: &mut Draft) -> Result<u64, ImportError> {
    let text = input.text(file)?;
    if text.trim_start().starts_with('{') {
        return template(file, &tree::json(file, &text)?, draft);
    }
    let mut count = 0;
    yaml::documents(file, &text, |document| {
        count += template(file, &document, draft)?;
        Ok(())
    })?;
    Ok(count)
}

fn template(file: &str, template: &Value, draft: &mut Draft) -> Result<u64, ImportError> {
    let Some(resources) = template.get("Resources").and_then(Value::as_object) else {
        return Err(ImportError::OtherKind {
            file: file.to_owned(),
            kind: "cloudformation",
            found: "it has no Resources".to_owned(),
        });
    };
    let mut count = 0;
    for (address, resource) in resources {
        let Some(kind) = resource.get("Type").and_then(Value::as_str) else { continue };
        let values = resource.get("Properties").unwrap_or(&Value::Null);
        let (unknown, change) = (&Value::Null, Change::Exists);
        apply(&Resource { file, address, kind, values, unknown, change }, draft)?;
        if resource.get("Condition").is_some() {
            let row = super::draft::Row { file, unit: "resources", name: address };
            let why = "it is made under a condition, and counts as if it were made";
            draft.leave_out("conditions", why, row);
        }
        count += 1;
    }
    let note = "a stack set makes what it has in each of its accounts and regions";
    draft.notes.insert(format!("{file}: {note}"));
    Ok(count)
}
