//! Reports into incidents: our matcher against PostGIS doing the same, interleaved in one run.
//!
//! `./bench incidents` starts a PostgreSQL of its own with PostGIS and hands over its socket folder in `PGHOST`. Each round takes the same
//! made-up reports in the same order: nearest open incident within about 900 m and 30 minutes, agency and activity compatible, else a
//! new one. PostGIS is asked in two ways: one function inside the server that loops over all reports in one transaction without
//! durability (the most it can do), and one call a report over a local socket (how a program would use it).

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

use cuadra::ground::{Id, Moment};
use cuadra::places::Cell;
use cuadra::reports::facts::{Activity, Agency, TimePrecision};
use cuadra::triage::matching::{Fit, Matcher, OpenIncident, Sighting};

const REPORTS: usize = 30_000;
const CALLED_REPORTS: usize = 5_000;
const EVENTS: usize = 2_000;
const ROUNDS: usize = 3;
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

/// Takes every report; answers seconds and how many incidents came of them.
fn ours(reports: &[Made]) -> (f64, usize) {
    let began = Instant::now();
    let mut matcher = Matcher::default();
    let mut open: std::collections::HashMap<Id<cuadra::triage::Incident>, OpenIncident> = Default::default();
    let mut incidents = 0usize;
    for report in reports {
        let at = Moment::from_seconds(MORNING + report.at);
        let Ok(cell) = Cell::at(report.lat, report.lon) else { continue };
        let sighting = Sighting {
            cell,
            at,
            precision: TimePrecision::Minutes,
            day: at.day(),
            activity: report.activity,
            agency: report.agency,
            drill: None,
        };
        let best = matcher.propose(&sighting).into_iter().find(|p| p.place == Fit::Strong && p.time == Fit::Strong);
        if let Some(known) = best.and_then(|best| open.get_mut(&best.incident)) {
            if at > known.last_seen_at.plus_minutes(5) {
                known.last_seen_at = at;
                matcher.insert(*known);
            }
        } else {
            incidents += 1;
            let id = Id::from_bytes((incidents as u128).to_be_bytes());
            let incident = OpenIncident {
                id,
                cell,
                first_seen_at: at,
                last_seen_at: at,
                precision: TimePrecision::Minutes,
                day: at.day(),
                activity: report.activity,
                agency: report.agency,
                drill: None,
            };
            open.insert(id, incident);
            matcher.insert(incident);
        }
        if incidents.is_multiple_of(512) {
            matcher.expire(at.plus_minutes(-90));
        }
    }
    (began.elapsed().as_secs_f64(), incidents)
}

fn psql(sql: &str, input: &str) -> String {
    let mut child = Command::new("psql")
        .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-c", sql])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("psql runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("psql reads");
    let out = child.wait_with_output().expect("psql ends");
    assert!(out.status.success(), "psql failed");
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}

const SCHEMA: &str = "
CREATE EXTENSION IF NOT EXISTS postgis;
DROP TABLE IF EXISTS report, incident CASCADE; DROP SEQUENCE IF EXISTS turn;
CREATE SEQUENCE turn;
CREATE UNLOGGED TABLE report (n int PRIMARY KEY, place geography(Point), at timestamptz, activity text, is_local bool, is_vague bool);
CREATE UNLOGGED TABLE incident (id bigserial PRIMARY KEY, place geography(Point), first_at timestamptz, last_at timestamptz,
  activity text, is_local bool, is_vague bool);
CREATE INDEX ON incident USING gist (place);
CREATE INDEX ON incident (last_at);
CREATE OR REPLACE FUNCTION take(r report) RETURNS void LANGUAGE plpgsql AS $$
DECLARE found_id bigint;
BEGIN
  SELECT id INTO found_id FROM incident i
   WHERE ST_DWithin(i.place, r.place, 900) AND i.last_at >= r.at - interval '30 minutes' AND i.first_at <= r.at + interval '30 minutes'
     AND (i.is_local = r.is_local OR i.is_vague OR r.is_vague)
     AND NOT (i.activity = 'at_a_door' AND r.activity = 'checkpoint') AND NOT (i.activity = 'checkpoint' AND r.activity = 'at_a_door')
   ORDER BY ST_Distance(i.place, r.place) LIMIT 1;
  IF found_id IS NULL THEN
    INSERT INTO incident (place, first_at, last_at, activity, is_local, is_vague)
    VALUES (r.place, r.at, r.at, r.activity, r.is_local, r.is_vague);
  ELSE
    UPDATE incident SET last_at = r.at WHERE id = found_id AND last_at < r.at - interval '5 minutes';
  END IF;
END $$;
CREATE OR REPLACE FUNCTION take_all() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r report;
BEGIN FOR r IN SELECT * FROM report ORDER BY n LOOP PERFORM take(r); END LOOP; END $$;
CREATE OR REPLACE FUNCTION take_next() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r report; at_turn bigint := nextval('turn');
BEGIN SELECT * INTO r FROM report WHERE n = at_turn; PERFORM take(r); END $$;
";

fn load(reports: &[Made]) {
    psql(SCHEMA, "");
    let mut rows = String::new();
    for (n, report) in reports.iter().enumerate() {
        let is_local = report.agency == Agency::LocalPolice;
        let is_vague = matches!(report.agency, Agency::Unknown | Agency::Unmarked);
        rows.push_str(&format!(
            "{}\tSRID=4326;POINT({} {})\t{}\t{}\t{is_local}\t{is_vague}\n",
            n + 1,
            report.lon,
            report.lat,
            Moment::from_seconds(MORNING + report.at).iso(),
            report.activity.code(),
        ));
    }
    psql("COPY report FROM STDIN", &rows);
    psql("ANALYZE report", "");
}

/// The whole loop inside the server: seconds and incidents.
fn postgis_inside() -> (f64, usize) {
    psql("TRUNCATE incident", "");
    let began = Instant::now();
    psql("SELECT take_all()", "");
    let seconds = began.elapsed().as_secs_f64();
    (seconds, psql("SELECT count(*) FROM incident", "").parse().unwrap_or(0))
}

/// One call a report over the socket: reports a second.
fn postgis_called() -> f64 {
    psql("TRUNCATE incident; ALTER SEQUENCE turn RESTART", "");
    let mut script = tempfile::NamedTempFile::new().expect("a file");
    writeln!(script, "SELECT take_next();").expect("writes");
    let began = Instant::now();
    let done = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-c", "1", "-t", &CALLED_REPORTS.to_string(), "-f"])
        .arg(script.path())
        .arg("postgres")
        .output()
        .expect("pgbench runs");
    assert!(done.status.success(), "pgbench failed: {}", String::from_utf8_lossy(&done.stderr));
    CALLED_REPORTS as f64 / began.elapsed().as_secs_f64()
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn main() {
    let reports = made();
    load(&reports);
    let (mut a, mut b, mut c) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let (seconds, incidents) = ours(&reports);
        a.push(REPORTS as f64 / seconds);
        let (inside, their_incidents) = postgis_inside();
        b.push(REPORTS as f64 / inside);
        c.push(postgis_called());
        println!(
            "round {round}: ours {:.0}/s ({incidents} incidents), PostGIS inside {:.0}/s ({their_incidents}), called {:.0}/s",
            a[round - 1],
            b[round - 1],
            c[round - 1]
        );
    }
    let (ours, inside, called) = (median(a), median(b), median(c));
    println!("median: ours {ours:.0}/s, PostGIS inside the server {inside:.0}/s, PostGIS called {called:.0}/s");
    println!("ratio: {:.0} to inside, {:.0} to called", ours / inside, ours / called);
}
