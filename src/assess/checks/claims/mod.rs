//! Checks about other proceedings that hold an entry: declarations, drawback, protests, courts.

pub mod already_declared;
pub mod court_injunction;
pub mod on_drawback;
pub mod protest_open;
