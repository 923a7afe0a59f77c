//! The private link: whoever has it may change the subscription or end it; opening it does nothing.

use axum::http::Method;

use super::*;
use crate::subscriptions::quiet::{Days, QuietRange};

#[tokio::test]
async fn one_click_of_a_mail_program_ends_it_without_cookie_origin_or_token() {
    let house = town().await;
    let begun = live(&house, &email("ana@example.org"), &everything()).await;
    let path = format!("/s/{}/leave", begun.link.text());
    let form = Some("application/x-www-form-urlencoded");
    let body = b"List-Unsubscribe=One-Click".to_vec();
    let bare = [("sec-fetch-site", "")];
    let page = house.visitor(Lang::En).send_with(Method::POST, &path, form, &bare, body.clone()).await;
    assert_eq!(page.status, 200);
    assert!(rows(&house).await.is_empty());
    let again = house.visitor(Lang::En).send_with(Method::POST, &path, form, &bare, body.clone()).await;
    assert_eq!(again.status, 200, "a mail program may ask twice");

    let begun = live(&house, &email("luz@example.org"), &everything()).await;
    let path = format!("/s/{}/leave", begun.link.text());
    let foreign = [("sec-fetch-site", "cross-site")];
    let page = house.visitor(Lang::En).send_with(Method::POST, &path, form, &foreign, body).await;
    assert_eq!(page.status, 403, "another site's page cannot press it");
    assert_eq!(rows(&house).await.len(), 1);
}

#[tokio::test]
async fn scanners_that_open_every_address_change_nothing() {
    let house = town().await;
    let begun = subscribes(&house, &email("ana@example.org"), &everything()).await;
    for way in ["", "/confirm", "/leave"] {
        for method in [Method::GET, Method::HEAD] {
            let path = format!("/s/{}{way}", begun.link.text());
            let page = house.visitor(Lang::En).send(method, &path, None, Vec::new()).await;
            assert_eq!(page.status, 200, "{way} leads to the page");
        }
    }
    assert_eq!(rows(&house).await, [(begun.seat.0, Carrier::Email, false)]);
    confirms(&house, &begun.link).await.unwrap();
    assert_eq!(rows(&house).await, [(begun.seat.0, Carrier::Email, true)], "and a press does");
}

#[tokio::test]
async fn other_links_lead_nowhere() {
    let house = town().await;
    let begun = live(&house, &email("ana@example.org"), &everything()).await;
    let mut other = begun.link.as_bytes().to_vec();
    other[0] ^= 1;
    let other = PrivateLink::new(other.try_into().unwrap()).text();
    let visitor = house.visitor(Lang::En);
    for secret in [other.as_str(), "short", "%00", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(visitor.open(&format!("/s/{secret}")).await.status, 404, "{secret}");
        assert_eq!(visitor.post(&format!("/s/{secret}/confirm"), &[]).await.status, 404, "{secret}");
        assert_eq!(visitor.post(&format!("/s/{secret}"), &[("kinds", "alerts")]).await.status, 404, "{secret}");
    }
    visitor.post(&format!("/s/{other}/leave"), &[]).await;
    assert_eq!(rows(&house).await.len(), 1);
    assert_eq!(opens(&house, &begun.link).await.status, 200, "and this one leads somewhere");
}

#[tokio::test]
async fn a_subscription_is_changed_in_its_seat() {
    let house = town().await;
    let mut choices = everything();
    let (here, there) = (area(&house, "Plaza Vieja"), area(&house, "Owl Canyon"));
    let night = QuietRange { days: Days::Every, from_minute: 1_320, to_minute: 420 };
    let siesta = QuietRange { days: Days::Weekend, from_minute: 840, to_minute: 900 };
    choices.quiet = QuietHours::new(&[night, siesta], true).unwrap();
    let begun = live(&house, &email("ana@example.org"), &choices).await;
    let mine = opens(&house, &begun.link).await;
    mine.says("Sus avisos").says("De todos los lugares de la red").says("A varias horas, como las eligió");

    // The box of everything stays checked in the form until it is taken out.
    let path = format!("/s/{}", begun.link.text());
    let wrong = house.visitor(Lang::En).post(&path, &[("place_1", "Atlántida"), ("quiet", "keep")]).await;
    assert_eq!(wrong.status, 422);
    wrong.says("No conocemos ese lugar").says("Marque por lo menos una cosa");
    assert_eq!(wrong.count("details[open] input#place_1[value='Atlántida']"), 1);
    let fields =
        [("place_1", "Plaza Vieja"), ("kinds", "alerts"), ("lang", "en"), ("quiet", "keep"), ("urgent", "yes")];
    let page = house.visitor(Lang::En).post(&path, &fields).await;
    page.says("Done: it is saved").says("Plaza Vieja").says("At several hours, as you chose them");
    assert_eq!(hear(&house, here).await, [begun.seat.0], "the seat stays: a correction still finds them");
    assert_eq!(hear(&house, there).await, Vec::<u32>::new());
    assert_eq!(reached(&house, [begun.seat.0]).await[0].lang, Lang::En);

    let page = opens(&house, &begun.link).await.press("Save", &[("place_1", "Owl Canyon")]).await;
    page.says("Plaza Vieja").says("Owl Canyon");
    let kept = format!("area-{}", there.0);
    let page = house.visitor(Lang::En).post(&path, &[("keep", &kept), ("kinds", "alerts")]).await;
    page.does_not_say("Plaza Vieja").says("No quiet hours");
    assert_eq!(hear(&house, here).await, Vec::<u32>::new());
    assert_eq!(hear(&house, there).await, [begun.seat.0]);
    opens(&house, &begun.link).await.follow("Español").await.says("Sus avisos");
}

#[tokio::test]
async fn who_chooses_anew_before_the_yes_still_has_to_say_it() {
    let house = town().await;
    let begun = subscribes(&house, &email("ana@example.org"), &everything()).await;
    let path = format!("/s/{}", begun.link.text());
    house.visitor(Lang::Es).post(&path, &[("everywhere", "yes"), ("kinds", "checked")]).await.says("Quiere recibir");
    assert_eq!(rows(&house).await, [(begun.seat.0, Carrier::Email, false)]);
}
