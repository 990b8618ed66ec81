//! The closed list of verdicts, reasons and notes: each code with one message and one hint.
//!
//! A `{}` in a message stands for what it is about in the case at hand: a name, a date, a number.

/// A row of the list, for the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeRow {
    /// `verdict`, `reason`, `note` or `error`.
    pub kind: &'static str,
    /// The code, never renamed once released.
    pub code: &'static str,
    /// What is the case.
    pub message: &'static str,
    /// What to do; empty where nothing needs doing.
    pub hint: &'static str,
    /// The exit status it leads to.
    pub exit: u8,
}

/// Declares an enum of codes, in order of weight, with its table.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident, $kind:literal: $($variant:ident = $code:literal, $exit:literal, $message:literal, $hint:literal;)+) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = $message] $variant,)+
        }

        impl $name {
            /// Every one, in order of weight.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its row of the list.
            pub const fn row(self) -> CodeRow {
                match self {
                    $(Self::$variant => CodeRow {
                        kind: $kind, code: $code, message: $message, hint: $hint, exit: $exit,
                    },)+
                }
            }

            /// The code itself.
            pub const fn code(self) -> &'static str {
                self.row().code
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// The one word that leads: worst first.
    Verdict, "verdict":
    BadSignature = "bad_signature", 1, "Bad signature. The text was changed after signing, or Coder did not sign it.", "Do not install it. Ask for the file again; mail programs sometimes alter text.";
    Unsigned = "unsigned", 1, "Not signed the way Coder signs licenses.", "Do not install it.";
    Refused = "refused", 1, "Coder would refuse it.", "The signature is good: the mistake is in the license. Copy the details and send them to Coder's support.";
    Malformed = "malformed", 1, "Not a license. A license is three blocks of letters joined by dots.", "Check that the whole text was copied.";
    NotALicense = "not_a_license", 1, "This is something else, not a license.", "It was not kept. Look for a file that ends in .jwt, or a text that begins with eyJ.";
    Unreadable = "unreadable", 3, "The file could not be read.", "See the reason.";
    UnknownKey = "unknown_key", 1, "Cannot tell. It is signed with a key that Seatkeeper does not know.", "Coder may know it. Add a trusted key; or install it and let Coder decide.";
    WrongDeployment = "wrong_deployment", 1, "It is locked to other deployments.", "Install it on a deployment that it is for.";
    Expired = "expired", 1, "Expired.", "Coder no longer counts it and refuses it when installed anew.";
    Grace = "grace", 0, "In its grace period: its features stay on until it ends.", "Install a renewal.";
    Expiring = "expiring", 0, "Its term ends soon.", "Ask for a renewal.";
    NotYetValid = "not_yet_valid", 1, "Not valid yet.", "It can be installed now; it counts from its start.";
    Valid = "valid", 0, "Valid.", "";
}

codes! {
    /// Why, most serious first.
    Reason, "reason":
    TextIsSessionToken = "text_is_session_token", 1, "This looks like a session token, not a license.", "It was not kept. If it was meant for a deployment, sign in there with it.";
    TextIsPrivateKey = "text_is_private_key", 1, "This looks like a private key, not a license.", "It was not kept. Take care where else it was pasted.";
    TextIsCertificate = "text_is_certificate", 1, "This looks like a certificate, not a license.", "Look for a file that ends in .jwt.";
    TextIsOther = "text_is_other", 1, "This looks like {}, not a license.", "Look for a file that ends in .jwt, or a text that begins with eyJ.";
    TextEmpty = "text_empty", 1, "There is no text in it.", "Check that the whole text was copied or saved.";
    TextTooLarge = "text_too_large", 3, "It has {}. License files are small texts (Coder's are under 2 kB; the limit here is 1 MiB), so it was not read.", "Choose the license file itself.";
    FileMissing = "file_missing", 3, "There is no such file.", "Check the name; it may have been moved or deleted.";
    FileNotPermitted = "file_not_permitted", 3, "You may not read this file.", "Ask its owner, or copy it to a place where you may.";
    FileNotRegular = "file_not_regular", 3, "This is {}, not a file.", "Choose the license file itself.";
    FileChanged = "file_changed", 3, "The file was changed while it was being read.", "Check it again when it is no longer being written.";
    FileFailed = "file_failed", 3, "The system could not read the file: {}.", "Copy it to a local disk and check it there.";
    SegmentCount = "segment_count", 1, "A license is three blocks of letters joined by dots; this has {}.", "Check that the whole text was copied.";
    Base64Padded = "base64_padded", 1, "A block is padded with \"=\", which Coder does not take.", "Ask for the file again.";
    Base64Invalid = "base64_invalid", 1, "A block holds characters that do not belong in a license.", "Check that nothing but the license was copied.";
    HeaderInvalid = "header_invalid", 1, "The first block cannot be read.", "Ask for the file again.";
    PayloadInvalid = "payload_invalid", 1, "The second block cannot be read.", "Ask for the file again.";
    ClaimType = "claim_type", 1, "Claims of a type that Coder does not take: {}.", "Copy the details and send them to Coder's support.";
    AlgorithmNotEddsa = "algorithm_not_eddsa", 1, "It is signed with {}; Coder uses EdDSA.", "Do not install it.";
    KeyIdMissing = "key_id_missing", 1, "It does not name the key that signed it.", "Do not install it.";
    SignatureMissing = "signature_missing", 1, "It has no signature.", "Do not install it.";
    SignatureInvalid = "signature_invalid", 1, "The signature does not fit the text.", "Do not install it. Ask for the file again; mail programs sometimes alter text.";
    KeyIdUnknown = "key_id_unknown", 1, "It is signed with the key \"{}\", which Seatkeeper does not know.", "A newer Seatkeeper, or Coder's server, may know it. Add the key if you have it from Coder.";
    IssuedInFuture = "issued_in_future", 1, "It says that it was issued on {}, which is still to come; Coder refuses that.", "Check this computer's clock; if it is right, ask for the license again.";
    VersionUnsupported = "version_unsupported", 1, "It has version {}; Coder takes version 3.", "Copy the details and send them to Coder's support.";
    IssuedAtMissing = "issued_at_missing", 1, "It does not say when it was issued.", "Copy the details and send them to Coder's support.";
    NotBeforeMissing = "not_before_missing", 1, "It does not say when its term starts.", "Copy the details and send them to Coder's support.";
    LicenseExpiresMissing = "license_expires_missing", 1, "It does not say when its term ends.", "Copy the details and send them to Coder's support.";
    TermTooLong = "term_too_long", 1, "Its term ends on {}, more than five years from now; Coder refuses that.", "Copy the details and send them to Coder's support.";
    ExpiresMissing = "expires_missing", 1, "It does not say when its grace period ends.", "Copy the details and send them to Coder's support.";
    AccountTypeMissing = "account_type_missing", 1, "It has no account type.", "Copy the details and send them to Coder's support.";
    AccountIdMissing = "account_id_missing", 1, "It has no account ID.", "Copy the details and send them to Coder's support.";
    AgentHoursInvalid = "agent_hours_invalid", 1, "Its agent runtime hours do not fit together.", "Copy the details and send them to Coder's support.";
    Expired = "expired", 1, "It ended on {}.", "Install a renewal.";
    LockedToOthers = "locked_to_others", 1, "It is locked to {}.", "Install it on a deployment that it is for.";
    NotStarted = "not_started", 1, "Its term starts on {}.", "It can be installed now; it counts from its start.";
    LockUnknown = "lock_unknown", 1, "It is locked to {}, and the deployment's ID is not known here.", "Compare the IDs before you install it.";
}

