//! What is over is called over in every feed.

use super::*;
use crate::alerts::xml_in;

impl Town {
    /// The entry of a message in a feed: its title, and, where the feed says so, whether it has not ended.
    async fn entry(&self, feed: &str, id: Id<Alert>) -> (String, Option<bool>) {
        let body = self.house.visitor(Lang::Es).open(feed).await.body;
        if feed.contains(".json") {
            let read: serde_json::Value = serde_json::from_str(&body).unwrap();
            let items = read["items"].as_array().unwrap();
            let item = items.iter().find(|item| item["id"].as_str().unwrap().contains(&id.to_string())).unwrap();
            return (item["title"].as_str().unwrap().to_owned(), Some(item["_cuadra"]["ended"].is_null()));
        }
        let read = xml_in::read(&body).unwrap();
        let entry = read.all("entry").find(|entry| entry.text_of("id").contains(&id.to_string())).unwrap();
        (entry.text_of("title").to_owned(), None)
    }
}

const FEEDS: [&str; 3] = ["/feeds/alerts.atom", "/feeds/alerts.json", "/feeds/cap.atom"];

#[tokio::test]
async fn what_has_ended_in_whatever_way_is_current_in_no_feed() {
    for how in ["stands", "expired", "withdrawn", "followed", "checked and expired"] {
        let town = Town::new().await;
        let id = match how {
            "checked and expired" => {
                let found = Verification::NothingThere { seen_at: town.began().plus_minutes(11) };
                let incident = town.incident(found).await;
                let id = town.waiting(incident, town.choices(Kind::Checked)).await;
                town.release(id).await.unwrap();
                id
            }
            _ => town.out(Kind::Alert).await,
        };
        town.house.later_minutes(1);
        match how {
            "expired" | "checked and expired" => town.house.later_minutes(90),
            "withdrawn" => town.withdraw(id).await,
            "followed" => drop(town.follow(Kind::Update, id).await),
            _ => {}
        }
        let mark = match how {
            "stands" => "VERIFICADO",
            "expired" => "YA NO ESTÁ VIGENTE",
            "withdrawn" => "RETIRADO",
            "followed" => "HAY UN AVISO MÁS NUEVO",
            _ => "REVISADO",
        };
        for feed in FEEDS {
            let (title, current) = town.entry(feed, id).await;
            assert!(title.starts_with(mark), "{how}, {feed}: {title}");
            assert!(current.is_none_or(|current| current == (how == "stands")), "{how}, {feed}: {current:?}");
        }
    }
}
