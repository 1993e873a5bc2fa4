/**
 * What identity providers send → what the RFC says. One small function for each deviation that can
 * be put right by looking at the request alone; each records its {@link
 * com.ransomleak.provisioning.scim.Tolerance}. Deviations in a single value (a string for a
 * boolean) are {@code scim.schema.ValueReader}'s; those that only the document can settle are
 * {@code scim.patch.Patcher}'s.
 *
 * <p>May import: {@code scim..} only.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.dialect.ClientQuirks}.
 */
package com.ransomleak.provisioning.dialect;
