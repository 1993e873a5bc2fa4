/**
 * What bad input gets: a SCIM error with a useful detail, nothing half-done, never a 500, never
 * HTML. Imports {@code server}, whose client looks at every answer for that. Read {@link
 * com.ransomleak.provisioning.errors.BadInputIT} first.
 */
package com.ransomleak.provisioning.errors;
