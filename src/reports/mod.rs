//! Reports: what someone told us. Untrusted, never public.

pub mod facts;
