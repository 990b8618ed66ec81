//! Seats: who holds one and by which rule, how the count came about, and where it goes.
//!
//! | Question | Module |
//! |---|---|
//! | where the count goes | [`forecast`] |

pub mod forecast;
