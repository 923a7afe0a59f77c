//! Things that are there, to open every page with: a waiting card, an alert that is out, a draft, an invitation, a photo.

use axum::body::Bytes;

use crate::demo;
use crate::drills;
use crate::ground::locale::Lang;
use crate::messages::Outbox;
use crate::people::Role;
use crate::reports::facts::{Activity, Channel, Facts};
use crate::reports::{self, New, ReportWords};
use crate::sign_in::accounts;
use crate::subscriptions::{self, Carrier, Contact, EmailAddress, Kind, Kinds, QuietHours, Subscription, Where};
use crate::testkit::TestHouse;
use crate::triage::store as triage;
use crate::{alerts, testkit};

/// What stands in the holes of path patterns. Each is the text of an id or of a secret.
#[derive(Debug, Clone)]
pub struct Things {
    /// A live subscription's private link.
    subscription: String,
    /// What a canary was asked.
    canary: String,
    /// A one-time link that was not used yet.
    invitation: String,
    card: String,
    /// An incident that people were asked to look at, and one of them.
    asked: (String, String),
    /// An incident that was confirmed, and its alert that is out.
    confirmed: String,
    out: String,
    draft: String,
    waiting: String,
    drill: String,
    picture: String,
}

/// A network in the middle of its day, with one of everything.
pub async fn furnished() -> (TestHouse, Things) {
    let house = TestHouse::with(|config| config.demo = true);
    let end = house.app.now().plus_hours(8);
    demo::furnish(&house.app).await.expect("a town");
    demo::go_on_duty(&house.app, house.app.now()).await.expect("people on duty");
    let subscription = subscription(&house).await;
    let watcher = house.member("Encino", &[Role::Steward]).await;
    watcher.open("/sending/canaries").await.press("Hacerla canario", &[("link", &subscription)]).await;
    demo::play_the_day(&house.app, end).await.expect("a day");
    let picture = picture(&house).await;
    let starter = house.member("Madroño", &[Role::Coordinator]).await;
    let token = house.form_token(&starter).await;
    let fields =
        [("csrf", token.as_str()), ("scenario", "workplace"), ("area", "1"), ("who", "everyone"), ("minutes", "60")];
    starter.post("/drills", &fields).await.says("SIMULACRO");
    house.run_workers().await;
    let (out, draft, waiting) = alerts_of(&house).await;
    let things = Things {
        canary: canary(&house),
        invitation: invitation(&house).await,
        subscription,
        picture,
        draft,
        waiting,
        ..found(&house, out).await
    };
    (house, things)
}

/// What the played day has left in the database.
async fn found(house: &TestHouse, out: String) -> Things {
    let keys = house.app.keys.clone();
    let read = house.app.db.read("samples", move |tx| {
        let card = triage::waiting(tx)?.first().map(|card| card.id.to_string());
        let open = triage::open_incidents(tx)?;
        let asked = open.iter().find_map(|row| {
            let incident = triage::incident(tx, row.id).ok()??;
            Some((row.id.to_string(), incident.asked().first()?.who.to_string()))
        });
        let alert = alerts::store::alert(tx, &keys, out.parse().expect("an alert"))?.expect("it is there");
        Ok(Things {
            card: card.expect("a card waits"),
            asked: asked.expect("somebody is asked"),
            confirmed: alert.facts().incident().to_string(),
            drill: drills::store::running(tx)?.expect("a drill runs").id.to_string(),
            out,
            subscription: String::new(),
            canary: String::new(),
            invitation: String::new(),
            draft: String::new(),
            waiting: String::new(),
            picture: String::new(),
        })
    });
    read.await.expect("samples")
}

/// A live subscription, and the last part of its private link.
async fn subscription(house: &TestHouse) -> String {
    let contact = Contact::Email(EmailAddress::parse("sample@example.org").expect("an address"));
    let kinds = Kinds::of(&[Kind::Alerts]).expect("a kind");
    let choices = Subscription::new(vec![Where::Everywhere], Lang::Es, Carrier::Email, kinds, QuietHours::NONE);
    let (keys, now, choices) = (house.app.keys.clone(), house.app.now(), choices.expect("choices"));
    let begun = house.app.db.write("sample", move |tx| {
        let begun = subscriptions::subscribe(tx, &keys, &contact, &choices, now)?;
        subscriptions::confirm(tx, &keys, &begun.link, now)?;
        Ok(begun)
    });
    let link = begun.await.expect("a subscription").link.text();
    subscriptions::Book::load(&house.app).await.expect("the book");
    link
}

