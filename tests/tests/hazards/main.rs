//! Hazards of statements: what is said about those of people, that nothing is to be said about those that are planned, and
//! that the documentation tells what is measured.

mod cases;
mod documented;
mod planned;
mod refused;
mod squawk;
mod torture;
