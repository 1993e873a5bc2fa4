package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Jdbi;

/**
 * Computes the search keys of stored resources after a tenant's extension schemas changed, so that
 * filters find the extension data, and orders the document by the schemas. The value of the
 * document and the version stay.
 */
@Origin(Origin.Source.TIMER)
@Stateless
public class SearchKeyReindex {
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

  @Inject private Jdbi jdbi;

  /** A resource that has extension data. */
  public record ExtendedResource(UUID id, String document, JsonObject keys) {}

  /**
   * Updates the next resources that have extension data, in one transaction. A batch can be
   * repeated at any time.
   *
   * @param type with the extensions of the tenant
   * @param keys computes the search keys of a document
   * @param after the id where the previous batch ended
   * @return the id where this batch ended; empty when there are no more
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public Optional<UUID> batch(
      TenantId tenant,
      String table,
      ResourceType type,
      BiFunction<JsonObject, ResourceType, JsonObject> keys,
      UUID after) {
    return jdbi.withHandle(
        handle -> {
          List<ExtendedResource> batch =
              handle
                  .createQuery(NEXT)
                  .define("table", table)
                  .bind("tenant", tenant)
                  .bind("after", after)
                  .bind("urns", urns(type))
                  .bind("batch", BATCH)
                  .mapTo(ExtendedResource.class)
                  .list();
          for (ExtendedResource resource : batch) {
            JsonObject document =
                ScimJson.parse(resource.document().getBytes(StandardCharsets.UTF_8));
            String ordered = ScimJson.write(type.ordered(document));
            JsonObject computed = keys.apply(document, type);
            if (!computed.equals(resource.keys()) || !ordered.equals(resource.document())) {
              handle
                  .createUpdate(UPDATE)
                  .define("table", table)
                  .bind("tenant", tenant)
                  .bind("id", resource.id())
                  .bind("document", ordered)
                  .bind("keys", ScimJson.write(computed))
                  .execute();
            }
          }
          return batch.isEmpty() ? Optional.empty() : Optional.of(batch.get(batch.size() - 1).id());
        });
  }

  private static String[] urns(ResourceType type) {
    return type.extensions().stream()
        .map(Schema::id)
        .map(urn -> urn.toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }
}
