//! The copy, read as a browser reads it from a plain file server.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use regex::Regex;
use url::Url;

use super::*;
use crate::alerts::Kind;
use crate::alerts::tests::Town;

const ORIGIN: &str = "https://red.example.org";

/// Where somebody put the copy: below a path, on another host.
const MIRROR: &str = "http://mirror.example/some/where/";

struct Copy {
    town: Town,
    folder: tempfile::TempDir,
}

impl Copy {
    async fn new() -> Copy {
        Copy { town: Town::new().await, folder: tempfile::tempdir().unwrap() }
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    async fn write(&self) -> Written {
        write(&self.town.house.app, &self.dir()).await.unwrap()
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.dir().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Every file below the copy.
    fn files(&self) -> Vec<String> {
        fn walk(folder: &Path, inside: &str, out: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{inside}{}", entry.file_name().to_str().unwrap());
                if entry.path().is_dir() { walk(&entry.path(), &format!("{name}/"), out) } else { out.push(name) }
            }
        }
        let mut out = Vec::new();
        walk(&self.dir(), "", &mut out);
        out.sort();
        out
    }
}

/// What a file refers to, as links of a page or of a feed.
fn references(text: &str) -> Vec<String> {
    let attribute = Regex::new(r#"\s(?:href|src|action|srcset|poster|data)="([^"]*)""#).unwrap();
    attribute.captures_iter(text).map(|found| found[1].replace("&#38;", "&").replace("&amp;", "&")).collect()
}

/// What is wrong with a file's references: nothing there, or somewhere else than the copy and the network itself.
fn wrong_references(copy: &Copy, file: &str, text: &str) -> Vec<String> {
    let own = Url::parse(MIRROR).unwrap();
    let here = own.join(file).unwrap();
    let mut wrong = Vec::new();
    for reference in references(text) {
        let Ok(target) = here.join(&reference) else {
            wrong.push(reference);
            continue;
        };
        let is_fine = match target.as_str().strip_prefix(MIRROR) {
            Some(inside) => copy.dir().join(inside.split(['?', '#']).next().unwrap()).is_file(),
            None => target.scheme() == "tel" || target.as_str().starts_with(&format!("{ORIGIN}/")),
        };
        if !is_fine {
            wrong.push(reference);
        }
    }
    wrong
}

#[tokio::test]
async fn every_link_of_the_copy_leads_to_a_file_or_to_the_network_itself() {
    let copy = Copy::new().await;
    let id = copy.town.out(Kind::Alert).await;
    copy.write().await;
    let (mut read, mut followed) = (0, 0);
    for file in copy.files().iter().filter(|file| file.ends_with(".html") || file.ends_with(".atom")) {
        let text = copy.read(file);
        assert_eq!(wrong_references(&copy, file, &text), Vec::<String>::new(), "{file}");
        followed += references(&text).len();
        read += 1;
    }
    assert!(read >= 14 && followed >= 100, "{read} files, {followed} references");
    for file in [
        "index.html",
        "en/index.html",
        "derechos/index.html",
        "assets/app.css",
        "feeds/alerts.es.json",
        &format!("alerts/{id}.cap.xml"),
    ] {
        assert!(copy.dir().join(file).is_file(), "{file}");
    }
    for odd in ["<a href=\"/alertas\">", "<a href=\"https://elsewhere.example/\">", "<img src=\"nothing.png\">"] {
        assert_eq!(wrong_references(&copy, "index.html", odd).len(), 1, "the rule sees {odd}");
    }
}

#[tokio::test]
async fn the_copy_has_no_forms_says_when_it_was_written_and_how_long_to_trust_it() {
    let copy = Copy::new().await;
    copy.town.out(Kind::Alert).await;
    copy.town.house.later_minutes(82);
    copy.write().await;
    let script = Regex::new("<script[^>]*>").unwrap();
    for file in copy.files().iter().filter(|file| file.ends_with(".html")) {
        let page = copy.read(file);
        assert!(!page.contains("<form"), "{file}");
        let scripts: Vec<_> = script.find_iter(&page).map(|found| found.as_str()).collect();
        assert!(scripts.len() == 1 && scripts[0].contains("assets/copy.js?v="), "{file}: {scripts:?}");
        assert_eq!(page.matches("class=\"banner-mirror\"").count(), 1, "{file}");
    }
    let front = copy.read("index.html");
    // What the script reads: a copy whose writer stops says by itself how old it is, and what on it is over.
    assert!(front.contains("data-made=\"2026-03-04T") && front.contains("data-until=\""), "{front}");
    assert!(copy.dir().join("assets/copy.js").is_file());
    assert!(front.contains("escrita el 4 de marzo de 2026, 1:22pm"), "{front}");
    assert!(front.contains("Vale hasta: 1:30pm"), "the alert ends then: {front}");
    assert!(
        front.contains(&format!("href=\"{ORIGIN}/reportar\""))
            && front.contains(&format!("href=\"{ORIGIN}/suscribirse\""))
    );
    let rights = copy.read("rights/index.html");
    assert!(rights.contains("Good until: 1:37pm"), "a quarter of an hour, where nothing ends: {rights}");
}

#[tokio::test]
async fn the_sums_hold_and_what_is_over_is_gone_from_the_next_copy() {
    let copy = Copy::new().await;
    let id = copy.town.out(Kind::Alert).await;
    let written = copy.write().await;
    assert_eq!(written.until, copy.town.house.app.now().plus_minutes(90), "it is written again when the alert ends");
    let sums = copy.read(SUMS);
    let mut listed: Vec<String> = vec![SUMS.to_owned()];
    for line in sums.lines() {
        let (sum, file) = line.split_once("  ").unwrap();
        assert_eq!(sum, hex::encode(sha256(&fs::read(copy.dir().join(file)).unwrap())), "{file}");
        listed.push(file.to_owned());
    }
    listed.sort();
    assert_eq!(listed, copy.files(), "every file is listed, and no other");
    assert!(copy.files().contains(&format!("alertas/{id}.html")));
    copy.town.house.later_minutes(90);
    copy.write().await;
    assert!(copy.read("index.html").contains("Nada confirmado en este momento"));
    assert!(copy.read(&format!("alertas/{id}.html")).contains("YA NO ESTÁ VIGENTE"));
    copy.town.house.later_minutes(24 * 60);
    for _ in 0..4 {
        copy.write().await;
    }
    assert!(!copy.files().iter().any(|file| file.contains(&id.to_string())), "{:?}", copy.files());
    let beside = fs::read_dir(copy.folder.path()).unwrap().count();
    assert_eq!(beside, 3, "the link, the copy, and the one before it");
}

#[tokio::test]
async fn who_reads_while_it_is_written_always_finds_a_whole_copy() {
    let copy = Copy::new().await;
    copy.write().await;
    let (dir, stop) = (copy.dir(), Arc::new(AtomicBool::new(false)));
    let stopping = Arc::clone(&stop);
    let reader = std::thread::spawn(move || {
        let mut reads = 0;
        while !stopping.load(Ordering::SeqCst) {
            // In one step, as a file server opens it: who takes longer than two writings over it may well find the folder gone.
            assert!(fs::read_to_string(dir.join("index.html")).expect("a page").ends_with("</html>"));
            reads += 1;
        }
        reads
    });
    for _ in 0..10 {
        copy.write().await;
    }
    stop.store(true, Ordering::SeqCst);
    assert!(reader.join().unwrap() > 10);
}

#[tokio::test]
async fn a_folder_with_something_in_it_is_left_alone() {
    let copy = Copy::new().await;
    fs::create_dir(copy.dir()).unwrap();
    copy.write().await;
    assert!(copy.read("index.html").contains("</html>"), "an empty one is taken");
    let other = copy.folder.path().join("documents");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("letter.txt"), "dear").unwrap();
    let error = write(&copy.town.house.app, &other).await.map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("something in it"), "{error}");
    assert_eq!(fs::read_to_string(other.join("letter.txt")).unwrap(), "dear");
    let left = fs::read_dir(copy.folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_str().unwrap().starts_with("documents."));
    assert_eq!(left.count(), 0, "and nothing is left beside it");
}
