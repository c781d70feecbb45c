# The frame around every page, and what the components say themselves.

web-brand = Zhengtong
web-brand-mark = 政
web-window = { $title } – Zhengtong
web-window-error = Error: { $title } – Zhengtong
web-language = English
web-skip = Skip to content
web-home = Home
web-to-home = Go to the home page
web-search = Search
web-search-hint = Name, agency, keyword
web-text-large = Large text
web-text-normal = Normal text
web-sign-in = Sign in
web-sign-out = Sign out
web-account = My account
web-saved = Saved.
web-components = Components
web-crumbs = You are here
web-footer = Zhengtong · the open government data platform
web-footer-ledger = Audit ledger
web-footer-api = API description

web-nav = Main
web-nav-menu = Menu
web-nav-close = Close the menu
web-nav-find = Find data
web-nav-hold = Manage data
web-nav-share = Share
web-nav-serve = Services
web-nav-oversee = Oversight
web-nav-platform = Platform

web-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { $year }
web-time = { $date }, { $time }
web-weekday = { $day ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
 }

web-notice-info = Note:
web-notice-success = Done:
web-notice-warning = Attention:
web-notice-error = Problem:

web-field-optional = (optional)
web-field-error = Error:
web-field-max = { $count ->
    [one] At most { $count } character.
   *[other] At most { $count } characters.
 }
web-file-drop = Or drop a file here
web-form-errors = { $count ->
    [one] There is { $count } thing to correct
   *[other] There are { $count } things to correct
 }
web-form-error-of = { $label }: { $text }
web-form-required = Fill this in
web-form-integer = Enter a whole number, such as 30
web-form-number = Enter a number, such as 12.5
web-form-choice = Choose one of the options offered
web-form-shape = Enter this in the format of the hint

web-table-empty = Nothing here.
web-table-copy = Copy table
web-copy = Copy
web-copied = Copied
web-answers-change = Change
web-failed = This part cannot be shown just now. The rest of the page is not affected.
web-retry = Try again
web-loading = Loading…

web-pager = Pages
web-pager-shown = { $shown } on this page
web-pager-of = { $shown } on this page, { $total } in all
web-pager-first = Back to the first page
web-pager-previous = Previous
web-pager-next = Next
web-leaves = { $from }–{ $to } of { $total }
web-leaves-label = { $label }: pages
web-leaves-page = Page { $page }

web-facets = Filters
web-facets-more = { $count } more
web-facets-apply = Apply filters
web-facets-clear = Clear all
web-facets-close = Close filters

web-progress-of = { $done } of { $total }
web-progress-so-far = { $done } so far
web-steps = Steps
web-steps-done = (done)
web-steps-where = Step { $step } of { $of }
web-timeline-to-come = To come
web-days-date = Date
web-days-weekday = Weekday
web-days-count = Working day
web-days-note = Note
web-days-start = Start, not counted
web-days-counted = Working day
web-days-skipped = Not counted
web-days-due = Working day, due
web-chart-table = Show the figures
web-chart-label = Name
web-chart-value = Value

web-held-title = Your session has expired
web-held-sign-in = Your session has expired. What you typed has been kept: sign in and you return to the form.
web-held-restored = What you typed before is back. Check it and submit again. Passwords and files must be entered or chosen anew.
web-held-lost = This was not carried out, because your session expired or the page stood open too long. Sign in and fill in the form again; the text you typed is below, for you to copy.
web-held-back = Back to the form
web-held-typed = What you typed
web-csrf-detail = This request did not come from a page of Zhengtong, or lacks that page's token, so it was not carried out.

