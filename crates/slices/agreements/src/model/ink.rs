//! A signature drawn on the screen: strokes of points, no picture.

use std::fmt;

/// How wide the field is in which somebody signs; it is a third as high.
const WIDTH: u16 = 600;
/// How high it is.
const HEIGHT: u16 = 200;
/// How many points a signature has at most; a name in running hand has a few hundred.
const MOST_POINTS: usize = 6_000;
/// How far a signature reaches at least, to one side or down.
const LEAST_REACH: u16 = 30;
/// How many points it has at least.
const LEAST_POINTS: usize = 8;

/// Why something is no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSignature {
    /// Nothing was drawn, or hardly anything.
    Blank,
    /// More than anybody signs.
    TooLong,
    /// Not what our field sends.
    Garbled,
}

impl fmt::Display for NoSignature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Blank => {
                "还没有签名，或只点了一下；请在框内签全名，不便签的请打印手签后上传扫描件"
            }
            Self::TooLong => "笔画太多，不像签名；请点“重写”后再签",
            Self::Garbled => "签名没有传完整；请刷新页面后重签，或打印手签后上传扫描件",
        })
    }
}

/// A signature. Its debug form shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Ink(String);

impl fmt::Debug for Ink {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Ink(…)")
    }
}

impl Ink {
    /// Reads what the field sends: points `x,y` parted by spaces, strokes parted by semicolons.
    pub fn read(text: &str) -> Result<Self, NoSignature> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NoSignature::Blank);
        }
        // A point takes eight letters at most.
        if text.len() > MOST_POINTS * 8 {
            return Err(NoSignature::TooLong);
        }
        let mut points = Vec::new();
        for point in text.split([';', ' ']) {
            points.push(point_of(point).ok_or(NoSignature::Garbled)?);
        }
        if points.len() > MOST_POINTS {
            return Err(NoSignature::TooLong);
        }
        let reach = |of: fn(&(u16, u16)) -> u16| {
            let most = points.iter().map(of).max().unwrap_or(0);
            most - points.iter().map(of).min().unwrap_or(0)
        };
        let reaches = reach(|point| point.0).max(reach(|point| point.1));
        if points.len() < LEAST_POINTS || reaches < LEAST_REACH {
            return Err(NoSignature::Blank);
        }
        Ok(Self(text.to_owned()))
    }

    /// Takes what was stored.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Gives the strokes as they are stored and drawn.
    #[must_use]
    pub fn strokes(&self) -> &str {
        &self.0
    }
}

fn point_of(text: &str) -> Option<(u16, u16)> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    let (x, y) = text.split_once(',').filter(|_| is_plain)?;
    let (x, y) = (x.parse().ok()?, y.parse().ok()?);
    (x <= WIDTH && y <= HEIGHT).then_some((x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "60,40 80,80 100,120 120,150;180,60 200,90 220,120 240,150";

    #[test]
    fn a_signature_reads_back_as_it_was_drawn() {
        let ink = Ink::read(&format!(" {NAME} ")).expect("a signature");
        assert_eq!(ink.strokes(), NAME);
        assert_eq!(format!("{ink:?}"), "Ink(…)");
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        let dot = ["9,9"; 20].join(" ");
        let endless = vec!["10,10 590,190"; MOST_POINTS].join(" ");
        let many = vec!["1,1 600,1"; MOST_POINTS / 2 + 1].join(";");
        for (text, why) in [
            ("", NoSignature::Blank),
            ("10,10 590,190", NoSignature::Blank),
            (&dot, NoSignature::Blank),
            (&endless, NoSignature::TooLong),
            (&many, NoSignature::TooLong),
            ("601,10", NoSignature::Garbled),
            ("10,201", NoSignature::Garbled),
            ("+1,1", NoSignature::Garbled),
            ("1,1;;2,2", NoSignature::Garbled),
            ("\"><script>", NoSignature::Garbled),
            ("data:image/png;base64,AAAA", NoSignature::Garbled),
        ] {
            assert_eq!(Ink::read(text), Err(why), "{}", &text[..text.len().min(30)]);
        }
    }
}
