//! SQLite or PostgreSQL, transactions, migrations, object store, job queue
