//! A rate as people write it. Owns the spellings; the rules of a rate are the parent's.
//!
//! `1 EUR = 1.08 USD`, `EUR/USD 1.08`, `EUR/USD=1.08` and `1.08 USD per EUR` mean the same. A number before a
//! pair has two meanings, so it is refused with both.

use std::collections::VecDeque;

use rust_decimal::Decimal;

use super::ExchangeError;
use super::words::is_meant_as_date;
use crate::number::decimal;
use crate::number::money::Currency;

/// Currencies whose code after an amount is never the name of a source.
const KNOWN: &str = "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNH CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS \
INR ISK JPY KES KRW KWD KZT MAD MOP MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB \
TRY TWD UAH USD VND ZAR";

/// Words that divide an amount of one currency from the other currency.
const PER: [&str; 3] = ["per", "for", "/"];

/// The pair that a text is about if it names none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    /// The currency of which one unit is given. `None` if nothing says it.
    pub from: Option<Currency>,
    /// The currency in which it is given.
    pub to: Currency,
}

/// The content of a typed rate: one unit of a currency in another, and the words after it.
#[derive(Debug)]
pub(super) struct Typed {
    pub from: Currency,
    pub to: Currency,
    pub rate: Decimal,
    pub rest: Vec<String>,
}

/// Reads any spelling of a rate.
pub(super) fn typed(text: &str, pair: Pair) -> Result<Typed, ExchangeError> {
    let mut words = Words::of(text);
    if let Some((from, to)) = words.pair() {
        words.skip("=");
        let rate = words.need_amount()?;
        words.currency_if(|code| code == to);
        return Ok(Typed { from, to, rate, rest: words.rest() });
    }
    if let Some(from) = words.currency_before("=") {
        let rate = words.need_amount()?;
        let to = words.currency_if(|code| code == pair.to || is_known(code));
        let to = to.map_or_else(|| pair.other(from), Ok)?;
        return Ok(Typed { from, to, rate, rest: words.rest() });
    }
    let amount = match pair.from {
        // Of a known pair only the number is missing.
        Some(_) => words.need_amount()?,
        None => words.amount()?.ok_or_else(|| unreadable(text))?,
    };
    if let Some((one, other)) = words.pair() {
        return Err(ExchangeError::Which { amount: amount.normalize(), one, other });
    }
    let Some(code) = words.currency_of_amount(pair) else { return bare(text, amount, words, pair) };
    if words.skip("=") {
        let value = words.need_amount()?;
        let to = words.currency_if(|code| code == pair.to || is_known(code));
        let to = to.map_or_else(|| pair.other(code), Ok)?;
        return one_unit((amount, code), (value, to), words.rest());
    }
    if PER.iter().any(|word| words.skip(word)) {
        let one = words.amount()?.unwrap_or(Decimal::ONE);
        let from = words.currency_if(|_| true).ok_or_else(|| unreadable(text))?;
        return one_unit((one, from), (amount, code), words.rest());
    }
    match pair.from {
        Some(from) if code == pair.to => {
            Ok(Typed { from, to: code, rate: amount, rest: words.rest() })
        }
        _ => Err(unreadable(text)),
    }
}

/// A number alone is about the pair that is asked for.
fn bare(text: &str, rate: Decimal, words: Words, pair: Pair) -> Result<Typed, ExchangeError> {
    let from = pair.from.ok_or_else(|| unreadable(text))?;
    if matches!(words.at(0), Some("=" | "/")) {
        return Err(unreadable(text));
    }
    Ok(Typed { from, to: pair.to, rate, rest: words.rest() })
}

/// The worth of one unit if an amount of one currency is worth an amount of another.
fn one_unit(
    (of, from): (Decimal, Currency),
    (worth, to): (Decimal, Currency),
    rest: Vec<String>,
) -> Result<Typed, ExchangeError> {
    if of.is_zero() || worth.is_zero() {
        return Err(ExchangeError::Zero);
    }
    if of == Decimal::ONE {
        return Ok(Typed { from, to, rate: worth, rest });
    }
    if worth == Decimal::ONE {
        return Ok(Typed { from: to, to: from, rate: of, rest });
    }
    let exact = |worth: Decimal, of: Decimal| {
        let rate = worth.checked_div(of)?.normalize();
        let is_exact = rate.checked_mul(of) == Some(worth);
        decimal::price(&rate.to_string()).ok().filter(|_| is_exact)
    };
    match (exact(worth, of), exact(of, worth)) {
        (Some(rate), _) => Ok(Typed { from, to, rate, rest }),
        (None, Some(rate)) => Ok(Typed { from: to, to: from, rate, rest }),
        (None, None) => {
            Err(ExchangeError::Inexact { of: of.normalize(), from, worth: worth.normalize(), to })
        }
    }
}

impl Pair {
    /// The other currency of the pair.
    fn other(self, code: Currency) -> Result<Currency, ExchangeError> {
        if code != self.to {
            return Ok(self.to);
        }
        self.from.filter(|from| *from != code).ok_or(ExchangeError::Same(code))
    }
}

fn unreadable(text: &str) -> ExchangeError {
    let shown = text.trim().chars().filter(|letter| !letter.is_control()).take(40);
    ExchangeError::Unreadable(shown.collect())
}

fn is_known(code: Currency) -> bool {
    KNOWN.split(' ').any(|known| known == code.code())
}

/// Three letters, in any case.
fn currency(word: &str) -> Option<Currency> {
    Currency::parse(&word.to_ascii_uppercase())
}

/// The words of a text. Signs of equality, and an amount and the currency stuck to it, are words of their own.
struct Words {
    left: VecDeque<Word>,
}

