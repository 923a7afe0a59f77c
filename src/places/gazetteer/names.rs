//! Names of areas, landmarks and nicknames, and three ways to find them: word for word, as a bag of words in either
//! language, and without the word for their class ("Gaviota" for "Gaviota Elementary School").

use std::collections::HashMap;

use super::super::key::{Word, bag, class_of, is_number, joined, words};
use super::spelling::{letter_set, slips, slips_allowed};

/// Names by their words. Values are numbers of places.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    exact: HashMap<String, Vec<u32>>,
    /// Names without their article: "valle" for "el valle". Too little inside a longer message.
    loose: HashMap<String, Vec<u32>>,
    bags: HashMap<String, Vec<u32>>,
    /// Names without their class, each with the classes that the name or its kind gives.
    cores: HashMap<String, Vec<(u32, Vec<&'static str>)>>,
    spelled: Vec<Spelled>,
}

/// A name for comparing letter by letter.
#[derive(Debug, Clone)]
struct Spelled {
    name: String,
    letters: u64,
}

impl Names {
    /// Adds the name of an area by its key.
    pub(super) fn add(&mut self, place: u32, key: &str) {
        for form in forms(key) {
            note(&mut self.exact, form, place);
        }
        if let Some(short) = without_article(key) {
            note(&mut self.loose, short.to_owned(), place);
        }
        let parts = words(key);
        let whole = bag(&parts);
        // "El mercadito" may be one market's nickname, but "la tienda" is any shop.
        if !parted(&whole).1.is_empty() {
            note(&mut self.bags, whole.join(" "), place);
        }
    }

    /// Adds the name of a landmark by its key, with the class of words of its kind.
    pub(super) fn add_landmark(&mut self, place: u32, key: &str, kind: Option<&'static str>) {
        self.add(place, key);
        let parts = words(key);
        let (classes, core) = parted(&bag(&parts));
        if !core.is_empty() {
            let classes = classes.into_iter().chain(kind).collect();
            self.cores.entry(core.join(" ")).or_default().push((place, classes));
        }
    }

    /// Ends the building: collects what may be misspelled.
    pub(super) fn settle(&mut self) {
        self.spelled =
            self.exact.keys().map(|name| Spelled { name: name.clone(), letters: letter_set(name) }).collect();
        // A fixed order, so that the same words always give the same answer.
        self.spelled.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// Places of exactly this name, in either language and word order.
    pub(super) fn named(&self, asked: &[Word]) -> &[u32] {
        let typed = joined(asked);
        if let Some(found) = self.exact.get(&typed).or_else(|| self.loose.get(&typed)) {
            return found;
        }
        let bag = bag(asked);
        if bag.is_empty() { &[] } else { self.bags.get(&bag.join(" ")).map_or(&[], Vec::as_slice) }
    }

    /// Places of this name inside a longer message: letter by letter, or the same words in the other language's order.
    pub(super) fn mentioned(&self, asked: &[Word]) -> &[u32] {
        if let Some(found) = self.exact.get(&joined(asked)) {
            return found;
        }
        let bag = bag(asked);
        if bag.len() < 2 { &[] } else { self.bags.get(&bag.join(" ")).map_or(&[], Vec::as_slice) }
    }

    /// Landmarks of this name without the class, when the classes that were said fit.
    pub(super) fn without_class(&self, asked: &[Word]) -> Vec<u32> {
        let whole = bag(asked);
        let (classes, core) = parted(&whole);
        // "7" alone is no station.
        if core.is_empty() || (classes.is_empty() && core.iter().all(|word| is_number(word))) {
            return Vec::new();
        }
        let fits = |known: &[&str]| classes.iter().all(|class| known.contains(class));
        let found = self.cores.get(&core.join(" ")).map_or(&[][..], Vec::as_slice);
        found.iter().filter(|(_, known)| fits(known)).map(|(place, _)| *place).collect()
    }

    /// Places whose name is nearest, with its slips; empty when none is near enough.
    pub(super) fn nearly(&self, asked: &[Word]) -> Vec<(u32, u32)> {
        let typed = joined(asked);
        let mut most = slips_allowed(typed.len());
        if most == 0 {
            return Vec::new();
        }
        let letters = letter_set(&typed);
        let mut found: Vec<(&str, usize)> = Vec::new();
        for spelled in &self.spelled {
            if (spelled.letters ^ letters).count_ones() as usize > 2 * most || slips_allowed(spelled.name.len()) == 0 {
                continue;
            }
            if let Some(count) = slips(&typed, &spelled.name, most) {
                most = count;
                found.retain(|(_, other)| *other <= count);
                found.push((&spelled.name, count));
            }
        }
        let places = |name: &str| self.exact.get(name).cloned().unwrap_or_default();
        found
            .into_iter()
            .flat_map(|(name, count)| {
                places(name).into_iter().map(move |place| (place, u32::try_from(count).unwrap_or(9)))
            })
            .collect()
    }
}

/// The words for classes, and the rest.
fn parted<'a>(bag: &[&'a str]) -> (Vec<&'static str>, Vec<&'a str>) {
    let classes = bag.iter().filter_map(|word| class_of(word)).collect();
    let core = bag.iter().filter(|word| class_of(word).is_none()).copied().collect();
    (classes, core)
}

fn note(index: &mut HashMap<String, Vec<u32>>, form: String, place: u32) {
    let places = index.entry(form).or_default();
    if !places.contains(&place) {
        places.push(place);
    }
}

/// The name without its article, when something is left.
fn without_article(key: &str) -> Option<&str> {
    let (article, rest) = key.split_once(' ')?;
    (matches!(article, "the" | "el" | "la" | "los" | "las") && rest.len() > 2).then_some(rest)
}

/// The forms under which a name is kept: as it is, and with the two ways to say Los Angeles.
fn forms(key: &str) -> Vec<String> {
    let short = key.replace("los angeles", "la");
    let long = key.strip_suffix(" la").map(|start| format!("{start} los angeles"));
    let mut forms = vec![key.to_owned()];
    forms.extend([Some(short), long].into_iter().flatten().filter(|made| made != key));
    forms
}
