//! The JSON Schema of a card says what the reader of cards says: the same keys, the same words.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use whatif_pricing::{CARD_SCHEMA, Catalog, RateCard, Vocabulary};

fn schema() -> Value {
    serde_json::from_str(CARD_SCHEMA).expect("the schema is JSON")
}

/// Converts a TOML text as an editor does before it asks the schema: dates become texts.
fn as_json(text: &str) -> Value {
    fn converted(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => Value::String(text),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => json!(number),
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Datetime(date) => Value::String(date.to_string()),
            toml::Value::Array(list) => list.into_iter().map(converted).collect(),
            toml::Value::Table(table) => Value::Object(
                table.into_iter().map(|(key, value)| (key, converted(value))).collect(),
            ),
        }
    }
    converted(toml::Value::Table(toml::from_str(text).expect("the card is TOML")))
}

/// The schema's complaint about a card. `None` if it is sound.
fn complaint(card: &str) -> Option<String> {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("card.schema.json", schema()).unwrap();
    let cards = compiler.compile("card.schema.json", &mut schemas).unwrap();
    schemas.validate(&as_json(card), cards).err().map(|error| error.to_string())
}

/// A card with every kind of table that there is.
const WHOLE: &str = r#"
id = "whole"
provider = "Somebody"
service = "Vault"
plan = "Standard"
needs = ["secrets", "certificates"]
currency = { column = "currency" }
offset = "+08:00"
closed = "closed"
effective-from = 2026-01-01
ended = 2027-01-01
notes = ["A note."]

[[companion]]
card = "other"
follows.key_ops = "calls * 2"
says = "when keys are needed"

[[source]]
id = "page"
title = "Prices"
url = "https://example.com/prices"
dated = 2026-01-31
read = 2026-11-22

[rules]
R1 = "A secret costs 0.40 a month."

[option.tier]
label = "Tier"
choose = "requirement"
basic = "Basic"
gold = "Gold"

[option.size]
label = "Size"
small = "Small"
large = "Large"

[prices]
by = "size"
columns = ["currency", "edition", "hosts"]
small = ["USD", "5", "1"]
large = ["CNY", "unpublished", "10"]

[[charge]]
id = "storage"
label = "Storage"
pays-for = "storage"
unit = "secret"
rules = ["R1"]
confidence = "official"
source = "page"
while = "keys"
meter.held = { quantity = "secrets" }
scope = { groups = "regions", whole = false }
quantize = { minimum = "1", step = "1" }
allow = { quantity = { by = "tier", basic = "1", gold = "keys" }, scope = "account", after-quantize = true }
price.per-unit = { amount = { by = "tier", basic = "0.40", gold = { by = "size", small = "0.60", large = "unpublished" } }, of = "1", per = "month" }
month = "30 d"
settle = "day"

[[charge]]
id = "calls"
label = "Calls"
pays-for = "calls"
unit = "call"
rules = ["R1"]
confidence = "official"
meter.used = { quantity = "calls", every = "month" }
price.graduated = { of = "10000", tier = [{ up-to = "100000", amount = "0.05" }, { amount = "0.04" }] }
clamp = { minimum = "1", maximum = "2000" }
round = { places = "2", direction = "up" }

[[charge]]
id = "peak"
label = "Peak"
pays-for = "throughput"
unit = "QPS"
rules = ["R1"]
confidence = "unpublished"
meter.peak = { quantity = "peak_qps", every = "day" }
price.flat = { unpublished = "in the calculator", per = "day" }

[[charge]]
id = "keys"
label = "Keys"
pays-for = "keys"
unit = "key"
rules = ["R1"]
confidence = "official"
meter.snapshot = { quantity = "keys", every = "day" }
price.volume = { tier = [{ amount = "0.05" }], per = "day" }
prorate = { by = "tier", basic = "exact", gold = "exact" }

