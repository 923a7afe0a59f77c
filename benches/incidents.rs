//! Reports into incidents: our matcher against PostGIS doing the same, interleaved in one run.
//!
//! `./bench incidents` starts a PostgreSQL of its own with PostGIS and hands over its socket folder in `PGHOST`. Each round takes the same
//! made-up reports in the same order: nearest open incident within about 900 m and 30 minutes, agency and activity compatible, else a
//! new one. Nobody writes to a disk: our matcher is an index in memory, and the server is told not to sync, its tables are unlogged.
//!
//! PostGIS is asked in three ways, each with prepared plans, an index over places and one over times, and points in metres (UTM), which it
//! compares faster than degrees: a loop inside the server over points that it has projected before; one call a report over a local socket that
//! finds and writes inside the server; and, as most programs do it, a question and then a write.

mod peer;

use std::fmt::Write;
use std::time::Instant;

use cuadra::ground::{Id, Moment};
use cuadra::places::Cell;
use cuadra::reports::facts::{Activity, Agency, TimePrecision};
use cuadra::triage::matching::{Fit, Matcher, OpenIncident, Proposal, Sighting};
use peer::Peer;

const REPORTS: usize = 30_000;
const ROUNDS: usize = 9;
/// How often ours takes all reports in a round: once would be over before a clock can tell. Between two turns it forgets every incident and
/// keeps what it knows of the map, as it does when the program reads the incidents anew.
const TURNS: usize = 10;
const EVENTS: usize = 2_000;
const DAY_SECONDS: i64 = 86_400;
const MORNING: i64 = 20_500 * DAY_SECONDS;

/// A made-up report.
struct Made {
    lat: f64,
    lon: f64,
    at: i64,
    activity: Activity,
    agency: Agency,
}

/// A small generator (xorshift), so that every run takes the same reports.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are enough for a place")]
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).unwrap_or(0)
    }
}

#[expect(clippy::cast_possible_wrap, reason = "seconds of a day")]
fn made() -> Vec<Made> {
    let mut dice = Dice(0x00C0_FFEE_1234_5678);
    let events: Vec<(f64, f64, i64, Activity)> = (0..EVENTS)
        .map(|_| {
            let at = dice.below(DAY_SECONDS as usize) as i64;
            (33.7 + 0.6 * dice.part(), -118.6 + 0.7 * dice.part(), at, Activity::ALL[dice.below(Activity::ALL.len())])
        })
        .collect();
    let mut all: Vec<Made> = (0..REPORTS)
        .map(|n| {
            let agency = Agency::ALL[dice.below(Agency::ALL.len())];
            if n % 10 < 7 {
                let (lat, lon, at, activity) = events[dice.below(EVENTS)];
                let at = at + dice.below(900) as i64;
                Made { lat: lat + 0.002 * dice.part(), lon: lon + 0.002 * dice.part(), at, activity, agency }
            } else {
                let at = dice.below(DAY_SECONDS as usize) as i64;
                let activity = Activity::ALL[dice.below(Activity::ALL.len())];
                Made { lat: 33.7 + 0.6 * dice.part(), lon: -118.6 + 0.7 * dice.part(), at, activity, agency }
            }
        })
        .collect();
    all.sort_by_key(|report| report.at);
    all
}

/// Takes every report; answers how many incidents came of them. `cells` are given where they are known, as the server's points are.
fn ours(matcher: &mut Matcher, reports: &[Made], cells: Option<&[Cell]>) -> usize {
    matcher.replace([]);
    let mut open: Vec<OpenIncident> = Vec::new();
    for (n, report) in reports.iter().enumerate() {
        let at = Moment::from_seconds(MORNING + report.at);
        let cell = match cells {
            Some(cells) => cells[n],
            None => Cell::at(report.lat, report.lon).expect("a point"),
        };
        let (precision, day) = (TimePrecision::Minutes, at.day());
        let sighting =
            Sighting { cell, at, precision, day, activity: report.activity, agency: report.agency, drill: None };
        let fits = |p: &Proposal| p.place == Fit::Strong && p.time == Fit::Strong;
        let best = matcher.best(&sighting).into_iter().flatten().find(fits);
        if let Some(best) = best {
            let known = &mut open[number_of(best.incident)];
            if at > known.last_seen_at.plus_minutes(5) {
                known.last_seen_at = at;
                matcher.insert(*known);
            }
        } else {
            let id = Id::from_bytes((open.len() as u128).to_be_bytes());
            let new = OpenIncident {
                id,
                cell,
                first_seen_at: at,
                last_seen_at: at,
                precision,
                day,
                activity: report.activity,
                agency: report.agency,
                drill: None,
            };
            open.push(new);
            matcher.insert(new);
        }
        if n % 1_024 == 0 {
            matcher.expire(at.plus_minutes(-90));
        }
    }
    open.len()
}

