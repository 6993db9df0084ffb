//! Every combination of a provider's cards, choices and companions that may do the whole job.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{COMBINATIONS_MAX, Candidate, Job, LeftOut, Part, Question};
use crate::ask::offer::Offer;
use crate::card::bound::Bound;
use crate::card::rate_card::Selection;
use crate::rate::error::RateError;
use crate::rate::tariff::Tariff;

/// The candidates of one provider.
pub(super) struct Provider<'a> {
    pub name: &'a str,
    candidates: Vec<&'a Candidate>,
}

/// A combination, ready to be priced.
#[derive(Debug)]
pub(super) struct Combination {
    pub offer: Offer,
    pub parts: Vec<Part>,
    /// True if it cannot be ranked, whatever the values of the drivers that are set.
    pub is_out: bool,
}

impl Combination {
    /// The longest time in hours for which a choice binds.
    pub fn hours_bound(&self) -> u32 {
        let terms = self.parts.iter().flat_map(|part| {
            let chosen = part.card.options.iter().zip(&part.selection.options);
            chosen.filter_map(|(option, choice)| option.terms[*choice])
        });
        terms.map(Bound::hours).max().unwrap_or_default()
    }
}

/// The combinations of a provider before they are priced.
#[derive(Debug, Default)]
pub(super) struct Combinations {
    pub all: Vec<Combination>,
    pub left_out: Vec<LeftOut>,
}

/// A candidate with every selection resolved.
struct Resolved<'a> {
    candidate: &'a Candidate,
    does: Vec<bool>,
    tariffs: Vec<(Selection, Tariff)>,
}

impl<'a> Resolved<'a> {
    /// A candidate with the selections that do the most of the job. None if none of them does any of it.
    fn new(
        question: &Question<'_>,
        job: &Job,
        candidate: &'a Candidate,
        mut tariffs: Vec<(Selection, Tariff)>,
    ) -> Option<Self> {
        let each: Vec<Vec<bool>> =
            tariffs.iter().map(|(_, tariff)| job.done_by(question, tariff)).collect();
        let count = |does: &Vec<bool>| does.iter().filter(|does| **does).count();
        let does = each.iter().rev().max_by_key(|does| count(does))?.clone();
        if !does.contains(&true) {
            return None;
        }
        let mut each = each.into_iter();
        tariffs.retain(|_| each.next().as_ref() == Some(&does));
        Some(Self { candidate, does, tariffs })
    }
}

impl<'a> Provider<'a> {
    /// The providers in the order in which their first card was given.
    pub fn all(question: &Question<'a>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for candidate in question.candidates {
            let name = &*candidate.card.provider;
            match all.iter_mut().find(|known| known.name == name) {
                Some(known) => known.candidates.push(candidate),
                None => all.push(Self { name, candidates: vec![candidate] }),
            }
        }
        all
    }

    /// Every combination that may do the whole job. Cards of other jobs are no part of the question.
    pub fn combinations(&self, question: &Question<'_>, job: &Job) -> Combinations {
        let mut found = Combinations::default();
        let resolved = self.resolved(question, job, &mut found.left_out);
        let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
        for main in 0..resolved.len() {
            let sets = sets_beside(&resolved, main);
            // The same cards in another order are the same offer.
            let is_new = |set: &Vec<usize>| {
                let mut cards = [&set[..], &[main]].concat();
                cards.sort_unstable();
                seen.insert(cards)
            };
            let sets: Vec<Vec<usize>> = sets.into_iter().filter(is_new).collect();
            combine_all(question, (job, &resolved), main, &sets, &mut found);
        }
        found
    }

    /// The candidates that can be bought and have a part in the job.
    fn resolved(
        &self,
        question: &Question<'_>,
        job: &Job,
        left_out: &mut Vec<LeftOut>,
    ) -> Vec<Resolved<'a>> {
        let mut resolved = Vec::new();
        for &candidate in &self.candidates {
            let (card, is_asked_for) = (&candidate.card, candidate.is_asked_for);
            if !job.names.iter().any(|name| card.jobs.contains(name)) {
                continue;
            }
            let id = || card.id.clone();
            if card.closed.is_some() && !is_asked_for {
                left_out.push(LeftOut::Closed { card: id() });
            } else if card.only_for.is_some() && !is_asked_for {
                left_out.push(LeftOut::OnlyFor { card: id() });
            } else if !job.may_be_done_by(question, card) {
                left_out.push(LeftOut::AboutOther { card: id() });
            } else if candidate.count() > COMBINATIONS_MAX {
                let combinations = candidate.count();
                left_out.push(LeftOut::TooMany { card: id(), combinations });
            } else {
                if let Some(error) = job.untimed(card) {
                    left_out.push(LeftOut::Untimed { card: id(), error });
                    continue;
                }
                match tariffs(question, candidate) {
                    Ok(tariffs) if !is_asked_for && tariffs[0].1.has_ended() => {
                        left_out.push(LeftOut::Ended { card: id() });
                    }
                    Ok(tariffs) => match Resolved::new(question, job, candidate, tariffs) {
                        Some(one) => resolved.push(one),
                        None => left_out.push(LeftOut::AboutOther { card: id() }),
                    },
                    Err(error) => left_out.push(LeftOut::Failed { card: id(), error }),
                }
            }
        }
        resolved
    }
}

fn tariffs(
    question: &Question<'_>,
    candidate: &Candidate,
) -> Result<Vec<(Selection, Tariff)>, RateError> {
    let resolve = |selection: Selection| {
        let tariff = Tariff::new(&candidate.card, &selection, question.terms)?;
        Ok((selection, tariff))
    };
    candidate.selections().into_iter().map(resolve).collect()
}

