/**
 * Reports about users, teams, managers and roles, and about their history. Each list is declared
 * once, as a {@link com.ransomleak.provisioning.report.Report} in the record of its rows, and read
 * below {@code /api/v1} in JSON and CSV and by the pages of the console. Nothing here writes,
 * except the job that keeps the daily metrics, and administrators who ignore findings.
 *
 * <p>May import: {@code settings}, {@code org}, {@code role}, {@code user}, {@code account}, {@code
 * activity}, {@code http}, {@code paging}, {@code tenant}, {@code store} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.report.Report}, then {@link
 * com.ransomleak.provisioning.report.Reports}.
 */
package com.ransomleak.provisioning.report;
