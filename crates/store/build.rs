//! Lists the migrations of both engines, so that adding one is adding two files of one name.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // Asked when it runs: a target folder that two checkouts share knows only one of them when it is built.
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = here.join("../../migrations").canonicalize()?;
    let mut code = String::new();
    for (name, folder) in [("SQLITE", "sqlite"), ("POSTGRES", "postgres")] {
        let folder = root.join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
        files.sort();
        let _ = writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[");
        for file in files {
            println!("cargo::rerun-if-changed={}", file.display());
            let stem = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let path = file.to_string_lossy();
            let _ = writeln!(code, "    ({stem:?}, include_str!({path:?})),");
        }
        code.push_str("];\n");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("migrations.rs"), code)
}