[[charge]]
id = "busy"
label = "Busy hosts"
pays-for = "hosts"
unit = "host"
rules = ["R1"]
confidence = "official"
meter.percentile = { quantity = "hosts", every = "month", rank = "99" }
quantize = { minimum = { by = "tier", basic = "none", gold = "10" } }
price.graduated = { of = { column = "hosts" }, per = "month", tier = [{ up-to = { by = "tier", basic = "50", gold = "none" }, amount = "3" }, { amount = "2" }] }

[[charge]]
id = "archive"
label = "Archive"
pays-for = "storage"
unit = "GB-month"
rules = ["R1"]
confidence = "official"
meter.kept = { quantity = "log_gb", months = "12", free = "3", full = true }
price.per-unit = { amount = "0.02", per = "month" }

[[charge]]
id = "queries"
label = "Queries"
pays-for = "calls"
unit = "TB"
rules = ["R1"]
confidence = "official"
meter.used = { quantity = "query_tb", every = "period" }
trial = { days = { by = "tier", basic = "none", gold = "30" }, allow = "50" }
allow = { quantity = "10" }
price.per-unit = { amount = "1" }

[[charge]]
id = "edition"
label = "Edition"
pays-for = "edition"
unit = "edition"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "1" }
price.flat = { amount = { column = "edition" }, per = "month" }
prorate = { whole-months = { by = "tier", basic = "1", gold = "12" } }

[[charge]]
id = "support"
label = "Support"
pays-for = "support"
unit = "USD"
rules = ["R1"]
confidence = "official"
meter.lines = { charges = ["peak", "keys"], every = "month" }
price.per-unit = { amount = "3", of = "100" }

[[pool]]
id = "credits"
label = "Included credits"
amount = { by = "tier", basic = "10", gold = "40" }
every = "month"
charges = ["storage", "calls"]
rule = "R1"

[[former]]
effective-from = 2025-01-01
says = "it cost 0.30"
source = "page"
set.storage.price.per-unit = { amount = "0.30", per = "month" }

[[assumption]]
id = "rounding"
rule = "R1"
asks = "What do calls beyond the first 10,000 cost?"
exact = { label = "in proportion", default = true, lifecycle.overdue.accrues = false }
package = { label = "in packages", set.calls.quantize = { step = "10000" } }

[[quota]]
quantity = "secrets"
limit = { by = "tier", basic = "1000", gold = "2000" }
beyond = "warn"
says = "ask sales"
rule = "R1"

[[quota]]
rate = "calls + key_ops"
per = "minute"
scope = "regions"
limit = "40"
beyond = "unranked"
carried-by = [{ option = "tier", choice = "gold" }, { card = "other" }, { driver = "kms_instances" }]
says = "choose gold"
rule = "R1"
source = "page"

[bill]
of = "month"
prepaid = true
opens = "2 d"
closes = "5 d"
says = "on the 3rd to 5th"
rule = "R1"

[[lifecycle]]
id = "overdue"
after = "0 s"
accrues = true
says = "a notice"
lost = "nothing"
rule = "R1"
varies = true

[[example]]
says = "a hundred secrets"
published = false
period = { from = "2026-06-01T00:00:00+08:00", to = "2026-06-02T00:00:00+08:00" }
set = { secrets = "100", calls = "0" }
option = { tier = "gold" }
assume = { rounding = "package" }
price = { storage = "1" }
event = [{ at = "2026-06-01T09:00:00+08:00", driver = "keys", value = "2" }]
lines = { storage = "0" }
total = "0"
seconds = { storage = ["86400"] }
source-prints = "1"
"#;

#[test]
fn every_shipped_card_names_the_schema_and_is_sound_by_it() {
    for (name, text) in Catalog::shipped_files() {
        assert_eq!(text.lines().next(), Some("#:schema ../card.schema.json"), "{name}");
        assert_eq!(complaint(text), None, "{name}");
    }
}

