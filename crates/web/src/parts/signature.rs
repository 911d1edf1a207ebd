//! Signatures: where somebody signs on the screen, and what they signed, on the screen and on paper.

use askama::Template;
use kernel::Day;

/// A field to sign in with a pen, a finger or a mouse; stands inside a form. What is sent under `name` is the
/// strokes in the form of [`SignatureBox::strokes`]. Without a script there is a sentence in its place.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "signature_pad.html")]
pub struct SignaturePad {
    /// The name that the strokes are sent under.
    pub name: String,
    /// Who signs here, for whoever does not see it.
    pub label: String,
    /// What was drawn already.
    pub strokes: String,
    /// What to do where nothing can be drawn.
    pub otherwise: String,
}

/// A place for a signature on a document: what was signed, or a line to sign on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureBox {
    /// In which capacity, such as 乙方（签字）.
    pub heading: String,
    /// The name of whoever signs.
    pub name: String,
    /// The strokes: points `x,y` in a field of 600 by 200, parted by spaces; strokes parted by semicolons.
    pub strokes: String,
    /// The day on which it was signed.
    pub day: Option<Day>,
    /// What stands beneath, such as a place for a seal.
    pub beneath: String,
}

/// Places for signatures, side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "signatures.html")]
pub struct Signatures(pub Vec<SignatureBox>);
super::part!(SignaturePad, Signatures);

impl SignatureBox {
    /// Gives each stroke by itself.
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.strokes.split(';').filter(|line| !line.is_empty())
    }
}
