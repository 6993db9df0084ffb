//! The explorer without a terminal: key scripts, gestures, screens and the tables of docs/.

mod bindings;
mod catalog;
mod compare;
mod docs;
mod documents;
mod fuzz;
mod habits;
mod hints;
mod imports;
mod late;
mod letters;
mod levers;
mod notes;
mod offers;
mod own_cards;
mod palette;
mod ranges;
mod screens;
mod scripts;
mod stage;
mod support;
mod sweep;
mod tours;
