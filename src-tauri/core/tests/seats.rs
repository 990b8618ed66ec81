//! Seats: the forecast against its rivals, and what must hold of it whatever the counts are.

#[path = "seats/back_test.rs"]
mod back_test;
#[path = "seats/forecast.rs"]
mod forecast;
#[path = "seats/histories.rs"]
mod histories;
