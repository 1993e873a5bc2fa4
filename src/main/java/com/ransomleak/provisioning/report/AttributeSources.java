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
 * Where each thing known of a person comes from: the newest line of the activity that says that it
 * changed, else the one that tells of the person's creation; for the team, the reporting line and
 * roles the newest change of place. Triggers write changes of place at updates only: what is so
 * since the beginning comes from the creation.
 */
@ApplicationScoped
public class AttributeSources {
  private static final String CREATION = "";

  @Inject private Jdbi jdbi;

  /** The newest source of each kind of place, {@code team}, {@code manager}, and of each role. */
  private record Places(Map<String, Source> kinds, Map<UUID, Source> roles) {}

  private record Change(String kind, UUID role, String source, OffsetDateTime at) {
    Source toSource() {
      return new Source(source, null, at, null);
    }
  }

  /**
   * What is known of somebody's attributes.
   *
   * @param attributes by name, in the order of the document; those of an extension with its URN
   *     before them
   * @param team null when there is none, and nothing that is kept tells of one before
   * @param manager likewise
   */
  public record Known(
      Map<String, Source> attributes, Source team, Source manager, Map<UUID, Source> roles) {}

  /** In the caller's transaction, which has named the tenant. Two statements. */
  Known of(TenantId tenant, Person person, JsonObject document) {
    Map<String, Source> told = told(tenant, person.id());
    Source creation = told.getOrDefault(CREATION, Source.EARLIER);
    Map<String, Source> attributes = new LinkedHashMap<>();
    names(document).forEach(name -> attributes.put(name, told.getOrDefault(name, creation)));
    Places places = places(tenant, person.id());
    return new Known(
        attributes,
        places.kinds().getOrDefault("team", person.teamId() == null ? null : creation),
        places.kinds().getOrDefault("manager", person.managerId() == null ? null : creation),
        places.roles());
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

  private Map<String, Source> told(TenantId tenant, UUID person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select distinct on (c.attribute) c.attribute,
                      case a.actor_kind when 'provider' then 'scim' when 'person' then 'admin' else a.actor_kind end as kind,
                      case a.actor_kind when 'person' then a.actor end as by, a.at, a.id as entry
                    from provisioning.activity a
                    cross join lateral jsonb_array_elements_text(
                      case a.action when 'user.created' then '[""]' else coalesce(a.changed, '[]') end) c (attribute)
                    where a.tenant_id = :tenant and a.resource_id = :resource and a.resource_type = 'User'
                    order by c.attribute, a.id desc
                    """)
                .bind("tenant", tenant)
                .bind("resource", person.toString())
                .map(
                    line ->
                        Map.entry(
                            line.getColumn("attribute", String.class), line.getRow(Source.class)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private Places places(TenantId tenant, UUID person) {
    Places places = new Places(new HashMap<>(), new HashMap<>());
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select distinct on (kind, role) kind, case kind when 'role' then after_id end as role, source, at
                    from provisioning.assignment_change where tenant_id = :tenant and user_id = :user
                    order by kind, role, id desc
                    """)
                .bind("tenant", tenant)
                .bind("user", person)
                .mapTo(Change.class)
                .forEach(
                    change -> {
                      if (change.role() == null) {
                        places.kinds().put(change.kind(), change.toSource());
                      } else {
                        places.roles().put(change.role(), change.toSource());
                      }
                    }));
    return places;
  }
}
