//! Licence plates that nobody announced: found by their shape alone.
//!
//! Shapes of California, its neighbours and Baja California, joined, dashed, dotted, spaced or spelled. Lower
//! case with spaces is ambiguous ("hay 150"), so there the letters must not be able to be a word.

use std::ops::Range;

use super::fold::Folded;
use super::token::{Token, step, tokens};
use super::word;

/// Personal plates end at 7 characters in California; 8 leaves room for other states and Mexico.
pub(super) const PLATE_CHARS_MAX: usize = 8;
/// Fewer characters than this are too common to mean a plate without an announcement.
const UNANNOUNCED_CHARS_MIN: usize = 5;
/// Signs allowed between two pieces of one plate.
const GAP_BYTES_MAX: usize = 3;

/// One piece of a possible plate: what it says, and where.
pub(super) struct Piece {
    pub chars: String,
    pub token: Token,
    /// Said as a word ("bravo"), not written as a letter.
    pub said: bool,
}

/// Spans that look like a plate.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    let pieces: Vec<Piece> = tokens(&text.low).into_iter().map(|token| piece(&text.low, token)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match longest(text, &pieces, at) {
            Some(next) => {
                found.push(pieces[at].token.start..pieces[next - 1].token.end);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

fn piece(low: &str, token: Token) -> Piece {
    let written = token.of(low);
    match word::radio_letter(written) {
        Some(letter) => Piece { chars: char::from(letter).to_string(), token, said: true },
        None => Piece { chars: written.to_owned(), token, said: false },
    }
}

/// Index after the last piece of the longest plate that starts at `first`.
fn longest(text: &Folded, pieces: &[Piece], first: usize) -> Option<usize> {
    let mut joined = String::new();
    let mut best = None;
    for next in first..pieces.len() {
        if next > first && !gap_fits(&text.low[pieces[next - 1].token.end..pieces[next].token.start]) {
            break;
        }
        joined.push_str(&pieces[next].chars);
        if joined.len() > PLATE_CHARS_MAX {
            break;
        }
        step();
        if joined.len() >= UNANNOUNCED_CHARS_MIN && is_plate(text, &pieces[first..=next], &joined) {
            best = Some(next + 1);
        }
    }
    best
}

pub(super) fn gap_fits(gap: &str) -> bool {
    gap.len() <= GAP_BYTES_MAX
        && gap.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'.' | b'-' | b'_' | b'*' | b'\''))
}

fn is_plate(text: &Folded, pieces: &[Piece], joined: &str) -> bool {
    let shape = shape(joined);
    let letters = shape.bytes().filter(|kind| *kind == b'L').count();
    let digits = shape.len() - letters;
    if letters == 0 || digits == 0 || inside_a_longer_word(text, pieces) {
        return false;
    }
    let (start, end) = (pieces[0].token.start, pieces[pieces.len() - 1].token.end);
    let upper = !text.cased[start..end].bytes().any(|byte| byte.is_ascii_lowercase());
    let spaced = text.low[start..end].bytes().any(|byte| byte == b' ' || byte == b'\n');
    if is_everyday(joined, &shape, spaced, upper) {
        return false;
    }
    let singles = pieces.len() >= 5 && pieces.iter().all(|piece| piece.chars.len() == 1);
    if singles {
        let said = pieces.iter().filter(|piece| piece.said).count();
        return letters >= 2 && digits >= 2 && (upper || is_standard(&shape) || (said >= 2 && letters == said));
    }
    if pieces.iter().any(|piece| piece.said) || letter_run_is_a_word(pieces, spaced, upper) {
        return false;
    }
    if pieces.len() == 1 {
        return is_standard(&shape) && (upper || letters > 1 || shape == "DLDDDDD")
            || upper && joined_upper(&shape, letters, digits);
    }
    if spaced {
        let clear = matches!(shape.as_str(), "DLLLDDD" | "LLLDDDD" | "LLLDDD" | "DDDLLL" | "LLDDDDD");
        return clear && (upper || !has_vowel(joined));
    }
    is_standard(&shape) && letters > 1 || upper && matches!(shape.as_str(), "LLLLDD" | "LLLDLL" | "LDDLLL")
}

/// One unbroken token in capitals may be a plate of a state whose shape is not listed.
fn joined_upper(shape: &str, letters: usize, digits: usize) -> bool {
    let run = shape.split('D').map(str::len).max().unwrap_or(0);
    let long = (6..=PLATE_CHARS_MAX).contains(&shape.len()) && letters >= 2 && digits >= 2 && run <= 3;
    // Two letters and four digits are a flight; five characters are a plate only as three and two.
    long && shape != "LLDDDD" || matches!(shape, "LLLDD" | "DDLLL" | "LLLDLL")
}

/// `L` for a letter and `D` for a digit.
pub(super) fn shape(joined: &str) -> String {
    joined.bytes().map(|byte| if byte.is_ascii_digit() { 'D' } else { 'L' }).collect()
}

/// Serial shapes in use around Los Angeles: California cars, trucks and older cars, Nevada, Arizona,
/// Texas, Utah, Oregon, Baja California and other common ones.
pub(super) fn is_standard(shape: &str) -> bool {
    matches!(
        shape,
        "DLLLDDD"
            | "LLLDDDD"
            | "LLLDDD"
            | "DDDLLL"
            | "LLDDDDD"
            | "DLDDDDD"
            | "DDDDDLD"
            | "DDLLDDD"
            | "LLLDDDL"
            | "DDDDLLL"
    )
}

