//! Roles: the keys that open members' doors.

use crate::ground::answers::answers;
use crate::ground::web::Key;

answers! {
    /// What a member may do. A member may hold several.
    Role, "role" {
        Dispatcher = "dispatcher", Verifier = "verifier", Observer = "observer", Releaser = "releaser",
        Coordinator = "coordinator", Caseworker = "caseworker", SiteLead = "site_lead", Steward = "steward",
    }
}

impl Key for Role {
    fn code(self) -> &'static str {
        Role::code(self)
    }
}
