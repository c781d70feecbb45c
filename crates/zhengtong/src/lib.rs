//! The platform as one program.
