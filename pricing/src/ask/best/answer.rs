//! Of the combinations of a provider the cheapest, the next, and why.

use std::cmp::Ordering;

use super::combine::{Combination, Combinations};
use super::{BestOffer, Chosen, Commitment, Job, LeftOut, Part, ProviderBest, Question, Why};
use crate::card::bound::Bound;
use crate::card::rate_card::Choosing;
use crate::invoice::quote::Invoice;
use crate::number::money::Currency;
use crate::number::ratio::Ratio;
use crate::rate::tariff::Tariff;
use crate::time::cycle::Cycle;

/// A combination with its total. None if it cannot be ranked.
struct Priced<'c> {
    combination: &'c Combination,
    total: Option<Ratio>,
}

/// The best of one provider.
pub(super) fn answer(
    question: &Question<'_>,
    job: &Job,
    provider: &str,
    found: &Combinations,
) -> ProviderBest {
    let mut left_out = found.left_out.clone();
    let mut priced: Vec<Priced<'_>> = Vec::with_capacity(found.all.len());
    for combination in &found.all {
        let carried = || job.carried(question, &combination.offer);
        match if combination.is_out { Ok(None) } else { carried() } {
            Ok(total) => priced.push(Priced { combination, total }),
            Err(error) => {
                let card = combination.offer.card().id.clone();
                left_out.push(LeftOut::Failed { card, error });
            }
        }
    }
    left_out.extend(never_ranked(question, job, &priced));
    let best = lowest(question, &priced, |_| true);
    let runner_up = best.and_then(|best| {
        lowest(question, &priced, |it| {
            let is_other = it.combination.offer.card().id != best.combination.offer.card().id;
            is_other || it.total > best.total
        })
    });
    let described = |it: &Priced<'_>| described(question, job, &priced, it);
    ProviderBest {
        provider: provider.to_owned(),
        best: best.map(described),
        runner_up: runner_up.map(described),
        tried: priced.len(),
        left_out,
    }
}

/// The cheapest of those that can be ranked: in the question's currency, if any is in it.
fn lowest<'p>(
    question: &Question<'_>,
    priced: &'p [Priced<'p>],
    may_be: impl Fn(&Priced<'_>) -> bool,
) -> Option<&'p Priced<'p>> {
    let ranked = || priced.iter().filter(|it| it.total.is_some());
    let currency = |it: &Priced<'_>| it.combination.offer.currency();
    let shown = ranked().find(|it| currency(it) == question.currency).or_else(|| ranked().next());
    let shown = shown.map(currency)?;
    let rivals = ranked().filter(|it| currency(it) == shown && may_be(it));
    // Of those that cost the same the one that binds for the shortest time, then the one that is set.
    rivals.min_by_key(|it| (it.total, it.combination.hours_bound()))
}

/// The cards of which no combination can be ranked, and what stands against the one that is set.
fn never_ranked(question: &Question<'_>, job: &Job, priced: &[Priced<'_>]) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    for of_card in
        priced.chunk_by(|a, b| a.combination.offer.card().id == b.combination.offer.card().id)
    {
        if of_card.iter().all(|it| it.total.is_none()) {
            let card = of_card[0].combination.offer.card().id.clone();
            let because = job.unranked(question, &of_card[0].combination.offer);
            let parts = of_card[0].combination.parts.iter().skip(1);
            let companions = parts.map(|part| part.card.id.clone()).collect();
            left_out.push(LeftOut::Unranked { card, companions, because });
        }
    }
    left_out
}

