//! From an upload to rows, with every break on the way.

use std::io;

use bytes::Bytes;
use futures_util::stream;
use jiff::SignedDuration;
use zt_catalogue::Mask;
use zt_kernel::{Actor, AgencyId};
use zt_store::Jobs;

use super::world::{World, worlds};
use crate::{
    ColumnUse, Dataset, Format, ImportOptions, Lake, LakeError, RowQuery, RowsError,
    dataset::api::cells,
    encode,
    import::{Import, Mapping, State, file::own_classification, jobs, start::Destination},
    table::reader::ReadOptions,
    upload::{Upload, UploadError},
};

const TABLE: &str = "信用代码,名称,人数\n\
    91350100M000100Y43,甲学校,10\n\
    91350100M000100Y44,乙学校,20\n\
    91350100M000100Y43,丙学校,30\n";

type Blocks = Vec<Result<Bytes, io::Error>>;

fn body(blocks: Blocks) -> impl futures_util::Stream<Item = Result<Bytes, io::Error>> {
    stream::iter(blocks)
}

fn whole(text: &[u8]) -> Blocks {
    vec![Ok(Bytes::copy_from_slice(text))]
}

fn agency(actor: &Actor) -> AgencyId {
    actor.agency().unwrap()
}

impl World {
    async fn begun(&self, name: &str, size: usize) -> Upload {
        let now = self.test.platform.now();
        let size = Some(size as u64);
        self.lake.begin_upload(&self.steward, agency(&self.steward), name, size, now).await.unwrap()
    }

    async fn uploaded(&self, name: &str, bytes: &[u8]) -> Upload {
        let upload = self.begun(name, bytes.len()).await;
        let now = self.test.platform.now();
        self.lake.receive_part(&self.steward, &upload, 0, body(whole(bytes)), now).await.unwrap()
    }

    /// Uploads and inspects.
    async fn inspected(&self, name: &str, bytes: &[u8]) -> Import {
        let upload = self.uploaded(name, bytes).await;
        let now = self.test.platform.now();
        let options = ReadOptions::default();
        let import = self.lake.start_import(&self.steward, &upload, options, now).await.unwrap();
        assert!(self.lake.work_once("test").await.unwrap());
        self.lake.import(import.id, import.agency).await.unwrap()
    }

    /// Maps the credit code and loads.
    async fn loaded(&self, import: Import, destination: Destination) -> Import {
        let now = self.test.platform.now();
        let element = Some("ORG001".parse().unwrap());
        let mapping =
            vec![Mapping { column: "信用代码".into(), element, ..Mapping::default() }];
        let (import, _) =
            self.lake.map_import(&self.steward, import, destination, mapping, now).await.unwrap();
        assert!(self.lake.work_once("test").await.unwrap());
        self.lake.import(import.id, import.agency).await.unwrap()
    }

    async fn dataset(&self, import: &Import) -> Dataset {
        self.lake.dataset_of_entry(import.entry.unwrap()).await.unwrap().unwrap()
    }
}

fn new_entry() -> Destination {
    Destination::New { name: "学校".into(), classification: own_classification().unwrap() }
}