#[test]
fn the_card_with_every_key_is_sound_by_both() {
    RateCard::read(WHOLE, Vocabulary::standard()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(complaint(WHOLE), None);
}

/// A text of the whole card, and the mistake that takes its place.
const MISTAKES: &[(&str, &str)] = &[
    ("plan = ", "plam = "),
    ("currency = { column = \"currency\" }\n", ""),
    ("{ column = \"currency\" }", "{ by = \"size\", small = \"USD\", large = \"yuan\" }"),
    ("\"USD\"", "\"dollars\""),
    ("\"+08:00\"", "\"Asia/Shanghai\""),
    ("id = \"whole\"", "id = \"not whole\""),
    ("\"certificates\"", "\"certificate\""),
    ("dated = 2026-01-31", "dated = \"January\""),
    ("effective-from = 2026-01-01", "effective-from = 2026"),
    ("pays-for = \"storage\"\n", "pay-for = \"storage\"\n"),
    ("confidence = \"official\"", "confidence = \"oficial\""),
    ("basic = \"0.40\"", "basic = 0.40"),
    ("basic = \"0.40\"", "basic = \"forty\""),
    ("by = \"size\", ", ""),
    ("small = \"0.60\"", "small = 6"),
    ("{ quantity = \"secrets\" }", "{ quantity = \"secrets\", every = \"month\" }"),
    ("quantity = \"calls\", every = \"month\"", "quantity = \"calls\""),
    ("meter.peak", "meter.peek"),
    ("meter.peak", "meter.held = { quantity = \"keys\" }\nmeter.peak"),
    (
        "price.volume = { tier = [{ amount = \"0.05\" }], per = \"day\" }",
        "price.volume = { tier = [] }",
    ),
    ("per = \"month\"", "per = \"year\""),
    ("unpublished = \"in the calculator\"", "amount = \"1\", unpublished = \"in the calculator\""),
    ("places = \"2\", direction = \"up\"", "places = \"2\""),
    ("direction = \"up\"", "direction = \"down\""),
    ("settle = \"day\"", "settle = \"week\""),
    ("month = \"30 d\"", "month = \"long\""),
    ("basic = \"1\", gold = \"12\"", "basic = \"1\", gold = \"121\""),
    ("gold = \"Gold\"\n", ""),
    ("small = [\"USD\", \"5\"", "small = [\"USD\", 5"),
    ("small = [\"USD\", \"5\", \"1\"]", "small = \"5\""),
    ("columns = [\"currency\", \"edition\", \"hosts\"]\n", ""),
    ("gold = \"none\"", "gold = \"no\""),
    ("rank = \"99\"", "rank = 99"),
    ("charges = [\"peak\", \"keys\"], ", ""),
    ("label = \"Included credits\"\n", ""),
    ("every = \"month\"\ncharges", "every = \"day\"\ncharges"),
    ("gold = \"30\"", "gold = \"0\""),
    ("every = \"month\", rank", "every = \"hour\", rank"),
    ("full = true", "full = \"yes\""),
    ("log_gb\", months = \"12\"", "log_gb\""),
    ("every = \"period\"", "every = \"always\""),
    ("basic = \"exact\"", "basic = \"exactly\""),
    ("choose = \"requirement\"\n", "choose = \"luck\"\n"),
    ("says = \"it cost 0.30\"\n", ""),
    ("card = \"other\"", "name = \"other\""),
    ("follows.key_ops = \"calls * 2\"", "follows.key_ops = 2"),
    ("beyond = \"warn\"", "beyond = \"stop\""),
    ("rate = \"calls", "quantity = \"keys\"\nrate = \"calls"),
    ("rate = \"calls + key_ops\"", "quantity = \"keys\""),
    (", choice = \"gold\" }", " }"),
    ("{ card = \"other\" }", "{ card = \"other\", driver = \"keys\" }"),
    ("after = \"0 s\"", "after = \"soon\""),
    ("accrues = true", "accrues = \"yes\""),
    ("default = true", "default = 1"),
    ("set.calls.quantize", "set.calls.quantise"),
    ("published = false", "publish = false"),
    ("at = \"2026-06-01T09:00:00+08:00\"", "at = \"nine\""),
    ("seconds = { storage = [\"86400\"] }", "seconds = { storage = [86400] }"),
    ("period = { from", "period = { form"),
    ("total = \"0\"", "total = 0"),
];

#[test]
fn mistakes_are_mistakes_by_both() {
    for (text, mistake) in MISTAKES {
        assert!(WHOLE.contains(text), "{text}");
        let card = WHOLE.replacen(text, mistake, 1);
        assert!(complaint(&card).is_some(), "the schema takes {mistake}");
        assert!(RateCard::read(&card, Vocabulary::standard()).is_err(), "{mistake} is read");
    }
}

/// The places where a key can be put in the whole card, the same with the key, and the part of the
/// schema that is about it. Tables in which any name may stand cannot be asked for theirs.
const PLACES: &[(&str, &str, &str)] = &[
    ("id = \"whole\"", "zzzzzz = 1\nid = \"whole\"", ""),
    ("card = \"other\"", "zzzzzz = 1\ncard = \"other\"", "/definitions/companion"),
    ("id = \"page\"", "zzzzzz = 1\nid = \"page\"", "/definitions/source"),
    ("id = \"storage\"", "zzzzzz = 1\nid = \"storage\"", "/definitions/charge"),
    ("meter.held = { q", "meter.zzzzzz = 1\nmeter.held = { q", "/definitions/meter"),
    ("held = { q", "held = { zzzzzz = 1, q", "/definitions/heldMeter"),
    ("used = { q", "used = { zzzzzz = 1, q", "/definitions/usedMeter"),
    ("peak = { q", "peak = { zzzzzz = 1, q", "/definitions/cyclicMeter"),
    ("snapshot = { q", "snapshot = { zzzzzz = 1, q", "/definitions/cyclicMeter"),
    ("lines = { c", "lines = { zzzzzz = 1, c", "/definitions/linesMeter"),
    ("id = \"credits\"", "zzzzzz = 1\nid = \"credits\"", "/definitions/pool"),
    ("trial = { d", "trial = { zzzzzz = 1, d", "/definitions/trial"),
    ("percentile = { q", "percentile = { zzzzzz = 1, q", "/definitions/percentileMeter"),
    ("kept = { q", "kept = { zzzzzz = 1, q", "/definitions/keptMeter"),
    (
        "currency = { column",
        "currency = { zzzzzz = 1, column",
        "/definitions/currencyByOption/anyOf/2",
    ),
    ("of = { column", "of = { zzzzzz = 1, column", "/definitions/countByOption/anyOf/2"),
    ("scope = { g", "scope = { zzzzzz = 1, g", "/definitions/scope/anyOf/1"),
    ("quantize = { m", "quantize = { zzzzzz = 1, m", "/definitions/quantize"),
    ("allow = { q", "allow = { zzzzzz = 1, q", "/definitions/allow"),
    ("amount = { column", "amount = { zzzzzz = 1, column", "/definitions/amount/anyOf/2"),
    ("price.per-unit", "price.zzzzzz = 1\nprice.per-unit", "/definitions/price"),
    ("graduated = { o", "graduated = { zzzzzz = 1, o", "/definitions/tieredPrice"),
    ("volume = { t", "volume = { zzzzzz = 1, t", "/definitions/tieredPrice"),
    ("[{ up-to", "[{ zzzzzz = 1, up-to", "/definitions/tier"),
    ("{ whole-months", "{ zzzzzz = 1, whole-months", "/definitions/prorate/anyOf/1"),
    ("clamp = { m", "clamp = { zzzzzz = 1, m", "/definitions/clamp"),
    ("round = { p", "round = { zzzzzz = 1, p", "/definitions/round"),
    ("says = \"it", "zzzzzz = 1\nsays = \"it", "/definitions/former"),
    ("{ label = \"in pa", "{ zzzzzz = 1, label = \"in pa", "/definitions/reading"),
    ("set.calls.q", "set.calls.zzzzzz = 1, set.calls.q", "/definitions/axes"),
    ("overdue.accrues", "overdue.zzzzzz = 1, lifecycle.overdue.accrues", "/definitions/accrual"),
    ("beyond = ", "zzzzzz = 1\nbeyond = ", "/definitions/quota"),
    ("[{ option = ", "[{ zzzzzz = 1, option = ", "/definitions/carrier"),
    ("opens = ", "zzzzzz = 1\nopens = ", "/definitions/bill"),
    ("id = \"overdue\"", "zzzzzz = 1\nid = \"overdue\"", "/definitions/stage"),
    ("says = \"a hu", "zzzzzz = 1\nsays = \"a hu", "/definitions/example"),
    ("[{ at", "[{ zzzzzz = 1, at", "/definitions/event"),
    ("period = { f", "period = { zzzzzz = 1, f", "/definitions/span"),
];

/// Parts of the schema about which the reader cannot be asked so: in tables with names of the author's
/// any key may stand, and of a price the keys depend on whether it is published.
const ELSEWHERE: &[(&str, &[&str])] = &[
    ("/definitions/option", &["binds-days", "binds-months", "choose", "label"]),
    ("/definitions/assumption", &["asks", "id", "rule"]),
    ("/definitions/priceTable", &["by", "columns"]),
    ("/definitions/singlePrice", &["amount", "of", "per", "unpublished"]),
];

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let schema = schema();
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for (text, with_a_key, part) in PLACES {
        assert!(WHOLE.contains(text), "{text}");
        let card = WHOLE.replacen(text, with_a_key, 1);
        let problems = RateCard::read(&card, Vocabulary::standard()).unwrap_err();
        let unknown = problems.list.iter().find(|it| it.message == "unknown key 'zzzzzz'");
        let remedy = &unknown.unwrap_or_else(|| panic!("{with_a_key}: {problems}")).remedy;
        let (_, read) = remedy.split_once("the keys here are: ").expect("the keys are listed");
        assert_eq!(keys(&schema, part), read.split(", ").collect(), "{part}");
        asked.insert(part);
    }
    for (part, expected) in ELSEWHERE {
        assert_eq!(keys(&schema, part), expected.iter().copied().collect(), "{part}");
        asked.insert(part);
    }
    let mut all = Vec::new();
    parts_with_keys(&schema, "", &mut all);
    for part in all {
        assert!(asked.contains(part.as_str()), "nobody has compared the keys of {part}");
    }
}

