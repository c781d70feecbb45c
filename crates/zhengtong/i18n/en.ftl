# Command line and demo
zhengtong-demo-post-steward = data steward
zhengtong-demo-post-officer = data officer
zhengtong-demo-post-operator = platform operator
zhengtong-demo-post-auditor = auditor
zhengtong-demo-serving = The Zhengtong demo is ready: open { $url } and sign in with one of these accounts:
zhengtong-demo-more-accounts = Every other agency has accounts of the same pattern: slug-steward and slug-officer, with the same password.
zhengtong-demo-step-agencies = 1. Agencies
zhengtong-demo-city = Shili City is set up: { $agencies } agencies in { $regions } regions, { $accounts } accounts.
