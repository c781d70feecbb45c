//! Share requests, grants, corrections, disputes, deadlines
