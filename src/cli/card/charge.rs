//! One charge of a card in words: its price by option, and how its quantity is read.

use std::io;

use rust_decimal::Decimal;
use whatif_pricing::charge::{Axes, Charge, Meter, MonthLength, Prorate, Rate, Trial};
use whatif_pricing::choice::Choice;
use whatif_pricing::counted;
use whatif_pricing::cycle::Cycle;
use whatif_pricing::tiers::Tier;
use whatif_pricing::{Formula, Places, RateCard, Ratio, written};

use crate::report::page::Page;

/// Seconds in a day; every clock of a card has a fixed offset.
const DAY_SECONDS: i64 = 86_400;

/// Writes a charge: a headline, then what there is to say on each axis.
pub fn write(card: &RateCard, charge: &Charge, page: &mut Page<'_>) -> io::Result<()> {
    let confidence = choices(card, &charge.confidence, |confidence| confidence.name().to_owned());
    let rules = charge.rules.join(" ");
    page.line(&format!("  {}: {} ({confidence}; {rules})", charge.id, charge.label))?;
    for line in lines(card, charge) {
        page.paragraph("      ", &line)?;
    }
    Ok(())
}

fn lines(card: &RateCard, charge: &Charge) -> Vec<String> {
    let axes = &charge.axes;
    let mut lines = vec![price(card, charge)];
    lines.push(format!("for {}", meter(card, axes)));
    lines.extend(axes.while_above_zero.as_ref().map(while_above_zero));
    lines.extend(
        axes.scope
            .as_ref()
            .map(|scope| format!("each of {} on its own, spread evenly", scope.groups.text())),
    );
    lines.extend(axes.allow.as_ref().map(|allow| {
        let included = choices(card, &allow.quantity, |formula| formula.text().to_owned());
        format!("of which {included} {} included", if included == "1" { "is" } else { "are" })
    }));
    lines.extend(axes.trial.as_ref().map(|trial| trial_words(card, trial)));
    lines.extend(quantize(card, axes));
    lines.extend(prorate(card, axes));
    lines.extend(pool(card, charge));
    lines.extend(bounds(axes));
    lines
}

fn trial_words(card: &RateCard, trial: &Trial) -> String {
    let length = |days: &Option<u32>| {
        days.map_or("none".to_owned(), |days| counted(Ratio::from(days), "day"))
    };
    let days = choices(card, &trial.days, length);
    match &trial.allow {
        None => format!("free in the first days: {days}"),
        Some(included) => {
            let included = choices(card, included, |formula| formula.text().to_owned());
            format!("in the first days ({days}) {included} included instead")
        }
    }
}

/// The amount that the charge shares with others.
fn pool(card: &RateCard, charge: &Charge) -> Option<String> {
    let place = card.charge(&charge.id).ok()?;
    let pool = card.pools.iter().find(|pool| pool.of.charges.contains(&place))?;
    let labels = pool.of.charges.iter().map(|other| card.charges[*other].label.as_str());
    let labels: Vec<&str> = labels.collect();
    let amount = choices(card, &pool.amount, |formula| formula.text().to_owned());
    let (label, each) = (&pool.label, each(pool.of.every));
    Some(format!("{label}: {amount} included over {each} for {}", labels.join(", then ")))
}

fn while_above_zero(formula: &Formula) -> String {
    format!("only while {} is above 0", formula.text())
}

