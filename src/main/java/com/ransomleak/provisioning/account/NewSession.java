package com.ransomleak.provisioning.account;

/**
 * A session that was opened, with the values of the two cookies of its browser.
 *
 * @param session of {@link SessionCookie}
 * @param browser of {@link BrowserCookie}
 */
public record NewSession(String session, String browser) {}