fn number_of(id: Id<cuadra::triage::Incident>) -> usize {
    usize::try_from(u128::from_be_bytes(id.bytes())).expect("a number that we gave")
}

/// Reports a second, and the incidents that came of them.
fn ours_timed(reports: &[Made], cells: Option<&[Cell]>) -> (f64, usize) {
    let mut matcher = Matcher::default();
    let began = Instant::now();
    let incidents = (0..TURNS).map(|_| ours(&mut matcher, reports, cells)).max().unwrap_or(0);
    ((TURNS * reports.len()) as f64 / began.elapsed().as_secs_f64(), incidents)
}

const SCHEMA: &str = "
CREATE EXTENSION IF NOT EXISTS postgis;
DROP TABLE IF EXISTS report, incident CASCADE;
CREATE UNLOGGED TABLE report (n int PRIMARY KEY, place geometry(Point, 32611), at timestamptz, activity text, is_local bool, is_vague bool);
CREATE UNLOGGED TABLE incident (id bigserial PRIMARY KEY, place geometry(Point, 32611), first_at timestamptz, last_at timestamptz,
  activity text, is_local bool, is_vague bool);
CREATE INDEX ON incident USING gist (place);
CREATE INDEX ON incident (last_at);
CREATE OR REPLACE FUNCTION take(p geometry, t timestamptz, a text, is_l bool, is_v bool) RETURNS void LANGUAGE plpgsql AS $$
DECLARE found_id bigint;
BEGIN
  SELECT id INTO found_id FROM incident i
   WHERE ST_DWithin(i.place, p, 900) AND i.last_at >= t - interval '30 minutes' AND i.first_at <= t + interval '30 minutes'
     AND (i.is_local = is_l OR i.is_vague OR is_v)
     AND NOT (i.activity = 'at_a_door' AND a = 'checkpoint') AND NOT (i.activity = 'checkpoint' AND a = 'at_a_door')
   ORDER BY ST_Distance(i.place, p) LIMIT 1;
  IF found_id IS NULL THEN
    INSERT INTO incident (place, first_at, last_at, activity, is_local, is_vague) VALUES (p, t, t, a, is_l, is_v);
  ELSE
    UPDATE incident SET last_at = t WHERE id = found_id AND last_at < t - interval '5 minutes';
  END IF;
END $$;
CREATE OR REPLACE FUNCTION take_all() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r report;
BEGIN FOR r IN SELECT * FROM report ORDER BY n LOOP PERFORM take(r.place, r.at, r.activity, r.is_local, r.is_vague); END LOOP; END $$;
";

const POINT: &str = "ST_Transform(ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326), 32611)";

fn prepare(peer: &mut Peer) {
    peer.prepare("take", &format!("SELECT take({POINT}, $3::timestamptz, $4::text, $5::bool, $6::bool)"));
    peer.prepare(
        "find",
        &format!(
            "SELECT id, last_at < $3::timestamptz - interval '5 minutes' FROM incident i
              WHERE ST_DWithin(i.place, {POINT}, 900)
                AND i.last_at >= $3::timestamptz - interval '30 minutes' AND i.first_at <= $3::timestamptz + interval '30 minutes'
                AND (i.is_local = $5::bool OR i.is_vague OR $6::bool)
                AND NOT (i.activity = 'at_a_door' AND $4::text = 'checkpoint') AND NOT (i.activity = 'checkpoint' AND $4::text = 'at_a_door')
              ORDER BY ST_Distance(i.place, {POINT}) LIMIT 1"
        ),
    );
    peer.prepare(
        "open",
        &format!(
            "INSERT INTO incident (place, first_at, last_at, activity, is_local, is_vague)
             VALUES ({POINT}, $3::timestamptz, $3::timestamptz, $4::text, $5::bool, $6::bool)"
        ),
    );
    peer.prepare("widen", "UPDATE incident SET last_at = $1::timestamptz WHERE id = $2::bigint");
}

