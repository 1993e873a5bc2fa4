/**
 * Large requests and large answers: each has a limit, and one tenant's do not disturb another.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.limits.LargeRequestsIT}.
 */
package com.ransomleak.provisioning.limits;