/// The secret behind the link in a canary's message.
fn canary(house: &TestHouse) -> String {
    let link = regex::Regex::new("/c/([A-Za-z0-9_-]{22})").expect("a pattern");
    let slips = house.app.part::<Outbox>().slips();
    let asked = slips.iter().find_map(|slip| link.captures(&slip.body).map(|found| found[1].to_owned()));
    asked.expect("a canary was asked")
}

async fn invitation(house: &TestHouse) -> String {
    let now = house.app.now();
    house.member("Invited", &[Role::Observer]).await;
    let member = house.member_id("Invited").await;
    let invited = house.app.db.write("invite", move |tx| accounts::invite(tx, member, now)).await;
    invited.expect("an invitation").0.text()
}

/// A report with a photo; the photo's id.
async fn picture(house: &TestHouse) -> String {
    let words = ReportWords { place: "Luna y 7".into(), ..ReportWords::default() };
    let pictures = vec![Bytes::from_static(include_bytes!("../reports/media/samples/progressive.jpg"))];
    let new = New { words, pictures, worked: true, ..New::of(Channel::Web, Facts::of(Activity::Waiting)) };
    let id = reports::take(&house.app, new).await.expect("a report").id;
    let pictures = house.app.db.read("its photo", move |tx| reports::store::pictures(tx, id)).await;
    pictures.expect("a read")[0].id.to_string()
}

/// An alert that is out, a draft that ends it, and one that waits for its second person.
async fn alerts_of(house: &TestHouse) -> (String, String, String) {
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    let out = house.app.db.read("out", move |tx| alerts::store::out_now(tx, &keys, false, now)).await.expect("a read");
    let [one, ..] = out.as_slice() else { panic!("nothing is out") };
    let ceiba = house.member("Ceiba", &[Role::Dispatcher]).await;
    let form = ceiba.open(&format!("/alerts/new/{}", one.facts().incident())).await;
    let draft = |kind: &'static str, minutes: &'static str| [("kind", kind), ("expires", minutes)];
    let waits = form.press("Ver cómo queda", &draft("update", "90")).await;
    waits.press("Mandar a publicar", &[]).await;
    let drafted = form.press("Ver cómo queda", &draft("all_clear", "60")).await;
    let id = |page: &testkit::Page| page.path.trim_start_matches("/alerts/drafts/").to_owned();
    (one.id().to_string(), id(&drafted), id(&waits))
}

impl Things {
    /// A path with things that are there in its holes; nothing where none of ours fits.
    pub fn in_path(&self, pattern: &str) -> Option<String> {
        let what = match pattern {
            "/alertas/{name}" | "/alerts/{name}" => ("{name}", &self.out),
            "/feeds/{name}" => ("{name}", &"alerts.atom".to_owned()),
            "/assets/{name}" => ("{name}", &"app.css".to_owned()),
            "/alerts/new/{incident}" => ("{incident}", &self.confirmed),
            _ if pattern.starts_with("/alerts/drafts/") => ("{id}", &self.draft),
            _ if pattern.starts_with("/alerts/waiting/") => ("{id}", &self.waiting),
            "/alerts/out/{id}" | "/sending/{id}" | "/sending/{id}/run" => ("{id}", &self.out),
            "/c/{secret}" => ("{secret}", &self.canary),
            _ if pattern.starts_with("/join/") => ("{token}", &self.invitation),
            _ if pattern.starts_with("/s/") => ("{secret}", &self.subscription),
            _ if pattern.starts_with("/queue/{card}") => ("{card}", &self.card),
            _ if pattern.starts_with("/drills/{drill}") => ("{drill}", &self.drill),
            _ if pattern.starts_with("/pictures/") => ("{picture}", &self.picture),
            _ => ("{incident}", &self.asked.0),
        };
        let path = pattern.replace(what.0, what.1).replace("{member}", &self.asked.1);
        (!path.contains('{')).then_some(path)
    }
}
