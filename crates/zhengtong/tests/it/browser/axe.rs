//! axe-core looks for what keeps people from using a page.

use std::fmt::Write as _;

use super::driver::Browser;

/// The checker itself, vendored: the tests need no network.
const AXE: &str = include_str!("../../axe/axe.min.js");

/// Runs every rule of WCAG 2.2 up to AA, and best practices.
const RUN: &str = r"
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        result => done(result.violations.map(violation => ({
            id: violation.id,
            help: violation.help,
            where: violation.nodes.map(node => node.target.join(' ') + ' ' + node.html),
        }))),
        error => done([{ id: 'axe', help: String(error), where: [] }]),
    );
";

/// The violations on the page that is shown, as text; empty if there is none.
pub async fn violations(browser: &Browser) -> String {
    browser.client.execute(AXE, Vec::new()).await.expect("axe loads");
    let found = browser.client.execute_async(RUN, Vec::new()).await.expect("axe runs");
    let mut text = String::new();
    for violation in found.as_array().into_iter().flatten() {
        let _infallible = writeln!(text, "  {}: {}", violation["id"], violation["help"]);
        for place in violation["where"].as_array().into_iter().flatten().take(5) {
            let _infallible = writeln!(text, "    {place}");
        }
    }
    text
}
