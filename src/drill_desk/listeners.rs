//! Whom a drill may be told to besides those who take part: the subscriptions on its list.

use roaring::RoaringBitmap;

use crate::places::AreaKey;
use crate::subscriptions::{Kind, Matcher, Reach};

/// The list of a drill in this area: the seats that asked for drills and for a place that the area touches, whatever the hour. It is
/// drawn up once, at the start; whoever subscribes later hears of the next drill.
pub fn of(matcher: &Matcher, reach: &Reach, area: AreaKey) -> RoaringBitmap {
    reach.area(area).map(|touched| matcher.asking(&touched, Kind::Drills)).unwrap_or_default()
}
