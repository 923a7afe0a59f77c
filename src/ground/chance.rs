//! Randomness from the operating system, through the one crypto provider.

use aws_lc_rs::rand;

/// `N` unpredictable bytes.
///
/// # Panics
/// Where the operating system has no randomness to give: nothing sound can be done without it.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0u8; N];
    assert!(rand::fill(&mut out).is_ok(), "the operating system gave no randomness");
    out
}