/// Mixed tokens that are not plates: ZIP codes after a state, car models, years, units.
fn is_everyday(joined: &str, shape: &str, spaced: bool, upper: bool) -> bool {
    const STATES: &str =
        " ca az nv or ut tx nm co wa id il ny fl ga nj md va mn wi mi ma pa oh nc sc tn mo ks ok ar la ";
    const MODELS: &str = " \
        gle glc gls gla glb cla cls cle slk sprinter ram gmc bmw lexus nv rx es gx lx nx is ls gs qx cts xts crv hrv \
        cx xc ";
    let letters: String = joined.chars().filter(char::is_ascii_alphabetic).collect();
    let within = |list: &str| list.contains(&format!(" {letters} "));
    match shape {
        "LLDDDDD" => within(STATES) && (spaced || joined.starts_with("ca9")),
        "LLLDDD" | "LLLDD" => within(MODELS) || is_stop(&letters),
        "LLLDDDD" => {
            let year = joined[3..].starts_with("19") || joined[3..].starts_with("20");
            // "ABC1234" in one piece and in capitals is written of nothing else, whatever its letters spell.
            within(MODELS) || is_stop(&letters) && (spaced || year || !upper) || spaced && year
        }
        "DDDLLL" | "DDLLL" | "DDDDLLL" => is_stop(&letters),
        // "DLLLDDD" is the plate of a car of California and has no other meaning, not even as 8CAR123.
        _ => false,
    }
}

/// In a spaced plate the letters stand in one piece or one by one; a short word is no plate.
fn letter_run_is_a_word(pieces: &[Piece], spaced: bool, upper: bool) -> bool {
    let runs: Vec<&str> = pieces
        .iter()
        .map(|piece| piece.chars.as_str())
        .filter(|chars| chars.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .collect();
    let singles = runs.iter().filter(|run| run.len() == 1).count();
    let uneven = singles > 0 && singles < runs.len();
    let ambiguous = spaced && !upper && runs.iter().any(|run| matches!(*run, "a" | "y" | "o" | "e" | "u" | "i"));
    uneven || ambiguous || runs.iter().any(|run| run.len() > 1 && is_stop(run))
}

fn inside_a_longer_word(text: &Folded, pieces: &[Piece]) -> bool {
    let (start, end) = (pieces[0].token.start, pieces[pieces.len() - 1].token.end);
    let bytes = text.low.as_bytes();
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(end).copied();
    let tail = bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
    matches!(before, Some(b'$' | b'@' | b'/'))
        || matches!(after, Some(b'@' | b'/' | b'%'))
        || (after == Some(b'-') && tail)
}

fn has_vowel(joined: &str) -> bool {
    joined.bytes().any(|byte| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u'))
}

/// Short words, agencies, units and road names that stand beside numbers every day.
pub(super) fn is_stop(run: &str) -> bool {
    const STOP: &str = " \
        a al am an and any app apt are as at ate atf ave bad bag ban bar bay bed bel ben big bit blk bmw bof bus but \
        buy by bye cal can car cbp cel cfs chp con cop cst cut dad dar day del den dea dhs did die dio dos doc dot \
        dow due duo ead edt ela ele els era ero ese eso esq est eta eva eye fbi few fez fin fix fla for fox fue fun \
        fwy gas get gmc gmt god got gps gun guy had han has hay hey him his hit hop hot how hoy hrs hsi hwy ice ida \
        iii ina ing ins ir irs isd its job jun jul kid kms kph la lax lab las law lbs led les let ley lot los low \
        mac mal man map mar mas may mds men met mia mid mil min mis mom mph mrs mts nba net new nfl nor not now num \
        nun oct off oil old one ony ora oro osa oso our out own pan par pax paz pcs pdt per pes pie pls ppl por pro \
        psi pst pts pup que ran red ren rey rio riv road rpm run sac sal san saw say sea sec see sep ser set she sgt \
        sin sir sit six sol son sos spd spy sra srs sta std sub sun sur suv swa tan tax tel ten the tia tio tip tom \
        too top trs try tuv two una une uno ups usa usd use usc utc van vas ven ver via vio voy war was way web wed \
        who why win won www yes yet you yrs zip zoo ahi asi aun bien ni no ok de en es el ha he hi id if in is it lo \
        me mi my of on or os pa pm se si so st su te to tu un up us va ve vi we ya yo ca rd dr ln pl ct ft km kg lb \
        mm cm hr mr ms oz tv ac dc nd th ra do er ma na mo bk rt sr hoa abc act add age ago air all ask bro cat dog \
        ear eat egg end far fat fee fly gay gym hmm huh ill ink joe key lap leg lie lil mad mix mud odd pay pen pet \
        pic pin pop pot put rat raw rid rob row sad sat shy sky spa tap tea tie toe toy umm vet wet wow ala ama amo \
        ana aro asa ata boa cae cia col cda cdn dia dan don edo eje fui gel gol iba ido ira leo luz mes nos oia ojo \
        ola oye pez pis rez rol sed seo tez tos uso uva vez vaya voz wey wei mta rts geo ymca usps dmv doj fed feds \
        epa ssa lac ktla apd bpd ppd lpd upd pds fns swat jan feb apr aug nov dec lun mie jue vie sab dom thu tue \
        fri mon bhd cvs amc kfc att mcd ihop ucl ucla csu ctr cnt yds pgs qty cds dvd vol rev pag cap art ext fax \
        ref cod mod tri frac sqft ";
    STOP.contains(&format!(" {run} "))
}
