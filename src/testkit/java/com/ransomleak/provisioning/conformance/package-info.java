/**
 * Compares the tests with the requirement matrix: {@code src/docs/conformance.md} lists the tests
 * that show each row, and {@code mvn verify exec:java@conformance} fails when the tests show
 * something else. A test shows a row when its display name contains the id of the row: {@code
 * F-01}, or {@code F-01 to F-05}.
 *
 * <p>Also runs tests that are written as data: {@link
 * com.ransomleak.provisioning.conformance.Conversation} explains the files in {@code
 * src/test/resources/idp} and {@code matrix}, {@link
 * com.ransomleak.provisioning.conformance.RfcExample} those in {@code rfc}. Of the kit, it may
 * import {@code client}, {@code server} and {@code demo}. Read {@link
 * com.ransomleak.provisioning.conformance.ConformanceReport} first.
 */
package com.ransomleak.provisioning.conformance;