async fn names(lake: &Lake, dataset: &Dataset) -> String {
    let columns = vec![
        ColumnUse { name: "信用代码".into(), mask: Mask::None },
        ColumnUse { name: "名称".into(), mask: Mask::None },
    ];
    let query = RowQuery { columns, limit: 10, ..RowQuery::default() };
    let page = lake.rows(dataset, query).await.unwrap();
    String::from_utf8(encode(page, Format::Csv).unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn an_upload_cut_in_the_middle_goes_on_and_becomes_a_dataset() {
    for world in worlds().await {
        let upload = world.begun("schools.csv", TABLE.len()).await;
        let now = world.test.platform.now();
        let (first, rest) = TABLE.as_bytes().split_at(50);
        let broken = vec![Ok(Bytes::copy_from_slice(first)), Err(io::Error::other("reset"))];
        let error = world.lake.receive_part(&world.steward, &upload, 0, body(broken), now).await;
        let Err(LakeError::Upload(UploadError::Broken { offset, .. })) = error else { panic!() };
        assert_eq!(offset, 50);
        let upload = world.lake.upload(upload.id, upload.agency).await.unwrap();
        assert_eq!(upload.received_bytes, 50);
        let upload = world
            .lake
            .receive_part(&world.steward, &upload, 50, body(whole(rest)), now)
            .await
            .unwrap();
        assert!(upload.is_complete());

        let options = ReadOptions::default();
        let import = world.lake.start_import(&world.steward, &upload, options, now).await.unwrap();
        assert_eq!(import.state, State::Inspecting);
        assert!(world.lake.work_once("test").await.unwrap());
        let import = world.lake.import(import.id, import.agency).await.unwrap();
        assert_eq!(import.state, State::Inspected);
        assert_eq!(import.body.inspection.as_ref().unwrap().rows, 3);

        let import = world.loaded(import, new_entry()).await;
        let State::Done { rows, quarantined, version, .. } = import.state else { panic!() };
        assert_eq!((rows, quarantined, version), (3, 1, 1));
        let dataset = world.dataset(&import).await;
        let text = names(&world.lake, &dataset).await;
        assert_eq!(
            text,
            "_row,信用代码,名称\r\n2,91350100M000100Y43,甲学校\r\n3,,乙学校\r\n4,91350100M000100Y43,丙学校\r\n"
        );
        let bad = world.lake.quarantine(&dataset, cells(None, 10)).await.unwrap();
        let bad = String::from_utf8(encode(bad, Format::Csv).unwrap().to_vec()).unwrap();
        assert!(bad.contains("3,信用代码,91350100M000100Y44,constraint-error,"), "{bad}");
        assert!(world.test.platform.objects.list("uploads/").unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_part_that_does_not_follow_the_last_one_is_refused_with_the_byte_wanted() {
    for world in worlds().await {
        let upload = world.begun("a.csv", 100).await;
        let now = world.test.platform.now();
        let early = world.lake.receive_part(&world.steward, &upload, 7, body(whole(b"x")), now);
        let Err(LakeError::Upload(error)) = early.await else { panic!() };
        assert!(matches!(error, UploadError::WrongOffset { wanted: 0, given: 7 }));
        let long =
            world.lake.receive_part(&world.steward, &upload, 0, body(whole(&[b'x'; 101])), now);
        let Err(LakeError::Upload(error)) = long.await else { panic!() };
        assert!(matches!(error, UploadError::TooLong { size_bytes: 100 }));
        // Two senders of one part: one of them wins, and the other is told where to go on.
        let one = world.lake.receive_part(&world.steward, &upload, 0, body(whole(b"abc")), now);
        let two = world.lake.receive_part(&world.steward, &upload, 0, body(whole(b"abc")), now);
        let (one, two) = tokio::join!(one, two);
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
    }
}

#[tokio::test]
async fn a_killed_import_begins_anew_and_nothing_is_half_visible() {
    for world in worlds().await {
        let import = world.inspected("schools.csv", TABLE.as_bytes()).await;
        let now = world.test.platform.now();
        let (import, entry) = world
            .lake
            .map_import(&world.steward, import, new_entry(), Vec::new(), now)
            .await
            .unwrap();
        // A process claims the job, writes half an object and dies.
        let queue = Jobs::new(world.test.platform.db.clone());
        let lease = SignedDuration::from_secs(30);
        let claimed = queue.claim(&[jobs::KIND], "killed", now, lease).await.unwrap();
        assert!(claimed.is_some());
        let left = world.test.platform.objects.writer().unwrap();
        left.commit("datasets/left-behind/rows.parquet").unwrap();
        assert!(!world.lake.work_once("test").await.unwrap(), "the claim still holds");
        assert!(world.lake.dataset_of_entry(entry.id).await.unwrap().is_none());
        world.test.clock.set(now + SignedDuration::from_secs(31));
        // Another process starts meanwhile: what is this fresh may be about to be named.
        assert_eq!(world.lake.sweep().await.unwrap(), 0);
        let at_once = std::time::Duration::ZERO;
        assert_eq!(world.lake.sweep_older_than(at_once).await.unwrap(), 1);
        assert!(world.lake.work_once("test").await.unwrap());
        let import = world.lake.import(import.id, import.agency).await.unwrap();
        assert!(matches!(import.state, State::Done { rows: 3, version: 1, .. }));
        let swept = world.lake.sweep_older_than(at_once).await.unwrap();
        assert_eq!(swept, 0, "what is published stays");
        let dataset = world.dataset(&import).await;
        assert!(names(&world.lake, &dataset).await.contains("甲学校"));
    }
}

#[tokio::test]
async fn a_broken_gzip_fails_with_its_reason_and_can_be_given_up() {
    for world in worlds().await {
        let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        bytes.extend([0x55; 40]);
        let import = world.inspected("broken.csv.gz", &bytes).await;
        let State::Failed { reason } = &import.state else { panic!("{:?}", import.state) };
        assert_eq!(reason.name, "broken-gzip");
        let now = world.test.platform.now();
        let objects = &world.test.platform.objects;
        assert_eq!(objects.list("uploads/").unwrap().len(), 1);
        world.lake.cancel_import(&world.steward, import, now).await.unwrap();
        assert!(objects.list("uploads/").unwrap().is_empty(), "what was uploaded goes with it");
        assert!(!world.lake.work_once("test").await.unwrap());
    }
}

#[tokio::test]
async fn a_second_import_is_the_next_version_and_old_cursors_are_told_so() {
    for world in worlds().await {
        let import = world.inspected("schools.csv", TABLE.as_bytes()).await;
        let import = world.loaded(import, new_entry()).await;
        let first = world.dataset(&import).await;
        let columns = vec![ColumnUse { name: "名称".into(), mask: Mask::None }];
        let query = RowQuery { columns, limit: 1, ..RowQuery::default() };
        let page = world.lake.rows(&first, query.clone()).await.unwrap();
        let after = page.next();
        assert!(after.is_some());

        let again = world.inspected("schools.csv", TABLE.replace("甲", "戊").as_bytes()).await;
        let again = world.loaded(again, Destination::Entry(first.entry)).await;
        let second = world.dataset(&again).await;
        assert_eq!((second.id, second.version.number), (first.id, 2));
        assert!(names(&world.lake, &second).await.contains("戊学校"));
        assert!(names(&world.lake, &first).await.contains("甲学校"), "versions never change");
        let stale = world.lake.rows(&second, RowQuery { after, ..query }).await.unwrap_err();
        assert!(matches!(stale, RowsError::StaleCursor));
        assert_eq!(world.lake.versions(first.id, 10).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn only_a_steward_imports_and_only_for_the_own_agency() {
    for world in worlds().await {
        let now = world.test.platform.now();
        let ours = agency(&world.steward);
        for actor in [&world.officer, &world.stranger, &Actor::Anonymous] {
            let begun = world.lake.begin_upload(actor, ours, "a.csv", Some(1), now).await;
            assert!(matches!(begun, Err(LakeError::Denied(_))));
        }
        let import = world.inspected("schools.csv", TABLE.as_bytes()).await;
        let seen = world.lake.import(import.id, agency(&world.stranger)).await;
        assert!(matches!(seen, Err(LakeError::NotFound)));
        let upload = world.lake.upload(import.upload, agency(&world.stranger)).await;
        assert!(matches!(upload, Err(LakeError::Upload(UploadError::NotFound))));
        let now = world.test.platform.now();
        let cancelled = world.lake.cancel_import(&world.stranger, import, now).await;
        assert!(matches!(cancelled, Err(LakeError::Denied(_))));
    }
}

#[tokio::test]
async fn a_file_from_the_command_line_makes_its_entry_once() {
    for world in worlds().await {
        let path = world.test.database.folder().join("schools.csv");
        std::fs::write(&path, TABLE).unwrap();
        let now = world.test.platform.now();
        let actor = Actor::System("cli");
        let import = || {
            let (options, watch) = (ImportOptions::default(), Box::new(|_| true));
            world.lake.import_file(&actor, &path, "schools", options, now, watch)
        };
        let first = import().await.unwrap();
        assert_eq!((first.rows, first.accepted, first.quarantined), (3, 2, 1));
        assert!(first.created);
        let second = import().await.unwrap();
        assert_eq!((second.version, &second.resource), (2, &first.resource));
        assert!(!second.created);
    }
}
