//! The pictures that are kept are those that the program makes today.

/// An animated picture that is larger loads slowly.
const ANIMATION_BYTES_MAX: usize = 400_000;

#[test]
fn every_picture_is_up_to_date() {
    for picture in recorder::all() {
        let made = picture.bytes().unwrap();
        let kept = std::fs::read(picture.path()).unwrap_or_default();
        assert!(
            kept == made,
            "assets/{} is out of date: cargo run --release -p recorder makes it anew",
            picture.name
        );
        assert!(!picture.is_animated() || made.len() < ANIMATION_BYTES_MAX, "{} bytes", made.len());
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let gif = recorder::all().into_iter().find(recorder::Picture::is_animated).unwrap();
    assert!(gif.bytes().unwrap() == gif.bytes().unwrap());
}
