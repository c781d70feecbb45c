### Sharing.


## Navigation

sharing-nav-requests = My requests
sharing-nav-inbox = Requests to answer
sharing-nav-grants = My grants
sharing-nav-given = Who uses our data
sharing-nav-corrections = Corrections
sharing-nav-disputes = Disputes
sharing-nav-notices = Notices
sharing-nav-supervision = Supervision
sharing-nav-extensions = Extensions to answer

## Who may

sharing-who-requester = an officer or steward of the requesting agency
sharing-who-owner = a steward of the agency that owns the data
sharing-who-authority = the data authority
sharing-who-party = the parties of the dispute or the data authority
sharing-who-grantee = an officer or steward of the agency the grant was given to

## Common

sharing-all = All
sharing-all-rows = All rows
sharing-as-asked = As asked
sharing-back = Back
sharing-next = Next
sharing-later = Later
sharing-go-on = Go on
sharing-see-it = See it as it is now
sharing-choose-one = Choose one first
sharing-not-stated = Not stated
sharing-history = History
sharing-by-state = By state
sharing-entry-gone = The entry is no longer known
sharing-to-catalogue = Catalogue
sharing-agree = Agree
sharing-decline = Decline
sharing-confirm = Confirm
sharing-return = Return
sharing-withdraw = Withdraw
sharing-request = Share request
sharing-request-for = Request for { $entry }
sharing-request-number = Request { $number }
sharing-grant = Grant
sharing-grant-of = Grant on { $entry }
sharing-grant-number = Grant { $number }
sharing-correction-number = Correction { $number }
sharing-dispute-over = Dispute: { $entry }
sharing-dispute-number = Dispute { $number }
sharing-rows-unit = rows
sharing-decided-by = Account { $account } was faster: it now stands at “{ $state }”.
sharing-changed-meanwhile = Somebody was faster: it now stands at “{ $state }”.

## States

sharing-state-draft = Draft
sharing-state-under_review = Under review
sharing-state-awaiting_supplement = Awaiting supplement
sharing-state-consented = Consented
sharing-state-provided = Provided
sharing-state-refused = Refused
sharing-state-withdrawn = Withdrawn
sharing-state-active = Active
sharing-state-suspended = Suspended
sharing-state-revoked = Revoked
sharing-state-terminated = Terminated
sharing-state-relinquished = Relinquished
sharing-state-raised = Raised
sharing-state-accepted = Accepted
sharing-state-reported = Reported
sharing-state-confirmed = Confirmed
sharing-state-returned = Returned
sharing-state-consulting = In consultation
sharing-state-authority = Before the data authority
sharing-state-common_superior = Before the common superior
sharing-state-government = Before the government
sharing-state-settled = Settled
sharing-status-upcoming = Upcoming
sharing-status-in-force = In force
sharing-status-expired = Expired
sharing-status-suspended = Suspended
sharing-status-revoked = Revoked
sharing-status-terminated = Terminated
sharing-status-relinquished = Relinquished

## Fields

