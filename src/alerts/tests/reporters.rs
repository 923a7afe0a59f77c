//! Who reported by text is told what came of it, by the rules of the message that says so.

use super::wishes::ANA;
use super::*;
use crate::messages::Outbox;

impl Town {
    /// Ana's number texts what it sees, and that is joined to an incident.
    async fn texted_about(&self, incident: Id<Incident>) {
        self.hears("report", "una van en Cerezo Street y 5th Street").await;
        self.join(incident).await;
    }

    /// Joins every report to an incident, now.
    async fn join(&self, incident: Id<Incident>) {
        let now = self.house.app.now();
        let link = move |tx: &crate::ground::db::Tx<'_>| {
            tx.execute(
                "INSERT INTO incident_report (incident, report, at) SELECT $1, id, $2 FROM report",
                crate::params![incident, now],
            )
        };
        assert_eq!(self.house.app.db.write("link", link).await.unwrap(), 1);
    }

    /// The texts to Ana's number with this word in them.
    fn told(&self, word: &str) -> usize {
        let slips = self.house.app.part::<Outbox>().slips();
        slips.iter().filter(|slip| ANA.ends_with(&slip.to_masked[6..]) && slip.body.contains(word)).count()
    }

    /// Two members let all sending go on.
    async fn resume(&self) {
        for (alias, role) in [("Ana", Role::Dispatcher), ("Beto", Role::Releaser)] {
            let member = self.house.member(alias, &[role]).await;
            member.open("/sending").await.press("Los envíos pueden seguir", &[]).await;
        }
        self.house.later_minutes(1);
        self.house.run_workers().await;
    }
}

async fn stopped_town() -> (Town, Id<Alert>) {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    town.texted_about(incident).await;
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    ana.open("/sending").await.press("Detener todo ahora", &[]).await;
    let id = town.waiting(incident, town.choices(Kind::Alert)).await;
    town.release(id).await.unwrap();
    town.house.run_workers().await;
    assert_eq!(town.told("VERIFICADO"), 0, "nothing that an alert says leaves while all is stopped");
    // What is no message to many still does.
    town.hears("stop", "AYUDA").await;
    assert_eq!(town.told("red de vecinos"), 1);
    (town, id)
}

#[tokio::test]
async fn a_text_to_who_reported_waits_while_all_is_stopped_and_leaves_after_it() {
    let (town, _) = stopped_town().await;
    town.resume().await;
    assert_eq!(town.told("VERIFICADO"), 1);
}

#[tokio::test]
async fn a_text_to_who_reported_does_not_leave_once_the_alert_is_over_or_taken_back() {
    for how in ["over", "taken back"] {
        let (town, id) = stopped_town().await;
        match how {
            "over" => town.house.later_minutes(90),
            _ => town.withdraw(id).await,
        }
        town.resume().await;
        assert_eq!(town.told("VERIFICADO"), 0, "{how}");
    }
}

#[tokio::test]
async fn who_reports_late_is_told_what_was_found() {
    let town = Town::new().await;
    let found = Verification::NothingThere { seen_at: town.began().plus_minutes(11) };
    let incident = town.incident(found).await;
    let id = town.waiting(incident, town.choices(Kind::Checked)).await;
    town.release(id).await.unwrap();
    town.house.run_workers().await;
    town.house.later_minutes(10);
    town.texted_about(incident).await;
    town.house.run_workers().await;
    assert_eq!(town.told("REVISADO"), 1);
    town.house.later_minutes(10);
    town.house.run_workers().await;
    assert_eq!(town.told("REVISADO"), 1, "once");
}
