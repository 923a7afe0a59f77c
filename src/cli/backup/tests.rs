use axum::body::Bytes;

use super::*;
use crate::demo;
use crate::ground::locale::Lang;
use crate::ground::{App, audit, lasting};
use crate::people::{Alias, Role, store as people};
use crate::reports::facts::{Activity, Channel, Facts};
use crate::reports::receipt::Receipt;
use crate::reports::{self, New, ReportWords};
use crate::subscriptions::{self, Carrier, Kind, Kinds, QuietHours, Subscription, WebhookAddress, Where as Place};
use crate::testkit::{TestHouse, canary};

const PHOTO: &[u8] = include_bytes!("../../reports/media/samples/progressive.jpg");

/// A report with words, a contact and a photo. Answers its receipt.
async fn report(house: &TestHouse, note: &str) -> Receipt {
    let words = ReportWords { place: "Luna y 7".into(), note: note.into(), ..ReportWords::default() };
    let contact = Some(format!("contact of {note}"));
    let pictures = vec![Bytes::from_static(PHOTO)];
    let new = New { words, contact, pictures, worked: true, ..New::of(Channel::Web, Facts::of(Activity::Waiting)) };
    reports::take(&house.app, new).await.unwrap().receipt
}

/// Looks a report up by its receipt, as its reporter would, and opens everything that is sealed.
async fn opens(app: &App, receipt: &Receipt, note: &str) {
    let (keys, receipt) = (app.keys.clone(), receipt.to_string());
    let opened = app.db.read("open", move |tx| {
        let receipt = Receipt::parse(&receipt).unwrap();
        let id = reports::by_receipt(&keys, tx, &receipt)?.expect("the receipt finds it");
        let words = reports::open_words(&keys, tx, id)?;
        Ok((words, reports::open_contact(&keys, tx, id)?, reports::store::pictures(tx, id)?))
    });
    let (words, contact, pictures) = opened.await.unwrap();
    assert_eq!((words.place.as_str(), words.note.as_str()), ("Luna y 7", note));
    assert_eq!(contact, Some(format!("contact of {note}")));
    assert_eq!(pictures.len(), 1);
    assert!(reports::open_picture(app, pictures[0].id).await.unwrap().starts_with(&[0xff, 0xd8]), "the photo is there");
}

/// Everything in a restored folder opens: whatever row is there, its key and its file are there too. Answers how many reports there are.
async fn everything_opens(app: &App) -> usize {
    let keys = app.keys.clone();
    let found = app.db.read("everything", move |tx| {
        let briefs = reports::store::briefs_after(tx, 0, 10_000)?;
        let mut pictures = Vec::new();
        for brief in &briefs {
            reports::open_words(&keys, tx, brief.id)?;
            pictures.extend(reports::store::pictures(tx, brief.id)?);
        }
        Ok((briefs.len(), pictures))
    });
    let (reports, pictures) = found.await.unwrap();
    assert_eq!(pictures.len(), reports, "each has its photo");
    for picture in pictures {
        reports::open_picture(app, picture.id).await.unwrap();
    }
    reports
}

async fn add_member(house: &TestHouse, alias: &str) {
    let (alias, now) = (Alias::parse(alias).unwrap(), house.app.now());
    let write = house.app.db.write("add", move |tx| {
        let id = people::add(tx, &alias, None, &[Role::Dispatcher], Lang::Es, now)?;
        audit::note(tx, now, None::<crate::ground::Id<()>>, "member added", Some(id))
    });
    write.await.unwrap();
}

async fn add_site(house: &TestHouse) {
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    let write = house.app.db.write("a site", move |tx| {
        let address = WebhookAddress::new("https://school.example.org/hook", [7; 32]).expect("an address");
        let kinds = Kinds::of(&[Kind::Alerts]).expect("a kind");
        let choices = Subscription::new(vec![Place::Everywhere], Lang::Es, Carrier::Webhook, kinds, QuietHours::NONE);
        let choices = choices.expect("choices");
        subscriptions::add_webhook(tx, &keys, &address, &choices, now)
    });
    assert!(write.await.unwrap());
}