sharing-field-entry = Entry
sharing-field-requester = Requesting agency
sharing-field-owner = Providing agency
sharing-field-grantee = Agency that uses it
sharing-field-agency = Agency
sharing-field-kind = Kind
sharing-field-legal-basis = Legal basis
sharing-field-legal-basis-hint = The law, rule or duty that needs the data, with its article
sharing-field-scenario = Scenario
sharing-field-scenario-hint = For which matter, to what end, at which step
sharing-field-items = Items
sharing-field-items-hint = Only what the matter needs
sharing-field-item = Item
sharing-field-rows = Rows
sharing-field-rows-hint = If only some rows are needed, say which, such as one division
sharing-field-mode = Mode
sharing-field-term = Term
sharing-field-from = First day
sharing-field-until = Last day
sharing-field-head = Consent of the head of the sharing office
sharing-field-head-hint = The head of your sharing office consents first (Decree 809, art. 20)
sharing-field-state = State
sharing-field-status = Status
sharing-field-due = Due
sharing-field-received = Received
sharing-field-reason = Reason
sharing-field-reasons = Reasons
sharing-field-basis = Basis
sharing-field-basis-hint = The law, regulation or State Council decision, with its article
sharing-field-basis-kind = Kind of basis
sharing-field-region = Division code
sharing-field-change = How it goes beyond the grant
sharing-field-recipient = Name of the third party
sharing-field-days = Working days more
sharing-field-materials = Further material
sharing-field-materials-hint = One a line; leave empty if none
sharing-field-sharing = Sharing
sharing-field-grade = Grade
sharing-field-mask = Mask
sharing-field-rows-read = Rows read
sharing-field-purpose = Purpose
sharing-field-request = Request
sharing-field-misuse = Misuse
sharing-field-rectify-by = Rectify by
sharing-field-report = What was put right
sharing-field-cause = Cause
sharing-field-filing = Filing number
sharing-field-proposal = Proposal
sharing-field-answer = Answer
sharing-field-answer-hint = What was corrected after checking, or why nothing was
sharing-field-without = Items no longer given
sharing-field-why = Why
sharing-field-method = Method
sharing-field-done-on = Done on
sharing-field-proof = Proof
sharing-field-proof-hint = Which copies, by whom, witnessed how
sharing-field-certificate = SHA-256 of the certificate
sharing-field-certificate-hint = Digest of the certificate you keep, 64 hexadecimal digits
sharing-field-at = When
sharing-field-keep-until = Kept at least until
sharing-field-raiser = Raised by
sharing-field-row = Row
sharing-field-row-hint = As the rows API numbers it
sharing-field-shown = As shown
sharing-field-proposed = As it should be
sharing-field-explanation = Explanation
sharing-field-explanation-hint = What is wrong or incomplete, and how it was found
sharing-field-dispute = Dispute
sharing-field-subject = Subject
sharing-field-opener = Opened by
sharing-field-respondent = Other party
sharing-field-stage = Stage
sharing-field-dispute-text = What is disputed, and what you want
sharing-field-dispute-text-hint = The parties consult first; only then does it go up
sharing-field-step-text = What you say
sharing-field-notice = Notice
sharing-field-read = Read
sharing-field-in-time = In time

## Kinds

sharing-kind-first = First sharing
sharing-kind-onward = Beyond an existing grant
sharing-kind-return-flow = Return flow
sharing-change-wider-scope = Wider scope
sharing-change-other-purpose = Another purpose
sharing-change-third-party = To a third party
sharing-onward-hint = Wider scope, another purpose or a third party needs the provider's consent (art. 25)
sharing-return-flow-hint = Data an agency above collected in your area (art. 24); no restriction may be added
sharing-return-flow-tick = This asks for a return flow
sharing-mode-interface = Service interface
sharing-mode-batch = Batch exchange
sharing-mode-file = File download
sharing-mode-hint-interface = Asked case by case
sharing-mode-hint-batch = The whole set at intervals
sharing-mode-hint-file = The whole set once
sharing-row-item = Which item
sharing-row-comparison = How compared
sharing-row-value = Value
sharing-comparison-equals = is
sharing-comparison-at-least = is at least
sharing-comparison-at-most = is at most
sharing-comparison-starts-with = begins with
sharing-comparison-one-of = is one of (commas between)
sharing-condition-equals = { $item } is { $value }
sharing-condition-not-equals = { $item } is not { $value }
sharing-condition-less-than = { $item } is below { $value }
sharing-condition-at-most = { $item } is at most { $value }
sharing-condition-greater-than = { $item } is above { $value }
sharing-condition-at-least = { $item } is at least { $value }
sharing-condition-starts-with = { $item } begins with { $value }
sharing-condition-in = { $item } is one of { $value }
sharing-condition-is-null = { $item } is empty
sharing-condition-not = not ({ $condition })
sharing-separator = {", "}
sharing-shared-on-condition = Shared on condition: { $condition }
sharing-condition-and = and
sharing-condition-or = or
sharing-type-unconditional = Unconditional
sharing-type-conditional = Conditional
sharing-type-refused = Not shared
sharing-basis-law = Law
sharing-basis-regulation = Regulation
sharing-basis-state-council-decision = State Council decision
sharing-grade-general-1 = General, level 1
sharing-grade-general-2 = General, level 2
sharing-grade-general-3 = General, level 3
sharing-grade-general-4 = General, level 4
sharing-grade-important = Important
sharing-grade-core = Core
sharing-mask-none = As it is
sharing-mask-keep-ends = First { $head } and last { $tail } only
sharing-mask-year-only = Year only
sharing-mask-decimals = { $kept } decimals
sharing-mask-redact = Hidden

