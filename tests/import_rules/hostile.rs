//! Hostile files give errors, in bounded time and memory, and never a panic.

use std::io::Write as _;
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use whatif::import::{Hints, ImportError, Kind, Progress, Request, Source};

use crate::support::{drivers, import, import_as, import_sample, sample};

const SAMPLES: [&str; 6] = [
    "terraform-plan.json",
    "kubernetes.yaml",
    "cloudwatch-kms-ten-minutes.csv",
    "prometheus-range.json",
    "focus-two-months.csv",
    "cur2-five-days.csv",
];

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn packed_files_are_unpacked() {
    for name in SAMPLES {
        let plain = import_sample(name);
        let of_packed = import(name, &packed(&sample(name))).unwrap();
        assert_eq!(drivers(&plain), drivers(&of_packed), "{name}");
    }
}

#[test]
fn bombs_are_refused_by_name() {
    let bomb = packed(&vec![b' '; 64 * 1024 * 1024]);
    let error = import("bomb", &[&packed(b"{\"lineage\":")[..], &bomb].concat()).unwrap_err();
    assert!(error.to_string().contains("unpack it first"), "{error}");
    let long = format!("time,requests\n\"{}", "x".repeat(8 * 1024 * 1024));
    let error = import("long.csv", long.as_bytes()).unwrap_err();
    assert!(matches!(error, ImportError::Limit { what: "a row", .. }), "{error}");
    let wide = format!("time,requests{}\n1,1\n", ",x".repeat(400_000));
    let error =
        import_as("wide.csv", wide.as_bytes(), Some(Kind::Metrics), Hints::default()).unwrap_err();
    assert!(matches!(error, ImportError::Limit { what: "the header", .. }), "{error}");
    let text = format!(
        r#"{{"data":{{"resultType":"matrix","result":[{{"metric":{{"a":"{}"}}}}]}}}}"#,
        "x".repeat(20 << 20)
    );
    let error = import("endless.json", text.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("a text that does not end"), "{error}");
    let many = format!("{{\"lineage\":[{}0]}}", "0,".repeat(2_000_001));
    let error = import("many.json", many.as_bytes()).unwrap_err();
    assert!(matches!(error, ImportError::Limit { what: "the document", .. }), "{error}");
    for (name, text) in [
        ("many.yaml", format!("apiVersion: v1\nitems:\n{}", "- {a: 1}\n".repeat(600_000))),
        ("many.json", format!("{{\"apiVersion\":\"v1\",\"a\":[{}0]}}", "{},".repeat(600_000))),
    ] {
        let error = import(name, text.as_bytes()).unwrap_err();
        assert!(matches!(error, ImportError::Limit { .. }), "{name}: {error}");
    }
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let kind = Some(Kind::Kubernetes);
    let error = import_as("deep.json", nested.as_bytes(), kind, Hints::default()).unwrap_err();
    assert!(matches!(error, ImportError::Syntax { .. } | ImportError::Limit { .. }), "{error}");
    let deep = format!("{{\"terraform_version\":\"1\",\"values\":{}", "[".repeat(100_000));
    assert!(matches!(import("deep.json", deep.as_bytes()), Err(ImportError::Syntax { .. })));
}

#[test]
fn what_is_of_no_kind_is_refused() {
    for text in ["", "hello", "{}", "a,b\n1,2\n", "\u{1b}[31mred", "PAR1"] {
        let error = import("x", text.as_bytes()).unwrap_err();
        assert!(matches!(error, ImportError::UnknownKind { .. }), "{text}: {error}");
    }
    let error = import_as("x", b"{}", Some(Kind::Terraform), Hints::default()).unwrap_err();
    assert!(matches!(error, ImportError::OtherKind { .. }), "{error}");
    let error = import("x.yaml", b"apiVersion: v1\nkind: \xff\n").unwrap_err();
    assert!(matches!(error, ImportError::Syntax { line: 2, .. }), "{error}");
}

