//! `cuadra lint`: reads lines, prints one JSON object a line: `{"findings":[{"class":"plate","start":0,"end":7}]}`, byte offsets.

use std::io::{BufRead, Write};

use serde_json::json;

use crate::lint;

/// Reads to the end of `input`. A line that is not UTF-8 is read with replacement marks, which changes no ASCII offset before them.
pub(super) fn run(mut input: impl BufRead, mut output: impl Write) -> anyhow::Result<()> {
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        while line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            line.pop();
        }
        let findings: Vec<_> = lint::findings(&String::from_utf8_lossy(&line))
            .into_iter()
            .map(|found| json!({"class": found.class.code(), "start": found.start, "end": found.end}))
            .collect();
        writeln!(output, "{}", json!({ "findings": findings }))?;
        line.clear();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_object_a_line_and_an_empty_list_where_it_is_clean() {
        let mut out = Vec::new();
        run("placa 8ABC123\nhay 12 agentes\n".as_bytes(), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines[0]["findings"][0]["class"], "plate");
        assert_eq!(lines[1], serde_json::json!({"findings": []}));
    }
}
