//! Where a subject stands, in one text column: the first letters of the states that hold.

use rules::Standing;

/// Writes where a subject stands.
#[must_use]
pub fn write_standing(standing: &Standing) -> String {
    [
        (standing.ledger_opened, 'l'),
        (standing.seeker_registered, 's'),
        (standing.unemployment_registered, 'u'),
        (standing.hardship_recognised, 'h'),
        (standing.under_agreement, 'a'),
        (standing.at_work, 'w'),
        (standing.placed, 'p'),
        (standing.ready == Some(true), 'r'),
        (standing.ready == Some(false), 'n'),
        (standing.key_enterprise, 'k'),
        (standing.stopped, 'x'),
    ]
    .into_iter()
    .filter_map(|(holds, letter)| holds.then_some(letter))
    .collect()
}

/// Reads it again.
#[must_use]
pub fn read_standing(text: &str) -> Standing {
    let has = |letter| text.contains(letter);
    Standing {
        ledger_opened: has('l'),
        seeker_registered: has('s'),
        unemployment_registered: has('u'),
        hardship_recognised: has('h'),
        under_agreement: has('a'),
        at_work: has('w'),
        placed: has('p'),
        ready: if has('r') { Some(true) } else { has('n').then_some(false) },
        key_enterprise: has('k'),
        stopped: has('x'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for ready in [None, Some(true), Some(false)] {
            for bits in 0..512_u32 {
                let has = |bit: u32| bits >> bit & 1 == 1;
                let standing = Standing {
                    ledger_opened: has(0),
                    seeker_registered: has(1),
                    unemployment_registered: has(2),
                    hardship_recognised: has(3),
                    under_agreement: has(4),
                    at_work: has(5),
                    ready,
                    key_enterprise: has(6),
                    stopped: has(7),
                    placed: has(8),
                };
                assert_eq!(read_standing(&write_standing(&standing)), standing);
            }
        }
    }
}
