//! How a dataset's Parquet file is laid out.
//!
//! One row group per chunk, so that chunks can be encoded side by side and a
//! reader decodes at most 65,536 rows to answer a page. Every column has
//! statistics per page and per group for pruning. The first column is the row
//! number in the source, which is also what pages are keyed by.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::{
    arrow::ArrowSchemaConverter,
    basic::{Compression, Encoding, ZstdLevel},
    errors::ParquetError,
    file::properties::{EnabledStatistics, WriterProperties},
    schema::types::{ColumnPath, SchemaDescriptor},
};

use super::{ROW_COLUMN, column_type::Storage};

/// Rows per page: what one request for rows usually skips or needs.
const PAGE_ROWS: usize = 4096;

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StoredColumn {
    /// Its name.
    pub name: String,
    /// How its values are stored.
    pub storage: Storage,
    /// Whether values repeat enough for a dictionary.
    pub repeats: bool,
}

/// The Arrow schema of a dataset with `columns`.
pub fn arrow_schema(columns: &[StoredColumn]) -> SchemaRef {
    let row = Field::new(ROW_COLUMN, DataType::Int64, false);
    let fields =
        columns.iter().map(|column| Field::new(&column.name, column.storage.data_type(), true));
    Arc::new(Schema::new(std::iter::once(row).chain(fields).collect::<Vec<_>>()))
}

/// The Parquet schema for an Arrow one.
pub fn parquet_schema(schema: &Schema) -> Result<SchemaDescriptor, ParquetError> {
    ArrowSchemaConverter::new().convert(schema)
}

/// Compression and encodings.
///
/// Zstandard at its lowest level: half the size of none for a tenth of the import's time.
pub fn properties(columns: &[StoredColumn]) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap_or_default()))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_created_by(concat!("zhengtong ", env!("CARGO_PKG_VERSION")).to_owned());
    let row = ColumnPath::new(vec![ROW_COLUMN.to_owned()]);
    properties = properties
        .set_column_dictionary_enabled(row.clone(), false)
        .set_column_encoding(row, Encoding::DELTA_BINARY_PACKED);
    for column in columns.iter().filter(|column| !column.repeats) {
        let path = ColumnPath::new(vec![column.name.clone()]);
        properties = properties.set_column_dictionary_enabled(path, false);
    }
    properties.build()
}
