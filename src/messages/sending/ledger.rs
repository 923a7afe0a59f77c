//! The ledger: what became of a message on each carrier; and the forecast, which says before a release what it will take.

use super::order::Order;
use super::rate::rate;
use crate::ground::config::Config;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::locale::Lang;
use crate::ground::{Id, Moment, Wrong};
use crate::messages::broadcast::{Followed, Leg, Missed, Progress, Why, seconds_to_send};
use crate::messages::gsm7;
use crate::messages::store::broadcasts::{self as store, Found, Standing};
use crate::messages::store::followed;
use crate::release::Message;
use crate::subscriptions::{Carrier, Channel};

/// What a channel will carry of a message, and how long that will take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    pub channel: Channel,
    pub people: u64,
    /// Segments of one text in its longest language; 1 on every other channel.
    pub segments: u32,
    /// Seconds until the last of them is handed over, at the configured rate.
    pub seconds: u64,
}

/// What each channel will carry, given how many hear it in each language on each carrier, and the texts of each language.
pub fn forecast(config: &Config, counts: &[(Lang, Carrier, u64)], texts: &[(Lang, &str)]) -> Vec<Forecast> {
    let each = Channel::ALL.iter().map(|channel| {
        let of = |carrier: Carrier| counts.iter().filter(move |(_, one, _)| *one == carrier);
        let carriers = || Carrier::ALL.iter().copied().filter(|carrier| carrier.channel() == *channel);
        let spoken = |lang: Lang| carriers().flat_map(of).any(|(one, _, count)| *one == lang && *count > 0);
        let longest =
            texts.iter().filter(|(lang, _)| spoken(*lang)).map(|(_, text)| gsm7::segments(text).segments).max();
        let segments = if *channel == Channel::Sms { longest.unwrap_or(1) } else { 1 };
        let segments = u32::try_from(segments).unwrap_or(u32::MAX);
        let people = |carrier: Carrier| of(carrier).map(|(_, _, count)| count).sum::<u64>();
        // Carriers of one channel send side by side: the slowest tells.
        let seconds = carriers().map(|carrier| {
            let pace = rate(config, carrier);
            seconds_to_send(people(carrier), segments, pace.per_minute, pace.burst)
        });
        Forecast {
            channel: *channel,
            people: carriers().map(people).sum(),
            segments,
            seconds: seconds.max().unwrap_or(0),
        }
    });
    each.filter(|forecast| forecast.people > 0).collect()
}

/// What became of a message on one carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub carrier: Carrier,
    pub progress: Progress,
    pub failures: Vec<(Why, u64)>,
    /// Of those handed over: the phone has it. `None` where nobody has told.
    pub delivered: Option<u64>,
    /// Of those that did not arrive: taken by the provider, and not brought to the phone.
    pub missed: Vec<(Missed, u64)>,
    /// Seconds until what is open is handed over, at the configured rate.
    pub seconds_left: u64,
}

/// One broadcast as members look at it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub order: Order,
    pub standing: Standing,
    pub done_at: Option<Moment>,
    pub carried: Vec<Carried>,
}

/// A broadcast's entry; `None` where there is none that holds.
pub(super) fn entry(tx: &Tx<'_>, keys: &Keys, config: &Config, id: Id<Message>) -> Result<Option<Entry>, Wrong> {
    let Found::Whole(kept) = store::kept(tx, keys, id)? else { return Ok(None) };
    let order = kept.order;
    let followed = followed::followed(tx, keys, id)?;
    let carried = kept.legs.iter().map(|leg| carried(config, &order, leg, followed.as_ref())).collect();
    Ok(Some(Entry { standing: kept.standing, done_at: kept.done_at, carried, order }))
}

/// The newest entries, newest first.
pub(super) fn newest(tx: &Tx<'_>, keys: &Keys, config: &Config) -> Result<Vec<Entry>, Wrong> {
    let entries = store::newest(tx)?.into_iter().map(|id| entry(tx, keys, config, id));
    entries.filter_map(Result::transpose).collect()
}

/// What became of a broadcast on each carrier, for stories about it.
#[cfg(test)]
pub(in crate::messages) fn carried_of(
    tx: &Tx<'_>,
    keys: &Keys,
    config: &Config,
    id: Id<Message>,
) -> Result<Vec<Carried>, Wrong> {
    Ok(entry(tx, keys, config, id)?.map(|entry| entry.carried).unwrap_or_default())
}

fn carried(config: &Config, order: &Order, leg: &Leg, followed: Option<&Followed>) -> Carried {
    let told = followed.filter(|_| leg.carrier() == Carrier::Sms).map(|followed| followed.with(leg));
    let delivered = told.as_ref().map(|told| told.delivered);
    let (progress, missed) = told.map_or_else(|| (leg.progress(), Vec::new()), |told| (told.progress, told.missed));
    let pace = rate(config, leg.carrier());
    let segments = super::worker::segments(order, leg.carrier());
    Carried {
        carrier: leg.carrier(),
        failures: leg.failures(),
        delivered,
        missed,
        seconds_left: seconds_to_send(progress.open, segments, pace.per_minute, 0),
        progress,
    }
}
