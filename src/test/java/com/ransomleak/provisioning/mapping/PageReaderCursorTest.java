package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.paging.Cursor;
import com.ransomleak.provisioning.paging.Position;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageReaderCursorTest {
  private static final byte[] SECRET = "of this tenant".getBytes(StandardCharsets.UTF_8);
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final TenantId TENANT = new TenantId(UUID.randomUUID());

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a\nb\n\nc", "=", "\uD83D\uDE00"})
  @DisplayName("K-12: a cursor leads to where it was made")
  void leadsWhereItWasMade(String key) {
    Position position = Position.after(key, UUID.randomUUID());
    String cursor = cursors(TENANT, SECRET).write(position, NOW);
    assertTrue(cursor.matches("[A-Za-z0-9_-]+"), cursor);
    assertEquals(position, cursors(TENANT, SECRET).read(cursor, NOW));
  }

  @Test
  @DisplayName("K-11: a cursor expires after the advertised time")
  void expires() {
    String cursor = cursors(TENANT, SECRET).write(Position.after("x", UUID.randomUUID()), NOW);
    Duration lifetime = ListQuery.CURSOR_LIFETIME;
    assertEquals(
        "x", cursors(TENANT, SECRET).read(cursor, NOW.plus(lifetime).minusSeconds(1)).value());
    refuses(ScimType.EXPIRED_CURSOR, cursors(TENANT, SECRET), cursor, NOW.plus(lifetime));
  }

  @Test
  @DisplayName("K-10: every changed character is noticed")
  void changesAreNoticed() {
    String cursor = cursors(TENANT, SECRET).write(Position.after("x", UUID.randomUUID()), NOW);
    for (int i = 0; i < cursor.length() - 1; i++) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      String forged = cursor.substring(0, i) + other + cursor.substring(i + 1);
      refuses(ScimType.INVALID_CURSOR, cursors(TENANT, SECRET), forged, NOW);
    }
  }

  @Test
  @DisplayName("N-05: cursors of another tenant and of another key are refused alike")
  void foreignCursorsAreRefused() {
    String cursor = cursors(TENANT, SECRET).write(Position.after("x", UUID.randomUUID()), NOW);
    TenantId other = new TenantId(UUID.randomUUID());
    refuses(ScimType.INVALID_CURSOR, cursors(other, SECRET), cursor, NOW);
    refuses(ScimType.INVALID_CURSOR, cursors(TENANT, new byte[] {1}), cursor, NOW);
  }

  @Test
  @DisplayName("K-10: an attribute whose type has changed is another order")
  void changedTypesChangeTheOrder() {
    Cursor asText = sortedByBadge("string");
    String cursor = asText.write(Position.after("abc", UUID.randomUUID()), NOW);
    assertEquals("abc", sortedByBadge("string").read(cursor, NOW).value());
    refuses(ScimType.INVALID_CURSOR, sortedByBadge("integer"), cursor, NOW);
  }

  private static Cursor sortedByBadge(String type) {
    ResourceType user =
        SchemaRegistry.with(
                """
                [{"id":"urn:acme:2.0:User","name":"x","attributes":[{"name":"badge","type":"%s"}]}]
                """
                    .formatted(type))
            .user();
    SearchRequest request = SearchRequest.of(Map.of("sortBy", List.of("badge")));
    return PageReader.cursors(
        SECRET, TENANT, "/Users", ListQuery.of(request, user, new Warnings()));
  }

  private static void refuses(ScimType type, Cursor cursors, String cursor, Instant now) {
    ScimException refusal = assertThrows(ScimException.class, () -> cursors.read(cursor, now));
    assertEquals(Optional.of(type), refusal.type());
  }

  private static Cursor cursors(TenantId tenant, byte[] secret) {
    SearchRequest request =
        SearchRequest.of(Map.of("filter", List.of("title pr"), "count", List.of("7")));
    return PageReader.cursors(
        secret, tenant, "/Users", ListQuery.of(request, Schemas.user(), new Warnings()));
  }
}
