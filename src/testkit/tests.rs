use super::*;

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
