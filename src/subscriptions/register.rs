//! The register: how a subscription begins, is confirmed, changed and left. Each is one step inside the caller's transaction.

use super::consent::{ASK_MINUTES_MIN, ConsentRefused, LINK_BYTES, may_ask};
use super::contact::{Contact, Number, PushAddress, WebhookAddress};
use super::store::{self, Held, New, asks};
use super::{Carrier, PrivateLink, Seat, Standing, Subscription, Where};
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::locale::Lang;
use crate::ground::sealed::{Closed, Place, Sealed};
use crate::ground::{Id, Moment, Refused, Wrong};

/// What came of someone's wish to subscribe. Never shown to who typed it, except to the browser whose own address it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub seat: Seat,
    pub link: PrivateLink,
    /// True where the contact was live already: then nothing was changed.
    pub was_live: bool,
}

/// Someone subscribes. A new contact is asked by a test message; one that was asked and did not answer gets the new choices; one that is live keeps
/// what it has, and its owner is sent the private link. How often a contact is written to is capped by [`may_ask`].
///
/// # Errors
/// A fault of the database or the keys.
pub fn subscribe(
    tx: &Tx<'_>,
    keys: &Keys,
    contact: &Contact,
    choices: &Subscription,
    now: Moment,
) -> Result<Begun, Wrong> {
    let hash = contact_hash(keys, contact);
    let asked = Standing::Asked { at: now };
    let (seat, id, was_live) = match known(tx, &hash, now)? {
        Some(row) if row.standing.is_live(row.channel(), now) => (row.seat, row.id, true),
        Some(row) => {
            let sealed = seal(keys, row.id, contact, now)?;
            store::set_contact(tx, row.seat, contact.carrier(), &hash, &sealed)?;
            store::set_choices(tx, row.seat, choices)?;
            store::set_standing(tx, row.seat, asked, contact.channel())?;
            (row.seat, row.id, false)
        }
        None => {
            let (seat, id) = add(tx, keys, contact, choices, asked, now)?;
            (seat, id, false)
        }
    };
    queue_ask(tx, seat, &hash, now)?;
    Ok(Begun { seat, link: link(keys, id), was_live })
}

/// A browser subscribes. It is told its link at once: what it holds, the address with key and secret, nobody else has. Coming again while it is live
/// it gets its link and changes nothing.
///
/// # Errors
/// Refused with `subscribe-address-taken` where the address is live with another key or secret.
pub fn subscribe_browser(
    tx: &Tx<'_>,
    keys: &Keys,
    address: &PushAddress,
    choices: &Subscription,
    now: Moment,
) -> Result<PrivateLink, Wrong> {
    let contact = Contact::Push(address.clone());
    let begun = subscribe(tx, keys, &contact, choices, now)?;
    let row = store::in_seat(tx, begun.seat)?.ok_or(Wrong::NotFound)?;
    let is_same = contact_of(keys, &row)?.is_some_and(|held| held == contact);
    if is_same { Ok(begun.link) } else { Err(Refused::because("subscribe-address-taken").into()) }
}

/// A steward adds a site's own system, live at once. An address that is known gets the new secret and choices. True where it was new.
///
/// # Errors
/// A fault of the database or the keys.
pub fn add_webhook(
    tx: &Tx<'_>,
    keys: &Keys,
    address: &WebhookAddress,
    choices: &Subscription,
    now: Moment,
) -> Result<bool, Wrong> {
    let contact = Contact::Webhook(address.clone());
    let (hash, live) = (contact_hash(keys, &contact), Standing::Live { renewed_at: now });
    let Some(row) = known(tx, &hash, now)? else {
        add(tx, keys, &contact, choices, live, now)?;
        return Ok(true);
    };
    store::set_contact(tx, row.seat, contact.carrier(), &hash, &seal(keys, row.id, &contact, now)?)?;
    store::set_choices(tx, row.seat, choices)?;
    store::set_standing(tx, row.seat, live, contact.channel())?;
    Ok(false)
}

/// A site that is told, as a steward sees it.
#[derive(Debug, Clone)]
pub struct Site {
    pub seat: Seat,
    /// `None` where it cannot be opened.
    pub address: Option<WebhookAddress>,
    pub places: Vec<Where>,
    pub ends_at: Moment,
}

/// Every site that is told.
///
/// # Errors
/// A fault of the database or the keys.
pub fn webhooks(tx: &Tx<'_>, keys: &Keys) -> Result<Vec<Site>, Wrong> {
    let rows = store::of_carrier(tx, Carrier::Webhook)?;
    let site = |row: &Held| {
        let address = match contact_of(keys, row)? {
            Some(Contact::Webhook(address)) => Some(address),
            _ => None,
        };
        let ends_at = row.standing.ends_at(row.channel());
        Ok(Site { seat: row.seat, address, places: row.choices.places().to_vec(), ends_at })
    };
    rows.iter().map(site).collect()
}

