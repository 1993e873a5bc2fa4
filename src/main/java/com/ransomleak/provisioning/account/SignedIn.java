package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.tenant.Tenant;
import java.security.Principal;
import java.util.Set;
import java.util.UUID;

/**
 * A user who is signed in to the console, with the permissions at the time of this request.
 *
 * @param session the session's id
 * @param formToken the secret that each form of this session must contain
 * @param newLinks whether the user has password links that are not acknowledged yet
 */
public record SignedIn(
    Tenant tenant,
    UUID session,
    UUID user,
    String userName,
    String displayName,
    Set<Permission> permissions,
    String formToken,
    boolean newLinks)
    implements Principal {

  @Override
  public String getName() {
    return userName;
  }

  /** Without the form token, because the text can appear in a log. */
  @Override
  public String toString() {
    return userName + "@" + tenant.subdomain();
  }
}
