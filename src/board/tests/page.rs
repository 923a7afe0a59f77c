//! What the page shows to whom.

use super::*;
use crate::board::reading::Reading;
use crate::demo;

async fn keeper(house: &TestHouse, role: Role) -> Browser {
    house.member(role.code(), &[role]).await
}

#[tokio::test]
async fn a_new_network_sees_what_will_be_there() {
    let house = TestHouse::new();
    let board = keeper(&house, Role::Coordinator).await.open("/board").await;
    board.says("Nada espera una decisión").says("Nadie está de turno").says("Todavía no hay nada que medir");
    board.says("sin datos todavía").does_not_say("Por zona").does_not_say("simulacros");
}

#[tokio::test]
async fn each_keeper_sees_the_numbers_and_links_only_to_pages_that_they_may_open() {
    let house = town().await;
    tells(&house, Channel::Web, CORNER).await;
    house.later_minutes(3);
    let links = regex::Regex::new(r#"<main.*</main>"#).unwrap();
    let addresses = regex::Regex::new(r##"href="(/[^"#?]*)"##).unwrap();
    for role in [Role::Dispatcher, Role::Releaser, Role::Coordinator, Role::Steward] {
        let browser = keeper(&house, role).await;
        let board = browser.open("/board").await;
        board.says("1 tarjeta por decidir").says("una va tarde");
        let main = board.body.replace('\n', " ");
        let main = links.find(&main).unwrap().as_str().to_owned();
        for link in addresses.captures_iter(&main) {
            let page = browser.open(&link[1]).await;
            assert_eq!(page.status, 200, "{} → {}", role.code(), &link[1]);
        }
        let queue = board.count("main a[href='/queue']");
        assert_eq!(queue > 0, role == Role::Dispatcher, "{}: {queue}", role.code());
    }
    let board = keeper(&house, Role::Verifier).await.open("/board").await;
    assert_eq!(board.status, 404);
}

#[tokio::test]
async fn few_samples_are_too_few_to_tell_for_whoever_does_not_dispatch() {
    let house = town().await;
    let area = here(&house);
    counts(&house, vec![sample(&house, Step::OnScene, area, 17 * 60); 4]).await;
    let (ana, sol) = (keeper(&house, Role::Dispatcher).await, keeper(&house, Role::Steward).await);
    ana.open("/board").await.says("20 min").says("solo 4 casos").does_not_say("Tarde");
    sol.open("/board").await.does_not_say("20 min").says("4 casos: muy pocos para decir");
    counts(&house, vec![sample(&house, Step::OnScene, area, 17 * 60)]).await;
    let told = sol.open("/board").await;
    told.says("20 min").says("Tarde").says("0 de 5");
    assert!(told.count("td .badge.late") >= 2, "of the network and of the area");
}

#[tokio::test]
async fn an_area_is_read_by_the_hour_and_hours_and_days_are_chosen_by_links() {
    let house = town().await;
    let area = here(&house);
    counts(&house, vec![sample(&house, Step::Decided, area, 60); 5]).await;
    house.later_minutes(9 * 60);
    counts(&house, vec![sample(&house, Step::Decided, area, 600); 5]).await;
    let board = keeper(&house, Role::Steward).await.open("/board").await;
    board.says("5 de 10").says("A medias").says("Southside");
    let hours = board.follow("Brickyard").await;
    hours.says("Brickyard, por hora").says("12 a 13 h").says("21 a 22 h");
    assert_eq!((hours.count("td .badge.good"), hours.count("td .badge.late")), (1, 1), "one hour each");
    let evening = hours.follow("20 a 24 h").await;
    evening.says("21 a 22 h").does_not_say("12 a 13 h").says("0 de 5");
    assert_eq!(evening.count("nav.tabs [aria-current]"), 2, "the chosen days and hours are marked");
    evening.follow("Volver a todas las zonas").await.says("Por zona").says("0 de 5");

    house.later_minutes(4 * 60);
    let board = keeper(&house, Role::Steward).await.open("/board").await;
    board.says("5 de 10");
    let today = board.follow("Hoy").await;
    assert_eq!(today.says("sin datos todavía").count("td b"), 0, "that was yesterday");
    house.later_minutes(7 * 24 * 60);
    let board = keeper(&house, Role::Steward).await.open("/board").await;
    board.does_not_say("5 de 10").does_not_say("Todavía no hay nada que medir");
    board.follow("28 días").await.says("5 de 10");
}

#[tokio::test]
async fn what_waits_is_shown_with_its_age_until_it_is_done() {
    let house = town().await;
    tells(&house, Channel::Web, CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    let card = ana.open("/queue").await.press("Tomar", &[]).await;
    let incident = card.press("pedir que vayan a ver", &[]).await;
    house.run_workers().await;
    let board = ana.open("/board").await;
    board.says("1 incidente que espera quién vaya").does_not_say("van tarde").does_not_say("una va tarde");
    assert_eq!(board.count(&format!("li a[href='{}']", incident.path)), 1);
    house.later_minutes(4);
    ana.open("/board").await.says("nadie va todavía").says("una va tarde");
    let vero = house.member("Vero", &[Role::Verifier]).await;
    vero.open("/duty").await.press("Empezar mi turno", &[("near", CORNER), ("hours", "8")]).await;
    ana.open("/board").await.says("Una persona está libre").says("1 libre, 0 en un incidente");
    house.run_workers().await;
    let phone = vero.open("/go").await.press("10 min", &[]).await;
    ana.open("/board").await.says("0 libres, 1 en un incidente").does_not_say("nadie va todavía");
    house.later_minutes(16);
    ana.open("/board").await.says("ya debería haber llegado alguien").says("una va tarde");
    let there = phone.press("Ya llegué", &[]).await;
    ana.open("/board").await.does_not_say("una va tarde").says("Nada espera una decisión");
    let nothing = [("outcome", "nothing_there"), ("minutes_ago", "0")];
    there.follow("Decir qué encontré").await.press("Enviar", &nothing).await;
    ana.open("/board").await.says("1 hallazgo del que no se ha avisado nada");
    house.later_minutes(121);
    dispatcher(&house, "Ana").await.open("/board").await.says("Nada espera una decisión");
}

/// What the demo shows must be what a network could be like: every step of the line measured often enough, nothing that took no time, most of it
/// as promised and some of it not, and something to decide.
#[tokio::test]
async fn the_made_up_week_looks_like_a_week_on_the_board() {
    let house = TestHouse::with(|config| config.demo = true);
    let end = house.app.now().plus_days(demo::WEEK_DAYS);
    demo::furnish(&house.app).await.unwrap();
    demo::go_on_duty(&house.app, end.plus_hours(-8)).await.unwrap();
    demo::subscribe_phones(&house.app).await.unwrap();
    demo::play_the_week(&house.app, end).await.unwrap();
    demo::go_on_duty(&house.app, end).await.unwrap();
    house.run(WORKERS).await;
    let whole = crate::board::reading::whole(&counted(&house, false).await);
    let steps = [Step::Answered, Step::Decided, Step::Accepted, Step::OnScene, Step::Released, Step::Delivered];
    for step in steps {
        let Reading::Enough(figures, _) = Reading::of(step, &whole[&step]) else { panic!("{step:?} is too rare") };
        let (within, of) = (figures.in_time, figures.count);
        assert!(within * 4 >= of * 3 && within < of, "{step:?}: {within} of {of} in time");
        assert!(whole[&step].count_within(5) == 0, "{step:?} took no time");
    }
    let board = dispatcher(&house, "Ana").await.open("/board").await;
    board.says("5 tarjetas por decidir").says("1 incidente que espera quién vaya").says("Verificación de turno");
    board.says("2 personas están libres").does_not_say("Todavía no hay nada que medir");
    assert!(board.count("td .badge.good") >= 3 && board.count("td .badge.late") <= 3, "{}", board.text());
    let year = board.follow("Un año").await;
    assert_eq!(year.count("td b"), board.count("td b"));
}
