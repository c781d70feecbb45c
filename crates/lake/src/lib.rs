//! Ingest, quality, datasets as Parquet, rows
