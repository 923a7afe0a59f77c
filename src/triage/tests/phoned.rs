//! A verifier without data calls the dispatcher: what they say is entered for them, under both names.

use super::*;
use crate::triage::incident::What;

#[tokio::test]
async fn a_verifier_calls_from_the_corner_and_every_answer_is_entered_under_both_names() {
    let house = town().await;
    let luz = verifier(&house, "Luz", CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    let reported = report(&house, CORNER, seen(Activity::Detaining)).await;
    let path = sends_eyes(&house, &ana, reported).await.path;
    let calls = || async { ana.open(&path).await.follow("Luz llamó: anotar lo que dijo").await };

    calls().await.says("Luz llamó: ¿qué dijo?").press("10 min", &[]).await.says("Va en camino");
    luz.open("/go").await.says("Va en camino");
    calls().await.press("Avisar", &[("eta_other", "200")]).await.says("minutos");
    calls().await.press("Avisar", &[("eta_other", "20")]).await.says("Nueva hora de llegada");
    calls().await.press("Ya llegué", &[]).await;
    let form = calls().await;
    form.says("léale en voz alta").press("Anotar el resultado", &[]).await.says("Elija qué encontró");
    let done = form.press("Anotar el resultado", &ICE).await;
    done.says("Confirmado").says("Luz, por teléfono; lo anotó Ana");

    let confirmed = incident(&house, incident_in(&done)).await;
    let (ana_id, luz_id) = (house.member_id("Ana").await, house.member_id("Luz").await);
    assert_eq!(confirmed.finding_entered_by(), Some(ana_id));
    let said: Vec<_> = confirmed.timeline().iter().filter(|step| step.who == Some(luz_id)).collect();
    assert_eq!(said.len(), 4);
    assert!(said.iter().all(|step| step.what.is_a_verifiers() && step.entered_by == Some(ana_id)), "{said:?}");
    assert!(
        confirmed.timeline().iter().filter(|step| !step.what.is_a_verifiers()).all(|step| step.entered_by.is_none())
    );
    assert_eq!(stage(&house, reported).await, Stage::Checked(reports::Found::Confirmed));
    let notes = "SELECT count(*) FROM audit WHERE what = 'a verifier''s answer entered by phone'";
    let noted: i64 = house.app.db.read("notes", move |tx| tx.value(notes, crate::params![])).await.unwrap();
    assert_eq!(noted, 4);
    // The control: what somebody says on their own screen is nobody else's.
    let own = report(&house, FAR_CORNER, seen(Activity::Detaining)).await;
    let page = sends_eyes(&house, &ana, own).await;
    luz.open("/go").await.press("5 min", &[]).await;
    let steps = incident(&house, incident_in(&page)).await;
    assert!(
        steps.timeline().iter().any(|step| matches!(step.what, What::Accepted { .. }) && step.entered_by.is_none())
    );
}

#[tokio::test]
async fn a_no_by_phone_is_a_no_and_a_later_yes_is_used() {
    let house = town().await;
    let luz = verifier(&house, "Luz", CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    let path = sends_eyes(&house, &ana, id).await.path;
    let calls = || async { ana.open(&path).await.follow("Luz llamó: anotar lo que dijo").await };
    calls().await.press("No puedo", &[]).await.says("No puede ir");
    luz.open("/go").await.says("Dijo que no puede");
    let again = calls().await;
    again.does_not_say("No puedo").press("5 min", &[]).await.says("Va en camino");
    calls().await.press("Ya no puedo seguir", &[]).await.says("No pudo continuar");
}

#[tokio::test]
async fn nobody_speaks_for_those_who_were_not_asked_nor_for_themselves() {
    let house = town().await;
    verifier(&house, "Luz", CORNER).await;
    let far = verifier(&house, "Sol", FAR_CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    let path = sends_eyes(&house, &ana, id).await.path;
    let phoned = |member: crate::ground::Id<crate::people::Member>| format!("{path}/phoned/{member}");
    let token = house.form_token(&ana).await;
    let tries = |path: String, desk: Browser, token: String| async move {
        let shown = desk.open(&path).await.status;
        (shown, desk.post(&path, &[("csrf", &token), ("eta", "5")]).await.status)
    };
    let sol = house.member_id("Sol").await;
    let not_asked = incident(&house, incident_in(&ana.open(&path).await)).await;
    if not_asked.asked().iter().all(|asked| asked.who != sol) {
        let (shown, entered) = tries(phoned(sol), ana.clone(), token.clone()).await;
        assert_eq!((shown.as_u16(), entered.as_u16()), (404, 404), "never asked");
    }
    let (shown, entered) = tries(phoned(house.member_id("Ana").await), ana.clone(), token.clone()).await;
    assert_eq!((shown.as_u16(), entered.as_u16()), (404, 404), "no verifier at all");
    let luz = house.member_id("Luz").await;
    let sol_token = house.form_token(&far).await;
    let (shown, entered) = tries(phoned(luz), far.clone(), sol_token).await;
    assert_eq!((shown.as_u16(), entered.as_u16()), (404, 404), "verifiers do not speak for each other");
    // A dispatcher who is a verifier too answers on their own screen.
    let both = house.member("Luz", &[Role::Dispatcher, Role::Verifier]).await;
    let both_token = house.form_token(&both).await;
    let (shown, entered) = tries(phoned(luz), both, both_token).await;
    assert_eq!((shown.as_u16(), entered.as_u16()), (404, 404), "nobody stands beside themselves");
    assert_eq!(ana.open(&phoned(luz)).await.status, 200, "the control");
    // Who is not there found nothing, whoever says so.
    let mut fields = ICE.to_vec();
    fields.extend([("csrf", token.as_str()), ("do", "found")]);
    let refused = ana.post(&phoned(luz), &fields).await;
    assert_eq!(refused.status, 422);
    refused.says("Primero oprima");
}
