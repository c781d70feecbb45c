//! The ledger pages and addresses for auditors and the public.
