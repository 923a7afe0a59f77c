//! `cuadra doctor`: what is misconfigured, and how to mend it.

mod channels;
mod machine;

use super::Where;
use crate::ground::config::Config;
use crate::ground::{App, Clock, Moment, audit};
use crate::messages;
use crate::people::{Role, store as people};
use crate::places::store as places;
use crate::wiring;

pub(super) use channels::send_test;

/// What a check found.
enum Finding {
    Well(String),
    /// Works, but should be mended.
    Mend(String, &'static str),
    /// Does not work.
    Broken(String, &'static str),
}
use Finding::{Broken, Mend, Well};

pub(super) async fn run(at: &Where) -> anyhow::Result<bool> {
    let config = at.config()?;
    let mut found = about_config(&config);
    found.extend(machine::about_machine(&config));
    found.extend(channels::about_channels(&config).await);
    // What is wrong with a channel has been said; the data is looked at without them.
    let alone = Config {
        sms: Default::default(),
        push: Default::default(),
        email: None,
        signal: None,
        webhook: None,
        nothing_leaves: true,
        ..config
    };
    match wiring::open(alone, Clock::machine()) {
        Ok(app) => found.extend(about_data(&app).await?),
        Err(error) => {
            found.push(Broken(format!("the data folder does not open: {error:#}"), "restore the newest backup"));
        }
    }
    let mut is_well = true;
    for finding in found {
        match finding {
            Well(what) => println!("well    {what}"),
            Mend(what, how) => println!("mend    {what}\n        → {how}"),
            Broken(what, how) => {
                is_well = false;
                println!("broken  {what}\n        → {how}");
            }
        }
    }
    Ok(is_well)
}

fn about_config(config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    found.push(match (&config.origin, config.is_encrypted()) {
        (None, _) => Mend(
            format!("no origin is set: people on this machine alone can sign in, at {}", config.origin()),
            "set origin = \"https://your.name\" once a name points here",
        ),
        (Some(origin), false) if !origin.contains("localhost") && !origin.contains(".onion") => Broken(
            format!("the origin {origin} is not encrypted: passkeys do not work there"),
            "put a TLS proxy in front and set an https origin",
        ),
        (Some(origin), _) => Well(format!("origin {origin}")),
    });
    if !config.listen.ip().is_loopback() {
        found.push(Mend(
            format!("it listens on {}, open to the network, without encryption of its own", config.listen),
            "listen on 127.0.0.1 and let a TLS proxy or an onion service stand in front",
        ));
    }
    if config.listen.ip().is_loopback() && config.origin.is_some() {
        // What the proxy sends is not seen from here: this is said, and not found out.
        found.push(Well(
            "the proxy or onion service in front: a proxy must send X-Forwarded-For, or all visitors count as one sender: slowed together, and never two people; \
             an onion service has nothing to send, and all its visitors are one"
                .into(),
        ));
    }
    if config.hotline.is_empty() {
        found.push(Mend("no hotline number is set".into(), "set hotline = \"…\" so that pages can show it"));
    }
    if jiff::tz::TimeZone::get(&config.time_zone).is_err() {
        found.push(Broken(
            format!("the time zone {} is unknown: times are shown in UTC", config.time_zone),
            "use an IANA name such as America/Los_Angeles",
        ));
    }
    found
}

async fn about_data(app: &App) -> anyhow::Result<Vec<Finding>> {
    let mut found = Vec::new();
    let damage = app.db.integrity().await?;
    found.push(if damage.is_empty() {
        Well("the database is whole".into())
    } else {
        Broken(format!("the database is damaged: {}", damage.join("; ")), "stop the site and restore the newest backup")
    });
    let chain = app.db.read("verify the audit chain", audit::verify).await?;
    found.push(match chain {
        audit::Chain::Whole(entries) => Well(format!("the audit chain is whole, {entries} entries")),
        audit::Chain::Broken(entry) => Broken(
            format!("the audit chain is broken at entry {entry}: somebody changed the log"),
            "keep a copy, tell the coalition, and look at who could write to this machine",
        ),
    });
    let (members, areas, newest) = app
        .db
        .read("look around", |tx| Ok((people::list(tx)?, places::areas(tx)?.len(), audit::newest_at(tx)?)))
        .await?;
    if newest.is_some_and(|newest| newest > app.now().plus_minutes(5)) {
        found.push(clock_is_behind(app.now(), newest));
    }
    let unsent = app.db.read("texts without a provider", messages::store::without_provider).await?;
    if unsent > 0 {
        found.push(Mend(
            format!("{unsent} texts to one person were not sent in the last 72 hours: there is no text provider"),
            "set [sms.twilio] or [sms.android]; until then call those who reported by text",
        ));
    }
    for (role, what) in [(Role::Dispatcher, "dispatcher"), (Role::Verifier, "verifier")] {
        if !members.iter().any(|member| member.roles.contains(&role)) {
            found.push(Mend(format!("there is no {what}"), "add one: cuadra member add ALIAS --role …"));
        }
    }
    found.push(if areas == 0 {
        Mend("the map is empty: no report can be placed".into(), "cuadra areas import FILE.geojson")
    } else {
        Well(format!("{areas} areas on the map"))
    });
    Ok(found)
}

fn clock_is_behind(now: Moment, newest: Option<Moment>) -> Finding {
    let newest = newest.map(Moment::iso).unwrap_or_default();
    Broken(
        format!("the clock says {} and the log has an entry from {newest}", now.iso()),
        "set the clock (timedatectl set-ntp true); until then nothing is forgotten on time",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Route;
    use crate::testkit::TestHouse;

    #[tokio::test]
    async fn texts_that_were_not_sent_for_want_of_a_provider_are_told() {
        for nothing_leaves in [false, true] {
            let house = TestHouse::with(|config| config.nothing_leaves = nothing_leaves);
            house.text_in(Route::Twilio, "+12135550142", "SM1", "una van").await;
            house.run_workers().await;
            let found = about_data(&house.app).await.unwrap();
            let told = |finding: &Finding| matches!(finding, Mend(what, _) if what.contains("were not sent"));
            assert_eq!(found.iter().any(told), !nothing_leaves);
        }
    }
}