/// The keys that a part of the schema names.
fn keys<'a>(schema: &'a Value, part: &str) -> BTreeSet<&'a str> {
    let properties = schema.pointer(part).and_then(|part| part["properties"].as_object());
    properties.unwrap_or_else(|| panic!("{part}")).keys().map(String::as_str).collect()
}

/// The parts that are about tables, but for values by option, whose only key is `by`.
fn parts_with_keys(value: &Value, at: &str, found: &mut Vec<String>) {
    let is_by_option = |keys: &Map<String, Value>| keys.len() == 1 && keys.contains_key("by");
    match value {
        Value::Object(entries) => {
            let properties = entries.get("properties").and_then(Value::as_object);
            if properties.is_some_and(|keys| !is_by_option(keys)) {
                found.push(at.to_owned());
            }
            for (key, value) in entries {
                parts_with_keys(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (place, value) in list.iter().enumerate() {
                parts_with_keys(value, &format!("{at}/{place}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_key_is_explained_to_who_writes_a_card() {
    let schema = schema();
    for (part, _) in ELSEWHERE.iter().copied().chain(PLACES.iter().map(|it| (it.2, &[][..]))) {
        for (key, property) in schema.pointer(part).unwrap()["properties"].as_object().unwrap() {
            let target = property["$ref"].as_str().and_then(|it| schema.pointer(&it[1..]));
            let explained = property.get("description").or_else(|| target?.get("description"));
            assert!(explained.is_some_and(Value::is_string), "{part}: {key}");
        }
    }
}
