//! A crowd: people who asked to hear, and broadcasts to all of them, without the line before it.

use roaring::RoaringBitmap;

use super::*;
use crate::ground::Moment;
use crate::ground::db::Tx;
use crate::messages::sending::{self, Email, MessageKind, Order, Push, Said};
use crate::people::{self, Alias, Member};
use crate::places::AreaKey;
use crate::release::{self, FactsHash, Hand, Message, Press, Release, SignOff, Subject};
use crate::subscriptions::{self, Book, Carrier, Contact, Kinds, Number, QuietHours, Subscription, Where};

/// Minutes for which a message of the crowd stands.
pub const LIFE_MINUTES: i64 = 60;

/// So many different phones.
pub fn phones(count: usize) -> Vec<Contact> {
    let phone = |n: usize| Contact::Sms(Number::parse(&format!("+1213{:07}", 5_550_000 + n)).unwrap());
    (0..count).map(phone).collect()
}

/// These people asked to hear everything, and said yes. Their test messages are out of the way.
pub async fn subscribe(app: &App, contacts: Vec<Contact>) {
    let (keys, now) = (app.keys.clone(), app.now());
    let write = move |tx: &Tx<'_>| {
        let kinds = Kinds::of(&[subscriptions::Kind::Alerts]).unwrap();
        for contact in &contacts {
            let choices =
                Subscription::new(vec![Where::Everywhere], Lang::Es, contact.carrier(), kinds, QuietHours::NONE)
                    .unwrap();
            match contact {
                Contact::Webhook(address) => drop(subscriptions::add_webhook(tx, &keys, address, &choices, now)?),
                _ => {
                    let begun = subscriptions::subscribe(tx, &keys, contact, &choices, now)?;
                    subscriptions::confirm(tx, &keys, &begun.link, now)?;
                }
            }
        }
        Ok(())
    };
    app.db.write("a crowd", write).await.unwrap();
    Book::load(app).await.unwrap();
}

/// Everyone who is subscribed, by carrier.
pub fn everyone(app: &App) -> Vec<(Carrier, RoaringBitmap)> {
    let book = app.part::<Book>();
    book.by_carrier(&book.all())
}

async fn member(app: &App, alias: &'static str) -> Member {
    let now = app.now();
    let write = move |tx: &Tx<'_>| {
        let alias = Alias::parse(alias).unwrap();
        if people::store::by_alias(tx, &alias)?.is_none() {
            people::store::add(tx, &alias, None, &[], Lang::Es, now)?;
        }
        Ok(people::store::by_alias(tx, &alias)?.unwrap())
    };
    app.db.write("a member", write).await.unwrap()
}

/// What is said, in every language.
pub fn said() -> Vec<Said> {
    let words = |lang| Said {
        lang,
        sms: "VERIFICADO 7:38 Luna y 5".into(),
        push: Push { title: "Verificado".into(), body: "Luna y 5".into(), over: "Ya terminó".into() },
        email: Email { subject: "Verificado".into(), body: "Luna y 5".into() },
        summary: "Verificado: Luna y 5".into(),
        path: "/alertas/1".into(),
    };
    Lang::ALL.into_iter().map(words).collect()
}

/// Two members sign off, and a message goes to these seats.
pub async fn release(
    app: &App,
    kind: MessageKind,
    chain: Option<Id<Message>>,
    to: Vec<(Carrier, RoaringBitmap)>,
) -> Id<Message> {
    release_saying(app, kind, chain, to, said()).await
}

/// The same, with other words.
pub async fn release_saying(
    app: &App,
    kind: MessageKind,
    chain: Option<Id<Message>>,
    to: Vec<(Carrier, RoaringBitmap)>,
    said: Vec<Said>,
) -> Id<Message> {
    let (ana, beto) = (member(app, "Ana Firma").await, member(app, "Beto Firma").await);
    let (now, id): (Moment, Id<Message>) = (app.now(), Id::unordered());
    let (hash, seal) = (FactsHash([7; 32]), release::seal(&app.keys));
    let sign = |hand, by: &Member| {
        let press = Press::made_up(Subject::of(id, hand, by.id, hash)).unwrap();
        SignOff::make(id, hand, by, hash, now, press, &seal)
    };
    let signed = Release { drafted: sign(Hand::Drafter, &ana), released: sign(Hand::Releaser, &beto) };
    let proof = signed.proof(id, &seal).unwrap();
    let (made_at, expires_at) = (now, now.plus_minutes(LIFE_MINUTES));
    let chain = chain.unwrap_or(id);
    let order = Order { id, chain, kind, area: AreaKey(1), drill: false, made_at, expires_at, said };
    let inner = app.clone();
    app.db.write("release", move |tx| sending::broadcast(tx, &inner, &proof, &order, &to)).await.unwrap();
    id
}

/// An alert to everyone.
pub async fn alert(app: &App) -> Id<Message> {
    release(app, MessageKind::Alert, None, everyone(app)).await
}

/// The carriers' passes at one instant, until nothing moves.
pub async fn send(house: &TestHouse) {
    house.run(&sending::workers()).await;
}

/// A broadcast's ledger on one carrier.
pub async fn ledger(app: &App, id: Id<Message>, carrier: Carrier) -> sending::Carried {
    let inner = app.clone();
    let read = app.db.read("ledger", move |tx| sending::carried_of(tx, &inner.keys, &inner.config, id)).await.unwrap();
    read.into_iter().find(|one| one.carrier == carrier).expect("a leg")
}
