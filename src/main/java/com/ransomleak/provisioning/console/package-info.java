/**
 * The tenant admin's pages: Faces beans, one for each page under the same name, and what lets
 * people in. Views are stateless and nothing lives in an HTTP session, so any node can answer any
 * request; the session is a row in the database (ADR 8).
 *
 * <p>May import: {@code settings}, {@code report}, {@code account}, {@code org}, {@code role},
 * {@code user}, {@code activity}, {@code http}, {@code store}, {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.console.ConsoleAuthentication}, then {@link
 * com.ransomleak.provisioning.console.ScimProvisioning}.
 */
package com.ransomleak.provisioning.console;
