//! The real clock and the real randomness, which nothing below the executable may reach for.

use std::fs::File;
use std::io::Read as _;

use store::{Clock, Entropy, Instant};

use crate::failure::Failure;
use crate::terminal;

/// The clock of this machine.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the executable is where the clock is asked")]
    fn now(&self) -> Instant {
        Instant::from_micros(jiff::Timestamp::now().as_microsecond())
    }
}

/// The operating system's generator of unpredictable bytes.
#[derive(Debug)]
pub(crate) struct SystemEntropy(File);

/// Where the operating system gives them.
const SOURCE: &str = "/dev/urandom";

impl SystemEntropy {
    /// Opens the generator.
    pub(crate) fn open() -> Result<Self, Failure> {
        File::open(SOURCE)
            .map(Self)
            .map_err(|error| Failure::Fault(format!("不能从 {SOURCE} 取得随机数：{error}")))
    }
}

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = (&self.0).read_exact(bytes) {
            // Whatever went on from here would seal under keys that can be guessed.
            terminal::complain(&format!(
                "不能从 {SOURCE} 取得随机数：{error}；程序立即停止，正在进行的写入没有保存"
            ));
            std::process::abort();
        }
    }
}
