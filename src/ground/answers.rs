//! Closed sets of answers: one spelling in forms, API and database, words in every language.

/// Declares a closed set of answers with one stable code each.
///
/// The code is the form value, the API value and the database value, so that a fact is spelled
/// one way everywhere; the words people read come from `words/*.ftl` under `PREFIX-code`.
macro_rules! answers {
    ($(#[$doc:meta])* $name:ident, $prefix:literal { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every answer, in the order in which forms offer them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The stable code: form value, API value, database value.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            /// The answer with this code, or `None` where there is none.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }

            /// The key of this answer's words in `words/*.ftl`.
            pub fn word(self) -> String {
                format!(concat!($prefix, "-{}"), self.code().replace('_', "-"))
            }
        }
    };
}
pub(crate) use answers;
