//! The search follows the database, across processes and restarts.

use zt_catalogue::{
    Catalogue,
    search::{Query, View},
};
use zt_standards::Standards;

use crate::ground::{Ground, grounds};

async fn found(catalogue: &Catalogue, text: &str) -> Vec<String> {
    let query = Query { text: text.into(), view: View::Resource, limit: 10, ..Query::default() };
    let results = catalogue.search(query).await.unwrap();
    results.hits.into_iter().map(|hit| hit.summary.name).collect()
}

/// A second process on the same database and the same folder.
async fn second_process(ground: &Ground, folder: &std::path::Path) -> Catalogue {
    let platform = ground.test.platform.clone();
    let standards = Standards::open(platform.clone()).await.unwrap();
    let catalogue = Catalogue::open(platform, standards, folder, Vec::new()).await.unwrap();
    catalogue.follow_now().await.unwrap();
    catalogue
}

#[tokio::test]
async fn what_is_published_is_found_at_once_and_what_is_withdrawn_no_more() {
    for ground in grounds().await {
        let entry = ground.published("房屋维修信息").await;
        assert_eq!(found(&ground.catalogue, "维修").await, ["房屋维修信息"]);
        assert_eq!(found(&ground.catalogue, "住房保障局").await, ["房屋维修信息"]);
        ground.draft("维修草稿").await;
        assert_eq!(found(&ground.catalogue, "维修").await.len(), 1);
        let now = ground.now();
        ground.catalogue.withdraw(&ground.steward, entry.id, "并入", now).await.unwrap();
        assert!(found(&ground.catalogue, "维修").await.is_empty());
    }
}

#[tokio::test]
async fn a_second_process_builds_its_own_index_and_follows_the_first() {
    for ground in grounds().await {
        ground.published("房屋维修信息").await;
        let folder = tempfile::tempdir().unwrap();
        let second = second_process(&ground, folder.path()).await;
        assert_eq!(found(&second, "维修").await, ["房屋维修信息"]);
        ground.published("电梯维修单位").await;
        second.follow_now().await.unwrap();
        assert_eq!(found(&second, "电梯").await, ["电梯维修单位"]);
    }
}

#[tokio::test]
async fn a_process_that_was_away_catches_up() {
    for ground in grounds().await {
        let folder = tempfile::tempdir().unwrap();
        let away = second_process(&ground, folder.path()).await;
        drop(away);
        ground.published("房屋维修信息").await;
        let back = second_process(&ground, folder.path()).await;
        assert_eq!(found(&back, "维修").await, ["房屋维修信息"]);
    }
}
