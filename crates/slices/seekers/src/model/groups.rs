//! Real-name groups (实名制群体): people whom an agency is told to serve by name.

use std::sync::LazyLock;

/// The list as it is shipped.
pub const GROUPS: &str = include_str!("../../data/groups.csv");

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealNameGroup {
    /// Its code.
    pub code: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Who asks for it.
    pub source: &'static str,
}

static LIST: LazyLock<Vec<RealNameGroup>> = LazyLock::new(|| {
    GROUPS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("code,"))
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some(RealNameGroup { code: cells.next()?, name: cells.next()?, source: cells.next()? })
        })
        .collect()
});

/// Gives the groups in the order of the list.
#[must_use]
pub fn groups() -> &'static [RealNameGroup] {
    &LIST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_group_and_codes_are_told_apart() {
        let lines = GROUPS.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(groups().len(), lines - 1);
        let mut codes: Vec<&str> = groups().iter().map(|group| group.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), groups().len());
        assert!(groups().iter().all(|group| !group.name.is_empty() && !group.source.is_empty()));
    }
}