#[test]
fn an_import_can_be_stopped_and_gives_nothing() {
    let rows = "2026-01-01T00:00:00Z,1\n".repeat(400_000);
    let text = format!("time,requests\n{rows}");
    let (name, size) = ("m.csv".to_owned(), Some(text.len() as u64));
    let source = Source { name, size, reader: Box::new(text.as_bytes()) };
    let mut seen = Vec::new();
    let mut progress = |progress: Progress| {
        seen.push(progress);
        ControlFlow::Break(())
    };
    let driver = whatif_pricing::Vocabulary::standard().find("calls");
    let metrics = Hints { driver, ..Hints::default() };
    let mut request = Request { kind: None, metrics, progress: &mut progress };
    assert!(matches!(
        whatif::import::read(vec![source], &mut request),
        Err(ImportError::Interrupted)
    ));
    assert_eq!(seen.len(), 1);
    assert!(seen[0].bytes > 4_000_000 && seen[0].bytes_of == size, "{seen:?}");
}

/// Swaps, cuts and overwrites pieces of a text.
fn broken(
    mut bytes: Vec<u8>,
    cut: usize,
    edits: &[(usize, u8)],
    swaps: &[(usize, usize)],
) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> =
        bytes.split_inclusive(|it| *it == b'\n').map(<[u8]>::to_vec).collect();
    for (one, other) in swaps {
        let count = lines.len();
        lines.swap(one % count, other % count);
    }
    bytes = lines.concat();
    for (at, byte) in edits {
        let length = bytes.len();
        bytes[at % length] = *byte;
    }
    bytes.truncate(bytes.len().saturating_sub(cut % (bytes.len() + 1)));
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any import of a broken sample is an error or plain values; none of them is negative.
    #[test]
    fn broken_samples_never_panic(
        which in 0..SAMPLES.len(),
        cut in prop_oneof![Just(0), 0..40_000_usize],
        edits in prop::collection::vec((0..100_000_usize, any::<u8>()), 0..20),
        swaps in prop::collection::vec((0..10_000_usize, 0..10_000_usize), 0..10),
    ) {
        let bytes = broken(sample(SAMPLES[which]), cut, &edits, &swaps);
        if let Ok(import) = import(SAMPLES[which], &bytes) {
            for driver in &import.drivers {
                prop_assert!(!driver.value.is_negative());
            }
        }
    }

    /// The same with the kind named, so that every reader meets every text.
    #[test]
    fn every_reader_survives_every_sample(
        which in 0..SAMPLES.len(),
        kind in 0..Kind::ALL.len(),
        cut in 0..40_000_usize,
    ) {
        let bytes = broken(sample(SAMPLES[which]), cut, &[], &[]);
        let driver = whatif_pricing::Vocabulary::standard().find("calls");
        let hints = Hints { driver, ..Hints::default() };
        let _ = import_as("x", &bytes, Some(Kind::ALL[kind]), hints);
    }
}

#[test]
fn what_cannot_be_read_as_it_is_says_what_it_is_and_the_way_out() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let marked = [vec![0xff, 0xfe], wide("time,value\n")].concat();
    for (name, bytes, expected) in [
        ("a.csv", marked, "a.csv: it is text in UTF-16: save it as UTF-8"),
        ("a.json", wide("{\"a\": 1}"), "a.json: it is text in UTF-16: save it as UTF-8"),
        (
            "s.tfstate",
            br#"{"serial":1,"lineage":"x","meta":{},"encrypted_data":"aa","encryption_version":"v0"}"#.to_vec(),
            "s.tfstate: it is a state that OpenTofu encrypted: read it with tofu show -json",
        ),
        (
            "p.json",
            br#"{"status":"error","errorType":"bad_data","error":"invalid parameter"}"#.to_vec(),
            "p.json: Prometheus answered with an error: invalid parameter: mend the query",
        ),
        (
            "b.csv.gz",
            vec![0x1f, 0x8b, 8, 0, 1, 2, 3],
            "b.csv.gz: it is packed with gzip, and its bytes are damaged or end too early",
        ),
    ] {
        let error = import(name, &bytes).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
