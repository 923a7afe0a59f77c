//! Filled when sign-in stands: see the stories below.
