use super::*;
use crate::people::Role;

#[tokio::test]
async fn a_page_that_is_nowhere_says_so_in_the_visitors_language() {
    let house = TestHouse::new();
    let page = house.visitor(Lang::Es).open("/nowhere").await;
    assert_eq!(page.status, 404);
    page.says("no existe").does_not_say("does not exist");
    house.visitor(Lang::En).open("/nowhere").await.says("does not exist");
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn what_goes_wrong_is_told_in_the_language_of_the_member_or_of_the_page() {
    let house = TestHouse::new();
    // Her pages are in Spanish; her browser came in English.
    let ana = house.member("Ana", &[Role::Verifier]).await.speaking(Lang::En);
    ana.open("/nowhere").await.says("no existe");
    ana.open("/queue").await.says("no existe").does_not_say("does not exist");
    ana.post("/me/language", &[("language", "en"), ("csrf", &house.form_token(&ana).await)]).await;
    ana.open("/nowhere").await.says("does not exist");
    // A stranger's browser decides, except where the address is a page of one language.
    let stranger = house.visitor(Lang::En);
    stranger.open("/nowhere").await.says("does not exist");
    let too_long = vec![b'x'; 33 * 1024 * 1024];
    let form = Some("application/x-www-form-urlencoded");
    let page = stranger.send(axum::http::Method::POST, "/reportar", form, too_long).await;
    assert_eq!(page.status, 413);
    page.says("demasiado grande");
}
