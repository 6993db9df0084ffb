//! Metrics as tables and as Prometheus answers them.

use whatif::import::{Hints, Import, ImportError, MetricUnit};
use whatif_pricing::Vocabulary;

use crate::support::{drivers, import, import_as, import_sample, left_out};

#[test]
fn the_sample_of_ten_minutes_counts_a_repeated_row_once_and_a_missing_one_as_none() {
    let import = import_sample("cloudwatch-kms-ten-minutes.csv");
    assert_eq!(drivers(&import), ["aws-kms key_ops=27648000", "aws-kms peak_qps=21"]);
    let note = import.drivers[0].note.as_deref().unwrap();
    assert!(note.contains("30,720,000"), "{note}");
    assert!(import.notes.iter().any(|it| it.contains("1 samples have the time")), "{import:?}");
}

#[test]
fn the_sample_of_counters_survives_their_resets_and_knows_no_peak() {
    let import = import_sample("prometheus-range.json");
    assert_eq!(drivers(&import), ["aws-secrets-manager calls=120600"]);
    assert!(import.notes.iter().any(|it| it.contains("0.05 per second")), "{:?}", import.notes);
}

fn calls(text: &str, unit: Option<MetricUnit>) -> Result<Import, ImportError> {
    let driver = Vocabulary::standard().find("calls");
    import_as("m.csv", text.as_bytes(), None, Hints { driver, unit, ..Hints::default() })
}

#[test]
fn a_peak_is_an_exact_mean_of_a_minute() {
    // 1,200 requests in one minute are 20 a second, never 21.
    let import =
        calls("time,requests\n2026-01-01T00:00:00Z,600\n2026-01-01T00:01:00Z,1200\n", None);
    assert_eq!(drivers(&import.unwrap()), ["- calls=38880000", "- peak_qps=20"]);
    let rows: Vec<String> = (0..120)
        .map(|at| {
            format!(
                "{at},{}
",
                if at < 60 { 1 } else { 3 }
            )
        })
        .collect();
    let rows = rows.concat();
    let import = calls(&format!("time,rps\n{rows}"), None).unwrap();
    assert_eq!(drivers(&import), ["- calls=5184000", "- peak_qps=3"]);
}

#[test]
fn bare_times_are_seconds_or_parts_of_them_by_their_size() {
    for (unit, zeros) in [("s", ""), ("ms", "000"), ("us", "000000"), ("ns", "000000000")] {
        let rows: Vec<String> =
            (0..3).map(|at| format!("{}{zeros},60\n", 1_793_613_600 + at * 60)).collect();
        let import = calls(&format!("ts,requests\n{}", rows.concat()), None).unwrap();
        assert_eq!(drivers(&import), ["- calls=2592000", "- peak_qps=1"], "{unit}");
    }
    let rows = "1793613600,60\n1793613660,60\n1793613720,60\n-5,60\n1793613600000000000000,60\n";
    let import = calls(&format!("ts,requests\n{rows}"), None).unwrap();
    assert_eq!(import.bad_rows.count, 2);
    assert!(import.bad_rows.first[0].expected.starts_with("a time from 1970 to 9899"));
}

#[test]
fn other_figures_and_notes_make_no_series() {
    let expected = ["- calls=2592000", "- peak_qps=1"];
    let text = |column: &str, cells: &[&str]| {
        let rows = cells.iter().enumerate().map(|(at, cell)| format!("{},60,{cell}\n", at * 60));
        format!("time,requests,{column}\n{}", rows.collect::<String>())
    };
    for (column, cells) in [
        ("latency_ms", ["12.5", "13.25", "11", "9", "12"]),
        ("errors", ["0", "1", "0", "2", "1"]),
        ("note", ["", "deploy", "", "", "deploy"]),
        ("note", ["NULL", "", "", "restart", "null"]),
    ] {
        let import = calls(&text(column, &cells), None).unwrap();
        assert_eq!(drivers(&import), expected, "{column}");
    }
    // Two accounts at the same times are two series, whatever names them.
    for accounts in [["111111111111", "222222222222"], ["shop", "labs"], ["shop", ""]] {
        let of = |at: i32| accounts.map(|it| format!("{},{it},60,0.{at}\n", at * 60)).concat();
        let rows: String = (0..5).map(of).collect();
        let import = calls(&format!("time,account,requests,latency\n{rows}"), None).unwrap();
        assert_eq!(drivers(&import), ["- calls=5184000", "- peak_qps=2"], "{accounts:?}");
    }
    // Texts that are never the same split everything, which is said with the remedy.
    let import = calls(&text("request_id", &["a", "b", "c", "d", "e"]), None).unwrap();
    assert_eq!(drivers(&import), [""; 0]);
    let why = "5 series: one sample does not say over which time it was taken: the column 'request_id' makes a series of each row: leave the column out";
    assert_eq!(left_out(&import), [why]);
}

