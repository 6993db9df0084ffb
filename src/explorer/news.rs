//! News: messages from other threads, which wake the one that waits for input.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use anyhow::Context as _;

use super::state::Message;
use super::terminal;
use crate::library::Library;
use crate::library::watch::{self, News};

/// Starts to watch the user's cards. News wakes the terminal, which is where this thread waits.
pub(super) fn listen(library: Library, sender: Sender<Message>) -> anyhow::Result<()> {
    let report = move |news| {
        let message = match news {
            News::Changed(library) => Message::CardsChanged(library),
            News::Unwatched(why) => Message::CardsUnwatched(why),
        };
        send(&sender, message);
    };
    watch::start(Arc::new(library), report).context("your cards cannot be watched")
}

/// Hands a message from another thread to the one that waits for input.
pub(super) fn send(sender: &Sender<Message>, message: Message) {
    // Without a receiver the program is about to end.
    if sender.send(message).is_ok() {
        terminal::wake();
    }
}
