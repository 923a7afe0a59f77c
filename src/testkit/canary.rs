//! The canary's search: words in every form in which they may lie in a file, and every byte under a folder.

use std::path::Path;
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use regex::bytes::Regex;

/// Every way in which a word may lie in a file.
pub fn forms(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = word.as_bytes();
    let upper = hex::encode_upper(bytes);
    let percent: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
    let mut forms = vec![
        ("UTF-8", bytes.to_vec()),
        ("UTF-8, small", word.to_lowercase().into_bytes()),
        ("UTF-16LE", word.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("UTF-16BE", word.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ("hex", hex::encode(bytes).into_bytes()),
        ("HEX", upper.into_bytes()),
        ("percent", percent.into_bytes()),
    ];
    for skip in 0..3 {
        // Base64 looks different at each of three offsets; the letters that neighbours leak into are cut off.
        let padded = [vec![0; skip], bytes.to_vec()].concat();
        let coded = STANDARD_NO_PAD.encode(padded).into_bytes();
        let start = [0, 2, 3][skip];
        let end = coded.len() - usize::from(!(skip + bytes.len()).is_multiple_of(3));
        forms.push(("base64", coded[start..end].to_vec()));
    }
    forms
}

/// All forms of all words as one pattern over bytes: one pass finds them.
pub fn pattern(words: &[String]) -> Regex {
    let escaped = |needle: Vec<u8>| needle.iter().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let needles: Vec<String> = words.iter().flat_map(|word| forms(word)).map(|(_, needle)| escaped(needle)).collect();
    Regex::new(&format!("(?-u){}", needles.join("|"))).unwrap()
}

/// Files that hold one of the words, in one of the forms.
pub fn found(folder: &Path, words: &Regex) -> Vec<String> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if let Some(hit) = found_in(&std::fs::read(&path).unwrap(), words) {
                out.push(format!("{}: {hit}", path.display()));
            }
        }
    }
    out
}

/// The same in everything below the machine's temporary folder (`$TMPDIR`) that was written since then. Others work there too: what is not
/// ours to read, or goes while we look, is passed over. The words must be of this run alone.
pub fn found_in_temporary(words: &Regex, since: SystemTime) -> Vec<String> {
    let mut out = Vec::new();
    let mut folders = vec![std::env::temp_dir()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            let (path, Ok(known)) = (entry.path(), entry.metadata()) else { continue };
            if known.is_dir() {
                folders.push(path);
            } else if known.is_file()
                && known.modified().is_ok_and(|at| at >= since)
                && let Ok(bytes) = std::fs::read(&path)
                && let Some(hit) = found_in(&bytes, words)
            {
                out.push(format!("{}: {hit}", path.display()));
            }
        }
    }
    out
}

/// A word that nobody else ever wrote: letters only, so that it looks like no number.
pub fn word(name: &str) -> String {
    let letter = |byte: u8| char::from(if byte < 128 { b'a' } else { b'A' } + byte % 26);
    let end: String = crate::ground::chance::bytes::<10>().into_iter().map(letter).collect();
    format!("Canario{name}{end}")
}

pub fn found_in(bytes: &[u8], words: &Regex) -> Option<String> {
    words.find(bytes).map(|hit| String::from_utf8_lossy(hit.as_bytes()).into_owned())
}
