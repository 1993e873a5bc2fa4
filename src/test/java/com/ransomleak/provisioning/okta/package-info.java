/**
 * What Okta itself publishes to accept a SCIM service. Imports {@code server}. Read {@link
 * com.ransomleak.provisioning.okta.OktaAcceptanceIT} first.
 */
package com.ransomleak.provisioning.okta;
