//! The verdict in one sentence, for the screen, texts and pictures alike.

use whatif_pricing::compare::Difference;
use whatif_pricing::{Doubt, Doubted, Places, Ratio, written};

use super::{names, words};
use crate::answer::verdict::{Among, Leader, Outcome, Verdict};
use crate::answer::{Board, PricedOffer};
use crate::scenario::OfferId;

/// Percent in a sentence are whole.
const WHOLE: Places = Places { least: 0, most: 0 };

/// The verdict in parts, for a screen that colours them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The name of the cheapest offer. Empty if there is none.
    pub leader: String,
    /// The rest of the first sentence.
    pub answer: String,
    /// The offers that fit the budget. `None` without a budget.
    pub fitting: Option<String>,
    /// The same in a few words.
    pub fit: Option<String>,
    /// The worst doubt about the answer.
    pub doubt: Option<String>,
    /// The rest of the first sentence in fewer and fewer words, at last the total alone.
    pub shorter: [String; 3],
    /// The doubt in a word or two.
    pub badge: Option<String>,
    /// The drivers that the total of the cheapest offer does not count, in a sentence.
    pub uncounted: Option<String>,
    /// The cheapest of the offers whose total is no doubtful zero, in a sentence. `None` if no zero hides them.
    pub without: Option<String>,
}

/// Says who is cheapest, by how much, who fits the budget, and the worst doubt.
///
/// `Google Secret Manager is cheapest of 5 marked at USD 5.79, 34.51 (86 %) below Tencent SSM.`
#[must_use]
pub fn sentence(board: &Board, verdict: &Verdict) -> String {
    let Parts { leader, answer, fitting, doubt, uncounted, without, .. } = parts(board, verdict);
    let rest =
        [fitting, doubt, without, uncounted].into_iter().flatten().map(|part| format!(" {part}"));
    format!("{leader}{answer}{}", rest.collect::<String>())
}

/// The fullest form of the sentence that fits. The doubts are the last to go, and the name and the total stay.
#[must_use]
pub fn fitted(board: &Board, verdict: &Verdict, fits: impl Fn(&str) -> bool) -> String {
    let whole = sentence(board, verdict);
    let Parts { leader, answer, fit, doubt, shorter, badge, uncounted, .. } = parts(board, verdict);
    let [brief, briefer, briefest] = shorter;
    let badge = badge.map(|badge| format!("({badge})"));
    let forms = [
        (&answer, [&fit, &doubt, &uncounted]),
        (&answer, [&None, &doubt, &uncounted]),
        (&brief, [&None, &doubt, &uncounted]),
        (&briefer, [&None, &doubt, &uncounted]),
        (&brief, [&None, &None, &badge]),
        (&briefer, [&None, &None, &badge]),
        (&briefest, [&None, &None, &badge]),
    ];
    let said = forms.into_iter().map(|(answer, rest)| {
        let rest = rest.into_iter().flatten().map(|part| format!(" {part}"));
        format!("{leader}{answer}{}", rest.collect::<String>())
    });
    let shortest = format!("{leader}{briefest}");
    std::iter::once(whole).chain(said).find(|text| fits(text)).unwrap_or(shortest)
}

