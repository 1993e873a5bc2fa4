package com.ransomleak.provisioning.store;

/** An argument of a use case that knows who causes the changes, such as a SCIM request. */
public interface HasOrigin {
  Origin.Source origin();
}
