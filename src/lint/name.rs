//! Names of people: patterns that signal that somebody is being named.
//!
//! No list can find every name, and a long one flags every other street. So a name is what follows
//! "se llama" or "my husband" or "Officer", or a common given name beside another name, where neither
//! a street nor a landmark carries it.

use std::ops::Range;

use super::fold::Folded;
use super::known_names::{is_family, is_given, is_landmark};
use super::token::{Pattern, Token, before, from, pattern, tokens};

/// "Juan Carlos de la Torre Ruiz" has six words.
const WORDS_MAX: usize = 6;

/// What follows is a name, in whatever case.
static NAMED: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:se llamas?|se llaman|me llamo|te llamas|llamad[oa]|named|(?:my|his|her|their|whose|the|guys?|",
        r"guy'?s|man'?s|woman'?s|kid'?s|victim'?s|first|last|full) name(?:'?s| is| was)|",
        r"(?:mi|su|cuyo|el) nombre (?:es|era|completo es)|nombres?:|names?:|apellidos?:?|apellido es|detained:|",
        r"detenid[oa]s?:|aka|apodad[oa]|goes by|de nombre)[ :]{1,3}\n?",
    ))
});

/// A person of the family or the neighbourhood: their name may follow.
static KIN: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:mi|mis|my|su|sus|his|her|their|our|tu|your|nuestr[oa]|el|la|al|del) (?:\w{4,10} )?(?:espos[oa]|",
        r"marido|mujer|hij[oa]|herman[oa]|prim[oa]|vecin[oa]|amig[oa]|companer[oa]|companer[oa] de trabajo|papa|",
        r"mama|padre|madre|",
        r"ti[oa]|cunad[oa]|suegr[oa]|novi[oa]|jef[ea]|patron|patrona|sobrin[oa]|abuel[oa]|niet[oa]|compadre|",
        r"comadre|padrino|madrina|nina|nino|muchach[oa]|senor|senora|joven|maestr[oa]|",
        r"husband|wife|son|daughter|brother|sister|cousin|neighbor|neighbour|friend|coworker|co-worker|dad|mom|",
        r"father|mother|uncle|aunt|nephew|niece|boss|boyfriend|girlfriend|partner|roommate|grandma|grandpa|",
        r"teacher|nanny|client|tenant)s?[ ,:]{1,2}",
    ))
});

static TITLE: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:officer|ofcr|agent|agente|oficial|sgt|sargento|sergeant|deputy|detective|det|lt|lieutenant|",
        r"teniente|capt|captain|capitan|sheriff|comandante|supervisor|special agent)\.? ",
    ))
});

static COURTESY: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:mr|mrs|ms|miss|sr|sra|srta|don|dona|senor|senora|senorita|dr|dra|lic|father|padre|sister|pastor|",
        r"abogad[oa])\.? ",
    ))
});

/// Weaker: what follows is a name only where it is a common one.
static PERHAPS: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:soy|i'?m|i am|this is|habla|ask for|pregunt(?:en|e|a|ar) por|llevaron a|agarraron a|",
        r"detuvieron a|arrestaron a|soltaron a|looking for|named|the (?:lady|woman|man|guy|girl|boy|kid|owner|neighbor)) ",
    ))
});

/// Spans that name somebody.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    let low = &text.low;
    let shouts = text.shouts();
    let flat = shouts || !text.cased.bytes().any(|byte| byte.is_ascii_uppercase());
    let reader = Reader { text, all: tokens(low), shouts, flat };
    let mut found = Vec::new();
    for cue in NAMED.find_iter(low) {
        if !is_a_thing(low, cue.start()) {
            let accepts = |reader: &Reader, at, first| {
                first && reader.could_be(at) || reader.is_name(at) || !first && reader.ends_a_name(at)
            };
            found.extend(reader.run(cue.end(), accepts));
        }
    }
    for cue in KIN.find_iter(low) {
        found.extend(reader.run(cue.end(), Reader::goes_on));
    }
    for cue in TITLE.find_iter(low) {
        found.extend(reader.run(cue.end(), Reader::goes_on));
    }
    for cue in COURTESY.find_iter(low) {
        let name = reader.run(cue.end(), Reader::goes_on);
        found.extend(name.filter(|_| !low[..cue.start()].ends_with("calle ")).map(|range| cue.start()..range.end));
    }
    for cue in PERHAPS.find_iter(low) {
        let accepts = |reader: &Reader, at, first| if first { reader.is_given(at) } else { reader.goes_on(at, first) };
        found.extend(reader.run(cue.end(), accepts));
    }
    found.extend(reader.pairs());
    found
}

