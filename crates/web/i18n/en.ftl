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
web-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
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
web-form-leave = What you typed has not been submitted. Leave anyway?
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

web-facets = Filters
web-facets-more = { $count } more
web-facets-apply = Apply filters
web-facets-clear = Clear all

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
