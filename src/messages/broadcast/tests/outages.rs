//! A provider in trouble.

use super::*;

#[test]
fn an_outage_counts_against_nobody() {
    let mut leg = leg(1_000);
    let mut now = NOW;
    for _ in 0..60 {
        let batch = leg.next_batch(100, now);
        leg.finish(&all(&batch, BUSY), now);
        now = leg.next_at(now).unwrap();
    }
    assert_eq!(leg.progress(), Progress { audience: 1_000, open: 1_000, ..Progress::default() });
    assert!(now.minutes_since(NOW) > 60, "the pauses grow");
    for _ in 0..200 {
        let Some(next) = leg.next_at(now) else { break };
        now = next;
        let batch = leg.next_batch(100, now);
        leg.finish(&all(&batch, Outcome::Sent), now);
    }
    assert_eq!(leg.progress().sent, 1_000);
}

#[test]
fn a_provider_gets_the_pause_that_it_asks_for() {
    let mut leg = leg(50);
    let batch = leg.next_batch(20, NOW);
    leg.finish(&all(&batch, Outcome::Later { wait_seconds: Some(90) }), NOW);
    assert_eq!(leg.next_at(NOW), Some(NOW.plus_seconds(90)));
    assert!(leg.next_batch(20, NOW.plus_seconds(89)).is_empty());
    let probe = leg.next_batch(20, NOW.plus_seconds(90));
    assert_eq!(probe.len(), 4, "a few see whether it is well again");
    leg.finish(&all(&probe, Outcome::Sent), NOW.plus_seconds(91));
    assert_eq!(leg.next_batch(20, NOW.plus_seconds(91)).len(), 20, "it is");
}

#[test]
fn a_provider_that_hangs_for_an_hour_costs_a_few_the_message_and_floods_nobody() {
    let (mut leg, mut now) = (leg(1_000), NOW);
    let mut tries = std::collections::HashMap::<u32, u32>::new();
    while now.minutes_since(NOW) < 60 {
        let batch = leg.next_batch(400, now);
        for seat in &batch {
            *tries.entry(seat).or_default() += 1;
        }
        // It takes ten seconds until nothing has come.
        now = now.plus_seconds(10);
        leg.finish(&all(&batch, Outcome::Unclear), now);
        now = leg.next_at(now).unwrap();
    }
    assert!(tries.values().all(|tries| *tries <= 6), "at most six times to one person");
    while let Some(next) = leg.next_at(now) {
        now = next;
        let batch = leg.next_batch(400, now);
        leg.finish(&all(&batch, Outcome::Sent), now);
    }
    let Progress { sent, unknown, failed, .. } = leg.progress();
    assert!(sent >= 985 && failed == 0, "{:?}", leg.progress());
    assert_eq!(sent + unknown, 1_000);
    assert!(now.minutes_since(NOW) < 70, "and it is quick again at once");
}
