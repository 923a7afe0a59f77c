//! Reading a text message: is it a report, a command, in which language, about what? Pure guesses that a person checks.

use unicode_normalization::UnicodeNormalization;

use crate::ground::locale::Lang;

use super::facts::{Activity, FirstHand};

/// What a text asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// A new report with these words, whatever was sent before.
    NewReport(String),
    /// What came of the report, asked in this language.
    Status(Lang),
    /// Words: a report, or more about the last one.
    Words(String),
}

/// What a text asks for, in either language, with or without accents and case. `names_a_new` says whether words name a place that the
/// network knows and that has "New", "Nuevo" or "Nueva" in its name.
pub fn asks(text: &str, names_a_new: impl Fn(&str) -> bool) -> Asks {
    let text = text.trim();
    let plain = folded(text);
    let bare = plain.trim_matches(|letter: char| !letter.is_alphanumeric());
    match bare {
        "estado" | "estatus" => return Asks::Status(Lang::Es),
        "status" => return Asks::Status(Lang::En),
        _ => {}
    }
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let is_set_off =
        rest.is_empty() || text[first.len()..].starts_with('\n') || !first.ends_with(char::is_alphanumeric);
    // Said of a place it begins the text and is gone with its first word: "NEW agents at New Hampshire" is a command all the same.
    let is_name = || is_common_name(&plain) || names_a_new(text) && !names_a_new(rest);
    match folded(first).trim_matches(|letter: char| !letter.is_alphanumeric()) {
        "nuevo" | "nueva" | "new" if is_set_off || !is_name() => Asks::NewReport(rest.trim().to_owned()),
        _ => Asks::Words(text.to_owned()),
    }
}

/// "New York", "Nuevo León" and "New Dock Street" are places, not commands: by what they are often called, or by the kind of street that
/// stands third.
fn is_common_name(plain: &str) -> bool {
    const NAMES: &str = " new york new orleans new england new hampshire new jersey new mexico new high new haven new hope new avalon \
        new world nueva york nueva inglaterra nueva jersey nuevo leon nuevo mexico nuevo laredo ";
    const KINDS: &str = " st street ave av avenue blvd boulevard rd road dr drive ln lane way pl place ct court hwy ";
    let words: Vec<&str> =
        plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let [first, second, rest @ ..] = words.as_slice() else { return false };
    NAMES.contains(&format!(" {first} {second} "))
        || rest.first().is_some_and(|third| KINDS.contains(&format!(" {third} ")))
}

/// True where "new", "nuevo" or "nueva" is a word of a place's name.
pub fn is_called_new(name: &str) -> bool {
    folded(name).split(|letter: char| !letter.is_alphanumeric()).any(|word| matches!(word, "new" | "nuevo" | "nueva"))
}

/// The language a text is most likely written in; Spanish where nothing tells.
pub fn guessed_lang(text: &str) -> Lang {
    const SPANISH: [&str; 28] = [
        "hay",
        "el",
        "la",
        "los",
        "las",
        "en",
        "con",
        "una",
        "un",
        "de",
        "del",
        "que",
        "esta",
        "estan",
        "y",
        "por",
        "aqui",
        "alla",
        "se",
        "lo",
        "llevaron",
        "veo",
        "vi",
        "calle",
        "esquina",
        "camioneta",
        "camionetas",
        "gente",
    ];
    const ENGLISH: [&str; 28] = [
        "there", "the", "at", "in", "on", "with", "and", "is", "are", "they", "i", "see", "saw", "of", "a", "an", "to",
        "near", "by", "street", "corner", "van", "vans", "people", "took", "someone", "here", "agents",
    ];
    let plain = folded(text);
    let words: Vec<&str> = plain.split(|letter: char| !letter.is_alphanumeric()).collect();
    let count = |known: &[&str]| words.iter().filter(|word| known.contains(word)).count();
    if count(&ENGLISH) > count(&SPANISH) { Lang::En } else { Lang::Es }
}

/// What seems to be happening: the gravest thing that is spoken of, [`Activity::Other`] where nothing is.
pub fn guessed_activity(text: &str) -> Activity {
    const CUES: [(Activity, &[&str]); 6] = [
        (
            Activity::Loading,
            &["subiendo a", "subieron a", "metieron a", "metiendo a", "loading", "into a van", "into the van"],
        ),
        (
            Activity::Detaining,
            &[
                "deteni",
                "detuv",
                "arrest",
                "esposa",
                "agarraron",
                "agarrando",
                "llevaron",
                "llevando",
                "llevan a",
                "handcuff",
                "detain",
                "took ",
                "taking ",
                "grabbed",
                "grabbing",
            ],
        ),
        (Activity::AtADoor, &["puerta", "tocando", "knocking", "door"]),
        (Activity::Checkpoint, &["reten", "punto de control", "parando carros", "checkpoint", "stopping cars"]),
        (
            Activity::Questioning,
            &["pregunta", "interroga", "pidiendo papeles", "asking for papers", "questioning", "asking people"],
        ),
        (Activity::Waiting, &["estacionad", "esperando", "parados", "paradas", "parked", "waiting", "sitting in"]),
    ];
    let plain = folded(text);
    CUES.iter()
        .find(|(_, cues)| cues.iter().any(|cue| plain.contains(cue)))
        .map_or(Activity::Other, |(activity, _)| *activity)
}