web-error-status = Status { $status }
web-error-400-title = This request cannot be understood
web-error-400-detail = The address or the form is incomplete, or not in the right format.
web-error-400-next = Check that the address is complete, or go back and try again.
web-error-401-title = Sign in first
web-error-401-detail = This page is for people who have signed in.
web-error-401-next = You come back here once you have signed in.
web-error-403-title = You may not do this
web-error-403-detail = Your account cannot see or do this.
web-error-403-next = If your work needs it, ask the agency that holds the data, or have your administrator change your role.
web-error-404-title = There is no such page
web-error-404-detail = There is nothing at this address. It may have been renamed, or mistyped.
web-error-404-next = Check the address, or use the search box above.
web-error-405-title = That cannot be done here
web-error-405-detail = The address exists but does not take this kind of request.
web-error-405-next = Go back and use the buttons on the page.
web-error-406-title = Not available in that format
web-error-406-detail = This content is not offered in the format asked for.
web-error-406-next = Ask for another format.
web-error-409-title = Things have changed
web-error-409-detail = Somebody else dealt with this at the same time, or its state does not allow it now.
web-error-409-next = Go back, look at how it stands now, and decide again.
web-error-410-title = This has been withdrawn
web-error-410-detail = What used to be here has been withdrawn and is no longer provided.
web-error-410-next = Use the search box above to find what replaces it, or ask the agency that held it.
web-error-412-title = Somebody else changed this
web-error-412-detail = It was changed while you were editing. To overwrite nothing, your change was not saved.
web-error-412-next = Open the latest version and make your change again.
web-error-413-title = That is too large
web-error-413-detail = The file or the form is larger than allowed.
web-error-413-next = Make it smaller and try again; for large tables use the import.
web-error-415-title = That kind of file cannot be read
web-error-415-detail = What was sent is in a format that is not read here.
web-error-415-next = Use one of the formats listed on the page.
web-error-422-title = This could not be accepted
web-error-422-detail = What was sent does not meet the requirements.
web-error-422-next = Go back and correct it as the page says.
web-error-429-title = Too many tries
web-error-429-detail = There were too many requests in a short time, so this one was not taken.
web-error-429-next = Wait a little and try again.
web-error-500-title = Something went wrong on our side
web-error-500-detail = This is our fault, not yours. It has been recorded.
web-error-500-next = Try again later. If it happens again, tell the platform's operators when it happened.
web-error-503-title = The system is busy
web-error-503-detail = It is busy or being maintained and did not answer in time.
web-error-503-next = Wait a minute and load the page again.

# The living page of components, in debug builds.

