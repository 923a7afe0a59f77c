//! Languages and the words of every page: Fluent texts, compiled in, one pair of files a room.

use std::borrow::Cow;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A language that every page is offered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    Es,
    En,
}

impl Lang {
    /// Every language of the pages, in the order in which they are offered.
    pub const ALL: [Lang; 2] = [Lang::Es, Lang::En];

    /// The BCP 47 tag.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Es => "es",
            Lang::En => "en",
        }
    }

    /// The language with this tag; regions are ignored (`es-MX` is `es`).
    pub fn from_code(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }

    /// The language's own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Lang::Es => "Español",
            Lang::En => "English",
        }
    }

    /// The other language: where the switch leads.
    #[must_use]
    pub const fn other(self) -> Lang {
        match self {
            Lang::Es => Lang::En,
            Lang::En => Lang::Es,
        }
    }

    /// The best offered language for an `Accept-Language` header (RFC 9110, section 12.5.4); Spanish where none fits.
    pub fn best_of(header: &str) -> Lang {
        let (mut most, mut best) = (0.0, Lang::Es);
        for item in header.split(',') {
            let mut parts = item.trim().split(';');
            let Some(lang) = parts.next().and_then(|tag| Lang::from_code(tag.trim())) else { continue };
            let weight: f32 = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            if weight > most {
                (most, best) = (weight, lang);
            }
        }
        best
    }
}

/// One room's words: the same keys in every language.
#[derive(Debug, Clone, Copy)]
pub struct RoomWords {
    pub room: &'static str,
    pub es: &'static str,
    pub en: &'static str,
}

/// Compiles a room's `words.es.ftl` and `words.en.ftl` in: `pub const WORDS: RoomWords = words!("reports");`
#[macro_export]
macro_rules! words {
    ($room:literal) => {
        $crate::ground::locale::RoomWords {
            room: $room,
            es: include_str!("words.es.ftl"),
            en: include_str!("words.en.ftl"),
        }
    };
}

/// The words of every room in every language.
#[derive(Clone)]
pub struct Words(Arc<[(Lang, FluentBundle<FluentResource>)]>);

impl Words {
    /// Reads the rooms' words.
    ///
    /// # Errors
    /// Where a text is not valid Fluent or two rooms use one key.
    pub fn read(rooms: &[RoomWords]) -> anyhow::Result<Words> {
        let bundles = Lang::ALL.into_iter().map(|lang| {
            let tag: unic_langid::LanguageIdentifier = lang.code().parse()?;
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            // Isolation marks would turn every SMS into UCS-2 and show up in copied text.
            bundle.set_use_isolating(false);
            for room in rooms {
                let text = if lang == Lang::Es { room.es } else { room.en };
                let resource = FluentResource::try_new(text.to_owned())
                    .map_err(|(_, errors)| anyhow::anyhow!("{} words, {}: {errors:?}", room.room, lang.code()))?;
                bundle
                    .add_resource(resource)
                    .map_err(|errors| anyhow::anyhow!("{} words, {}: {errors:?}", room.room, lang.code()))?;
            }
            Ok((lang, bundle))
        });
        Ok(Words(bundles.collect::<anyhow::Result<Vec<_>>>()?.into()))
    }

    /// These words in one language.
    pub fn say(&self, lang: Lang) -> Say {
        Say { words: self.clone(), lang }
    }

    /// True where `lang` has a sentence for `key`.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundle(lang).is_some_and(|bundle| bundle.has_message(key))
    }

    fn bundle(&self, lang: Lang) -> Option<&FluentBundle<FluentResource>> {
        self.0.iter().find(|(known, _)| *known == lang).map(|(_, bundle)| bundle)
    }
}

/// Says sentences in one language. Templates call it `say`.
#[derive(Clone)]
pub struct Say {
    words: Words,
    pub lang: Lang,
}

impl Say {
    /// The sentence with this key.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The sentence with this key and one argument.
    pub fn t1<'a>(&self, key: &str, name: &'static str, value: impl Into<FluentValue<'a>>) -> String {
        self.with(key, &[(name, value.into())])
    }

    /// The sentence with this key and these arguments. A missing key answers the key itself, so that a page with a
    /// gap still opens; a house test makes sure that none is missing.
    pub fn with(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let found = self.words.bundle(self.lang).and_then(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut args = FluentArgs::new();
            for (name, value) in values {
                args.set(Cow::Borrowed(*name), value.clone());
            }
            Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
        });
        found.unwrap_or_else(|| key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_offered_language_wins() {
        assert_eq!(Lang::best_of("en-US,en;q=0.9,es;q=0.8"), Lang::En);
        assert_eq!(Lang::best_of("en;q=0.5, es-MX"), Lang::Es);
        assert_eq!(Lang::best_of("zh-CN,en;q=0.3"), Lang::En);
        assert_eq!(Lang::best_of("quc, en;q=0"), Lang::Es, "a language we lack falls back to Spanish");
        assert_eq!(Lang::best_of(""), Lang::Es);
    }

    #[test]
    fn arguments_are_not_wrapped_in_isolation_marks() {
        let room = RoomWords { room: "x", es: "hay = Hay { $n } tarjetas", en: "hay = { $n } cards" };
        let words = Words::read(&[room]).unwrap();
        assert_eq!(words.say(Lang::Es).t1("hay", "n", 3), "Hay 3 tarjetas");
        assert_eq!(words.say(Lang::En).t("missing"), "missing");
        assert!(Words::read(&[room, room]).is_err(), "two rooms may not use one key");
    }
}
