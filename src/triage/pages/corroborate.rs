//! Two reports that bear each other out: who may be a witness, and the proof.

use crate::ground::locale::Say;
use crate::ground::web::{Fields, clock};
use crate::ground::{App, Id, Wrong, audit, keys};
use crate::people::Me;
use crate::reports::facts::{FirstHand, TimePrecision};
use crate::reports::{self, Brief, PictureRow, Report};
use crate::triage::desk;
use crate::triage::incident::{
    ContentMark, Corroboration, Incident, Review, ReviewedMedia, SenderMark, StepRefused, Testimony,
};
use crate::triage::store;

/// A first-hand report with pictures.
pub struct Witness {
    pub id: String,
    pub words: String,
}

/// The reports that may bear witness: first-hand, with pictures, of a known place and minute.
pub async fn witnesses(app: &App, say: &Say, incident: &Incident, ids: &[Id<Report>]) -> Result<Vec<Witness>, Wrong> {
    let (id, ids) = (incident.id(), ids.to_vec());
    let briefs = app.db.read("witnesses", move |tx| {
        let mut briefs = reports::store::briefs(tx, &ids)?;
        briefs.retain(may_bear_witness);
        debug_assert!(briefs.iter().all(|brief| store::linked(tx, id, brief.id).unwrap_or(false)));
        Ok(briefs)
    });
    let shown = briefs.await?.into_iter().map(|brief| Witness {
        words: format!("{} · {}", clock::when(app, say, brief.observed_at), say.t(&brief.facts.activity.word())),
        id: brief.id.to_string(),
    });
    Ok(shown.collect())
}

fn may_bear_witness(brief: &Brief) -> bool {
    brief.pictures > 0
        && brief.cell.is_some()
        && brief.precision == TimePrecision::Minutes
        && brief.facts.first_hand.is_some_and(FirstHand::is_first_hand)
}

/// Closes the incident as confirmed by the two reports that the form names.
///
/// # Errors
/// The first rule that does not hold, or what the form lacks.
pub async fn confirm(app: &App, me: &Me, id: Id<Incident>, fields: &Fields) -> Result<(), Wrong> {
    let one = testimony(app, id, fields.text("one")).await?;
    let two = testimony(app, id, fields.text("two")).await?;
    let proof = Corroboration::of(&one, &two)?;
    let finding = super::finding::read(fields, proof.seen_between().1)?;
    let (keys, by, now) = (app.keys.clone(), me.id, app.now());
    app.db
        .write("two reports confirm", move |tx| {
            let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
            for report in proof.reports() {
                if !store::linked(tx, id, report)? {
                    return Err(StepRefused::OtherIncident.into());
                }
            }
            let next = incident.corroborated(by, &proof, finding, now)?;
            desk::save(tx, &keys, &incident, &next, now)?;
            audit::note(tx, now, Some(by), "incident confirmed by two reports", Some(id))
        })
        .await
}

/// What a report says as a witness, with its pictures told apart by their content.
async fn testimony(app: &App, incident: Id<Incident>, report: &str) -> Result<Testimony, Wrong> {
    let report: Id<Report> = report.parse().map_err(|_| StepRefused::MediaNotReviewed)?;
    let (brief, pictures) = app
        .db
        .read("a witness", move |tx| {
            if !store::linked(tx, incident, report)? {
                return Err(StepRefused::OtherIncident.into());
            }
            let brief = reports::store::brief(tx, report)?.ok_or(Wrong::NotFound)?;
            Ok((brief, reports::store::pictures(tx, report)?))
        })
        .await?;
    let mut media = Vec::with_capacity(pictures.len());
    for picture in &pictures {
        media.push(reviewed(app, picture).await?);
    }
    // A day's precision says nothing about the minute, and a report without a cell nothing about the corner.
    let (Some(cell), TimePrecision::Minutes) = (brief.cell, brief.precision) else {
        return Err(StepRefused::SeenTooFarApart.into());
    };
    Ok(Testimony {
        report,
        incident,
        sender: brief.sender_mark.map(SenderMark),
        entered_by: brief.by_member,
        duplicate_of: None,
        first_hand: brief.facts.first_hand,
        agency: brief.facts.agency,
        seen_at: brief.observed_at,
        cell,
        media,
    })
}

async fn reviewed(app: &App, picture: &PictureRow) -> Result<ReviewedMedia, Wrong> {
    let content = ContentMark(keys::sha256(&reports::open_picture(app, picture.id).await?));
    let reviews = picture.reviews.iter().map(|review| Review { by: review.by, shows_it: review.shows_it });
    Ok(ReviewedMedia { content, reviews: reviews.collect() })
}
