//! Making the answers of a question one's own.

use std::fmt;

use access::{Action, Failure, Relation};
use desk::Occasion;
use store::{StoreError, ToValue, Tx};

use crate::model::answers::{Answer, LONGEST_ANSWER, MOST_ANSWERS, Question};
use crate::sql;

/// Why the answers of a question stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerRefusal {
    /// There is no such question, or its answers are read by the rules.
    NoQuestion,
    /// Nothing was typed.
    Blank,
    /// It is too long for a list.
    TooLong,
    /// It is offered already.
    Known,
    /// It is not offered.
    Unknown,
    /// The list would not be short any more.
    TooMany,
    /// A question without answers cannot be answered.
    Last,
}

impl fmt::Display for AnswerRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoQuestion => out.write_str("没有这个问题，或者它的选项由规定确定，不能修改"),
            Self::Blank => out.write_str("请写出要增加的选项"),
            Self::TooLong => {
                write!(out, "选项最多 {LONGEST_ANSWER} 个字，细节写在记录的“一句话”里")
            }
            Self::Known => out.write_str("已经有这个选项"),
            Self::Unknown => out.write_str("没有提供这个选项，请刷新页面"),
            Self::TooMany => write!(out, "一个问题最多 {MOST_ANSWERS} 个选项，请先去掉不常用的"),
            Self::Last => out.write_str("至少要留一个选项"),
        }
    }
}

/// Gives every change that counts at an office.
pub async fn answers_at(tx: &mut Tx, office_code: i64) -> Result<Vec<Answer>, StoreError> {
    let [own, street, district, city, top] = access::way_up(office_code);
    tx.all(sql::ANSWERS, &[&own, &street, &district, &city, &top]).await
}

/// Offers an answer in the actor's own office and below from now on, or no longer. What was recorded stays as it was
/// worded.
pub async fn put_answer(
    tx: &mut Tx,
    occasion: &Occasion,
    question: &str,
    words: &str,
    is_offered: bool,
) -> Result<(), Failure<AnswerRefusal>> {
    occasion.may(Action::KeepAnswers, Relation::Office)?;
    let refused = |refusal| Err(Failure::Refused(refusal));
    let Some(question) = Question::named(question) else {
        return refused(AnswerRefusal::NoQuestion);
    };
    let words = words.trim();
    if words.is_empty() {
        return refused(AnswerRefusal::Blank);
    }
    if words.chars().count() > LONGEST_ANSWER {
        return refused(AnswerRefusal::TooLong);
    }
    let code = occasion.actor.area.first;
    // Of two who change the list at once, the second sees what the first made of it.
    offices::hold_way_up(tx, code).await?;
    let offered = question.offered(&answers_at(tx, code).await?);
    let is_known = offered.iter().any(|known| known == words);
    match (is_offered, is_known) {
        (true, true) => return refused(AnswerRefusal::Known),
        (true, false) if offered.len() >= MOST_ANSWERS => return refused(AnswerRefusal::TooMany),
        (false, false) => return refused(AnswerRefusal::Unknown),
        (false, true) if offered.len() == 1 => return refused(AnswerRefusal::Last),
        _ => {}
    }
    let (id, now, by) = (question.id(), occasion.now, occasion.actor.id);
    let values: [&dyn ToValue; 6] = [&id, &words, &code, &is_offered, &now, &by];
    tx.execute(sql::PUT_ANSWER, &values).await?;
    Ok(())
}