## What is missing

sharing-gap-legal-basis = State the legal basis
sharing-gap-scenario = State the scenario
sharing-gap-items = Name at least one item
sharing-gap-mode = Choose a mode
sharing-gap-term = State first and last day, in order
sharing-gap-head-consent = Name the head of your sharing office and the day of consent
sharing-gap-recipient = Name the third party
sharing-gap-region = Name the division whose data flows back
sharing-gap-answer = Answer this item of further material

## My requests

sharing-requests-title = My requests
sharing-requests-lead = What your agency has asked for, and how far it is.
sharing-requests-caption = Your agency's requests
sharing-requests-empty = No requests yet
sharing-requests-empty-why = Find the data in the catalogue and ask from its page.
sharing-ask-for = Ask for { $entry }
sharing-step-what = What
sharing-step-why = Why
sharing-step-check = Check
sharing-step-what-hint = Items, rows, mode, term
sharing-step-why-hint = Legal basis, scenario, consent of the head
sharing-purpose-title = Why the data is needed
sharing-head-name = Name of the head
sharing-head-on = Day of consent
sharing-check-title = Check the request
sharing-check-missing = Still missing before you hand it in
sharing-still-missing = Still missing
sharing-draft-complete = Everything is stated; it can be handed in.
sharing-submit = Hand in the request
sharing-submit-incomplete = Hand it in as it is
sharing-submit-truth = Handing it in you vouch that it is true, lawful and necessary (art. 20).
sharing-submitted = Handed in. The days for the reply count from tomorrow.
sharing-withdraw-title = Withdraw the request
sharing-withdraw-lead = It can't be brought back; you can always ask again.
sharing-withdrawn = The request was withdrawn.
sharing-notified-title = Please supply the following; until then the clock stands
sharing-supplement = Supply what is missing
sharing-supplement-title = Supply what is missing
sharing-supplement-lead = Supply everything at once; then the clock goes on.
sharing-send-supplement = Send the supplement
sharing-supplemented = The supplement was sent.
sharing-refused-title = The agency doesn't consent
sharing-consented-all = The agency consents to everything asked
sharing-consented-part = The agency consents to part of what was asked
sharing-to-grant = See the grant
sharing-dispute = Open a dispute
sharing-mark-provided = The data has been provided
sharing-provided = Recorded as provided.
sharing-event-received = Received
sharing-event-notified = Told what is missing
sharing-event-supplemented = Supplemented
sharing-event-extension-asked = The agency asked for { $days } more working days
sharing-event-extension-agreed = The authority agreed to { $days } more working days
sharing-event-extension-declined = The authority declined more time
sharing-event-consented = Consented
sharing-event-refused = Refused
sharing-event-provided = Provided
sharing-event-withdrawn = Withdrawn
sharing-event-none = Not handed in yet.

## Clocks

sharing-clock-reply = Clock for the reply
sharing-clock-provide = Clock for providing
sharing-clock-correction = Clock for the answer
sharing-clock-stands = Clock stands
sharing-overdue-by = { $days ->
    [one] { $days } day overdue
   *[other] { $days } days overdue
}
sharing-due-today = Due today
sharing-days-left = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
sharing-due-on = Due on { $day } at the latest.
sharing-done-in-time = In time
sharing-done-late = Late
sharing-done-on = Done on { $day }; it was due on { $due }.
sharing-left-when-stopped = { $days } working days are left once it goes on.
sharing-rule-source = { $days } working days, by { $source } { $clause }.
sharing-year-unpublished = The holiday notice for { $year } is not out yet; the day may move.
sharing-derivation = Day by day
sharing-day-stopped = clock stands
sharing-day-voided = no longer counted: the count began again
sharing-day-extended = extension
sharing-day-made-up = worked in exchange for { $holiday }

## Inbox