/// How many sites' addresses open, and how many sites there are.
async fn sites(app: &App) -> (usize, usize) {
    let keys = app.keys.clone();
    let sites = app.db.read("sites", move |tx| subscriptions::webhooks(tx, &keys)).await.unwrap();
    (sites.iter().filter(|site| site.address.is_some()).count(), sites.len())
}

/// The app on a restored folder, at the time of the house it came from.
fn restored(house: &TestHouse, folder: &Path, file: &Path, pair: &age::x25519::Identity) -> App {
    let config = Config { data: folder.join("restored"), ..Config::default() };
    read_backup(&config, file, pair).unwrap();
    wiring::open(config, house.app.clock.clone()).unwrap()
}

#[tokio::test]
async fn a_backup_made_while_people_report_restores_on_a_clean_machine_and_everything_opens() {
    let house = TestHouse::new();
    demo::furnish(&house.app).await.unwrap();
    add_site(&house).await;
    add_member(&house, "Luz").await;
    let before = report(&house, "sent before").await;
    let pair = age::x25519::Identity::generate();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.age");
    let writing = async {
        for n in 0..20 {
            report(&house, &format!("sent meanwhile, {n}")).await;
            add_member(&house, &format!("Member {n}")).await;
        }
    };
    let public = pair.to_public();
    let (_, made) = tokio::join!(writing, write_backup(&house.app.config, &file, &public));
    made.unwrap();
    assert!(!std::fs::read(&file).unwrap().windows(6).any(|bytes| bytes == b"SQLite"), "the file is locked");
    assert!(!house.app.config.data.join(".backup").exists(), "the copy of the database is gone");

    let stranger = age::x25519::Identity::generate();
    let elsewhere = Config { data: folder.path().join("elsewhere"), ..Config::default() };
    assert!(read_backup(&elsewhere, &file, &stranger).is_err(), "another key opens nothing");
    let app = restored(&house, folder.path(), &file, &pair);
    assert_eq!(app.db.integrity().await.unwrap(), Vec::<String>::new());
    assert!(matches!(app.db.read("chain", audit::verify).await.unwrap(), audit::Chain::Whole(1..)));
    opens(&app, &before, "sent before").await;
    let kept = everything_opens(&app).await;
    assert!((1..=21).contains(&kept), "{kept}");
    assert_eq!(sites(&app).await, (1, 1), "what is kept for a year opens");
    assert!(read_backup(&app.config, &file, &pair).is_err(), "nothing is overwritten");
    // The control: without its keys nothing of it opens.
    std::fs::remove_dir_all(app.config.data.join("keys/seal")).unwrap();
    let bare = wiring::open(app.config.clone(), app.clock.clone()).unwrap();
    let keys = bare.keys.clone();
    let opened = bare.db.read("without keys", move |tx| {
        let first = reports::store::briefs_after(tx, 0, 1)?.remove(0);
        reports::open_words(&keys, tx, first.id)
    });
    assert!(opened.await.is_err());
}

#[tokio::test]
async fn a_key_that_is_dropped_while_the_backup_is_made_is_in_it() {
    let house = TestHouse::new();
    add_site(&house).await;
    let pair = age::x25519::Identity::generate();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.age");
    let (keys, next) = (house.app.keys.clone(), lasting::week(house.app.now()) + 1);
    // The hour at which contacts were sealed anew and the last week's key went.
    let meanwhile = || {
        assert_eq!(keys.drop_weeks_before(next)?, 1);
        Ok(())
    };
    write_backup_while(&house.app.config, &file, &pair.to_public(), meanwhile).await.unwrap();
    assert_eq!(sites(&house.app).await, (0, 1), "the control: here it is gone");
    let app = restored(&house, folder.path(), &file, &pair);
    assert_eq!(sites(&app).await, (1, 1));
}

