//! The one spelling of an alert's facts: what is hashed, signed off and kept.
//!
//! A line a fact, always all of them and always in this order, so that equal facts are equal bytes. What is read back must spell
//! itself again byte for byte: a row that was changed by hand either has another hash or cannot be read.

use std::fmt::Display;
use std::str::{FromStr, Lines};

use aws_lc_rs::digest;

use super::alert::{Advice, CorrectionWhy, Facts, Follows, Found, Kind, PublicPlace, Spot};
use crate::ground::locale::Lang;
use crate::ground::{Id, Moment};
use crate::places::{AreaKey, Cell};
use crate::release::FactsHash;
use crate::reports::facts::{Activity, Agency, HowMany, YesNo};
use crate::triage::Certainty;

/// The first line: names the spelling, so that a later one is never mistaken for this.
const HEAD: &str = "cuadra alert facts 1";

/// What stands where there is nothing.
const NONE: &str = "-";

impl Facts {
    /// The hash that members sign off.
    pub fn hash(&self) -> FactsHash {
        let mut out = [0; 32];
        out.copy_from_slice(digest::digest(&digest::SHA256, self.spell().as_bytes()).as_ref());
        FactsHash(out)
    }

    /// The facts, spelled.
    pub(in crate::alerts) fn spell(&self) -> String {
        let spot = self.place.spot();
        let mut out = format!("{HEAD}\n");
        let mut put = |name: &str, value: &dyn Display| out.push_str(&format!("{name}={value}\n"));
        put("kind", &self.kind.code());
        put("incident", &self.incident);
        put("found", &spell_found(self.found));
        put("certainty", &self.certainty.code());
        put("spot", &spot.map_or(NONE, |spot| &spot.name));
        put("cell", &or_none(spot.map(|spot| spot.cell.to_i64())));
        put("area", &self.place.area.0);
        put("area-name", &self.place.area_name);
        put("seen-at", &self.seen_at.micros());
        put("advice", &list(self.advice.iter().map(|advice| advice.code())));
        put("hotline", &self.hotline);
        put("next-update-at", &or_none(self.next_update_at.map(Moment::micros)));
        put("expires-at", &self.expires_at.micros());
        put("drill", &self.drill);
        put("langs", &list(self.langs.iter().map(|lang| lang.code())));
        put("follows", &or_none(self.follows.as_ref().map(spell_follows)));
        put("why", &self.why.map_or(NONE, CorrectionWhy::code));
        out
    }

    /// The facts that this spells, or `None` where it is not the spelling of any.
    pub(in crate::alerts) fn read(text: &str) -> Option<Facts> {
        let mut lines = text.lines();
        (lines.next()? == HEAD).then_some(())?;
        let kind = Kind::from_code(field(&mut lines, "kind")?)?;
        let incident = field(&mut lines, "incident")?.parse().ok()?;
        let found = read_found(field(&mut lines, "found")?)?;
        let certainty = Certainty::from_code(field(&mut lines, "certainty")?)?;
        let (spot, cell) = (field(&mut lines, "spot")?, field(&mut lines, "cell")?);
        let spot = match maybe::<i64>(cell)? {
            Some(cell) => Some(Spot { name: spot.to_owned(), cell: Cell::from_i64(cell).ok()? }),
            None => None,
        };
        let area = AreaKey(field(&mut lines, "area")?.parse().ok()?);
        let place = PublicPlace { spot, area, area_name: field(&mut lines, "area-name")?.to_owned() };
        let facts = Facts {
            kind,
            incident,
            found,
            certainty,
            place,
            seen_at: moment(field(&mut lines, "seen-at")?)?,
            advice: read_list(field(&mut lines, "advice")?, Advice::from_code)?,
            hotline: field(&mut lines, "hotline")?.parse().ok()?,
            next_update_at: maybe(field(&mut lines, "next-update-at")?)?.map(Moment::from_micros),
            expires_at: moment(field(&mut lines, "expires-at")?)?,
            drill: field(&mut lines, "drill")?.parse().ok()?,
            langs: read_list(field(&mut lines, "langs")?, Lang::from_code)?,
            follows: read_follows(field(&mut lines, "follows")?)?,
            why: read_maybe_code(field(&mut lines, "why")?, CorrectionWhy::from_code)?,
        };
        (facts.spell() == text).then_some(facts)
    }
}

fn spell_found(found: Found) -> String {
    match found {
        Found::Enforcement { agency, activity, people, vehicles, detained } => format!(
            "enforcement {} {} {} {} {}",
            agency.code(),
            activity.code(),
            people.code(),
            vehicles.code(),
            detained.code()
        ),
        Found::OtherAgency { agency } => format!("other_agency {}", agency.code()),
        Found::NothingThere => "nothing_there".to_owned(),
        Found::Gone { agency, looked } => format!("gone {} {looked}", agency.code()),
    }
}