sharing-inbox-title = Requests to answer
sharing-inbox-lead = Soonest due first. Data shared unconditionally is answered within 1 working day, conditionally within 10.
sharing-inbox-caption = Requests for your agency to deal with
sharing-inbox-empty = Nothing to answer
sharing-inbox-empty-why = New requests appear here, and as a notice.
sharing-inbox-open = Open
sharing-inbox-soon = Due within two days
sharing-inbox-overdue = Overdue
sharing-extensions-title = Extensions to answer
sharing-extensions-lead = An agency that needs more time for special reasons needs the authority's consent (art. 21).
sharing-extensions-empty = No extension to answer
sharing-extensions-empty-why = They appear here when an agency asks.
sharing-extension-asked = { $owner } asks for { $days } more working days to answer { $requester }.
sharing-extension-answered = Answered; the agencies have been told.
sharing-extension-sent = Sent to the authority.
sharing-extension-lead = Ask before it is due. With the authority's consent the days count, and the requester is told.
sharing-decline-reason = Reason for declining

## Deciding

sharing-decide = Decide
sharing-decide-on = Decide on { $entry }
sharing-incomplete-title = The request is incomplete
sharing-incomplete-what-to-do = Tell everything that is missing, once; it may not be refused for that (art. 21).
sharing-items-caption = Items asked for ({ $count })
sharing-preview-title = As the requester would see it (first three rows)
sharing-preview-caption = The first rows as the requester would see them
sharing-preview-empty = No row meets the condition
sharing-preview-empty-why = Nothing lies within what was asked for.
sharing-preview-none = Nothing to preview
sharing-preview-none-why = The rows of this entry are not on this platform.
sharing-preview-failed = The preview can't be shown
sharing-grounds = Conditions and grounds of sharing
sharing-consent = Consent
sharing-items-given = Items given
sharing-items-given-hint = Unticking one makes it a consent to part, which needs reasons
sharing-narrow-rows = Narrow the rows further
sharing-narrow-reasons = Reasons for giving less
sharing-narrow-reasons-hint = Not needed when everything is given
sharing-owner-head = Head of your sharing office
sharing-refuse = Refuse
sharing-notify = Tell what is missing
sharing-notify-lead = What is missing above is listed by itself. There is one notice only, so name everything.
sharing-ask-extension = Ask for more time
sharing-consented = Consented. Grant { $grant } was made.
sharing-refused = Refused; the requester has been told.
sharing-notified = The requester has been told what is missing.

## Grants

sharing-grants-title = My grants
sharing-grants-lead = What your agency may use, until when, and how much it used.
sharing-grants-caption = Grants to your agency
sharing-grants-empty = No grants yet
sharing-grants-empty-why = Once a request is consented to, its grant appears here.
sharing-given-title = Who uses our data
sharing-given-lead = Which agencies use your data, how far, and how much.
sharing-given-caption = Grants by your agency
sharing-given-empty = Nobody uses your data yet
sharing-given-empty-why = Once you consent to a request, its grant appears here.
sharing-granted-items = Granted items
sharing-ends-in = { $days ->
    [one] ends in { $days } day
   *[other] ends in { $days } days
}
sharing-how-to-call = How to call it
sharing-how-to-call-lead = Call it with your own API credential:
sharing-how-to-call-forms = Accept is application/json, text/csv or application/vnd.apache.parquet; the next page is in the Link header.
sharing-get-credential = Get a credential
sharing-read-now = Read now
sharing-ask-onward = Ask for more than this
sharing-raise-correction = Raise a correction
sharing-reads-title = Usage
sharing-reads-chart = Rows read by month
sharing-reads-empty = Nothing has been read yet
sharing-reads-empty-why = Every reading stands in the ledger and is summed up here.
sharing-suspended-title = Suspended for misuse: put it right in time
sharing-revoked-title = The provider ended the service
sharing-terminated-title = Ended for misuse
sharing-relinquished-title = Given up by the agency itself
sharing-proposal-title = The provider proposes to end or change the service
sharing-proposal-end = End the service
sharing-proposal-narrow = Leave out: { $items }; last day { $until }
sharing-proposal-pending = Waiting for the grantee
sharing-proposal-agreed = Agreed, to be filed
sharing-proposal-objected = Objected to: { $reasons }
sharing-object-reasons = Reasons for objecting
sharing-grant-changed = Done; the other party has been told.
sharing-act-suspend = Suspend
sharing-act-rectify = Report rectification
sharing-act-resume = Resume
sharing-act-terminate = Terminate
sharing-act-propose-end = Propose to end the service
sharing-act-propose-narrowing = Propose to change the service
sharing-act-agree = Agree
sharing-act-object = Object
sharing-act-drop = Drop the proposal
sharing-act-file = File and carry out
sharing-act-relinquish = Give the grant up
sharing-act-hint-suspend = For use beyond scope or purpose, or giving to a third party, use stops and is to be put right in time (art. 27). At once.
sharing-act-hint-rectify = Say what was stopped and what was put right.
sharing-act-hint-resume = If it was put right, use may go on.
sharing-act-hint-terminate = If it wasn't put right, or not enough, sharing may be ended (art. 27).
sharing-act-hint-propose-end = A service isn't ended without cause, agreement and filing (art. 27). It goes on until filed.
sharing-act-hint-propose-narrowing = A service isn't changed without cause, agreement and filing (art. 27). It stays as it is until filed.
sharing-act-hint-agree = Once you agree, the provider files it and carries it out.
sharing-act-hint-object = If you object, consult; failing that, open a dispute.
sharing-act-hint-drop = The service stays as it is.
sharing-act-hint-file = Give the authority's filing number to carry it out.
sharing-act-hint-relinquish = Give it up when the data is no longer needed, then report its disposal (art. 27).
sharing-misuse-beyond-scope = Beyond its scope
sharing-misuse-beyond-purpose = Beyond its purpose
sharing-misuse-third-party = Given to a third party
sharing-cause-law-changed = Law, regulation or State Council decision changed
sharing-cause-duty-changed = Duties changed
sharing-cause-data-ceased = The data is no longer collected
sharing-cause-security = A security risk that can't be removed
sharing-why-purpose-met = Purpose met
sharing-why-purpose-unattainable = Purpose unattainable
sharing-why-no-longer-necessary = No longer necessary

