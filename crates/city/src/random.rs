//! Numbers that look random and are not.

/// The step of `SplitMix64`: 2⁶⁴ divided by the golden ratio, made odd.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A stream of numbers fixed by its seed.
///
/// `SplitMix64` (Steele, Lea, Flood 2014), written here because it is part of the promise that a
/// seed gives the same ledger on every machine, whatever becomes of a library.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Makes the stream of one subject, which depends on nothing but these three.
    pub(crate) const fn of_subject(seed: u64, population: u64, number: u64) -> Self {
        let population = mixed(seed.wrapping_add(STEP.wrapping_mul(population)));
        Self { state: mixed(population ^ mixed(number.wrapping_add(STEP))) }
    }

    const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mixed(self.state)
    }

    /// Gives a number below a bound; 0 where the bound is 0.
    pub(crate) const fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * bound as u64) >> 32) as u32
    }

    /// Gives a number of days, or of anything else, between two numbers, both included.
    pub(crate) fn between(&mut self, low: u16, high: u16) -> u16 {
        let span = u32::from(high.saturating_sub(low)) + 1;
        low.saturating_add(u16::try_from(self.below(span)).unwrap_or(0))
    }

    /// Answers yes in so many cases of a hundred.
    pub(crate) const fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Takes one of a list, each as likely.
    pub(crate) fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(u32::try_from(list.len()).unwrap_or(u32::MAX)) as usize]
    }

    /// Takes one of a list whose weights, in percent, add up to 100.
    pub(crate) fn weighted<T: Copy>(&mut self, list: &[(u32, T)]) -> T {
        let mut left = self.below(100);
        for (weight, value) in list {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        list[list.len() - 1].1
    }
}

const fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn first_numbers_never_change() {
        let mut random = Random { state: 0 };
        // The published first outputs of SplitMix64 for the seed 0.
        assert_eq!(random.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(random.next(), 0x6e78_9e6a_a1b9_65f4);
        assert_eq!(random.next(), 0x06c4_5d18_8009_454f);
    }

    #[test]
    fn both_bounds_are_reached_and_kept() {
        let mut random = Random::of_subject(1, 2, 3);
        let seen: std::collections::BTreeSet<u16> =
            (0..1000).map(|_| random.between(3, 6)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert_eq!(random.below(0), 0);
        assert!((0..1000).all(|_| !random.chance(0)));
        assert!((0..1000).all(|_| random.chance(100)));
    }

    #[test]
    fn weights_are_kept() {
        let mut random = Random::of_subject(7, 0, 0);
        let hits = (0..10_000).filter(|_| random.weighted(&[(20, true), (80, false)])).count();
        assert!((1_800..2_200).contains(&hits), "{hits} of 10000 at 20 %");
    }
}
