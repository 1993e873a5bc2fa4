/**
 * What every store needs of PostgreSQL and of transactions: plain statements, retries, unique keys
 * by constraint name, versions, pages.
 *
 * <p>Transactions take their locks in one order, which {@link
 * com.ransomleak.provisioning.store.LockOrder} states (ADR 20).
 *
 * <p>May import: {@code scim} and, of ours, nothing else.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.store.Database}.
 */
package com.ransomleak.provisioning.store;
