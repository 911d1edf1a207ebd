//! Nothing that is said of a person stands in the clear.

use street::{NAME, NUMBER, on_both};

use crate::scene::{GROUP, INK, agreed, upload};

store::statements! {
    pub(crate) group "agreements_secrecy";
    /// What is sealed.
    CONTENTS = "SELECT content FROM agreement UNION ALL SELECT strokes FROM agreement_signature
        UNION ALL SELECT content FROM agreement_scan UNION ALL SELECT content FROM unmet_duty";
    /// Every text that is not sealed.
    TEXTS = "SELECT edition FROM agreement UNION ALL SELECT side FROM agreement_signature
        UNION ALL SELECT media FROM agreement_scan UNION ALL SELECT part FROM team_member";
    /// Why the officer changed.
    REASONS = "SELECT reason FROM handover";
}

#[test]
fn no_word_about_a_person_stands_in_the_clear() {
    on_both(&[agreements::STATEMENTS, STATEMENTS], agreements::routes, &async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        let at = |place: &str| format!("/people/{subject}/agreement/{place}");
        let reason = "家里老人住院没有来";
        let answers = [("duty", "guidance"), ("excused", "yes"), ("reason", reason)];
        world.fill("officer", &at("unmet"), &answers).await;
        world.fill("officer", &at(&format!("{entry}/signature")), &[("signature", INK)]).await;
        let scan = format!("%PDF-1.7 {NAME}{NUMBER}");
        upload(world, "officer", &at(&format!("{entry}/scan")), ("k", scan.as_bytes())).await;
        let renew = at("renew");
        let colleague = world.staff("colleague").to_string();
        world.fill("officer", &renew, &[("officer", &colleague)]).await;
        let staff = world.staff("clerk").to_string();
        let team = format!("/people/{subject}/team");
        let pairs = [("_once", "t1"), ("staff", &*staff), ("part", "startup")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        world.post("officer", &team, &pairs).await;

        let (contents, texts, reasons) = world
            .desk
            .db
            .read::<_, _, store::StoreError>(async move |tx| {
                let contents: Vec<(Vec<u8>,)> = tx.all(CONTENTS, &[]).await?;
                let texts: Vec<(String,)> = tx.all(TEXTS, &[]).await?;
                let reasons: Vec<(Vec<u8>,)> = tx.all(REASONS, &[]).await?;
                Ok((contents, texts, reasons))
            })
            .await
            .expect("read");
        assert_eq!((contents.len(), reasons.len()), (5, 1));
        for secret in [NAME, NUMBER, GROUP, reason, "赵专员", "%PDF", "60,40", "guidance"] {
            for (content,) in contents.iter().chain(&reasons) {
                let shows = content.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!shows, "{secret}");
            }
        }
        let mut texts: Vec<String> = texts.into_iter().map(|(text,)| text).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts, ["agreement-2018", "pdf", "person", "startup"]);
        // Nor does it stand in an address.
        let page = world.get("officer", &format!("/people/{subject}/agreement")).await.text;
        let paths = page.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"'));
        for (path, _) in paths {
            assert!(!path.contains(NUMBER) && !path.contains(NAME), "{path}");
        }
    });
}
