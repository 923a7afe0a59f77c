//! Statuses told as a story: how somebody came, what became of a visa, what is being arranged, who was sent back.
//!
//! Written after a reading of lines by somebody who had not seen the patterns: people say "lo deportaron", "cruzó por el desierto" and "is
//! fixing her papers" far more often than the words of the law.

use std::ops::Range;

use super::token::{Pattern, after, before, pattern};

/// Who may be spoken of, in English; in Spanish the verb says enough.
macro_rules! somebody {
    () => {
        concat!(
            r"(?:he|she|they|i|we|who|him|her|them|us|dad|mom|husband|wife|brother|sister|son|daughter|friend|kids?|parents|guys?|man|",
            r"woman|people|workers?|cousin|uncle|aunt|neighbors?|everyone|everybody|family|boy|girl|lady|cook|those|coworker|boyfriend|",
            r"girlfriend)"
        )
    };
}

/// How somebody came, and what became of the way they came.
static CAME: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:",
        r"(?:came|come|comes|coming|cross(?:ed|es)?|snuck|walked|got)(?: in| over| here| across)? (?:through|across|over|by|from) the ",
        r"(?:desert|border|fence|mountains)|cross(?:ed|es)? the (?:border|desert|fence)|overstay(?:s|ed|ing)?(?: (?:his|her|their|my|a|the) visas?)?|",
        r"(?:entr|cruz|pas|brinc|vin)(?:o|aron|amos|e|ieron)(?: \w+)? (?:por )?(?:el |la )(?:desierto|frontera|muro|cerco)|",
        r"(?:entr|cruz|pas|vin)(?:o|aron|amos|e|ieron) sin (?:visa|papeles|permiso|documentos)|",
        r"se qued(?:o|aron|e)(?: \w+){0,6} visa",
        r")\b",
    ))
});

/// Who was sent back once.
static SENT_BACK: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b",
        somebody!(),
        r"(?: \w+)? (?:was|were|got|been|gets?)(?: \w+)? deported\b|",
        r"\bdeported (?:him|her|them|me|us|(?:my|his|her) \w+)\b|\b(?:lo|la|los|las|me|nos) deport(?:aron|o)\b|",
        r"\b(?:fue|fueron|ha sido|han sido) deportad[oa]s?\b",
    ))
});

/// What somebody arranges, asked for or lost.
static ARRANGES: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:",
        r"(?:is |are |am |was |were )?(?:appl(?:y|ied|ying|ies)|ask(?:ed|ing|s)?|fil(?:ed|ing|es)|request(?:ed|ing|s)?) for asylum|",
        r"(?:is |are |was )?(?:fixing|fixed|arranging) (?:his|her|their|my|our) (?:papers|status|immigration)|",
        r"(?:lost|losing|loses|renewed|renewing) (?:his|her|their|my|our) (?:tps|daca|status|green ?card|visa|work permit)|",
        r"(?:en|con) (?:proceso|tramites?)(?: \w+)? (?:de|para) (?:el |la |su )?(?:asilo|residencia|ciudadania|visa|papeles)|",
        r"(?:esta |estan |anda |andan )?(?:tramit|arregl|renov)ando (?:el |la |su |sus |los )?(?:asilo|residencia|ciudadania|visa|papeles|estatus|tps|daca)|",
        r"perdi(?:o|eron|endo) (?:el |la |su )?(?:tps|daca|residencia|visa|asilo|estatus|permiso de trabajo)",
        r")\b",
    ))
});

/// What somebody is, by birth, by an oath or by a lack.
static IS: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:",
        r"(?:was|were|is) born (?:here|in (?:the (?:u\.?s|united states|states)|this country))|naci(?:o|eron) (?:aqui|en (?:estados unidos|este pais))|",
        r"(?:became|become|becoming) an? (?:u\.?s\.? )?(?:citizen|resident)s?|got (?:his|her|their|my) (?:citizenship|residency|papers)|",
        r"(?:ya (?:es|son)|se hizo|se hicieron) (?:ciudadan[oa]s?|residentes?)|",
        r"(?:esta|estan|anda|andan|vive|viven)(?: aqui)?(?: de)? ilegal(?:es|mente)?|no (?:esta|estan|anda|andan)(?: aqui)? legal(?:es|mente)?|",
        r"no (?:es|son) de aqui legal\w*|(?:son|es)(?: un| una| unos)? mojad[oa]s?|",
        r"none of (?:them|those|us)(?: \w+)? (?:are |is |have |has |got )?(?:legal|papers|status)|",
        r"ningun[oa](?: de ellos)? (?:tiene|trae) (?:papeles|documentos|visa)(?: en regla)?|",
        r"(?:has|have|got|with|on|uses?|using|tiene|trae|con|usa) (?:fake|papeles|papers)(?: (?:papers|id|documents|social|chuec[oa]s|fals[oa]s))|",
        r"(?:do|does|did) ?n[o']?t have (?:a )?(?:social|ssn)|without a social|no (?:tiene|tienen|tengo) (?:seguro social|social)",
        r")\b",
    ))
});

/// `they arent legal`: of people, and not of what is done.
static NOT_LEGAL: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b",
        somebody!(),
        r" ((?:are|is|aint)(?: ?n'?t| not)? legal)(?:$|[ .,]+(?:here|poor|guys?|people|but|and|either|anyway|so|at all)\b|[.,!]?$)"
    ))
});

/// Spans that tell somebody's status as a story. `low` is folded and on one line.
pub(super) fn find(low: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for pattern in [&CAME, &SENT_BACK, &ARRANGES, &IS] {
        found.extend(pattern.find_iter(low).map(|hit| hit.range()));
    }
    found.extend(NOT_LEGAL.captures_iter(low).filter_map(|hit| hit.get(1)).map(|hit| hit.range()));
    found
}

/// "Trae papeles en la mano", "green card photos": paper, and not somebody's papers.
pub(super) fn is_paper(low: &str, range: &Range<usize>) -> bool {
    static IN_HAND: Pattern = Pattern::new(|| {
        pattern(concat!(
            r"^ (?:en (?:la|las|su|sus) manos?|in (?:his|her|their) hands?|photos?|pictures?|numbers?|numero|services?|office|towels?|",
            r"y (?:una )?pluma|and (?:a )?pen)\b"
        ))
    });
    IN_HAND.is_match(after(low, range.end, 24))
}

/// "Están aquí sin permiso del dueño": whose leave it is says that it is no status.
pub(super) fn is_leave_of_somebody(low: &str, range: &Range<usize>) -> bool {
    static WHOSE: Pattern = Pattern::new(|| pattern(r"^ (?:del?|para|pa)\b"));
    low[range.clone()].ends_with("sin permiso") && WHOSE.is_match(after(low, range.end, 8))
}

/// "They were yelling illegals": what was shouted says nothing of anybody.
pub(super) fn is_shouted(low: &str, range: &Range<usize>) -> bool {
    static SHOUTED: Pattern =
        Pattern::new(|| pattern(r"\b(?:yell\w*|shout\w*|scream\w*|grit\w*|insult\w*|chant\w*)(?: \w+){0,2} ?$"));
    SHOUTED.is_match(before(low, range.start, 26))
}
