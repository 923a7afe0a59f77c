//! The form for everyone: typed places, kept words, and nothing told about strangers.

use super::*;
use crate::subscriptions::{Patch, Radius};

const ES: [&str; 3] = ["/suscribirse", "Seguir", "Mandarme el mensaje de prueba"];

/// Fills the form in and goes as far as the page that shows it once more.
async fn fills(house: &TestHouse, fields: &[(&str, &str)]) -> Page {
    house.visitor(Lang::Es).open(ES[0]).await.press(ES[1], fields).await
}

#[tokio::test]
async fn a_neighbour_subscribes_confirms_hears_and_leaves() {
    let house = town().await;
    let here = area(&house, "Plaza Vieja");
    let page =
        fills(&house, &[("place_1", "la plaza vieja"), ("channel", "email"), ("contact", "ana@example.org")]).await;
    page.says("Revise antes de seguir").says("Plaza Vieja").says("Alertas confirmadas").says("ana@example.org");
    assert!(rows(&house).await.is_empty(), "nothing is kept before the person pressed");
    page.press(ES[2], &[]).await.says("Le mandamos un mensaje de prueba");
    assert_eq!(hear(&house, here).await, Vec::<u32>::new(), "nobody is told before the yes");

    let ask = sends_asks(&house).await.remove(0);
    assert!(!ask.again && ask.lang == Lang::Es && ask.contact == email("ana@example.org"));
    assert!(asks(&house).await.is_empty(), "it is sent once");
    let mine = opens(&house, &ask.link).await;
    mine.says("¿Quiere recibir estos avisos?").says("Plaza Vieja");
    assert_eq!(hear(&house, here).await, Vec::<u32>::new(), "opening the link is no yes");
    mine.press("Sí, quiero", &[])
        .await
        .says("Listo: desde ahora recibe los avisos")
        .says("Se acaba el 3 de marzo de 2027");

    assert_eq!(hear(&house, here).await, [ask.seat.0]);
    assert_eq!(hear(&house, area(&house, "Owl Canyon")).await, Vec::<u32>::new(), "another place");
    assert_eq!(reached(&house, [ask.seat.0, 77]).await[0].contact, email("ana@example.org"));

    opens(&house, &ask.link).await.press("Dejar de recibir avisos", &[]).await.says("se borró, también su contacto");
    assert!(rows(&house).await.is_empty());
    assert_eq!(hear(&house, here).await, Vec::<u32>::new());
    assert!(reached(&house, [ask.seat.0]).await.is_empty());
    assert_eq!(opens(&house, &ask.link).await.status, 404);
}

#[tokio::test]
async fn a_place_may_be_a_zip_a_circle_or_everything_in_either_language() {
    let house = town().await;
    let fields = [
        ("place_1", "00203"),
        ("place_2", "Panaderia Gemela"),
        ("around_2", "5km"),
        ("place_3", "owl canyon"),
        ("around_3", "10km"),
        ("channel", "sms"),
        ("contact", "213 555 0142"),
        ("kinds", "alerts"),
        ("kinds", "checked"),
        ("quiet_from", "22:00"),
        ("quiet_to", "07:00"),
        ("urgent", "yes"),
    ];
    let page = house.visitor(Lang::En).open("/subscribe").await.press("Continue", &fields).await;
    assert_eq!(page.status, 422);
    page.says("Which of these places?").says("Several places have that name");
    assert_eq!(page.one("#place_2"), "");
    assert_eq!(page.count("input[name=choice_2]"), 2, "it asks which");
    assert_eq!(page.count("input#place_2[value='Panaderia Gemela']"), 1, "the words are kept");
    assert_eq!(page.count("#quiet_from option[value='22:00'][selected]"), 1, "and the hours");

    let atlas = house.app.part::<Atlas>();
    let Resolution::Several(twins) = atlas.resolve("Panadería Gemela", None) else { panic!("twins") };
    let page = page.press("Continue", &[("choice_2", &twins[1].code())]).await;
    page.says("Check before you go on").says("00203").says("5 km around").says("10 km around");
    page.says("Every day, from 10:00 pm to 7:00 am. Urgent alerts pass.");
    page.press("Send me the test message", &[]).await.says("We sent you a test message");
    let ask = asks(&house).await.remove(0);
    assert_eq!((ask.contact, ask.lang), (Contact::Sms(number(ANA)), Lang::En));
    let held = held(&house, &ask.link).await;
    let bakery = Where::Around(Patch::of(twins[1].cell.unwrap()), Radius::Km5);
    assert!(held.places().contains(&bakery), "{held:?}");
    assert!(held.places().contains(&Where::Area(area(&house, "00203"))));
    assert_eq!(held.places().len(), 3);
    assert!(held.quiet.urgent_may_pass() && held.kinds.has(Kind::Checked) && !held.kinds.has(Kind::Drills));

    let page = fills(&house, &[("everywhere", "yes"), ("channel", "signal"), ("contact", ANA)]).await;
    page.says("De todos los lugares de la red").press(ES[2], &[]).await;
    assert_eq!(asks(&house).await.len(), 2, "one number by text and by Signal are two");
}

