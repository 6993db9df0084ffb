//! What to take care of: warnings, and prices that are old or not the vendor's own.

use std::io;

use whatif_pricing::Invoice;
use whatif_pricing::charge::Confidence;

use crate::cli::cards::Age;
use crate::cli::page::Page;
use crate::cli::request::{Quoted, Request};
use crate::cli::words;

pub fn write(
    request: &Request,
    quoted: &Quoted,
    stale_after: u32,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let mut texts = request.warnings(quoted);
    texts.extend(prices(request, &quoted.invoice, stale_after, page));
    for (companion, invoice) in request.companions.iter().zip(&quoted.companions) {
        let name = companion.card.name();
        let of_companion = prices(companion, invoice, stale_after, page);
        texts.extend(of_companion.into_iter().map(|text| format!("{name}: {text}")));
    }
    if texts.is_empty() {
        return Ok(());
    }
    page.heading("Take care")?;
    let lead = format!("  {} ", page.glyphs.warning);
    for text in texts {
        page.paragraph(&lead, &text)?;
    }
    Ok(())
}

/// That a card's prices are old and, of what is used, a third party's; what the user set is neither.
pub fn prices(
    request: &Request,
    invoice: &Invoice,
    stale_after: u32,
    page: &Page<'_>,
) -> Vec<String> {
    let card = &request.card;
    let mut texts = Vec::new();
    let age = Age::of(card, page.today, stale_after);
    if age.stale && request.selection.prices.iter().any(Option::is_none) {
        let date = card.dated();
        let date = if card.is_dated() { format!("of {date}") } else { format!("read on {date}") };
        let days = words::count(usize::try_from(age.days).unwrap_or_default(), "day");
        texts.push(format!("prices {date} are {days} old: check the source"));
    }
    texts.extend(third_party(request, invoice));
    texts
}

/// That charges are used at a third party's price.
pub fn third_party(request: &Request, invoice: &Invoice) -> Option<String> {
    let used = invoice.lines.iter().filter(|line| !line.billed_quantity.is_zero());
    let charges = used.map(|line| line.charge).filter(|charge| {
        let confidence = &request.card.charges[*charge].confidence;
        let own = request.selection.prices[*charge].is_some();
        !own && *confidence.pick(&request.selection.options) == Confidence::ThirdParty
    });
    let labels: Vec<&str> = charges.map(|it| &*request.card.charges[it].label).collect();
    (!labels.is_empty()).then(|| {
        let labels = labels.join(", ");
        format!("{labels}: priced by a third party, not by the vendor: check with the vendor")
    })
}