## Usage records and disposal

sharing-record-usage = Record usage
sharing-record-usage-lead = Scenario, process, effect, storage and destruction are recorded and kept for at least 3 years (art. 29); the provider and the authority may read them.
sharing-usage-title = Usage records
sharing-usage-caption = Usage records
sharing-usage-empty = No usage records yet
sharing-usage-empty-why = The grantee records its use (art. 29).
sharing-usage-scenario = Scenario
sharing-usage-process = Process
sharing-usage-effect = Effect
sharing-usage-storage = Storage
sharing-usage-destruction = Destruction
sharing-usage-hint-scenario = For which matter
sharing-usage-hint-process = By whom, and how
sharing-usage-hint-effect = How many papers or cases it saved
sharing-usage-hint-storage = Where it is kept, or that it isn't
sharing-usage-hint-destruction = What was destroyed, or that nothing was yet
sharing-usage-say = Say it, even if there is nothing
sharing-usage-recorded = Recorded.
sharing-dispose = Report disposal
sharing-dispose-lead = Data whose purpose is met or gone is disposed of as the provider asks (art. 27).
sharing-disposal-title = Disposal
sharing-disposal-sent = Reported to the provider.
sharing-disposal-answered = Answered.
sharing-disposal-reported = To be confirmed by the provider
sharing-disposal-confirmed = Confirmed
sharing-disposal-returned = Returned
sharing-return-reasons = What is still to be done
sharing-method-destroyed = Every copy destroyed
sharing-method-returned = Every copy given back
sharing-method-never-stored = Never stored

## Corrections

sharing-corrections-title = Corrections
sharing-corrections-lead = Data found wrong or incomplete is reported to its provider, who checks, corrects and answers within 10 working days (art. 26).
sharing-corrections-caption = Corrections
sharing-corrections-empty = No corrections
sharing-corrections-empty-why = Raise one from a grant's page.
sharing-corrections-raised = Raised by us
sharing-corrections-owed = For us to answer
sharing-correction-raised = To be checked
sharing-correction-accepted = Corrected
sharing-correction-refused = Not corrected
sharing-correction-withdrawn = Withdrawn
sharing-correction-of = Correction of { $entry }
sharing-correction-accept = Corrected
sharing-correction-refuse = Nothing to correct
sharing-correction-accepted-on = Corrected on { $day }: { $text }
sharing-correction-refused-on = Answered on { $day } that nothing is to be corrected: { $text }
sharing-correction-sent = Sent to the provider.
sharing-correction-answered = Done.
sharing-raise-lead = Say which row, which item, what is wrong. Only the two agencies see it; it never enters the ledger.
sharing-whole-row = The whole row

## Disputes

