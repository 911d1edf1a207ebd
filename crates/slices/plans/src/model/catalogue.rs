//! The kinds of barriers, what shows them, and the measures that fit: dated data
//! (`law/instruments/barriers.toml`), BJ18 第二十六条第（一）、（二）项.

use std::sync::LazyLock;

use kernel::Day;
use rules::Kind;
use serde::Deserialize;
use toml::value::Datetime;

use super::plan::By;

/// The editions that are part of the program, the oldest first.
const SHIPPED: [(&str, &str); 1] = [(
    "law/instruments/barriers.toml",
    include_str!("../../../../../law/instruments/barriers.toml"),
)];

static EDITIONS: LazyLock<Vec<Edition>> = LazyLock::new(|| {
    // Whether each file can be read is a test's matter; one that cannot is not offered.
    SHIPPED.iter().filter_map(|(name, text)| Edition::read(name, text).ok()).collect()
});

static NOTHING: LazyLock<Edition> = LazyLock::new(|| Edition {
    from: Day::FIRST,
    source: String::new(),
    stages: Vec::new(),
    measures: Vec::new(),
    always: Always { ready: Vec::new(), unready: Vec::new() },
    barriers: Vec::new(),
});

/// What shows a barrier.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// The instrument whose result shows it.
    #[serde(default)]
    pub instrument: String,
    /// The item of a checklist that was answered no, word by word.
    #[serde(default)]
    pub no: String,
    /// The type of a classification.
    #[serde(rename = "type", default)]
    pub of: String,
    /// The score from which on that type shows it.
    #[serde(default)]
    pub score: i64,
    /// The reason that a survey noted, word by word.
    #[serde(default)]
    pub survey: String,
}

/// A kind of barrier.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barrier {
    /// Its name in sealed documents.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it means.
    pub words: String,
    /// The clause that names it.
    pub clause: String,
    /// The measures that fit it, by id, in their order.
    pub measures: Vec<String>,
    /// What shows it.
    pub signals: Vec<Signal>,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name in sealed documents.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The clause that asks for it.
    pub clause: String,
    /// What the ledger holds once it is under way.
    pub entry: Option<Kind>,
    /// What else shows that it is under way.
    pub also: Vec<Kind>,
    /// What guidance is about that shows it; none for guidance about anything.
    pub topics: Vec<String>,
    /// Whether only guidance that says what it was about shows it.
    pub only_named: bool,
    /// The scheme of that training; blank for any.
    pub scheme: String,
    /// The stage to which it usually belongs, from 0.
    pub stage: usize,
    /// Within how many days from the start of its stage it is usually done.
    pub days: i32,
    /// Within how many where nothing else is done in that stage.
    pub alone: i32,
    /// Who usually does it.
    pub by: By,
    /// What is done, in words that the person understands.
    pub words: String,
}

/// A stage as it is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageNorm {
    /// What it is called.
    pub name: String,
    /// What is reached in it.
    pub goal: String,
    /// How many days it lasts at most.
    pub days: i32,
}

/// The measures of every plan.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Always {
    /// Of somebody who is ready to start (BJ18-15).
    pub ready: Vec<String>,
    /// Of somebody who is not.
    pub unready: Vec<String>,
}

/// An edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The day from which it is used.
    pub from: Day,
    /// Where it comes from.
    pub source: String,
    /// The stages of a plan.
    pub stages: Vec<StageNorm>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// The measures of every plan.
    pub always: Always,
    /// The kinds of barriers.
    pub barriers: Vec<Barrier>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    from: Datetime,
    source: String,
    #[serde(rename = "checked")]
    _checked: Datetime,
    #[serde(rename = "stage")]
    stages: Vec<StageNorm>,
    #[serde(rename = "measure")]
    measures: Vec<MeasureLines>,
    always: Always,
    #[serde(rename = "barrier")]
    barriers: Vec<Barrier>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureLines {
    id: String,
    name: String,
    clause: String,
    #[serde(default)]
    entry: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    only_named: bool,
    #[serde(default)]
    scheme: String,
    stage: usize,
    days: i32,
    alone: Option<i32>,
    by: By,
    words: String,
}

