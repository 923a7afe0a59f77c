//! The made-up members of the made-up network.

use crate::ground::locale::Lang;
use crate::people::Role;

/// One made-up member: alias, organization, roles, language of their pages.
pub(super) struct Person {
    pub alias: &'static str,
    pub organization: &'static str,
    pub roles: &'static [Role],
    pub lang: Lang,
    /// Around where they are on duty, as they would type it; empty where they are not.
    pub duty: &'static str,
}

/// Two dispatchers for two screens, verifiers in every part of town, and one of every other role.
pub(super) const CAST: &[Person] = &[
    Person { alias: "Ceiba", organization: FARO, roles: &[Role::Dispatcher], lang: Lang::Es, duty: "" },
    Person { alias: "Laurel", organization: UNION, roles: &[Role::Dispatcher], lang: Lang::En, duty: "" },
    Person { alias: "Colibrí", organization: FARO, roles: &[Role::Verifier], lang: Lang::Es, duty: "Campo Luna" },
    Person {
        alias: "Nopal",
        organization: FARO,
        roles: &[Role::Verifier, Role::Observer],
        lang: Lang::Es,
        duty: "Brickyard",
    },
    Person { alias: "Heron", organization: PARISH, roles: &[Role::Verifier], lang: Lang::En, duty: "Lantern District" },
    Person { alias: "Mezquite", organization: UNION, roles: &[Role::Verifier], lang: Lang::Es, duty: "Muelle Viejo" },
    Person { alias: "Quail", organization: PARISH, roles: &[Role::Observer], lang: Lang::En, duty: "" },
    Person { alias: "Jacaranda", organization: PARISH, roles: &[Role::Releaser], lang: Lang::Es, duty: "" },
    Person { alias: "Madroño", organization: UNION, roles: &[Role::Coordinator], lang: Lang::Es, duty: "" },
    Person { alias: "Salvia", organization: CLINIC, roles: &[Role::Caseworker], lang: Lang::Es, duty: "" },
    Person { alias: "Sycamore", organization: CLINIC, roles: &[Role::SiteLead], lang: Lang::En, duty: "" },
    Person { alias: "Piedra", organization: FARO, roles: &[Role::Steward], lang: Lang::En, duty: "" },
];

const FARO: &str = "Vecinas del Faro";
const UNION: &str = "Harbor Workers' Local";
const PARISH: &str = "Iglesia San Telmo";
const CLINIC: &str = "Clínica Colibrí";
