//! Pages of datasets.
