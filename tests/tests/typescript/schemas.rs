//! Every schema of the repository makes a package that both compilers accept.

use crate::emitted::Package;

#[test]
fn the_platform_compiles() {
    Package::of_repository("schema.toml").passes();
}

#[test]
fn architecture_brain_compiles() {
    Package::of_repository("tests/schemas/architecture_brain.toml").passes();
}

#[test]
fn data_contracts_compiles() {
    Package::of_repository("tests/schemas/data_contracts.toml").passes();
}

#[test]
fn deliberation_compiles() {
    Package::of_repository("tests/schemas/deliberation.toml").passes();
}
