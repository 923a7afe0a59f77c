//! The signed doors: where providers hand over texts that came in and news of letters that went out.
//!
//! Twilio signs no time. A captured request of Twilio's can therefore be replayed with a good signature for as long as the token
//! lives; it is harmless because the message's id is recognised (for 400 days), is answered 200 as Twilio expects of a message it
//! delivers twice, and makes nothing new. The phone's signature covers a time, and requests more than five minutes off are refused.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use url::form_urlencoded;

use super::inbox::{self, Incoming};
use super::keyword::Keyword;
use super::letter::{Letter, News};
use super::signature::{self, Proof};
use super::store::letters;
use super::thread::{Number, Route};
use crate::ground::web::Answer;
use crate::ground::{App, Id, Wrong};

/// Where Twilio posts texts, and, with `?letter=…`, news of letters.
pub const TWILIO_PATH: &str = "/hooks/sms/twilio";

/// Where android-sms-gateway posts its events.
pub const ANDROID_PATH: &str = "/hooks/sms/android";

/// Nothing to do for the provider: an empty TwiML document.
const EMPTY_TWIML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>";

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
        let news = twilio_news(field("MessageStatus"));
        let opted_out = field("ErrorCode") == "21610";
        hear(&app, letter_named(&uri), news, opted_out).await?;
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
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    message_id: Option<String>,
    sender: Option<String>,
    phone_number: Option<String>,
    message: Option<String>,
}

/// Takes an event of the network's phone.
pub async fn android(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Answer {
    let conf = app.config.sms.android.clone().ok_or(Wrong::NotFound)?;
    let (proof, stamp) = (text_of(&headers, "x-signature"), text_of(&headers, "x-timestamp"));
    match signature::of_android(&conf.signing_key, &body, stamp, proof, app.now()) {
        Proof::Good => {}
        Proof::Forged => return Err(FORGED),
        Proof::Stale => return Err(STALE),
    }
    let event: Event = serde_json::from_slice(&body).map_err(|_| UNREADABLE)?;
    let news = match event.event.as_str() {
        "sms:received" => {
            let from = event.payload.sender.or(event.payload.phone_number).unwrap_or_default();
            let text = Number::parse(&from).map(|from| Incoming {
                from,
                words: event.payload.message.unwrap_or_default(),
                route: Route::Android,
                mark: event.id,
                has_pictures: false,
                provider_keyword: None,
                is_answered: false,
            });
            take(&app, text).await?;
            return Ok("".into_response());
        }
        "sms:sent" => Some(News::Sent),
        "sms:delivered" => Some(News::Delivered),
        "sms:failed" => Some(News::NotReached),
        // Pings and events of later versions: signed, and nothing for us.
        _ => None,
    };
    let letter = event.payload.message_id.and_then(|id| id.parse().ok());
    hear(&app, letter, news, false).await?;
    Ok("".into_response())
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

/// Takes news of a letter. News of letters that we do not know, or no longer, are nobody's.
async fn hear(app: &App, letter: Option<Id<Letter>>, news: Option<News>, opted_out: bool) -> Result<(), Wrong> {
    let (Some(letter), Some(news)) = (letter, news) else { return Ok(()) };
    let now = app.now();
    app.db
        .write("news of a letter", move |tx| {
            let Some((thread, fate)) = letters::fate(tx, letter)? else { return Ok(()) };
            if opted_out {
                inbox::note_opt_out(tx, thread, now)?;
            }
            match fate.after(news) {
                Some((fate, why)) => letters::set_fate(tx, letter, fate, why, now),
                None => Ok(()),
            }
        })
        .await
}

/// Twilio's message status values; those before "sent" tell nothing that we do not know.
fn twilio_news(status: &str) -> Option<News> {
    match status {
        "sent" => Some(News::Sent),
        "delivered" | "read" => Some(News::Delivered),
        "undelivered" | "failed" | "canceled" => Some(News::NotReached),
        _ => None,
    }
}

fn letter_named(uri: &Uri) -> Option<Id<Letter>> {
    let query = uri.query().unwrap_or("").as_bytes();
    form_urlencoded::parse(query).find(|(name, _)| name == "letter").and_then(|(_, id)| id.parse().ok())
}

fn text_of<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}
