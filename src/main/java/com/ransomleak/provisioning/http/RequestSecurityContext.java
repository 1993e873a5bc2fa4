package com.ransomleak.provisioning.http;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** The security context of a request, with the principal of its token. */
public record RequestSecurityContext(Principal principal) implements SecurityContext {
  @Override
  public Principal getUserPrincipal() {
    return principal;
  }

  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public boolean isSecure() {
    return true;
  }

  @Override
  public String getAuthenticationScheme() {
    return "Bearer";
  }
}
