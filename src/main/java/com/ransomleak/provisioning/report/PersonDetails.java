package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.role.Permission;
import jakarta.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A user with all that is known; in JSON after the columns of {@link Person}.
 *
 * <pre>{@code
 * {"id":"01…",…,"attributes":{…},"managementChain":[{"id":"01…","displayName":"Ann"}],"chainEnd":"top",
 *  "directReports":3,"totalReports":40,
 *  "managerReference":{"value":"E-1","state":"pending","pendingSince":"2026-…","people":0,"reason":"No user matches this reference."},
 *  "roles":[{"id":"01…","name":"Auditors","since":"2026-…","permissions":["VIEW_REPORTS"],"source":{…}}],
 *  "permissions":[{"permission":"VIEW_REPORTS","effective":true,"explanation":"VIEW_REPORTS by role Auditors since 2026-…"}],
 *  "sources":{"userName":{"source":"scim","at":"2026-…","activity":17},…},"teamSource":{…},"managerSource":{…}}
 * }</pre>
 *
 * @param attributes the document as the identity provider sees it, without id, meta and groups
 * @param managementChain from the manager upwards
 * @param chainEnd why the chain is not longer: {@code top}, the last one has no manager; {@code
 *     circle}, the last one's manager is in the chain or is the user; {@code cut}, it is longer
 * @param directReports the number of users who report to the user
 * @param totalReports the number of users on all levels below
 * @param managerReference null when the identity provider sent none
 * @param sources by the name of the attribute, in the order of the document
 * @param teamSource null without a team, if nothing that is kept mentions an earlier one
 * @param managerSource likewise
 * @param creation the source of what did not change since the user was created
 */
public record PersonDetails(
    @Column(internal = true) Person person,
    JsonObject attributes,
    List<Superior> managementChain,
    String chainEnd,
    long directReports,
    long totalReports,
    ManagerReference managerReference,
    List<HeldRole> roles,
    List<EffectivePermission> permissions,
    Map<String, Source> sources,
    Source teamSource,
    Source managerSource,
    @Column(internal = true) Source creation) {

  /** Since when the user is inactive; null for an active user, or if that is not known. */
  public OffsetDateTime inactiveSince() {
    Source source = person.active() ? null : sources.get("active");
    return source == null ? null : source.at();
  }

  /** A manager above the user. */
  public record Superior(UUID id, String userName, String displayName, boolean active) {}

  /** A role that the user has. */
  public record HeldRole(
      UUID id, String name, OffsetDateTime since, Set<Permission> permissions, Source source) {}

  /**
   * A permission and the roles that give it: it is lost with the last of them.
   *
   * @param effective false for an inactive user, for whom no permission counts
   * @param explanation {@code MANAGE_ROLES by role Auditors since 2026-11-24T08:00Z.}
   */
  public record EffectivePermission(
      Permission permission, boolean effective, List<GrantingRole> by, String explanation) {}

  /** A role that gives a permission. */
  public record GrantingRole(UUID roleId, String role, OffsetDateTime since) {}

  /**
   * The manager as the identity provider sent it.
   *
   * @param state {@code linked} or {@code pending}
   * @param pendingSince null when linked, and for a reference that is too long to be a key
   * @param people the number of users it means, by the first kind of key that finds any
   * @param reason why it is pending, or null
   */
  public record ManagerReference(
      String value, String state, OffsetDateTime pendingSince, long people, String reason) {}
}
