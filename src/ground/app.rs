//! What every handler and worker is given: configuration, time, database, keys, words, and the rooms' in-memory parts.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use super::config::Config;
use super::db::Db;
use super::keys::Keys;
use super::locale::{Lang, RoomWords, Say, Words};
use super::{Clock, Moment};

/// The running program, cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// The fields of [`App`].
pub struct Shared {
    pub config: Config,
    pub clock: Clock,
    pub db: Db,
    pub keys: Keys,
    pub words: Words,
    parts: Parts,
}

/// What rooms keep in memory, one value a type: an index that is rebuilt from the database at start, never the truth.
#[derive(Default)]
pub struct Parts(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Parts {
    /// Adds a room's part.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, part: T) -> Self {
        self.0.insert(TypeId::of::<T>(), Arc::new(part));
        self
    }
}

impl App {
    /// Opens the data folder and joins everything.
    ///
    /// # Errors
    /// Where the folder, the database, the keys or the words cannot be opened; the message says which.
    pub fn open(config: Config, clock: Clock, rooms: &[RoomWords], parts: Parts) -> anyhow::Result<App> {
        let keys = Keys::open(&config.data.join("keys"))?;
        let db = Db::open_with(&config.database(), config.commits_shared_max)?;
        let words = Words::read(rooms)?;
        Ok(App(Arc::new(Shared { config, clock, db, keys, words, parts })))
    }

    /// The time now.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Words in one language.
    pub fn say(&self, lang: Lang) -> Say {
        self.words.say(lang)
    }

    /// A room's in-memory part.
    ///
    /// # Panics
    /// Where `wiring` did not add it: a mistake that every test sees at once.
    pub fn part<T: Any + Send + Sync>(&self) -> Arc<T> {
        let part = self.parts.0.get(&TypeId::of::<T>()).cloned().and_then(|part| part.downcast().ok());
        match part {
            Some(part) => part,
            None => panic!("{} was not wired", std::any::type_name::<T>()),
        }
    }
}

impl Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}
