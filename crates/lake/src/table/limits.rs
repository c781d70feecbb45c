//! Every limit the table engine enforces, each with its reason.

/// Longest cell, in bytes of UTF-8. Longer ones come from a quotation mark that
/// is never closed, not from a register's column.
pub const CELL_MAX_BYTES: usize = 1024 * 1024;

/// Longest record, in bytes. Bounds the reader's window, so a line of 2 GB is
/// refused after 16 MiB instead of filling the memory.
pub const RECORD_MAX_BYTES: usize = 16 * 1024 * 1024;

/// Most columns: what a spreadsheet itself can hold.
pub const COLUMNS_MAX: usize = 16_384;

/// Longest column name, in characters; longer ones are free text in the wrong place.
pub const COLUMN_NAME_MAX_CHARS: usize = 255;

/// Rows of one chunk, hence of one Parquet row group: large enough to compress
/// and prune by, small enough that a few in flight stay within the memory goal.
pub const CHUNK_MAX_ROWS: usize = 65_536;

/// Text of one chunk, in bytes: seven chunks can be in flight on two cores.
pub const CHUNK_MAX_BYTES: usize = 8 * 1024 * 1024;

/// Cells of one chunk: bounds the offsets of wide tables as
/// [`CHUNK_MAX_BYTES`] bounds their text.
pub const CHUNK_MAX_CELLS: usize = 1024 * 1024;

/// Bytes read to decide encoding, delimiter and header.
pub const SAMPLE_BYTES: usize = 256 * 1024;

/// Bytes searched for a first non-ASCII byte when the sample shows none: a table
/// whose first Chinese name stands far down must not pass for ASCII.
pub const ENCODING_SEARCH_BYTES: usize = 8 * 1024 * 1024;

/// Records looked at to decide delimiter and header.
pub const SAMPLE_RECORDS: usize = 200;

/// Share of rows with undecodable cells above which the encoding itself is
/// judged wrong and the file refused, instead of quarantining cell by cell.
pub const UNDECODABLE_ROWS_MAX_SHARE: f64 = 0.01;

/// Inflated size of a gzipped text, in bytes: as much as a text that comes as it is
/// may have. Ten million rows of a register are 2 to 5 GB; what goes beyond this is a
/// bomb, or a table to be sent in parts.
pub const GZIP_INFLATED_MAX_BYTES: u64 = 20 * 1024 * 1024 * 1024;

/// Entries of a spreadsheet's archive. Real workbooks have dozens.
pub const XLSX_ENTRIES_MAX: usize = 10_000;

/// Inflated size of a spreadsheet's archive, in bytes: a million rows of
/// twenty columns are about 400 MB of XML.
pub const XLSX_INFLATED_MAX_BYTES: u64 = 512 * 1024 * 1024;

/// Inflated to stored size of one archive entry above 1 MiB. Sheet XML reaches
/// 20, repetitive ones 60; a bomb has 1,000.
pub const XLSX_RATIO_MAX: u64 = 200;

/// Levels of nesting read in JSON; deeper values are kept as JSON text.
pub const JSON_DEPTH_MAX: usize = 64;

/// Distinct values counted exactly per column; above, the count is an estimate.
pub const DISTINCT_EXACT_MAX: usize = 16_384;

/// Distinct values held over all columns of one worker, which is what bounds
/// the memory of tables with thousands of columns.
pub const DISTINCT_HELD_MAX: usize = 400_000;

/// Top values kept in a profile.
pub const TOP_VALUES: usize = 10;

/// Longest value kept in a profile or in quarantine, in bytes.
pub const VALUE_KEPT_MAX_BYTES: usize = 1024;

/// Different pairs of column and rule counted in a table's quality figures; a
/// table has a few rules per column.
pub const BREACHES_COUNTED_MAX: usize = 5000;
