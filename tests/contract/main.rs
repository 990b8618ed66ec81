//! The client of Coder's API against real servers over real sockets: right ones, broken ones and hostile ones.
//!
//! Nothing here is replaced by a pretence: names are looked up, TLS is spoken, bytes are lost. Where a test waits for
//! a deadline to pass, it shortens the deadline; one test holds that the real ones are as they ought to be.

mod answers;
mod canary;
mod certificates;
mod connections;
mod crowd;
mod endpoints;
mod hostile;
mod http2;
mod people;
mod places;
mod proxies;
mod refusals;
mod secrets;
mod setup;
mod storm;
mod wire;