/// The same in parts.
#[must_use]
pub fn parts(board: &Board, verdict: &Verdict) -> Parts {
    let named = Named::of(board, verdict);
    let (leader, answer, doubt) = match &verdict.outcome {
        Outcome::Unknown => (String::new(), unknown(board, verdict), None),
        Outcome::Alone(leader) => {
            (named.name(&leader.offer).to_owned(), alone(leader, verdict), leader.doubt)
        }
        Outcome::Tie { offers, total, doubt } => {
            (String::new(), named.tie(offers, *total, verdict), *doubt)
        }
        Outcome::Cheapest { leader, next, next_total } => {
            let answer = named.cheapest(leader, next, *next_total, verdict);
            (named.name(&leader.offer).to_owned(), answer, leader.doubt)
        }
    };
    let fitting = verdict.fitting.map(|fitting| {
        let budget = written(fitting.budget, Places { least: 0, ..Places::AMOUNT });
        let (within, of) = (fitting.within, fitting.of);
        let stay = if within == 1 { "stays" } else { "stay" };
        format!("{within} of {of} {stay} within the budget of {} {budget}.", verdict.currency)
    });
    let fit = verdict.fitting.map(|fitting| {
        let fit = if fitting.within == 1 { "fits" } else { "fit" };
        format!("{} of {} {fit}.", fitting.within, fitting.of)
    });
    let money = |total: Ratio| format!("{} {}", verdict.currency, written(total, Places::AMOUNT));
    let shorter = match &verdict.outcome {
        Outcome::Unknown => [answer.clone(), answer.clone(), answer.clone()],
        Outcome::Alone(leader) => {
            let alone = format!(" costs {}.", money(leader.total));
            [alone.clone(), alone, format!(": {}.", money(leader.total))]
        }
        Outcome::Tie { offers, total, .. } => {
            let (name, others) = (named.name(&offers[0]), offers.len() - 1);
            let forms = ["and # more cost the same:", "and # more:", "+ #:"];
            let others = others.to_string();
            forms.map(|it| format!("{name} {} {}.", it.replace('#', &others), money(*total)))
        }
        Outcome::Cheapest { leader, next, next_total } => {
            let least = format!(" is cheapest: {}", money(leader.total));
            let below = named.below(leader, next, *next_total);
            [
                format!("{least}, {below}."),
                format!("{least}."),
                format!(": {}.", money(leader.total)),
            ]
        }
    };
    let uncounted = uncounted(board, verdict);
    let without = named.without(verdict);
    let badge = doubt.map(badge).or_else(|| {
        let driver = verdict.uncounted.first()?;
        Some(format!("{} not counted", board.inputs().workload.vocabulary()[*driver].label))
    });
    let doubt = doubt.map(|doubt| format!("{}.", self::doubt(doubt)));
    Parts { leader, answer, fitting, fit, doubt, shorter, badge, uncounted, without }
}

/// `Its total does not count Regions (2).`
fn uncounted(board: &Board, verdict: &Verdict) -> Option<String> {
    let vocabulary = board.inputs().workload.vocabulary();
    let said = verdict.uncounted.iter().map(|driver| {
        let entry = &vocabulary[*driver];
        format!("{} ({})", entry.label, words::value(entry, board.usage().value(*driver)))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| format!("Its total does not count {}.", words::list(&said)))
}

fn alone(leader: &Leader, verdict: &Verdict) -> String {
    let total = written(leader.total, Places::AMOUNT);
    let others = match verdict.unranked.len() {
        0 => String::new(),
        1 => ", and the other one cannot be ranked".to_owned(),
        others => format!(", and the other {others} cannot be ranked"),
    };
    format!(" costs {} {total}{others}.", verdict.currency)
}

/// A doubt in a word or two, for a column.
#[must_use]
pub fn badge(doubted: Doubted) -> String {
    badge_of(doubted.doubt)
}

/// The same of a doubt without its share.
#[must_use]
pub fn badge_of(doubt: Doubt) -> String {
    match doubt {
        Doubt::ThirdParty => "third-party".to_owned(),
        Doubt::Transcribed => "transcribed".to_owned(),
        Doubt::Undated { .. } => "undated".to_owned(),
        Doubt::Old { dated } => format!("of {dated}"),
        Doubt::Unpublished => words::UNPUBLISHED.to_owned(),
    }
}

/// A doubt as a sentence without its full stop, with its share of the total.
#[must_use]
pub fn doubt(doubted: Doubted) -> String {
    let Some(share) = doubted.share else {
        return format!("A price in it {}", words::price_doubt(doubted.doubt));
    };
    let part = if share == Ratio::ONE { "All".to_owned() } else { words::share(share) };
    match doubted.doubt {
        Doubt::ThirdParty => format!("{part} of it is at third-party prices"),
        Doubt::Transcribed => format!("{part} of it is at transcribed prices"),
        Doubt::Undated { .. } => format!("{part} of it is at prices without a date"),
        Doubt::Old { dated } => format!("{part} of it is at prices of {dated} and later"),
        Doubt::Unpublished => format!("{part} of it is unpublished"),
    }
}

fn unknown(board: &Board, verdict: &Verdict) -> String {
    match &verdict.unranked[..] {
        [only] => {
            let offer = board.offer(only);
            let name = offer.map(PricedOffer::title).unwrap_or_default();
            let is_known = offer.and_then(PricedOffer::total).is_some_and(|total| total.complete);
            if is_known {
                format!("{name} cannot be ranked.")
            } else {
                format!("The total of {name} is not known.")
            }
        }
        [] if verdict.compared.is_empty() => "No provider has a complete offer.".to_owned(),
        _ => format!("None of the {} offers can be ranked.", verdict.compared.len()),
    }
}

/// The names of the compared offers.
struct Named<'a> {
    ids: Vec<&'a OfferId>,
    names: Vec<String>,
}

