use super::backup::{read_backup, write_backup};
use crate::ground::config::Config;
use crate::ground::locale::Lang;
use crate::ground::{Clock, audit};
use crate::people::{Alias, Role, store as people};
use crate::testkit::TestHouse;
use crate::wiring;

async fn add_member(house: &TestHouse, alias: &str) {
    let (alias, now) = (Alias::parse(alias).unwrap(), house.app.now());
    let write = house.app.db.write("add", move |tx| {
        let id = people::add(tx, &alias, None, &[Role::Dispatcher], Lang::Es, now)?;
        audit::note(tx, now, None::<crate::ground::Id<()>>, "member added", Some(id))
    });
    write.await.unwrap();
}

#[tokio::test]
async fn a_backup_made_while_the_site_writes_restores_on_a_clean_machine() {
    let house = TestHouse::new();
    add_member(&house, "Luz").await;
    let pair = age::x25519::Identity::generate();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.age");
    let writing = async {
        for n in 0..40 {
            add_member(&house, &format!("Member {n}")).await;
        }
    };
    let public = pair.to_public();
    let (_, made) = tokio::join!(writing, write_backup(&house.app.config, &file, &public));
    made.unwrap();
    assert!(!std::fs::read(&file).unwrap().windows(6).any(|bytes| bytes == b"SQLite"), "the file is locked");

    let config = Config { data: folder.path().join("restored"), ..Config::default() };
    let stranger = age::x25519::Identity::generate();
    assert!(read_backup(&config, &file, &stranger).is_err(), "another key opens nothing");
    read_backup(&config, &file, &pair).unwrap();
    let app = wiring::open(config.clone(), Clock::machine()).unwrap();
    assert_eq!(app.db.integrity().await.unwrap(), Vec::<String>::new());
    let members = app.db.read("list", people::list).await.unwrap();
    assert!(members.iter().any(|member| member.alias.as_str() == "Luz"));
    let chain = app.db.read("chain", audit::verify).await.unwrap();
    assert_eq!(chain, audit::Chain::Whole(i64::try_from(members.len()).unwrap()), "one transaction's view");
    assert_eq!(app.keys.keyed_hash("test", b"x"), house.app.keys.keyed_hash("test", b"x"), "the keys came along");
    assert!(read_backup(&config, &file, &pair).is_err(), "nothing is overwritten");
}

fn command(line: &str) -> super::member::Members {
    use clap::Parser;
    let cli = super::Cli::try_parse_from(line.split(' ')).unwrap_or_else(|error| panic!("{line}: {error}"));
    match cli.command {
        super::Command::Member(command) => command,
        _ => panic!("{line} is about members"),
    }
}

async fn says(app: &crate::ground::App, line: &str) -> String {
    super::member::done(app, command(line)).await.unwrap_or_else(|error| error.to_string())
}

