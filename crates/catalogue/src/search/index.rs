//! The index on disk: opening, following changes, and the snapshot searches run on.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use tantivy::{
    Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument,
    TantivyError, Term,
    directory::MmapDirectory,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
    },
    tokenizer::{TextAnalyzer, TokenizerManager},
};
use zt_kernel::EntryId;

use super::{
    analysis::{NAME_END, PinyinTokenizer, TextTokenizer},
    collect::Column,
    document::Document,
    facets::TooManyAgencies,
    interpret::TextFields,
    pinyin::sort_key,
};

/// Raised whenever the schema or the analysis changes; an index of another
/// format is built anew.
const FORMAT: u32 = 2;

/// Processes that can share one data folder, each with an index of its own.
const SLOTS: u32 = 16;

/// Memory for entries not yet written, shared by the writer's threads; used only
/// while there are any.
const WRITER_BYTES: usize = 120 << 20;

/// Threads that analyse entries. Two keep a rebuild of a million under a few
/// minutes and leave the rest of a larger machine to its users.
const WRITER_THREADS: usize = 2;

/// Blocks of stored summaries are small, since a page reads twenty scattered ones.
const STORE_BLOCK_BYTES: usize = 4 << 10;

/// Why the search can't answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index itself failed.
    #[error("the search index failed")]
    Index(#[from] TantivyError),
    /// Its folder could not be made or read.
    #[error("the folder of the search index, {}, can't be used", folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Every slot is held by another process.
    #[error("{SLOTS} processes hold every search index in {} already", .0.display())]
    NoSlot(PathBuf),
    /// An agency's number is too large for the facets.
    #[error(transparent)]
    Agencies(#[from] TooManyAgencies),
    /// A stored summary is unreadable.
    #[error("a stored summary of the search index is unreadable")]
    Summary(#[from] serde_json::Error),
}

/// One change to follow.
#[derive(Debug, Clone)]
pub enum Change {
    /// The entry is published, or its published version is another now.
    Put(Box<Document>),
    /// The entry is no longer in the catalogue.
    Remove(EntryId),
}

/// How far an index has followed, committed with it.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Progress {
    format: u32,
    position: i64,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub id: Field,
    pub words: TextFields,
    pub facets: Field,
    pub name_key: Field,
    pub summary: Field,
}

/// What searches run on: a state of the index that no later change disturbs.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub searcher: Searcher,
    /// Packed facets, segment by segment.
    pub columns: Vec<Column>,
    /// One more than the largest agency.
    pub agencies: usize,
}

/// The index of one process. Cloning shares it.
#[derive(Clone)]
pub struct SearchIndex {
    inner: Arc<Inner>,
}

struct Inner {
    index: Index,
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    fields: Fields,
    snapshot: RwLock<Arc<Snapshot>>,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex").field("entries", &self.len()).finish_non_exhaustive()
    }
}

fn schema() -> (Schema, Fields) {
    let indexed = |tokenizer: &str, norms: bool| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::WithFreqs)
                .set_fieldnorms(norms),
        )
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_u64_field("id", INDEXED),
        words: TextFields {
            text: builder.add_text_field("text", indexed("text", true)),
            pinyin: builder.add_text_field("pinyin", indexed("pinyin", false)),
        },
        facets: builder.add_u64_field("facets", FAST),
        name_key: builder.add_u64_field("name_key", FAST),
        summary: builder.add_bytes_field("summary", STORED),
    };
    (builder.build(), fields)
}

