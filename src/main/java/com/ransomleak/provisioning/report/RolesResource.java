package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.RoleReports.Member;
import com.ransomleak.provisioning.report.RoleReports.Role;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** {@code /api/v1/roles}: the roles, and below each {@code /members}: who has it. */
@Path("v1/roles")
@ApplicationScoped
public class RolesResource {
  private static final Columns<Role> ROLE =
      new Columns<Role>()
          .column("id", Role::id)
          .column("name", Role::name)
          .column("builtIn", Role::builtIn)
          .column("pushAllowed", Role::pushAllowed)
          .column("activePeople", Role::activePeople)
          .column("inactivePeople", Role::inactivePeople)
          .column("permissions", Role::permissions);

  private static final Columns<Member> MEMBER =
      new Columns<Member>()
          .column("id", Member::id)
          .column("userName", Member::userName)
          .column("displayName", Member::displayName)
          .column("active", Member::active)
          .column("since", Member::since);

  @Inject private RoleReports roles;

  @GET
  public Response list(@BeanParam ListParameters parameters) {
    TenantId tenant = parameters.tenant();
    ListRequest request = parameters.request();
    RoleReports.requireOrder(request);
    return parameters.isCsv()
        ? ReportResponses.csv("roles", ROLE, row -> roles.each(tenant, request, row))
        : ReportResponses.page(ROLE, roles.page(tenant, request));
  }

  @GET
  @Path("{id}/members")
  public Response members(@PathParam("id") String id, @BeanParam ListParameters parameters) {
    TenantId tenant = parameters.tenant();
    ListRequest request = parameters.request();
    RoleReports.requireMemberOrder(request);
    boolean csv = parameters.isCsv();
    UUID role =
        ResourceId.of(id)
            .filter(known -> roles.exists(tenant, known))
            .orElseThrow(() -> ReportException.unknown("role"));
    return csv
        ? ReportResponses.csv(
            "role-members", MEMBER, row -> roles.eachMember(tenant, role, request, row))
        : ReportResponses.page(MEMBER, roles.members(tenant, role, request));
  }
}
