//! The schemes a user can choose by name.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use whatif_pricing::Unknown;

/// A set of colours that go together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Light text on near-black; calm in an editor's company.
    #[default]
    Dark,
    /// Dark text on near-white, for bright rooms and print.
    Light,
    /// White, yellow and cyan on pure black, for projectors and weak eyes.
    HighContrast,
}

impl Scheme {
    /// Every scheme, in the order in which a key cycles through them.
    pub const ALL: [Self; 3] = [Self::Dark, Self::Light, Self::HighContrast];

    /// The name on the command line and in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Scheme {
    type Err = UnknownScheme;

    fn from_str(name: &str) -> Result<Self, UnknownScheme> {
        let found = Self::ALL.into_iter().find(|scheme| scheme.name() == name);
        found.ok_or_else(|| UnknownScheme { name: name.to_owned() })
    }
}

/// The theme that is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Dark or light, as the terminal's background is.
    #[default]
    Auto,
    /// One by its name.
    Named(Scheme),
}

impl ThemeChoice {
    /// The name of the choice that is no scheme's.
    const AUTO: &str = "auto";

    /// The names that a setting or a flag can have.
    pub fn names() -> impl Iterator<Item = &'static str> {
        std::iter::once(Self::AUTO).chain(Scheme::ALL.map(Scheme::name))
    }
}

impl FromStr for ThemeChoice {
    type Err = Unknown;

    fn from_str(name: &str) -> Result<Self, Unknown> {
        let named = Scheme::ALL.into_iter().find(|scheme| scheme.name() == name);
        let auto = (name == Self::AUTO).then_some(Self::Auto);
        let found = named.map(Self::Named).or(auto);
        found.ok_or_else(|| Unknown::new("theme", name, Self::names()))
    }
}

/// A name that no scheme has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScheme {
    /// The name as it was written.
    pub name: String,
}

impl fmt::Display for UnknownScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Scheme::ALL.map(Scheme::name).join("`, `");
        write!(f, "no theme is called `{}`; there are `{names}`", self.name)
    }
}

impl Error for UnknownScheme {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_its_scheme() {
        for scheme in Scheme::ALL {
            assert_eq!(scheme.name().parse(), Ok(scheme));
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let refusal = "sepia".parse::<Scheme>().unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "no theme is called `sepia`; there are `dark`, `light`, `high-contrast`"
        );
    }
}
