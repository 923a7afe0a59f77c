//! The front page itself, the map, and rights.

use askama::Template;
use axum::extract::State;

use super::picture;
use super::rights::{self, Line, Phrase};
use crate::alerts::{self, Alert, Shown};
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::web::cache::keep;
use crate::ground::web::{Answer, Frame, Visit, page};
use crate::ground::{App, Moment, Wrong};
use crate::places::Atlas;

/// Messages about what goes on that the front page shows; more in a day than the busiest city has had in an hour. The list has the rest.
const CURRENT_MAX: usize = 12;

/// Checked notices on the front page; the list has the rest.
const CHECKED_MAX: usize = 4;

/// Where the links of the public pages lead, in a language.
struct Ways {
    report: &'static str,
    subscribe: &'static str,
    receipt: &'static str,
    alerts: &'static str,
    map: &'static str,
    rights: &'static str,
}

impl Ways {
    const fn of(lang: Lang) -> Ways {
        let alerts = alerts::list_path(lang);
        let (map, rights) = (map_path(lang), rights_path(lang));
        match lang {
            Lang::Es => {
                Ways { report: "/reportar", subscribe: "/suscribirse", receipt: "/comprobante", alerts, map, rights }
            }
            Lang::En => Ways { report: "/report", subscribe: "/subscribe", receipt: "/receipt", alerts, map, rights },
        }
    }
}

/// The map's page in a language.
pub const fn map_path(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "/mapa",
        Lang::En => "/map",
    }
}

/// The page about rights in a language.
pub const fn rights_path(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "/derechos",
        Lang::En => "/rights",
    }
}

/// The front page in a language, whatever the browser prefers.
pub const fn home_path(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "/?lang=es",
        Lang::En => "/?lang=en",
    }
}

#[derive(Template)]
#[template(path = "front_page/pages/front.html")]
struct FrontPage {
    frame: Frame,
    ways: Ways,
    made: Moment,
    made_words: String,
    status: String,
    current: Vec<Shown>,
    more_current: bool,
    checked: Vec<Shown>,
    lines: Vec<Line>,
    reviewed: String,
}

#[derive(Template)]
#[template(path = "front_page/pages/map.html")]
struct MapPage {
    frame: Frame,
    ways: Ways,
    home: &'static str,
    picture: String,
    told: Vec<Shown>,
    /// Whom the map thanks for its data; may be empty.
    credit: String,
}

#[derive(Template)]
#[template(path = "front_page/pages/rights.html")]
struct RightsPage {
    frame: Frame,
    ways: Ways,
    lines: Vec<Line>,
    phrases: Vec<Phrase>,
    notes: Vec<String>,
    advice: Vec<String>,
    reviewed: String,
    mark: String,
}

/// What is out: what goes on, what was checked, and the next moment at which one of them changes by itself.
struct Out {
    current: Vec<Shown>,
    checked: Vec<Shown>,
    until: Moment,
}

async fn out(app: &App, lang: Lang, now: Moment) -> Result<Out, Wrong> {
    let keys = app.keys.clone();
    let look = move |tx: &Tx<'_>| Ok((alerts::current(tx, &keys, now)?, alerts::checked(tx, &keys, now)?));
    let (current, checked) = app.db.read("what is out", look).await?;
    let (network, say) = (alerts::network(app), app.say(lang));
    let show = |some: &[Alert]| -> Vec<Shown> {
        some.iter().filter_map(|alert| alerts::shown(alert, &network, &say, now)).collect()
    };
    let until = alerts::next_change(current.iter().chain(&checked), now);
    Ok(Out { current: show(&current), checked: show(&checked), until })
}

/// `/`, in the language of the browser or of the address.
pub async fn front(State(app): State<App>, visit: Visit) -> Answer {
    let now = app.now();
    let Out { mut current, mut checked, until } = out(&app, visit.lang, now).await?;
    let say = app.say(visit.lang);
    let status = match i64::try_from(current.len()).unwrap_or(i64::MAX) {
        0 => say.t("front-status-none"),
        n => say.t1("front-status", "n", n),
    };
    let more_current = current.len() > CURRENT_MAX;
    current.truncate(CURRENT_MAX);
    checked.truncate(CHECKED_MAX);
    let is_member = visit.me.is_some();
    let made = page(&FrontPage {
        frame: visit.frame("front-title").with_other_language(home_path(visit.lang.other())).made_at(now),
        ways: Ways::of(visit.lang),
        made: now,
        made_words: alerts::with_time(&say, "front-made", now, &app.config.zone()),
        status,
        current,
        more_current,
        checked,
        lines: rights::lines(&say),
        reviewed: rights::reviewed(app.config.rights_review.as_ref(), &app.words, &say),
    })?;
    if is_member {
        // A member's page has their menu in it; nobody keeps it.
        return Ok(made);
    }
    Ok(keep(made, until, "Accept-Language, Cookie"))
}

/// `/mapa`, `/map`: loaded only by those who ask for it.
pub async fn map(State(app): State<App>, visit: Visit, lang: Lang) -> Answer {
    let visit = Visit { me: None, ..visit }.in_lang(lang);
    let now = app.now();
    let Out { current, checked, until } = out(&app, lang, now).await?;
    let told: Vec<Shown> = current.into_iter().chain(checked).collect();
    let say = app.say(lang);
    let atlas = app.part::<Atlas>();
    let (gazetteer, credit) = (atlas.gazetteer(), atlas.credit().to_string());
    let picture = picture::picture(gazetteer.areas(), &told, &say.t("front-map-title"), lang.code());
    let frame = visit.frame("front-map-title").with_other_language(map_path(lang.other())).made_at(now);
    let made = page(&MapPage { frame, ways: Ways::of(lang), home: home_path(lang), picture, told, credit })?;
    Ok(keep(made, until, ""))
}

/// `/derechos`, `/rights`.
pub async fn rights(State(app): State<App>, visit: Visit, lang: Lang) -> Answer {
    let visit = Visit { me: None, ..visit }.in_lang(lang);
    let say = app.say(lang);
    let made = page(&RightsPage {
        frame: visit.frame("front-rights").with_other_language(rights_path(lang.other())),
        ways: Ways::of(lang),
        lines: rights::lines(&say),
        phrases: rights::phrases(&app.words, lang),
        notes: rights::notes(&say),
        advice: rights::advice(&say),
        reviewed: rights::reviewed(app.config.rights_review.as_ref(), &app.words, &say),
        mark: rights::mark(&app.words),
    })?;
    Ok(keep(made, app.now().plus_days(1), ""))
}
