//! Every kind of problem the platform answers with.
//!
//! A test compares this list with the code of all crates, both ways.

/// A kind of problem.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// The last part of its `type`.
    pub slug: &'static str,
    /// Whose words say what it means.
    pub words: Words,
    /// What to do about it.
    pub advice: Advice,
}

/// Whose words say what a problem means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// Those of the error page of this HTTP status.
    Status(u16),
    /// `lake-problem-…`.
    Lake,
    /// `sharing-problem-…`.
    Sharing,
    /// `zhengtong-problem-…`: several crates answer so, or without fixed words.
    Own,
}

/// What to do about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Advice {
    /// Correct the request.
    Correct,
    /// Sign in, or send a credential.
    SignIn,
    /// Ask those who may.
    Ask,
    /// Look at the grant, or ask for one.
    Grant,
    /// Look for the right thing.
    Look,
    /// Look at which steps are possible now.
    Step,
    /// Read how it stands now, and send again.
    Reload,
    /// Wait, and send again.
    Wait,
    /// Send less.
    Smaller,
    /// Tell the operator.
    Tell,
}

impl Advice {
    /// In the order of the list.
    pub(super) const ALL: [Self; 10] = [
        Self::Correct,
        Self::SignIn,
        Self::Ask,
        Self::Grant,
        Self::Look,
        Self::Step,
        Self::Reload,
        Self::Wait,
        Self::Smaller,
        Self::Tell,
    ];
}

impl Kind {
    /// The `type` itself, and its page.
    pub(super) fn path(&self) -> String {
        format!("/problems/{}", self.slug)
    }
}

const fn kind(slug: &'static str, words: Words, advice: Advice) -> Kind {
    Kind { slug, words, advice }
}

