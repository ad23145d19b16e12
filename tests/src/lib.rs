//! The test kit: real servers, compilers and validators, found or failed for with an instruction.
