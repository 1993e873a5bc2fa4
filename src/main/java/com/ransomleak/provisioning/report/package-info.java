/**
 * The reports about people, teams, managers and roles, and about how they changed. Each report is a
 * class with queries that return records, and a resource below {@code /api/v1} that answers in JSON
 * and CSV. The console's pages show the same records. Reads only.
 *
 * <p>May import: {@code settings}, {@code org}, {@code role}, {@code user}, {@code account}, {@code
 * activity}, {@code http}, {@code tenant}, {@code store} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.report.Columns}, then {@link
 * com.ransomleak.provisioning.report.ReportQuery}.
 */
package com.ransomleak.provisioning.report;
