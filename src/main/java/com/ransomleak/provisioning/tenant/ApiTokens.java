package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * The tenants' bearer secrets for SCIM. A token is 244 random bits behind a recognisable prefix,
 * shown once when it is made; the database keeps its SHA-256 digest only, which needs no salt and
 * no slowness because the token is random (T-06, T-07). One token is live in a tenant: generating a
 * new one kills the former. There is no cache, so a revoked token is dead at once on every node.
 */
@ApplicationScoped
public class ApiTokens {
  @Inject private Database database;

  /** Whether a token is accepted, and if not, why; only {@code LIVE} opens anything. */
  public enum State {
    LIVE,
    EXPIRED,
    REVOKED
  }

  /** A token that exists or existed: whose it is and whether it is still accepted. */
  public record Known(TenantId tenant, UUID token, State state) {}

  /**
   * What an admin may see of the live token: never the secret. What tells of its use is null until
   * then.
   */
  public record Shown(
      String lastFour,
      String createdBy,
      OffsetDateTime createdAt,
      OffsetDateTime lastUsedAt,
      String lastUsedClient,
      String lastUsedSource) {}

  /**
   * Looks a raw token up, in one statement, and notes its use (once a minute, or when another
   * client begins to use it).
   *
   * @param client the User-Agent, or null
   * @param source the address the request came from
   * @return empty when no tenant ever had this token
   */
  public Optional<Known> find(String rawToken, String client, String source) {
    return database
        .query(
            "select tenant_id, token_id, state from provisioning.authenticate(?, ?, ?)",
            row ->
                new Known(
                    new TenantId(row.getObject(1, UUID.class)),
                    row.getObject(2, UUID.class),
                    switch (row.getString(3)) {
                      case "live" -> State.LIVE;
                      case "expired" -> State.EXPIRED;
                      default -> State.REVOKED;
                    }),
            digest(rawToken),
            client,
            source)
        .stream()
        .findFirst();
  }

  /**
   * Makes a new token and revokes the former one.
   *
   * @param createdBy who asked for it, for the record
   * @return the raw token: the only time it can be seen
   */
  @Transactional
  public String generate(TenantId tenant, String createdBy) {
    return database
        .query(
            "select provisioning.generate_api_token(?, ?)",
            row -> row.getString(1),
            tenant.value(),
            createdBy)
        .get(0);
  }

  /**
   * Revokes the live token.
   *
   * @return false when there was none
   */
  @Transactional
  public boolean revoke(TenantId tenant, String revokedBy) {
    return database
        .query(
            "select provisioning.revoke_api_token(?, ?)",
            row -> row.getBoolean(1),
            tenant.value(),
            revokedBy)
        .get(0);
  }

  /** The live token as an admin may see it; empty when there is none. */
  @Transactional
  public Optional<Shown> shown(TenantId tenant) {
    database.query("select provisioning.enter(?, null)", row -> true, tenant.value());
    return database
        .query(
            """
            select last_four, created_by, created_at, last_used_at, last_used_client, last_used_source
            from provisioning.api_token
            where tenant_id = ? and revoked_at is null and (expires_at is null or expires_at > now())
            """,
            row ->
                new Shown(
                    row.getString(1),
                    row.getString(2),
                    row.getObject(3, OffsetDateTime.class),
                    row.getObject(4, OffsetDateTime.class),
                    row.getString(5),
                    row.getString(6)),
            tenant.value())
        .stream()
        .findFirst();
  }

  private static byte[] digest(String rawToken) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(rawToken.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }
}
