package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * Who or what set each attribute of a user: the newest activity row that lists it as changed, else
 * the row of the user's creation. For the team, the manager and the roles it is the newest
 * assignment change. Triggers write those on updates only, so for what never changed it is the
 * creation.
 */
@ApplicationScoped
public class AttributeSources {
  private static final String CREATION = "";

  @Inject private Jdbi jdbi;

  /** The newest source of the team and the manager, by kind, and of each role. */
  private record Assignments(Map<String, Source> kinds, Map<UUID, Source> roles) {}

  private record Assignment(
      String kind, UUID role, String source, OffsetDateTime at, String by, UUID activity) {
    Source toSource() {
      return new Source(source, by, at, activity);
    }
  }

  /**
   * The sources of a user's data.
   *
   * @param attributes by name, in the order of the document; an attribute of an extension has its
   *     URN before the name
   * @param team null without a team, if nothing that is kept mentions an earlier one
   * @param manager likewise
   * @param creation of the user
   */
  record Origins(
      Map<String, Source> attributes,
      Source team,
      Source manager,
      Map<UUID, Source> roles,
      Source creation) {}

  /** In the caller's transaction, which has named the tenant. Two statements. */
  Origins of(TenantId tenant, Person person, JsonObject document) {
    Map<String, Source> changes = changes(tenant, person.id());
    Source creation = changes.getOrDefault(CREATION, Source.EARLIER);
    Map<String, Source> attributes = new LinkedHashMap<>();
    names(document).forEach(name -> attributes.put(name, changes.getOrDefault(name, creation)));
    Assignments assignments = assignments(tenant, person.id());
    return new Origins(
        attributes,
        assignments.kinds().getOrDefault("team", person.teamId() == null ? null : creation),
        assignments.kinds().getOrDefault("manager", person.managerId() == null ? null : creation),
        assignments.roles(),
        creation);
  }

  /** {@code userName}, {@code urn:…:User:department}, … */
  static List<String> names(JsonObject document) {
    List<String> names = new ArrayList<>();
    document.forEach(
        (name, value) -> {
          if (name.startsWith("urn:") && value instanceof JsonObject extension) {
            extension.keySet().forEach(member -> names.add(name + ":" + member));
          } else if (!name.equals("schemas")) {
            names.add(name);
          }
        });
    return names;
  }

  private Map<String, Source> changes(TenantId tenant, UUID person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select distinct on (c.attribute) c.attribute, %s as source,
                      case a.actor_kind when 'person' then a.actor end as by, a.at, a.id as activity
                    from provisioning.activity a
                    cross join lateral jsonb_array_elements_text(
                      case a.action when 'user.created' then '[""]' else coalesce(a.changed, '[]') end) c (attribute)
                    where a.tenant_id = :tenant and a.resource_id = :resource and a.resource_type = 'User'
                    order by c.attribute, a.id desc
                    """
                        .formatted(Change.ACTOR))
                .bind("tenant", tenant)
                .bind("resource", person.toString())
                .map(
                    line ->
                        Map.entry(
                            line.getColumn("attribute", String.class), line.getRow(Source.class)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private Assignments assignments(TenantId tenant, UUID person) {
    Assignments assignments = new Assignments(new HashMap<>(), new HashMap<>());
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select l.kind, l.role, l.source, l.at, %s as by, (select a.id %s as activity
                    from (
                      select distinct on (kind, role) kind, case kind when 'role' then after_id end as role, source, at, transaction
                      from provisioning.assignment_change where tenant_id = :tenant and user_id = :user
                      order by kind, role, id desc) l
                    """
                        .formatted(Change.BY, Change.OF_TRANSACTION))
                .bind("tenant", tenant)
                .bind("user", person)
                .mapTo(Assignment.class)
                .forEach(
                    change -> {
                      if (change.role() == null) {
                        assignments.kinds().put(change.kind(), change.toSource());
                      } else {
                        assignments.roles().put(change.role(), change.toSource());
                      }
                    }));
    return assignments;
  }
}
