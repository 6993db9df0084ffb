//! The totals as comma-separated values (RFC 4180): a header, then one row for each point.
//!
//! Figures are exact plain decimals; a cell is empty where a total is not known as a whole.

use whatif_pricing::{Ratio, plain};

use super::Answer;

/// The whole table.
pub fn table(answer: &Answer) -> String {
    let driver = &answer.axis.workload().vocabulary()[answer.axis.driver()].name;
    let heads = answer.requests.iter().map(|request| {
        let head = format!("{} {}", request.card.id, answer.currency);
        cell(&head)
    });
    let mut table = row(std::iter::once(cell(driver)).chain(heads));
    for (point, step) in answer.sweep.steps.iter().enumerate() {
        let value = plain(Ratio::whole(answer.axis.value(*step)));
        let totals = answer.sweep.offers.iter().map(|swept| {
            let total = swept.as_ref().and_then(|swept| swept.totals[point]);
            let known = total.filter(|total| total.complete);
            known.map_or_else(String::new, |total| plain(total.amount))
        });
        table.push_str(&row(std::iter::once(value).chain(totals)));
    }
    table
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let mut row = cells.collect::<Vec<_>>().join(",");
    row.push_str("\r\n");
    row
}

/// A text as a cell. A spreadsheet takes what begins with one of these signs for a formula: an
/// apostrophe before it keeps it a text.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_cannot_be_formulas() {
        assert_eq!(cell("aws-kms USD"), "aws-kms USD");
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(cell("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
        for sign in ["=1", "+1", "-1", "@a", "\tx"] {
            assert!(cell(sign).starts_with('\''), "{sign}");
        }
    }
}
