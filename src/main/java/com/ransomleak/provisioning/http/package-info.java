/**
 * HTTP for SCIM and the console: the address of a request as the client knows it, media types, and
 * responses with their headers.
 *
 * <p>May import: {@code settings}, {@code scim}, {@code store}, {@code tenant} and {@code
 * activity}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.http.ScimResponses}.
 */
package com.ransomleak.provisioning.http;
