//! Who wrote STOP gets no text of any sort, whoever types their number, until they write START.

use super::sending::{Wish, number};
use super::*;
use crate::messages::{Encoding, Outbox, Route, segments};
use crate::subscriptions::{Contact, Number, Where};
use crate::testkit::Page;

pub const ANA: &str = "+12135550001";

impl Town {
    pub async fn hears(&self, mark: &str, words: &str) {
        self.house.text_in(Route::Outbox, ANA, mark, words).await;
        self.house.run_workers().await;
    }

    /// Somebody, whoever it is, types Ana's number into the form.
    async fn types_the_number(&self) -> Page {
        let fields = [("everywhere", "yes"), ("channel", "sms"), ("contact", ANA)];
        let check = self.house.visitor(Lang::Es).open("/suscribirse").await.press("Seguir", &fields).await;
        check.press("Mandarme el mensaje de prueba", &[]).await
    }

    fn texts_to_ana(&self) -> usize {
        self.house.app.part::<Outbox>().slips().iter().filter(|slip| slip.to_masked.ends_with("0001")).count()
    }

    fn newest_to_ana(&self) -> String {
        let slips = self.house.app.part::<Outbox>().slips();
        slips.into_iter().find(|slip| slip.to_masked.ends_with("0001")).expect("a text").body
    }

    async fn live(&self) -> i64 {
        let sql = "SELECT count(*) FROM subscription WHERE standing = 'live'";
        self.house.app.db.read("live", move |tx| tx.value(sql, crate::params![])).await.unwrap()
    }
}

#[tokio::test]
async fn a_number_that_wrote_stop_gets_no_test_message_and_goes_live_by_no_yes() {
    let town = Town::with(|config| config.demo = true).await;
    let fresh = town.types_the_number().await;
    town.house.run_workers().await;
    town.hears("1", "ALTO").await;
    town.house.later_minutes(11);
    let texts = town.texts_to_ana();
    let again = town.types_the_number().await;
    assert_eq!(again.text(), fresh.text(), "the page tells nobody who wrote STOP");
    again.says("mande primero ALTA");
    // A yes before the test message would have left, and one after.
    town.hears("2", "SI").await;
    town.house.run_workers().await;
    town.hears("3", "SI").await;
    town.out(Kind::Alert).await;
    town.house.run_workers().await;
    assert_eq!(town.live().await, 0);
    assert_eq!(town.texts_to_ana(), texts, "no text after STOP");

    town.hears("4", "ALTA").await;
    town.house.later_minutes(24 * 60);
    let texts = town.texts_to_ana();
    town.types_the_number().await;
    town.house.run_workers().await;
    assert_eq!(town.texts_to_ana(), texts + 1, "the test message");
    town.hears("5", "SI").await;
    assert_eq!(town.live().await, 1);
}

#[tokio::test]
async fn a_broadcast_leaves_out_who_wrote_stop() {
    let town = Town::new().await;
    for one in [1, 2] {
        town.subscriber(number(one), Wish::of(Where::Everywhere)).await;
    }
    // The provider told of the STOP: no subscription here ended.
    let hash = town.house.app.keys.keyed_hash("thread number", ANA.as_bytes());
    let opt_out = move |tx: &crate::ground::db::Tx<'_>| {
        tx.execute("INSERT INTO message_opt_out (number_hash) VALUES ($1)", crate::params![hash])
    };
    town.house.app.db.write("opt out", opt_out).await.unwrap();
    let before = town.count();
    town.out(Kind::Alert).await;
    let left = town.left(before).await;
    assert!(left.len() == 1 && left[0].0.ends_with("0002"), "{left:?}");
}

#[tokio::test]
async fn a_number_gets_the_link_to_change_or_leave_with_its_yes_and_when_it_asks_for_help() {
    let town = Town::with(|config| config.demo = true).await;
    town.hears("0", "AYUDA").await;
    assert!(!town.newest_to_ana().contains("http"), "who has no subscription has no link");
    town.types_the_number().await;
    town.house.run_workers().await;
    town.hears("1", "SI").await;
    let thanks = town.newest_to_ana();
    let link = thanks.split_once("Para cambiarlos: https://red.example.org").unwrap_or_else(|| panic!("{thanks}")).1;
    town.hears("2", "AYUDA").await;
    let help = town.newest_to_ana();
    assert!(
        help.ends_with(&format!("Para cambiar sus avisos o darse de baja: https://red.example.org{link}")),
        "{help}"
    );
    for (text, most) in [(&thanks, 1), (&help, 2)] {
        let cost = segments(text);
        assert!(cost.encoding == Encoding::Gsm7 && cost.segments <= most, "{cost:?}: {text}");
    }
    town.house.visitor(Lang::Es).open(link).await.press("Dejar de recibir avisos", &[]).await;
    assert_eq!(town.live().await, 0);
    town.hears("3", "AYUDA").await;
    assert!(!town.newest_to_ana().contains("http"));
    // The link of a Signal subscription does not pass the carrier of texts.
    town.subscriber(Contact::Signal(Number::parse(ANA).unwrap()), Wish::of(town.here())).await;
    assert_eq!(town.live().await, 1);
    town.hears("4", "AYUDA").await;
    assert!(!town.newest_to_ana().contains("http"), "{}", town.newest_to_ana());

    let town = Town::with(|config| (config.demo, config.origin) = (true, None)).await;
    town.types_the_number().await;
    town.house.run_workers().await;
    town.hears("1", "SI").await;
    assert!(town.live().await == 1 && !town.newest_to_ana().contains("http"), "no address, no link");
}
