//! Doors: every route names who may open it. There is no default.

use axum::Router;
use axum::routing::MethodRouter;

use crate::ground::App;
use crate::ground::locale::Lang;

/// Something that opens doors: a role. Rooms define it; the kit only compares codes.
pub trait Key: Copy {
    /// The stable code of this key.
    fn code(self) -> &'static str;
}

/// Who stands at the door with a live session.
#[derive(Debug, Clone)]
pub struct Keyholder {
    /// The member's id.
    pub member: [u8; 16],
    pub alias: String,
    /// Codes of the roles this member holds.
    pub keys: Vec<&'static str>,
    /// The session's form token.
    pub form_token: String,
    /// True for some minutes after the passkey was used again.
    pub stepped_up: bool,
    /// The language this member chose.
    pub lang: Lang,
    /// Names the session's row (the hash of its token).
    pub session: [u8; 32],
}

impl Keyholder {
    /// True where one of `keys` is held.
    pub fn holds_any(&self, keys: &[&'static str]) -> bool {
        self.keys.iter().any(|held| keys.contains(held))
    }
}

/// Who may open a door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keyholders {
    /// Everyone, signed in or not.
    Anyone,
    /// Every member with a live session.
    Members,
    /// Members with one of these keys.
    Only(Vec<&'static str>),
    /// Machines that prove themselves inside the handler (signed webhooks).
    Signed,
}

impl Keyholders {
    /// True where this visitor may open the door.
    pub fn admit(&self, visitor: Option<&Keyholder>) -> bool {
        match self {
            Keyholders::Anyone | Keyholders::Signed => true,
            Keyholders::Members => visitor.is_some(),
            Keyholders::Only(keys) => visitor.is_some_and(|member| member.holds_any(keys)),
        }
    }
}

/// One door: its path pattern and its keyholders.
#[derive(Debug, Clone)]
pub struct Door {
    pub path: &'static str,
    pub keyholders: Keyholders,
}

/// An entry of the members' menu: shown to those who may open it.
#[derive(Debug, Clone)]
pub struct Sign {
    pub path: &'static str,
    pub keyholders: Keyholders,
    /// The key of its words.
    pub word: &'static str,
}

/// The doors of one room, or of the whole house.
#[derive(Default)]
pub struct Doors {
    pub list: Vec<Door>,
    pub signs: Vec<Sign>,
    pub(super) routes: Vec<(Keyholders, &'static str, MethodRouter<App>)>,
}

impl Doors {
    /// A door for everyone.
    #[must_use]
    pub fn anyone(self, path: &'static str, methods: MethodRouter<App>) -> Self {
        self.door(Keyholders::Anyone, path, methods)
    }

    /// A door for every member.
    #[must_use]
    pub fn members(self, path: &'static str, methods: MethodRouter<App>) -> Self {
        self.door(Keyholders::Members, path, methods)
    }

    /// A door for members with one of `keys`.
    #[must_use]
    pub fn only<K: Key>(self, keys: &[K], path: &'static str, methods: MethodRouter<App>) -> Self {
        self.door(only(keys), path, methods)
    }

    /// A door for machines whose signature the handler checks.
    #[must_use]
    pub fn signed(self, path: &'static str, methods: MethodRouter<App>) -> Self {
        self.door(Keyholders::Signed, path, methods)
    }

    /// Shows a door in the menu of those who hold one of `keys`.
    #[must_use]
    pub fn sign<K: Key>(mut self, keys: &[K], path: &'static str, word: &'static str) -> Self {
        self.signs.push(Sign { path, keyholders: only(keys), word });
        self
    }

    /// All doors of both.
    #[must_use]
    pub fn and(mut self, other: Doors) -> Self {
        self.list.extend(other.list);
        self.signs.extend(other.signs);
        self.routes.extend(other.routes);
        self
    }

    fn door(mut self, keyholders: Keyholders, path: &'static str, methods: MethodRouter<App>) -> Self {
        self.list.push(Door { path, keyholders: keyholders.clone() });
        self.routes.push((keyholders, path, methods));
        self
    }

    /// The router behind these doors, with `gate` finding out who knocks.
    pub fn into_router(self, app: &App, gate: super::guard::Gate) -> Router<App> {
        let mut router = Router::new();
        for (keyholders, path, methods) in self.routes {
            let guard = super::guard::Guard { app: app.clone(), gate, keyholders };
            router = router
                .route(path, methods.layer(axum::middleware::from_fn_with_state(guard, super::guard::at_the_door)));
        }
        router
    }
}

fn only<K: Key>(keys: &[K]) -> Keyholders {
    Keyholders::Only(keys.iter().map(|key| key.code()).collect())
}