impl<'a> Named<'a> {
    fn of(board: &'a Board, verdict: &Verdict) -> Self {
        let offers = verdict.compared.iter().filter_map(|id| board.offer(id));
        let offers: Vec<&PricedOffer> = offers.collect();
        Self { ids: offers.iter().map(|it| &it.id).collect(), names: names::distinct(&offers) }
    }

    fn name<'n>(&'n self, id: &'n OfferId) -> &'n str {
        let place = self.ids.iter().position(|known| *known == id);
        place.map_or(id.as_str(), |place| &self.names[place])
    }

    fn tie(&self, offers: &[OfferId], total: Ratio, verdict: &Verdict) -> String {
        let names: Vec<&str> = offers.iter().map(|offer| self.name(offer)).collect();
        let (last, others) = names.split_last().expect("a tie has offers");
        let names = format!("{} and {last}", others.join(", "));
        format!("{names} cost the same: {} {}.", verdict.currency, written(total, Places::AMOUNT))
    }

    /// `Without it: Azure Key Vault 0.21, then Google Secret Manager 5.79.`
    fn without(&self, verdict: &Verdict) -> Option<String> {
        let them = if verdict.doubtful.len() > 1 { "the doubtful zeros" } else { "it" };
        let said = verdict.sound.iter().map(|sound| {
            format!("{} {}", self.name(&sound.offer), written(sound.total, Places::AMOUNT))
        });
        let said: Vec<String> = said.collect();
        let is_hidden = !verdict.doubtful.is_empty() && !said.is_empty();
        is_hidden.then(|| format!("Without {them}: {}.", said.join(", then ")))
    }

    /// `7 % below Google`
    fn below(&self, leader: &Leader, next: &OfferId, next_total: Ratio) -> String {
        let ahead = Difference::between(next_total, leader.total).ok();
        let percent = ahead.map_or_else(String::new, |ahead| share(ahead.amount, next_total));
        let percent = percent.trim_start_matches(" (").trim_end_matches(')');
        let percent = if percent.is_empty() { String::new() } else { format!("{percent} ") };
        format!("{percent}below {}", self.name(next))
    }

    fn cheapest(
        &self,
        leader: &Leader,
        next: &OfferId,
        next_total: Ratio,
        verdict: &Verdict,
    ) -> String {
        let total = written(leader.total, Places::AMOUNT);
        let ahead = Difference::between(next_total, leader.total).ok();
        let ahead = ahead.map_or_else(String::new, |ahead| {
            let percent = share(ahead.amount, next_total);
            format!(
                ", {}{percent} below {}",
                written(ahead.amount, Places::AMOUNT),
                self.name(next)
            )
        });
        let among = match verdict.among {
            Among::Marked => "marked",
            Among::Providers => "providers",
            Among::Listed => "offers",
        };
        format!(
            " is cheapest of {} {among} at {} {total}{ahead}.",
            verdict.compared.len() - verdict.unranked.len(),
            verdict.currency
        )
    }
}

/// ` (86 %)`, or nothing if the whole is zero.
fn share(part: Ratio, whole: Ratio) -> String {
    let hundred = part.times(Ratio::from(100)).and_then(|part| part.over(whole));
    hundred.map_or_else(|_| String::new(), |percent| format!(" ({} %)", written(percent, WHOLE)))
}