sharing-disputes-title = Disputes
sharing-disputes-lead = First consult; failing that, the authority of one's level or the common superior coordinates; failing that, its government decides (art. 28).
sharing-disputes-caption = Disputes
sharing-disputes-empty = No disputes
sharing-disputes-empty-why = Open one over a reply, a change of grant or a correction.
sharing-dispute-new = Open a dispute
sharing-dispute-new-lead = The parties consult first; the other is told at once.
sharing-dispute-open = Open
sharing-dispute-opened = Opened.
sharing-dispute-moved = Recorded.
sharing-dispute-reply = Reply
sharing-dispute-escalate = No agreement: take it up a level
sharing-dispute-settle = Settle
sharing-stage-consulting = Consultation
sharing-stage-authority = Authority of the level
sharing-stage-common-superior = Common superior
sharing-stage-government = Government
sharing-stage-settled = Settled

## Notices

sharing-notices-title = Notices
sharing-notices-lead = { $unread ->
    [one] { $unread } notice not read.
   *[other] { $unread } notices not read.
}
sharing-notices-caption = Notices
sharing-notices-empty = No notices
sharing-notices-empty-why = Progress of requests, grants and corrections is told here.
sharing-unread = Not read
sharing-mark-read = Mark all as read
sharing-notice-request-submitted = A request for { $entry } came in.
sharing-notice-request-notified = Something is missing from your request for { $entry }.
sharing-notice-request-supplemented = The request for { $entry } was supplemented; the clock goes on.
sharing-notice-extension-agreed = With the authority's consent, the reply on { $entry } has { $days } more working days.
sharing-notice-extension-declined = The authority declined more time for { $entry }.
sharing-notice-request-consented = Your request for { $entry } was consented to.
sharing-notice-request-refused = Your request for { $entry } was refused.
sharing-notice-request-withdrawn = The request for { $entry } was withdrawn.
sharing-notice-request-provided = The data of { $entry } is in your reach.
sharing-notice-grant-suspended = The grant on { $entry } was suspended for misuse.
sharing-notice-grant-rectified = Rectification on { $entry } was reported.
sharing-notice-grant-resumed = The grant on { $entry } may be used again.
sharing-notice-grant-terminated = The grant on { $entry } was ended for misuse.
sharing-notice-change-proposed = The provider proposes to end or change the service of { $entry }.
sharing-notice-change-agreed = The proposal on { $entry } was agreed to.
sharing-notice-change-objected = The proposal on { $entry } was objected to.
sharing-notice-change-dropped = The proposal on { $entry } was dropped.
sharing-notice-change-filed = The service of { $entry } ended or changed as filed.
sharing-notice-grant-relinquished = The grant on { $entry } was given up.
sharing-notice-disposal-reported = A disposal was reported.
sharing-notice-disposal-confirmed = Your disposal was confirmed.
sharing-notice-disposal-returned = Your disposal report was returned.
sharing-notice-correction-raised = A correction of { $entry } came in.
sharing-notice-correction-answered = The correction of { $entry } was answered.
sharing-notice-dispute-moved = A dispute moved: { $stage }.

## Supervision

sharing-supervision-title = Supervision
sharing-supervision-lead = How timely each agency shared in the past year, and on what basis it refused (art. 38). Every figure leads to its rows.
sharing-duty-replies = Replies to requests
sharing-duty-provision = Provision of data
sharing-duty-corrections = Answers to corrections
sharing-duty-empty = Nothing to count
sharing-duty-empty-why = There was nothing of this kind in the past year.
sharing-verdict-in-time = In time
sharing-verdict-late = Late
sharing-verdict-open = Open
sharing-verdict-overdue = Overdue
sharing-refusals-title = Refusals by basis
sharing-refusals-chart = Refusals by basis
sharing-refusals-empty = No refusals
sharing-refusals-empty-why = Nothing was refused in the past year.
sharing-rows-of = { $duty }: { $verdict }
sharing-rows-behind = The rows behind

## Problems

