# Command line and demo
zhengtong-demo-post-steward = data steward
zhengtong-demo-post-officer = data officer
zhengtong-demo-post-operator = platform operator
zhengtong-demo-post-auditor = auditor
zhengtong-demo-serving = The Zhengtong demo is ready: open { $url } and sign in with one of these accounts:
zhengtong-demo-program = A program reads what was granted with an API credential, such as the tax bureau's:
zhengtong-demo-more-accounts = Every other agency has accounts of the same pattern: slug-steward and slug-officer, with the same password.
zhengtong-demo-city = Shili City is set up: { $agencies } agencies in { $regions } regions, { $accounts } accounts.
zhengtong-demo-step-standards = 1. Standards
zhengtong-demo-standards = National standards loaded: { $elements } data elements, { $code_sets } code sets, { $editions } dated editions of the divisions.
zhengtong-demo-step-agencies = 2. Agencies
zhengtong-demo-step-tables = 3. Import and catalogue
zhengtong-demo-table = { $name_en } ({ $name }): { $encoding }, { $rows } rows × { $columns } columns, { $quarantined } rows with a quarantined cell (the rest is loaded), { $bound } columns bound to data elements.
zhengtong-demo-entry = Entry { $code }: { $findings } findings held it back until it was assessed; then { $graded } items graded ({ $grade }), { $open } opened, published.
zhengtong-demo-step-sharing = 4. Sharing
zhengtong-demo-notice = { $gaps ->
    [one] One thing was missing
   *[other] { $gaps } things were missing
}: told all at once and not refused; a second notice is not possible (Decree 809, art. 21).
zhengtong-demo-extension = Extended by { $days } working days with the authority's consent and notice; the reply is due on { $due }, day by day:
zhengtong-demo-consent = Consent in part: { $asked } items asked for, { $given } given, two districts, until { $until }; a second reply is not possible.
zhengtong-demo-refusal = A refusal without a basis in law is not taken; this one cites { $basis }
zhengtong-demo-unconditional = Shared unconditionally: the reply is due within one working day, by { $due }.
zhengtong-demo-termination = Passed on to a third party: suspended, not put right, terminated (Decree 809, art. 27).
zhengtong-demo-disposal = Its copies were destroyed with proof, and the provider confirmed it.
zhengtong-demo-step-use = 5. Use
zhengtong-demo-rows = Read with the grantee's own credential: { $rows } rows in { $pages } pages, { $items } items a row, all within the grant.
zhengtong-demo-formats = The same page as CSV in { $csv } bytes, as Parquet in { $parquet }.
zhengtong-demo-denied = Without a credential { $without }, without a grant { $refused }, after termination { $ended }; the answer says: { $detail }
zhengtong-demo-correction = A correction was raised from a row, made and answered (Decree 809, art. 26).
zhengtong-demo-usage = { $records ->
    [one] One usage record
   *[other] { $records } usage records
} kept and readable by the provider (Decree 809, art. 29).
zhengtong-demo-step-ledger = 6. Ledger
zhengtong-demo-evidence = Evidence { $file }: { $events } events, each proved in a ledger of { $size }, checked offline.
zhengtong-demo-forgery = Any changed byte is noticed ({ $tried } tried), for example: { $sentence }
zhengtong-demo-credential = Demo credential
zhengtong-demo-secrecy = No state or work secrets
zhengtong-demo-personal = Personal data removed or masked by grade; the impact is contained
zhengtong-demo-assessor = Data security assessment group
zhengtong-demo-head = Head of the agency
zhengtong-import-unregistered = Agency not registered yet
zhengtong-demo-duplicates = Warning: { $items ->
    [one] one item of other agencies already shares
   *[other] { $items } items of other agencies already share
} the same elements; what sharing supplies must not be collected again (Decree 809, art. 19).
zhengtong-demo-source = { $holders ->
    [one] One item carries
   *[other] { $holders } items carry
} the element { $element }; its source agency is { $agency_en } ({ $agency }) (Decree 809, art. 19).
zhengtong-demo-dispute = The refusal was disputed: consulted upon, brought before the authority of their level, settled (Decree 809, art. 28).

