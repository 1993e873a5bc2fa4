package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.tenant.Tenant;
import java.security.Principal;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody who is signed in to the console, as of this request: the session's user with the
 * permissions that the roles give now.
 *
 * @param session the session's id
 * @param formToken what each form of this session must carry; nobody else can know it
 * @param newLinks whether password links were made for the user that were not acknowledged yet
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

  /** Without the form's token, which may end up in a log. */
  @Override
  public String toString() {
    return userName + "@" + tenant.subdomain();
  }
}
