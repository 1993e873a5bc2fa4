package com.ransomleak.provisioning.store;

/** An argument of a use case that knows the origin of its changes, such as a SCIM request. */
public interface HasOrigin {
  Origin.Source origin();
}
