//! Tokens: 256 bits of chance, in a cookie or in a one-time link. We keep only their hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::ground::keys::sha256;

/// A secret that opens a session or a link. Prints nothing.
#[derive(Clone, Copy)]
pub struct Token([u8; 32]);

impl Token {
    /// The token with these bytes, fresh from [`crate::ground::chance`].
    pub const fn from_bytes(bytes: [u8; 32]) -> Token {
        Token(bytes)
    }

    /// Reads a token as [`Token::text`] writes it; `None` where it is anything else.
    pub fn parse(text: &str) -> Option<Token> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Token)
    }

    /// The token for a cookie or an address: 43 characters of unpadded base64url (RFC 4648, section 5).
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database holds: SHA-256. No salt or stretching is needed for 256 bits of chance.
    pub fn hash(&self) -> [u8; 32] {
        sha256(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_nothing_else_does() {
        let token = Token::from_bytes([7; 32]);
        assert_eq!(Token::parse(&token.text()).unwrap().hash(), token.hash());
        assert_eq!(token.text().len(), 43);
        for odd in ["", "short", &"A".repeat(44), &format!("{}=", token.text()), &"!".repeat(43)] {
            assert!(Token::parse(odd).is_none(), "{odd}");
        }
        assert_ne!(Token::from_bytes([8; 32]).hash(), token.hash());
    }
}
