//! The clock, in words: the whole network by step, then every area by step, or one area by the hour.

use super::now::area_name;
use super::{Asked, Read};
use crate::board::clock::Step;
use crate::board::histogram::{BEYOND_SECONDS, Histogram, NEVER_SECONDS};
use crate::board::reading::{self, BySteps, Days, Figures, Hours, Reading, Verdict};
use crate::ground::locale::Say;
use crate::places::{AreaKey, Areas, Atlas};

/// The lower half of the board.
pub struct ClockShown {
    pub days: Vec<Tab>,
    pub hours: Vec<Tab>,
    /// To the exercises, or back from them; `None` where there was none.
    pub drills: Option<Tab>,
    pub is_of_drills: bool,
    /// Nothing was ever counted.
    pub is_new: bool,
    /// The steps of the whole network, or of the area that was asked for.
    pub steps: Vec<StepShown>,
    pub caption: String,
    /// The steps that have a column below.
    pub columns: Vec<String>,
    pub rows: Vec<RowShown>,
    pub rows_caption: String,
    /// The first column's name.
    pub rows_of: String,
    /// Back to every area, where one was asked for.
    pub back: Option<String>,
}

/// A link that chooses.
pub struct Tab {
    pub words: String,
    pub href: String,
    pub is_here: bool,
}

/// One step with its target.
pub struct StepShown {
    pub name: String,
    pub what: String,
    pub target: String,
    pub reading: ReadingShown,
}

/// One row of the lower table.
pub struct RowShown {
    pub name: String,
    /// What it lies in.
    pub of: String,
    pub href: Option<String>,
    pub readings: Vec<ReadingShown>,
}

/// What the clock says, in words.
pub struct ReadingShown {
    pub is_nothing: bool,
    pub figures: Option<FiguresShown>,
    /// What stands in place of figures, or beside those of a few.
    pub words: String,
    pub badge: &'static str,
}

/// Half, nine of ten, and how many of how many were in time.
pub struct FiguresShown {
    pub median: String,
    pub ninetieth: String,
    pub in_time: String,
    /// How many ended at all, where some never did.
    pub ended: Option<String>,
}

/// The lower half of the board.
pub(super) fn shown(say: &Say, atlas: &Atlas, asked: Asked, read: &Read, sees_few: bool) -> ClockShown {
    let gazetteer = atlas.gazetteer();
    let areas = gazetteer.areas();
    let asked = Asked { area: asked.area.filter(|area| areas.get(*area).is_some()), ..asked };
    let scope = match asked.area {
        Some(area) => reading::by_area(&read.sums, areas).remove(&Some(area)).unwrap_or_default(),
        None => reading::whole(&read.sums),
    };
    let columns: Vec<Step> = Step::ALL.iter().copied().filter(|step| scope.contains_key(step)).collect();
    let cell = |step: Step, steps: &BySteps| reading_shown(say, step, steps.get(&step), sees_few);
    let row = |name, of, href, steps: &BySteps| RowShown {
        name,
        of,
        href,
        readings: columns.iter().map(|step| cell(*step, steps)).collect(),
    };
    let rows = match asked.area {
        Some(area) => {
            let hours = reading::by_hour(&read.sums, areas, area);
            hours.iter().map(|(hour, steps)| row(hour_words(say, *hour), String::new(), None, steps)).collect()
        }
        None => {
            let found = reading::by_area(&read.sums, areas).into_iter().map(|(area, steps)| {
                let (path, name, of) = named(say, atlas, areas, area);
                let href = area.map(|area| Asked { area: Some(area), ..asked }.address());
                (path, row(name, of, href, &steps))
            });
            let mut found: Vec<_> = found.collect();
            found.sort_by(|one, two| one.0.cmp(&two.0));
            found.into_iter().map(|(_, row)| row).collect()
        }
    };
    let area = asked.area.map(|area| area_name(say, atlas, area));
    ClockShown {
        days: tabs(say, Days::ALL, |days| (days.word(), Asked { days, ..asked }, days == asked.days)),
        hours: tabs(say, Hours::ALL, |hours| (hours.word(), Asked { hours, ..asked }, hours == asked.hours)),
        drills: drills(say, asked, read.has_drills),
        is_of_drills: asked.drills,
        is_new: read.is_new && !asked.drills,
        steps: steps(say, &scope, sees_few),
        caption: area.clone().unwrap_or_else(|| say.t("board-whole")),
        rows_caption: area.map_or_else(|| say.t("board-by-area"), |area| say.t1("board-by-hour", "area", area)),
        rows_of: say.t(if asked.area.is_some() { "board-column-hour" } else { "board-column-area" }),
        columns: columns.iter().map(|step| say.t(&step.word())).collect(),
        rows,
        back: asked.area.map(|_| Asked { area: None, ..asked }.address()),
    }
}

