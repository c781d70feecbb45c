//! An open dataset file: its metadata read once, its columns decoded on demand.

use std::{
    fs::File,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use arrow::{
    array::{Array, ArrayRef, Int64Array},
    compute::concat,
    datatypes::{DataType, SchemaRef},
};
use parquet::{
    arrow::{
        ProjectionMask,
        arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
    },
    file::statistics::Statistics,
};

use super::{
    by_place::ByPlace,
    cache::{Cache, Place},
    error::RowsError,
    filter::Literal,
    index::EqualityIndex,
};

static NEXT_FILE: AtomicU64 = AtomicU64::new(1);

/// A dataset's file. Cloning shares it.
pub struct OpenFile {
    number: u64,
    file: ByPlace,
    metadata: ArrowReaderMetadata,
    /// The first and last row number of each row group.
    row_numbers: Vec<(i64, i64)>,
}

impl OpenFile {
    /// Reads the metadata of `file`.
    pub fn open(file: File) -> Result<Self, RowsError> {
        let file = ByPlace::new(file).map_err(zt_store::StoreError::from)?;
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())?;
        let mut open = Self {
            number: NEXT_FILE.fetch_add(1, Ordering::Relaxed),
            file,
            metadata,
            row_numbers: Vec::new(),
        };
        for group in 0..open.groups() {
            let range = match open.range(group, 0) {
                Some((Literal::Whole(first), Literal::Whole(last))) => (first, last),
                _ => open.decoded_row_range(group)?,
            };
            open.row_numbers.push(range);
        }
        Ok(open)
    }

    fn decoded_row_range(&self, group: usize) -> Result<(i64, i64), RowsError> {
        let array = self.decode(group, 0)?;
        let rows = array.as_any().downcast_ref::<Int64Array>().map(Int64Array::values);
        Ok(rows
            .and_then(|rows| Some((*rows.first()?, *rows.last()?)))
            .unwrap_or((i64::MAX, i64::MIN)))
    }

    /// The Arrow schema; its first field is the row number.
    pub fn schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// Row groups.
    pub fn groups(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    /// The first and last row number of a group.
    pub fn row_range(&self, group: usize) -> (i64, i64) {
        self.row_numbers[group]
    }

    /// The least and greatest value of a column in a group, if its statistics say.
    pub fn range(&self, group: usize, column: usize) -> Option<(Literal, Literal)> {
        let chunk = self.metadata.metadata().row_group(group).column(column);
        let statistics = chunk.statistics()?;
        match (self.schema().field(column).data_type(), statistics) {
            (DataType::Utf8, Statistics::ByteArray(values)) => {
                // Truncated bounds are still bounds: shortened down and up.
                let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
                let min = text(values.min_opt()?.data())?;
                let max = text(values.max_opt()?.data())?;
                Some((Literal::Text(min), Literal::Text(max)))
            }
            (DataType::Float64, Statistics::Double(values)) => {
                Some((Literal::Number(*values.min_opt()?), Literal::Number(*values.max_opt()?)))
            }
            (_, Statistics::Int64(values)) => {
                Some((Literal::Whole(*values.min_opt()?), Literal::Whole(*values.max_opt()?)))
            }
            (DataType::Date32, Statistics::Int32(values)) => {
                let whole = |value: &i32| Literal::Whole(i64::from(*value));
                Some((whole(values.min_opt()?), whole(values.max_opt()?)))
            }
            _ => None,
        }
    }

    /// A column of a group, decoded now or lately.
    pub fn column(
        &self,
        cache: &Cache,
        group: usize,
        column: usize,
    ) -> Result<ArrayRef, RowsError> {
        let place = self.place(group, column);
        if let Some(array) = cache.array(place) {
            return Ok(array);
        }
        let array = self.decode(group, column)?;
        cache.put_array(place, Arc::clone(&array));
        Ok(array)
    }

    /// A column of a group, if it was decoded lately.
    pub fn cached(&self, cache: &Cache, group: usize, column: usize) -> Option<ArrayRef> {
        cache.array(self.place(group, column))
    }

    /// The index of a column of a group, if it was made lately.
    pub fn cached_index(
        &self,
        cache: &Cache,
        group: usize,
        column: usize,
    ) -> Option<Arc<EqualityIndex>> {
        cache.index(self.place(group, column))
    }

    /// The index of a column of a group, if its type can have one.
    pub fn index(
        &self,
        cache: &Cache,
        group: usize,
        column: usize,
    ) -> Result<Option<Arc<EqualityIndex>>, RowsError> {
        let place = self.place(group, column);
        if let Some(index) = cache.index(place) {
            return Ok(Some(index));
        }
        let array = self.column(cache, group, column)?;
        let index = EqualityIndex::of(&array).map(Arc::new);
        if let Some(index) = &index {
            cache.put_index(place, Arc::clone(index));
        }
        Ok(index)
    }

    fn place(&self, group: usize, column: usize) -> Place {
        Place { file: self.number, group, column }
    }

    fn decode(&self, group: usize, column: usize) -> Result<ArrayRef, RowsError> {
        let rows = self.metadata.metadata().row_group(group).num_rows();
        let rows = usize::try_from(rows).unwrap_or(usize::MAX);
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
            self.file.clone(),
            self.metadata.clone(),
        );
        let mask = ProjectionMask::leaves(builder.parquet_schema(), [column]);
        let reader = builder
            .with_row_groups(vec![group])
            .with_projection(mask)
            .with_batch_size(rows.max(1))
            .build()?;
        let mut parts = Vec::new();
        for batch in reader {
            parts.push(Arc::clone(batch?.column(0)));
        }
        match parts.as_slice() {
            [one] => Ok(Arc::clone(one)),
            parts => {
                let parts: Vec<&dyn Array> =
                    parts.iter().map(|part| &**part as &dyn Array).collect();
                Ok(concat(&parts)?)
            }
        }
    }
}
