//! Texts from anywhere: however deep they nest, they are read quickly and on a small stack.

use std::time::{Duration, Instant};

use whatif_pricing::{CARD_BYTES_MAX, Catalog, RateCard, Vocabulary};

#[test]
fn no_depth_of_nesting_takes_long_or_much_of_the_stack() {
    // What is allowed on one level, and what the parser allows, on as many levels as it allows.
    let crossed = |dots| {
        let dotted = "a.".repeat(dots);
        let (down, up) = (format!("{dotted}a = {{").repeat(79), "}".repeat(79));
        format!("{down}{dotted}a = 1{up}")
    };
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("a = {}", "{a=".repeat(80_000)),
        format!("{}a = 1", "a.".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
        crossed(15),
        crossed(79),
    ] {
        assert!(text.len() <= CARD_BYTES_MAX);
        let begun = Instant::now();
        let read = move || {
            assert!(RateCard::read(&text, Vocabulary::standard()).is_err());
            assert_eq!(Catalog::id_in(&text), None);
        };
        // A thread has 2 MB; the main one 8.
        std::thread::Builder::new().stack_size(1 << 20).spawn(read).unwrap().join().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}
