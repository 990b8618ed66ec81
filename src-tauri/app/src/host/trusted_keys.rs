//! The key ring as the settings page shows and changes it.

use seatkeeper_adapters::StoredKey;
use seatkeeper_core::{
    license::{KeyRing, TrustedKey},
    view::{AddKeyRequest, ErrorView, TrustedKeyView},
};

use super::{Host, lock};
use crate::{errors, news::News};

impl Host {
    /// Built-in keys, then those that were added.
    #[must_use]
    pub fn keys(&self) -> Vec<TrustedKeyView> {
        let built_in = self.built_in.keys().iter().map(|key| TrustedKeyView {
            key_id: key.key_id().to_owned(),
            built_in: true,
            label: String::new(),
            hex: key.hex(),
            added_at: None,
        });
        let added = lock(&self.added_keys);
        let added = added.iter().map(|key| TrustedKeyView {
            key_id: key.key_id.clone(),
            built_in: false,
            label: key.label.clone(),
            hex: key.bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
            added_at: Some(key.added_at.rfc3339()),
        });
        built_in.chain(added).collect()
    }

    /// Trusts a key from now on, and judges everything anew.
    ///
    /// # Errors
    /// When it is no key that can be trusted, its ID is taken, or the store did not take it.
    pub fn add_key(&self, request: &AddKeyRequest) -> Result<Vec<TrustedKeyView>, ErrorView> {
        let key = TrustedKey::parse(&request.key_id, &request.key_text).map_err(errors::of_key)?;
        // The ring is the judge of whether the ID is free.
        KeyRing::clone(&self.moment().ring).add(key.clone()).map_err(errors::of_key)?;
        let stored = StoredKey {
            key_id: key.key_id().to_owned(),
            bytes: *key.bytes(),
            label: request.label.trim().to_owned(),
            added_at: self.clock.now(),
        };
        self.store()?.add_key(&stored).map_err(|error| errors::of_store(&error))?;
        lock(&self.added_keys).push(stored);
        Ok(self.ring_changed())
    }

    /// Trusts an added key no longer, and judges everything anew.
    ///
    /// # Errors
    /// When the store did not take it.
    pub fn remove_key(&self, key_id: &str) -> Result<Vec<TrustedKeyView>, ErrorView> {
        self.store()?.remove_key(key_id).map_err(|error| errors::of_store(&error))?;
        lock(&self.added_keys).retain(|key| key.key_id != key_id);
        Ok(self.ring_changed())
    }

    fn ring_changed(&self) -> Vec<TrustedKeyView> {
        self.assemble_ring();
        let keys = self.keys();
        self.tell(News::Keys(keys.clone()));
        let changed = lock(&self.desk).rejudge(&self.moment().context(), |_| true);
        self.tell(News::Changed(changed));
        self.timer.ring();
        keys
    }
}
