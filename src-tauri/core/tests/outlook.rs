//! The forecast of entitlements: what changes when, what an act would change, and two licenses side by side.

mod generators;
mod outlook {
    mod acts;
    mod comparing;
    mod deployments;
    mod extremes;
    mod planning;
    mod properties;
    mod sentences;
    mod world;
}
