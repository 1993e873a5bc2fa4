/**
 * What is asked of the organisation: people, teams, managers, roles, and how they came to be so.
 * Each report is a class that asks (its queries, as records) and a resource below {@code /api/v1}
 * that answers in JSON and CSV; the console's pages show the same records. Reads only.
 *
 * <p>May import: {@code org}, {@code role}, {@code user}, {@code account}, {@code activity}, {@code
 * http}, {@code tenant}, {@code store} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.report.Columns}, then {@link
 * com.ransomleak.provisioning.report.Keyset}.
 */
package com.ransomleak.provisioning.report;
