/**
 * The SCIM language (RFC 7643, RFC 7644) in plain Java: schemas, filters, patches, messages,
 * errors. This package has what the sub-packages share: errors and warnings. It knows no tenant, no
 * SQL and no HTTP.
 *
 * <p>May import: no other package, and of libraries only {@code jakarta.json}.
 *
 * <p>Order inside: {@code scim} ← {@code json} ← {@code schema} ← {@code filter} ← {@code patch};
 * {@code message} is beside {@code patch}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.scim.ScimException}.
 */
package com.ransomleak.provisioning.scim;