fn read_found(text: &str) -> Option<Found> {
    let words: Vec<&str> = text.split(' ').collect();
    Some(match words.as_slice() {
        ["enforcement", agency, activity, people, vehicles, detained] => Found::Enforcement {
            agency: Agency::from_code(agency)?,
            activity: Activity::from_code(activity)?,
            people: HowMany::from_code(people)?,
            vehicles: HowMany::from_code(vehicles)?,
            detained: YesNo::from_code(detained)?,
        },
        ["other_agency", agency] => Found::OtherAgency { agency: Agency::from_code(agency)? },
        ["nothing_there"] => Found::NothingThere,
        ["gone", agency, looked] => Found::Gone { agency: Agency::from_code(agency)?, looked: looked.parse().ok()? },
        _ => return None,
    })
}

fn spell_follows(follows: &Follows) -> String {
    let Follows { alert, released_at, first, agency, drill } = follows;
    format!("{alert} {} {first} {} {drill}", released_at.micros(), agency.map_or(NONE, Agency::code))
}

fn read_follows(text: &str) -> Option<Option<Follows>> {
    if text == NONE {
        return Some(None);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let [alert, released_at, first, agency, drill] = words.as_slice() else { return None };
    Some(Some(Follows {
        alert: id(alert)?,
        released_at: moment(released_at)?,
        first: id(first)?,
        agency: read_maybe_code(agency, Agency::from_code)?,
        drill: drill.parse().ok()?,
    }))
}

fn id<T>(text: &str) -> Option<Id<T>> {
    text.parse().ok()
}

fn field<'a>(lines: &mut Lines<'a>, name: &str) -> Option<&'a str> {
    lines.next()?.strip_prefix(name)?.strip_prefix('=')
}

fn moment(text: &str) -> Option<Moment> {
    text.parse().ok().map(Moment::from_micros)
}

fn maybe<T: FromStr>(text: &str) -> Option<Option<T>> {
    if text == NONE { Some(None) } else { text.parse().ok().map(Some) }
}

fn read_maybe_code<T>(text: &str, from_code: fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text == NONE { Some(None) } else { from_code(text).map(Some) }
}

fn or_none(value: Option<impl Display>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| value.to_string())
}

fn list<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let codes: Vec<&str> = codes.collect();
    if codes.is_empty() { NONE.to_owned() } else { codes.join(",") }
}

fn read_list<T>(text: &str, from_code: fn(&str) -> Option<T>) -> Option<Vec<T>> {
    if text == NONE { Some(Vec::new()) } else { text.split(',').map(from_code).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alerts::fixtures;

    #[test]
    fn every_sample_reads_back_as_itself() {
        for sample in fixtures::every_facts() {
            let spelled = sample.spell();
            assert_eq!(Facts::read(&spelled).as_ref(), Some(&sample), "{spelled}");
        }
    }

    #[test]
    fn any_other_spelling_is_refused() {
        let spelled = fixtures::alert_facts().spell();
        assert!(Facts::read(&spelled).is_some());
        for wrong in [
            spelled.replace("facts 1", "facts 2"),
            spelled.replace("kind=alert", "kind=Alert"),
            spelled.replace("hotline=true", "hotline=yes"),
            spelled.replace("langs=es,en", "langs=es-MX,en"),
            spelled.replace("area=", "area=0"),
            spelled.replace("certainty=observed", "certainty=possible"),
            format!("{spelled}note=go there\n"),
            spelled.trim_end().to_owned(),
            spelled.replacen("kind=alert\n", "", 1),
        ] {
            assert_ne!(wrong, spelled, "the change took hold");
            assert_eq!(Facts::read(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_fact_is_in_the_hash() {
        let facts = fixtures::alert_facts();
        let spelled = facts.spell();
        let mut hashes = std::collections::HashSet::from([facts.hash()]);
        for (from, to) in [
            ("kind=alert", "kind=update"),
            ("enforcement ice_ero", "enforcement cbp"),
            ("certainty=observed", "certainty=likely"),
            ("advice=stay_silent", "advice=ask_if_free"),
            ("hotline=true", "hotline=false"),
            ("drill=false", "drill=true"),
            ("langs=es,en", "langs=es"),
        ] {
            let changed = spelled.replace(from, to);
            assert_ne!(changed, spelled, "{from} is there");
            let read = Facts::read(&changed).unwrap_or_else(|| panic!("{changed}"));
            assert!(hashes.insert(read.hash()), "{from} -> {to}");
        }
        let later = Facts { expires_at: facts.expires_at.plus_seconds(1), ..facts.clone() };
        let elsewhere = PublicPlace { area: AreaKey(facts.place.area.0 + 1), ..facts.place.clone() };
        assert!(hashes.insert(later.hash()));
        assert!(hashes.insert(Facts { place: elsewhere, ..facts }.hash()));
    }
}
