//! The list of drivers.

use crate::run::{json, text};

#[test]
fn each_driver_has_its_default_range_and_what_it_follows() {
    let all = json("drivers");
    let all = all.as_array().expect("it is a list");
    let found = |id: &str| all.iter().find(|it| it["id"] == id).expect("it is there").clone();
    let calls = found("calls");
    assert_eq!(calls["default"], "=secrets * reads_per_secret_per_day * days");
    assert_eq!(calls["follows"], serde_json::json!(["secrets", "reads_per_secret_per_day"]));
    assert_eq!((&calls["unit"], &calls["per_month"]), (&"call".into(), &true.into()));
    let secrets = found("secrets");
    assert_eq!((&secrets["default"], &secrets["job"]), (&"100".into(), &"secrets".into()));
    assert_eq!((&secrets["smallest"], &secrets["slider_end"]), (&"0".into(), &"10000".into()));
    assert_eq!(secrets["follows"], serde_json::json!([]));
    assert_eq!(found("clients")["job"], serde_json::Value::Null);
}

#[test]
fn the_list_reads_as_text_as_a_table_and_as_csv() {
    let read = text("drivers");
    assert!(read.contains("\ncalls  API calls/month\n"), "{read}");
    assert!(read.contains("    follows secrets, reads_per_secret_per_day\n"), "{read}");
    let csv = text("drivers --csv");
    assert!(
        csv.starts_with("id,label,unit,default,smallest,slider end,follows,job,help\r\n"),
        "{csv}"
    );
    let calls = csv.lines().find(|line| line.starts_with("calls,")).expect("it has a row");
    assert!(
        calls.contains(",'=secrets * reads_per_secret_per_day * days,0,1000000000,"),
        "{calls}"
    );
    let md = text("drivers --md");
    assert!(md.contains("| id | label | unit | default |"), "{md}");
}
