//! What a build is made of: the source of every crate, the law, the code sets, the migrations, the versions of the
//! libraries.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What goes into the executable of a crate's folder; its tests and benchmarks do not.
const PARTS: [&str; 4] = ["src", "data", "assets", "templates"];

/// The folders whose content decides what the executable does.
pub(crate) fn folders(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders = vec![root.join("law"), root.join("codes"), root.join("migrations")];
    for group in [root.join("crates"), root.join("crates/slices")] {
        for entry in fs::read_dir(group)? {
            let own = entry?.path();
            let parts = PARTS.iter().map(|part| own.join(part));
            folders.extend(parts.filter(|part| part.is_dir()));
        }
    }
    folders.sort();
    Ok(folders)
}

/// The single files that do.
pub(crate) fn files(root: &Path) -> Vec<PathBuf> {
    ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"].map(|name| root.join(name)).to_vec()
}

/// Tells one state of them from another, in sixteen digits. The same source gives the same on every machine.
pub(crate) fn digest(root: &Path) -> io::Result<String> {
    let mut all = files(root);
    for folder in folders(root)? {
        gather(&folder, &mut all)?;
    }
    all.sort();
    let mut hasher = DefaultHasher::new();
    for file in all {
        file.strip_prefix(root).unwrap_or(&file).hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Adds every file of a folder, however deep it lies.
fn gather(folder: &Path, all: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, all)?;
        } else {
            all.push(path);
        }
    }
    Ok(())
}
