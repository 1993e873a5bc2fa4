/**
 * A generated organisation, delivered as identity providers deliver, and compared with what the
 * generator knows. Read first: {@link com.ransomleak.provisioning.fixture.Organisation}.
 */
package com.ransomleak.provisioning.organisation;
