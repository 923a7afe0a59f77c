//! Two made-up members let an alert out.

use crate::alerts::desk::{self, Hand};
use crate::alerts::{Alert, store};
use crate::ground::db::Tx;
use crate::ground::{Id, Wrong};
use crate::release::{self, Press};

/// Both sign a draft off, and it is out.
///
/// # Errors
/// What [`desk::send`] and [`desk::release`] refuse.
pub fn let_out(tx: &Tx<'_>, drafter: &Hand, releaser: &Hand, id: Id<Alert>) -> Result<(), Wrong> {
    let sign = |by: &Hand, signing| {
        let alert = store::alert(tx, &by.app.keys, id)?.ok_or(Wrong::NotFound)?;
        Press::made_up(alert.subject(signing, by.by))
    };
    desk::send(tx, drafter, id, sign(drafter, release::Hand::Drafter)?)?;
    desk::release(tx, releaser, id, &sign(releaser, release::Hand::Releaser)?, true)
}
