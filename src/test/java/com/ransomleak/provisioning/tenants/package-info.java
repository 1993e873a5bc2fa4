/**
 * Tokens and the walls between tenants (matrix sections T and N). Imports {@code server}. Read
 * {@link com.ransomleak.provisioning.tenants.TenantIsolationIT} first.
 */
package com.ransomleak.provisioning.tenants;
