//! Sessions: how long they last, and what is remembered of the device.

use store::{ActorId, Instant};

store::identifier! {
    /// Names a session; not its secret.
    pub SessionId
}

/// A session that was not used for so long has ended, in seconds.
pub const IDLE_LIMIT: i64 = 30 * 60;
/// A session that was opened so long ago has ended, in seconds.
pub const ABSOLUTE_LIMIT: i64 = 10 * 3600;
/// A sign-in that waits for its second step has ended after so long, in seconds.
pub const STEP_LIMIT: i64 = 10 * 60;
/// One that waits for a second factor to be set up, which may take installing something on a phone, in seconds.
pub const SET_UP_LIMIT: i64 = 30 * 60;
/// The last use is noted at most so often, in seconds; the idle limit is that much less exact.
pub const NOTED_EVERY: i64 = 60;

/// How far a sign-in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the code of the second factor is awaited.
    Code,
    /// The first password was right; one of their own is awaited.
    NewPassword,
    /// Everything so far was right; a second factor is needed and not yet set up.
    SecondFactor,
    /// Signed in.
    Open,
}
store::text_column!(Stage {
    Code = "code",
    NewPassword = "new_password",
    SecondFactor = "second_factor",
    Open = "open",
});

store::row! {
    /// A session.
    #[derive(Eq)]
    pub struct Session from "session" {
        /// Its name in the database.
        pub session_id: SessionId,
        /// Whose it is.
        pub staff_id: ActorId,
        /// How far the sign-in has come.
        pub stage: Stage,
        /// What the browser says of itself, shortened.
        pub device: String,
        /// The address that it came from; empty if not known.
        pub remote: String,
        /// Since when.
        pub opened_at: Instant,
        /// When it was last used.
        pub used_at: Instant,
    }
}

impl Session {
    /// Tells whether it is still good at an instant.
    #[must_use]
    pub fn is_good(&self, now: Instant) -> bool {
        lasts(self.stage, self.opened_at, self.used_at, now)
    }
}

/// Tells whether a session that was opened and last used at these instants is still good.
#[must_use]
pub fn lasts(stage: Stage, opened_at: Instant, used_at: Instant, now: Instant) -> bool {
    match stage {
        Stage::Open => {
            now <= used_at.plus_seconds(IDLE_LIMIT) && now <= opened_at.plus_seconds(ABSOLUTE_LIMIT)
        }
        Stage::Code | Stage::NewPassword => now <= opened_at.plus_seconds(STEP_LIMIT),
        Stage::SecondFactor => now <= opened_at.plus_seconds(SET_UP_LIMIT),
    }
}

/// Shortens what a browser says of itself to its own name and the system it runs on.
#[must_use]
pub fn device_of(user_agent: &str) -> String {
    // Each of these also names itself as the ones after it.
    let browsers = [
        ("MicroMessenger/", "微信"),
        ("Edg/", "Edge"),
        ("QQBrowser/", "QQ 浏览器"),
        ("Firefox/", "Firefox"),
        ("Chromium/", "Chromium"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("HarmonyOS", "鸿蒙"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser}（{system}）"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "未知设备".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_idleness_and_by_age() {
        let opened = Instant::from_micros(1_767_571_200_000_000);
        let late = opened.plus_seconds(ABSOLUTE_LIMIT);
        for (stage, used, now, good) in [
            (Stage::Open, opened, opened.plus_seconds(IDLE_LIMIT), true),
            (Stage::Open, opened, opened.plus_seconds(IDLE_LIMIT + 1), false),
            (Stage::Open, late, late, true),
            (Stage::Open, late, late.plus_seconds(1), false),
            (Stage::Code, opened, opened.plus_seconds(STEP_LIMIT), true),
            (Stage::Code, opened, opened.plus_seconds(STEP_LIMIT + 1), false),
            (Stage::SecondFactor, opened, opened.plus_seconds(SET_UP_LIMIT), true),
            (Stage::SecondFactor, opened, opened.plus_seconds(SET_UP_LIMIT + 1), false),
        ] {
            assert_eq!(lasts(stage, opened, used, now), good, "{stage:?} {used} {now}");
        }
    }

    #[test]
    fn a_device_is_told_in_two_words() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
            Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0";
        assert_eq!(device_of(edge), "Edge（Windows）");
        assert_eq!(device_of("curl/8"), "未知设备");
    }
}
