//! The list of what is kept, for how long, and why. `cuadra forget --list` prints it.

use std::future::Future;
use std::pin::Pin;

use crate::ground::{App, Wrong, audit};
use crate::{alerts, board, drills, messages, people, reports, shifts, sign_in, subscriptions, triage};

/// One round of one rule; answers how many rows it touched.
pub type Forget = fn(App) -> Pin<Box<dyn Future<Output = Result<usize, Wrong>> + Send>>;

/// How long something is kept.
#[derive(Clone, Copy)]
pub enum Kept {
    /// Until its time is over.
    Until { after: &'static str, forget: Forget },
    /// As long as the network lives, for this reason.
    Always { because: &'static str },
}

/// What is kept in some tables that belong together.
#[derive(Clone, Copy)]
pub struct Rule {
    pub tables: &'static [&'static str],
    pub what: &'static str,
    pub kept: Kept,
}

/// Wraps a store's `forget_before(tx, now)`.
macro_rules! rows {
    ($store:expr) => {
        |app: App| {
            Box::pin(async move {
                let now = app.now();
                app.db.write("forget", move |tx| ($store)(tx, now)).await
            })
        }
    };
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule {
        tables: &["audit"],
        what: "who did what to which row, never content; the chain of hashes stays",
        kept: Kept::Until {
            after: "90 days",
            forget: rows!(|tx, now: crate::ground::Moment| audit::purge_before(
                tx,
                now.plus_days(-audit::PAYLOAD_DAYS)
            )),
        },
    },
    Rule {
        tables: &["member", "member_role"],
        what: "members' aliases and roles",
        kept: Kept::Until { after: "30 days after removal", forget: rows!(people::store::forget_before) },
    },
    Rule {
        tables: &["session", "invitation"],
        what: "who is signed in, and one-time links as hashes",
        kept: Kept::Until {
            after: "an hour without use, 12 hours at most; 72 hours for links",
            forget: rows!(sign_in::store::forget_before),
        },
    },
    Rule {
        tables: &["passkey", "recovery_code"],
        what: "members' public keys, and recovery codes as keyed hashes",
        kept: Kept::Always { because: "members sign in with them; removing a member deletes them at once" },
    },
    Rule {
        tables: &["on_duty"],
        what: "who is on duty and around where",
        kept: Kept::Until { after: "the end of the duty", forget: rows!(shifts::store::forget_before) },
    },
    Rule {
        tables: &["subscription", "subscription_asked"],
        what: "what subscribers chose, their sealed contacts, and when a contact was sent test messages, by keyed hash",
        kept: Kept::Until {
            after: "24 hours without a yes, 60 days without a sign of the browser, a year without another yes; at once when someone \
                    leaves. Contacts of those who left are unreadable after 8 days at most, in copies too; the notes go after a day",
            forget: |app| Box::pin(async move { subscriptions::keep(&app).await }),
        },
    },
    Rule {
        tables: &["subscription_page", "subscription_change"],
        what: "which seats were given out by carrier and part of town; which seats changed last",
        kept: Kept::Always {
            because: "a seat is never given twice: a correction must not reach a stranger. They are numbers without a person",
        },
    },
    Rule {
        tables: &["message_letter", "message_inbound", "message_thread", "message_seen"],
        what: "texts in and out, the sealed numbers they went between, keyed hashes of providers' message ids",
        kept: Kept::Until {
            after: "72 hours after a text is done with; 30 days after a thread's last text; 400 days for the hashes",
            forget: rows!(messages::store::forget_before),
        },
    },
    Rule {
        tables: &["broadcast", "broadcast_leg", "broadcast_done", "broadcast_canary", "broadcast_followed"],
        what: "what was sent to many and what became of it, as sets of numbers",
        kept: Kept::Until { after: "8 days", forget: rows!(messages::store::forget_before) },
    },
    Rule {
        tables: &["canary"],
        what: "which subscriptions of the network's own people answer for the others",
        kept: Kept::Always { because: "a canary is a number of a seat; it says nothing once the subscription is gone" },
    },
    Rule {
        tables: &["sending_stop"],
        what: "who stopped all sending, while it stands",
        kept: Kept::Always { because: "it is one row, and goes when two people let sending go on" },
    },
    Rule {
        tables: &["message_opt_out"],
        what: "keyed hashes of numbers that said STOP",
        kept: Kept::Always { because: "a number that said STOP must never be written to again" },
    },
    Rule {
        tables: &[
            "report",
            "report_said",
            "report_news",
            "report_told",
            "picture",
            "picture_review",
            "report_forgotten",
        ],
        what: "what people reported: sealed words, contact and pictures, then exact times, then the row",
        kept: Kept::Until {
            after: "72 hours for words (14 days where an incident needs them), 24 hours for exact times, 30 days for facts",
            forget: |app| {
                Box::pin(async move { reports::forget(&app).await.map(|gone| gone.words + gone.coarsened + gone.rows) })
            },
        },
    },
    Rule {
        tables: &["report_count"],
        what: "how many reports there were, by area, day, activity and outcome",
        kept: Kept::Always { because: "numbers name nobody, and show what happened to a neighbourhood" },
    },
    Rule {
        tables: &["report_cursor"],
        what: "how far texts were read",
        kept: Kept::Always { because: "it is one number" },
    },
    Rule {
        tables: &[
            "card",
            "card_report",
            "triage_news",
            "incident",
            "incident_step",
            "incident_report",
            "incident_asked",
            "incident_out",
            "contact_opening",
        ],
        what: "what was decided about reports, incidents and who went to look",
        kept: Kept::Until {
            after: "cards 30 days, who was asked a day after closing, names 90 days, incidents one year",
            forget: |app| {
                Box::pin(async move {
                    let (now, zone) = (app.now(), app.config.zone());
                    app.db.write("forget", move |tx| triage::store::forget_before(tx, &zone, now)).await
                })
            },
        },
    },
    Rule {
        tables: &["incident_count", "triage_cursor"],
        what: "how many incidents there were, by area, month and outcome; how far a worker has read",
        kept: Kept::Always { because: "they are numbers about no person" },
    },
    Rule {
        tables: &["alert", "alert_step", "alert_alarm"],
        what: "what was said in public, and which two members let it out",
        kept: Kept::Until { after: "7 days after its end", forget: rows!(alerts::store::forget_before) },
    },
    Rule {
        tables: &["drill", "drill_member", "drill_step"],
        what: "exercises: what was practised, who took part, how long each part took",
        kept: Kept::Until { after: "30 days after its end", forget: rows!(drills::store::forget_before) },
    },
    Rule {
        tables: &["alert_count"],
        what: "how many messages of each kind went out by area and day",
        kept: Kept::Always { because: "they are public numbers about no person" },
    },
    Rule {
        tables: &["triage_wait", "alert_wait"],
        what: "how long a step of the line took, by area, naming no card, incident or alert: until the clock has counted it",
        kept: Kept::Until {
            after: "3 days",
            forget: rows!(|tx, now| Ok(triage::store::forget_waits(tx, now)? + alerts::store::forget_waits(tx, now)?)),
        },
    },
    Rule {
        tables: &["board_count"],
        what: "how many steps of the line took how long, by day, hour and area; then by month, without the area where there were few",
        kept: Kept::Until {
            after: "28 days after the end of a month, for its days; months stay",
            forget: |app| Box::pin(async move { board::forget(&app).await }),
        },
    },
    Rule {
        tables: &["board_cursor"],
        what: "how far the clock has read",
        kept: Kept::Always { because: "it is one number a source" },
    },
    Rule {
        tables: &["organization"],
        what: "names of member organizations",
        kept: Kept::Always { because: "they are public and about no person" },
    },
    Rule {
        tables: &["area", "gazetteer", "place_source", "map_change"],
        what: "the network's map",
        kept: Kept::Always { because: "it is public geography" },
    },
];
