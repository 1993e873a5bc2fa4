/**
 * The console, as people use it: in headless Chromium, page by page, each with an accessibility
 * check and a screenshot ({@code target/screenshots}); and as attackers do, by plain HTTP.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.console.GuideIT}.
 */
package com.ransomleak.provisioning.console;
