//! The kind of a file, recognised by the beginning of its content.

use super::error::ImportError;
use super::kind::Kind;
use super::metrics::Hints;
use super::{bill, metrics, table};

/// Keys of JSON that stand near the beginning of a file, with its kind. The first that is there counts.
const KEYS: [(&str, Kind); 12] = [
    ("\"resultType\"", Kind::Prometheus),
    ("\"errorType\"", Kind::Prometheus),
    ("\"encrypted_data\"", Kind::Terraform),
    ("\"terraform_version\"", Kind::Terraform),
    ("\"planned_values\"", Kind::Terraform),
    ("\"resource_changes\"", Kind::Terraform),
    ("\"root_module\"", Kind::Terraform),
    ("\"format_version\"", Kind::Terraform),
    ("\"lineage\"", Kind::Terraform),
    ("\"AWSTemplateFormatVersion\"", Kind::CloudFormation),
    ("\"AWS::", Kind::CloudFormation),
    ("\"apiVersion\"", Kind::Kubernetes),
];

/// Recognises the kind of a file by the beginning of its content. A table is of metrics too if it has a column
/// that the hints name.
pub fn recognise(name: &str, head: &[u8], hints: &Hints) -> Result<Kind, ImportError> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let found = if text.starts_with(['{', '[']) {
        KEYS.iter().find(|(key, _)| text.contains(key)).map(|(_, kind)| *kind)
    } else {
        of_table(&table::columns(head), hints).or_else(|| of_yaml(text))
    };
    let unknown = || {
        let kinds = Kind::ALL.map(Kind::name).join(", ");
        ImportError::UnknownKind { file: name.to_owned(), kinds }
    };
    found.ok_or_else(unknown)
}

fn of_table(columns: &[String], hints: &Hints) -> Option<Kind> {
    let is_metrics = || metrics::is_table(columns) || hints.name_one_of(columns);
    let of_metrics = || is_metrics().then_some(Kind::Metrics);
    (columns.len() > 1).then(|| bill::kind_of(columns).or_else(of_metrics)).flatten()
}

fn of_yaml(text: &str) -> Option<Kind> {
    let has = |key: &str| text.lines().any(|line| line.trim_start_matches("- ").starts_with(key));
    if has("AWSTemplateFormatVersion:") || (has("Resources:") && text.contains("AWS::")) {
        return Some(Kind::CloudFormation);
    }
    has("apiVersion:").then_some(Kind::Kubernetes)
}
