/**
 * What the other packages need to use PostgreSQL and transactions: SQL with named parameters, the
 * tenant of a transaction, retries, unique keys by constraint name, versions, the representation of
 * a resource, pages. No other package uses {@code java.sql} or {@code javax.sql}.
 *
 * <p>Transactions take their locks in one order (ADR 20), see {@link
 * com.ransomleak.provisioning.store.LockOrder}.
 *
 * <p>May import: {@code scim} and {@code monitoring}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.store.JdbiProducer}, then {@link
 * com.ransomleak.provisioning.store.TenantInterceptor}.
 */
package com.ransomleak.provisioning.store;
