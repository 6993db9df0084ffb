//! The bytes of a frame, gathered so that the terminal gets them in one write.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::modes;

/// A writer that keeps everything until [`send`](Screen::send).
///
/// ratatui flushes several times per frame; here a flush does nothing. Both the backend and the
/// session hold one, over the same bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Screen {
    bytes: Rc<RefCell<Vec<u8>>>,
}

impl Screen {
    pub(super) fn send(&self) -> io::Result<()> {
        let mut bytes = self.bytes.borrow_mut();
        let sent = modes::write_if_ours(&bytes);
        bytes.clear();
        sent
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flush_keeps_the_bytes_until_they_are_sent() {
        let mut screen = Screen::default();
        let mut other_hand = screen.clone();
        screen.write_all(b"one ").unwrap();
        screen.flush().unwrap();
        other_hand.write_all(b"frame").unwrap();
        assert_eq!(*screen.bytes.borrow(), b"one frame");
        screen.send().unwrap();
        assert!(other_hand.bytes.borrow().is_empty());
    }
}
