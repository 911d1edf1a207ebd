//! The mapping file that an office starts from.

/// Gives a commented mapping file: the one that `leye check --template` writes. It reads as it
/// stands.
#[must_use]
pub const fn template() -> &'static str {
    include_str!("template.toml")
}

#[cfg(test)]
mod tests {
    use ledger::Field;
    use rules::Kind;

    use super::template;
    use crate::Mapping;

    #[test]
    fn the_template_is_a_mapping() {
        assert!(Mapping::parse("template.toml", template()).is_ok());
    }

    #[test]
    fn the_template_is_a_mapping_with_everything_switched_on() {
        let switched_on: String = template()
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(setting) if setting.contains(" = ") => format!("{setting}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        assert!(switched_on.contains("\nid = "));
        let mapping = Mapping::parse("template.toml", &switched_on);
        assert!(mapping.is_ok(), "{mapping:?}");
    }

    #[test]
    fn the_template_names_every_field_and_every_kind() {
        for field in Field::ALL {
            let line = format!("{} = \"{}\"", field.name(), field.term());
            assert!(template().contains(&line), "{line}");
        }
        for kind in Kind::ALL {
            assert!(template().contains(kind.term()), "{}", kind.term());
        }
    }
}
