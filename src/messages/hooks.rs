//! The signed doors: where providers hand over texts that came in and news of texts that went out, of letters and of broadcasts.
//!
//! Twilio signs no time. A captured request of Twilio's can therefore be replayed with a good signature for as long as the token
//! lives; it is harmless because the message's id is recognised (for 400 days), is answered 200 as Twilio expects of a message it
//! delivers twice, and makes nothing new. The phone's signature covers a time, and requests more than five minutes off are refused.

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::sync::Semaphore;
use url::form_urlencoded;

use super::broadcast::{Heard, Missed};
use super::inbox::{self, Incoming};
use super::keyword::Keyword;
use super::letter::Letter;
use super::sending::following;
use super::signature::{self, Proof};
use super::store::letters;
use super::thread::{Number, Route};
use super::{HOOK_BYTES_MAX, PHONE_BYTES_MAX};
use crate::ground::config::Config;
use crate::ground::db::Tx;
use crate::ground::web::Answer;
use crate::ground::{App, Id, Wrong};

/// Where Twilio posts texts, and, with `?letter=…` or `?parcel=…`, news of letters and of broadcasts' texts.
pub const TWILIO_PATH: &str = "/hooks/sms/twilio";

/// Where android-sms-gateway posts its events.
pub const ANDROID_PATH: &str = "/hooks/sms/android";

/// Nothing to do for the provider: an empty TwiML document.
const EMPTY_TWIML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>";

/// How many large requests of the phone are read at once, each of at most six megabytes.
static LARGE: Semaphore = Semaphore::const_new(4);

const FORGED: Wrong = Wrong::Unreadable { status: 403, word: "messages-not-signed" };
const STALE: Wrong = Wrong::Unreadable { status: 403, word: "messages-stale" };
const UNREADABLE: Wrong = Wrong::Unreadable { status: 400, word: "error-unreadable" };

/// Takes a request of Twilio's.
pub async fn twilio(State(app): State<App>, uri: Uri, headers: HeaderMap, body: Bytes) -> Answer {
    let conf = app.config.sms.twilio.clone().ok_or(Wrong::NotFound)?;
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let path = uri.path_and_query().map_or(TWILIO_PATH, |path| path.as_str());
    let proof = text_of(&headers, "x-twilio-signature");
    if !signature::is_twilios(&conf.auth_token, &app.config.origin(), path, &fields, proof) {
        return Err(FORGED);
    }
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    if !field("MessageStatus").is_empty() {
        let news = twilio_news(field("MessageStatus"), field("ErrorCode"));
        match (named(&uri, "letter"), named(&uri, "parcel")) {
            (Some(letter), _) => drop(hear(&app, letter, news).await?),
            (None, Some(parcel)) => hear_of_parcel(&app, parcel, news).await?,
            (None, None) => {}
        }
    } else {
        let mark =
            [field("MessageSid"), field("SmsSid")].into_iter().find(|mark| !mark.is_empty()).ok_or(UNREADABLE)?;
        let provider_keyword = Keyword::of_twilio(field("OptOutType"));
        let is_answered =
            provider_keyword.is_some() || (conf.answers_keywords && inbox::is_answered_by_twilio(field("Body")));
        let text = Number::parse(field("From")).map(|from| Incoming {
            from,
            words: field("Body").to_owned(),
            route: Route::Twilio,
            mark: mark.to_owned(),
            has_pictures: !matches!(field("NumMedia"), "" | "0"),
            provider_keyword,
            is_answered,
        });
        take(&app, text).await?;
    }
    Ok(([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], EMPTY_TWIML).into_response())
}

/// One event of android-sms-gateway. Names as in its webhook documentation.
#[derive(Deserialize)]
struct Event {
    id: String,
    event: String,
    payload: Payload,
}

/// The payload of the events that we listen to. `sender` has replaced `phoneNumber` for texts that came in; both are read.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Payload {
    message_id: Option<String>,
    sender: Option<String>,
    phone_number: Option<String>,
    message: Option<String>,
    /// The words of a picture message, and what stood above them.
    body: Option<String>,
    subject: Option<String>,
    /// Its pictures: counted, and not read.
    attachments: Vec<IgnoredAny>,
}

impl Payload {
    /// The text that it brings, by the mark under which it is known again; `None` where nobody is behind its sender.
    fn text(self, mark: String) -> Option<Incoming> {
        let from = Number::parse(&self.sender.or(self.phone_number).unwrap_or_default())?;
        let words =
            [self.message, self.body, self.subject].into_iter().flatten().find(|words| !words.trim().is_empty());
        Some(Incoming {
            from,
            words: words.unwrap_or_default(),
            route: Route::Android,
            mark,
            has_pictures: !self.attachments.is_empty(),
            provider_keyword: None,
            is_answered: false,
        })
    }
}

