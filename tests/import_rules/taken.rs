//! What an import changes in a scenario, and what the file says of it afterwards.

use std::collections::BTreeMap;

use whatif::import::{Pick, TakeError};
use whatif::scenario::ScenarioFile;
use whatif_pricing::{Value, Vocabulary};

use crate::support::{import_sample, scenario};

fn pick(card: &str) -> Pick {
    Pick { card: Some(card.to_owned()), ..Pick::default() }
}

#[test]
fn an_import_sets_drivers_and_choices_and_says_from_where() {
    let import = import_sample("terraform-plan.json");
    let (taken, changes) = import.taken(&pick("aws-secrets-manager"), &scenario()).unwrap();
    let changes: Vec<String> =
        changes.iter().map(|it| format!("{} -> {} {}", it.old, it.new, it.from)).collect();
    let expected = [
        "100 -> 10 6 resources in terraform-plan.json",
        "0 -> =(37 / 7)/month 2 resources in terraform-plan.json",
        "0 -> 1 1 resource in terraform-plan.json",
        "1 -> 1 6 resources in terraform-plan.json",
    ];
    assert_eq!(changes, expected);
    assert_eq!(taken.selected.as_str(), "aws-secrets-manager");
    let records = BTreeMap::new();
    let file =
        ScenarioFile { scenario: taken, records: records.clone(), baseline_records: records };
    let text = file.text();
    assert!(text.contains(
        "[imported.secrets]\nfrom = \"6 resources in terraform-plan.json\"\nvalue = \"10\"\n"
    ));
    assert_eq!(ScenarioFile::read(&text).unwrap(), file);
}

#[test]
fn a_later_edit_is_visible_as_an_edit() {
    let secrets = Vocabulary::standard().find("secrets").unwrap();
    let import = import_sample("kubernetes.yaml");
    let (mut taken, _) = import.taken(&pick("gcp-secret-manager"), &scenario()).unwrap();
    let (origin, is_edited) = taken.import_of(secrets).unwrap();
    assert_eq!((&*origin.from, is_edited), ("1 object in kubernetes.yaml", false));
    taken.inputs.workload.set(secrets, Value::Number(7.into())).unwrap();
    assert!(taken.import_of(secrets).unwrap().1);
    assert!(taken.import_of(Vocabulary::standard().find("keys").unwrap()).is_none());
}

#[test]
fn values_of_several_cards_are_refused_and_the_scenario_stays() {
    let import = import_sample("terraform-plan.json");
    let error = import.taken(&Pick::default(), &scenario()).unwrap_err();
    assert!(matches!(&error, TakeError::Several { driver, .. } if driver == "Keys"), "{error}");
    let error = import.taken(&pick("aws-parameter-store"), &scenario()).unwrap_err().to_string();
    assert_eq!(
        error,
        "Secrets has several values: aws-parameter-store:tier=advanced 1, aws-parameter-store:tier=standard 1: name one with --card"
    );
    let mut advanced = pick("aws-parameter-store");
    advanced.variant.insert("tier".to_owned(), "advanced".to_owned());
    let (taken, _) = import.taken(&advanced, &scenario()).unwrap();
    let offer = taken.inputs.offers.get(&taken.selected).unwrap();
    assert_eq!(offer.choices.options["tier"], "advanced");
    let error = import.taken(&pick("phase"), &scenario()).unwrap_err();
    assert!(matches!(error, TakeError::Nothing { .. }), "{error}");
}