/// Stops telling a site. False where the seat is no site's.
///
/// # Errors
/// A fault of the database.
pub fn remove_webhook(tx: &Tx<'_>, seat: Seat) -> Result<bool, Wrong> {
    match store::in_seat(tx, seat)? {
        Some(row) if row.choices.carrier == Carrier::Webhook => store::delete(tx, seat),
        _ => Ok(false),
    }
}

/// The person's yes, through the link.
///
/// # Errors
/// Not found; refused with `subscribe-ran-out`.
pub fn confirm(tx: &Tx<'_>, keys: &Keys, link: &PrivateLink, now: Moment) -> Result<(), Wrong> {
    yes(tx, &behind(tx, keys, link)?, now)
}

/// The person chooses anew, through the link. For one who is live this says yes again.
///
/// # Errors
/// Not found; refused with `subscribe-ran-out`.
pub fn change(tx: &Tx<'_>, keys: &Keys, link: &PrivateLink, choices: &Subscription, now: Moment) -> Result<(), Wrong> {
    let row = behind(tx, keys, link)?;
    if row.standing.is_over(row.channel(), now) {
        return Err(ran_out());
    }
    store::set_choices(tx, row.seat, choices)?;
    if row.standing.is_live(row.channel(), now) { yes(tx, &row, now) } else { Ok(()) }
}

/// A browser comes back with its link, perhaps with a new address.
///
/// # Errors
/// Not found, also for other channels; refused with `subscribe-ran-out`, `subscribe-not-confirmed`, or `subscribe-address-taken` where the
/// address belongs to another subscription.
pub fn renew(
    tx: &Tx<'_>,
    keys: &Keys,
    link: &PrivateLink,
    address: Option<&PushAddress>,
    now: Moment,
) -> Result<(), Wrong> {
    let row = behind(tx, keys, link)?;
    if row.channel() != super::Channel::Push {
        return Err(Wrong::NotFound);
    }
    let standing = row.standing.renew(row.channel(), now).map_err(refused)?;
    if let Some(address) = address {
        let contact = Contact::Push(address.clone());
        let hash = contact_hash(keys, &contact);
        if store::by_contact(tx, &hash)?.is_some_and(|other| other.seat != row.seat) {
            return Err(Refused::because("subscribe-address-taken").into());
        }
        store::set_contact(tx, row.seat, contact.carrier(), &hash, &seal(keys, row.id, &contact, now)?)?;
    }
    set_standing(tx, &row, standing)
}

/// The person leaves: the row is deleted at once. False where it was gone already.
///
/// # Errors
/// A fault of the database.
pub fn leave(tx: &Tx<'_>, keys: &Keys, link: &PrivateLink) -> Result<bool, Wrong> {
    match held(tx, keys, link)? {
        Some(row) => store::delete(tx, row.seat),
        None => Ok(false),
    }
}

/// The provider says that an address is gone: it is forgotten.
///
/// # Errors
/// A fault of the database.
pub fn gone(tx: &Tx<'_>, seat: Seat) -> Result<(), Wrong> {
    store::delete(tx, seat).map(drop)
}

/// A number said STOP or ALTO: every subscription of it ends, by text and by Signal. Answers how many there were.
///
/// # Errors
/// A fault of the database.
pub fn leave_number(tx: &Tx<'_>, keys: &Keys, number: &Number) -> Result<usize, Wrong> {
    let mut left = 0;
    for row in of_number(tx, keys, number)? {
        left += usize::from(store::delete(tx, row.seat)?);
    }
    Ok(left)
}

/// A subscription as its owner is told of it: the language to speak, and where it is changed and left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    pub lang: Lang,
    pub link: PrivateLink,
}

impl Own {
    fn of(keys: &Keys, row: &Held) -> Own {
        Own { lang: row.choices.lang, link: link(keys, row.id) }
    }
}

/// A number said SÍ or YES. Yields whom to thank; `None` where nothing was asked of it, so that the text may answer something else.
///
/// # Errors
/// A fault of the database.
pub fn confirm_number(tx: &Tx<'_>, keys: &Keys, number: &Number, now: Moment) -> Result<Option<Own>, Wrong> {
    let mut thanks = None;
    for row in of_number(tx, keys, number)? {
        let waits = matches!(row.standing, Standing::Asked { .. }) || row.asked_again;
        if waits && !row.standing.is_over(row.channel(), now) {
            yes(tx, &row, now)?;
            thanks = thanks.or_else(|| Some(Own::of(keys, &row)));
        }
    }
    Ok(thanks)
}

/// The live subscription of a number by text. It is for that number's eyes only, and what is answered by text passes its carrier: a link of a
/// Signal subscription does not.
///
/// # Errors
/// A fault of the database.
pub fn own(tx: &Tx<'_>, keys: &Keys, number: &Number, now: Moment) -> Result<Option<Own>, Wrong> {
    let rows = of_number(tx, keys, number)?;
    let by_text = |row: &&Held| row.choices.carrier == Carrier::Sms;
    Ok(rows.iter().filter(by_text).find(|row| row.standing.is_live(row.channel(), now)).map(|row| Own::of(keys, row)))
}

