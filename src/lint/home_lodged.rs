//! Where somebody lodges or hides, told with fewer words than an address: "the back house", "cuarto 12 del motel", "duermen en la maple 4410".
//!
//! Such a place counts only where the same sentence says that somebody lives, sleeps or hides there: a room, a door and a number of a
//! street without "street" are elsewhere too.

use std::ops::Range;

use super::fold::Folded;
use super::home_words::{breaks_a_street, calle};
use super::token::{Pattern, clause, pattern};

/// How much of a sentence is read for whether somebody lives there.
const CLAUSE_BYTES_MAX: usize = 80;

/// Somebody lives, sleeps or hides there.
static LODGED: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:viv(?:e|en|o|imos|ia|ian|iendo)|lives?|lived|living|stays?|staying|crash(?:es|ing)|",
        r"rent(?:a|an|o|amos|s|ing)?|hosped\w*|se queda(?:n)?|(?:me|nos) qued(?:o|amos)|duerm(?:e|en|o)|dorm(?:ir|imos)|",
        r"sleep(?:s|ing)?|escond(?:e|en|o|emos)|escondid[oa]s?|hid(?:e|es|ing)|albergue|shelter|basement|sotano|",
        r"(?:mi|su|nuestra|tu) casa|casa de (?:mi|su|el|ella|don|dona|la senora)|(?:mi|su|nuestro) domicilio|(?:mi|su|nuestra) direccion|",
        r"(?:my|his|her|their|our|[a-z]{3,12}s) (?:house|home|address|place)|home address|back house|casita)\b",
    ))
});
/// A dwelling behind another one needs no more words.
static BEHIND: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:back (?:house|unit)|rear (?:house|unit)|guest ?house|casita(?: de)? atras|casa (?:\d{1,3} )?(?:de )?atras|",
        r"(?:unit|unidad) (?:#? ?\d{1,4}[a-z]?|[a-z])(?: (?:del fondo|de atras|in the back|upstairs|downstairs))",
        r")\b",
    ))
});
/// Part of a building, by its number or letter.
static PART: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:room|rm|cuarto|habitacion|hab|puerta|door|cama|bed|casa|unit|unidad|interior|trailer|traila)\.? ?",
        r"(?:#|no\.?|num\.?|numero|number)? ?(?:\d{1,4}[a-z]?|[a-z])\b(?: (?:de )?atras\b)?|",
        r"(?:\b(?:apartments?|apartamentos?|departamentos?)(?: [a-z]{3,12})? )?#\d{1,4}[a-z]?\b(?: (?:upstairs|downstairs)\b)?|",
        r"\bpiso \d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th) floor\b|",
        r"\b(?:porton|reja|gate|puerta|casa)(?: [a-z]{3,12})? (?:numero|number|num\.?|no\.?|#) ?\d{1,5}\b|",
        r"\b(?:[a-z]{3,12} )?(?:gate|house) (?:numero|number|no\.?|#) ?\d{1,5}\b",
    ))
});
/// A garage or a car in which somebody sleeps: whose it is, or behind what it stands.
static SHELTERED: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:gara(?:ge|je)s?|cochera|carro|car|camper|rv|van|patio|backyard) (?:de )?(?:atras|behind)(?: (?:de|del|of|el|la|the))* ",
        r"\d{2,5} (?:[nsew]\.? )?[a-z0-9]{2,20}\b|",
        r"\b(?:gara(?:ge|je)|cochera) de (?:mi|su|la|el) [a-z]{3,12}\b|",
        r"\b(?:my|his|her|their|our)? ?[a-z]{3,12}'?s garage\b",
    ))
});
/// `2207 trinity`, `1120 e 33rd`: a number and a name, without "street".
static NUMBER_NAME: Pattern =
    Pattern::new(|| pattern(r"\b\d{3,5} (?:(?:n|s|e|w|north|south|east|west)\.? )?([a-z][a-z']{2,20})\b"));
/// `en la maple 4410`, `en naomi 2207`.
static NAME_NUMBER: Pattern =
    Pattern::new(|| pattern(r"\b(?:en|por|on|at) (?:la |el )?(([a-z][a-z']{2,20}) \d{3,5})\b"));
/// `avenida 57 numero 212`, `212 avenue 57`.
static NUMBERED_AVENUE: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b",
        calle!(),
        r"\.? \d{1,3},? (?:numero|num\.?|no\.?|#) ?\d{1,5}\b|\b\d{2,5} (?:avenue|ave|av)\.? \d{1,3}\b"
    ))
});

/// Spans in which somebody may lodge.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    let low = &text.low;
    let mut found: Vec<Range<usize>> = BEHIND.find_iter(low).map(|hit| hit.range()).collect();
    let is_lodged = |range: &Range<usize>| LODGED.is_match(&low[clause(low, range, CLAUSE_BYTES_MAX)]);
    for pattern in [&PART, &SHELTERED, &NUMBERED_AVENUE] {
        found.extend(pattern.find_iter(low).map(|hit| hit.range()).filter(is_lodged));
    }
    for (pattern, whole, name) in [(&NUMBER_NAME, 0, 1), (&NAME_NUMBER, 1, 2)] {
        for hit in pattern.captures_iter(low) {
            let (Some(place), Some(name)) = (hit.get(whole), hit.get(name)) else { continue };
            if !is_no_street(name.as_str()) && is_lodged(&place.range()) {
                found.push(place.range());
            }
        }
    }
    found
}

/// Words that stand beside numbers and name no street.
fn is_no_street(word: &str) -> bool {
    const OTHER: &str = " \
        agentes agents bus buses camion camiones dolares dollars bucks pesos ruta route linea line people personas gente \
        kids ninos families familias casas homes houses apartments rooms cuartos days dias noches nights weeks semanas months \
        meses noviembre diciembre enero febrero marzo abril mayo junio julio agosto septiembre octubre since desde \
        tahoe suburban explorer silverado ford chevy toyota placa placas plate plates modelo model block blocks \
        vivo vive viven vivimos renta rentamos lives live cuadras freeway autopista salida exit zip codigo canal channel this these that esta este esos the los las ";
    breaks_a_street(word) || OTHER.contains(&format!(" {word} "))
}
