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