/// The seat of the live subscription behind a link, or `None`.
///
/// # Errors
/// A fault of the database.
pub fn seat_of(tx: &Tx<'_>, keys: &Keys, link: &PrivateLink, now: Moment) -> Result<Option<Seat>, Wrong> {
    let row = store::by_link(tx, &link_hash(keys, link))?;
    Ok(row.filter(|row| row.standing.is_live(row.channel(), now)).map(|row| row.seat))
}

/// The private link of a row.
pub(super) fn link(keys: &Keys, id: Id<Subscription>) -> PrivateLink {
    let [secret @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
        keys.keyed_hash("subscription link", id.as_slice());
    let secret: [u8; LINK_BYTES] = secret;
    PrivateLink::new(secret)
}

/// The row behind a link, or `None`.
pub(super) fn held(tx: &Tx<'_>, keys: &Keys, link: &PrivateLink) -> Result<Option<Held>, Wrong> {
    store::by_link(tx, &link_hash(keys, link))
}

/// A row's contact; `None` where it cannot be opened: its key was dropped, or the row was tampered with.
pub(super) fn contact_of(keys: &Keys, row: &Held) -> Result<Option<Contact>, Wrong> {
    match keys.open_lasting(&row.contact, place(row.id)) {
        Ok(opened) => Ok(Contact::from_bytes(row.choices.carrier, opened.as_bytes())),
        Err(Closed::Fault(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

pub(super) fn seal(keys: &Keys, id: Id<Subscription>, contact: &Contact, now: Moment) -> Result<Sealed, Wrong> {
    Ok(keys.seal_lasting(place(id), &contact.to_bytes(), now)?)
}

fn add(
    tx: &Tx<'_>,
    keys: &Keys,
    contact: &Contact,
    choices: &Subscription,
    standing: Standing,
    now: Moment,
) -> Result<(Seat, Id<Subscription>), Wrong> {
    let id = Id::unordered();
    let mut choices = choices.clone();
    choices.carrier = contact.carrier();
    let new = New {
        id,
        choices: &choices,
        standing,
        contact_hash: contact_hash(keys, contact),
        contact: &seal(keys, id, contact, now)?,
        link_hash: link_hash(keys, &link(keys, id)),
    };
    Ok((store::add(tx, &new)?, id))
}

/// The row of a contact, unless its time is over and only the worker has not come by yet.
fn known(tx: &Tx<'_>, hash: &[u8; 32], now: Moment) -> Result<Option<Held>, Wrong> {
    let Some(row) = store::by_contact(tx, hash)? else { return Ok(None) };
    if row.standing.is_over(row.channel(), now) {
        store::delete(tx, row.seat)?;
        return Ok(None);
    }
    Ok(Some(row))
}

/// Puts a test message on its way as soon as the contact may get one; none where it had its share today or one is waiting.
fn queue_ask(tx: &Tx<'_>, seat: Seat, hash: &[u8; 32], now: Moment) -> Result<(), Wrong> {
    if store::in_seat(tx, seat)?.is_none_or(|row| row.ask_due_at.is_some()) {
        return Ok(());
    }
    let asked_at = asks::asked_at(tx, hash)?;
    let rested = asked_at.iter().max().map(|last| last.plus_minutes(ASK_MINUTES_MIN));
    let due_at = rested.map_or(now, |rested| rested.max(now));
    if may_ask(&asked_at, due_at) { asks::queue(tx, seat, hash, due_at) } else { Ok(()) }
}

fn behind(tx: &Tx<'_>, keys: &Keys, link: &PrivateLink) -> Result<Held, Wrong> {
    held(tx, keys, link)?.ok_or(Wrong::NotFound)
}

fn yes(tx: &Tx<'_>, row: &Held, now: Moment) -> Result<(), Wrong> {
    let standing = row.standing.confirm(row.channel(), now).map_err(refused)?;
    set_standing(tx, row, standing)
}

fn set_standing(tx: &Tx<'_>, row: &Held, standing: Standing) -> Result<(), Wrong> {
    store::set_standing(tx, row.seat, standing, row.channel())
}

fn of_number(tx: &Tx<'_>, keys: &Keys, number: &Number) -> Result<Vec<Held>, Wrong> {
    let mut rows = Vec::new();
    for contact in [Contact::Sms(number.clone()), Contact::Signal(number.clone())] {
        rows.extend(store::by_contact(tx, &contact_hash(keys, &contact))?);
    }
    Ok(rows)
}

fn refused(why: ConsentRefused) -> Wrong {
    match why {
        ConsentRefused::RanOut => ran_out(),
        ConsentRefused::NotConfirmed => Refused::because("subscribe-not-confirmed").into(),
    }
}

fn ran_out() -> Wrong {
    Refused::because("subscribe-ran-out").into()
}

fn contact_hash(keys: &Keys, contact: &Contact) -> [u8; 32] {
    keys.keyed_hash("subscription contact", &contact.sameness())
}

fn link_hash(keys: &Keys, link: &PrivateLink) -> [u8; 32] {
    keys.keyed_hash("subscription link lookup", link.as_bytes())
}

const fn place(id: Id<Subscription>) -> Place {
    Place { purpose: "subscription contact", area: 0, row: id.bytes() }
}
