/**
 * What the SCIM resources share of HTTP: media types, bodies, answers with their headers.
 *
 * <p>May import: {@code scim}, {@code store} and {@code activity}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.http.Answers}.
 */
package com.ransomleak.provisioning.http;
