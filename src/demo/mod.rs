//! A made-up network, for trying out and for tests. Nothing here is a real place or person.
//!
//! In: an empty data folder. Out: the town of Puerto Tecolote with its map, members of every role, and a made-up day that went through the real
//! intake, triage and verification.

mod cast;
pub mod city;
mod day;
mod letting_out;
mod pace;
mod phones;
mod play;
#[cfg(test)]
mod tests;
mod week;

use crate::ground::db::Tx;
use crate::ground::{App, Moment, Wrong};
use crate::people::{Alias, Standing, store as people};
use crate::places::{Atlas, Place, Resolution, store as places};
use crate::shifts::{self, OnDuty};

pub use letting_out::let_out;
pub use phones::subscribe_phones;
pub use play::{play_one, play_the_day, play_the_week};

/// Days over which the made-up week reaches, the last one included.
pub const WEEK_DAYS: i64 = 7;

/// Hours for which the made-up verifiers stay on duty.
const DUTY_HOURS: i64 = 8;

/// Puts the town's map, the organizations and the members into an empty network.
///
/// # Errors
/// A fault of the database, or a network that is not empty.
pub async fn furnish(app: &App) -> Result<(), Wrong> {
    let areas = city::areas().map_err(|wrong| Wrong::Fault(wrong.into()))?;
    let rows = city::rows(&areas);
    let now = app.now();
    app.db
        .write("furnish the demo", move |tx| {
            for area in areas.all() {
                places::put_area(tx, area)?;
            }
            for row in &rows {
                places::put_row(tx, row)?;
            }
            for person in cast::CAST {
                add(tx, person, now)?;
            }
            Ok(())
        })
        .await?;
    Atlas::reload(app).await
}

fn add(tx: &Tx<'_>, person: &cast::Person, now: Moment) -> Result<(), Wrong> {
    let alias = Alias::parse(person.alias).map_err(|wrong| Wrong::Fault(wrong.into()))?;
    let organization = people::organization(tx, person.organization, now)?;
    let member = people::add(tx, &alias, Some(organization), person.roles, person.lang, now)?;
    people::set_standing(tx, member, Standing::Active { since: now }, now)
}

/// Puts the made-up verifiers on duty around where the cast says, until [`DUTY_HOURS`] from `now`.
///
/// # Errors
/// A fault of the database, or a place in the cast that the town lacks.
pub async fn go_on_duty(app: &App, now: Moment) -> Result<(), Wrong> {
    // The site that shows the day has just been opened: its map is still to be read.
    Atlas::reload(app).await?;
    let atlas = app.part::<Atlas>();
    for person in cast::CAST.iter().filter(|person| !person.duty.is_empty()) {
        let Resolution::One(Place { area, cell, .. }) = atlas.resolve(person.duty, None) else {
            return Err(Wrong::Fault(anyhow::anyhow!("the town has no one place for {}", person.alias)));
        };
        let alias = Alias::parse(person.alias).map_err(|wrong| Wrong::Fault(wrong.into()))?;
        let until = now.plus_hours(DUTY_HOURS);
        app.db
            .write("go on duty", move |tx| {
                let Some(member) = people::by_alias(tx, &alias)? else { return Err(Wrong::NotFound) };
                let duty = OnDuty { member: member.id, area, cell, lang: member.lang, since: now, until };
                shifts::store::set_on(tx, &duty)
            })
            .await?;
    }
    Ok(())
}