/// The sets of other cards with which a card does the most of the job that the provider can: the companions that
/// the user included and, of the other companions and the provider's other cards, each set in which every one
/// does a job that would be missing without it.
fn sets_beside(all: &[Resolved<'_>], main: usize) -> Vec<Vec<usize>> {
    // A card that does all of it needs no other.
    let is_whole = all[main].does.iter().all(|does| *does);
    if is_whole && !all[main].candidate.selection.companions.contains(&true) {
        return vec![Vec::new()];
    }
    let (included, others) = beside(all, main);
    let done = |set: &[usize], job: usize| {
        all[main].does[job] || set.iter().any(|card| all[*card].does[job])
    };
    let can_be_done = |job: &usize| done(&included, *job) || done(&others, *job);
    let wanted: Vec<usize> = (0..all[main].does.len()).filter(can_be_done).collect();
    let covers = |set: &[usize]| wanted.iter().all(|job| done(set, *job));
    let first = included.len();
    let mut sets = vec![included];
    for other in others {
        let with_other = sets.iter().map(|set| [&set[..], &[other]].concat());
        sets.extend(with_other.collect::<Vec<_>>());
    }
    let is_needed = |set: &[usize], at: usize| {
        let mut without = set.to_vec();
        without.remove(at);
        !covers(&without)
    };
    sets.retain(|set| {
        covers(set)
            && (first..set.len()).all(|at| is_needed(set, at))
            && !set.iter().any(|card| leads(all, *card, set, main))
    });
    sets
}

/// The companions that the user included, and the other cards that may stand beside a card.
fn beside(all: &[Resolved<'_>], main: usize) -> (Vec<usize>, Vec<usize>) {
    let candidate = all[main].candidate;
    let companions = candidate.card.companions.iter().zip(&candidate.selection.companions);
    let is_included = |id: &str| {
        companions.clone().find(|(companion, _)| companion.card == id).map(|(_, flag)| *flag)
    };
    let (mut included, mut companions, mut strangers) = (Vec::new(), Vec::new(), Vec::new());
    for place in (0..all.len()).filter(|place| *place != main) {
        match is_included(&all[place].candidate.card.id) {
            Some(true) => included.push(place),
            Some(false) => companions.push(place),
            None => strangers.push(place),
        }
    }
    // A stranger is asked only for what no companion does.
    let does = |place: &usize, job: usize| all[*place].does[job];
    let helps = |place: &usize| {
        (0..all[main].does.len()).any(|job| {
            let known = included.iter().chain(&companions);
            does(place, job) && !does(&main, job) && !known.clone().any(|it| does(it, job))
        })
    };
    strangers.retain(helps);
    companions.extend(strangers);
    (included, companions)
}

/// Does a card have another of the set as its companion? Then it leads, and its companion follows it.
fn leads(all: &[Resolved<'_>], at: usize, set: &[usize], main: usize) -> bool {
    let companions = &all[at].candidate.card.companions;
    let mut members = set.iter().chain(std::iter::once(&main)).filter(|member| **member != at);
    members.any(|member| companions.iter().any(|it| it.card == all[*member].candidate.card.id))
}

/// Every set of cards with every selection, unless those are too many.
fn combine_all(
    question: &Question<'_>,
    (job, all): (&Job, &[Resolved<'_>]),
    main: usize,
    sets: &[Vec<usize>],
    found: &mut Combinations,
) {
    let count = |set: &Vec<usize>| {
        let each = set.iter().map(|card| all[*card].tariffs.len());
        each.fold(all[main].tariffs.len(), usize::saturating_mul)
    };
    let combinations = sets.iter().map(count).fold(0, usize::saturating_add);
    let card = || all[main].candidate.card.id.clone();
    if combinations > COMBINATIONS_MAX {
        found.left_out.push(LeftOut::TooMany { card: card(), combinations });
        return;
    }
    for set in sets {
        let companions: Vec<&Resolved<'_>> = set.iter().map(|card| &all[*card]).collect();
        if let Err(error) = combine(question, job, (&all[main], &companions), &mut found.all) {
            found.left_out.push(LeftOut::Failed { card: card(), error });
        }
    }
}

/// Every selection of a card with every selection of its companions.
fn combine(
    question: &Question<'_>,
    job: &Job,
    (main, companions): (&Resolved<'_>, &[&Resolved<'_>]),
    all: &mut Vec<Combination>,
) -> Result<(), RateError> {
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for companion in companions {
        let places = 0..companion.tariffs.len();
        let with = |set: &Vec<usize>| {
            places.clone().map(|place| [&set[..], &[place]].concat()).collect::<Vec<_>>()
        };
        sets = sets.iter().flat_map(with).collect();
    }
    for (selection, tariff) in &main.tariffs {
        let own = tariff.currency();
        let has_rate = question.rates.between(own, question.currency).is_some();
        let currency = if has_rate { question.currency } else { own };
        for set in &sets {
            let chosen = companions.iter().zip(set).map(|(it, place)| (it, &it.tariffs[*place]));
            let tariffs = chosen.clone().map(|(_, (_, tariff))| tariff.clone()).collect();
            let offer = Offer::new(tariff.clone(), tariffs, currency, question.rates)?;
            let mut selection = selection.clone();
            let included = |id: &str| companions.iter().any(|it| it.candidate.card.id == id);
            for (flag, companion) in
                selection.companions.iter_mut().zip(&main.candidate.card.companions)
            {
                *flag = included(&companion.card);
            }
            let mut parts = vec![Part { card: Arc::clone(&main.candidate.card), selection }];
            parts.extend(chosen.map(|(it, (selection, _))| Part {
                card: Arc::clone(&it.candidate.card),
                selection: selection.clone(),
            }));
            let is_out = job.is_out(question, &offer);
            all.push(Combination { offer, parts, is_out });
        }
    }
    Ok(())
}
