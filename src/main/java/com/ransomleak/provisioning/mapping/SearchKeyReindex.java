package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Computes the search keys of stored resources again when a tenant's extension schemas have
 * changed, so that filters find the extension data, and puts the text of the document into the
 * order of the schemas. Neither the value of the document nor the version changes.
 *
 * @param table the resources' table
 * @param type as the tenant has it now
 * @param keys computes the search keys of a document
 */
public record SearchKeyReindex(String table, ResourceType type, UnaryOperator<JsonObject> keys) {
  /** Small, so that writers do not wait long for a locked row. */
  private static final int BATCH = 200;

  private static final String NEXT =
      """
      select id, document, keys from provisioning.<table>
      where tenant_id = :tenant and id > :after and exists (
        select from jsonb_object_keys(document::jsonb) name where lower(name) = any (:urns))
      order by id limit :batch for no key update
      """;
  private static final String UPDATE =
      """
      update provisioning.<table> set document = :document, keys = cast(:keys as jsonb)
      where tenant_id = :tenant and id = :id
      """;

  /** A resource that has extension data. */
  record ExtendedResource(UUID id, String document, JsonObject keys) {}

  /**
   * Renews the keys of the next resources that have extension data; in a transaction of the tenant.
   *
   * @param after the id where the previous batch ended
   * @return the id where this one ended, empty when there are no more
   */
  public Optional<UUID> batch(Jdbi jdbi, TenantId tenant, UUID after) {
    return jdbi.withHandle(
        handle -> {
          List<ExtendedResource> batch =
              handle
                  .createQuery(NEXT)
                  .define("table", table)
                  .bind("tenant", tenant)
                  .bind("after", after)
                  .bind("urns", urns())
                  .bind("batch", BATCH)
                  .mapTo(ExtendedResource.class)
                  .list();
          batch.forEach(resource -> renew(handle, tenant, resource));
          return batch.isEmpty() ? Optional.empty() : Optional.of(batch.get(batch.size() - 1).id());
        });
  }

  private void renew(Handle handle, TenantId tenant, ExtendedResource resource) {
    JsonObject document = ScimJson.parse(resource.document().getBytes(StandardCharsets.UTF_8));
    JsonObject renewed = keys.apply(document);
    String ordered = ScimJson.write(type.ordered(document));
    if (!renewed.equals(resource.keys()) || !ordered.equals(resource.document())) {
      handle
          .createUpdate(UPDATE)
          .define("table", table)
          .bind("tenant", tenant)
          .bind("id", resource.id())
          .bind("document", ordered)
          .bind("keys", ScimJson.write(renewed))
          .execute();
    }
  }

  private String[] urns() {
    return type.extensions().stream()
        .map(Schema::id)
        .map(urn -> urn.toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }
}