/// Takes an event of the network's phone.
pub async fn android(State(app): State<App>, request: Request) -> Answer {
    let conf = app.config.sms.android.clone().ok_or(Wrong::NotFound)?;
    let (head, body) = request.into_parts();
    let (proof, stamp) = (text_of(&head.headers, "x-signature"), text_of(&head.headers, "x-timestamp"));
    if proof.is_empty() || stamp.is_empty() {
        return Err(FORGED);
    }
    let body = phone_body(body).await?;
    match signature::of_android(&conf.signing_key, &body, stamp, proof, app.now()) {
        Proof::Good => {}
        Proof::Forged => return Err(FORGED),
        Proof::Stale => return Err(STALE),
    }
    let event: Event = serde_json::from_slice(&body).map_err(|_| UNREADABLE)?;
    let news = match event.event.as_str() {
        // A picture message is told of twice: that it is there ("mms:received"), and then with its words.
        "sms:received" | "mms:downloaded" => {
            take(&app, event.payload.text(event.id)).await?;
            return Ok("".into_response());
        }
        "sms:sent" => Some(Heard::Taken),
        "sms:delivered" => Some(Heard::Delivered),
        "sms:failed" => Some(Heard::Missed(Missed::NotReached)),
        // Pings and events of later versions: signed, and nothing for us. Batches too: they bring again, under other names, what came live.
        _ => None,
    };
    // The phone knows one name only. Whose it is, the letters say first.
    if let Some(id) = event.payload.message_id.and_then(|id| id.parse::<Id<Letter>>().ok())
        && !hear(&app, id, news).await?
    {
        hear_of_parcel(&app, id, news).await?;
    }
    Ok("".into_response())
}

/// Reads what the phone sends. Only the signature tells whether it is the phone, and it is over the whole: so few large ones are read at once, and
/// texts, which are small and say so, wait for none of them.
async fn phone_body(body: Body) -> Result<Bytes, Wrong> {
    let is_small = body.size_hint().exact().is_some_and(|length| length <= HOOK_BYTES_MAX as u64);
    let too_long = || Wrong::Unreadable { status: 413, word: "error-too-long" };
    if is_small {
        return to_bytes(body, HOOK_BYTES_MAX).await.map_err(|_| too_long());
    }
    let _room = LARGE.acquire().await.map_err(|closed| Wrong::Fault(closed.into()))?;
    to_bytes(body, PHONE_BYTES_MAX).await.map_err(|_| too_long())
}

/// All the room that there is for large requests, for a test.
#[cfg(test)]
pub(super) async fn hold_large() -> tokio::sync::SemaphorePermit<'static> {
    LARGE.acquire_many(4).await.expect("it is never closed")
}

/// Takes a text in. One from a short code or a name has nobody to answer to and is left out.
async fn take(app: &App, text: Option<Incoming>) -> Result<(), Wrong> {
    let Some(text) = text else {
        tracing::info!("a text from a sender without a phone number was left out");
        return Ok(());
    };
    let (inner, now) = (app.clone(), app.now());
    app.db.write("a text comes in", move |tx| inbox::take_in(tx, &inner, &text, now)).await?;
    Ok(())
}

/// Takes news of a letter; false where there is no such letter, or no longer.
async fn hear(app: &App, letter: Id<Letter>, heard: Option<Heard>) -> Result<bool, Wrong> {
    // Looked at first: most news of the phone are of broadcasts, and need no turn of the writer for this.
    let is_one = app.db.read("is it a letter", move |tx| Ok(letters::fate(tx, letter)?.is_some())).await?;
    let Some(heard) = heard.filter(|_| is_one) else { return Ok(is_one) };
    let now = app.now();
    let note = move |tx: &Tx<'_>| {
        let Some((thread, fate)) = letters::fate(tx, letter)? else { return Ok(()) };
        if heard == Heard::Missed(Missed::OptedOut) {
            inbox::note_opt_out(tx, thread)?;
        }
        match fate.after(heard.news()) {
            Some((fate, why)) => letters::set_fate(tx, letter, fate, why, now),
            None => Ok(()),
        }
    };
    app.db.write("news of a letter", note).await?;
    Ok(true)
}

/// Takes news of a broadcast's text.
async fn hear_of_parcel(app: &App, parcel: Id<Letter>, heard: Option<Heard>) -> Result<(), Wrong> {
    match heard {
        Some(heard) => following::hear(app, parcel.bytes(), heard).await,
        None => Ok(()),
    }
}

/// Twilio's message status values; those before "sent" tell nothing that we do not know. The codes are of its error dictionary.
fn twilio_news(status: &str, code: &str) -> Option<Heard> {
    match (status, code) {
        ("sent", _) => Some(Heard::Taken),
        ("delivered" | "read", _) => Some(Heard::Delivered),
        ("undelivered" | "failed" | "canceled", code) => Some(Heard::Missed(match code {
            "21610" => Missed::OptedOut,
            // Unknown handset, landline.
            "30005" | "30006" => Missed::NoPhone,
            // Filtered by the carrier, number not registered.
            "30007" | "30034" => Missed::Filtered,
            _ => Missed::NotReached,
        })),
        _ => None,
    }
}

/// Where news of a letter or a parcel are to go; `None` where nobody can reach us.
pub(super) fn news_url(config: &Config, what: &str, id: Id<Letter>) -> Option<String> {
    let origin = config.origin.as_ref()?;
    Some(format!("{}{TWILIO_PATH}?{what}={id}", origin.trim_end_matches('/')))
}

/// The id under this name in the query.
fn named(uri: &Uri, name: &str) -> Option<Id<Letter>> {
    let query = uri.query().unwrap_or("").as_bytes();
    form_urlencoded::parse(query).find(|(known, _)| known == name).and_then(|(_, id)| id.parse().ok())
}

fn text_of<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}
