# The catalogue's texts.


# Navigation
catalogue-nav-search = Data catalogue
catalogue-nav-mine = My agency's entries
catalogue-nav-review = Entries to review
catalogue-to-entry = See the entry
catalogue-who-account = anyone who has signed in
catalogue-who-provider = people of the agency that provides it
catalogue-who-steward = a data steward of the agency that provides it
catalogue-who-operator = an operator of the data authority

# Front page
catalogue-home-title = Government data catalogue
catalogue-home-lead = Government data that can be found, understood and asked for.
catalogue-home-entries = Entries
catalogue-home-agencies = Providers
catalogue-home-open = Open to the public
catalogue-home-unconditional = Shared without condition
catalogue-home-recent = Recently published
catalogue-home-empty = Nothing has been published yet
catalogue-home-empty-hint = Entries appear here once stewards have described them and the authority has published them.
catalogue-home-by-branch = By classification
catalogue-home-by-agency = By agency

# Search
catalogue-search-title = Data catalogue
catalogue-search-label = Search the catalogue
catalogue-search-hint = Names, columns, agencies; pinyin works too, such as weixiu or wx
catalogue-search-button = Search
catalogue-search-all = See the whole catalogue
catalogue-search-found = { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
catalogue-sort = Sort by
catalogue-sort-relevance = Best match
catalogue-sort-date = Newest
catalogue-sort-name = Name
catalogue-views = Catalogues
catalogue-view-resource = Resource catalogue
catalogue-view-sharing = Sharing catalogue
catalogue-view-open = Open catalogue
catalogue-reading-pinyin = Your letters were read as pinyin.
catalogue-reading-homophone = Nothing matches exactly; these sound the same.
catalogue-reading-near = Nothing matches exactly; these come near.
catalogue-none = No entries found
catalogue-none-found = Try fewer or other words, or remove some filters.
catalogue-none-chosen = Nothing fits these filters; remove some.
catalogue-bad-parameter = The parameter { $name } in the address can't be read. Choose again from the catalogue.
catalogue-facet-agency = Provider
catalogue-facet-region = Division
catalogue-facet-branch = Classification
catalogue-facet-sharing = Sharing
catalogue-facet-grade = Grade
catalogue-facet-cycle = Update cycle
catalogue-facet-openness = Openness
catalogue-item-count = { $count ->
        [one] { $count } item
       *[other] { $count } items
    }
catalogue-branch-of-agency = Departmental { $number }
catalogue-row-count = { $count ->
        [one] { $count } row
       *[other] { $count } rows
    }

# Values
catalogue-sharing-unconditional = Unconditional
catalogue-sharing-conditional = Conditional
catalogue-sharing-refused = Refused
catalogue-openness-closed = Not open
catalogue-openness-partial = Partly open
catalogue-openness-open = Open
catalogue-opening-closed = Closed
catalogue-opening-conditional = On condition
catalogue-opening-open = Open
catalogue-grade-general-1 = General, level 1
catalogue-grade-general-2 = General, level 2
catalogue-grade-general-3 = General, level 3
catalogue-grade-general-4 = General, level 4
catalogue-grade-important = Important
catalogue-grade-core = Core
catalogue-grade-none = Not graded
catalogue-cycle-real-time = Real time
catalogue-cycle-daily = Daily
catalogue-cycle-weekly = Weekly
catalogue-cycle-monthly = Monthly
catalogue-cycle-quarterly = Quarterly
catalogue-cycle-yearly = Yearly
catalogue-cycle-irregular = Irregular
catalogue-format-document = Document
catalogue-format-spreadsheet = Spreadsheet
catalogue-format-database = Database
catalogue-format-image = Image
catalogue-format-stream = Stream
catalogue-format-self-describing = Self-describing
catalogue-format-interface = Interface
catalogue-state-draft = Draft
catalogue-state-submitted = Under review
catalogue-state-published = Published
catalogue-state-superseded = Superseded
catalogue-state-withdrawn = Withdrawn
catalogue-type-c = Text C
catalogue-type-n = Decimal N
catalogue-type-y = Money Y
catalogue-type-d = Date D
catalogue-type-t = Date and time T
catalogue-type-l = Yes or no L
catalogue-type-m = Long text M
catalogue-type-g = General G
catalogue-type-b = Double B
catalogue-type-i = Whole number I
catalogue-type-f = Float F
catalogue-mode-interface = Interface
catalogue-mode-batch = Batch exchange
catalogue-mode-file = File download
catalogue-basis-law = Law
catalogue-basis-regulation = Administrative regulation
catalogue-basis-state-council-decision = State Council decision
catalogue-personal-none = Not personal
catalogue-personal-personal = Personal
catalogue-personal-sensitive = Sensitive personal
catalogue-mask-none = Shown whole
catalogue-mask-keep-ends = First { $head } and last { $tail } shown
catalogue-mask-year-only = Year only
catalogue-mask-decimals = { $places } decimals shown
catalogue-mask-redact = Hidden
catalogue-binding-dataset = Dataset of this platform
catalogue-binding-interface = Provider's interface
catalogue-binding-file = Provider's file

# Fields
catalogue-field-code = Code
catalogue-field-name = Name
catalogue-field-name-en = English name
catalogue-field-name-of-column = Column name
catalogue-field-abstract = Abstract
catalogue-field-agency = Provider
catalogue-field-agency-code = Provider's code
catalogue-field-classification = Classification
catalogue-field-branch = Class and item
catalogue-field-group = Group (three digits)
catalogue-field-detail = Detail (digits, may be empty)
catalogue-field-format = Format
catalogue-field-format-detail = Type of format
catalogue-field-items = Items
catalogue-field-item = Item
catalogue-field-position = Position
catalogue-field-label = Item
catalogue-field-data-type = Data type
catalogue-field-element = Data element
catalogue-field-sharing = Sharing
catalogue-field-ground = Condition, or basis of the refusal
catalogue-field-basis-kind = Kind of basis
catalogue-field-mode = Mode
catalogue-field-opening = Opening
catalogue-field-opening-condition = Condition of opening
catalogue-field-grade = Grade
catalogue-field-mask = Mask
catalogue-field-personal = Personal information
catalogue-field-source = Source agency
catalogue-field-update-cycle = Update cycle
catalogue-field-published-on = Published
catalogue-field-version = Version
catalogue-field-related = Related entries
catalogue-field-bindings = Where the data is
catalogue-field-state = State
catalogue-field-secrecy = Secrecy assessment
catalogue-field-personal-information = Personal-information impact assessment
catalogue-field-consent = Head who consented
catalogue-field-assessor = Assessed by
catalogue-field-assessed-on = Assessed on
catalogue-field-consented-on = Consented on

# Entry
catalogue-ask = Ask for access
catalogue-edit = Edit
catalogue-versions = Versions
catalogue-not-published = This entry is not published; only its provider and the data authority see it.
catalogue-withdrawn = This entry was withdrawn at { $at }; its code is not used again.
catalogue-due = Due by { $date }
catalogue-due-rule = { $days } working days: { $source }, { $clause }
catalogue-due-unpublished = The holiday notice for some of these days is not out yet; they are counted by weekends.
catalogue-due-counting = Day by day

# Versions
catalogue-versions-title = Versions
catalogue-version-number = Version { $number }
catalogue-changes-since = What changed since version { $number }
catalogue-changes-place = Where
catalogue-changes-before = Before
catalogue-changes-after = After
catalogue-changes-none = Nothing changed.
catalogue-changes-all = All { $count } differences
catalogue-versions-all = Back to all versions

# Workbench
catalogue-mine-title = My agency's entries
catalogue-mine-lead = Where each entry stands, what is wrong with it, and when it is due.
catalogue-mine-entries = Entries
catalogue-mine-findings = Findings
catalogue-mine-due = Due
catalogue-mine-empty = No entries yet
catalogue-mine-empty-hint = Begin an entry, or import a table.
catalogue-review-title = Entries to review
catalogue-review-lead = To be reviewed and published within two working days of arrival (Decree 809, art. 17).
catalogue-error-count = { $count ->
        [one] { $count } error
       *[other] { $count } errors
    }
catalogue-warning-count = { $count ->
        [one] { $count } warning
       *[other] { $count } warnings
    }
catalogue-sound = Sound
catalogue-overdue = Overdue

# Writing
catalogue-new = New entry
catalogue-new-title = New entry
catalogue-new-lead = The classification fixes the code, and a code never changes.
catalogue-ground-of-all = Condition or basis of sharing, the same for every item: { $ground }
catalogue-choose = Choose
catalogue-group-range = Give a number of up to three digits.
catalogue-detail-range = Detail is digits only, twenty at most.
catalogue-hint-abstract = Say what it holds, how far it reaches and what it is for, so that others can tell whether they need it.
catalogue-hint-group = The group's code in your jurisdiction's scheme
catalogue-hint-detail = The detail's code in your jurisdiction's scheme
catalogue-hint-related = Several codes, parted by spaces
catalogue-hint-assessment = State what was concluded
catalogue-hint-consent = Office and name
catalogue-hint-element = The element's code, such as PER001
catalogue-hint-ground = For conditional sharing, the condition; for a refusal, the law, regulation or State Council decision and its clause
catalogue-hint-mask = Showing more than was agreed sends the grade back to be confirmed by two persons
catalogue-hint-source = Where the item comes from another agency
catalogue-own-collection = Collected by ourselves
catalogue-created = Begun, with the code { $code }.
catalogue-edit-title = Edit the entry
catalogue-item-title = Item
catalogue-item-new = Add an item
catalogue-item-remove = Remove the item
catalogue-items-empty = No items yet. An import brings them, or add them one by one.
catalogue-item-name-missing = Give the column's name.
catalogue-element-malformed = This is no element code.
catalogue-mask-malformed = This is no mask.
catalogue-related-malformed = “{ $code }” is no entry code.
catalogue-date-missing = Give the date.
catalogue-article-13 = Assessments and consent before submission (Decree 809, art. 13)
catalogue-save = Save
catalogue-saved = Saved.
catalogue-save-and-next = Save and go to the next
catalogue-separator = {", "}
catalogue-finding-all = all { $count } places
catalogue-findings-back = Back to all findings
catalogue-items = Items ({ $count })
catalogue-items-many = Set many items
catalogue-items-many-lead = Set sharing, opening and personal information of many items at once. What says “leave as is” stays.
catalogue-items-leave = Leave as is
catalogue-items-scope = Applies to
catalogue-items-all = All { $count } items
catalogue-items-ticked = The items ticked below
catalogue-items-set-them = Set them
catalogue-items-set = { $count } items are set.
catalogue-items-none-ticked = Tick at least one item, or choose all.
catalogue-items-ground-of-what = Choose the sharing type this condition or basis belongs to.
catalogue-items-nothing = Choose at least one thing to change.
catalogue-returned = Sent back
catalogue-stale = Somebody changed this entry meanwhile. Look at what is there now, then save again.
catalogue-in-hand = A version is being written already.
catalogue-bound-elsewhere = The dataset belongs to another entry.
catalogue-not-a-draft = This version is no draft and can't be edited. Begin a new version of a published entry.
catalogue-findings = Findings ({ $count })
catalogue-findings-block = { $count } findings; correct the errors first.
catalogue-finding-place = Where
catalogue-finding-severity = Severity
catalogue-finding-what = What is wrong
catalogue-finding-do = What to do
catalogue-severity-notice = Notice
catalogue-severity-warning = Warning
catalogue-severity-error = Error
catalogue-reason = Reason
catalogue-submit = Submit for review
catalogue-submit-blocked = Correct all errors to submit.
catalogue-submitted = Submitted for review.
catalogue-publish = Approve and publish
catalogue-published = Published.
catalogue-send-back = Send back
catalogue-sent-back = Sent back.
catalogue-extend = Consent to more time
catalogue-extended = Given more time.
catalogue-revise = Begin a new version
catalogue-revised = A new version is begun.
catalogue-withdraw = Withdraw the entry
catalogue-withdrawn-done = Withdrawn.
catalogue-discard = Give the draft up
catalogue-discarded = The draft is given up.
catalogue-refusal-not-allowed = The entry is in the state “{ $state }”, which does not allow this.
catalogue-refusal-not-assessed = An assessment or the head's consent is missing (Decree 809, art. 13).
catalogue-refusal-not-graded = { $count } items are not graded.
catalogue-refusal-opens-above-grade = { $count } items open above their grade.
catalogue-refusal-no-such-item = There is no such item.
catalogue-refusal-no-reason = Give a reason.

# Grading
catalogue-grading-title = Grading
catalogue-grading-lead = Graded by object and degree after GB/T 43697-2024, the stricter winning. Whoever proposed a grade does not confirm it.
catalogue-to-grading = Grading
catalogue-propose = Propose grades
catalogue-proposals-made = { $count } grades proposed.
catalogue-proposed = Proposed
catalogue-propose-again = Propose again
catalogue-proposals = Proposed grades to confirm ({ $count })
catalogue-grading-why = Why
catalogue-confirm-page = Confirm the { $count } grades of this page
catalogue-grade-of = { $item }: grade
catalogue-departure-of = { $item }: reason for another grade
catalogue-confirmed = Confirmed grades
catalogue-confirmed-at = Confirmed
catalogue-confirmed-none = No grade is confirmed yet
catalogue-confirmed-none-hint = Have grades proposed, then confirm them.
catalogue-grades-confirmed = { $count } grades confirmed.
catalogue-departure = Reason to depart
catalogue-hint-departure = Where the grade differs from the proposed one, say why.
catalogue-confirm-already = This grade is confirmed already.
catalogue-confirm-own-proposal = Whoever proposed a grade does not confirm it.
catalogue-confirm-no-reason = A grade that differs from the proposal needs a reason.
catalogue-confirm-looser-mask = A mask that shows more than the grade's default is proposed by one person and confirmed by another.
catalogue-impact = { $object }: { $degree } ({ $reason })
catalogue-object-national-security = National security
catalogue-object-economy = Economy
catalogue-object-social-order = Social order
catalogue-object-public-interest = Public interest
catalogue-object-organisation = Organisations
catalogue-object-person = Persons
catalogue-degree-none = no harm
catalogue-degree-general = general harm
catalogue-degree-serious = serious harm
catalogue-degree-very-serious = very serious harm
catalogue-why-element-label = element { $element } is labelled level { $label }
catalogue-why-detected = values were found to be { $kind }
catalogue-why-declared-personal = declared personal information
catalogue-why-declared-sensitive = declared sensitive personal information
catalogue-why-volume = { $rows } rows of personal information, { $threshold } or more
catalogue-why-no-sign = nothing speaks for harm

# Lint
catalogue-lint-name-missing = There is no name.
catalogue-remedy-name-missing = Give the resource a name.
catalogue-lint-abstract-missing = There is no abstract.
catalogue-remedy-abstract-missing = Say what it holds, how far it reaches and what it is for.
catalogue-lint-no-items = There are no items.
catalogue-remedy-no-items = Import data or add items.
catalogue-lint-duplicate-item = The column name “{ $about }” stands twice.
catalogue-remedy-duplicate-item = Rename or remove one of them.
catalogue-lint-label-missing = The item has no name.
catalogue-remedy-label-missing = Give it a name people understand.
catalogue-lint-no-element = It is bound to no data element.
catalogue-remedy-no-element = Choose an element, so that it can be checked and graded.
catalogue-lint-unknown-element = The element { $about } does not exist or is not published.
catalogue-remedy-unknown-element = Choose an element in force.
catalogue-lint-abolished-element = The element { $about } is no longer in force.
catalogue-remedy-abolished-element = Choose an element in force.
catalogue-lint-type-differs = The data type differs from its element's: { $about }.
catalogue-remedy-type-differs = Check the type, or choose another element.
catalogue-lint-condition-missing = Conditional sharing states no condition.
catalogue-remedy-condition-missing = State the condition (Decree 809, art. 14).
catalogue-lint-basis-missing = The refusal to share cites no basis.
catalogue-remedy-basis-missing = Cite the law, regulation or State Council decision (Decree 809, arts. 14, 15).
catalogue-lint-opening-condition-missing = Conditional opening states no condition.
catalogue-remedy-opening-condition-missing = State the condition.
catalogue-lint-not-graded = It is not graded.
catalogue-remedy-not-graded = Have a grade proposed and confirmed.
catalogue-lint-open-above-grade = It opens above its grade; { $about } is the highest that may open.
catalogue-remedy-open-above-grade = Close it, or have it graded anew.
catalogue-lint-open-but-refused = It is open to the public but refused to agencies.
catalogue-remedy-open-but-refused = Make sharing and opening agree.
catalogue-lint-personal-not-declared = The element { $about } is personal information, which is not declared.
catalogue-remedy-personal-not-declared = Declare it personal or sensitive.
catalogue-lint-sensitive-unmasked = Graded { $about }, it is shown unmasked.
catalogue-remedy-sensitive-unmasked = Choose a mask, or answer for showing it whole.
catalogue-lint-mask-hides-nothing = Graded { $about }, its mask leaves so much that it hides nothing.
catalogue-remedy-mask-hides-nothing = Leave at most three decimals, or ten characters at both ends together.
catalogue-lint-secrecy-not-assessed = Secrecy has not been assessed.
catalogue-remedy-secrecy-not-assessed = Record the assessment (Decree 809, art. 13).
catalogue-lint-personal-information-not-assessed = The impact on personal information has not been assessed.
catalogue-remedy-personal-information-not-assessed = Record the assessment (Decree 809, art. 13).
catalogue-lint-no-consent = The head of data sharing has not consented.
catalogue-remedy-no-consent = Record the consent once given (Decree 809, art. 13).
catalogue-lint-no-binding = No data is bound to it.
catalogue-remedy-no-binding = Import data, or give the address of an interface.
catalogue-lint-stale-cycle = The data last came on { $about }, later than the cycle promises.
catalogue-remedy-stale-cycle = Update the data, or change the cycle.
catalogue-lint-already-shared = The entry { $about } shares this element already.
catalogue-remedy-already-shared = What sharing can supply is not collected again: ask for it, or name the source agency (Decree 809, art. 19).
catalogue-lint-other-source = The source agency of this element is number { $about }.
catalogue-remedy-other-source = Take it from there and name it as the source (Decree 809, art. 19).