web-demo-lead = Every page of Zhengtong is built from these parts. Each stands here once in each of its states.
web-demo-tab-parts = Parts
web-demo-tab-forms = Forms
web-demo-actions = Buttons and tags
web-demo-submit = Submit the request
web-demo-draft = Save as a draft
web-demo-revoke = Revoke the grant
web-demo-remove = Remove
web-demo-busy = Publishing
web-demo-new = New entry
web-demo-download = Download the table
web-demo-open = Unconditional
web-demo-review = In review
web-demo-due = 2 working days left
web-demo-refused = Refused
web-demo-draft-state = Draft
web-demo-level-1 = General 1
web-demo-level-2 = General 2
web-demo-level-3 = General 3
web-demo-level-4 = General 4
web-demo-level-5 = Important
web-demo-level-6 = Core
web-demo-notices = Notices
web-demo-notice-info = The holiday calendar follows the State Council's latest notice.
web-demo-notice-success = Your request has been submitted. An answer is due by { $due }.
web-demo-notice-warning = Two working days are left to answer.
web-demo-notice-error = The file broke off at row 40,213. What was read before is not lost.
web-demo-notice-title = Two documents are missing
web-demo-notice-body = Please send both together: the description of use, and the consent of the head of the sharing office.
web-demo-tables = Tables and pages
web-demo-table = Share requests to answer
web-demo-col-entry = Entry
web-demo-col-agency = Asked for by
web-demo-col-state = State
web-demo-col-rows = Rows
web-demo-col-due = Answer due
web-demo-entry-1 = Food business licences
web-demo-entry-2 = Public parking spaces, live
web-demo-entry-3 = Payments into housing maintenance funds
web-demo-agency-1 = Housing and Construction Bureau
web-demo-agency-2 = Transport Bureau
web-demo-agency-3 = Market Supervision Bureau
web-demo-empty-title = No request waits for an answer
web-demo-empty-body = New requests will be listed here, the nearest deadline first.
web-demo-empty-table = Requests answered
web-demo-raw = Preview of the rows
web-demo-facets = Facets
web-demo-facet-type = Sharing type
web-demo-facet-region = Region
web-demo-facet-region-n = District { $n }
web-demo-facts = Facts and figures
web-demo-fact-provider = Provided by
web-demo-fact-code = Entry code
web-demo-fact-cycle = Update cycle
web-demo-fact-cycle-value = Daily
web-demo-fact-published = Published
web-demo-stat-open = Requests to answer
web-demo-stat-late = Overdue
web-demo-stat-entries = Published entries
web-demo-stat-note = { $n } more than last month
web-demo-answers-purpose = Scenario of use
web-demo-answers-purpose-value = Checking that applicants for rental housing own no home
web-demo-answers-basis = Legal basis
web-demo-answers-basis-value = Public Rental Housing Measures, article 7
web-demo-where = Places and steps
web-demo-step-1 = Upload
web-demo-step-2 = Match elements
web-demo-step-3 = Grade
web-demo-step-4 = Publish
web-demo-tab-items = Items
web-demo-tab-quality = Quality
web-demo-tab-rows = Preview
web-demo-time = Time
web-demo-event-1 = Request submitted
web-demo-event-1-body = By the Housing and Construction Bureau.
web-demo-event-2 = Sent back to be completed
web-demo-event-2-body = The description of use was missing.
web-demo-event-3 = Decision
web-demo-days = How a deadline of 10 working days is counted (excerpt)
web-demo-holiday = National Day
web-demo-work = Work under way
web-demo-checking = Checking rows
web-demo-reading = Reading the file
web-demo-failed = The quality report cannot be shown
web-demo-charts = Charts
web-demo-chart-agency = Published entries by agency
web-demo-chart-unit = entries
web-demo-chart-agency-text = Three agencies hold more than half of them.
web-demo-chart-month = New entries each month
web-demo-chart-line = Calls of the API each day
web-demo-chart-times = calls
web-demo-month = { $n ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
 }
web-demo-trend = { $n ->
    [one] { $n } call in seven days
   *[other] { $n } calls in seven days
 }
web-demo-form = Ask for data
web-demo-form-name = Contact
web-demo-form-name-hint = The answer goes to this person.
web-demo-form-name-missing = Enter the contact's name
web-demo-form-phone = Phone
web-demo-form-days = Period of use
web-demo-form-days-unit = working days
web-demo-form-from = From
web-demo-form-purpose = Scenario of use
web-demo-form-purpose-hint = Which service, at which step, needs which items.
web-demo-form-purpose-missing = Describe the scenario of use
web-demo-form-mode = Mode
web-demo-form-mode-api = Service interface
web-demo-form-mode-batch = Batch exchange
web-demo-form-mode-file = File download
web-demo-form-mode-file-hint = The file carries a traceable mark.
web-demo-form-items = Items
web-demo-form-item-1 = Licence number
web-demo-form-item-2 = Name of the business
web-demo-form-cycle = Update cycle
web-demo-form-choose = Choose one
web-demo-form-daily = Daily
web-demo-form-monthly = Monthly
web-demo-form-file = Consent of the head of office
web-demo-form-file-hint = PDF or picture, at most 10 MB.
web-demo-form-password = Password
web-demo-form-mail = E-mail
web-demo-form-code = Entry code
web-demo-form-agree = I will use the data only as described and dispose of it afterwards as required.
web-demo-form-agree-missing = Agree to this first
web-demo-form-sent = The request of { $name } has arrived.
