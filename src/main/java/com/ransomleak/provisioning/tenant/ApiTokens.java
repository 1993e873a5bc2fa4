package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The tenants' bearer secrets: one for SCIM, one for reading reports, never the same. A token is
 * 244 random bits behind a recognisable prefix, shown once when it is made; the database keeps its
 * SHA-256 digest only, which needs no salt and no slowness because the token is random (T-06,
 * T-07). One token of each purpose is current in a tenant: generating a new one kills the former,
 * unless the tenant's settings grant it an overlap. There is no cache, so a revoked token is dead
 * at once on every node.
 */
@ApplicationScoped
public class ApiTokens {
  /** How often at most the use of a token is noted, by the SQL function that reads it. */
  public static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  @Inject private Database database;

  /** Whether a token is accepted, and if not, why; only {@code LIVE} opens anything. */
  public enum State {
    LIVE,
    EXPIRED,
    REVOKED
  }

  /** What a token is for; it opens nothing else. */
  public enum Purpose {
    SCIM("scim"),
    REPORTS("reports");

    /** As the database has it. */
    private final String word;

    Purpose(String word) {
      this.word = word;
    }

    private static Purpose of(String word) {
      return word.equals(SCIM.word) ? SCIM : REPORTS;
    }
  }

  /** A token that exists or existed: whose it is, for what, and whether it is still accepted. */
  public record Known(TenantId tenant, UUID token, State state, Purpose purpose) {}

  /**
   * What an admin may see of a token: never the secret. What tells of its use is null until then.
   *
   * @param expiresAt null when it does not expire
   * @param superseded whether it is a former token that lives on through an overlap
   */
  public record Shown(
      UUID id,
      String lastFour,
      String createdBy,
      OffsetDateTime createdAt,
      OffsetDateTime expiresAt,
      boolean superseded,
      OffsetDateTime lastUsedAt,
      String lastUsedClient,
      String lastUsedSource) {}

  /**
   * A token that is accepted no more.
   *
   * @param expired whether its time was over, and nobody revoked it
   */
  public record Dead(String lastFour, boolean expired, OffsetDateTime since) {}

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
            "select tenant_id, token_id, state, purpose from provisioning.authenticate(?, ?, ?)",
            row ->
                new Known(
                    new TenantId(row.getObject(1, UUID.class)),
                    row.getObject(2, UUID.class),
                    switch (row.getString(3)) {
                      case "live" -> State.LIVE;
                      case "expired" -> State.EXPIRED;
                      default -> State.REVOKED;
                    },
                    Purpose.of(row.getString(4))),
            Sha256.digest(rawToken),
            client,
            source)
        .stream()
        .findFirst();
  }

  /** Whether a token that was accepted still is; for requests that take their time. */
  @Transactional
  public boolean isLive(TenantId tenant, UUID token) {
    database.enter(tenant.value());
    return database
        .query(
            "select exists (select from provisioning.api_token where tenant_id = ? and id = ? and"
                + " revoked_at is null and (expires_at is null or expires_at > now()))",
            row -> row.getBoolean(1),
            tenant.value(),
            token)
        .get(0);
  }

  /**
   * Makes a new token and revokes the previous one, or lets it expire after an overlap.
   *
   * @param purpose what it is for; the token for something else stays as it is
   * @param lifetime after which the new token expires; empty when it does not
   * @param overlap for which the previous token keeps working
   * @param former the token that the admin saw as the current one, or null for none: whoever did
   *     not know the current token must not kill it, nor the same form sent twice
   * @param createdBy who asked for it, for the record
   * @return the raw token, the only time it can be seen; empty when another one is current by now
   */
  @Transactional
  public Optional<String> generate(
      TenantId tenant,
      Purpose purpose,
      Optional<Duration> lifetime,
      Duration overlap,
      UUID former,
      String createdBy) {
    lock(tenant);
    if (!isCurrent(tenant, purpose, former)) {
      return Optional.empty();
    }
    return database
        .query(
            "select provisioning.generate_api_token(?, ?, cast(? as interval), cast(? as"
                + " interval), ?)",
            row -> row.getString(1),
            tenant.value(),
            createdBy,
            lifetime.map(Object::toString).orElse(null),
            overlap.toString(),
            purpose.word)
        .stream()
        .findFirst();
  }

  /**
   * Revokes the current token, and a former one that lives on.
   *
   * @return false when another one is current by now, or none
   */
  @Transactional
  public boolean revoke(TenantId tenant, Purpose purpose, UUID current, String revokedBy) {
    lock(tenant);
    return isCurrent(tenant, purpose, current)
        && database
            .query(
                "select provisioning.revoke_api_token(?, ?, ?)",
                row -> row.getBoolean(1),
                tenant.value(),
                revokedBy,
                purpose.word)
            .get(0);
  }

  /** The tokens that are accepted, as an admin may see them; the current one first. */
  @Transactional
  public List<Shown> live(TenantId tenant, Purpose purpose) {
    database.enter(tenant.value());
    return database.query(
        """
        select id, last_four, created_by, created_at, expires_at, superseded_at is not null, last_used_at, last_used_client,
          last_used_source
        from provisioning.api_token
        where tenant_id = ? and purpose = ? and revoked_at is null and (expires_at is null or expires_at > now())
        order by superseded_at nulls first
        """,
        row ->
            new Shown(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class),
                row.getObject(5, OffsetDateTime.class),
                row.getBoolean(6),
                row.getObject(7, OffsetDateTime.class),
                row.getString(8),
                row.getString(9)),
        tenant.value(),
        purpose.word);
  }

  /** When a provisioning client last used a token of this tenant, also one that is dead by now. */
  @Transactional
  public Optional<OffsetDateTime> lastUse(TenantId tenant) {
    database.enter(tenant.value());
    return Optional.ofNullable(
        database
            .query(
                "select max(last_used_at) from provisioning.api_token where tenant_id = ? and"
                    + " purpose = 'scim'",
                row -> row.getObject(1, OffsetDateTime.class),
                tenant.value())
            .get(0));
  }

  /** The newest of the tokens that are accepted no more; empty when there never was one. */
  @Transactional
  public Optional<Dead> lastDead(TenantId tenant, Purpose purpose) {
    database.enter(tenant.value());
    return database
        .query(
            """
            select last_four, revoked_at is null, coalesce(revoked_at, expires_at)
            from provisioning.api_token
            where tenant_id = ? and purpose = ? and (revoked_at is not null or expires_at <= now())
            order by created_at desc, superseded_at nulls first limit 1
            """,
            row ->
                new Dead(
                    row.getString(1), row.getBoolean(2), row.getObject(3, OffsetDateTime.class)),
            tenant.value(),
            purpose.word)
        .stream()
        .findFirst();
  }

  private boolean isCurrent(TenantId tenant, Purpose purpose, UUID token) {
    return live(tenant, purpose).stream()
        .filter(live -> !live.superseded())
        .map(Shown::id)
        .findFirst()
        .equals(Optional.ofNullable(token));
  }

  /** The same lock as in {@code generate_api_token}: two at once must not both find the former. */
  private void lock(TenantId tenant) {
    database.query(
        "select pg_advisory_xact_lock(hashtextextended('api_token ' || ?, 0))",
        row -> true,
        tenant.toString());
  }
}
