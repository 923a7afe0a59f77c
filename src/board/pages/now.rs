//! What needs a decision now, in words.

use crate::board::now::{Now, Stuck, Waiting};
use crate::drills::drill::STARTERS;
use crate::ground::locale::Say;
use crate::ground::web::clock;
use crate::ground::{App, Moment};
use crate::people::{Me, Role};
use crate::places::{AreaKey, Atlas};

/// The upper half of the board.
pub struct NowShown {
    pub is_calm: bool,
    /// Only what there is: a phone has no room for noughts.
    pub tiles: Vec<Tile>,
    /// Incidents that wait for somebody, those that should have had them first.
    pub stuck: Vec<StuckShown>,
    pub duty: Vec<DutyShown>,
    pub free: usize,
}

/// One number with what it counts.
pub struct Tile {
    pub count: usize,
    pub words: String,
    /// Where it is decided, for those who may.
    pub href: Option<&'static str>,
    pub since: Option<When>,
    pub late: usize,
}

/// A moment for people and for the script that lets it tick.
pub struct When {
    /// Minutes can be counted from it.
    pub ticks: bool,
    pub iso: String,
    pub words: String,
}

/// One incident that waits.
pub struct StuckShown {
    pub id: String,
    /// For those who may open it.
    pub href: Option<String>,
    pub area: String,
    pub what: String,
    pub since: When,
    pub is_late: bool,
}

/// Verifiers on duty around one area.
pub struct DutyShown {
    pub area: String,
    pub words: String,
}

/// The upper half of the board, as this member sees it.
pub fn shown(app: &App, say: &Say, atlas: &Atlas, me: &Me, now: &Now) -> NowShown {
    let known = |at: Moment, is_a_day: bool| When {
        ticks: !is_a_day,
        iso: clock::known_iso(app, at, is_a_day),
        words: clock::known(app, say, at, is_a_day),
    };
    let when = |at: Moment| known(at, false);
    let dispatches = me.is(Role::Dispatcher);
    let link = |may: bool, path: &'static str| may.then_some(path);
    let tile = |word: &str, waiting: &Waiting, href| Tile {
        count: waiting.count,
        words: say.t1(word, "n", waiting.count),
        href,
        since: waiting.since.map(|at| known(at, waiting.is_a_day)),
        late: waiting.late,
    };
    let count = |list: &[Stuck]| Waiting {
        count: list.len(),
        late: list.iter().filter(|stuck| stuck.is_late).count(),
        since: list.iter().map(|stuck| stuck.since).min(),
        is_a_day: false,
    };
    let (queue, out) = (link(dispatches, "/queue"), link(dispatches || me.is(Role::Releaser), "/alerts/out"));
    let mut tiles = vec![
        tile("board-cards", &now.cards, queue),
        tile("board-unasked", &count(&now.unasked), queue),
        tile("board-needs-eyes", &count(&now.needs_eyes), queue),
        tile("board-overdue", &count(&now.overdue), queue),
        tile("board-untold", &count(&now.untold), queue),
        tile("board-drafts", &now.drafts, out),
        tile("board-to-release", &now.to_release, link(me.is(Role::Releaser), "/alerts/waiting")),
    ];
    let may_drill = STARTERS.iter().any(|role| me.is(*role));
    let drills = Waiting { count: now.drills, ..Waiting::default() };
    tiles.push(tile("board-drills", &drills, link(may_drill, "/drills")));
    tiles.retain(|tile| tile.count > 0);
    NowShown {
        is_calm: now.is_calm(),
        tiles,
        stuck: stuck(say, atlas, dispatches, now, when),
        duty: duty(say, atlas, now),
        free: now.duty.values().map(|here| here.free).sum(),
    }
}

fn stuck(say: &Say, atlas: &Atlas, may_open: bool, now: &Now, when: impl Fn(Moment) -> When) -> Vec<StuckShown> {
    let lists = [
        ("board-stuck-needs-eyes", &now.needs_eyes),
        ("board-stuck-overdue", &now.overdue),
        ("board-stuck-untold", &now.untold),
        ("board-stuck-unasked", &now.unasked),
    ];
    let mut found: Vec<(&str, &Stuck)> =
        lists.into_iter().flat_map(|(word, list)| list.iter().map(move |stuck| (word, stuck))).collect();
    found.sort_by_key(|(_, stuck)| (!stuck.is_late, stuck.since));
    let line = |(word, stuck): (&str, &Stuck)| StuckShown {
        id: stuck.incident.to_string(),
        href: may_open.then(|| format!("/incidents/{}", stuck.incident)),
        area: area_name(say, atlas, stuck.area),
        what: say.t(word),
        since: when(stuck.since),
        is_late: stuck.is_late,
    };
    found.into_iter().map(line).collect()
}

fn duty(say: &Say, atlas: &Atlas, now: &Now) -> Vec<DutyShown> {
    let mut lines: Vec<DutyShown> = now
        .duty
        .iter()
        .map(|(area, here)| DutyShown {
            area: area_name(say, atlas, *area),
            words: say.with("board-duty-line", &[("free", here.free.into()), ("out", here.out.into())]),
        })
        .collect();
    lines.sort_by(|one, two| one.area.cmp(&two.area));
    lines
}

/// An area's name; a sentence where the map does not have it any more.
pub(super) fn area_name(say: &Say, atlas: &Atlas, area: AreaKey) -> String {
    atlas.name(area).unwrap_or_else(|| say.t("board-area-unknown"))
}
