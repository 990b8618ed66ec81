//! Remarks about addresses, servers and what they say: worth knowing, no errors.

use crate::check::{CodeRow, codes};
use crate::error::filled;
use crate::view::RemarkView;

codes! {
    /// What is worth knowing of a deployment.
    Advice, "advice":
    AddressSchemeAdded = "address_scheme_added", 0, "The address is read as {}.", "";
    AddressCut = "address_cut", 0, "\"{}\" was left out: Coder answers at the root of its address.", "";
    AddressPunycode = "address_punycode", 0, "The host is asked for as {}.", "Compare it with the name you were given, letter by letter.";
    OtherAddress = "other_address", 0, "By its own account its address is {}.", "Check that this is the deployment you mean.";
    SameDeploymentId = "same_deployment_id", 0, "{} has the same deployment ID.", "This may be that deployment by another address, or a copy made from its database; both can be in the list.";
    ServerOld = "server_old", 0, "{} is older than Seatkeeper knows.", "It can be watched; licenses are installed on a newer server.";
    DeploymentChanged = "deployment_changed", 1, "Another deployment answers here now: {}.", "Sign in to it again only if you expect that.";
    TelemetryConflict = "telemetry_conflict", 1, "A license requires telemetry, and it is off on {}.", "Until telemetry is on there, or that license is removed, Coder changes nothing of its entitlements.";
    SignatureNotChecked = "signature_not_checked", 0, "Seatkeeper cannot check this signature. Coder will.", "";
    EntitlementsOld = "entitlements_old", 0, "Coder has not worked out its entitlements since {}.", "Refresh them, or ask whoever runs the server.";
    ClockDiffers = "clock_differs", 0, "The server's clock is {} this computer's.", "Verdicts depend on the date: find out which of the two is right.";
    CoderCountsNone = "coder_counts_none", 1, "Coder counts none of these licenses, though by their claims one should.", "See what Coder says; it may not know the key that signed them.";
}

impl Advice {
    /// The remark about `about`.
    pub fn view(self, about: &str) -> RemarkView {
        let CodeRow { code, message, hint, .. } = self.row();
        RemarkView { code: code.to_owned(), message: filled(message, about), hint: hint.to_owned() }
    }
}
