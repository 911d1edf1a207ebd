//! A slice that keeps papers of persons, and can be told what is under way.

use std::sync::Mutex;

use desk::{
    Answer, Companion, Desk, FilePart, FilePlace, OpenFiles, Promised, StandsIn, UnderGate,
};
use store::seal::{Clear, Sealed};
use store::{SubjectId, Tx};
use web::parts::{Button, Cell, Column, Table};

const COLUMN: &str = "cabinet.paper";

struct Paper {
    subject: SubjectId,
    place: FilePlace,
    words: Sealed,
}

/// What is kept.
#[derive(Default)]
pub(crate) struct Cabinet {
    papers: Mutex<Vec<Paper>>,
    promised: Mutex<Vec<(SubjectId, Promised)>>,
    under_way: Mutex<Vec<(SubjectId, String)>>,
    stands_in: Mutex<Vec<(SubjectId, StandsIn)>>,
    under_gates: Mutex<Vec<UnderGate>>,
}

impl Cabinet {
    /// Keeps a paper, sealed with the person's key.
    pub(crate) async fn keep(
        &self,
        desk: &Desk,
        subject: SubjectId,
        place: FilePlace,
        words: &str,
    ) {
        let own = desk.clone();
        let files = desk.db.read::<_, _, store::StoreError>(async move |tx| {
            seekers::files_of(tx, &own, subject).await
        });
        let files = files.await.expect("read");
        let entropy = desk.sealing.entropy.as_ref();
        let words = files[0].1.seal(COLUMN, &[], &Clear::new(words), entropy);
        self.papers.lock().expect("a lock").push(Paper { subject, place, words });
    }

    pub(crate) fn promise(&self, subject: SubjectId, promised: Promised) {
        self.promised.lock().expect("a lock").push((subject, promised));
    }

    pub(crate) fn begin(&self, subject: SubjectId, words: &str) {
        self.under_way.lock().expect("a lock").push((subject, words.to_owned()));
    }

    pub(crate) fn place(&self, subject: SubjectId, stands_in: StandsIn) {
        self.stands_in.lock().expect("a lock").push((subject, stands_in));
    }

    pub(crate) fn begin_at_gate(&self, under_gate: UnderGate) {
        self.under_gates.lock().expect("a lock").push(under_gate);
    }

    pub(crate) fn end_all(&self) {
        self.under_way.lock().expect("a lock").clear();
    }
}

impl Companion for Cabinet {
    fn parts<'a>(
        &'a self,
        _: &'a mut Tx,
        _: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        Box::pin(async move {
            let mut parts = Vec::new();
            for paper in self.papers.lock().expect("a lock").iter() {
                for (_, key) in files.iter().filter(|(file, _)| *file == paper.subject) {
                    let words = key.open(COLUMN, &[], &paper.words)?;
                    let table = Table::new("柜中文件", vec![Column::text("文件")])
                        .rows([vec![Cell::text(words.reveal())]])
                        .export("/cabinet?format=xlsx");
                    let links = vec![Button::link("打开柜子", "/cabinet")];
                    parts.push(FilePart { place: paper.place, table, links });
                }
            }
            Ok(parts)
        })
    }

    fn promised<'a>(
        &'a self,
        _: &'a mut Tx,
        _: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        Box::pin(async move {
            let all = self.promised.lock().expect("a lock");
            let of_files = all.iter().filter(|(of, _)| files.iter().any(|(file, _)| file == of));
            Ok(of_files.map(|(_, promised)| promised.clone()).collect())
        })
    }

    fn stands_in<'a>(
        &'a self,
        _: &'a mut Tx,
        _: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<StandsIn>> {
        Box::pin(async move {
            let all = self.stands_in.lock().expect("a lock");
            let of_files = all.iter().filter(|(of, _)| files.iter().any(|(file, _)| file == of));
            Ok(of_files.map(|(_, stands_in)| stands_in.clone()).collect())
        })
    }

    fn under_gates<'a>(
        &'a self,
        _: &'a mut Tx,
        gates: &'a [(SubjectId, String)],
    ) -> Answer<'a, Vec<UnderGate>> {
        Box::pin(async move {
            let all = self.under_gates.lock().expect("a lock");
            let asked = |one: &&UnderGate| {
                gates.iter().any(|(of, clause)| *of == one.subject && clause == one.clause)
            };
            Ok(all.iter().filter(asked).cloned().collect())
        })
    }

    fn under_way<'a>(&'a self, _: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            let all = self.under_way.lock().expect("a lock");
            Ok(all.iter().find(|(of, _)| *of == subject).map(|(_, words)| words.clone()))
        })
    }
}
