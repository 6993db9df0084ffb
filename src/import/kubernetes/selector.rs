//! Selectors of objects by their labels.

use serde_json::Value;

use crate::import::tree;

/// The labels that an object must have: all that are named, with all expressions.
#[derive(Debug)]
pub struct Selector<'a> {
    labels: Vec<(&'a str, &'a Value)>,
    expressions: Vec<Expression<'a>>,
}

/// A condition on one label.
#[derive(Debug)]
struct Expression<'a> {
    key: &'a str,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

impl<'a> Selector<'a> {
    /// Reads a selector. `None` if an expression is none that Kubernetes knows.
    pub fn read(selector: &'a Value) -> Option<Self> {
        let labels = selector.get("matchLabels").and_then(Value::as_object);
        let labels = labels.into_iter().flatten().map(|(name, value)| (name.as_str(), value));
        let expressions = tree::all(selector, "matchExpressions").into_iter();
        let expressions = expressions.map(Expression::read).collect::<Option<_>>()?;
        Some(Self { labels: labels.collect(), expressions })
    }

    /// Returns whether it chooses an object with these labels.
    pub fn chooses(&self, labels: &Value) -> bool {
        self.labels.iter().all(|(name, value)| labels.get(name) == Some(value))
            && self.expressions.iter().all(|it| it.holds(labels))
    }
}

impl<'a> Expression<'a> {
    fn read(expression: &'a Value) -> Option<Self> {
        let operator = match tree::text(expression, "operator")? {
            "In" => Operator::In,
            "NotIn" => Operator::NotIn,
            "Exists" => Operator::Exists,
            "DoesNotExist" => Operator::DoesNotExist,
            _ => return None,
        };
        let values = tree::all(expression, "values").into_iter().filter_map(tree::scalar);
        let key = expression.get("key").and_then(Value::as_str)?;
        Some(Self { key, operator, values: values.collect() })
    }

    fn holds(&self, labels: &Value) -> bool {
        let own = labels.get(self.key).and_then(tree::scalar);
        let is_listed = own.as_ref().is_some_and(|own| self.values.contains(own));
        match self.operator {
            Operator::In => is_listed,
            // An object without the label is chosen too.
            Operator::NotIn => !is_listed,
            Operator::Exists => own.is_some(),
            Operator::DoesNotExist => own.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn expressions_choose_by_a_label_its_values_or_its_lack() {
        let labels = [json!({"team": "x"}), json!({"team": "y"}), json!({})];
        for (operator, values, expected) in [
            ("In", json!(["x"]), [true, false, false]),
            ("NotIn", json!(["x"]), [false, true, true]),
            ("Exists", json!([]), [true, true, false]),
            ("DoesNotExist", Value::Null, [false, false, true]),
        ] {
            let expression = json!({"key": "team", "operator": operator, "values": values});
            let selector = json!({"matchExpressions": [expression]});
            let selector = Selector::read(&selector).unwrap();
            let found = labels.each_ref().map(|labels| selector.chooses(labels));
            assert_eq!(found, expected, "{operator}");
        }
        let odd = json!({"matchExpressions": [{"key": "team", "operator": "Near"}]});
        assert!(Selector::read(&odd).is_none());
        let both = json!({"matchLabels": {"team": "x"}, "matchExpressions": [{"key": "old", "operator": "Exists"}]});
        assert!(!Selector::read(&both).unwrap().chooses(&labels[0]));
    }
}
