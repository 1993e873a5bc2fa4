package com.ransomleak.provisioning.account;

/**
 * A session that was opened, with the values of the two cookies of its browser.
 *
 * @param session of {@link ConsoleCookie#SESSION}
 * @param browser of {@link ConsoleCookie#BROWSER}
 */
public record NewSession(String session, String browser) {}
