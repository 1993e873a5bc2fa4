package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.account.SessionCookie;
import com.ransomleak.provisioning.account.Sessions;
import com.ransomleak.provisioning.account.SignedIn;
import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.http.Caller;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.report.OpenApiResource;
import com.ransomleak.provisioning.report.ReportReader;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * Who reads reports? Whoever has a report token of the host's tenant; without a token, whoever is
 * signed in to that tenant's console and may view reports. A token for SCIM opens nothing here.
 * What the API is like, anybody may read at a tenant's host.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class ReaderFilter implements ContainerRequestFilter {
  @Inject private TokenCheck tokens;
  @Inject private Sessions sessions;
  @Inject private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request) {
    PublicAddress address = tokens.address(request, servletRequest);
    String path = PathSegments.of(request).path();
    boolean open = path.equals(OpenApiResource.PATH) && tokens.tenant(address).isPresent();
    if (!open) {
      request.setSecurityContext(new Caller(reader(request, address, path)));
    }
    // Nothing here changes anything: not even an unknown path answers other methods.
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      throw new NotAllowedException("GET", new String[] {"HEAD"});
    }
  }

  private ReportReader reader(ContainerRequestContext request, PublicAddress address, String path) {
    if (request.getHeaderString(HttpHeaders.AUTHORIZATION) == null) {
      return visitor(address);
    }
    Exchange exchange =
        tokens.exchange(request, servletRequest, address, "/api/" + path, Purpose.REPORTS);
    return new ReportReader(exchange.tenant());
  }

  /** Like a program, somebody in front of the console has a place among the tenant's reports. */
  private ReportReader visitor(PublicAddress address) {
    SignedIn visitor =
        SessionCookie.read(servletRequest, address)
            .flatMap(secret -> signedIn(address, secret))
            .orElseThrow(() -> Unauthorized.noToken(Purpose.REPORTS));
    if (!visitor.permissions().contains(Permission.VIEW_REPORTS)) {
      throw new ScimException(
          403,
          null,
          "Reports are for people with the permission View Reports. Ask an administrator for a"
              + " role that has it.");
    }
    tokens.admit(visitor.tenant().id(), Purpose.REPORTS, servletRequest);
    return new ReportReader(visitor.tenant().id());
  }

  private Optional<SignedIn> signedIn(PublicAddress address, String secret) {
    return tokens
        .tenant(address)
        .flatMap(tenant -> sessions.find(tenant.id(), tenant.subdomain(), secret, true));
  }
}
