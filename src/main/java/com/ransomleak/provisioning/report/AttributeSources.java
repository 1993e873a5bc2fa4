package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.People.Person;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
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

/**
 * Where each thing known of a person comes from: the newest line of the activity that says that it
 * changed, else the one that tells of the person's creation; for the team, the reporting line and
 * roles the newest change of place. Triggers write changes of place at updates only: what is so
 * since the beginning comes from the creation.
 */
@ApplicationScoped
public class AttributeSources {
  private static final String CREATION = "";

  @Inject private Database database;

  /** The newest source of each kind of place, {@code team}, {@code manager}, and of each role. */
  private record Places(Map<String, Source> kinds, Map<UUID, Source> roles) {}

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
    Map<String, Source> sources = new HashMap<>();
    database
        .query(
            """
            select distinct on (c.attribute) c.attribute, %s, %s, a.at, a.id
            from provisioning.activity a
            cross join lateral jsonb_array_elements_text(
              case a.action when 'user.created' then '[""]' else coalesce(a.changed, '[]') end) c (attribute)
            where a.tenant_id = ? and a.resource_id = ? and a.resource_type = 'User'
            order by c.attribute, a.id desc
            """
                .formatted(Source.KIND, Source.BY),
            row ->
                Map.entry(
                    row.getString(1),
                    new Source(
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class),
                        row.getObject(5, UUID.class))),
            tenant.value(),
            person.toString())
        .forEach(line -> sources.put(line.getKey(), line.getValue()));
    return sources;
  }

  private Places places(TenantId tenant, UUID person) {
    Places places = new Places(new HashMap<>(), new HashMap<>());
    database.query(
        """
        select distinct on (kind, role) kind, case kind when 'role' then after_id end as role, source, at
        from provisioning.placement_change where tenant_id = ? and user_id = ?
        order by kind, role, id desc
        """,
        row -> {
          Source source =
              Source.ofPlacement(row.getString(3), row.getObject(4, OffsetDateTime.class));
          UUID role = row.getObject(2, UUID.class);
          return role == null
              ? places.kinds().put(row.getString(1), source)
              : places.roles().put(role, source);
        },
        tenant.value(),
        person);
    return places;
  }
}
