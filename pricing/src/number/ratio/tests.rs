use super::*;

fn ratio(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

#[test]
fn quotients_that_end_become_decimals() {
    let eighth = ratio("1").over(ratio("8")).unwrap();
    assert_eq!(eighth.as_decimal(), Some(Decimal::new(125, 3)));
    assert_eq!(ratio("1").over(ratio("0.025")).unwrap().as_decimal(), Some(Decimal::from(40)));
    assert_eq!(ratio("0.30").over(ratio("0.4")).unwrap(), ratio("0.75"));
    assert_eq!(ratio("-1").over(ratio("-8")).unwrap(), ratio("0.125"));
}

#[test]
fn thirty_one_days_of_a_thirty_first_are_the_whole() {
    let day = ratio("0.4").over(ratio("31")).unwrap();
    let month = (0..31).try_fold(Ratio::ZERO, |sum, _| sum.plus(day)).unwrap();
    assert_eq!(month.as_decimal(), Some(Decimal::new(4, 1)));
}

#[test]
fn unlike_denominators_add() {
    let sum = Ratio::of(1, 3).unwrap().plus(Ratio::of(1, 6).unwrap()).unwrap();
    assert_eq!(sum, ratio("0.5"));
    assert!(sum.minus(ratio("0.5")).unwrap().is_zero());
}

#[test]
fn factors_of_ten_leave_the_denominator() {
    // 1 ÷ 2,592,000 seconds: 81 is left of 2^8 × 3^4 × 5^3
    let second = Ratio::of(1, 2_592_000).unwrap();
    assert_eq!(second.parts(), (3_125, 8, 81));
}

#[test]
fn floor_and_ceil_hold_below_zero() {
    let third = Ratio::of(-1, 3).unwrap();
    assert_eq!(third.floor().unwrap(), ratio("-1"));
    assert_eq!(third.ceil().unwrap(), ratio("0"));
    assert_eq!(Ratio::of(7, 3).unwrap().ceil().unwrap(), ratio("3"));
    assert_eq!(ratio("-0.5").floor().unwrap(), ratio("-1"));
    assert_eq!(ratio("20.000001").ceil().unwrap(), ratio("21"));
    assert_eq!(ratio("20.000000").ceil().unwrap(), ratio("20"));
}

#[test]
fn numbers_that_differ_past_28_digits_compare_as_different() {
    let third = Ratio::of(1, 3).unwrap();
    let near = ratio("0.3333333333333333333333333333");
    assert_eq!(near.cmp(&third), Ordering::Less);
    assert_eq!(third.cmp(&near), Ordering::Greater);
    assert!(near.negated() > third.negated());
    let largest = Ratio::whole(Decimal::MAX);
    assert!(largest > third && largest.cmp(&largest).is_eq());
    assert!(largest > third.negated() && Ratio::ZERO > near.negated());
}

#[test]
fn a_product_past_38_digits_is_refused_and_never_rounded() {
    let wide = ratio("123456789012.123456");
    let price = ratio("0.123456789012");
    let product = wide.times(price).unwrap();
    // 123456789012.123456 × 0.123456789012, in full: 29 digits
    assert_eq!(product.parts(), (15_241_578_753_168_725_417_488_265_472, 18, 1));
    assert_eq!(product.times(wide).unwrap_err(), OutOfRange);
}

#[test]
fn what_no_decimal_can_write_is_refused() {
    let million = ratio("1000000");
    let power = (0..4).try_fold(Ratio::ONE, |power, _| power.times(million)).unwrap();
    assert_eq!(power.times(million).unwrap_err(), OutOfRange);
    assert_eq!(Ratio::whole(Decimal::MAX).plus(Ratio::ONE).unwrap_err(), OutOfRange);
}

#[test]
fn trailing_zeros_do_not_make_a_product_too_long() {
    let padded = ratio("100000000000.000000000000");
    assert_eq!(padded.times(padded).unwrap(), ratio("10000000000000000000000"));
}

#[test]
fn the_nearest_decimal_has_28_digits() {
    assert_eq!(Ratio::of(2, 3).unwrap().to_decimal().to_string(), "0.6666666666666666666666666667");
    assert_eq!(
        Ratio::of(-1, 3).unwrap().to_decimal().to_string(),
        "-0.3333333333333333333333333333"
    );
    let large = Ratio::of(1_000_000_000_000_000, 7).unwrap().to_decimal();
    assert_eq!(large.to_string(), "142857142857142.85714285714286");
    assert_eq!(ratio("1.500").to_decimal().to_string(), "1.5");
}
