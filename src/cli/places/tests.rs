use clap::Parser;

use super::*;
use crate::ground::locale::Lang;
use crate::places::{Atlas, Resolution};
use crate::testkit::TestHouse;

fn command(words: &[&str]) -> Places {
    let cli = super::super::Cli::try_parse_from(["cuadra", "places"].iter().chain(words)).unwrap();
    match cli.command {
        super::super::Command::Places(command) => command,
        _ => panic!("{words:?} is about places"),
    }
}

/// The made-up town's areas, and none of its corners.
async fn bare_town() -> TestHouse {
    let house = TestHouse::new();
    let write = house.app.db.write("areas", |tx| {
        let areas = crate::demo::city::areas().map_err(|wrong| crate::ground::Wrong::Fault(wrong.into()))?;
        areas.all().iter().try_for_each(|area| store::put_area(tx, area))
    });
    write.await.unwrap();
    Atlas::reload(&house.app).await.unwrap();
    house
}

fn brought(folder: &tempfile::TempDir, text: &str) -> String {
    let file = folder.path().join("streets.csv");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// Reports from this place by the form; answers whether the place became a cell.
async fn is_found(house: &TestHouse, place: &str) -> bool {
    let form = house.visitor(Lang::Es).open("/reportar").await;
    let taken = form.press("Enviar", &[("activity", "waiting"), ("place", place)]).await;
    assert_eq!(taken.status, 200, "{place}: {}", taken.text());
    let briefs = house.app.db.read("briefs", |tx| crate::reports::store::briefs_after(tx, 0, 1_000)).await.unwrap();
    briefs.last().unwrap().cell.is_some()
}

#[tokio::test]
async fn a_corner_that_was_brought_is_found_in_the_form_however_it_is_typed() {
    let house = bare_town().await;
    // A second program on the same folder, as the command line is: no bell of its own is heard here.
    let app = wiring::open(house.app.config.clone(), house.app.clock.clone()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (lat, lon) = crate::demo::city::position(0.31, 0.62);
    let file = brought(
        &folder,
        &format!(
            "kind,name,other_names,street_a,street_b,lat,lon\n\
         ,,,Avenida Güitrón,Peñasco Street,{lat},{lon}\n\
         market,Mercado Zarzamora,La Zarza,,,{lat},{lon}\n\
         ,,,Nowhere Street,Else Street,1.0,1.0\n"
        ),
    );
    assert!(!is_found(&house, "Güitrón y Peñasco").await, "nothing was brought yet");
    let said = done(&app, command(&["import", &file, "--credit", "© a made-up map"])).await.unwrap();
    assert!(said.contains("1 corners and 1 landmarks taken, 1 left out"), "{said}");
    assert!(said.contains("line 4, left out: it lies in none of the network's areas"), "{said}");
    house.run(crate::places::WORKERS).await;
    for typed in [
        "Güitrón y Peñasco",
        "guitron y penasco",
        "Peñasco and Güitrón",
        "PENASCO & GUITRON",
        "Penasco St esq. Avenida Guitron",
        "avenida güitrón esquina con peñasco",
        "Mercado Zarzamora",
        "la zarza",
    ] {
        assert!(is_found(&house, typed).await, "{typed}");
    }
    assert_eq!(&*house.app.part::<Atlas>().credit(), "© a made-up map");
    house.visitor(Lang::Es).open("/mapa").await.says("Datos del mapa: © a made-up map");
}

#[tokio::test]
async fn the_same_list_again_replaces_itself_and_nothing_else() {
    let house = bare_town().await;
    let app = &house.app;
    let folder = tempfile::tempdir().unwrap();
    let line = |a: &str, across: f64| {
        let (lat, lon) = crate::demo::city::position(across, 0.5);
        format!("{a} Street,Zunzun Street,{lat},{lon}\n")
    };
    let both = format!("street_a,street_b,lat,lon\n{}{}", line("Guamuchil", 0.3), line("Huizache", 0.6));
    let file = brought(&folder, &both);
    let says = async |words: &[&str]| done(app, command(words)).await.unwrap_or_else(|error| format!("{error:#}"));
    says(&["import", &file]).await;
    says(&["import", &file, "--name", "another list"]).await;
    assert_eq!(says(&["list"]).await, "another list\t2 names\t\nstreets.csv\t2 names\t\n");
    let file = brought(&folder, &format!("street_a,street_b,lat,lon\n{}", line("Huizache", 0.6)));
    assert!(says(&["import", &file]).await.contains("2 names that this list brought before were replaced"));
    assert_eq!(says(&["list"]).await, "another list\t2 names\t\nstreets.csv\t1 names\t\n");
    assert!(says(&["remove", "another list"]).await.contains("2 names are off the map"));
    assert!(says(&["remove", "another list"]).await.contains("no list is called another list"));
    Atlas::reload(app).await.unwrap();
    let atlas = app.part::<Atlas>();
    assert!(matches!(atlas.resolve("huizache y zunzun", None), Resolution::One(_)));
    assert!(!matches!(atlas.resolve("guamuchil y zunzun", None), Resolution::One(place) if place.cell.is_some()));
    // A file in which nothing holds leaves the map as it was.
    let file = brought(&folder, "street_a,street_b,lat,lon\nA Street,B Street,1,1\n");
    assert!(says(&["import", &file]).await.contains("the map is as it was"));
    assert_eq!(says(&["list"]).await, "streets.csv\t1 names\t\n");
}

#[tokio::test]
async fn without_areas_the_order_of_things_is_told() {
    let house = TestHouse::new();
    let folder = tempfile::tempdir().unwrap();
    let file = brought(&folder, "street_a,street_b,lat,lon\nA Street,B Street,1,1\n");
    let refused = done(&house.app, command(&["import", &file])).await.unwrap_err().to_string();
    assert!(refused.contains("cuadra areas import"), "{refused}");
}
