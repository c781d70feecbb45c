//! Audit events made durable, sequenced and provable
