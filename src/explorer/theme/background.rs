//! The background of the terminal, which decides between dark and light.

use super::Scheme;

/// The background of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Light text reads on it.
    Dark,
    /// Dark text reads on it.
    Light,
}

impl Background {
    /// The background that the variable `COLORFGBG` names, such as `15;0`: its last number is one of the
    /// sixteen colours. `None` if it names none.
    #[must_use]
    pub fn of_variable(text: &str) -> Option<Self> {
        let number: u8 = text.rsplit(';').next()?.trim().parse().ok()?;
        match number {
            0..=6 | 8 => Some(Self::Dark),
            7 | 9..=15 => Some(Self::Light),
            16.. => None,
        }
    }

    /// The background of a colour, by its brightness to the eye.
    #[must_use]
    pub fn of_color([red, green, blue]: [u8; 3]) -> Self {
        let weighed = 2_126 * u32::from(red) + 7_152 * u32::from(green) + 722 * u32::from(blue);
        if weighed > 10_000 * 127 { Self::Light } else { Self::Dark }
    }

    /// The scheme that reads on it.
    #[must_use]
    pub const fn scheme(self) -> Scheme {
        match self {
            Self::Dark => Scheme::Dark,
            Self::Light => Scheme::Light,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_number_of_the_variable_is_the_background() {
        for (text, background) in [
            ("15;0", Some(Background::Dark)),
            ("0;15", Some(Background::Light)),
            ("0;default;7", Some(Background::Light)),
            ("12;8", Some(Background::Dark)),
            ("0;default", None),
            ("", None),
            ("0;255", None),
        ] {
            assert_eq!(Background::of_variable(text), background, "{text}");
        }
    }

    #[test]
    fn green_is_brighter_to_the_eye_than_blue() {
        assert_eq!(Background::of_color([0xfd, 0xf6, 0xe3]), Background::Light);
        assert_eq!(Background::of_color([0x00, 0x2b, 0x36]), Background::Dark);
        assert_eq!(Background::of_color([0, 255, 0]), Background::Light);
        assert_eq!(Background::of_color([0, 0, 255]), Background::Dark);
    }
}
