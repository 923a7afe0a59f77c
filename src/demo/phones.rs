//! The made-up subscribers: phones, mailboxes and a school's system in both languages, on every channel. What they are sent is in the demo's outbox.

use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::{App, Wrong};
use crate::places::{Atlas, Resolution};
use crate::subscriptions::quiet::Days;
use crate::subscriptions::{
    self, Book, Contact, EmailAddress, Kind, Kinds, Number, Patch, PushAddress, QuietHours, QuietRange, Radius,
    Subscription, WebhookAddress, Where,
};

/// A browser's public key: the generator of P-256, which is a point of the curve and nobody's. In the demo nothing is encrypted to it.
const BROWSER_KEY: &str = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";
const BROWSER_SECRET: &str = "AAAAAAAAAAAAAAAAAAAAAA";

/// What a made-up subscriber wants to hear.
enum Wants {
    Alerts,
    AlertsAndChecked,
    /// Those, and drills.
    All,
    /// Alerts and checked notices, and nothing at night but what is urgent.
    ByDay,
}

/// One made-up subscriber. `place` is a name of the town, empty for all of it; `km` is a radius around it, 0 for the area itself.
struct Phone {
    contact: &'static str,
    lang: Lang,
    place: &'static str,
    km: u32,
    wants: Wants,
}

const fn phone(contact: &'static str, lang: Lang, place: &'static str, km: u32, wants: Wants) -> Phone {
    Phone { contact, lang, place, km, wants }
}

const PHONES: [Phone; 14] = [
    phone("sms:+12135550111", Lang::Es, "Lantern District", 0, Wants::AlertsAndChecked),
    phone("sms:+12135550112", Lang::Es, "Plaza Vieja", 0, Wants::Alerts),
    phone("sms:+12135550113", Lang::En, "Midtown", 0, Wants::Alerts),
    phone("sms:+12135550114", Lang::Es, "", 0, Wants::ByDay),
    phone("push:uno", Lang::Es, "Lantern District", 2, Wants::AlertsAndChecked),
    phone("push:dos", Lang::Es, "Southside", 0, Wants::Alerts),
    phone("push:tres", Lang::En, "", 0, Wants::All),
    phone("push:cuatro", Lang::Es, "Tin Town", 5, Wants::ByDay),
    phone("email:parroquia@example.org", Lang::Es, "", 0, Wants::All),
    phone("email:pta@example.org", Lang::En, "Midtown", 0, Wants::AlertsAndChecked),
    phone("email:sindicato@example.org", Lang::Es, "The Harbor", 0, Wants::Alerts),
    phone("signal:+12135550121", Lang::En, "Las Lomas", 0, Wants::AlertsAndChecked),
    phone("signal:+12135550122", Lang::Es, "", 0, Wants::Alerts),
    phone("webhook:https://escuela.example.org/avisos", Lang::Es, "Midtown", 0, Wants::All),
];

/// Subscribes everybody, each with their yes, and reads the book.
///
/// # Errors
/// A fault of the database, or a contact or place in the list that is none.
pub async fn subscribe_phones(app: &App) -> Result<(), Wrong> {
    let atlas = app.part::<Atlas>();
    let mut all = Vec::new();
    for phone in &PHONES {
        let contact = contact(app, phone.contact).ok_or_else(|| wrong(phone.contact))?;
        let place = place(&atlas, phone).ok_or_else(|| wrong(phone.place))?;
        let (kinds, quiet) = wants(&phone.wants)?;
        let choices = Subscription::new(vec![place], phone.lang, contact.carrier(), kinds, quiet);
        all.push((contact, choices.map_err(|wrong| Wrong::Fault(wrong.into()))?));
    }
    let (keys, now) = (app.keys.clone(), app.now());
    let write = move |tx: &Tx<'_>| {
        for (contact, choices) in &all {
            if let Contact::Webhook(address) = contact {
                subscriptions::add_webhook(tx, &keys, address, choices, now)?;
                continue;
            }
            let begun = subscriptions::subscribe(tx, &keys, contact, choices, now)?;
            subscriptions::confirm(tx, &keys, &begun.link, now)?;
        }
        Ok(())
    };
    app.db.write("made-up subscribers", write).await?;
    Book::load(app).await
}

fn wrong(what: &str) -> Wrong {
    Wrong::Fault(anyhow::anyhow!("the list of made-up subscribers has «{what}», which is nothing"))
}

fn contact(app: &App, text: &str) -> Option<Contact> {
    let (channel, what) = text.split_once(':')?;
    Some(match channel {
        "sms" => Contact::Sms(Number::parse(what)?),
        "signal" => Contact::Signal(Number::parse(what)?),
        "email" => Contact::Email(EmailAddress::parse(what)?),
        "push" => {
            let services = subscriptions::push_services(&app.config).ok()?;
            let endpoint = format!("https://fcm.googleapis.com/fcm/send/{what}");
            Contact::Push(PushAddress::parse(&services, &endpoint, BROWSER_KEY, BROWSER_SECRET).ok()?)
        }
        _ => Contact::Webhook(WebhookAddress::new(what, crate::ground::chance::bytes()).ok()?),
    })
}

fn place(atlas: &Atlas, phone: &Phone) -> Option<Where> {
    if phone.place.is_empty() {
        return Some(Where::Everywhere);
    }
    let radius = Radius::ALL.iter().copied().find(|radius| radius.km() == phone.km);
    let Resolution::One(found) = atlas.resolve(phone.place, None) else { return None };
    match (radius, found.cell) {
        (None, _) => Some(Where::Area(found.area)),
        (Some(radius), Some(cell)) => Some(Where::Around(Patch::of(cell), radius)),
        (Some(radius), None) => {
            let gazetteer = atlas.gazetteer();
            let cell = *gazetteer.areas().get(found.area)?.cells().ok()?.first()?;
            Some(Where::Around(Patch::of(cell), radius))
        }
    }
}

fn wants(wants: &Wants) -> Result<(Kinds, QuietHours), Wrong> {
    let night = QuietRange { days: Days::Every, from_minute: 22 * 60, to_minute: 6 * 60 };
    let (kinds, quiet) = match wants {
        Wants::Alerts => (vec![Kind::Alerts], QuietHours::NONE),
        Wants::AlertsAndChecked => (vec![Kind::Alerts, Kind::Checked], QuietHours::NONE),
        Wants::All => (Kind::ALL.to_vec(), QuietHours::NONE),
        Wants::ByDay => {
            let quiet = QuietHours::new(&[night], true).map_err(|wrong| Wrong::Fault(wrong.into()))?;
            (vec![Kind::Alerts, Kind::Checked], quiet)
        }
    };
    Ok((Kinds::of(&kinds).ok_or_else(|| wrong("kinds"))?, quiet))
}