fn described(
    question: &Question<'_>,
    job: &Job,
    priced: &[Priced<'_>],
    of: &Priced<'_>,
) -> BestOffer {
    let Combination { offer, parts, .. } = of.combination;
    let free = parts.iter().enumerate().flat_map(|(place, part)| {
        let options = part.card.options.iter().enumerate();
        let free = options.filter(|(_, option)| option.choose == Choosing::Price);
        free.map(move |(option, _)| (place, option))
    });
    let chosen = free.filter_map(|(part, option)| {
        let choice = parts[part].selection.options[option];
        let why = why(question, job, priced, of, (part, option))?;
        Some(Chosen { part, option, choice, why })
    });
    BestOffer {
        parts: parts.clone(),
        total: of.total.unwrap_or_default(),
        currency: offer.currency(),
        chosen: chosen.collect(),
        commitments: commitments(question, offer.tariffs(), parts, job),
    }
}

/// Why an option is chosen as it is: by the best that can be had with another choice of it. None if no other
/// choice was tried.
fn why(
    question: &Question<'_>,
    job: &Job,
    priced: &[Priced<'_>],
    of: &Priced<'_>,
    (part, option): (usize, usize),
) -> Option<Why> {
    let choice = |it: &Priced<'_>| it.combination.parts[part].selection.options[option];
    let same_cards = |it: &&Priced<'_>| {
        let ids = |parts: &[Part]| parts.iter().map(|it| it.card.id.clone()).collect::<Vec<_>>();
        ids(&it.combination.parts) == ids(&of.combination.parts)
    };
    let currency = |it: &Priced| it.combination.offer.currency();
    let same_cards = |it: &&Priced| same_cards(it) && currency(it) == currency(of);
    let others = || priced.iter().filter(same_cards).filter(|it| choice(it) != choice(of));
    let ranked = others().filter(|it| it.total.is_some());
    let Some(next) = ranked.min_by_key(|it| (it.total, it.combination.hours_bound())) else {
        // The one that differs in this choice alone says what stands against it.
        let differs = |it: &&Priced<'_>| {
            let parts = it.combination.parts.iter().zip(&of.combination.parts);
            let changed = parts.map(|(one, other)| {
                let pairs = one.selection.options.iter().zip(&other.selection.options);
                pairs.filter(|(one, other)| one != other).count()
            });
            changed.sum::<usize>()
        };
        let other = others().min_by_key(differs)?;
        let because = job.unranked(question, &other.combination.offer);
        return Some(Why::Only { other: choice(other), because });
    };
    let by = next.total?.minus(of.total?).ok()?;
    let next = choice(next);
    Some(match by.cmp(&Ratio::ZERO) {
        Ordering::Greater => Why::Lower { next, by },
        Ordering::Equal => Why::Same { other: next },
        Ordering::Less => Why::Higher { next, by: Ratio::ZERO.minus(by).ok()? },
    })
}

/// The amounts paid ahead for terms that are longer than the period.
fn commitments(
    question: &Question<'_>,
    tariffs: &[Tariff],
    parts: &[Part],
    job: &Job,
) -> Vec<Commitment> {
    let mut found = Vec::new();
    for (part, tariff) in tariffs.iter().enumerate() {
        let mut invoice = Invoice::default();
        if job.quote(tariff, &mut invoice).is_err() {
            continue; // it would have no rank
        }
        for line in &invoice.lines {
            let cycle = tariff.rated(line.charge).sampling().cycle();
            let Cycle::Term { first: months, .. } = cycle else { continue };
            let mut terms = tariff.clock.turns(cycle);
            let is_longer = terms.any(|term| term.to > tariff.window().to);
            let in_full = line.amount.filter(|amount| is_longer && !amount.is_zero());
            if let Some(in_full) = in_full {
                let charge = line.charge;
                let (term, is_paid_ahead) = (Bound::Months(months), true);
                found.push(Commitment { part, charge, term, in_full, is_paid_ahead });
            }
        }
        if found.iter().all(|it| it.part != part) {
            found.extend(bound_by_choice(question, (part, &parts[part]), &invoice, job));
        }
    }
    found
}

/// What a choice obliges to that binds for longer than the period and is paid as time goes by: at the present
/// use, for all of its term. A line counts that another choice would price otherwise. One for what is beyond an
/// included quantity is use that obliges to nothing.
fn bound_by_choice(
    question: &Question<'_>,
    (part, of): (usize, &Part),
    invoice: &Invoice,
    job: &Job,
) -> Vec<Commitment> {
    let mut found = Vec::new();
    for (option, choice) in of.selection.options.iter().enumerate() {
        let Some(term) = of.card.options[option].terms[*choice] else { continue };
        let Some(periods) = term.periods(&job.usage).ok().filter(|it| *it > Ratio::ONE) else {
            continue;
        };
        let mut other = of.selection.clone();
        other.options[option] = usize::from(*choice == 0);
        let mut without = Invoice::default();
        let quoted = Tariff::new(&of.card, &other, question.terms);
        let quoted = quoted.and_then(|tariff| job.quote(&tariff, &mut without));
        if quoted.is_err() {
            continue;
        }
        let is_owed = |charge: usize| of.card.charges[charge].axes.allow.is_none();
        let lines = invoice.lines.iter().zip(&without.lines);
        for (line, other) in lines.filter(|(line, _)| is_owed(line.charge)) {
            let amount = line.amount.filter(|it| !it.is_zero() && Some(*it) != other.amount);
            let in_full = amount.and_then(|amount| amount.times(periods).ok());
            if let Some(in_full) = in_full {
                let (charge, is_paid_ahead) = (line.charge, false);
                found.push(Commitment { part, charge, term, in_full, is_paid_ahead });
            }
        }
    }
    found
}

/// The lower total first, those in another currency after, those without an offer last.
pub(super) fn order(currency: Currency, one: &ProviderBest, other: &ProviderBest) -> Ordering {
    let key = |it: &ProviderBest| {
        let best = it.best.as_ref();
        let rank = best.map_or(2, |best| u8::from(best.currency != currency));
        (rank, best.filter(|best| best.currency == currency).map(|best| best.total))
    };
    key(one).cmp(&key(other))
}