fn price(card: &RateCard, charge: &Charge) -> String {
    let price = &charge.axes.price;
    let unit = match &price.of {
        Choice::Same(one) if *one == Decimal::ONE => charge.unit.clone(),
        Choice::Same(of) => counted(Ratio::whole(*of), &charge.unit),
        of @ Choice::By { .. } => choices(card, of, |of| counted(Ratio::whole(*of), &charge.unit)),
    };
    let per = price.per.map_or_else(String::new, |per| format!(" / {per}"));
    let amounts = |amount: &Choice<Option<Decimal>>| choices(card, amount, |it| money(*it));
    match &price.rate {
        Rate::Unpublished(why) => format!("price unpublished: {why} (per {unit}{per})"),
        Rate::Flat(amount) => format!("{}{per}, whatever the quantity", amounts(amount)),
        Rate::PerUnit(amount @ Choice::Same(_)) => format!("{} per {unit}{per}", amounts(amount)),
        Rate::PerUnit(amount) => format!("per {unit}{per}: {}", amounts(amount)),
        Rate::Graduated(tiers) => {
            format!("per {unit}{per}, each at its tier's price: {}", tier_words(card, tiers))
        }
        Rate::Volume(tiers) => {
            format!("per {unit}{per}, all at the tier reached: {}", tier_words(card, tiers))
        }
    }
}

