//! Statements of somebody's immigration status.
//!
//! A statement says what a person is or has. The subject alone ("immigration status", "asking for
//! papers", "inmigración") is no statement, nor is a question that agents ask ("if they are
//! citizens"), nor an act that is illegal. Words that only ever describe people ("undocumented",
//! "indocumentado") count wherever they stand.

use std::ops::Range;

use super::fold::Folded;
use super::status_told;
use super::token::{Pattern, before, pattern};

/// How far before a statement "if" or "whether" turns it into a question.
const QUESTION_BYTES_MAX: usize = 26;

/// Words and phrases that say it by themselves.
static PLAIN: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:",
        // English.
        r"undocumented|undocs?|undocu\w*|illegals|illegal (?:immigrants?|aliens?|migrants?|worker?s?|mexicans?)|",
        r"wetbacks?|",
        r"green ?cards?(?: holders?)?|daca(?: recipients?| holders?)?|overstay(?:s|ed|ing)? (?:his|her|their|my|a|",
        r"the)? ?visas?|visa overstays?|",
        r"asylum[ -]?seekers?|asylum (?:case|interview|claim|hearing|application|pending|status)|out of status|",
        r"no legal status|without (?:legal )?(?:status|papers)|no papers|unlawful(?:ly)? present|",
        r"(?:cross|enter)(?:ed|s)? (?:the border )?(?:illegally|without inspection)|(?:here|came|come|comes|",
        r"works?|working|lives?|living) illegally|",
        r"(?:deported|removed) (?:before|previously|already|once|twice|in (?:19|20)\d\d)|(?:deportation|",
        r"removal) orders?|orders? of (?:removal|deportation)|",
        r"(?:expired visa|visa (?:is |has |was )?expired)|(?:student|tourist|work|h-?1b|h-?2a|u|t|j-?1|",
        r"f-?1) visas?|visa holders?|",
        // Spanish.
        r"indocumentad[oa]s?|indocs?|sin (?:papeles|documentos|estatus|status|inspeccion|residencia)|ilegales|",
        r"inmigrantes? ilegal(?:es)?|",
        r"no ti?enen? (?:papeles|documentos|estatus|status|residencia|visa)|no (?:tengo|tenemos) (?:papeles|",
        r"documentos|visa)|",
        r"(?:se (?:le|me|les) )?venci(?:o|da|do|eron) (?:la|su) visa|visa (?:de (?:turista|estudiante|trabajo|",
        r"visitante)(?: vencida)?|vencida|expirada|de (?:u|t)\b|u\b)|",
        r"orden(?:es)? (?:final )?de (?:deportacion|remocion|expulsion)|(?:deportad[oa]s?|removid[oa]s?) (?:antes|",
        r"ya|en (?:19|20)\d\d|una vez|dos veces)|",
        r"(?:pidi(?:o|endo|eron)|solicit(?:o|ando|aron)|pide|piden|tiene|tienen|tengo|espera(?:ndo)?) (?:el |su |",
        r"caso de )?asilo|solicitantes? de asilo|asilad[oa]s?|",
        r"(?:entr(?:o|aron|e)|cruz(?:o|aron|e)|pas(?:o|aron)) (?:de )?(?:ilegal(?:mente)?|mojad[oa]s?|",
        r"sin papeles)|dreamers|",
        r"(?:beneficiari[oa]s? de |titular de )(?:tps|daca)|tps (?:holders?|recipients?)|asilo pendiente|",
        r"(?:(?:vive|viven|vivo|vivimos)(?: aqui| aca)?|(?:esta|estan|estoy|estamos) (?:aqui|aca)|en (?:el|este) pais) sin permiso",
        r")\b",
    ))
});

/// Phrases that need a person before them: "she is a citizen", "es ciudadana", "tiene papeles".
static ABOUT_A_PERSON: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:(?:he|she|they|i|we|you|who|dad|mom|husband|wife|brother|sister|son|daughter|friend|kid|kids|",
        r"parents|guy|guys|man|woman|people|worker|workers|cousin|neighbor|all)",
        r"(?:'?s|'?re|'?m| is| are| am| was| were| isnt| isn't| arent| aren't)|im|hes|shes|theyre|its|es|is|are|",
        r"am|was|son|soy|somos|era|eran|eres)",
        r"(?: (?:not|no|all|also|both|just|still|an?|the|un|una|unos|unas|todos|todas|ya|tambien|both|actually|",
        r"only|really|legal|lawful|naturalized|born))*",
        r" ((?:u\.?s\.? |american |us-born )?citizens?|(?:permanent |legal )?residents?|lprs?|illegal|",
        r"undocumented|dreamers?|refugees?|asylees?|legal immigrants?|naturali[sz]ed|",
        r"ciudadan[oa]s?(?: american[oa]s?)?|residentes?(?: permanentes?| legal(?:es)?)?|ilegal|mojad[oa]s?|",
        r"sonador(?:a|es|as)?|dreamers?|refugiad[oa]s?|daquit[oa]s?|naturalizad[oa]s?)\b",
    ))
});