impl SearchIndex {
    /// Opens the first index under `folder` that no other process holds, or
    /// begins one. An index that can't be read, or of another format, is thrown
    /// away: [`SearchIndex::position`] tells then that it must be built anew.
    ///
    /// # Errors
    ///
    /// When the folder can't be used or all slots are taken.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        for slot in 0..SLOTS {
            let folder = folder.join(slot.to_string());
            match Self::open_slot(&folder) {
                Err(SearchError::Index(TantivyError::LockFailure(..))) => {}
                Err(SearchError::Index(error)) => {
                    tracing::warn!(%error, folder = %folder.display(), "search index is thrown away and built anew");
                    std::fs::remove_dir_all(&folder)
                        .map_err(|source| SearchError::Folder { folder: folder.clone(), source })?;
                    return Self::open_slot(&folder);
                }
                opened => return opened,
            }
        }
        Err(SearchError::NoSlot(folder.to_owned()))
    }

    fn open_slot(folder: &Path) -> Result<Self, SearchError> {
        std::fs::create_dir_all(folder)
            .map_err(|source| SearchError::Folder { folder: folder.to_owned(), source })?;
        let (schema, fields) = schema();
        let tokenizers = TokenizerManager::default();
        tokenizers.register("text", TextAnalyzer::from(TextTokenizer));
        tokenizers.register("pinyin", TextAnalyzer::from(PinyinTokenizer));
        let settings =
            IndexSettings { docstore_blocksize: STORE_BLOCK_BYTES, ..IndexSettings::default() };
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        let index = Index::builder()
            .schema(schema)
            .settings(settings)
            .tokenizers(tokenizers)
            .open_or_create(directory)?;
        let writer = index.writer_with_num_threads(WRITER_THREADS, WRITER_BYTES)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let snapshot = RwLock::new(Arc::new(snapshot(&reader)?));
        let inner = Inner { index, reader, writer: Mutex::new(writer), fields, snapshot };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The last change it has followed; none when it must be built anew.
    ///
    /// # Errors
    ///
    /// When its files can't be read.
    pub fn position(&self) -> Result<Option<i64>, SearchError> {
        let payload = self.inner.index.load_metas()?.payload;
        let progress = payload.and_then(|text| serde_json::from_str::<Progress>(&text).ok());
        Ok(progress.filter(|it| it.format == FORMAT).map(|it| it.position))
    }

    /// Entries in it.
    pub fn len(&self) -> u64 {
        self.snapshot().searcher.num_docs()
    }

    /// Whether it holds no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Applies changes and commits them together with the position they lead to.
    /// Applying a change twice does no harm. Blocks for some milliseconds.
    ///
    /// # Errors
    ///
    /// When an entry can't be indexed or the disk refuses; nothing is applied then.
    pub fn apply(
        &self,
        changes: impl IntoIterator<Item = Change>,
        position: i64,
    ) -> Result<(), SearchError> {
        let mut writer = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let written = changes.into_iter().try_for_each(|change| self.write(&writer, change));
        if let Err(error) = written {
            writer.rollback()?;
            return Err(error);
        }
        self.commit(&mut writer, position)
    }

    /// Begins anew: drops every entry. They stay searchable until the next
    /// [`SearchIndex::apply`], or [`SearchIndex::finish`], commits.
    ///
    /// # Errors
    ///
    /// When the disk refuses.
    pub fn clear(&self) -> Result<(), SearchError> {
        let writer = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.delete_all_documents()?;
        Ok(())
    }

    /// Adds entries to a rebuild without committing.
    ///
    /// # Errors
    ///
    /// When an entry can't be indexed or the disk refuses.
    pub fn add(&self, documents: impl IntoIterator<Item = Document>) -> Result<(), SearchError> {
        let writer = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
        for document in documents {
            self.insert(&writer, &document)?;
        }
        Ok(())
    }

    /// Ends a rebuild: commits it with the position it was begun at.
    ///
    /// # Errors
    ///
    /// When the disk refuses.
    pub fn finish(&self, position: i64) -> Result<(), SearchError> {
        let mut writer = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.commit(&mut writer, position)
    }

    fn write(&self, writer: &IndexWriter, change: Change) -> Result<(), SearchError> {
        let id = match &change {
            Change::Put(document) => document.summary.id,
            Change::Remove(id) => *id,
        };
        writer.delete_term(Term::from_field_u64(self.inner.fields.id, id.0.unsigned_abs()));
        match change {
            Change::Put(document) => self.insert(writer, &document),
            Change::Remove(_) => Ok(()),
        }
    }

    fn insert(&self, writer: &IndexWriter, document: &Document) -> Result<(), SearchError> {
        let fields = &self.inner.fields;
        let name = &document.summary.name;
        let mut stored = TantivyDocument::default();
        stored.add_u64(fields.id, document.summary.id.0.unsigned_abs());
        stored.add_text(fields.words.text, format!("{name}{NAME_END}{}", document.text));
        stored.add_text(fields.words.pinyin, name);
        stored.add_u64(fields.facets, document.facets().pack()?.0);
        stored.add_u64(fields.name_key, sort_key(name));
        stored.add_bytes(fields.summary, &serde_json::to_vec(&document.summary)?);
        writer.add_document(stored)?;
        Ok(())
    }

    fn commit(&self, writer: &mut IndexWriter, position: i64) -> Result<(), SearchError> {
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&serde_json::to_string(&Progress { format: FORMAT, position })?);
        prepared.commit()?;
        self.inner.reader.reload()?;
        let fresh = Arc::new(snapshot(&self.inner.reader)?);
        *self.inner.snapshot.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.inner.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn fields(&self) -> Fields {
        self.inner.fields
    }
}

fn snapshot(reader: &IndexReader) -> tantivy::Result<Snapshot> {
    let searcher = reader.searcher();
    let mut columns = Vec::new();
    let mut agencies = 0;
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().u64("facets")?;
        let values: Vec<u64> = column.values.iter().collect();
        let largest = values.iter().map(|value| super::facets::Packed(*value).agency()).max();
        agencies = agencies.max(largest.map_or(0, |largest| largest + 1));
        columns.push(Arc::new(values));
    }
    Ok(Snapshot { searcher, columns, agencies })
}
