package com.ransomleak.provisioning.http;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** The request's security context, from which resources take who is asking. */
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
