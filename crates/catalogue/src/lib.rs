//! Catalogue entries and their items, grading, search
