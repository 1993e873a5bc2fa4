package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.Findings;
import com.ransomleak.provisioning.org.Findings.Found;
import com.ransomleak.provisioning.org.Findings.LonelyDepartment;
import com.ransomleak.provisioning.org.Findings.LookAlikeRole;
import com.ransomleak.provisioning.org.Findings.Person;
import com.ransomleak.provisioning.org.Findings.SharedEmail;
import com.ransomleak.provisioning.org.Findings.UnknownMember;
import com.ransomleak.provisioning.role.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** {@code findings.xhtml}: what is not as it should be, and what to click in the provider. */
@Named
@RequestScoped
public class FindingsPage {
  @Inject private CurrentUser visitor;
  @Inject private Findings findings;
  @Inject private ManagerFindings lineFindings;

  private Found<LonelyDepartment> departments;
  private Found<UnknownMember> unknownMembers;
  private Found<LookAlikeRole> lookAlikeRoles;
  private Found<Person> withoutExternalId;
  private Found<SharedEmail> sharedEmails;

  @PostConstruct
  void load() {
    departments =
        findings.departmentsWithoutTeam(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
    unknownMembers = findings.unknownMembers(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
    lookAlikeRoles = findings.lookAlikeRoles(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
    withoutExternalId =
        findings.withoutExternalId(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
    sharedEmails = findings.sharedEmails(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
  }

  public Found<LonelyDepartment> getDepartments() {
    return departments;
  }

  public Found<UnknownMember> getUnknownMembers() {
    return unknownMembers;
  }

  public Found<LookAlikeRole> getLookAlikeRoles() {
    return lookAlikeRoles;
  }

  public Found<Person> getWithoutExternalId() {
    return withoutExternalId;
  }

  public Found<SharedEmail> getSharedEmails() {
    return sharedEmails;
  }

  public boolean isEmpty() {
    return lineFindings.isEmpty()
        && departments.isEmpty()
        && unknownMembers.isEmpty()
        && lookAlikeRoles.isEmpty()
        && withoutExternalId.isEmpty()
        && sharedEmails.isEmpty();
  }
}
