//! Results of the PRF extension in what a browser sends: they are refused wherever they hide.

use serde_json::Value;

/// True where an answer carries results of the PRF extension (or of `hmac-secret` below it), anywhere and in any case. They wrap
/// members' keys and must never leave the browser: who sends them has a broken or a foreign script.
pub fn carries_prf(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(name, inner)| {
            let name = name.to_ascii_lowercase().replace(['-', '_'], "");
            match name.as_str() {
                "prf" => holds_bytes(inner),
                "hmacgetsecret" => !inner.is_null(),
                _ => carries_prf(inner),
            }
        }),
        Value::Array(items) => items.iter().any(carries_prf),
        _ => false,
    }
}

/// True for anything but flags: `{"enabled": true}` tells that an authenticator could, and no more.
fn holds_bytes(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields
            .iter()
            .any(|(name, inner)| holds_bytes(inner) || name.eq_ignore_ascii_case("results") && !inner.is_null()),
        Value::Null | Value::Bool(_) => false,
        Value::Number(_) | Value::String(_) | Value::Array(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn prf_results_are_seen_wherever_they_hide() {
        for leak in [
            json!({"clientExtensionResults": {"prf": {"results": {"first": "AAAA"}}}}),
            json!({"clientExtensionResults": {"PRF": {"Results": {"First": "AAAA"}}}}),
            json!({"response": {"deep": [{"prf": {"results": {}}}]}}),
            json!({"prf": {"first": "AAAA"}}),
            json!({"extensions": {"hmac-secret": false, "hmacGetSecret": {"output1": "AAAA"}}}),
        ] {
            assert!(carries_prf(&leak), "{leak}");
        }
        for fine in [
            json!({}),
            json!({"clientExtensionResults": {"credProps": {"rk": true}, "prf": {"enabled": true}}}),
            json!({"clientExtensionResults": {"prf": {"results": null}}}),
            json!({"fields": {"label": "prf"}}),
        ] {
            assert!(!carries_prf(&fine), "{fine}");
        }
    }
}
