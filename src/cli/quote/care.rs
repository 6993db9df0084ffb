//! What to take care of: warnings, and prices that are old or not the vendor's own.

use std::io;

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
    texts.extend(prices(request, stale_after, page));
    for companion in &request.companions {
        let name = companion.card.name();
        let of_companion = prices(companion, stale_after, page);
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

/// That a card's prices are old, or a third party's; what the user set is neither.
fn prices(request: &Request, stale_after: u32, page: &Page<'_>) -> Vec<String> {
    let card = &request.card;
    let theirs = card.charges.iter().zip(&request.selection.prices);
    let theirs: Vec<_> =
        theirs.filter(|(_, own)| own.is_none()).map(|(charge, _)| charge).collect();
    let mut texts = Vec::new();
    let age = Age::of(card, page.today, stale_after);
    if age.stale && !theirs.is_empty() {
        let date = card.dated();
        let date = if card.is_dated() { format!("of {date}") } else { format!("read on {date}") };
        let days = words::count(usize::try_from(age.days).unwrap_or_default(), "day");
        texts.push(format!("prices {date} are {days} old: check the source"));
    }
    let third = theirs.iter().filter(|charge| charge.confidence == Confidence::ThirdParty);
    let third: Vec<&str> = third.map(|charge| charge.label.as_str()).collect();
    if !third.is_empty() {
        let labels = third.join(", ");
        texts.push(format!(
            "{labels}: priced by a third party, not by the vendor: check with the vendor"
        ));
    }
    texts
}