/// A report as parameters: longitude, latitude, time, activity, whether its agency is local, whether it is vague.
fn params(report: &Made) -> [String; 6] {
    let is_vague = matches!(report.agency, Agency::Unknown | Agency::Unmarked);
    [
        report.lon.to_string(),
        report.lat.to_string(),
        Moment::from_seconds(MORNING + report.at).iso(),
        report.activity.code().to_owned(),
        (report.agency == Agency::LocalPolice).to_string(),
        is_vague.to_string(),
    ]
}

fn load(peer: &mut Peer, reports: &[Made]) {
    peer.run(SCHEMA);
    for (n, chunk) in reports.chunks(1_000).enumerate() {
        let mut sql = "INSERT INTO report VALUES ".to_owned();
        for (m, report) in chunk.iter().enumerate() {
            let [lon, lat, at, activity, is_local, is_vague] = params(report);
            let comma = if m == 0 { "" } else { "," };
            let point = format!("ST_Transform(ST_SetSRID(ST_MakePoint({lon}, {lat}), 4326), 32611)");
            write!(sql, "{comma}({}, {point}, '{at}', '{activity}', {is_local}, {is_vague})", n * 1_000 + m)
                .expect("text");
        }
        peer.run(&sql);
    }
    peer.run("ANALYZE report");
    prepare(peer);
}

/// Reports a second of one way to ask, and the incidents that came of them.
fn theirs(peer: &mut Peer, reports: &[Made], ask: impl FnOnce(&mut Peer)) -> (f64, usize) {
    peer.run("TRUNCATE incident");
    let began = Instant::now();
    ask(peer);
    let per_second = reports.len() as f64 / began.elapsed().as_secs_f64();
    let counted = peer.run("SELECT count(*) FROM incident");
    (per_second, counted[0][0].parse().expect("a count"))
}

fn one_call(peer: &mut Peer, all: &[[String; 6]]) {
    for params in all {
        peer.call("take", &params.each_ref().map(String::as_str));
    }
}

fn question_and_write(peer: &mut Peer, all: &[[String; 6]]) {
    for params in all {
        let params = params.each_ref().map(String::as_str);
        match peer.call("find", &params).first().map(Vec::as_slice) {
            Some([id, stale]) if stale == "t" => drop(peer.call("widen", &[params[2], id])),
            Some(_) => {}
            None => drop(peer.call("open", &params)),
        }
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn main() {
    let reports = made();
    let cells: Vec<Cell> = reports.iter().map(|report| Cell::at(report.lat, report.lon).expect("a point")).collect();
    let said: Vec<_> = reports.iter().map(params).collect();
    let mut peer = Peer::connect();
    load(&mut peer, &reports);
    let mut figures: [Vec<f64>; 5] = Default::default();
    for round in 1..=ROUNDS {
        let results = [
            ours_timed(&reports, None),
            ours_timed(&reports, Some(&cells)),
            theirs(&mut peer, &reports, |peer| drop(peer.run("SELECT take_all()"))),
            theirs(&mut peer, &reports, |peer| one_call(peer, &said)),
            theirs(&mut peer, &reports, |peer| question_and_write(peer, &said)),
        ];
        let shown = results.map(|(per_second, incidents)| format!("{per_second:.0}/s ({incidents})"));
        println!(
            "round {round}: ours from points {}, from cells {}; PostGIS loop inside {}, one call {}, question and write {}",
            shown[0], shown[1], shown[2], shown[3], shown[4]
        );
        results.iter().zip(&mut figures).for_each(|((per_second, _), list)| list.push(*per_second));
    }
    let [points, known, inside, call, asked] = figures.map(median);
    println!("median: ours from points {points:.0}/s, from cells {known:.0}/s");
    println!("median: PostGIS loop inside {inside:.0}/s, one call {call:.0}/s, question and write {asked:.0}/s");
    println!(
        "ratios from cells: {:.0} to the loop inside over projected points, {:.0} to one call, {:.0} to question and write",
        known / inside,
        known / call,
        known / asked
    );
    println!("ratios from points: {:.0} to one call, {:.0} to question and write", points / call, points / asked);
}
