//! The fake itself: its faults are those that were asked for, its certificates wrong in the way they should be.

mod behavior;
mod client;
mod faults;
mod proxy;
mod tls;
