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

/// What a channel will carry of a message in one language, and how long that will take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    pub channel: Channel,
    pub lang: Lang,
    pub people: u64,
    /// Segments of one text in this language; 1 on every other channel.
    pub segments: u32,
    /// Seconds until the last of them is handed over, at the configured rate. Languages share a channel, and go out side by side.
    pub seconds: u64,
    /// Those to whom it is handed over within its life.
    pub in_time: u64,
}

/// What each channel will carry in each language, given how many hear it in each language on each carrier, the texts of each language, and
/// the seconds after which it is too late.
pub fn forecast(
    config: &Config,
    counts: &[(Lang, Carrier, u64)],
    texts: &[(Lang, &str)],
    life_seconds: u64,
) -> Vec<Forecast> {
    let segments = |channel: Channel, lang: Lang| match texts.iter().find(|(one, _)| *one == lang) {
        Some((_, text)) => segments_of(channel, text),
        None => 1,
    };
    let each = Channel::ALL.iter().flat_map(|channel| Lang::ALL.map(|lang| (*channel, lang)));
    let row = |(channel, lang): (Channel, Lang)| {
        let mut row = Forecast { channel, lang, people: 0, segments: segments(channel, lang), seconds: 0, in_time: 0 };
        // Carriers of one channel send side by side: the slowest tells.
        for (_, carrier, count) in counts.iter().filter(|(one, by, _)| *one == lang && by.channel() == channel) {
            let pace = rate(config, *carrier);
            let share = counts.iter().filter(|(_, by, _)| by == carrier);
            let tokens: u64 = share.map(|(one, _, count)| count * u64::from(segments(channel, *one))).sum();
            let come = u64::from(pace.burst) + life_seconds.saturating_mul(u64::from(pace.per_minute)) / 60;
            row.people += count;
            row.seconds = row.seconds.max(seconds_to_send(tokens, 1, pace.per_minute, pace.burst));
            row.in_time += if come >= tokens { *count } else { count * come / tokens };
        }
        row
    };
    each.map(row).filter(|forecast| forecast.people > 0).collect()
}

/// Tokens that one message takes on a channel: a text as many as it has segments.
pub(super) fn segments_of(channel: Channel, text: &str) -> u32 {
    if channel != Channel::Sms {
        return 1;
    }
    u32::try_from(gsm7::segments(text).segments.max(1)).unwrap_or(1)
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
    // Who of them speaks what is not counted here: at most so long.
    let channel = leg.carrier().channel();
    let segments = order.said.iter().map(|said| segments_of(channel, &said.sms)).max().unwrap_or(1);
    Carried {
        carrier: leg.carrier(),
        failures: leg.failures(),
        delivered,
        missed,
        seconds_left: seconds_to_send(progress.open, segments, pace.per_minute, 0),
        progress,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ES: &str = "VERIFICADO 7:40am: agentes de ICE en la 35 e International, Fruitvale.";
    /// Two segments.
    const EN: &str = "VERIFIED 7:40am: ICE agents at 35th / International, Fruitvale. Seen 7:31am. People were detained. You may stay silent. \
         Keep your distance. Help: 555-0100. Next update 8:10am.";

    /// Texts at sixty segments a minute.
    fn config() -> Config {
        let mut config = Config::default();
        (config.sms.per_minute, config.sms.burst) = (60, 1);
        config
    }

    #[test]
    fn a_forecast_has_a_row_for_each_language_and_counts_each_by_its_own_segments() {
        let counts = [(Lang::Es, Carrier::Sms, 300), (Lang::En, Carrier::Sms, 100), (Lang::Es, Carrier::Email, 5)];
        let rows = forecast(&config(), &counts, &[(Lang::Es, ES), (Lang::En, EN)], 3_600);
        let told = rows.iter().map(|row| (row.channel, row.lang, row.people, row.segments)).collect::<Vec<_>>();
        let sms = |lang, people, segments| (Channel::Sms, lang, people, segments);
        let email = (Channel::Email, Lang::Es, 5, 1);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(
            told.contains(&sms(Lang::Es, 300, 1)) && told.contains(&sms(Lang::En, 100, 2)) && told.contains(&email)
        );
        // Five hundred segments, of which ten are there at once.
        assert!(rows.iter().filter(|row| row.channel == Channel::Sms).all(|row| row.seconds == 490), "{rows:?}");
        assert!(rows.iter().all(|row| row.in_time == row.people));
    }

    #[test]
    fn what_takes_longer_than_its_life_says_how_many_hear_it() {
        let counts = [(Lang::Es, Carrier::Sms, 20_000)];
        let in_time = |life| forecast(&config(), &counts, &[(Lang::Es, ES)], life)[0].in_time;
        assert_eq!(in_time(90 * 60), 5_410);
        assert_eq!(in_time(24 * 60 * 60), 20_000, "the control: a day is long enough");
    }
}
