//! Being on duty: where, coarsely, and until when.

use crate::ground::locale::Lang;
use crate::ground::{Id, Moment};
use crate::people::Member;
use crate::places::{AreaKey, Cell};

/// For how many hours one may go on duty at once: nobody is forgotten on duty overnight.
pub const DUTY_HOURS: [i64; 5] = [1, 2, 4, 6, 8];

/// A member on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    pub member: Id<Member>,
    /// The area that holds the place they named.
    pub area: AreaKey,
    /// The cell (about half a kilometre) of the place they named; `None` where they named an area.
    pub cell: Option<Cell>,
    pub lang: Lang,
    pub since: Moment,
    pub until: Moment,
}
