//! Bills of shipped cards, with figures by hand.

mod ask;
mod calendar;
mod cases;
mod cycles;
