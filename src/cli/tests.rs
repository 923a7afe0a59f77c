use std::net::SocketAddr;

use crate::ground::config::Config;
use crate::ground::locale::Lang;
use crate::ground::{Clock, audit};
use crate::people::Role;
use crate::testkit::TestHouse;
use crate::wiring::{self, Site};

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

#[tokio::test]
async fn a_demo_whose_address_is_taken_says_what_to_do_at_once_and_leaves_nothing() {
    let temporary = tempfile::tempdir().unwrap();
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap();
    let began = std::time::Instant::now();
    let told = super::demo::run_in(taken, None, temporary.path()).await.unwrap_err().to_string();
    assert!(told.contains(&taken.to_string()) && told.contains("--listen"), "{told}");
    // A week takes longer to play.
    assert!(began.elapsed() < std::time::Duration::from_millis(500), "{:?}", began.elapsed());
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_site_on_any_free_port_tells_the_port_that_it_found() {
    let folder = tempfile::tempdir().unwrap();
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let config = Config { listen: any, data: folder.path().join("data"), ..Config::default() };
    let site = Site::bind(config, Clock::machine()).await.unwrap();
    let port = site.address().unwrap().port();
    assert_ne!(port, 0);
    assert_eq!(site.origin(), format!("http://localhost:{port}"));
}