/// All of them, by what to do and then by name.
pub(super) const ALL: &[Kind] = &[
    kind("bad-request", Words::Status(400), Advice::Correct),
    kind("method-not-allowed", Words::Status(405), Advice::Correct),
    kind("unsupported-media-type", Words::Status(415), Advice::Correct),
    kind("unprocessable-entity", Words::Status(422), Advice::Correct),
    kind("bad-body", Words::Own, Advice::Correct),
    kind("bad-classification", Words::Lake, Advice::Correct),
    kind("bad-division-code", Words::Own, Advice::Correct),
    kind("bad-event-ids", Words::Own, Advice::Correct),
    kind("bad-number", Words::Sharing, Advice::Correct),
    kind("bad-parameter", Words::Own, Advice::Correct),
    kind("bad-query", Words::Sharing, Advice::Correct),
    kind("bad-question", Words::Lake, Advice::Correct),
    kind("condition-too-rich", Words::Sharing, Advice::Correct),
    kind("extension-too-long", Words::Sharing, Advice::Correct),
    kind("findings", Words::Own, Advice::Correct),
    kind("foreign-grant", Words::Sharing, Advice::Correct),
    kind("foreign-region", Words::Sharing, Advice::Correct),
    kind("in-future", Words::Sharing, Advice::Correct),
    kind("incomplete", Words::Own, Advice::Correct),
    kind("malformed", Words::Own, Advice::Correct),
    kind("more-than-asked", Words::Sharing, Advice::Correct),
    kind("no-basis", Words::Sharing, Advice::Correct),
    kind("no-filing", Words::Sharing, Advice::Correct),
    kind("no-head", Words::Sharing, Advice::Correct),
    kind("no-name", Words::Lake, Advice::Correct),
    kind("no-offset", Words::Lake, Advice::Correct),
    kind("no-reasons", Words::Sharing, Advice::Correct),
    kind("no-such-column", Words::Lake, Advice::Correct),
    kind("no-such-element", Words::Lake, Advice::Correct),
    kind("no-text", Words::Sharing, Advice::Correct),
    kind("not-a-digest", Words::Sharing, Advice::Correct),
    kind("not-acceptable", Words::Sharing, Advice::Correct),
    kind("not-json", Words::Sharing, Advice::Correct),
    kind("not-narrower", Words::Sharing, Advice::Correct),
    kind("nothing-given", Words::Sharing, Advice::Correct),
    kind("rectify-in-past", Words::Sharing, Advice::Correct),
    kind("return-flow-narrowed", Words::Sharing, Advice::Correct),
    kind("still-missing", Words::Sharing, Advice::Correct),
    kind("too-many-values", Words::Own, Advice::Correct),
    kind("unexplained", Words::Sharing, Advice::Correct),
    kind("unfilterable", Words::Sharing, Advice::Correct),
    kind("unknown-items", Words::Sharing, Advice::Correct),
    kind("unreadable", Words::Lake, Advice::Correct),
    kind("unreadable-json", Words::Sharing, Advice::Correct),
    kind("unsaid", Words::Sharing, Advice::Correct),
    kind("wrong-shape", Words::Sharing, Advice::Correct),
    kind("unauthorized", Words::Status(401), Advice::SignIn),
    kind("bad-credential", Words::Own, Advice::SignIn),
    kind("no-credential", Words::Sharing, Advice::SignIn),
    kind("password-change-needed", Words::Own, Advice::SignIn),
    kind("sign-in", Words::Lake, Advice::SignIn),
    kind("sign-in-needed", Words::Own, Advice::SignIn),
    kind("forbidden", Words::Status(403), Advice::Ask),
    kind("denied", Words::Own, Advice::Ask),
    kind("not-a-reader", Words::Sharing, Advice::Ask),
    kind("not-yours", Words::Sharing, Advice::Ask),
    kind("expired", Words::Sharing, Advice::Grant),
    kind("items-not-granted", Words::Sharing, Advice::Grant),
    kind("no-grant", Words::Sharing, Advice::Grant),
    kind("not-shared", Words::Sharing, Advice::Grant),
    kind("relinquished", Words::Sharing, Advice::Grant),
    kind("revoked", Words::Sharing, Advice::Grant),
    kind("suspended", Words::Sharing, Advice::Grant),
    kind("terminated", Words::Sharing, Advice::Grant),
    kind("upcoming", Words::Sharing, Advice::Grant),
    kind("gone", Words::Status(410), Advice::Look),
    kind("no-agency", Words::Own, Advice::Look),
    kind("no-such-entry", Words::Lake, Advice::Look),
    kind("not-found", Words::Sharing, Advice::Look),
    kind("not-here", Words::Sharing, Advice::Look),
    kind("not-published", Words::Sharing, Advice::Look),
    kind("own-data", Words::Sharing, Advice::Look),
    kind("answered", Words::Sharing, Advice::Step),
    kind("bound-elsewhere", Words::Lake, Advice::Step),
    kind("extension-too-late", Words::Sharing, Advice::Step),
    kind("extension-used", Words::Sharing, Advice::Step),
    kind("grading-refused", Words::Own, Advice::Step),
    kind("no-extension", Words::Sharing, Advice::Step),
    kind("no-proposal", Words::Sharing, Advice::Step),
    kind("not-a-draft", Words::Sharing, Advice::Step),
    kind("not-agreed", Words::Sharing, Advice::Step),
    kind("not-allowed", Words::Lake, Advice::Step),
    kind("notice-sent", Words::Sharing, Advice::Step),
    kind("nothing-missing", Words::Sharing, Advice::Step),
    kind("nothing-rectified", Words::Sharing, Advice::Step),
    kind("proposal-stands", Words::Sharing, Advice::Step),
    kind("refused", Words::Own, Advice::Step),
    kind("reported-already", Words::Sharing, Advice::Step),
    kind("still-in-use", Words::Sharing, Advice::Step),
    kind("still-rectifying", Words::Sharing, Advice::Step),
    kind("version-in-hand", Words::Own, Advice::Step),
    kind("conflict", Words::Status(409), Advice::Reload),
    kind("precondition-failed", Words::Status(412), Advice::Reload),
    kind("csrf", Words::Own, Advice::Reload),
    kind("decided-already", Words::Sharing, Advice::Reload),
    kind("precondition-required", Words::Own, Advice::Reload),
    kind("stale", Words::Lake, Advice::Reload),
    kind("wrong-offset", Words::Lake, Advice::Reload),
    kind("too-many-requests", Words::Status(429), Advice::Wait),
    kind("service-unavailable", Words::Status(503), Advice::Wait),
    kind("request-timeout", Words::Status(503), Advice::Wait),
    kind("gateway-timeout", Words::Status(503), Advice::Wait),
    kind("not-recorded", Words::Sharing, Advice::Wait),
    kind("sign-in-throttled", Words::Own, Advice::Wait),
    kind("payload-too-large", Words::Status(413), Advice::Smaller),
    kind("too-large", Words::Lake, Advice::Smaller),
    kind("too-long", Words::Lake, Advice::Smaller),
    kind("uploads-full", Words::Lake, Advice::Smaller),
    kind("internal-server-error", Words::Status(500), Advice::Tell),
    kind("internal", Words::Lake, Advice::Tell),
];
