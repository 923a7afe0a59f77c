//! One message to one contact: the words for its channel, and the driver that takes them.

use serde_json::json;

use super::order::{MessageKind, Order, Said};
use super::pusher::Pusher;
use super::run::Sending;
use super::{canary, parcel, payload};
use crate::ground::locale::Lang;
use crate::ground::{App, Moment};
use crate::messages::broadcast::{Outcome, Why};
use crate::messages::{email, gsm7, push, signal, sms, webhook};
use crate::subscriptions::{
    Ask, Contact, EmailAddress, Number, PrivateLink, PushAddress, Reached, Seat, WebhookAddress,
};

/// Another time.
const NOT_NOW: Outcome = Outcome::Later { wait_seconds: None };

/// What is special about one of the audience.
#[derive(Debug, Clone, Copy)]
pub(super) struct About {
    /// It is asked to answer.
    pub is_canary: bool,
    /// It may have the message already: a try went out and no answer came.
    pub is_repeated: bool,
    /// When it may not leave any more.
    pub until: Moment,
}

/// Hands a broadcast's message to one of its audience. `None` where nothing was handed over: it was halted or
/// is over since its batch was taken.
pub(super) async fn message(app: &App, order: &Order, one: Reached, about: About) -> Option<Outcome> {
    let About { is_canary, is_repeated, until } = about;
    let sending = app.part::<Sending>();
    let may_leave = || sending.holds.may_leave(order.id) && app.now() < until;
    if !may_leave() {
        return None;
    }
    let Some(said) = order.in_lang(one.lang) else { return Some(Outcome::Failed(Why::Refused)) };
    // An exercise has no public page: it leads to the subscriber's own.
    let practised = order.drill.then(|| Said { path: link_path(&one.link), ..said.clone() });
    let said = practised.as_ref().unwrap_or(said);
    let asking = is_canary.then(|| for_canary(app, order, said, one.seat));
    let said = asking.as_ref().unwrap_or(said);
    let id = parcel_id(app, &order.id.bytes(), one.seat);
    match &one.contact {
        Contact::Push(to) => {
            let words =
                Notice { title: &said.push.title, body: &said.push.body, content: payload::of_message(order, said) };
            notify(app, one.seat, to, order.chain.bytes(), words, may_leave).await
        }
        Contact::Email(to) => {
            let body = with_foot(app, one.lang, &said.email.body, &one.link);
            let parcel = Parcel { to, id, subject: &said.email.subject, body: &body, link: &one.link };
            mail(app, &parcel, may_leave).await
        }
        Contact::Sms(to) => {
            let (id, body) = (parcel::name(&app.keys, order.id, one.seat), &said.sms);
            let life_seconds = Some(until.seconds_since(app.now()));
            Some(sms::send(app, &sms::Text { id, to, body, is_repeated, life_seconds, is_followed: true }).await)
        }
        Contact::Signal(to) => Some(note(app, to, id, &on_signal(app, said, &one.link)).await),
        Contact::Webhook(to) => {
            Some(event(app, to, id, kind_of_event(order.kind), order.made_at, &data(app, order, said)).await)
        }
    }
}

/// What is said, with the link with which a canary answers.
fn for_canary(app: &App, order: &Order, said: &Said, seat: Seat) -> Said {
    let path = canary::path(&app.keys, order.id, seat);
    let line = app.say(said.lang).t1("canary-line", "url", format!("{}{path}", app.config.origin()));
    let mut asking = said.clone();
    asking.sms = format!("{} {}", said.sms, gsm7::for_sms(&line));
    asking.email.body = format!("{}\n\n{line}\n", said.email.body.trim_end());
    asking.path = path;
    asking
}

/// Sends the test message that a subscription begins with, or the question after a year.
pub(super) async fn ask(app: &App, ask: &Ask) -> Outcome {
    let say = app.say(ask.lang);
    let network = app.config.name.as_str();
    let id = parcel_id(app, ask.link.as_bytes(), ask.seat);
    let url = link_url(app, &ask.link);
    match &ask.contact {
        Contact::Push(to) => {
            let (title, body) = (say.t1("messages-ask-title", "network", network), say.t("messages-ask-body"));
            let content = payload::of_ask(&title, &body, &link_path(&ask.link), ask.lang.code());
            let words = Notice { title: &title, body: &body, content };
            notify(app, ask.seat, to, id, words, || true).await.unwrap_or(NOT_NOW)
        }
        Contact::Email(to) => {
            let (subject, body) = if ask.again {
                ("messages-ask-again-subject", "messages-ask-again-email")
            } else {
                ("messages-ask-subject", "messages-ask-email")
            };
            let body = say.t1(body, "url", url.as_str());
            let subject = say.t1(subject, "network", network);
            let parcel = Parcel { to, id, subject: &subject, body: &body, link: &ask.link };
            mail(app, &parcel, || true).await.unwrap_or(NOT_NOW)
        }
        Contact::Sms(to) => {
            let key = if ask.again { "messages-ask-again-sms" } else { "messages-ask-sms" };
            let body = gsm7::for_sms(&say.t1(key, "network", network));
            let text = sms::Text { id, to, body: &body, is_repeated: false, life_seconds: None, is_followed: false };
            sms::send(app, &text).await
        }
        Contact::Signal(to) => {
            let key = if ask.again { "messages-ask-again-signal" } else { "messages-ask-signal" };
            note(app, to, id, &say.with(key, &[("network", network.into()), ("url", url.as_str().into())])).await
        }
        Contact::Webhook(to) => {
            let now = app.now();
            event(app, to, id, "subscription.test", now, &json!({ "network": network, "at": now.iso() })).await
        }
    }
}

