//! The front page: what a neighbour sees first.
//!
//! In: nothing but the browser's language. Out: the way to report, to come back with a receipt, and for members to sign in.
//! Confirmed alerts and checked notices come to this page with the room `alerts`.

use askama::Template;
use axum::routing::get;

use crate::ground::web::{Answer, Doors, Frame, Visit, page};

/// The words of this room.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("front_page");

/// The doors of this room.
pub fn doors() -> Doors {
    Doors::default().anyone("/", get(front))
}

#[derive(Template)]
#[template(path = "front_page/pages/front.html")]
struct FrontPage {
    frame: Frame,
    report: &'static str,
    receipt: &'static str,
}

async fn front(visit: Visit) -> Answer {
    let (report, receipt) = match visit.lang {
        crate::ground::locale::Lang::Es => ("/reportar", "/comprobante"),
        crate::ground::locale::Lang::En => ("/report", "/receipt"),
    };
    page(&FrontPage { frame: visit.frame("front-title"), report, receipt })
}
