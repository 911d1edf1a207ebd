//! The signed paper and the signatures on the screen.

use axum::http::{StatusCode, header};
use street::{NUMBER, World, on_both};

use crate::scene::{INK, agreed, fetch, signed_by, signing, upload};

fn here(test: &impl AsyncFn(&World)) {
    on_both(&[agreements::STATEMENTS], agreements::routes, test);
}

/// The address of the first scan that a page shows.
fn first_scan(page: &str) -> Option<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    links.map(|(path, _)| path.to_owned()).find(|path| path.contains("/scan/"))
}

#[test]
fn a_scan_comes_back_as_it_was_for_whoever_may_see_the_whole_number() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        let path = format!("/people/{subject}/agreement/{entry}/scan");
        let bytes: Vec<u8> = b"\x89PNG\r\n\x1a\n".iter().copied().chain(0..=255).collect();
        let (status, headers, _) = upload(world, "officer", &path, ("k1", &bytes)).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let agreement = format!("/people/{subject}/agreement");
        assert_eq!(headers[header::LOCATION], *agreement);
        assert!(world.get("officer", &agreement).await.words().contains("签字件 1 份"));
        // Sent again, it is kept once.
        upload(world, "officer", &path, ("k1", &bytes)).await;
        let page = world.get("officer", &path).await;
        assert_eq!(page.text.matches("/remove").count(), 1);
        let scan = first_scan(&page.text).expect("a link");
        for user in ["officer", "clerk", "chief"] {
            let (status, headers, body) = fetch(world, user, &scan).await;
            assert_eq!((status, body == bytes), (StatusCode::OK, true), "{user}");
            assert_eq!(headers[header::CONTENT_TYPE], "image/png");
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            let disposition = headers[header::CONTENT_DISPOSITION].to_str().expect("text");
            assert_eq!(disposition, "inline; filename=\"agreement.png\"");
            assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        }
        // The paper carries number, phone and address; an inspector reads the file without them.
        let shown = world.get("inspector", &path).await;
        assert!(shown.words().contains("图片"), "{}", shown.words());
        assert!(first_scan(&shown.text).is_none(), "no way to it is shown");
        for user in ["inspector", "neighbour", "far_officer", "auditor"] {
            let (status, _, body) = fetch(world, user, &scan).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{user}");
            assert!(!body.windows(8).any(|window| window == &bytes[..8]), "{user}");
        }
        // The action asks by itself, whichever way one comes to it.
        let id = scan.rsplit('/').next().expect("a name").parse().expect("a scan");
        let (desk, occasion) = (world.desk.clone(), world.occasion("inspector").await);
        let opened = world
            .desk
            .db
            .write(async move |tx| agreements::paper_of(tx, &desk, &occasion, (subject, id)).await);
        assert!(matches!(opened.await, Err(access::Failure::Denied(_))));
        let (status, _, _) = upload(world, "inspector", &path, ("k2", &bytes)).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(!world.get("inspector", &path).await.text.contains("type=\"file\""));
    });
}

#[test]
fn what_is_no_picture_and_no_document_is_refused_whatever_it_is_called() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        let path = format!("/people/{subject}/agreement/{entry}/scan");
        let mut large = b"%PDF-".to_vec();
        large.resize(agreements::model::MOST_BYTES + 1, 0);
        let mut huge = large.clone();
        huge.resize(2 * agreements::model::MOST_BYTES, 0);
        for (key, bytes, why) in [
            ("a", &b"<script>alert(1)</script>"[..], "不是 PNG、JPEG 图片或 PDF"),
            ("b", b"", "不能是空的"),
            ("c", b"GIF89a", "不是 PNG、JPEG 图片或 PDF"),
            ("d", &large, "超过 4 MB"),
            ("e", &huge, "超过 4 MB"),
        ] {
            let (status, _, page) = upload(world, "officer", &path, (key, bytes)).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{key}");
            assert!(page.contains(why), "{key}: {why}");
        }
        let page = world.get("officer", &path).await;
        assert!(first_scan(&page.text).is_none(), "nothing was kept");
        let elsewhere =
            format!("/people/{subject}/agreement/00000000-0000-7000-8000-000000000001/scan");
        let (status, _, _) = upload(world, "officer", &elsewhere, ("f", b"%PDF-1.7")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "no such signing");
    });
}

#[test]
fn a_large_file_within_the_limit_is_taken_and_a_document_is_saved_and_not_shown() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        let path = format!("/people/{subject}/agreement/{entry}/scan");
        let mut bytes = b"%PDF-1.7\n".to_vec();
        bytes.resize(agreements::model::MOST_BYTES, 0xe9);
        let (status, _, page) = upload(world, "officer", &path, ("k", &bytes)).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let scan = first_scan(&world.get("officer", &path).await.text).expect("a link");
        let (_, headers, body) = fetch(world, "officer", &scan).await;
        assert!(body == bytes, "{} bytes", body.len());
        let disposition = headers[header::CONTENT_DISPOSITION].to_str().expect("text");
        assert!(disposition.starts_with("attachment;"), "{disposition}");
    });
}

