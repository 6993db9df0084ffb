//! Templates of `CloudFormation`, as YAML and JSON.

use crate::support::{choices, drivers, import, left_out};

const TEMPLATE: &str = "\
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  One:
    Type: AWS::SecretsManager::Secret
    Properties:
      KmsKeyId: !Ref Key
      ReplicaRegions:
        - {Region: eu-west-1}
  Two:
    Type: AWS::SecretsManager::Secret
    Properties:
      ReplicaRegions: !Ref Regions
  Rotation:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      SecretId: !Ref One
      RotationRules: {AutomaticallyAfterDays: 10}
  Key:
    Type: AWS::KMS::Key
    Properties: {KeySpec: RSA_2048, EnableKeyRotation: !If [A, true, false]}
  Parameter:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Tier: Advanced}
  Bucket:
    Type: AWS::S3::Bucket
";

#[test]
fn a_template_gives_counts_and_no_value_that_a_function_makes() {
    let import = import("stack.yaml", TEMPLATE.as_bytes()).unwrap();
    let expected = [
        "aws-kms keys=1",
        "aws-kms versions_per_key=1",
        "aws-parameter-store:tier=advanced secrets=1",
        "aws-secrets-manager secrets=3",
        "aws-secrets-manager rotations=3",
        "aws-secrets-manager regions=1",
    ];
    assert_eq!(drivers(&import), expected);
    assert_eq!(choices(&import), ["aws-kms key-type=rsa-2048", "aws-kms replicas=one-region"]);
    let expected = [
        "AWS::S3::Bucket: no card prices it",
        "copies of AWS::SecretsManager::Secret: they are known only after it is applied, so it counts as one",
    ];
    assert_eq!(left_out(&import), expected);
}

#[test]
fn the_same_as_json_gives_the_same() {
    let text = r#"{"AWSTemplateFormatVersion":"2010-09-09","Resources":{"K":{"Type":"AWS::KMS::ReplicaKey","Properties":{"PrimaryKeyArn":{"Fn::GetAtt":["A","Arn"]}}}}}"#;
    let import = import("stack.json", text.as_bytes()).unwrap();
    assert_eq!(drivers(&import), ["aws-kms keys=1", "aws-kms versions_per_key=1"]);
}

#[test]
fn a_loop_makes_its_resources_for_each_text() {
    let text = r#"
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::LanguageExtensions
Resources:
  K: {Type: AWS::KMS::Key}
  'Fn::ForEach::Keys':
    - Name
    - [a, b, c]
    - 'Key${Name}': {Type: AWS::KMS::Key, Properties: {}}
      'Fn::ForEach::Secrets':
        - Number
        - [1, 2]
        - 'Secret${Name}${Number}': {Type: AWS::SecretsManager::Secret}
  'Fn::ForEach::Others':
    - Name
    - !Ref Names
    - 'Other${Name}': {Type: AWS::KMS::Key}
  X: {Properties: {}}
"#;
    let import = import("stack.yaml", text.as_bytes()).unwrap();
    let expected = [
        "aws-kms keys=4",
        "aws-kms versions_per_key=1",
        "aws-secrets-manager secrets=6",
        "aws-secrets-manager regions=1",
    ];
    assert_eq!(drivers(&import), expected);
    assert_eq!(import.files[0].count, 10);
    let expected = [
        "Fn::ForEach: how often it makes its resources is not in the template: none is counted",
        "a resource: it has no Type",
    ];
    assert_eq!(left_out(&import), expected);
    let secrets = import.drivers.iter().find(|it| it.value == 6.into()).unwrap();
    assert_eq!(secrets.origin.first[0], "Secreta1");
}

#[test]
fn a_function_anywhere_on_the_way_to_an_attribute_is_named() {
    let rotation = |rules: &str| {
        let text = format!(
            "Resources:\n  R:\n    Type: AWS::SecretsManager::RotationSchedule\n    Properties: {{RotationRules: {rules}}}\n"
        );
        left_out(&import("stack.yaml", text.as_bytes()).unwrap())
    };
    let later =
        "interval of AWS::SecretsManager::RotationSchedule: it is known only after it is applied";
    for rules in [
        "!If [Prod, {AutomaticallyAfterDays: 30}, !Ref \"AWS::NoValue\"]",
        "{AutomaticallyAfterDays: !FindInMap [M, a, b]}",
        "{Fn::If: [Prod, {ScheduleExpression: rate(1 day)}, {}]}",
    ] {
        assert_eq!(rotation(rules), [later], "{rules}");
    }
    let none = "AWS::SecretsManager::RotationSchedule: it names no interval, so nothing counts it";
    assert_eq!(rotation("{}"), [none]);
    let text = "Resources:\n  K:\n    Type: AWS::KMS::Key\n    Properties: {EnableKeyRotation: !If [A, true, false], RotationPeriodInDays: 90}\n";
    let import = import("stack.yaml", text.as_bytes()).unwrap();
    let expected = ["EnableKeyRotation of AWS::KMS::Key: it is known only after it is applied"];
    assert_eq!(left_out(&import), expected);
    assert!(!import.notes.iter().any(|it| it.contains("90 days")), "{:?}", import.notes);
}

#[test]
fn properties_that_a_function_makes_are_known_only_later() {
    let text = r#"{"AWSTemplateFormatVersion":"2010-09-09","Resources":{"S":{"Type":"AWS::SecretsManager::Secret","Properties":{"Fn::If":["c",{},{}]}}}}"#;
    let import = import("t.json", text.as_bytes()).unwrap();
    assert!(drivers(&import).contains(&"aws-secrets-manager secrets=1".to_owned()));
    let left = left_out(&import);
    let expected = "copies of AWS::SecretsManager::Secret: they are known only after it is applied, so it counts as one";
    assert!(left.contains(&expected.to_owned()), "{left:?}");
}
