//! Embeds every file of `law/`, so that adding a year's holidays or a clause is adding a file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let law = here.join("../../law").canonicalize()?;
    println!("cargo::rerun-if-changed={}", law.display());
    let mut code = String::new();
    for (name, folder) in
        [("CALENDARS", "calendars"), ("PARAMETERS", "parameters"), ("CLAUSES", "clauses")]
    {
        let folder = law.join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        let _ = writeln!(code, "const {name}: &[(&str, &str)] = &[");
        for file in files {
            let short = file.strip_prefix(&law).unwrap_or(&file).display().to_string();
            let _ = writeln!(
                code,
                "    (\"law/{short}\", include_str!({:?})),",
                file.display().to_string()
            );
        }
        code.push_str("];\n");
    }
    fs::write(Path::new(&out_folder()?).join("law_files.rs"), code)
}

#[expect(clippy::disallowed_methods, reason = "cargo speaks to build scripts by the environment")]
fn out_folder() -> io::Result<String> {
    env::var("OUT_DIR").map_err(io::Error::other)
}