static HAS: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:has|have|had|got|gets|holds?|with|on|under|only has|tiene|tienen|tengo|tenemos|tenia|trae|con|saco|",
        r"le dieron|ya tiene)",
        r"(?: (?:no|not|a|an|his|her|their|my|the|any|got|the right|legal|valid|expired|solo|la|su|el|los|sus|un|",
        r"una|mi|solamente|nomas|only|just|current))*",
        r" (papers|papeles|residencia|mica|permiso de trabajo|work permit|work authorization|work visa|tps|parole|",
        r"daca|green ?card|legal status|estatus legal|asylum|doca|ead)\b",
    ))
});

static HAS_NOT: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:do ?n'?t|does ?n'?t|did ?n'?t|do not|does not|without|aint got|ain't got) (?:even )?have (?:any |",
        r"no |legal |the right |their |his |her )*(?:papers|documents|papeles|status|a visa|a green ?card)\b",
    ))
});

/// Slurs and nouns with an article before them: "un mojado", "los mojados" (not "el piso mojado").
static WITH_ARTICLE: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:un|una|unos|unas|los|las|pinches?|puros?|como) (mojad[oa]s?|ilegal(?:es)?|daquit[oa]s?|sonador(?:a|",
        r"es|as)|dreamers?)\b|\ba (?:daca )?(dreamer|green ?card holder|lpr)\b|\b(?:is |are |was )(tps)\b|",
        r"\bimmigration status (?:is|was) (\w{4,20})\b|\bestatus migratorio es (\w{4,20})\b",
    ))
});

static QUESTION: Pattern = Pattern::new(|| {
    pattern(r"\b(?:if|whether|si|asks?|asked|asking|pregunt\w*|demuestr\w*|prove|claim\w*)(?: \w+){0,3} ?$")
});

/// Spans that state a status.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    // A phrase may go on in the next line.
    let low = &text.low.replace('\n', " ");
    let mut found: Vec<Range<usize>> = PLAIN.find_iter(low).map(|hit| hit.range()).collect();
    found.extend(HAS_NOT.find_iter(low).map(|hit| hit.range()));
    found.extend(HAS.find_iter(low).map(|hit| hit.range()));
    for pattern in [&ABOUT_A_PERSON, &WITH_ARTICLE] {
        for hit in pattern.captures_iter(low) {
            let Some(whole) = hit.get(0) else { continue };
            let Some(core) = hit.iter().skip(1).flatten().next() else { continue };
            let denied = whole.as_str().contains(" not ")
                || whole.as_str().contains(" no ")
                || before(low, whole.start(), 4).ends_with("no ");
            found.push(if denied { whole.start()..core.end() } else { core.range() });
        }
    }
    found.extend(status_told::find(low));
    found.retain(|range| !is_asked(low, range) && !is_an_act(low, range) && !is_a_thing(low, range));
    found.retain(|range| !status_told::is_paper(low, range) && !status_told::is_shouted(low, range));
    found.retain(|range| !status_told::is_leave_of_somebody(low, range));
    found
}

fn is_asked(low: &str, range: &Range<usize>) -> bool {
    // "Ella sí tiene": without its accent, "sí" after a person still says yes.
    static YES: Pattern = Pattern::new(|| pattern(r"\b(?:ella|el|ellos|ellas|yo|tu|nosotros) si(?: \w+){0,2} ?$"));
    if YES.is_match(before(low, range.start, QUESTION_BYTES_MAX)) {
        return false;
    }
    QUESTION.is_match(before(low, range.start, QUESTION_BYTES_MAX))
}

/// "That is illegal", "eso es ilegal": about what is done, not about who.
fn is_an_act(low: &str, range: &Range<usize>) -> bool {
    static ACT: Pattern = Pattern::new(|| {
        pattern(concat!(
            r"\b(?:that|this|it|which|arrest|search|stop|raid|what|doing|eso|esto|hacen|hace|lo|parking|arresto|",
            r"redada|estacionad[oa])\b[^.\n]{0,16}$|\b(?:its|it's|that's|thats) (?:\w+ )?$",
        ))
    });
    matches!(&low[range.clone()], "illegal" | "ilegal") && ACT.is_match(before(low, range.start, 24))
}

/// Wet streets, and senior citizens.
fn is_a_thing(low: &str, range: &Range<usize>) -> bool {
    static THING: Pattern = Pattern::new(|| {
        pattern(r"\b(?:piso|calle|suelo|carro|ropa|banqueta|pavimento|senior|preocupados)\b[^.\n]{0,12}$")
    });
    static AFTER: Pattern = Pattern::new(|| {
        pattern(concat!(
            r"^ (?:el|la|los|las) (?:piso|calle|suelo|ropa|banqueta)\b|^ (?:preocupad|de la ciudad|academy|patrol)|",
            r"^ (?:de|del|en|of|in|on|here|aqui)\b",
        ))
    });
    let word = &low[range.clone()];
    (word.starts_with("mojad")
        || word.starts_with("resident")
        || word.contains("citizen")
        || word.starts_with("ciudadan"))
        && (THING.is_match(before(low, range.start, 24)) || AFTER.is_match(super::token::after(low, range.end, 24)))
}