# What the problems of the API mean
zhengtong-problems = Problems explained
zhengtong-problems-lead = When the API answers with a problem, its type leads to a page here: what it means and what to do.
zhengtong-problems-type = type
zhengtong-problems-meaning = Meaning
zhengtong-problems-unknown = There is no problem of this kind.
zhengtong-problems-means = What it means
zhengtong-problems-do = What to do
zhengtong-problems-for-programs = For programs
zhengtong-problems-members = Tell problems apart by their type, which never changes; title and detail are for people and come in their language. detail says what happened this time, and errors points to each wrong place in the request.
zhengtong-problems-sort-correct = The request is wrong: nothing was done and nothing changed.
zhengtong-problems-sort-sign-in = The platform doesn't know who you are: sign in, or send a credential that is good.
zhengtong-problems-sort-ask = Not permitted: the platform knows who you are, and this is not yours to do.
zhengtong-problems-sort-grant = No grant covers it: data of other agencies is read within a grant, its items and its period.
zhengtong-problems-sort-look = Not found: it isn't there, or it isn't open to you.
zhengtong-problems-sort-step = Not possible now: the state of the matter doesn't allow this step.
zhengtong-problems-sort-reload = Things have changed: it was altered after you read it.
zhengtong-problems-sort-wait = Not at this moment: the same request will succeed later.
zhengtong-problems-sort-smaller = Too large: more than can be taken at once.
zhengtong-problems-sort-tell = A fault of the platform, not of the request. It has been recorded.
zhengtong-problems-do-correct = Correct the request as detail and errors say and send it again. /openapi.json says what each address takes. Sent again unchanged, it will not succeed.
zhengtong-problems-do-sign-in = In a browser: sign in and try again; with an initial password, change it first. A program sends a Bearer credential in the Authorization header; make one on your account page, and a new one when it has expired or was revoked.
zhengtong-problems-do-ask = detail says who may do it. Ask them; if your work needs it, ask the platform's operator to change your roles.
zhengtong-problems-do-grant = Look at the grant's state, period and items under your grants. For more, or for longer, ask anew from the catalogue entry.
zhengtong-problems-do-look = Check the number or code. The lists of the catalogue, the agencies, the standards and the ledger help to find it; an entry that was withdrawn names what took its place.
zhengtong-problems-do-step = Open the matter's page to see how it stands and which steps are possible. What has been done already need not be done again.
zhengtong-problems-do-reload = Read it again and see what others changed; if your change still holds, send it with what you have just read (ETag, version or offset).
zhengtong-problems-do-wait = Wait as many seconds as the Retry-After header says and send again; without that header, wait a few seconds, and longer each time.
zhengtong-problems-do-smaller = Send it in several parts, or ask for less. Files can be uploaded piece by piece.
zhengtong-problems-do-tell = Try once more a little later. If it fails again, tell the platform's operator the time and the X-Request-Id header; no data is needed.
zhengtong-problem-bad-body = The request's body can't be read
zhengtong-problem-bad-division-code = The division code can't be read
zhengtong-problem-bad-event-ids = The event numbers can't be read
zhengtong-problem-bad-parameter = A query parameter can't be read
zhengtong-problem-findings = The entry has findings that must be settled before it is submitted
zhengtong-problem-incomplete = Something is missing: an upload broke off, or an application lacks materials
zhengtong-problem-malformed = The description can't be read
zhengtong-problem-too-many-values = Too many values to check at once
zhengtong-problem-bad-credential = The API credential isn't good, has expired or was revoked
zhengtong-problem-password-change-needed = The initial password has not been changed yet
zhengtong-problem-sign-in-needed = Sign in or send a credential
zhengtong-problem-denied = Your account can't do this
zhengtong-problem-no-agency = No agency has this code
zhengtong-problem-csrf = The form was not sent from a page of this platform, or the page is too old
zhengtong-problem-precondition-required = Say which version you have read
zhengtong-problem-sign-in-throttled = Too many attempts to sign in
zhengtong-problem-refused = The entry's state doesn't allow this step
zhengtong-problem-grading-refused = The grading's state doesn't allow this step
zhengtong-problem-version-in-hand = A revision of the entry is in hand already
