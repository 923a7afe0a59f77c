use super::*;
use crate::ground::audit;
use crate::ground::locale::Lang;
use crate::testkit::TestHouse;

#[tokio::test]
async fn the_made_up_day_goes_through_the_whole_house() {
    let house = TestHouse::with(|config| config.demo = true);
    let end = house.app.now().plus_hours(8);
    furnish(&house.app).await.unwrap();
    go_on_duty(&house.app, house.app.now()).await.unwrap();
    subscribe_phones(&house.app).await.unwrap();
    play_the_day(&house.app, end).await.unwrap();
    let chain = house.app.db.read("chain", audit::verify).await.unwrap();
    assert!(matches!(chain, audit::Chain::Whole(_)));

    let front = house.visitor(Lang::Es).open("/").await;
    front.says("Hammer & Pine car park").says("Lantern Square Mall");
    house.visitor(Lang::En).open("/").await.says("1 alert confirmed now").says("Hammer & Pine car park");
    house.run_workers().await;
    let outbox = house.app.part::<crate::messages::Outbox>();
    for channel in crate::subscriptions::Channel::ALL {
        assert!(outbox.count(*channel) > 0, "nothing left by {}", channel.code());
    }
    let people = house.visitor(Lang::Es).open("/demo").await;
    people.says("Ceiba").says("Colibrí");
    let (members, open, cards) = house
        .app
        .db
        .read("look", |tx| {
            let open = crate::triage::store::open_incidents(tx)?.len();
            Ok((crate::people::store::list(tx)?.len(), open, crate::triage::store::waiting(tx)?.len()))
        })
        .await
        .unwrap();
    assert_eq!(members, cast::CAST.len());
    assert_eq!(open, 3, "one with a verifier there, one with a verifier going, one asking");
    assert!(cards >= 4, "some cards wait for whoever tries the demo, {cards}");
}