struct Reader<'a> {
    text: &'a Folded,
    all: Vec<Token>,
    shouts: bool,
    /// No letter differs from the others by its case.
    flat: bool,
}

impl Reader<'_> {
    /// The words from `at` on for which `accepts(self, token index, is first)` holds.
    fn run(&self, at: usize, accepts: impl Fn(&Self, usize, bool) -> bool) -> Option<Range<usize>> {
        let first = from(&self.all, at);
        let start = self.all.get(first).filter(|token| token.start - at <= 1)?.start;
        let mut end = None;
        let mut particles = 0;
        for index in first..self.all.len().min(first + WORDS_MAX) {
            let token = self.all[index];
            if index > first && !self.joined(index) {
                break;
            }
            let particle = index > first
                && matches!(token.of(&self.text.low), "de" | "la" | "del" | "los")
                && self.capital_after(index);
            if particle && particles < 2 {
                particles += 1;
                continue;
            }
            let initial =
                token.end - token.start == 1 && self.is_capital(index) && self.capital_after(index) && !self.shouts;
            if !initial && !accepts(self, index, end.is_none()) {
                break;
            }
            if !initial {
                end = Some(token.end);
            }
        }
        let end = end?;
        (!self.is_a_place(start, end)).then_some(start..end)
    }

    /// True where only a space, or the full stop of an initial, stands before the token.
    fn joined(&self, index: usize) -> bool {
        let last = self.all[index - 1];
        let gap = &self.text.low[last.end..self.all[index].start];
        gap == " " || gap == "-" || gap == "'" || gap == ". " && last.end - last.start == 1
    }

    fn capital_after(&self, index: usize) -> bool {
        index + 1 < self.all.len() && self.joined(index + 1) && self.is_capital(index + 1) && !self.shouts
    }

    fn is_capital(&self, index: usize) -> bool {
        self.text.cased.as_bytes()[self.all[index].start].is_ascii_uppercase()
    }

    fn word(&self, index: usize) -> &str {
        self.all[index].of(&self.text.low)
    }

    fn is_given(&self, index: usize) -> bool {
        is_given(self.word(index))
    }

    /// A known name, or a capitalised word that is no ordinary one.
    fn is_name(&self, index: usize) -> bool {
        let word = self.word(index);
        let known = is_given(word) || is_family(word);
        let written = self.all[index].of(&self.text.cased);
        let acronym = written.len() > 1 && written.bytes().all(|byte| !byte.is_ascii_lowercase());
        let capital = !self.shouts && self.is_capital(index) && !acronym && letters(word) && word.len() >= 2;
        // "O'Neill": a single letter before an apostrophe belongs to the name.
        let apostrophe =
            word.len() == 1 && self.is_capital(index) && self.text.low[self.all[index].end..].starts_with('\'');
        let family = capital && is_family(word);
        family || (known || capital || apostrophe) && !is_ordinary(word)
    }

    /// A name, or what must be the rest of one.
    fn goes_on(&self, index: usize, first: bool) -> bool {
        self.is_name(index) || !first && self.ends_a_name(index)
    }

    /// In a text without capitals, or with nothing else, no capital tells a family name that is in no list. It stands behind a given
    /// name, and before the end of the thought or a small word.
    fn ends_a_name(&self, index: usize) -> bool {
        const SMALL: &str = " y e o a al and or but pero is was es fue que who en in at on to por para con with from de del the la el los las ";
        let next = self.all.get(index + 1);
        let is_end =
            next.is_none_or(|_| !self.joined(index + 1) || SMALL.contains(&format!(" {} ", self.word(index + 1))));
        self.flat && self.could_be(index) && is_end
    }

    /// Any word of letters, after an announcement that leaves little doubt.
    fn could_be(&self, index: usize) -> bool {
        let word = self.word(index);
        letters(word) && word.len() >= 3 && !is_ordinary(word)
    }

    /// A common given name with another name after it.
    fn pairs(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut index = 0;
        while index + 1 < self.all.len() {
            if !self.is_given(index) || !self.joined(index + 1) {
                index += 1;
                continue;
            }
            let (first, second) = (self.word(index), self.word(index + 1));
            let written =
                self.is_capital(index) && self.is_capital(index + 1) && !self.shouts && self.is_name(index + 1);
            let known = (is_family(second) || is_given(second)) && !is_ordinary(second);
            if (written || known)
                && !is_landmark(first, second)
                && !self.on_a_sign(index)
                && let Some(range) = self.run(self.all[index].start, |reader, at, _| reader.is_name(at))
            {
                let next = from(&self.all, range.end);
                found.push(range);
                index = next;
                continue;
            }
            index += 1;
        }
        found
    }

    /// "San Pedro", "calle Mercedes", "Santa Monica": the word before makes a place of it.
    fn on_a_sign(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map_or("", |last| self.word(last));
        const SIGNS: &str = " \
        san santa santo st saint calle avenida ave av blvd parque plaza escuela primaria iglesia mercado colonia \
        barrio rancho paseo via camino east west north south e w n s la ";
        !before.is_empty() && SIGNS.contains(&format!(" {before} "))
    }

    /// A street or a place carries the name: its kind follows or ends it, a saint stands before, or it
    /// is one side of a corner.
    fn is_a_place(&self, start: usize, end: usize) -> bool {
        let low = &self.text.low;
        let index = from(&self.all, start);
        let last = from(&self.all, end);
        let (first, second) = (self.word(index), self.all.get(index + 1).map_or("", |token| token.of(low)));
        let kind_inside = (index + 1..last).any(|at| is_a_kind_of_place(self.word(at)));
        let next = self.all.get(last).filter(|token| matches!(&low[end..token.start], " " | ", "));
        let kind_after = next.is_some_and(|token| is_a_kind_of_place(token.of(low)));
        let corner = low[..start].ends_with(" / ")
            || low[..start].ends_with(" & ")
            || low[end..].starts_with(" / ")
            || low[end..].starts_with(" & ");
        kind_inside || kind_after || corner || self.on_a_sign(index) || is_landmark(first, second)
    }
}

