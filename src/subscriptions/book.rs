//! The book: the matcher and the map's reach in memory. Never the truth: built from the database at start and kept in step with it.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::tz::TimeZone;
use roaring::RoaringBitmap;

use super::{Call, Carrier, Kind, Matcher, Reach, Slot, Subscription, Touched, store};
use super::{Seat, Standing};
use crate::ground::config::Config;
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::{App, Moment, Wrong};
use crate::places::{Area, AreaKey, Areas, Cell, store as places};

/// What is published of a place: a corner or landmark, or no more than an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touches {
    Spot { cell: Cell, area: AreaKey },
    Area(AreaKey),
}

/// Everyone who asked to hear, ready to be asked in milliseconds. A part of the program.
pub struct Book {
    zone: TimeZone,
    pages: RwLock<Pages>,
}

#[derive(Default)]
struct Pages {
    matcher: Matcher,
    reach: Reach,
    /// The last change that the matcher knows; `None` before the first reading.
    seq: Option<i64>,
    /// What the map looked like when the reach was read.
    map: Option<u64>,
}

impl Book {
    /// An empty book in the network's time zone.
    pub fn new(config: &Config) -> Self {
        Book { zone: config.zone(), pages: RwLock::default() }
    }

    /// The seats that hear a call now, on every carrier and in every language.
    pub fn audience(&self, place: Touches, kind: Kind, urgent: bool, now: Moment) -> RoaringBitmap {
        let pages = self.read();
        let touched = touched(&pages.reach, place);
        pages.matcher.audience(Call { touched: &touched, kind, urgent, slot: Slot::at(now, &self.zone) })
    }

    /// The seats that asked to hear this kind about a place, whatever the hour: a list that is drawn up for later.
    pub fn asking(&self, place: Touches, kind: Kind) -> RoaringBitmap {
        let pages = self.read();
        pages.matcher.asking(&touched(&pages.reach, place), kind)
    }

    /// Of what was told of these areas, the most that one spot of `area` was told; see [`Reach::most_told`].
    pub fn most_told(&self, area: AreaKey, told: &[AreaKey]) -> usize {
        self.read().reach.most_told(area, told)
    }

    /// How many of these seats there are of each language and carrier, zeros left out. Who left is not counted.
    pub fn counts(&self, audience: &RoaringBitmap) -> Vec<(Lang, Carrier, u64)> {
        self.read().matcher.counts(audience)
    }

    /// Of these seats those of each carrier, the empty ones left out. Who left is in none.
    pub fn by_carrier(&self, audience: &RoaringBitmap) -> Vec<(Carrier, RoaringBitmap)> {
        self.read().matcher.by_carrier(audience)
    }

    /// Of these seats those of one language on one carrier.
    pub fn of(&self, audience: &RoaringBitmap, lang: Lang, carrier: Carrier) -> RoaringBitmap {
        self.read().matcher.of(audience, lang, carrier)
    }

    /// The seats of all live subscriptions.
    pub fn all(&self) -> RoaringBitmap {
        self.read().matcher.all()
    }

    /// Live subscriptions.
    pub fn len(&self) -> u64 {
        self.read().matcher.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads the map and every live subscription. `wiring` calls it at start.
    ///
    /// # Errors
    /// A fault of the database, or areas that do not fit together.
    pub async fn load(app: &App) -> Result<(), Wrong> {
        Book::read_map(app).await?;
        let (matcher, seq) = app.db.read("read every subscription", everyone).await?;
        let book = app.part::<Book>();
        let mut pages = book.write();
        (pages.matcher, pages.seq) = (matcher, Some(seq));
        Ok(())
    }

    /// Takes in what changed since the last reading.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn follow(app: &App) -> Result<(), Wrong> {
        let book = app.part::<Book>();
        let known = book.read().seq;
        let Some(seq) = known else { return Book::load(app).await };
        let news = app.db.read("read changed subscriptions", move |tx| changes(tx, seq)).await?;
        let Some(news) = news else { return Book::load(app).await };
        let mut pages = book.write();
        // Another pass that read later has taken these in.
        if pages.seq == known && news.seq > seq {
            pages.matcher.forget(&news.seats);
            for (seat, subscription) in &news.live {
                pages.matcher.add(*seat, subscription);
            }
            pages.seq = Some(news.seq);
        }
        Ok(())
    }

    /// Reads the map where it changed. For a county this takes a second or two.
    ///
    /// # Errors
    /// A fault of the database, or areas that do not fit together.
    pub async fn read_map(app: &App) -> Result<(), Wrong> {
        let book = app.part::<Book>();
        let known = book.read().map;
        let areas = app.db.read("read the map for subscriptions", places::areas).await?;
        let map = look_of(&areas);
        if known == Some(map) {
            return Ok(());
        }
        let built =
            tokio::task::spawn_blocking(move || -> anyhow::Result<Reach> { Ok(Reach::new(&Areas::new(areas)?)?) });
        let reach = built.await.map_err(|error| Wrong::Fault(error.into()))??;
        let mut pages = book.write();
        (pages.reach, pages.map) = (reach, Some(map));
        Ok(())
    }

    fn read(&self) -> RwLockReadGuard<'_, Pages> {
        self.pages.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Pages> {
        self.pages.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An area that the map does not know yet still reaches those who named it, and those who want everything.
fn touched(reach: &Reach, place: Touches) -> Touched {
    match place {
        Touches::Spot { cell, area } => reach.spot(cell, area),
        Touches::Area(area) => reach.area(area).unwrap_or_else(|| Touched::new([], [area])),
    }
}

fn everyone(tx: &Tx<'_>) -> Result<(Matcher, i64), Wrong> {
    let mut matcher = Matcher::default();
    store::each_live(tx, |seat, subscription| matcher.add(seat, subscription))?;
    matcher.compact();
    Ok((matcher, store::newest_change(tx)?))
}

struct News {
    seats: RoaringBitmap,
    live: Vec<(Seat, Subscription)>,
    seq: i64,
}

fn changes(tx: &Tx<'_>, seq: i64) -> Result<Option<News>, Wrong> {
    let Some(seats) = store::changed_after(tx, seq)? else { return Ok(None) };
    let mut live = Vec::new();
    for seat in &seats {
        let row = store::in_seat(tx, Seat(seat))?;
        if let Some(row) = row.filter(|row| matches!(row.standing, Standing::Live { .. })) {
            live.push((row.seat, row.choices));
        }
    }
    Ok(Some(News { seats, live, seq: store::newest_change(tx)? }))
}

/// A number that changes when an area's ground or its place among the others does.
fn look_of(areas: &[Area]) -> u64 {
    let mut look = DefaultHasher::new();
    for area in areas {
        (area.id, area.parent).hash(&mut look);
        for polygon in &area.shape {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                for point in ring.coords() {
                    (point.x.to_bits(), point.y.to_bits()).hash(&mut look);
                }
            }
        }
    }
    look.finish()
}
