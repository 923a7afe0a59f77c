//! A whole drill through the front door, in both languages: marked in words at every step, and nothing of it outside.

use super::*;

/// What a visitor can open, and what must not change by a hair while a drill goes through the house.
const PUBLIC: [&str; 11] = [
    "/",
    "/?lang=en",
    "/alertas",
    "/alerts",
    "/feeds/alerts.atom",
    "/feeds/alerts.atom?lang=en",
    "/feeds/alerts.json",
    "/feeds/alerts.json?area=brickyard",
    "/feeds/cap.atom",
    "/comprobante",
    "/receipt",
];

async fn outside(house: &TestHouse) -> Vec<String> {
    let visitor = house.visitor(Lang::Es);
    // The form of the receipt page has a token of its own.
    let token = regex::Regex::new(r#"name="(once|token)" value="[^"]*""#).unwrap();
    let mut out = Vec::new();
    for path in PUBLIC {
        let page = visitor.open(path).await;
        assert_eq!(page.status, 200, "{path}");
        out.push(token.replace_all(&page.body, "").into_owned());
    }
    out
}

/// Fails unless a member's page is marked: in its title, and in words at its head with the way out.
#[track_caller]
fn is_marked(page: &Page, lang: Lang) {
    let (word, stop) = match lang {
        Lang::Es => ("SIMULACRO", "Parar el simulacro: hay trabajo real"),
        Lang::En => ("DRILL", "Stop the drill: real work"),
    };
    assert!(page.one(".notice.drill").contains(word), "{} is not marked: {}", page.path, page.text());
    page.says(stop);
}

struct Words {
    start: &'static str,
    claim: &'static str,
    eyes: &'static str,
    eta: &'static str,
    there: &'static str,
    found: &'static str,
    send: &'static str,
    tell: &'static str,
    see: &'static str,
    to_release: &'static str,
    yes: &'static str,
    finish: &'static str,
}

const ES: Words = Words {
    start: "Empezar el simulacro",
    claim: "Tomar",
    eyes: "pedir que vayan a ver",
    eta: "10 min",
    there: "Ya llegué",
    found: "Decir qué encontré",
    send: "Enviar",
    tell: "Escribir el aviso",
    see: "Ver cómo queda",
    to_release: "Mandar a publicar",
    yes: "Sí, publicar",
    finish: "Terminar el simulacro",
};

const EN: Words = Words {
    start: "Start the drill",
    claim: "Claim",
    eyes: "ask someone to look",
    eta: "10 min",
    there: "I am there",
    found: "Say what I found",
    send: "Send",
    tell: "Write the message",
    see: "See how it looks",
    to_release: "Send to release",
    yes: "Yes, release",
    finish: "Finish the drill",
};

async fn speaks(house: &TestHouse, browser: &Browser, lang: Lang) {
    let token = house.form_token(browser).await;
    browser.post("/me/language", &[("language", lang.code()), ("csrf", &token)]).await;
}

/// Somebody for each part of the line.
struct Cast {
    coordinator: Browser,
    desk: Browser,
    phone: Browser,
    releaser: Browser,
}

async fn cast(house: &TestHouse, lang: Lang) -> Cast {
    let cast = Cast {
        coordinator: coordinator(house).await,
        desk: dispatcher(house).await,
        phone: verifier(house, "Nopal").await,
        releaser: releaser(house).await,
    };
    for browser in [&cast.coordinator, &cast.desk, &cast.phone, &cast.releaser] {
        speaks(house, browser, lang).await;
    }
    cast
}

/// From the start to an incident that asks for eyes; its page.
async fn triaged(house: &TestHouse, cast: &Cast, lang: Lang, words: &Words) -> Page {
    let queue = cast.desk.open("/queue").await;
    is_marked(&queue, lang);
    let card = queue.press(words.claim, &[]).await;
    is_marked(&card, lang);
    assert!(
        card.one("title").starts_with(if lang == Lang::Es { "SIMULACRO" } else { "DRILL" }),
        "{}",
        card.one("title")
    );
    card.says(if lang == Lang::Es { "Inventado: tres personas" } else { "Made up: three people" });
    let incident = card.press(words.eyes, &[]).await;
    is_marked(&incident, lang);
    house.run_workers().await;
    incident
}

/// A verifier goes and says what they found.
async fn verified(cast: &Cast, lang: Lang, words: &Words) {
    let request = cast.phone.open("/go").await;
    is_marked(&request, lang);
    let going = request.press(words.eta, &[]).await;
    is_marked(&going, lang);
    let there = going.press(words.there, &[]).await;
    is_marked(&there, lang);
    there.says(if lang == Lang::Es { "haga de cuenta que ve" } else { "take it that you see" });
    let outcomes = there.follow(words.found).await;
    is_marked(&outcomes, lang);
    outcomes.press(words.send, &ICE).await;
}

/// One drafts, another releases.
async fn released(cast: &Cast, incident: &Page, lang: Lang, words: &Words) {
    let settled = cast.desk.open(&incident.path).await;
    is_marked(&settled, lang);
    let draft = settled.follow(words.tell).await;
    is_marked(&draft, lang);
    let chosen = [("kind", "alert"), ("place", CORNER), ("advice", "stay_silent"), ("next", "30"), ("expires", "90")];
    let shown = draft.press(words.see, &chosen).await;
    is_marked(&shown, lang);
    shown.says("SIMULACRO (no es real) VERIFICADO").says("DRILL (not real) VERIFIED");
    is_marked(&shown.press(words.to_release, &[]).await, lang);
    let mark = if lang == Lang::Es { "SIMULACRO" } else { "DRILL" };
    let waiting = cast.releaser.open("/alerts/waiting").await;
    assert!(waiting.one("article.card .badge.drill").contains(mark));
    let path = regex::Regex::new(r"/alerts/waiting/[0-9a-f-]{36}").unwrap();
    let look = cast.releaser.open(path.find(&waiting.body).unwrap().as_str()).await;
    is_marked(&look, lang);
    let out = look.press(words.yes, &[]).await;
    assert!(out.one("article.card .badge.drill").contains(mark));
}

async fn a_whole_drill(lang: Lang, words: &Words) {
    let house = town().await;
    let cast = cast(&house, lang).await;
    let before = outside(&house).await;
    let brickyard = area(&house, "Brickyard").0.to_string();
    let fields = [("area", brickyard.as_str()), ("place", CORNER), ("minutes", "60")];
    let started = cast.coordinator.open("/drills").await.press(words.start, &fields).await;
    is_marked(&started, lang);
    started.says("Nopal").does_not_say("Heron");
    house.run_workers().await;

    let incident = triaged(&house, &cast, lang, words).await;
    verified(&cast, lang, words).await;
    released(&cast, &incident, lang, words).await;
    assert_eq!(outside(&house).await, before, "a visitor sees nothing of it");

    let page = cast.coordinator.open(&started.path).await;
    page.says("Ceiba").says("Nopal").says("Jacaranda");
    let over = page.press(words.finish, &[]).await;
    over.does_not_say(words.finish).says("Ceiba");
    // Report, decision, request, yes, arrival, outcome, draft and release.
    assert_eq!(over.count("ol.timeline > li"), 8, "{}", over.text());
    cast.desk.open("/alerts/out").await.does_not_say("SIMULACRO").does_not_say("DRILL");
    assert_eq!(outside(&house).await, before);
}

#[tokio::test]
async fn a_whole_drill_goes_through_the_line_in_spanish() {
    a_whole_drill(Lang::Es, &ES).await;
}

#[tokio::test]
async fn a_whole_drill_goes_through_the_line_in_english() {
    a_whole_drill(Lang::En, &EN).await;
}