#[tokio::test]
async fn members_are_added_listed_changed_and_removed_while_the_site_runs() {
    let house = TestHouse::new();
    // A second program on the same folder, as the command line is.
    let app = wiring::open(house.app.config.clone(), house.app.clock.clone()).unwrap();
    assert!(says(&app, "cuadra member list").await.contains("Nobody yet"));
    let said =
        says(&app, "cuadra member add Luz --role dispatcher --role verifier --organization Barrio --lang en").await;
    let link = said.lines().find(|line| line.contains("/join/")).unwrap().trim();
    let path = link.strip_prefix("http://localhost:8080").unwrap();
    house.visitor(Lang::Es).open(path).await.says("Your alias here is Luz");
    assert_eq!(says(&app, "cuadra member list").await, "Luz\tinvited\tdispatcher,verifier\ten\tBarrio\n");
    assert!(says(&app, "cuadra member add luz").await.contains("already goes by that alias"));

    let again = says(&app, "cuadra member invite luz").await;
    assert_eq!(house.visitor(Lang::Es).open(path).await.status, 404, "the older link is replaced");
    let path = again.lines().find_map(|line| line.trim().strip_prefix("http://localhost:8080")).unwrap();
    assert_eq!(house.visitor(Lang::Es).open(path).await.status, 200);

    let ana = house.member("Ana", &[Role::Dispatcher]).await;
    assert_eq!(says(&app, "cuadra member roles Ana --role observer").await, "Ana: observer\n");
    ana.open("/me").await.says("Observación").does_not_say("Despacho");
    says(&app, "cuadra member remove Ana").await;
    assert_eq!(ana.open("/me").await.status, 404, "the session ended at once");
    for line in ["cuadra member remove Ana", "cuadra member invite Ana", "cuadra member roles Ana"] {
        assert!(says(&app, line).await.contains("no longer part of the network"), "{line}");
    }
    assert!(says(&app, "cuadra member remove Nadie").await.contains("nobody goes by that alias"));
    assert!(!says(&app, "cuadra member list").await.contains("Ana"));
    let chain = app.db.read("chain", audit::verify).await.unwrap();
    assert!(matches!(chain, audit::Chain::Whole(_)), "two programs, one chain");
}

#[test]
fn a_role_or_language_that_is_none_is_refused_with_the_list() {
    use clap::Parser;
    for (line, says) in [
        ("cuadra member add Luz --role boss", "dispatcher, verifier"),
        ("cuadra member add Luz --lang fr", "es and en"),
    ] {
        let Err(error) = super::Cli::try_parse_from(line.split(' ')) else { panic!("{line} was taken") };
        assert!(error.to_string().contains(says), "{error}");
    }
}

fn webhook(line: &str) -> super::webhook::Webhooks {
    use clap::Parser;
    let cli = super::Cli::try_parse_from(line.split(' ')).unwrap_or_else(|error| panic!("{line}: {error}"));
    match cli.command {
        super::Command::Webhook(command) => command,
        _ => panic!("{line} is about webhooks"),
    }
}

#[tokio::test]
async fn a_steward_adds_a_sites_system_whose_secret_is_shown_once() {
    let house = TestHouse::with(|config| config.demo = true);
    crate::demo::furnish(&house.app).await.unwrap();
    let app = &house.app;
    let says =
        async |line: &str| super::webhook::done(app, webhook(line)).await.unwrap_or_else(|error| error.to_string());
    assert_eq!(says("cuadra webhook list").await, "No site is told.\n");
    let added =
        says("cuadra webhook add https://school.example.org/hook --area owl-canyon --area 00203 --lang es").await;
    assert_eq!(added.matches("whsec_").count(), 1, "{added}");
    let listed = says("cuadra webhook list").await;
    assert!(listed.contains("school.example.org\towl-canyon,00203\tuntil 2027-03-03"), "{listed}");
    assert!(!listed.contains("whsec_") && !listed.contains("/hook"), "{listed}");
    let again = says("cuadra webhook add https://school.example.org/hook").await;
    assert!(again.contains("its secret and areas are new now") && again != added, "{again}");
    let listed = says("cuadra webhook list").await;
    assert!(listed.lines().count() == 1 && listed.contains("everywhere"), "{listed}");
    let counted = super::webhook::counted(app).await.unwrap();
    assert_eq!(counted, "webhook\ten\tlive\t1\n1 live in all\n");
    for (line, told) in [
        ("cuadra webhook add http://school.example.org/", "must begin with https"),
        ("cuadra webhook add https://school.example.org/ --area atlantis", "no area is called atlantis"),
        ("cuadra webhook remove 77", "no site has the number 77"),
    ] {
        assert!(says(line).await.contains(told), "{line}");
    }
    let number = listed.split('\t').next().unwrap().to_owned();
    assert!(says(&format!("cuadra webhook remove {number}")).await.contains("deleted"));
    assert_eq!(says("cuadra webhook list").await, "No site is told.\n");
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
