//! The use cases of deployments, with every port in memory: which state is shown in which words, and what is done
//! when keychain, store, server or network fail.

mod assigning;
mod forecasting;
mod installing;
mod kit;
mod listing;
mod plans;
mod reading_people;
mod reclaiming;
mod seats;
mod signing_in;
mod states;
mod timelines;
