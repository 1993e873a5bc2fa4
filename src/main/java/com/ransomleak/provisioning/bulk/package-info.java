/**
 * Bulk requests (RFC 7644 section 3.7): the endpoint {@code /Bulk}, the order of operations that
 * refer to each other, and their execution with the handlers of single requests.
 *
 * <p>May import: {@code settings}, {@code user}, {@code role}, {@code resource}, {@code activity},
 * {@code http}, {@code tenant}, {@code store} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.bulk.BulkExecutor}, then {@link
 * com.ransomleak.provisioning.bulk.BulkPlan}.
 */
package com.ransomleak.provisioning.bulk;
