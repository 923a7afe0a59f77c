//! Floor plan, SQL only in stores, file and function length.

use regex::Regex;

use super::{files, read, root, short};

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 60;

/// The rooms in the order of `lib.rs`.
fn floor_plan() -> Vec<String> {
    let plan = read(&root().join("src/lib.rs"));
    let rooms = plan.lines().filter_map(|line| {
        let rest = line.trim().strip_prefix("pub mod ").or_else(|| line.trim().strip_prefix("mod "))?;
        Some(rest.split(';').next()?.trim().to_owned())
    });
    rooms.filter(|room| !["testkit", "house_rules"].contains(&room.as_str())).collect()
}

/// Rooms named in `crate::…` paths of a text: `crate::a::b`, `use crate::{a, b::c}`.
fn named_rooms(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in group.chars() {
                match c {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => out.push(std::mem::take(&mut item)),
                    _ if depth == 0 => item.push(c),
                    _ => {}
                }
            }
            out.push(item);
        } else {
            out.push(rest.to_owned());
        }
    }
    let name = |path: String| path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    out.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

/// Rooms below `room` that `text` names, as a list of complaints.
fn looks_down(plan: &[String], room: &str, text: &str) -> Vec<String> {
    let Some(own) = plan.iter().position(|known| known == room) else { return Vec::new() };
    named_rooms(text)
        .into_iter()
        .filter(|named| plan.iter().position(|known| known == named).is_some_and(|floor| floor > own))
        .collect()
}

#[test]
fn a_room_uses_rooms_above_it_and_never_below() {
    let plan = floor_plan();
    assert!(plan.len() > 3, "the floor plan was read: {plan:?}");
    for path in files("src", &[".rs"]) {
        let inside = short(&path);
        let mut parts = inside.split('/').skip(1);
        let room = parts.next().unwrap_or_default().trim_end_matches(".rs");
        if inside.ends_with("tests.rs") || inside.contains("/tests/") {
            continue;
        }
        let text = read(&path);
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let below = looks_down(&plan, room, code);
        assert!(below.is_empty(), "{inside} uses rooms below it: {below:?}");
    }
}

#[test]
fn looking_down_is_noticed() {
    let plan: Vec<String> = ["ground", "people", "reports"].map(String::from).to_vec();
    assert_eq!(looks_down(&plan, "people", "use crate::reports::facts;"), ["reports"]);
    assert_eq!(looks_down(&plan, "people", "use crate::{ground::{App, Id}, reports};"), ["reports"]);
    assert!(looks_down(&plan, "reports", "use crate::{ground, people};").is_empty());
}

/// The rooms of the table in `ARCHITECTURE.md`, from top to bottom.
fn drawn_plan(text: &str) -> Vec<String> {
    let row = Regex::new(r"(?m)^\| `([a-z_]+)` \|").expect("a pattern");
    row.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[test]
fn the_floor_plan_is_drawn_as_it_is_built() {
    assert_eq!(drawn_plan(&read(&root().join("ARCHITECTURE.md"))), floor_plan());
    let mut built: Vec<String> = std::fs::read_dir(root().join("src"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !["lib.rs", "main.rs", "house_rules", "testkit"].contains(&name.as_str()))
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .collect();
    built.sort();
    let mut plan = floor_plan();
    plan.sort();
    assert_eq!(built, plan, "every room stands in the plan");
}

/// Lines that look like SQL in a string.
fn sql_lines(text: &str) -> Vec<usize> {
    let starts = ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"CREATE ", "\"PRAGMA ", "\"VACUUM "];
    let lines = text.lines().enumerate();
    lines.filter(|(_, line)| starts.iter().any(|start| line.contains(start))).map(|(at, _)| at + 1).collect()
}

#[test]
fn sql_stands_only_in_stores() {
    for path in files("src", &[".rs"]) {
        let inside = short(&path);
        let may = inside.ends_with("store.rs") || inside.contains("/store/") || inside.starts_with("src/ground/");
        if may || inside.contains("tests") || inside.starts_with("src/house_rules") {
            continue;
        }
        let found = sql_lines(&read(&path));
        assert!(found.is_empty(), "{inside} holds SQL in lines {found:?}: it belongs in a store.rs");
    }
    assert_eq!(sql_lines("let x = \"SELECT 1\";"), [1], "the rule sees SQL");
}

#[test]
fn files_and_functions_are_short() {
    for path in files("src", &[".rs"]) {
        let text = read(&path);
        let inside = short(&path);
        let lines = text.lines().count();
        assert!(lines <= FILE_LINES_MAX, "{inside} has {lines} lines; at most {FILE_LINES_MAX}");
        for (name, length) in functions(&text) {
            assert!(
                length <= FUNCTION_LINES_MAX,
                "{inside}: fn {name} has {length} lines; at most {FUNCTION_LINES_MAX}"
            );
        }
    }
}

/// Functions with their length in lines, by indentation: rustfmt closes a function where it began. What is only declared is none.
fn functions(text: &str) -> Vec<(String, usize)> {
    let head =
        r#"^ *(?:pub(?:\([^)]*\))? )?(?:default )?(?:const )?(?:async )?(?:unsafe )?(?:extern "[^"]*" )?fn (\w+)"#;
    let head = Regex::new(head).expect("a pattern");
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(found) = head.captures(line) else { continue };
        let indent = " ".repeat(line.len() - line.trim_start().len());
        // A head over several lines ends where a line begins as far left as it did.
        let mut heads = lines[at..].iter().enumerate().filter(|(down, line)| {
            *down == 0 || line.strip_prefix(indent.as_str()).is_some_and(|rest| !rest.starts_with(' '))
        });
        let opens = heads.find(|(_, line)| line.ends_with(['{', ';', '}']));
        if !opens.is_some_and(|(_, line)| line.ends_with('{')) {
            continue;
        }
        let closing = format!("{indent}}}");
        let length = lines[at..].iter().position(|later| *later == closing).map_or(0, |end| end + 1);
        out.push((found[1].to_owned(), length));
    }
    out
}

#[test]
fn a_long_function_is_noticed() {
    let long = format!("fn long() {{\n{}}}\n", "    let _ = 1;\n".repeat(70));
    assert_eq!(functions(&long), [("long".to_owned(), 72)]);
}

#[test]
fn every_kind_of_function_is_seen_and_a_mere_declaration_is_none() {
    let heads = [
        "fn a()",
        "pub fn a()",
        "pub(crate) async fn a()",
        "pub(in crate::messages) fn a()",
        "pub const fn a()",
        "const fn a()",
        "pub(super) const unsafe fn a()",
        "extern \"C\" fn a()",
        "pub async fn a<T: Into<String>>()",
    ];
    for head in heads {
        assert_eq!(functions(&format!("{head} {{\n    let _ = 1;\n}}\n")), [("a".to_owned(), 3)], "{head}");
    }
    let many_lines = "fn a(\n    one: u8,\n) -> u8 {\n    one\n}\n";
    assert_eq!(functions(many_lines), [("a".to_owned(), 5)]);
    let declared = "trait T {\n    fn a(\n        one: u8,\n    ) -> u8;\n    fn b() {\n        let _ = 1;\n    }\n}\n";
    assert_eq!(functions(declared), [("b".to_owned(), 3)]);
}
