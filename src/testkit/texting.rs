//! Somebody's phone: a text comes in.

use super::TestHouse;
use crate::ground::App;
use crate::messages::{self, Incoming, Number, Route, Taken};

/// A text of plain words comes in from this number on a route. `mark` is what the provider calls it.
pub async fn text_in(app: &App, route: Route, from: &str, mark: &str, words: &str) -> Taken {
    message_in(app, route, from, mark, words, false).await
}

/// The same, with pictures or without.
async fn message_in(app: &App, route: Route, from: &str, mark: &str, words: &str, has_pictures: bool) -> Taken {
    let text = Incoming {
        from: Number::parse(from).expect("a number"),
        words: words.to_owned(),
        route,
        mark: mark.to_owned(),
        has_pictures,
        provider_keyword: None,
        is_answered: false,
    };
    let (inner, now) = (app.clone(), app.now());
    app.db.write("a text comes in", move |tx| messages::take_in(tx, &inner, &text, now)).await.expect("taken")
}

impl TestHouse {
    /// The same in this house.
    pub async fn text_in(&self, route: Route, from: &str, mark: &str, words: &str) -> Taken {
        text_in(&self.app, route, from, mark, words).await
    }

    /// A picture message in this house, with words beside the picture.
    pub async fn picture_in(&self, route: Route, from: &str, mark: &str, words: &str) -> Taken {
        message_in(&self.app, route, from, mark, words, true).await
    }
}
