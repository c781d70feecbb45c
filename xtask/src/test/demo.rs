//! The story of the main job, told by the built program.

use std::process::Command;

use crate::command::{Failure, run};
use crate::workshop::Workshop;

/// Tells the whole story in a fresh data folder, which stays for the steps
/// after this one.
pub fn tell(workshop: &Workshop) -> Result<(), Failure> {
    let data = workshop.demo_data();
    run(Command::new(workshop.built("zhengtong"))
        .args(["demo", "--no-serve", "--fresh", "--data"])
        .arg(&data)
        .current_dir(&workshop.root))
}
