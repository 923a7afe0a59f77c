//! A form that comes back, or comes late: what the person did stays done.

use super::*;
use crate::reports::facts::TimePrecision;
use crate::reports::pages::new_token;

/// Fields of a form that we handed out, with something to mend: no activity.
fn unfinished(token: &str) -> [(&str, &str); 3] {
    [("token", token), ("place", "Luna y 7"), ("note", "dos camionetas")]
}

fn whole(token: &str) -> [(&str, &str); 4] {
    [("token", token), ("place", "Luna y 7"), ("note", "dos camionetas"), ("activity", "waiting")]
}

#[tokio::test]
async fn photos_survive_a_problem_a_warning_and_a_change_of_language_without_a_script() {
    let house = town().await;
    let token = new_token(&house.app);
    let photos = [("media", photo()), ("media", b"no picture".to_vec())];
    let page = posts_files(&house, "/reportar", &unfinished(&token), &photos).await;
    assert_eq!(page.status, 422);
    page.says("Su foto ya está aquí").says("no se guardó").does_not_say("otra vez, por favor");
    assert_eq!(page.count("details[open] #media-kept"), 1, "and it is seen");
    // The browser sends none: file inputs cannot be filled by a page.
    let mut switched = unfinished(&token).to_vec();
    switched.push(("language", "en"));
    posts_files(&house, "/reportar", &switched, &[]).await.says("Your photo is here already");
    let mut warned = whole(&token);
    warned[2].1 = "placa 8ABC123";
    posts_files(&house, "/reportar", &warned, &[]).await.says("Su foto ya está aquí");
    let mut answered = warned.to_vec();
    answered.push(("warned", "plate"));
    let first = posts_files(&house, "/reportar", &answered, &[]).await.one(".code");
    let brief = briefs(&house.app).await.remove(0);
    assert_eq!(brief.pictures, 1);
    let id = brief.id;
    let rows = house.app.db.read("pictures", move |tx| store::pictures(tx, id)).await.unwrap();
    assert!(crate::reports::open_picture(&house.app, rows[0].id).await.is_ok());
    // Sent again on a bad line, with or without its photos, it is the same sending.
    assert_eq!(posts_files(&house, "/reportar", &answered, &[]).await.one(".code"), first);
    assert_eq!(posts_files(&house, "/reportar", &answered, &photos).await.one(".code"), first);
    assert_eq!(briefs(&house.app).await.len(), 1);
}

#[tokio::test]
async fn other_photos_take_the_place_of_those_that_wait() {
    let house = town().await;
    let token = new_token(&house.app);
    posts_files(&house, "/reportar", &unfinished(&token), &[("media", photo()), ("media", photo())])
        .await
        .says("Sus 2 fotos ya están aquí");
    posts_files(&house, "/reportar", &whole(&token), &[("media", photo())]).await.says("Recibimos");
    assert_eq!(briefs(&house.app).await[0].pictures, 1);
}

#[tokio::test]
async fn photos_wait_for_an_hour_under_a_form_of_ours_and_for_nobody_else() {
    let house = town().await;
    let (token, other) = (new_token(&house.app), new_token(&house.app));
    posts_files(&house, "/reportar", &unfinished(&token), &[("media", photo())]).await.says("ya está aquí");
    posts_files(&house, "/reportar", &unfinished(&other), &[]).await.does_not_say("ya está aquí");
    let forged = "A".repeat(token.len());
    let page = posts_files(&house, "/reportar", &unfinished(&forged), &[("media", photo())]).await;
    page.says("Escoja las fotos otra vez").does_not_say("ya está aquí");
    let media = house.app.config.data.join("media");
    let files = || std::fs::read_dir(&media).map_or(0, Iterator::count);
    assert_eq!(files(), 1, "one file, of the form that is ours");
    house.later_minutes(56);
    posts_files(&house, "/reportar", &whole(&token), &[]).await.says("Recibimos");
    assert_eq!(briefs(&house.app).await[0].pictures, 0);
    // The file that no report took is swept; the house's clock stands still, the file's does not.
    house.app.clock.advance_minutes(60 * 24 * 365 * 20);
    crate::reports::forget(&house.app).await.unwrap();
    assert_eq!(files(), 0);
}

#[tokio::test]
async fn a_form_that_waited_for_a_signal_tells_of_the_time_at_which_it_was_written() {
    let house = town().await;
    let token = new_token(&house.app);
    let seen = |waited: &'static str, token: String| {
        let house = &house;
        async move {
            let mut fields = whole(&token).to_vec();
            fields.extend([("waited", waited), ("when", "now"), ("still_happening", "yes")]);
            house.visitor(Lang::Es).post("/reportar", &fields).await.says("Recibimos");
            let brief = briefs(&house.app).await.pop().unwrap();
            assert_eq!(brief.precision, TimePrecision::Minutes);
            (brief.taken_at.minutes_since(brief.observed_at), brief.taken_at)
        }
    };
    house.later_minutes(180);
    let (ago, taken_at) = seen("7200", token.clone()).await;
    assert!((120..=125).contains(&ago), "{ago} minutes");
    assert_eq!(taken_at, house.app.now(), "it came when it came");
    // Not before the form was handed out, not ahead of us, and nothing for a form that is not ours.
    let young = new_token(&house.app);
    house.later_minutes(10);
    assert!((10..=15).contains(&seen("7200", young).await.0));
    assert!((0..=5).contains(&seen("-7200", new_token(&house.app)).await.0));
    assert!((0..=5).contains(&seen("7200", "A".repeat(76)).await.0));
    assert!((0..=5).contains(&seen("", new_token(&house.app)).await.0), "the control");
}

#[tokio::test]
async fn a_form_that_the_script_sends_alone_asks_nobody_anything() {
    let house = town().await;
    let token = new_token(&house.app);
    let fields =
        [("token", token.as_str()), ("place", "panaderia gemela"), ("note", "placa 8ABC123"), ("activity", "waiting")];
    let asked = house.visitor(Lang::Es).post("/reportar", &fields).await;
    assert_eq!(asked.status, 422, "the control: somebody is there");
    assert!(briefs(&house.app).await.is_empty());
    let alone: Vec<_> = fields.into_iter().chain([("alone", "yes"), ("waited", "600")]).collect();
    let first = house.visitor(Lang::Es).post("/reportar", &alone).await.one(".code");
    let brief = briefs(&house.app).await.remove(0);
    assert_eq!((brief.area, brief.cell), (None, None), "two bakeries in two areas share none");
    assert_eq!(words(&house.app, brief.id).await.place, "panaderia gemela");
    assert_eq!(house.visitor(Lang::Es).post("/reportar", &alone).await.one(".code"), first);
    // Sent by hand, its answer lost, and sent again alone: one report.
    let token = new_token(&house.app);
    let by_hand = house.visitor(Lang::Es).post("/reportar", &whole(&token)).await.one(".code");
    let again: Vec<_> = whole(&token).into_iter().chain([("alone", "yes")]).collect();
    assert_eq!(house.visitor(Lang::Es).post("/reportar", &again).await.one(".code"), by_hand);
    assert_eq!(briefs(&house.app).await.len(), 2);
    // What is missing is still asked for.
    let unfinished: Vec<_> = unfinished(&token).into_iter().chain([("alone", "yes")]).collect();
    assert_eq!(house.visitor(Lang::Es).post("/reportar", &unfinished).await.status, 422);
}