struct Word {
    text: String,
    /// True if there is a space before it.
    is_apart: bool,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut left = VecDeque::new();
        for (place, word) in text.split_whitespace().enumerate() {
            // Only the head is about the rate: a source can have any signs.
            let is_whole = place >= HEAD_WORDS || is_meant_as_date(word);
            let parts = if is_whole { vec![word.to_owned()] } else { split(word) };
            let parts = parts.into_iter().enumerate();
            left.extend(parts.map(|(part, text)| Word { text, is_apart: part == 0 }));
        }
        Self { left }
    }

    fn at(&self, place: usize) -> Option<&str> {
        self.left.get(place).map(|word| word.text.as_str())
    }

    fn is_at(&self, place: usize, word: &str) -> bool {
        self.at(place).is_some_and(|next| next.eq_ignore_ascii_case(word))
    }

    fn skip(&mut self, word: &str) -> bool {
        self.is_at(0, word) && self.left.pop_front().is_some()
    }

    /// Takes a number if one is next. A fraction is refused.
    fn amount(&mut self) -> Result<Option<Decimal>, ExchangeError> {
        let Some(word) = self.at(0).filter(|word| is_numeric(word)) else { return Ok(None) };
        let below = self.at(2).filter(|below| self.is_at(1, "/") && is_numeric(below));
        let fraction = below.map(|below| format!("{word}/{below}"));
        // 1/1.08 has the form of a date, so it is one word.
        let parts =
            word.split_once('/').filter(|(above, below)| is_numeric(above) && is_numeric(below));
        if let Some(fraction) = fraction.or(parts.map(|_| word.to_owned())) {
            return Err(ExchangeError::Fraction(fraction.chars().take(40).collect()));
        }
        let amount = decimal::price(word)?;
        self.left.pop_front();
        Ok(Some(amount))
    }

    fn need_amount(&mut self) -> Result<Decimal, ExchangeError> {
        match self.amount()? {
            Some(amount) => Ok(amount),
            None => Ok(decimal::price(self.at(0).unwrap_or_default())?),
        }
    }

    /// Takes a currency if one is next that passes. In small letters only a known one counts.
    fn currency_if(&mut self, passes: impl Fn(Currency) -> bool) -> Option<Currency> {
        let code = currency(self.at(0)?).filter(|code| passes(*code))?;
        if !is_known(code) && self.at(0) != Some(code.code()) {
            return None;
        }
        self.left.pop_front();
        Some(code)
    }

    /// Takes the currency of an amount. `ECB` after it is a source, but for `1 ECB = …`.
    fn currency_of_amount(&mut self, pair: Pair) -> Option<Currency> {
        let is_per = PER.iter().any(|word| self.is_at(1, word));
        let is_per = is_per && [2, 3].iter().any(|at| self.at(*at).and_then(currency).is_some());
        let is_counted = self.is_at(1, "=") || is_per;
        self.currency_if(|code| is_counted || is_known(code) || code == pair.to)
    }

    /// Takes a currency and the sign after it.
    fn currency_before(&mut self, sign: &str) -> Option<Currency> {
        let code = currency(self.at(0)?).filter(|_| self.is_at(1, sign))?;
        self.left.drain(..2);
        Some(code)
    }

    /// Takes `EUR/USD` or `EURUSD`.
    fn pair(&mut self) -> Option<(Currency, Currency)> {
        if self.is_at(1, "/") {
            let pair = (currency(self.at(0)?)?, currency(self.at(2)?)?);
            self.left.drain(..3);
            return Some(pair);
        }
        let word = self.at(0).filter(|word| word.len() == 6 && word.is_ascii())?;
        let (one, other) = word.split_at(3);
        let pair = (currency(one)?, currency(other)?);
        if !is_known(pair.0) || !is_known(pair.1) {
            return None;
        }
        self.left.pop_front();
        Some(pair)
    }

    /// The words that are left, as they were written.
    fn rest(self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for word in self.left {
            match words.last_mut().filter(|_| !word.is_apart) {
                Some(last) => last.push_str(&word.text),
                None => words.push(word.text),
            }
        }
        words
    }
}

/// The words that can be about the rate: `1 EUR = 1.08 USD`, `1.08 USD per 1 EUR`.
const HEAD_WORDS: usize = 5;

fn is_numeric(word: &str) -> bool {
    let digits = word.trim_start_matches(['+', '-', '−', '.']);
    digits.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Splits `EUR/USD=1.08` and `1.08USD` into their words.
fn split(word: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = Kind::Sign;
    for letter in word.chars() {
        let kind = Kind::of(letter, last);
        match words.last_mut() {
            Some(part) if kind == last && kind != Kind::Sign => part.push(letter),
            _ => words.push(letter.to_string()),
        }
        last = kind;
    }
    unsplit_suffix(words)
}

/// The parts of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Letters,
    Sign,
}

impl Kind {
    fn of(letter: char, last: Self) -> Self {
        match letter {
            '=' | '/' => Self::Sign,
            '0'..='9' | '.' | ',' | '_' | '+' | '-' | '−' if last != Self::Letters => {
                Self::Number
            }
            _ => Self::Letters,
        }
    }
}

/// A suffix such as `k` belongs to its number: only three letters after a number are a currency.
fn unsplit_suffix(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let follows_number = joined.last().is_some_and(|last| is_numeric(last));
        let is_text = word.starts_with(char::is_alphabetic);
        match joined.last_mut() {
            Some(last) if follows_number && is_text && currency(&word).is_none() => {
                last.push_str(&word);
            }
            _ => joined.push(word),
        }
    }
    joined
}