#[test]
fn a_scan_that_was_uploaded_in_error_is_gone_and_its_row_stays() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        let path = format!("/people/{subject}/agreement/{entry}/scan");
        upload(world, "officer", &path, ("k", b"%PDF-1.7 wrong")).await;
        let page = world.get("officer", &path).await;
        let scan = first_scan(&page.text).expect("a link");
        let once = |key: &str| [("_once".to_owned(), key.to_owned())];
        let remove = format!("{scan}/remove");
        assert_eq!(
            world.post("inspector", &remove, &once("1")).await.status,
            StatusCode::FORBIDDEN
        );
        for user in ["clerk", "colleague"] {
            let shown = world.get(user, &path).await;
            assert!(!shown.text.contains("/remove"), "{user} is not offered it");
            let refused = world.post(user, &remove, &once(user)).await;
            assert_eq!(refused.status, StatusCode::CONFLICT, "{user}");
            assert_eq!(fetch(world, user, &scan).await.0, StatusCode::OK, "{user}");
        }
        assert_eq!(world.post("officer", &remove, &once("2")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.post("officer", &remove, &once("3")).await.status, StatusCode::CONFLICT);
        assert_eq!(fetch(world, "officer", &scan).await.0, StatusCode::NOT_FOUND);
        let page = world.get("officer", &path).await;
        assert!(page.words().contains("已移除"), "{}", page.words());
        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await;
        assert!(shown.words().contains("未签名"));
    });
}

/// A signed original is not lost on a second thought of whoever sits at the counter.
#[test]
fn after_the_day_of_its_upload_the_head_alone_removes_a_scan_and_says_why() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        let path = format!("/people/{subject}/agreement/{entry}/scan");
        upload(world, "officer", &path, ("k", b"%PDF-1.7 signed")).await;
        let scan = first_scan(&world.get("officer", &path).await.text).expect("a link");
        let remove = format!("{scan}/remove");
        world.pass_days(1);
        let once = [("_once".to_owned(), "1".to_owned())];
        let late = world.post("officer", &remove, &once).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.words().contains("本机构负责人"), "{}", late.words());
        for user in ["chief", "neighbour", "inspector"] {
            let denied = world.post(user, &remove, &once).await;
            assert_eq!(denied.status, StatusCode::FORBIDDEN, "{user}");
        }
        assert_eq!(fetch(world, "officer", &scan).await.0, StatusCode::OK);
        assert!(world.get("head", &path).await.text.contains(&remove));
        let blank = world.fill("head", &remove, &[("reason", " ")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", blank.words());
        assert_eq!(fetch(world, "officer", &scan).await.0, StatusCode::OK);
        let removed = world.fill("head", &remove, &[("reason", "误传了另一个人的协议")]).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.words());
        assert_eq!(fetch(world, "officer", &scan).await.0, StatusCode::NOT_FOUND);
        let shown = world.get("officer", &path).await.words();
        for words in ["已移除", "李负责", "误传了另一个人的协议"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert_eq!(world.get("head", &remove).await.status, StatusCode::NOT_FOUND);
    });
}

/// Whoever may not open a file does not learn from the answer whether there is one.
#[test]
fn the_paper_of_nobody_answers_as_that_of_somebody_elsewhere() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        let nobody = "00000000-0000-7000-8000-000000000001";
        for user in ["far_officer", "neighbour"] {
            for whose in [&*subject.to_string(), nobody] {
                let path = format!("/people/{whose}/agreement/{entry}/paper");
                let shown = world.get(user, &path).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user} {whose}");
            }
        }
        let path = format!("/people/{subject}/agreement/{entry}/paper");
        let asked = [("_once".to_owned(), "k1".to_owned())];
        assert!(world.post("officer", &path, &asked).await.text.contains(NUMBER));
        let hidden = world.get("inspector", &path).await;
        assert_eq!(hidden.status, StatusCode::OK);
        assert!(!hidden.text.contains(NUMBER));
    });
}

#[test]
fn each_side_signs_once_on_the_screen_and_the_paper_shows_it() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        let path = format!("/people/{subject}/agreement/{entry}/signature");
        let blank = world.fill("officer", &path, &[]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(blank.words().contains("还没有签名"), "{}", blank.words());
        let seen = world.get("colleague", &path).await;
        let done = world.fill("officer", &path, &[("signature", INK)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let late = world.fill_shown("colleague", &seen, &[("signature", INK)]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        let pairs = |side: &str, key: &str| {
            [("_once", key), ("side", side), ("signature", INK)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        for user in ["clerk", "colleague"] {
            let refused = world.post(user, &path, &pairs("office", "o1")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{user}");
        }
        for user in ["neighbour", "inspector"] {
            let denied = world.post(user, &path, &pairs("office", "o2")).await;
            assert_eq!(denied.status, StatusCode::FORBIDDEN, "{user}");
        }
        assert_eq!(
            world.post("head", &path, &pairs("office", "o3")).await.status,
            StatusCode::SEE_OTHER
        );
        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await.words();
        assert!(shown.contains("双方已签名"), "{shown}");
        let paper =
            world.get("officer", &format!("/people/{subject}/agreement/{entry}/paper")).await;
        assert_eq!(paper.text.matches("<polyline points=\"60,40 80,80").count(), 2);
        // A renewal is another text, to be signed anew.
        let renewal =
            signed_by(world, "officer", subject, signing(world, "officer", Some(entry))).await;
        renewal.expect("renewed");
        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await.words();
        assert!(shown.contains("未签名"), "{shown}");
    });
}

#[test]
fn what_is_no_signature_reaches_neither_the_database_nor_the_page() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        let path = format!("/people/{subject}/agreement/{entry}/signature");
        let hostile = "\"/><script>alert(1)</script>";
        let answer = world.fill("officer", &path, &[("signature", hostile)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!answer.text.contains("<script>alert"), "it is text, not a mark");
        let paper =
            world.get("officer", &format!("/people/{subject}/agreement/{entry}/paper")).await;
        assert!(!paper.text.contains("<polyline"));
    });
}