impl Edition {
    /// Gives the edition in force on a day; before the first, the first.
    #[must_use]
    pub fn on(day: Day) -> &'static Self {
        let in_force = EDITIONS.iter().rfind(|edition| edition.from <= day);
        in_force.or_else(|| EDITIONS.first()).unwrap_or_else(|| &*NOTHING)
    }

    /// Reads an edition; `name` is said in problems, which are worded for whoever keeps the file.
    pub fn read(name: &str, text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("{name}：{error}"))?;
        let from = file.from.to_string().parse();
        let measures: Result<Vec<Measure>, String> =
            file.measures.into_iter().map(Measure::of_lines).collect();
        let edition = Self {
            from: from.map_err(|error| format!("{name}：from {error}"))?,
            source: file.source,
            stages: file.stages,
            measures: measures.map_err(|why| format!("{name}：{why}"))?,
            always: file.always,
            barriers: file.barriers,
        };
        edition.check().map_err(|why| format!("{name}：{why}"))?;
        Ok(edition)
    }

    fn check(&self) -> Result<(), String> {
        if self.stages.is_empty() || self.stages.len() > super::plan::MOST_STAGES {
            return Err("应有 1 至 3 个阶段".to_owned());
        }
        for measure in &self.measures {
            let stage = self.stages.get(measure.stage);
            let stage = stage.ok_or_else(|| format!("措施 {} 所在的阶段没有写", measure.id))?;
            // Nobody waits longer for a measure than its stage lasts.
            if [measure.days, measure.alone].iter().any(|days| !(1..=stage.days).contains(days)) {
                let (id, most) = (&measure.id, stage.days);
                return Err(format!(
                    "措施 {id} 的期限应在 1 至 {most} 天之间：所在阶段共 {most} 天"
                ));
            }
        }
        let always = self.always.ready.iter().chain(&self.always.unready);
        let of_barriers = self.barriers.iter().flat_map(|barrier| &barrier.measures);
        match always.chain(of_barriers).find(|id| self.measure(id).is_none()) {
            Some(unknown) => Err(format!("没有名为 {unknown} 的措施")),
            None => Ok(()),
        }
    }

    /// Finds a measure.
    #[must_use]
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// Tells whether what guidance was about, as its entry notes it, is that of a measure. Guidance that names nothing
    /// that any measure is about may have been any of them, but for those that want it named.
    #[must_use]
    pub fn is_about(&self, measure: &Measure, note: &str) -> bool {
        if measure.topics.is_empty() {
            return true;
        }
        let is_said = |topic: &String| note.split('；').any(|part| part.trim() == topic);
        let says_another = || {
            let mut topics = self.measures.iter().flat_map(|other| &other.topics);
            topics.any(is_said)
        };
        measure.topics.iter().any(is_said) || !measure.only_named && !says_another()
    }

    /// Finds a kind of barrier.
    #[must_use]
    pub fn barrier(&self, id: &str) -> Option<&Barrier> {
        self.barriers.iter().find(|barrier| barrier.id == id)
    }

    /// Gives what a measure is called; the id where it is no longer in the list.
    #[must_use]
    pub fn measure_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.measure(id).map_or(id, |measure| &measure.name)
    }

    /// Gives what a barrier is called; the id where it is no longer in the list.
    #[must_use]
    pub fn barrier_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.barrier(id).map_or(id, |barrier| &barrier.name)
    }
}

impl Measure {
    /// Tells whether entries of a kind show that it is under way.
    #[must_use]
    pub fn is_shown_by(&self, kind: Kind) -> bool {
        self.entry == Some(kind) || self.also.contains(&kind)
    }

    fn of_lines(lines: MeasureLines) -> Result<Self, String> {
        let kind =
            |named: &str| Kind::named(named).ok_or_else(|| format!("没有名为 {named} 的事项"));
        let entry = match &*lines.entry {
            "" => None,
            named => Some(kind(named)?),
        };
        let also: Result<Vec<Kind>, String> = lines.also.iter().map(|named| kind(named)).collect();
        let stage = lines.stage.checked_sub(1).ok_or("阶段从 1 数起")?;
        Ok(Self {
            entry,
            also: also?,
            topics: lines.topics,
            only_named: lines.only_named,
            stage,
            id: lines.id,
            name: lines.name,
            clause: lines.clause,
            scheme: lines.scheme,
            days: lines.days,
            alone: lines.alone.unwrap_or(lines.days),
            by: lines.by,
            words: lines.words,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_can_be_read_and_names_only_what_there_is() {
        for (name, text) in SHIPPED {
            let edition = Edition::read(name, text).unwrap_or_else(|why| panic!("{why}"));
            for signal in edition.barriers.iter().flat_map(|barrier| &barrier.signals) {
                if !signal.survey.is_empty() {
                    let reasons = services::model::codes::UNWILLING_REASONS;
                    assert!(reasons.contains(&&*signal.survey), "{}", signal.survey);
                    continue;
                }
                let by = counselling::model::Instrument::find(&signal.instrument);
                let by = by.unwrap_or_else(|| panic!("{}", signal.instrument));
                if signal.no.is_empty() {
                    assert!(by.types.iter().any(|kind| kind.code == signal.of), "{}", signal.of);
                    assert!(signal.score > 0, "{}", signal.of);
                } else {
                    assert!(by.items.iter().any(|item| item.text == signal.no), "{}", signal.no);
                }
            }
        }
        assert!(Edition::on(Day::FIRST).barriers.len() >= 7);
        // What guidance is about is named as it is recorded.
        let topics = services::model::codes::GUIDANCE_TOPICS;
        for topic in Edition::on(Day::FIRST).measures.iter().flat_map(|measure| &measure.topics) {
            assert!(topics.contains(&&**topic), "{topic}");
        }
    }

    #[test]
    fn guidance_shows_the_measure_that_it_was_about() {
        let edition = Edition::on(Day::FIRST);
        let shown = |note: &str| -> Vec<&str> {
            let measures = edition.measures.iter();
            let measures = measures.filter(|one| one.is_shown_by(Kind::GuidanceGiven));
            measures.filter(|one| edition.is_about(one, note)).map(|one| one.id.as_str()).collect()
        };
        assert_eq!(shown("求职与面试技巧；模拟面试一次"), ["interview"]);
        assert_eq!(shown("择业观念与心理调适"), ["psychological"]);
        assert_eq!(shown("协助办理优惠政策"), ["policy"]);
        // What names nothing may have been any of those that need no name.
        assert_eq!(shown("谈了求职与面试技巧"), ["psychological", "guidance", "interview"]);
        assert_eq!(shown(""), ["psychological", "guidance", "interview"]);
    }

    #[test]
    fn a_file_that_contradicts_itself_is_refused() {
        let (_, text) = SHIPPED[0];
        for (from, to, why) in [
            ("measures = [\"care\"", "measures = [\"none\"", "没有名为 none 的措施"),
            ("entry = \"recommended\"", "entry = \"nothing\"", "没有名为 nothing 的事项"),
            ("stage = 1", "stage = 0", "阶段从 1 数起"),
            ("stage = 1", "stage = 4", "所在的阶段没有写"),
            ("days = 14", "days = 100", "所在阶段共 30 天"),
        ] {
            let problem = Edition::read("x", &text.replacen(from, to, 1)).expect_err(why);
            assert!(problem.contains(why), "{problem}");
        }
    }
}
