/**
 * Requests for users and groups, independent of HTTP. JAX-RS, bulk operations and queries of the
 * base address call the same handlers; {@code user} and {@code role} implement them.
 *
 * <p>May import: {@code settings}, {@code quirks}, {@code mapping}, {@code paging}, {@code
 * activity}, {@code http}, {@code store}, {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.resource.ResourceHandler}.
 */
package com.ransomleak.provisioning.resource;
