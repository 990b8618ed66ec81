//! Seats: who holds one and by which rule, how the count came about, and where it goes.
//!
//! Counts are Coder's own wherever it gives one; what is counted here is said to be. What is not known is `None`, never
//! 0. Days are calendar days of the zone that is handed over.
//!
//! | Question | Module |
//! |---|---|
//! | which day an instant falls on | [`calendar`] |
//! | who holds a seat, and when does it come free by itself? | [`rule`] |
//! | how many are used? | [`usage`] |
//! | do the list of users and Coder's number agree? | [`agreement`] |
//! | how did the count come about? | [`history`] |
//! | how did the limit? | [`steps`] |
//! | why did it change? | [`change`] |
//! | where does it go? | [`forecast`], [`outlook`] |
//! | when were people last seen, and which seats come free? | [`last_seen`] |
//! | the table of people | [`people`] |
//! | all deployments together | [`fleet`] |
//! | the page of a deployment | [`scene`] |
//! | tables and text to take away | [`export`] |

pub mod agreement;
pub mod calendar;
pub mod change;
pub mod export;
pub mod fleet;
pub mod forecast;
pub mod history;
pub mod last_seen;
pub mod outlook;
pub mod people;
pub mod rule;
pub mod scene;
pub mod steps;
pub mod usage;
