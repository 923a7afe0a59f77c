//! The rules of the house, as tests about the code itself. STYLE.md says why each of them stands.

mod code;
mod doors;
mod hostile;
mod samples;
mod settings;
mod things;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

/// The project's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with one of these endings.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, endings: &[&str], out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, endings, out);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    walk(&root().join(folder), endings, &mut out);
    out.sort();
    out
}

/// A file's path as written in messages: from the project's folder.
fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", short(path)))
}
