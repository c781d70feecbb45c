# Signing in, accounts, agencies, and why something may not be done.

access-list-or = {"; or "}
access-list-and = {", "}
access-search = Search
access-choose = Choose one
access-cancel = Cancel

access-sign-in = Sign in
access-sign-in-lead = Sign in with the account your agency has for you. If you have none, ask your agency's administrator.
access-username = Username
access-username-missing = Enter your username
access-password = Password
access-password-missing = Enter your password
access-sign-in-wrong = The username or the password is not right. Check both and try again
access-sign-in-throttled = There have been too many attempts to sign in. To keep passwords from being guessed, try again in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}. If it wasn't you, tell the platform's operator.
access-signed-out = You have signed out.
access-sign-in-needed = Sign in first
access-sign-in-needed-api = Send an API credential in the Authorization header: Bearer zt_…. Make one on your account page.
access-bad-credential = The API credential is not good
access-bad-credential-detail = It doesn't exist, has expired or was revoked. Look at your account page and make a new one if need be.
access-bad-parameter = A query parameter can't be read

access-denied-title = Not permitted
access-denied = Your account can't do this. If your work needs it, ask your agency's administrator or the platform's operator to change your roles.
access-denied-who = Your account can't do this. It may be done by: { $who }. If your work needs it, ask them to do it, or the platform's operator to change your roles.
access-denied-because = This is not permitted: { $why }.
access-denied-fault = The platform could not tell whether you may do this, so it didn't. Tell the operator the time of this page.
access-who-operator = the platform's operators
access-who-own-account = the account's own holder

access-account = My account
access-agency = Agency
access-person-name = Name
access-roles = Roles
access-role-operator = Operator
access-role-steward = Data steward
access-role-officer = Officer
access-role-auditor = Auditor
access-suspended = (suspended)

access-password-change = Change password
access-password-change-lead = Afterwards you are signed out everywhere else.
access-password-present = Present password
access-password-present-wrong = The present password is not right
access-password-new = New password
access-password-hint = At least { $count } characters. Length helps more than odd characters: a sentence is fine.
access-password-again = New password again
access-password-again-differs = The two new passwords differ
access-password-short = Enter at least { $count } and at most 128 characters
access-password-guessable = This password is too easy to guess: leave out your username and don't repeat a few characters
access-password-changed = Your password is changed, and you are signed out everywhere else.

access-sessions = Where you are signed in
access-sessions-lead = These browsers are signed in to your account. If you don't know one of them, sign the others out and change your password.
access-session-agent = Browser
access-session-agent-unknown = Unknown browser
access-session-started = Signed in
access-session-seen = Last used
access-session-this = (this one)
access-sessions-end-others = Sign out the others
access-sessions-ended = { $count ->
    [one] { $count } sign-in has been ended.
   *[other] { $count } sign-ins have been ended.
}

access-credentials = API credentials
access-credentials-lead = With an API credential, a program acts as you and may do what you may.
access-credentials-none = No API credentials yet
access-credentials-none-hint = Make one when a program needs to use the API.
access-credential-new = Make an API credential
access-credential-new-lead = One for each program, so that ending one leaves the others alone.
access-credential-label = Label
access-credential-label-hint = Say which program it is for, such as “daily reconciliation”
access-credential-label-wrong = Enter a label of 1 to 60 characters
access-credential-days = Days it lasts
access-credential-days-hint = 1 to { $count } days; afterwards make a new one
access-credential-days-wrong = Enter from 1 to { $count } days
access-credential-too-many = You have as many valid credentials as you may. Revoke one you no longer use
access-credential-issued = Your API credential
access-credential-once = Copy it now. Once you leave this page nobody can show it again.
access-credential-use = Programs send it like this:
access-credential-kept = I have kept it
access-credential-ending = Last four
access-credential-standing = State
access-credential-valid = valid
access-credential-expired = expired
access-credential-revoked = revoked
access-credential-expires = Ends
access-credential-used = Last used
access-credential-unused = not yet
access-credential-action = Action
access-credential-revoke = Revoke the credential
access-credential-revoke-named = Revoke “{ $label }”
access-credential-revoke-lead = The programs that use “{ $label }” lose access at once, and it can't be undone.
access-credential-is-revoked = The credential “{ $label }” is revoked.

access-agencies = Agencies
access-agencies-lead = The agencies registered here, and the divisions they serve.
access-agencies-search = Name or credit code
access-agencies-none = No agency found
access-agencies-none-hint = Try another word, or clear the filters.
access-agency-name = Agency
access-agency-name-zh = Chinese name
access-agency-name-en = English name
access-agency-name-wrong = Enter a name of 1 to 120 characters
access-agency-short = Short name
access-agency-code = Unified social credit code
access-agency-code-hint = 18 characters, capitals or not
access-agency-code-wrong = The code's form or check character is wrong. Check it
access-agency-code-taken = The agency with this code is registered already
access-agency-region = Division code
access-agency-region-hint = Six digits, such as 330100
access-agency-region-wrong = Enter a six-digit division code
access-agency-kind = Kind
access-agency-kind-any = Every kind
access-agency-since = Registered
access-agency-register = Register an agency
access-agency-registered = “{ $name }” is registered.
access-agency-unknown = No agency has this code.
access-kind-data-authority = Data authority
access-kind-department = Government department
access-kind-public-institution = Public institution
access-kind-public-utility = Public utility
access-people = Accounts
access-people-none = No accounts yet
access-people-none-hint = The platform's operators make them.
