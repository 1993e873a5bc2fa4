package com.ransomleak.provisioning.account;

/**
 * A new session, with the values of its two cookies.
 *
 * @param session of {@link ConsoleCookie#SESSION}
 * @param browser of {@link ConsoleCookie#BROWSER}
 */
public record NewSession(String session, String browser) {}
