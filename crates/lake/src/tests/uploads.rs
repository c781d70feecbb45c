//! Uploads that nobody imports: how long they stay and how much they may hold.

use std::{io, time::Duration};

use bytes::Bytes;
use futures_util::stream;
use http::StatusCode;
use jiff::SignedDuration;
use zt_kernel::Actor;
use zt_web::{Lang, Ui, Visitor};

use super::world::{World, worlds};
use crate::{
    LakeConfig, LakeError,
    import::State,
    table::reader::ReadOptions,
    upload::{Upload, UploadError},
};

const TABLE: &[u8] = b"a,b\n1,2\n";

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl World {
    async fn begin(&self, actor: &Actor, size: Option<u64>) -> Result<Upload, LakeError> {
        let now = self.test.platform.now();
        let agency = actor.agency().unwrap();
        self.lake.begin_upload(actor, agency, "a.csv", size, now).await
    }

    async fn send(&self, upload: &Upload, bytes: &'static [u8]) -> Result<Upload, LakeError> {
        let body = stream::iter([Ok::<_, io::Error>(Bytes::from_static(bytes))]);
        let now = self.test.platform.now();
        self.lake.receive_part(&self.steward, upload, upload.received_bytes, body, now).await
    }

    async fn sent(&self) -> Upload {
        let upload = self.begin(&self.steward, Some(TABLE.len() as u64)).await.unwrap();
        self.send(&upload, TABLE).await.unwrap()
    }

    fn objects(&self) -> usize {
        self.test.platform.objects.list("uploads/").unwrap().len()
    }
}

#[tokio::test]
async fn an_upload_nobody_touches_is_deleted_after_its_days_with_the_import_that_waits_on_it() {
    for world in worlds().await {
        let start = world.test.platform.now();
        let never = world.sent().await;
        let waiting = world.sent().await;
        let options = ReadOptions::default();
        let steward = &world.steward;
        let import = world.lake.start_import(steward, &waiting, options, start).await.unwrap();
        assert!(world.lake.work_once("test").await.unwrap());
        world.begin(steward, Some(5)).await.unwrap();

        let days = |days: i32| start + DAY * days;
        assert_eq!(world.lake.expire_uploads(days(13)).await.unwrap(), 0);
        assert_eq!(world.objects(), 2);
        world.test.clock.set(days(13));
        let fresh = world.sent().await;
        assert_eq!(world.lake.expire_uploads(days(15)).await.unwrap(), 3);
        assert_eq!(world.objects(), 1);
        let import = world.lake.import(import.id, import.agency).await.unwrap();
        assert_eq!(import.state, State::Cancelled);
        let gone = world.lake.upload(never.id, never.agency).await.unwrap_err();
        assert!(matches!(gone, LakeError::Upload(UploadError::NotFound)));
        assert!(world.lake.upload(fresh.id, fresh.agency).await.is_ok());
        world.event("lake.upload.expired").await;
        assert_eq!(world.lake.expire_uploads(days(15)).await.unwrap(), 0, "once");
        let late =
            world.lake.start_import(&world.steward, &never, ReadOptions::default(), days(15)).await;
        assert!(matches!(late.unwrap_err(), LakeError::Upload(UploadError::NotFound)));
    }
}

#[tokio::test]
async fn an_import_at_work_keeps_its_upload_however_old() {
    for world in worlds().await {
        let start = world.test.platform.now();
        let upload = world.sent().await;
        let options = ReadOptions::default();
        world.lake.start_import(&world.steward, &upload, options, start).await.unwrap();
        assert_eq!(world.lake.expire_uploads(start + DAY * 100).await.unwrap(), 0);
        assert_eq!(world.objects(), 1);
    }
}

#[tokio::test]
async fn an_agencys_uploads_have_a_bound_and_giving_one_up_makes_room() {
    for world in worlds().await {
        let world =
            world.with(LakeConfig { agency_uploads_max_bytes: 20, ..LakeConfig::default() });
        let full = |outcome: Result<Upload, LakeError>| {
            matches!(outcome, Err(LakeError::Upload(UploadError::AgencyFull { .. })))
        };
        let first = world.sent().await;
        let promised = world.begin(&world.steward, Some(10)).await.unwrap();
        assert!(full(world.begin(&world.steward, Some(3)).await), "8 and 10 are held of 20");
        assert!(world.begin(&world.stranger, Some(20)).await.is_ok(), "others have their own room");
        let form = world.begin(&world.steward, None).await.unwrap();
        assert!(full(world.send(&form, TABLE).await), "2 are left, 8 came");
        assert!(world.send(&form, b"ab").await.is_ok());
        assert!(world.send(&promised, TABLE).await.is_ok(), "what was promised has its room");

        let now = world.test.platform.now();
        world.lake.give_up_upload(&world.steward, &first, now).await.unwrap();
        assert!(world.begin(&world.steward, Some(8)).await.is_ok());
        world.event("lake.upload.given_up").await;
        let other = world.lake.give_up_upload(&world.stranger, &promised, now).await;
        assert!(matches!(other, Err(LakeError::Denied(_))));
    }
}

#[tokio::test]
async fn an_upload_that_an_import_stands_on_is_not_given_up_beneath_it() {
    for world in worlds().await {
        let now = world.test.platform.now();
        let upload = world.sent().await;
        let options = ReadOptions::default();
        world.lake.start_import(&world.steward, &upload, options, now).await.unwrap();
        let refused = world.lake.give_up_upload(&world.steward, &upload, now).await.unwrap_err();
        assert!(matches!(refused, LakeError::Upload(UploadError::InUse)));
        assert_eq!(world.objects(), 1);
    }
}

#[test]
fn full_uploads_are_told_as_too_large_in_both_languages() {
    let _ = zt_web::i18n::register(&[zt_web::FLUENT, crate::FLUENT]);
    for lang in Lang::ALL {
        let ui = Ui::new(lang, Visitor::anonymous(""), "/imports");
        let full = || LakeError::from(UploadError::AgencyFull { held_bytes: 8, max_bytes: 20 });
        let problem = crate::http::problem(&ui, full());
        assert_eq!(problem.kind(), "/problems/uploads-full");
        assert_eq!(crate::http::page_error(&ui, full()).status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}

#[tokio::test]
async fn what_a_killed_import_was_writing_is_swept_a_day_later() {
    for world in worlds().await {
        let path = {
            let writer = world.test.platform.objects.writer().unwrap();
            writer.path().with_file_name("left")
        };
        let left = std::fs::File::create(&path).unwrap();
        assert_eq!(world.lake.sweep().await.unwrap(), 0);
        let fresh = left.metadata().unwrap().modified().unwrap();
        left.set_modified(fresh - Duration::from_hours(25)).unwrap();
        assert_eq!(world.lake.sweep().await.unwrap(), 1);
        assert!(!path.exists());
    }
}
