# Command line and demo
zhengtong-demo-post-steward = data steward
zhengtong-demo-post-officer = data officer
zhengtong-demo-post-operator = platform operator
zhengtong-demo-post-auditor = auditor
zhengtong-demo-serving = The Zhengtong demo is ready: open { $url } and sign in with one of these accounts:
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
