//! The settings that only the explorer gives a meaning: the theme, the screen that it opens with, the keys.

use whatif_pricing::Unknown;

use super::action::{BindError, Bindings, Screen};
use super::theme::ThemeChoice;
use crate::store::profile::{KEYS, Profile, START, THEME};

/// The settings of the explorer, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The theme.
    pub theme: ThemeChoice,
    /// The screen that it opens with. `None` for the first.
    pub start: Option<Screen>,
    /// The keys of the actions.
    pub bindings: Bindings,
    /// The settings that cannot be used. Their defaults apply.
    pub faults: Vec<WishFault>,
}

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WishFault {
    /// The keys that lead to it in the file.
    pub keys: Vec<String>,
    /// The mistake.
    pub message: String,
    /// The advice on how to correct it.
    pub remedy: String,
}

impl WishFault {
    fn unknown(key: &str, unknown: &Unknown) -> Self {
        Self {
            keys: vec![key.to_owned()],
            message: format!("unknown {} '{}'", unknown.kind, unknown.name),
            remedy: unknown.remedy(),
        }
    }
}

impl WishFault {
    fn of_keys(error: &BindError) -> Self {
        let keys = vec![KEYS.to_owned(), error.action().to_owned()];
        Self { keys, message: error.message(), remedy: error.remedy() }
    }
}

impl Wishes {
    /// The wishes of a profile.
    #[must_use]
    pub fn of(profile: &Profile) -> Self {
        let mut wishes = Self::default();
        if let Some(name) = &profile.theme {
            match name.parse() {
                Ok(theme) => wishes.theme = theme,
                Err(unknown) => wishes.faults.push(WishFault::unknown(THEME, &unknown)),
            }
        }
        if let Some(name) = &profile.start {
            let is_meant = |screen: &Screen| screen.name().to_lowercase() == *name;
            wishes.start = Screen::ALL.into_iter().find(is_meant);
            if wishes.start.is_none() {
                let names = Screen::ALL.map(|screen| screen.name().to_lowercase());
                let unknown = Unknown::new("screen", name, names);
                wishes.faults.push(WishFault::unknown(START, &unknown));
            }
        }
        let (bindings, errors) = Bindings::read(&profile.keys);
        wishes.bindings = bindings;
        wishes.faults.extend(errors.iter().map(WishFault::of_keys));
        wishes
    }

    /// The faults in one sentence. `None` if there are none.
    #[must_use]
    pub fn says(&self) -> Option<String> {
        let first = self.faults.first()?;
        let more = match self.faults.len() {
            1 => String::new(),
            count => format!(" (and {} more: `whatif config check` shows all)", count - 1),
        };
        let key = first.keys.join(".");
        Some(format!("the setting {key}: {}: {}{more}", first.message, first.remedy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::theme::Scheme;

    #[test]
    fn a_name_that_does_not_exist_is_a_fault_and_the_default_applies() {
        let profile = Profile {
            theme: Some("ligth".to_owned()),
            start: Some("sweep".to_owned()),
            ..Profile::default()
        };
        let wishes = Wishes::of(&profile);
        assert_eq!((wishes.theme, wishes.start), (ThemeChoice::Auto, Some(Screen::Sweep)));
        let says = "the setting theme: unknown theme 'ligth': did you mean 'light'?";
        assert_eq!(wishes.says().as_deref(), Some(says));
        let light = Profile { theme: Some("light".to_owned()), ..Profile::default() };
        assert_eq!(Wishes::of(&light).theme, ThemeChoice::Named(Scheme::Light));
        assert_eq!(Wishes::of(&Profile::default()).says(), None);
    }
}
