//! Gives the executable a name for what it was made of, by which it knows that it is another than the one before.

mod build {
    pub(crate) mod sources;
}

use std::path::PathBuf;
use std::{env, io};

use build::sources;

fn main() -> io::Result<()> {
    // Asked when it runs: a target folder that two checkouts share knows only one of them when it is built.
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = here.join("../..").canonicalize()?;
    for watched in sources::folders(&root)?.into_iter().chain(sources::files(&root)) {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    println!("cargo::rustc-env=LEYE_SOURCES={}", sources::digest(&root)?);
    Ok(())
}
