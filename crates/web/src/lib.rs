//! Extractors, problem+json, paging, page layout, components, charts, forms, translations
