//! The kit itself: what it starts works, what it stops is gone, what it judges is judged.

mod databases;
mod golden;
mod judges;

fn at_least(version: &str, wanted: [u32; 2]) -> bool {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= (wanted[0], wanted[1])
}
