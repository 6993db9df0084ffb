//! One charge of a card in words: its price by option, and how its quantity is read.

use std::io;

use rust_decimal::Decimal;
use whatif_pricing::charge::{Axes, Charge, Meter, MonthLength, Prorate, Rate};
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
    lines.extend(quantize(axes));
    lines.extend(prorate(card, axes));
    lines.extend(bounds(axes));
    lines
}

fn while_above_zero(formula: &Formula) -> String {
    format!("only while {} is above 0", formula.text())
}

fn price(card: &RateCard, charge: &Charge) -> String {
    let price = &charge.axes.price;
    let unit = match price.of {
        one if one == Decimal::ONE => charge.unit.clone(),
        of => counted(Ratio::whole(of), &charge.unit),
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
        match tier.up_to {
            Some(up_to) => {
                format!("{amount} up to {}", written(Ratio::whole(up_to), Places::QUANTITY))
            }
            None => format!("{amount} beyond"),
        }
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
        Meter::Held(_) => match axes.prorate {
            Prorate::Exact => format!("{quantity}, as long as held, to the second"),
            Prorate::Started(_)
            | Prorate::Completed(_)
            | Prorate::WholeMonths(_)
            | Prorate::SinceCreation(_)
            | Prorate::WholeCycles(_) => {
                format!("{quantity}, as long as held")
            }
        },
        Meter::Used(_, cycle) => format!("{quantity}, added up over {}", each(*cycle)),
        Meter::Peak(_, cycle) => format!("{quantity}, the highest of {}", each(*cycle)),
        Meter::Snapshot(_, cycle) => format!("{quantity}, counted at the end of {}", each(*cycle)),
    }
}

fn each(cycle: Cycle) -> String {
    match cycle {
        Cycle::Minute => "each minute".to_owned(),
        Cycle::Hour => "each hour".to_owned(),
        Cycle::Day => "each day".to_owned(),
        Cycle::Month => "each month".to_owned(),
        Cycle::Term { months } => format!("each term of {}", counted(Ratio::from(months), "month")),
        Cycle::Every { seconds } => format!("each {} days", seconds / DAY_SECONDS),
        Cycle::Period => "the period".to_owned(),
    }
}

fn quantize(axes: &Axes) -> Option<String> {
    let number = |decimal| written(Ratio::whole(decimal), Places::QUANTITY);
    let minimum = axes.quantize.minimum.map(|least| format!("at least {}", number(least)));
    let step = axes.quantize.step.map(|step| match step {
        one if one == Decimal::ONE => "rounded up to a whole number".to_owned(),
        step => format!("rounded up to a multiple of {}", number(step)),
    });
    let parts: Vec<String> = minimum.into_iter().chain(step).collect();
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
    let parts = match &axes.prorate {
        Prorate::Exact => None,
        Prorate::Started(cycle) => Some(format!("{} begun counts whole", each(*cycle))),
        Prorate::SinceCreation(length) => Some(format!("each {length} begun since its creation")),
        Prorate::WholeCycles(length) => Some(format!("paid ahead in whole cycles of {length}")),
        Prorate::Completed(cycle) => Some(format!("{} completed counts whole", each(*cycle))),
        Prorate::WholeMonths(months) => {
            let months = choices(card, months, |months| counted(Ratio::from(*months), "month"));
            Some(format!("paid ahead in whole terms of {months}"))
        }
    };
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