/// A notification's words as the outbox shows them, and as the phone reads them.
struct Notice<'n> {
    title: &'n str,
    body: &'n str,
    content: Vec<u8>,
}

/// An e-mail's words, and whose it is.
struct Parcel<'p> {
    to: &'p EmailAddress,
    id: [u8; 16],
    subject: &'p str,
    body: &'p str,
    link: &'p PrivateLink,
}

async fn notify(
    app: &App,
    seat: Seat,
    to: &PushAddress,
    thread: [u8; 16],
    notice: Notice<'_>,
    may_leave: impl Fn() -> bool,
) -> Option<Outcome> {
    let pusher = app.part::<Pusher>();
    let seal = || pusher.request(app, seat, to, &thread, &notice.content);
    push::client::send(app, to, notice.title, notice.body, seal, may_leave).await
}

async fn mail(app: &App, parcel: &Parcel<'_>, may_leave: impl Fn() -> bool) -> Option<Outcome> {
    let Parcel { to, id, subject, body, link } = *parcel;
    let leave = format!("{}/leave", link_url(app, link));
    email::send(app, &email::Mailing { id, to, subject, body, leave_url: &leave }, may_leave).await
}

async fn note(app: &App, to: &Number, id: [u8; 16], body: &str) -> Outcome {
    signal::send(app, &signal::Note { id, to, body }).await
}

async fn event(
    app: &App,
    to: &WebhookAddress,
    id: [u8; 16],
    kind: &str,
    at: Moment,
    data: &serde_json::Value,
) -> Outcome {
    webhook::send(app, &webhook::Event { id, to, kind, at, data }).await
}

/// What a site's own system is told: the public facts, in its language.
fn data(app: &App, order: &Order, said: &Said) -> serde_json::Value {
    json!({
        "id": order.id.to_string(),
        "chain": order.chain.to_string(),
        "kind": order.kind.code(),
        "drill": order.drill,
        "lang": said.lang.code(),
        "title": said.push.title,
        "summary": said.summary,
        "released": order.made_at.iso(),
        "expires": order.expires_at.iso(),
        "page": (!order.drill).then(|| format!("{}{}", app.config.origin(), said.path)),
    })
}

const fn kind_of_event(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Alert => "alert.released",
        MessageKind::Checked => "alert.checked",
        MessageKind::Update => "alert.updated",
        MessageKind::Correction => "alert.corrected",
        MessageKind::AllClear => "alert.all_clear",
        MessageKind::Withdrawn => "alert.withdrawn",
    }
}

/// Names one message to one seat: opaque, and the same on every try.
fn parcel_id(app: &App, about: &[u8], seat: Seat) -> [u8; 16] {
    let tag = app.keys.keyed_hash("parcel", &[about, &seat.0.to_be_bytes()].concat());
    let mut id = [0; 16];
    id.copy_from_slice(&tag[..16]);
    id
}

fn with_foot(app: &App, lang: Lang, body: &str, link: &PrivateLink) -> String {
    format!("{}\n\n-- \n{}\n", body.trim_end(), foot(app, lang, link))
}

/// Nobody reads what is written back by Signal: changing and leaving are a link, under each message.
fn on_signal(app: &App, said: &Said, link: &PrivateLink) -> String {
    let foot = foot(app, said.lang, link);
    // An exercise leads nowhere else.
    if said.path == link_path(link) {
        return format!("{}\n\n{foot}", said.summary);
    }
    format!("{}\n{}{}\n\n{foot}", said.summary, app.config.origin(), said.path)
}

fn foot(app: &App, lang: Lang, link: &PrivateLink) -> String {
    app.say(lang).t1("messages-foot", "url", link_url(app, link))
}

fn link_url(app: &App, link: &PrivateLink) -> String {
    format!("{}{}", app.config.origin(), link_path(link))
}

fn link_path(link: &PrivateLink) -> String {
    format!("/s/{}", link.text())
}