codes! {
    /// What is worth knowing.
    Note, "note":
    ClockDoubtful = "clock_doubtful", 0, "This computer's clock says {}. Verdicts depend on the date.", "Set the clock, or ask for the verdict at another time.";
    SignedByAddedKey = "signed_by_added_key", 0, "It is signed by \"{}\", a key you added, not by Coder's own.", "Coder's server takes it only if it knows that key.";
    CleanedLineBreaks = "cleaned_line_breaks", 0, "{} removed before checking.", "";
    CleanedSurroundings = "cleaned_surroundings", 0, "What stood around the license was removed before checking.", "";
    CleanedEncoding = "cleaned_encoding", 0, "The text was turned from {} into a license's letters before checking.", "";
    TakenFromText = "taken_from_text", 0, "The license was taken from a longer text, at line {}.", "";
    OneOfSeveral = "one_of_several", 0, "The text holds {} licenses; this is one of them.", "";
    SameTextTwice = "same_text_twice", 0, "The text holds this license {} times.", "";
    OddTextForm = "odd_text_form", 0, "The text is spelled in an unusual way that Coder takes too.", "The plain spelling is kept and installed, so that Coder does not store it twice.";
    OddHeaderField = "odd_header_field", 0, "The header holds fields that Coder does not look at.", "";
    OddClaimName = "odd_claim_name", 0, "A claim's name is spelled in an unusual way.", "";
    OddClaimRepeated = "odd_claim_repeated", 0, "A claim stands twice; Coder takes the last.", "";
    OddNumberForm = "odd_number_form", 0, "A date is written in an unusual way.", "";
    OddTrailingText = "odd_trailing_text", 0, "Text follows the claims; Coder ignores it.", "";
    OddCharacters = "odd_characters", 0, "A claim holds characters that do not show or do not belong there; they are shown as marks.", "";
    OddDates = "odd_dates", 0, "Its dates are out of order, or absurd.", "Look at them before you rely on it.";
    OddFeatureValue = "odd_feature_value", 0, "A feature has a value below 0.", "";
    UnknownClaim = "unknown_claim", 0, "It holds claims that Seatkeeper does not know: {}.", "They are kept and listed.";
    UnknownFeature = "unknown_feature", 0, "It grants features that Seatkeeper does not know: {}.", "They are kept and listed.";
    Trial = "trial", 0, "It is a trial.", "";
    RequiresTelemetry = "requires_telemetry", 0, "Coder wants the deployment's telemetry to be on.", "";
    PublishesUsage = "publishes_usage", 0, "Coder wants usage data to be sent.", "";
    NoGrace = "no_grace", 0, "It has no grace period.", "Coder stops counting it the moment its term ends.";
    AlreadyInstalled = "already_installed", 0, "It is already installed on {}.", "";
    AlreadyKept = "already_kept", 0, "The library keeps a copy of it.", "";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_code_of_a_kind_stands_twice() {
        let rows = crate::error::table();
        let unique: BTreeSet<_> = rows.iter().map(|row| (row.kind, row.code)).collect();
        assert_eq!(unique.len(), rows.len());
    }

    #[test]
    fn every_reason_says_what_to_do() {
        assert!(Reason::ALL.iter().all(|reason| !reason.row().hint.is_empty()));
    }
}