sharing-how-to-ask = Ask at { $ask }.
sharing-rectify-by = Put it right by { $day }.
sharing-begins-on = The grant begins on { $day }.
sharing-ended-on = The grant ended on { $day }; ask again at { $ask }.
sharing-unknown-item = The entry has no item { $item }
sharing-not-shared-item = { $item } is not shared, by { $basis }
sharing-problem-not-found = There is no such thing, or it isn't yours to see
sharing-problem-decided-already = Somebody else was faster
sharing-problem-not-json = The body is not JSON
sharing-problem-wrong-shape = The JSON document has the wrong shape
sharing-problem-unreadable-json = The JSON document can't be read
sharing-problem-bad-query = A query parameter can't be read
sharing-problem-bad-number = The number can't be read
sharing-problem-too-many-requests = Too many readings from this address; wait as long as Retry-After says, or send a credential
sharing-problem-no-credential = A credential is needed
sharing-problem-internal = The platform failed; it has been logged
sharing-problem-not-yours = This step is not for your agency
sharing-problem-not-allowed = That can't be done as it stands now
sharing-problem-not-a-draft = The request has been handed in and can't be rewritten
sharing-problem-notice-sent = There is one notice of what is missing only
sharing-problem-nothing-missing = Nothing is missing
sharing-problem-still-missing = Something is still missing
sharing-problem-incomplete = The request is incomplete: tell what is missing first
sharing-problem-extension-used = There is one extension only
sharing-problem-extension-too-long = The extension is longer than the rule allows
sharing-problem-extension-too-late = More time is asked for before it is due
sharing-problem-no-extension = No extension waits for an answer
sharing-problem-no-reasons = Give reasons
sharing-problem-no-basis = Name the law, regulation or State Council decision
sharing-problem-no-head = The head of the sharing office must agree
sharing-problem-nothing-given = Give at least one item and one day
sharing-problem-more-than-asked = No more than was asked for can be given
sharing-problem-return-flow-narrowed = Data flowing back is given without added restrictions
sharing-problem-foreign-grant = That grant is not yours on this entry
sharing-problem-foreign-region = Only data of your own area flows back
sharing-problem-no-such-entry = There is no such entry
sharing-problem-not-published = The entry is not in the catalogue, so it can't be asked for or read
sharing-problem-own-data = Your own data needs no request
sharing-problem-unknown-items = The entry has no such items
sharing-problem-condition-too-rich = The condition on the rows has too many parts
sharing-problem-not-shared = Some items are not shared
sharing-problem-rectify-in-past = The day to rectify by lies in the past
sharing-problem-still-rectifying = The grantee still has time to rectify
sharing-problem-nothing-rectified = Nothing has been reported as put right
sharing-problem-proposal-stands = A proposal stands already
sharing-problem-no-proposal = No proposal waits for this
sharing-problem-not-agreed = It has to be agreed to first
sharing-problem-no-filing = Give the filing number
sharing-problem-not-narrower = A change can only narrow, and leaves at least one item
sharing-problem-no-text = Say something
sharing-problem-answered = It has been answered already
sharing-problem-still-in-use = It may still be used: give it up first, or wait for its end
sharing-problem-reported-already = The disposal has been reported already
sharing-problem-in-future = A disposal is reported after it was done
sharing-problem-not-a-digest = The digest is 64 hexadecimal digits
sharing-problem-unsaid = The record leaves something unsaid
sharing-problem-unexplained = Name the row and explain what is wrong
sharing-problem-not-a-reader = Only who may read the data raises a correction
sharing-problem-no-grant = There is no grant to use this data
sharing-problem-upcoming = The grant has not begun
sharing-problem-expired = The grant has expired
sharing-problem-suspended = The grant is suspended for misuse
sharing-problem-revoked = The provider has ended the service
sharing-problem-terminated = The grant was ended for misuse
sharing-problem-relinquished = Your agency gave the grant up
sharing-problem-items-not-granted = Some items are not granted
sharing-problem-not-here = The rows of this entry are not on this platform
sharing-problem-unfilterable = That item can't be filtered on
sharing-problem-bad-question = The question can't be answered as put; begin with the first page
sharing-problem-not-acceptable = JSON, CSV and Parquet can be given
sharing-problem-not-recorded = The ledger can't record now, so nothing is given

## On an entry's page

sharing-panel-title = Use this data
sharing-panel-open = Some items are open: anybody may read them.
sharing-panel-sign-in = Sign in to ask for it.
sharing-panel-own = This is your agency's data.
sharing-panel-granted = Your agency holds a grant until { $until }.
sharing-panel-ask = Your agency holds no grant; ask for one.
sharing-panel-ask-button = Ask for it