#[tokio::test]
async fn two_corners_of_one_neighbourhood_are_no_question_to_who_wants_the_neighbourhood() {
    let house = town().await;
    let atlas = house.app.part::<Atlas>();
    let line = |typed| super::super::typed::Line { typed, around: None, choice: "" };
    let meant = super::super::typed::meant(&atlas, line("Panadería Gemela"));
    assert!(matches!(meant, super::super::typed::Meant::Several(_)), "two neighbourhoods are one");
    let Resolution::One(corner) = atlas.resolve("Jacaranda y Tecolote", None) else { panic!("a corner") };
    let meant = super::super::typed::meant(&atlas, line("Jacaranda y Tecolote"));
    assert_eq!(meant, super::super::typed::Meant::This(Where::Area(corner.area)), "a corner stands for its area");
}

#[tokio::test]
async fn a_circle_is_named_after_all_areas_of_its_patch() {
    let house = town().await;
    for name in ["Plaza Vieja", "Owl Canyon", "Tin Town"] {
        let fields = [("place_1", name), ("around_1", "2km"), ("channel", "sms"), ("contact", ANA)];
        fills(&house, &fields).await.says("2 km alrededor de").says(name);
    }
}

#[tokio::test]
async fn every_problem_is_told_at_its_field_and_the_words_stay() {
    let house = town().await;
    let page =
        fills(&house, &[("place_1", "Atlántida"), ("quiet_from", "22:00"), ("channel", "email"), ("contact", "ana@")])
            .await;
    assert_eq!(page.status, 422);
    page.says("No conocemos ese lugar").says("Elija desde qué hora y hasta qué hora").says("Escriba un correo como");
    assert_eq!(page.count(".problems a"), 3);
    assert_eq!(page.count("input#contact[value='ana@'][aria-invalid=true]"), 1);
    assert_eq!(page.count("input#place_1[value='Atlántida'][aria-describedby~=place_1-problem]"), 1);
    let other = page.press("English", &[]).await;
    other.says("Get alerts for your places");
    assert_eq!(other.count("input#place_1[value='Atlántida']"), 1, "the switch keeps what was typed");
    let empty = fills(&house, &[]).await;
    empty.says("Escriba un barrio o un ZIP").says("Elija por dónde le avisamos");
    let unasked =
        fills(&house, &[("everywhere", "yes"), ("channel", "webhook"), ("contact", "https://x.example/")]).await;
    unasked.says("Elija por dónde le avisamos");
    assert!(rows(&house).await.is_empty());
}

#[tokio::test]
async fn the_page_to_check_leads_back_with_everything_that_was_chosen() {
    let house = town().await;
    let page = fills(&house, &[("place_1", "00203"), ("channel", "sms"), ("contact", ANA)]).await;
    let back = page.press("Cambiar algo", &[]).await;
    assert_eq!(back.count("input#place_1[value='00203']"), 1);
    assert_eq!(back.count("input[name=channel][value=sms][checked]"), 1);
    back.press(ES[1], &[("place_1", "00204")]).await.says("00204");
}