/// How the sender seems to know, where they say so.
pub fn guessed_first_hand(text: &str) -> Option<FirstHand> {
    const CUES: [(FirstHand, &[&str]); 4] = [
        (
            FirstHand::SomeoneToldMe,
            &[
                " dicen que",
                "me dijeron",
                "me conto",
                "me contaron",
                "someone told",
                "i heard",
                "they say",
                "escuche que",
            ],
        ),
        (FirstHand::APost, &["facebook", "instagram", "tiktok", "whatsapp", "un post", "a post", "publicaron"]),
        (
            FirstHand::ISeeIt,
            &[
                "estoy viendo",
                " veo ",
                "i see ",
                "i m seeing",
                "i am seeing",
                "aqui estan",
                "they are here",
                "enfrente de mi",
            ],
        ),
        (FirstHand::ISawIt, &[" vi ", "acabo de ver", "i saw ", "just saw"]),
    ];
    let words: Vec<String> = folded(text).split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect();
    let plain = format!(" {} ", words.join(" "));
    CUES.iter().find(|(_, cues)| cues.iter().any(|cue| plain.contains(cue))).map(|(answer, _)| *answer)
}

/// Small letters without accents.
fn folded(text: &str) -> String {
    text.nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_in_both_languages_and_places_are_not_commands() {
        let asks = |text| asks(text, |words| words.contains("Foundry"));
        assert_eq!(asks(" Estado! "), Asks::Status(Lang::Es));
        assert_eq!(asks("STATUS"), Asks::Status(Lang::En));
        assert_eq!(asks("NUEVO: hay tres camionetas"), Asks::NewReport("hay tres camionetas".into()));
        assert_eq!(asks("new"), Asks::NewReport(String::new()));
        assert_eq!(asks("Nuevo\nLeon Blvd, 3 vans"), Asks::NewReport("Leon Blvd, 3 vans".into()));
        assert_eq!(asks("NEW: York Blvd, 3 vans"), Asks::NewReport("York Blvd, 3 vans".into()));
        assert_eq!(asks("NEW agents at Foundry"), Asks::NewReport("agents at Foundry".into()), "known without it");
        for words in [
            "New York y la 3",
            "New Hampshire y 3ra",
            "new high st, 3 vans",
            "Nuevo León y la 4",
            "New Dock Street, agents parked",
            "el estado mando gente",
        ] {
            assert_eq!(asks(words), Asks::Words(words.into()));
        }
        let known = |text| super::asks(text, |words| words.starts_with("New Foundry"));
        assert_eq!(known("New Foundry y 3ra"), Asks::Words("New Foundry y 3ra".into()));
        assert_eq!(known("NEW vans at New Foundry"), Asks::NewReport("vans at New Foundry".into()));
    }

    #[test]
    fn language_and_activity_are_guessed_from_plain_words() {
        let cases = [
            ("hay migra en la esquina de slauson y figueroa, 3 camionetas", Lang::Es, Activity::Other),
            ("se llevaron a un señor en la 7 y Alvarado", Lang::Es, Activity::Detaining),
            ("están tocando puertas en Boyle Heights", Lang::Es, Activity::AtADoor),
            ("lo están subiendo a una van", Lang::Es, Activity::Loading),
            ("hay un retén en Vermont", Lang::Es, Activity::Checkpoint),
            ("I see 3 vans parked at 35th and International", Lang::En, Activity::Waiting),
            ("they took someone at the car wash", Lang::En, Activity::Detaining),
            ("agents asking people questions near the Home Depot", Lang::En, Activity::Questioning),
        ];
        for (text, lang, activity) in cases {
            assert_eq!((guessed_lang(text), guessed_activity(text)), (lang, activity), "{text}");
        }
        assert_eq!(guessed_lang("90006"), Lang::Es);
    }

    #[test]
    fn how_they_know_is_taken_only_where_it_is_said() {
        assert_eq!(guessed_first_hand("estoy viendo camionetas"), Some(FirstHand::ISeeIt));
        assert_eq!(guessed_first_hand("Vi dos camionetas"), Some(FirstHand::ISawIt));
        assert_eq!(guessed_first_hand("me dijeron que hay redada"), Some(FirstHand::SomeoneToldMe));
        assert_eq!(guessed_first_hand("hay camionetas en la avenida"), None);
        assert_eq!(guessed_first_hand("hay una avenida"), None, "«vi» is a word and not a part of one");
    }
}
