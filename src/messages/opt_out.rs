//! Who wants no texts. STOP is one wish about a number, whatever it was that bothered: it holds for letters, for test messages and for
//! broadcasts, by text and by Signal, until the number itself writes START.

use super::store;
use crate::ground::Wrong;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::subscriptions::{Contact, Number};

/// The keyed hash by which a number is found again.
pub(super) fn number_hash(keys: &Keys, number: &Number) -> [u8; 32] {
    keys.keyed_hash("thread number", number.as_str().as_bytes())
}

/// True where a contact is a number that wrote STOP, and not START since.
///
/// # Errors
/// A fault of the database.
pub(super) fn wants_none(tx: &Tx<'_>, keys: &Keys, contact: &Contact) -> Result<bool, Wrong> {
    match contact {
        Contact::Sms(number) | Contact::Signal(number) => store::is_number_out(tx, &number_hash(keys, number)),
        Contact::Push(_) | Contact::Email(_) | Contact::Webhook(_) => Ok(false),
    }
}