#[tokio::test]
async fn only_what_is_set_up_is_offered() {
    let house = TestHouse::with(|config| {
        config.nothing_leaves = false;
        config.signal = Some(crate::ground::config::Signal::default());
    });
    let page = house.visitor(Lang::En).open("/subscribe").await;
    assert_eq!(page.count("input[name=channel]"), 1, "Signal has settings, texts and e-mail have none");
    assert_eq!(page.count("input[name=everywhere][checked]"), 1, "a network without a map");
    assert_eq!(page.count("section[data-push][hidden]"), 1, "push needs a script");
}

#[tokio::test]
async fn who_types_a_strangers_contact_learns_nothing_and_changes_nothing() {
    let house = town().await;
    let ana = email("ana@example.org");
    let begun = live(&house, &ana, &everything()).await;
    house.later_minutes(11);
    let mut answers = Vec::new();
    for contact in ["ana@example.org", "ANA@Example.org", "nobody@example.org"] {
        let fields = [("place_1", "00203"), ("channel", "email"), ("contact", contact)];
        answers.push(fills(&house, &fields).await.press(ES[2], &[]).await);
    }
    assert!(answers.iter().all(|page| page.body == answers[2].body && page.status == answers[2].status));
    assert!(answers.iter().all(|page| page.headers.len() == answers[2].headers.len()));
    assert_eq!(held(&house, &begun.link).await.places(), [Where::Everywhere], "what is live stays as it is");
    let due = sends_asks(&house).await;
    assert_eq!(due.len(), 2, "the owner once, and the new one");
    let owners = due.iter().find(|ask| ask.contact == ana).unwrap();
    assert!(owners.again && owners.link == begun.link, "the owner is sent the link");
    assert_eq!(rows(&house).await.iter().filter(|(.., live)| *live).count(), 1);
}

#[tokio::test]
async fn the_form_is_no_weapon_also_after_the_person_left() {
    let house = town().await;
    let ana = Contact::Sms(number(ANA));
    let mut sent = 0;
    for _ in 0..40 {
        let begun = subscribes(&house, &ana, &everything()).await;
        sent += sends_asks(&house).await.len();
        let (keys, link) = (house.app.keys.clone(), begun.link);
        house.app.db.write("leave", move |tx| super::super::leave(tx, &keys, &link)).await.unwrap();
        house.later_minutes(20);
    }
    assert_eq!(sent, crate::subscriptions::consent::ASKS_A_DAY_MAX, "three in thirteen hours");
    days(&house, 1);
    house.run(WORKERS).await;
    subscribes(&house, &ana, &everything()).await;
    assert_eq!(asks(&house).await.len(), 1, "another day");
}

#[tokio::test]
async fn who_asks_again_too_soon_is_written_to_once_the_pause_is_over() {
    let house = town().await;
    let ana = Contact::Sms(number(ANA));
    subscribes(&house, &ana, &everything()).await;
    assert_eq!(sends_asks(&house).await.len(), 1);
    house.later_minutes(3);
    let mut fewer = everything();
    fewer.lang = Lang::En;
    subscribes(&house, &ana, &fewer).await;
    subscribes(&house, &ana, &fewer).await;
    assert!(asks(&house).await.is_empty(), "not within ten minutes");
    house.later_minutes(7);
    let due = sends_asks(&house).await;
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].lang, Lang::En, "who has not said yes may choose anew");
}

/// What the subscription behind a link says.
async fn held(house: &TestHouse, link: &PrivateLink) -> Subscription {
    let (keys, link) = (house.app.keys.clone(), link.clone());
    let read = house.app.db.read("held", move |tx| register::held(tx, &keys, &link)).await;
    read.unwrap().expect("a subscription").choices
}
