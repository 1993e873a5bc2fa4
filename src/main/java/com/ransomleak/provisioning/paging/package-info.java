/**
 * Pages of lists that are cut by the sort value and the id of a row, so that a deep page costs no
 * more than the first one, and the cursors that lead to them. SCIM, the reports and the console use
 * the same.
 *
 * <p>May import: {@code store} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.paging.Cursor}.
 */
package com.ransomleak.provisioning.paging;