fn tabs<T: Copy>(say: &Say, all: &[T], tab: impl Fn(T) -> (String, Asked, bool)) -> Vec<Tab> {
    let tab = |choice: &T| {
        let (word, asked, is_here) = tab(*choice);
        Tab { words: say.t(&word), href: asked.address(), is_here }
    };
    all.iter().map(tab).collect()
}

fn drills(say: &Say, asked: Asked, has_drills: bool) -> Option<Tab> {
    let word = if asked.drills { "board-to-real" } else { "board-to-drills" };
    let href = Asked { drills: !asked.drills, ..asked }.address();
    (has_drills || asked.drills).then(|| Tab { words: say.t(word), href, is_here: false })
}

/// Every step that is measured, and "no samples yet" where there are none. Deliveries are not there before the first.
fn steps(say: &Say, scope: &BySteps, sees_few: bool) -> Vec<StepShown> {
    let is_there = |step: &Step| *step != Step::Delivered || scope.contains_key(step);
    let step = |step: Step| StepShown {
        name: say.t(&step.word()),
        what: say.t(&format!("{}-what", step.word())),
        target: lasting(say, step.target_seconds()),
        reading: reading_shown(say, step, scope.get(&step), sees_few),
    };
    Step::ALL.iter().copied().filter(is_there).map(step).collect()
}

/// An area as a row is ordered and named: the names from the outermost in, its own, and that of the one around it.
fn named(say: &Say, atlas: &Atlas, areas: &Areas, area: Option<AreaKey>) -> (Vec<String>, String, String) {
    // Behind every name.
    let Some(area) = area else { return (vec![char::MAX.to_string()], say.t("board-no-area"), String::new()) };
    let mut path: Vec<String> = areas.around(area).map(|outer| outer.name.clone()).collect();
    let of = path.first().cloned().unwrap_or_default();
    path.reverse();
    let name = area_name(say, atlas, area);
    path.push(name.clone());
    (path, name, of)
}

fn reading_shown(say: &Say, step: Step, took: Option<&Histogram>, sees_few: bool) -> ReadingShown {
    let reading = took.map_or(Reading::Nothing, |took| Reading::of(step, took));
    let (figures, words, badge) = match reading {
        Reading::Nothing => (None, say.t("board-nothing"), ""),
        Reading::Few(figures) if sees_few => (Some(figures), say.t1("board-few", "n", figures.count), "quiet"),
        Reading::Few(figures) => (None, say.t1("board-too-few", "n", figures.count), ""),
        Reading::Enough(figures, verdict) => (Some(figures), say.t(&verdict.word()), badge(verdict)),
    };
    let is_nothing = reading == Reading::Nothing;
    ReadingShown { is_nothing, figures: figures.map(|figures| figures_shown(say, figures)), words, badge }
}

fn figures_shown(say: &Say, figures: Figures) -> FiguresShown {
    FiguresShown {
        median: lasting(say, figures.median),
        ninetieth: lasting(say, figures.ninetieth),
        in_time: say.with("board-in-time", &[("n", figures.in_time.into()), ("of", figures.count.into())]),
        ended: (figures.never > 0).then(|| {
            let ended = figures.count - figures.never;
            say.with("board-delivered", &[("n", ended.into()), ("of", figures.count.into())])
        }),
    }
}

const fn badge(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::InTime => "good",
        Verdict::HalfInTime => "",
        Verdict::Late => "late",
    }
}

fn hour_words(say: &Say, hour: i8) -> String {
    say.with("board-hour", &[("from", i64::from(hour).into()), ("to", i64::from(hour + 1).into())])
}

/// A length of time in words: "20 s", "2 min 30 s", "1 h 15 min".
fn lasting(say: &Say, seconds: i64) -> String {
    if seconds == NEVER_SECONDS {
        return say.t("board-never");
    }
    if seconds >= BEYOND_SECONDS {
        return say.t("board-over-a-day");
    }
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let parts = [("board-h", hours), ("board-min", minutes), ("board-s", rest)];
    let said: Vec<String> = parts.into_iter().filter(|(_, n)| *n > 0).map(|(word, n)| say.t1(word, "n", n)).collect();
    // Never broken over two lines.
    said.join("\u{a0}")
}
