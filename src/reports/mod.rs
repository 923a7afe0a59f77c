//! Reports: what someone told us. Untrusted, never public.

pub mod facts;
pub mod media;
pub mod receipt;
pub mod work;

/// A report, as a marker for its id.
pub enum Report {}
