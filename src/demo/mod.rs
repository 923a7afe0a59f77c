//! A made-up network, for trying out and for tests. Nothing here is a real place or person.

pub mod city;
