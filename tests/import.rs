//! Imports: the samples in `tests/import/` give exactly these drivers, and hostile variants give errors.

#[path = "import_rules/bills.rs"]
mod bills;
#[path = "import_rules/hostile.rs"]
mod hostile;
#[path = "import_rules/kubernetes.rs"]
mod kubernetes;
#[path = "import_rules/metrics.rs"]
mod metrics;
#[path = "import_rules/places.rs"]
mod places;
#[path = "import_rules/spans.rs"]
mod spans;
#[path = "import_rules/support.rs"]
mod support;
#[path = "import_rules/taken.rs"]
mod taken;
#[path = "import_rules/templates.rs"]
mod templates;
#[path = "import_rules/terraform.rs"]
mod terraform;
#[path = "import_rules/variants.rs"]
mod variants;