fn tier_words(card: &RateCard, tiers: &[Tier]) -> String {
    let one = |tier: &Tier| {
        let amount = choices(card, &tier.amount, |it| money(*it));
        let number = |end: Decimal| written(Ratio::whole(end), Places::QUANTITY);
        if tier.up_to == Choice::Same(None) {
            return format!("{amount} beyond");
        }
        let ends = |end: &Option<Decimal>| end.map_or("any".to_owned(), number);
        format!("{amount} up to {}", choices(card, &tier.up_to, ends))
    };
    tiers.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn money(amount: Option<Decimal>) -> String {
    amount.map_or_else(
        || "unpublished".to_owned(),
        |amount| written(Ratio::whole(amount), Places::PRICE),
    )
}

/// A value, or one for each choice of the options that it depends on.
pub fn choices<T>(card: &RateCard, choice: &Choice<T>, words: impl Fn(&T) -> String) -> String {
    let mut texts = Vec::new();
    each_choice(card, choice, "", &mut |value, chosen| {
        let with = if chosen.is_empty() { "" } else { " with" };
        texts.push(format!("{}{with}{chosen}", words(value)));
    });
    texts.join(", ")
}

/// Visits every value with the choices that lead to it, such as ` tier=standard throughput=higher`.
fn each_choice<T>(
    card: &RateCard,
    choice: &Choice<T>,
    chosen: &str,
    visit: &mut impl FnMut(&T, &str),
) {
    match choice {
        Choice::Same(value) => visit(value, chosen),
        Choice::By { option, values } => {
            let option = &card.options[*option];
            for (choice, value) in option.choices.iter().zip(values) {
                let chosen = format!("{chosen} {}={}", option.id, choice.id);
                each_choice(card, value, &chosen, visit);
            }
        }
    }
}

fn meter(card: &RateCard, axes: &Axes) -> String {
    let quantity = choices(card, axes.meter.quantity(), |formula| formula.text().to_owned());
    match &axes.meter {
        Meter::Held(_) if axes.prorate == Choice::Same(Prorate::Exact) => {
            format!("{quantity}, as long as held, to the second")
        }
        Meter::Held(_) => format!("{quantity}, as long as held"),
        Meter::Used(_, cycle) => format!("{quantity}, added up over {}", each(*cycle)),
        Meter::Peak(_, cycle) => format!("{quantity}, the highest of {}", each(*cycle)),
        Meter::Snapshot(_, cycle) => format!("{quantity}, counted at the end of {}", each(*cycle)),
        Meter::Percentile(_, cycle, rank) => {
            let rank = written(Ratio::whole(*rank), Places::QUANTITY);
            let cycle = each(*cycle);
            format!("{quantity}, the level that {rank} % of the hours of {cycle} do not exceed")
        }
        Meter::Lines(_, of) => {
            let labels = of.charges.iter().map(|charge| card.charges[*charge].label.as_str());
            let labels: Vec<&str> = labels.collect();
            format!("what {} come to, added up over {}", labels.join(" and "), each(of.every))
        }
        Meter::Kept(_, retention) => {
            let free = retention.free.as_ref();
            let free = free.map_or(String::new(), |free| format!(", {} of them free", free.text()));
            let begins = if retention.full { "full" } else { "empty" };
            let months = retention.months.text();
            format!("{quantity}, kept for {months} months{free}; the stock begins {begins}")
        }
    }
}

fn each(cycle: Cycle) -> String {
    match cycle {
        Cycle::Minute => "each minute".to_owned(),
        Cycle::Hour => "each hour".to_owned(),
        Cycle::Day => "each day".to_owned(),
        Cycle::Month => "each month".to_owned(),
        Cycle::Term { months, first } => {
            let [each, least] = [months, first].map(|it| counted(Ratio::from(it), "month"));
            let first =
                if first == months { String::new() } else { format!(", the first of {least}") };
            format!("each term of {each}{first}")
        }
        Cycle::Every { seconds } => {
            format!("each {}", counted(Ratio::from(seconds / DAY_SECONDS), "day"))
        }
        Cycle::Period => "the period".to_owned(),
    }
}

fn quantize(card: &RateCard, axes: &Axes) -> Option<String> {
    let number = |decimal| written(Ratio::whole(decimal), Places::QUANTITY);
    let none = || "any".to_owned();
    let least = |least: &Option<Decimal>| {
        least.map_or_else(none, |least| format!("at least {}", number(least)))
    };
    let step = |step: &Option<Decimal>| match step {
        None => "not rounded".to_owned(),
        Some(one) if *one == Decimal::ONE => "rounded up to a whole number".to_owned(),
        Some(step) => format!("rounded up to a multiple of {}", number(*step)),
    };
    let said = |bound: &Choice<Option<Decimal>>, words: &dyn Fn(&Option<Decimal>) -> String| {
        (*bound != Choice::Same(None)).then(|| choices(card, bound, words))
    };
    let minimum = said(&axes.quantize.minimum, &least);
    let parts: Vec<String> = minimum.into_iter().chain(said(&axes.quantize.step, &step)).collect();
    (!parts.is_empty()).then(|| format!("{}, unless 0", parts.join(", ")))
}

fn prorate(card: &RateCard, axes: &Axes) -> Option<String> {
    let month = match axes.month {
        MonthLength::Period => None,
        MonthLength::Seconds(seconds) => {
            let days = Ratio::of(seconds, DAY_SECONDS).ok()?;
            Some(format!("a month counts as {}", counted(days, "day")))
        }
    };
    let words = |prorate: &Prorate| match prorate {
        Prorate::Exact => "to the second".to_owned(),
        Prorate::Started(cycle) => format!("{} begun counts whole", each(*cycle)),
        Prorate::SinceCreation(length) => format!("each {length} begun since its creation"),
        Prorate::WholeCycles(length) => format!("paid ahead in whole cycles of {length}"),
        Prorate::Completed(cycle) => format!("{} completed counts whole", each(*cycle)),
        Prorate::WholeMonths { months, first } => {
            let length = |months: &u32| counted(Ratio::from(*months), "month");
            let first = first.as_ref().map(|first| choices(card, first, length));
            let first = first.map_or_else(String::new, |first| format!(", the first of {first}"));
            format!("paid ahead in whole terms of {}{first}", choices(card, months, length))
        }
    };
    let exact = axes.prorate == Choice::Same(Prorate::Exact);
    let parts = (!exact).then(|| choices(card, &axes.prorate, words));
    let parts: Vec<String> = parts.into_iter().chain(month).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn bounds(axes: &Axes) -> Option<String> {
    let number = |decimal| written(Ratio::whole(decimal), Places::PRICE);
    let parts = [
        axes.clamp.minimum.map(|least| format!("at least {}", number(least))),
        axes.clamp.maximum.map(|most| format!("at most {}", number(most))),
        axes.round.map(|round| {
            let way = if round.up { "up" } else { "half up" };
            format!("rounded {way} to {} places by the vendor", round.places)
        }),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("the amount {}", parts.join(", ")))
}
