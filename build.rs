//! The shipped themes are compiled into the program; cargo must notice when one of their files
//! changes, appears or goes.

fn main() {
    println!("cargo::rerun-if-changed=themes");
}
