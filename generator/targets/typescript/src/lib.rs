//! The TypeScript package: interfaces, unions, operation map.