#[tokio::test]
async fn a_backup_that_fails_leaves_no_copy_of_the_database() {
    let house = TestHouse::new();
    let pair = age::x25519::Identity::generate();
    let made = write_backup(&house.app.config, Path::new("/nowhere/network.age"), &pair.to_public()).await;
    assert!(made.is_err());
    assert!(!house.app.config.data.join(".backup").exists());
}

#[tokio::test]
async fn the_copy_that_a_backup_makes_meanwhile_holds_no_word_in_clear() {
    let house = TestHouse::new();
    demo::furnish(&house.app).await.unwrap();
    let word = canary::word("Backup");
    report(&house, &word).await;
    let words = canary::pattern(std::slice::from_ref(&word));
    let (pair, data) = (age::x25519::Identity::generate(), house.app.config.data.clone());
    let file = data.join("network.age");
    let meanwhile = || {
        assert!(data.join(".backup/cuadra.db").exists(), "the copy is there");
        assert_eq!(canary::found(&data, &words), Vec::<String>::new());
        Ok(())
    };
    write_backup_while(&house.app.config, &file, &pair.to_public(), meanwhile).await.unwrap();
    assert_eq!(canary::found(&data, &words), Vec::<String>::new(), "nor does the backup");
    // The control: a careless column is seen in the copy.
    let careless = house.app.db.write("careless", move |tx| {
        tx.execute("UPDATE report SET lang = $1", crate::params![word])?;
        Ok(())
    });
    careless.await.unwrap();
    house.app.db.checkpoint().await.unwrap();
    let meanwhile = || {
        assert!(canary::found(&data.join(".backup"), &words).len() == 1);
        Ok(())
    };
    write_backup_while(&house.app.config, &file, &pair.to_public(), meanwhile).await.unwrap();
}

#[test]
fn whoever_makes_a_backup_is_told_what_it_carries() {
    let told = carried();
    assert!(told.contains("keys") && told.contains("14 days") && told.contains("delete"), "{told}");
}

/// A backup as somebody might make one who knows only the public key: entries that lead elsewhere.
fn crafted(pair: &age::x25519::Identity, name: &[u8], kind: tar::EntryType) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name);
    if kind.is_symlink() {
        header.set_link_name("/etc/passwd").unwrap();
    }
    header.set_entry_type(kind);
    header.set_size(4);
    header.set_mode(0o777);
    header.set_cksum();
    let mut out = tar::Builder::new(Vec::new());
    out.append(&header, &b"evil"[..]).unwrap();
    age::encrypt(&pair.to_public(), &out.into_inner().unwrap()).unwrap()
}

#[test]
fn a_backup_that_leads_elsewhere_writes_nothing_there() {
    let pair = age::x25519::Identity::generate();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.age");
    let outside = folder.path().join("evil");
    for (n, name) in [&b"../evil"[..], b"keys/../../evil", b"/tmp/evil", b"./../evil"].into_iter().enumerate() {
        std::fs::write(&file, crafted(&pair, name, tar::EntryType::Regular)).unwrap();
        let config = Config { data: folder.path().join(format!("restored-{n}")), ..Config::default() };
        assert!(read_backup(&config, &file, &pair).is_err(), "{}", String::from_utf8_lossy(name));
        assert!(!outside.exists());
    }
    // A link becomes a plain private file, whatever it points at; without a database it is no backup.
    std::fs::write(&file, crafted(&pair, b"keys/root.key", tar::EntryType::Symlink)).unwrap();
    let config = Config { data: folder.path().join("linked"), ..Config::default() };
    assert!(read_backup(&config, &file, &pair).is_err());
    let made = config.data.join("keys/root.key");
    assert!(!made.exists() || made.symlink_metadata().unwrap().is_file());
    // The control: a name that stays inside is unpacked.
    std::fs::write(&file, crafted(&pair, b"cuadra.db", tar::EntryType::Regular)).unwrap();
    let config = Config { data: folder.path().join("fine"), ..Config::default() };
    read_backup(&config, &file, &pair).unwrap();
    assert_eq!(std::fs::read(config.database()).unwrap(), b"evil");
}