#[test]
fn order_does_not_matter_and_series_are_summed_before_the_peak() {
    let text = "time,path,requests\n\
        2026-01-01T00:01:00Z,a,60\n2026-01-01T00:00:00Z,a,120\n\
        2026-01-01T00:00:00Z,b,60\n2026-01-01T00:01:00Z,b,60\n";
    let import = calls(text, None).unwrap();
    assert_eq!(drivers(&import), ["- calls=6480000", "- peak_qps=3"]);
    assert!(
        import.notes.iter().any(|it| it.contains("before an earlier one")),
        "{:?}",
        import.notes
    );
}

#[test]
fn times_without_a_zone_are_said_to_be_read_as_utc() {
    let import = calls(
        "Time,Value\n2026-01-01 00:00:00,60\n2026-01-01 00:01:00,60\n",
        Some(MetricUnit::Requests),
    );
    let notes = import.unwrap().notes;
    assert!(notes.iter().any(|it| it.contains("--zone")), "{notes:?}");
}

#[test]
fn what_a_file_does_not_say_is_asked_for() {
    let error = import("m.csv", b"time,value\n2026-01-01T00:00:00Z,5\n").unwrap_err().to_string();
    assert!(error.contains("--unit"), "{error}");
    let error =
        import("m.csv", b"time,requests\n2026-01-01T00:00:00Z,5\n").unwrap_err().to_string();
    assert!(error.contains("--driver calls"), "{error}");
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_many_are_refused() {
    let rows: Vec<String> = (10..60).map(|at| format!("2026-01-01T00:{at}:00Z,60\n")).collect();
    let rows = rows.concat();
    let import =
        calls(&format!("time,requests\n{rows}later,60\n2026-01-01T01:00:00Z,-1\n"), None).unwrap();
    let bad: Vec<String> = import
        .bad_rows
        .first
        .iter()
        .map(|it| format!("{} {} '{}' {}", it.line, it.column, it.found, it.expected))
        .collect();
    let time = "52 time 'later' a time from 1970 to 9899, such as 2026-11-02T10:00:00Z or seconds since 1970";
    assert_eq!(bad, [time, "53 requests '-1' a number that is not negative"]);
    let error = calls("time,requests\nx,1\ny,2\n2026-01-01T00:00:00Z,1\n", None).unwrap_err();
    assert!(matches!(error, ImportError::BadRows { bad: 2, line: 2, .. }), "{error}");
}

#[test]
fn rates_of_prometheus_are_calls_per_second() {
    let values: Vec<String> =
        (0..4).map(|at| format!("[{},\"2.5\"]", 1_700_000_040 + at * 15)).collect();
    let text = format!(
        r#"{{"status":"success","data":{{"resultType":"matrix","result":[{{"values":[{}],"metric":{{}}}}]}}}}"#,
        values.join(",")
    );
    let import = calls(&text, None).unwrap();
    assert_eq!(drivers(&import), ["- calls=6480000", "- peak_qps=2.5"]);
}

#[test]
fn what_a_counter_counted_over_a_gap_is_not_of_one_minute() {
    let rows = "0,0\n60,60\n120,120\n420,720\n480,780\n";
    let import = calls(&format!("ts,v\n{rows}"), Some(MetricUnit::Counter)).unwrap();
    // 600 calls in the five minutes of the gap: two a second.
    assert_eq!(drivers(&import), ["- calls=4212000", "- peak_qps=2"]);
    let note = "m.csv: 4 samples of a counter are missing: what it counted in between is spread evenly over the minutes, so the peak may be higher";
    assert!(import.notes.contains(&note.to_owned()), "{:?}", import.notes);
    let peak = import.drivers[1].note.as_deref().unwrap();
    assert_eq!(peak, "at least: samples are missing, and a gap counts as its mean");
    // The mean of a gap is added to what other series counted in the same minutes.
    let rows: Vec<String> = (0..=8).map(|at| format!("{},b,{}\n", at * 60, at * 180)).collect();
    let rows = rows.concat();
    let with = format!("ts,pod,v\n0,a,0\n60,a,60\n120,a,120\n420,a,720\n480,a,780\n{rows}");
    let hints = Hints {
        time: Some("ts".to_owned()),
        values: vec!["v".to_owned()],
        unit: Some(MetricUnit::Counter),
        driver: Vocabulary::standard().find("calls"),
        zone: None,
    };
    let import = import_as("m.csv", with.as_bytes(), None, hints).unwrap();
    assert_eq!(drivers(&import)[1], "- peak_qps=5");
}

#[test]
fn two_samples_of_a_counter_minutes_apart_know_no_peak() {
    let series = |provider: &str, values: &str| {
        format!(
            r#"{{"metric":{{"__name__":"externalsecret_provider_api_calls_count","provider":"{provider}"}},"values":[{values}]}}"#
        )
    };
    let own = series("GCP/SecretManager", r#"[0,"0"],[180,"180"]"#);
    // The steps of another driver's samples are not those of this one.
    let other = series("AWS/SecretsManager", r#"[0,"0"],[60,"60"],[120,"120"],[180,"180"]"#);
    let text = format!(
        r#"{{"status":"success","data":{{"resultType":"matrix","result":[{own},{other}]}}}}"#
    );
    let import = import("p.json", text.as_bytes()).unwrap();
    let expected = [
        "aws-secrets-manager calls=2592000",
        "aws-secrets-manager peak_qps=1",
        "gcp-secret-manager calls=2592000",
    ];
    assert_eq!(drivers(&import), expected);
    let said = |it: &String| it.contains("180 s apart") && it.contains("1 per second");
    assert!(import.notes.iter().any(said), "{:?}", import.notes);
}

#[test]
fn named_columns_make_a_table_of_metrics() {
    let text = "Time,a,b\n2026-06-01T00:00:00Z,60,60\n2026-06-01T00:01:00Z,120,3\n";
    let hints = Hints {
        time: Some("Time".to_owned()),
        values: vec!["a".to_owned(), "b".to_owned()],
        unit: Some(MetricUnit::Requests),
        driver: Vocabulary::standard().find("calls"),
        zone: None,
    };
    let import = import_as("m.csv", text.as_bytes(), None, hints).unwrap();
    // 243 requests in two minutes, 123 of them in the second.
    assert_eq!(drivers(&import), ["- calls=5248800", "- peak_qps=2.05"]);
}

fn of_columns(text: &str, values: &[&str], unit: MetricUnit) -> Import {
    let hints = Hints {
        time: Some("time".to_owned()),
        values: values.iter().map(|it| (*it).to_owned()).collect(),
        unit: Some(unit),
        driver: Vocabulary::standard().find("calls"),
        zone: None,
    };
    import_as("m.csv", text.as_bytes(), None, hints).unwrap()
}

/// Rows of minutes: `time` and the cells of each.
fn minutes(header: &str, rows: &[&str]) -> String {
    let row = |(at, cells): (usize, &&str)| format!("2026-11-01T00:{at:02}:00Z,{cells}\n");
    let rows: String = rows.iter().enumerate().map(row).collect();
    format!("time,{header}\n{rows}")
}

#[test]
fn a_gap_of_one_of_several_series_is_said_and_is_not_zero() {
    let text = minutes("a,b", &["1200,60", ",60", ",60", "1200,60"]);
    let import = of_columns(&text, &["a", "b"], MetricUnit::Requests);
    // 1,200 and 60 a minute.
    assert_eq!(drivers(&import), ["- calls=54432000", "- peak_qps=21"]);
    let note = import.drivers[0].note.as_deref().unwrap();
    assert!(note.starts_with("2 samples are missing") && note.contains("28,512,000"), "{note}");
    assert!(import.drivers[1].note.as_deref().unwrap().starts_with("at least"));
}

#[test]
fn rows_without_a_value_say_how_far_samples_are_apart() {
    let text = minutes("a", &["1200", "", "", "1200"]);
    let import = of_columns(&text, &["a"], MetricUnit::Requests);
    assert_eq!(drivers(&import), ["- calls=51840000", "- peak_qps=20"]);
    // Empty cells at either end are missing samples too.
    let text = minutes("a,b", &[",60", "1200,60", "1200,60", ",60"]);
    let import = of_columns(&text, &["a", "b"], MetricUnit::Requests);
    assert_eq!(drivers(&import)[0], "- calls=54432000");
}

#[test]
fn a_series_that_ends_earlier_is_named() {
    let text = "time,pod,requests\n2026-11-01T00:00:00Z,a,60\n2026-11-01T00:01:00Z,a,60\n\
        2026-11-01T00:02:00Z,b,60\n2026-11-01T00:03:00Z,b,60\n";
    let import = calls(text, None).unwrap();
    assert_eq!(drivers(&import), ["- calls=2592000", "- peak_qps=1"]);
    assert!(
        import.notes.iter().any(|it| it.contains("2 series begin later")),
        "{:?}",
        import.notes
    );
}

#[test]
fn newest_samples_may_come_first() {
    let text = "time,requests\n2026-11-01T00:02:00Z,60\n2026-11-01T00:01:00Z,60\n2026-11-01T00:00:00Z,120\n";
    assert_eq!(drivers(&calls(text, None).unwrap()), ["- calls=3456000", "- peak_qps=2"]);
}

#[test]
fn a_series_without_a_driver_is_left_out_and_the_others_count() {
    let text = "Timestamp,Service,Resource,Sum\n\
        2026-11-01T00:00:00Z,EC2,RunInstances,3\n2026-11-01T00:00:00Z,Secrets Manager,GetSecretValue,120\n\
        2026-11-01T00:01:00Z,Secrets Manager,GetSecretValue,240\n";
    let imported = import("cw.csv", text.as_bytes()).unwrap();
    let expected = ["aws-secrets-manager calls=7776000", "aws-secrets-manager peak_qps=4"];
    assert_eq!(drivers(&imported), expected);
    let left_out = crate::support::left_out(&imported);
    assert!(left_out[0].contains("RunInstances EC2: no driver is known for it"), "{left_out:?}");
    // Nothing counts: then the driver is asked for.
    let only = "Timestamp,Service,Resource,Sum\n2026-11-01T00:00:00Z,EC2,RunInstances,3\n";
    let error = import("cw.csv", only.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("--driver calls"), "{error}");
}

#[test]
fn series_and_samples_of_prometheus_that_do_not_count_are_passed_over() {
    let series = |provider: &str, values: &str| {
        format!(
            "{{\"metric\":{{\"__name__\":\"externalsecret_provider_api_calls_count\",\"provider\":\"{provider}\"}},\n\"values\":[{values}]}}"
        )
    };
    let own = series("AWS/SecretsManager", r#"[0,"0"],[60,"60"],[120,"NaN"],[180,"180"]"#);
    let other = series("Doppler", r#"[0,"0"],[60,"60"]"#);
    let read = |all: &str| {
        let text = format!(r#"{{"data":{{"resultType":"matrix","result":[{all}]}}}}"#);
        import("p.json", text.as_bytes())
    };
    let import = read(&format!("{other},\n{own}")).unwrap();
    let expected = ["aws-secrets-manager calls=2592000", "aws-secrets-manager peak_qps=1"];
    assert_eq!(drivers(&import), expected);
    let bad = &import.bad_rows.first[0];
    assert_eq!((bad.line, &*bad.found, bad.expected), (4, "NaN", "a number that is not negative"));
    let left_out = crate::support::left_out(&import);
    assert!(left_out[0].contains("no driver is known for it"), "{left_out:?}");
    assert!(read(&other).unwrap_err().to_string().contains("--driver calls"));
}

#[test]
fn rows_with_too_few_or_too_many_cells_are_malformed() {
    let text = minutes("a,b", &["60,60", "60", "60,60,7", "60,60,"]);
    let import = of_columns(&text, &["a"], MetricUnit::Requests);
    let bad: Vec<String> = import
        .bad_rows
        .first
        .iter()
        .map(|it| format!("{} {} '{}' {}", it.line, it.column, it.found, it.expected))
        .collect();
    let expected = "as many cells as the header has";
    assert_eq!(bad, [format!("3 b '' {expected}"), format!("4 column 4 '7' {expected}")]);
}

#[test]
fn tables_of_the_console_of_cloudwatch_begin_with_their_first_time() {
    for head in ["Id,m1,m2\nStat,Sum,Sum\n", "Id,m1,m2\n\nStatistic,Sum,Sum\n"] {
        let text = format!(
            "Label,GetSecretValue,DescribeSecret\n{head}2026/11/01 00:00:00,60,60\n2026/11/01 00:01:00,60,120\n"
        );
        assert_eq!(drivers(&calls(&text, None).unwrap()), ["- calls=6480000", "- peak_qps=3"]);
    }
    let text = "Label,A\nId,m1\n2026/11/01 00:00:00,60\n2026/11/01 00:01:00,60\n";
    assert!(calls(text, None).unwrap_err().to_string().contains("--unit"));
}

#[test]
fn two_columns_of_the_name_that_is_read_are_refused() {
    let text = minutes("requests,requests", &["60,60", "60,60"]);
    let error = calls(&text, None).unwrap_err().to_string();
    assert!(error.contains("two columns are named 'requests'"), "{error}");
}

#[test]
fn tables_as_spreadsheets_write_them_are_read() {
    let hints = || Hints { driver: Vocabulary::standard().find("calls"), ..Hints::default() };
    let read = |text: &str| import_as("m.csv", text.as_bytes(), None, hints());
    let expected = ["- calls=30000"];
    let days = "Day,Requests\n2026-12-01,\"1,000\"\n2026-12-02,1000\n2026-12-03,1000\n";
    assert_eq!(drivers(&read(days).unwrap()), expected);
    let semicolons = "sep=;\nDay;Requests\n2026-12-01;1000\n2026-12-02;1000\n2026-12-03;1000\n";
    assert_eq!(drivers(&read(semicolons).unwrap()), expected);
    let minutes = "time,requests\n2026-12-01T00:00Z,60\n2026-12-01T00:01Z,60\n";
    assert_eq!(drivers(&read(minutes).unwrap()), ["- calls=2592000", "- peak_qps=1"]);
    // Where `;` separates, a comma may be a point.
    let rows = "2026-12-01;1000\n2026-12-02;1,000\n2026-12-03;1000\n2026-12-04;1000\n";
    let import = read(&format!("Day;Requests\n{rows}")).unwrap();
    let bad = &import.bad_rows.first[0];
    assert_eq!((bad.line, &*bad.column, &*bad.found), (3, "Requests", "1,000"));
}

/// The table of the first sample's form, with rows of a metric, a resource, a statistic and a value a minute.
fn cloudwatch(rows: &[(&str, &str, &str, u32)]) -> String {
    let head =
        "Timestamp,Namespace,MetricName,Service,Resource,Region,Statistic,PeriodSeconds,Value\n";
    let row = |minute: u32, (metric, resource, statistic, value): &(&str, &str, &str, u32)| {
        format!(
            "2026-11-02T10:0{minute}:00Z,AWS/Usage,{metric},KMS,{resource},us-east-1,{statistic},60,{value}\n"
        )
    };
    let rows = (0..3).flat_map(|minute| rows.iter().map(move |it| row(minute, it)));
    std::iter::once(head.to_owned()).chain(rows).collect()
}

fn read_cloudwatch(rows: &[(&str, &str, &str, u32)]) -> Import {
    import_as("m.csv", cloudwatch(rows).as_bytes(), None, Hints::default()).unwrap()
}

#[test]
fn other_statistics_and_metrics_of_the_same_calls_do_not_count() {
    // 600 a minute are 25,920,000 in 30 days and ten a second.
    let wanted = ["aws-kms key_ops=25920000", "aws-kms peak_qps=10"];
    let calls = ("CallCount", "CryptographicOperationsSymmetric", "Sum", 600);
    for other in [
        ("CallCount", "CryptographicOperationsSymmetric", "Average", 1),
        ("CallCount", "CryptographicOperationsSymmetric", "SampleCount", 60),
        ("CallCount", "CryptographicOperationsSymmetric", "Maximum", 1),
        ("ResourceCount", "KeysPerAccount", "Sum", 600),
        ("ThrottleCount", "CryptographicOperationsSymmetric", "Sum", 6_000),
    ] {
        for rows in [[calls, other], [other, calls]] {
            let import = read_cloudwatch(&rows);
            assert_eq!(drivers(&import), wanted, "{other:?}");
            assert!(!left_out(&import).is_empty(), "{other:?}");
        }
    }
}

#[test]
fn the_peak_is_of_all_that_counts_as_a_request() {
    // 6,000 and 60 a minute: data key pairs are not part of the mean that the peak is held against.
    let symmetric = ("CallCount", "CryptographicOperationsSymmetric", "Sum", 6_000);
    let rsa = ("CallCount", "CryptographicOperationsRsa", "Sum", 600);
    let pairs = ("CallCount", "GenerateDataKeyPair-ECC", "Sum", 60);
    let import = read_cloudwatch(&[symmetric, rsa, pairs]);
    let all = drivers(&import);
    assert!(all.contains(&"aws-kms peak_qps=110".to_owned()), "{all:?}");
    assert!(all.contains(&"aws-kms ecc_key_pairs=2592000".to_owned()), "{all:?}");
}

#[test]
fn rows_in_any_order_have_the_step_of_their_times() {
    let order = [4, 2, 0, 3, 1];
    let rows: Vec<String> = order.iter().map(|at| format!("2026-11-01T00:0{at}:00Z,1\n")).collect();
    let rows = rows.concat();
    let both = [(MetricUnit::PerSecond, "2592000"), (MetricUnit::Requests, "43200")];
    for (unit, wanted) in both {
        let import = calls(&format!("Time,calls\n{rows}"), Some(unit)).unwrap();
        assert_eq!(drivers(&import)[0], format!("- calls={wanted}"));
        assert_eq!(import.drivers.len(), 2, "the samples are a minute apart");
    }
}

/// A table of calls in each minute, from a minute on.
fn each_minute(from: u32, each: &[u32]) -> String {
    let row = |(at, calls): (usize, &u32)| {
        format!("{},{calls}\n", 1_793_613_600 + (from as usize + at) * 60)
    };
    format!("ts,requests\n{}", each.iter().enumerate().map(row).collect::<String>())
}

fn import_both(one: &str, two: &str) -> Import {
    let source = |name: &str, text: &'static [u8]| whatif::import::Source {
        name: name.to_owned(),
        size: Some(text.len() as u64),
        reader: Box::new(text),
    };
    let texts = [one, two].map(|text| &*Box::leak(text.to_owned().into_bytes().into_boxed_slice()));
    let driver = Vocabulary::standard().find("calls");
    let metrics = Hints { driver, ..Hints::default() };
    let mut progress = |_| std::ops::ControlFlow::Continue(());
    let sources = vec![source("one.csv", texts[0]), source("two.csv", texts[1])];
    let mut request = whatif::import::Request { kind: None, metrics, progress: &mut progress };
    whatif::import::read(sources, &mut request).unwrap()
}

#[test]
fn files_of_other_series_add_up_and_files_of_other_times_go_on() {
    // 60 and 120 a minute at the same time: three a second.
    let import = import_both(&each_minute(0, &[60; 10]), &each_minute(0, &[120; 10]));
    assert_eq!(drivers(&import), ["- calls=7776000", "- peak_qps=3"]);
    let note = "one.csv and two.csv cover some of the same time, and both count: leave one out if they are of the same calls";
    assert!(import.notes.contains(&note.to_owned()), "{:?}", import.notes);
    assert_eq!(import.drivers[0].origin.count, 20);
    // One after the other, also with a day between them: a mean of one and a half.
    for from in [10, 1_440] {
        let import = import_both(&each_minute(0, &[60; 10]), &each_minute(from, &[120; 10]));
        assert_eq!(drivers(&import), ["- calls=3888000", "- peak_qps=2"], "{from}");
        assert!(import.notes.is_empty(), "{:?}", import.notes);
    }
}

#[test]
fn a_counter_counts_in_the_minute_in_which_its_interval_began() {
    // 150 in each quarter of a minute are ten a second.
    for (step, each) in [(15, 150), (30, 300), (60, 600)] {
        let rows: Vec<String> =
            (0..=8).map(|at| format!("{},{}\n", 1_793_613_600 + at * step, at * each)).collect();
        let text = format!("ts,v\n{}", rows.concat());
        let import = calls(&text, Some(MetricUnit::Counter)).unwrap();
        assert_eq!(drivers(&import), ["- calls=25920000", "- peak_qps=10"], "{step}");
    }
}
