package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Makes the keys of resources anew whose extension data was stored when the schema said something
 * else or was not there, so that filters find it. Neither document nor version changes.
 *
 * @param table the resources' table
 * @param type as the tenant has it now
 * @param keys what the keys of a document are
 */
public record KeyRenewal(String table, ResourceType type, UnaryOperator<JsonObject> keys) {
  /** Small, so that nobody waits for it. */
  private static final int BATCH = 200;

  private record Stored(UUID id, JsonObject document, JsonObject keys) {}

  /**
   * Looks at the next resources that have extension data; in a transaction that has named the
   * tenant.
   *
   * @param after the id where the former batch ended
   * @return the id where this one ended, empty when there are no more
   */
  public Optional<UUID> batch(Database database, TenantId tenant, UUID after) {
    List<Stored> batch =
        database.query(
            """
            select id, document, keys from provisioning.%s
            where tenant_id = ? and id > ? and exists (
              select from jsonb_object_keys(document::jsonb) name where lower(name) = any (?))
            order by id limit ? for no key update
            """
                .formatted(table),
            row ->
                new Stored(
                    row.getObject(1, UUID.class), json(row.getString(2)), json(row.getString(3))),
            tenant.value(),
            after,
            urns(),
            BATCH);
    for (Stored resource : batch) {
      JsonObject renewed = keys.apply(resource.document());
      if (!renewed.equals(resource.keys())) {
        database.update(
            "update provisioning.%s set keys = cast(? as jsonb) where tenant_id = ? and id = ?"
                .formatted(table),
            ScimJson.write(renewed),
            tenant.value(),
            resource.id());
      }
    }
    return batch.isEmpty() ? Optional.empty() : Optional.of(batch.get(batch.size() - 1).id());
  }

  private String[] urns() {
    return type.extensions().stream()
        .map(Schema::id)
        .map(urn -> urn.toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  private static JsonObject json(String text) {
    return ScimJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
