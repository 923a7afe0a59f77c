//! Badge and serial numbers of officers.
//!
//! "Placa" is a badge where an officer is named beside it, and a plate otherwise.

use std::ops::Range;

use super::fold::Folded;
use super::token::{Pattern, pattern};

/// The number: up to two letters and 2 to 7 digits, or digits said one by one.
macro_rules! number {
    () => {
        r"(#? ?[a-z]{0,2}[\-]?\d(?:(?: - |[ \n\-.])?\d){1,6}\b)"
    };
}
/// Who carries a badge.
macro_rules! officer {
    () => {
        concat!(
            r"(?:oficial|oficiales|agente|agentes|policia|officer|officers|agent|agents|cop|deputy|sheriff|sargento|",
            r"sergeant|migra)",
        )
    };
}
/// Words between the announcement and the number.
macro_rules! filler {
    () => {
        concat!(
            r"(?:[ :.,#\n\x02]{1,3}(?:number|numero|num|no|nro|n|is|es|era|was|says?|said|reads?|que|dice|decia|con|",
            r"with|el|la|the|de|del|his|her|su|id|identificacion|policia|oficial|officer|agente|agent|ice|",
            r"lapd)\b){0,5}[ :.,#\n\x02]{0,3}",
        )
    };
}

static AFTER: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:badges?|bagde|bage|shield|gafetes?|insignias?|star (?:number|num|no)|shield (?:number|num)|",
        r"placas? de (?:identificacion|policia)|placas? (?:del|de la|de el|de un) ",
        officer!(),
        r"|",
        officer!(),
        r" (?:de |con )?(?:la )?placa|",
        r"chapas? (?:del|de la) ",
        officer!(),
        r"|numero de (?:identificacion|serie|id|placa) (?:del|de la) ",
        officer!(),
        r"|",
        officer!(),
        r"'?s? (?:id|serial|number|numero|#)|(?:his|her|their) serial (?:number|num|no))\b",
        filler!(),
        number!(),
    ))
});

/// "placa 30415 del agente", "traía el número 7741 en la placa".
static BEFORE: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\bplaca(?: numero| num| no)?[ :.#]{1,3}",
        number!(),
        r"[ ,]{1,2}(?:del|de la|de el|el|era del|es del) ",
        officer!(),
        r"\b",
    ))
});
static ON_THE_BADGE: Pattern = Pattern::new(|| {
    pattern(concat!(
        officer!(),
        r"\b[^\n.]{0,24}\b(?:numero|number|num)[ :#]{1,2}",
        number!(),
        r" (?:en|on|in) (?:la|the|su|his|her) (?:placa|badge|gafete|insignia|chest|vest|chaleco|uniforme?)\b",
    ))
});

/// Spans that are the number of an officer.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    [&AFTER, &BEFORE, &ON_THE_BADGE]
        .iter()
        .flat_map(|pattern| pattern.captures_iter(&text.low).filter_map(|hit| hit.get(1)).map(|hit| hit.range()))
        .map(|range| {
            let written = &text.low[range.clone()];
            let lead = written.len() - written.trim_start().len();
            range.start + lead..range.end
        })
        .collect()
}
