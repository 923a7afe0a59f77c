//! Live pages: server-sent events that carry nothing but "look again".

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream;

use crate::ground::App;
use crate::ground::worker::rung;

/// How often a silent stream proves that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// At most one event in so long: a flood of reports must not make every screen reload for each of them.
const CALM: Duration = Duration::from_millis(300);

/// A stream that says `changed` when one of `bells` rings. The page then fetches what it may see.
pub fn changes(
    app: &App,
    bells: &'static [&'static str],
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let listening = app.db.bells();
    let events = stream::unfold((listening, true), move |(mut listening, is_first)| async move {
        if !is_first {
            rung(&mut listening, bells).await;
            tokio::time::sleep(CALM).await;
            // Rings of the calm are answered by this one event.
            listening = listening.resubscribe();
        }
        // A browser drops an event without a data line, and `data("")` writes none (seen with axum 0.8): a blank says "all regions".
        Some((Ok(Event::default().event("changed").data(" ")), (listening, false)))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use futures_util::StreamExt;

    use super::*;
    use crate::testkit::TestHouse;

    #[tokio::test]
    async fn every_event_has_the_data_line_without_which_a_browser_drops_it() {
        let house = TestHouse::new();
        let mut stream = changes(&house.app, &["reports"]).into_response().into_body().into_data_stream();
        let first = stream.next().await.unwrap().unwrap();
        let lines: Vec<&str> = std::str::from_utf8(&first).unwrap().lines().collect();
        assert_eq!(lines[0], "event: changed");
        assert!(lines[1].starts_with("data: "), "{lines:?}");
    }
}
