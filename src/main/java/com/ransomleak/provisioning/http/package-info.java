/**
 * What SCIM and the console share of HTTP: addresses as the client knows them, media types, answers
 * with their headers.
 *
 * <p>May import: {@code settings}, {@code scim}, {@code store}, {@code tenant} and {@code
 * activity}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.http.ScimResponses}.
 */
package com.ransomleak.provisioning.http;
