//! Signing keys, digests and password hashes behind one provider