/// Streets, schools, parks, waters: what people's names are given to.
fn is_a_kind_of_place(word: &str) -> bool {
    const KINDS: &str = " \
        st street ave avenue av blvd boulevard rd road dr drive ln lane pl place way ct court hwy fwy park school \
        elementary middle high plaza church hospital library center centre station market college hall stadium \
        museum clinic county beach heights hills valley city avenida academy charter preparatory campus camp theatre \
        theater lake lakes island canyon river creek springs mountain verde public building tower bridge pier ranch \
        village gardens ";
    KINDS.contains(&format!(" {word} "))
}

fn letters(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// "La tienda se llama", "the street is named": not about a person.
fn is_a_thing(low: &str, at: usize) -> bool {
    static THING: Pattern = Pattern::new(|| {
        pattern(concat!(
            r"\b(?:calle|tienda|lugar|mercado|escuela|parque|restaurante?|taqueria|negocio|iglesia|edificio|grupo|app|",
            r"pagina|plaza|compania|empresa|street|store|place|market|school|park|shop|restaurant|church|building|",
            r"group|page|company|business|corner|it|bar|club|esquina|yarda)\b[^.\n]{0,18}$",
        ))
    });
    THING.is_match(before(low, at, 34))
}

/// Words that follow a title, a relative or "me llamo" without being a name.
fn is_ordinary(word: &str) -> bool {
    const ORDINARY: &str = " \
        a al an and are as at ayer be but by can con de del desde did do el ella ellos en era es esa ese esta estaba \
        estan este fue from ha had has he her hace his hoy i ice in is isnt it la las le les lo los me mi mientras \
        my ni no nos not now of on or otra otro para pero por porque que quien said says se she si sin su sus \
        tambien te the they this tiene to trae un una vio visto was we were who will with y ya yo you called asked \
        told took filmed got came went saw works lives dice dijo tenia estuvo paso llego salio grabo police policia \
        migra inmigracion immigration federal federales border patrol fbi dhs hsi cbp lapd ero atf dea chp sheriff \
        agents agent officer officers oficial oficiales agente agentes uniform uniforme encubierto badge number \
        numero name names nombre refused never also just still inside outside near cerca afuera adentro comiendo \
        alto gordo vestido friday monday tuesday wednesday thursday saturday sunday lunes martes miercoles jueves \
        viernes sabado domingo january february march april june july august september october november december \
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre please help ayuda \
        urgente hay nadie alguien everyone someone nobody anybody mexican mexicano mexicana salvadoran guatemalan \
        latino latina vecino vecina testigo witness car truck van carro troca whatsapp signal facebook instagram \
        avisarme marcando gritando asi cuando donde como when where what how why yes ok hola hello hi gracias thanks \
        don dona senor senora mr mrs ms sr sra street ave blvd calle avenida home depot walmart costco target park \
        plaza school church market central national guard marines army state city county county's united states \
        america american ustedes usted muy mucho bien mal todo todos toda todas algo nada mas menos solo sola aqui \
        alla alli ahi then there here over under after before while team unit group off out up down back front side \
        corner lot door house casa trabajo escuela work job north south east west kicked left right wants needs need \
        necesita quiere dile anda va ir andaba ";
    ORDINARY.contains(&format!(" {word} "))
}
