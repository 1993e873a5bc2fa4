package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The tenants' bearer secrets: one for SCIM, one for reading reports, one for reading the activity,
 * never the same. A token is 244 random bits behind a recognisable prefix, shown once when it is
 * made; the database keeps its SHA-256 digest only, which needs no salt and no slowness because the
 * token is random (T-06, T-07). One token of each purpose is current in a tenant: generating a new
 * one revokes the previous one, unless the tenant's settings grant it an overlap. {@link
 * TokenVerifier} looks tokens up.
 */
@ApplicationScoped
public class ApiTokens {
  /** How often at most the use of a token is noted, by the SQL function that reads it. */
  public static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  private static final String LOCK =
      """
      select pg_advisory_xact_lock(hashtextextended('api_token ' || :tenant, 0)) is null
      """;

  private static final String GENERATE =
      """
      select provisioning.generate_api_token(:tenant, :createdBy, cast(:lifetime as interval), cast(:overlap as interval), :purpose, :name)
      """;

  private static final String REVOKE =
      """
      with revoked as (
        update provisioning.api_token set revoked_at = now()
        where tenant_id = :tenant and id = :token and purpose = :purpose and revoked_at is null
          and (expires_at is null or expires_at > now())
        returning last_four),
      recorded as (
        insert into provisioning.activity (tenant_id, actor, action, consequences)
        select :tenant, :revokedBy, :action, jsonb_build_array(jsonb_build_object('TOKEN_ENDS_WITH', jsonb_build_array(last_four)))
        from revoked)
      select exists (select from revoked)
      """;

  /** A token records the use by a client once a minute, so the activity has newer requests. */
  private static final String ON_PREVIOUS =
      """
      with t as (
        select * from provisioning.api_token
        where tenant_id = :tenant and purpose = 'scim' and revoked_at is null and (expires_at is null or expires_at > now())),
      used as (
        select nullif(client, '') as client, id as token, cast(at as timestamptz) as at from t, jsonb_each_text(clients) c (client, at)
        union all
        select a.client, a.token_id, a.at from (
          select client, token_id, at from provisioning.activity
          where tenant_id = :tenant and id >= provisioning.first_id_at((select min(superseded_at) from t) - interval '7 days')
          order by id desc limit :max) a
        where a.token_id in (select id from t)),
      last as (
        select u.client, max(u.at) filter (where t.superseded_at is not null) as at, max(u.at) filter (where t.superseded_at is null) as moved
        from used u join t on t.id = u.token group by u.client)
      select client, at from last where at is not null and (moved is null or moved < at) order by at desc
      """;

  private static final int MAX_ROWS = 20_000;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private Event<Changed> changes;

  /** Whether a token is accepted, and if not, why; only {@code LIVE} opens anything. */
  public enum State {
    LIVE,
    EXPIRED,
    REVOKED
  }

  /** What a token is for; it opens nothing else. */
  public enum Purpose {
    SCIM("scim", "rlscim_", "token.revoked"),
    REPORTS("reports", "rlreport_", "reportToken.revoked"),
    ACTIVITY("activity", "rlactivity_", "activityToken.revoked");

    private final String word;
    private final String prefix;
    private final String revokedAction;

    Purpose(String word, String prefix, String revokedAction) {
      this.word = word;
      this.prefix = prefix;
      this.revokedAction = revokedAction;
    }

    /** The word in the database. */
    public String word() {
      return word;
    }

    /** The first characters of a token for this purpose, as {@code generate_api_token} makes it. */
    public String prefix() {
      return prefix;
    }
  }

  /** The tokens of a tenant are not what they were; other nodes are not told. */
  public record Changed(TenantId tenant, Purpose purpose, boolean revoked) {}

  /**
   * What an admin may see of a token: never the secret. What tells of its use is null until then.
   *
   * @param name the name that an administrator gave it, or null
   * @param expiresAt null when it does not expire
   * @param superseded whether it is a former token that lives on through an overlap
   */
  public record TokenInfo(
      UUID id,
      String lastFour,
      String name,
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
  public record RetiredToken(String lastFour, boolean expired, OffsetDateTime since) {}

  /**
   * A client by its User-Agent.
   *
   * @param client null when it sent none
   * @param at when it last used the token
   */
  public record TokenClient(String client, OffsetDateTime at) {}

  /** Whether a token for SCIM that was accepted still is; for requests that take their time. */
  @Transactional
  public boolean isLive(TenantId tenant, UUID token) {
    return live(tenant, Purpose.SCIM).stream().anyMatch(live -> live.id().equals(token));
  }

  /**
   * Creates a token and revokes the previous one, or lets it expire after an overlap.
   *
   * @param purpose what it is for; the token for something else stays as it is
   * @param name by which administrators recognize it, or null
   * @param lifetime after which the new token expires; empty when it does not
   * @param overlap for which the previous token keeps working
   * @param expected the token that the page showed as the current one, or null for none; an old
   *     page, or a form that is sent twice, replaces no other token
   * @param createdBy who requested it
   * @return the raw token, the only time it can be seen; empty when another one is current by now
   */
  @Transactional
  public Optional<String> generate(
      TenantId tenant,
      Purpose purpose,
      String name,
      Optional<Duration> lifetime,
      Duration overlap,
      UUID expected,
      String createdBy) {
    lock(tenant);
    if (!isCurrent(tenant, purpose, expected)) {
      return Optional.empty();
    }
    changes.fire(new Changed(tenant, purpose, false));
    return sql.of(tenant, GENERATE)
        .bind("createdBy", createdBy)
        .bind("lifetime", lifetime.map(Duration::toString).orElse(null))
        .bind("overlap", overlap.toString())
        .bind("purpose", purpose.word)
        .bind("name", name)
        .first(String.class);
  }

  /**
   * Revokes the current token, or the previous one during an overlap. The other one stays.
   *
   * @return false when the token does not work any more
   */
  @Transactional
  public boolean revoke(TenantId tenant, Purpose purpose, UUID token, String revokedBy) {
    lock(tenant);
    boolean revoked =
        sql.of(tenant, REVOKE)
            .bind("token", token)
            .bind("revokedBy", revokedBy)
            .bind("purpose", purpose.word)
            .bind("action", purpose.revokedAction)
            .one(Boolean.class);
    if (revoked) {
      changes.fire(new Changed(tenant, purpose, true));
    }
    return revoked;
  }

  /** The tokens that are accepted, as an admin may see them; the current one first. */
  @Transactional
  public List<TokenInfo> live(TenantId tenant, Purpose purpose) {
    return query(ApiToken.ACCEPTED, tenant, purpose)
        .getResultStream()
        .map(ApiToken::toInfo)
        .sorted(Comparator.comparing(TokenInfo::superseded))
        .toList();
  }

  /**
   * The provisioning clients that will fail when the previous token stops: they last used it, and
   * not the current one since.
   *
   * @return the most recent first; empty when there is no overlap
   */
  @Transactional
  public List<TokenClient> onPrevious(TenantId tenant) {
    List<TokenInfo> tokens = live(tenant, Purpose.SCIM);
    return tokens.size() < 2
        ? List.of()
        : sql.of(tenant, ON_PREVIOUS).bind("max", MAX_ROWS).list(TokenClient.class);
  }

  /**
   * When a provisioning client last used a token of this tenant, also one that is not accepted any
   * more.
   */
  @Transactional
  public Optional<OffsetDateTime> lastUse(TenantId tenant) {
    return query(ApiToken.USED, tenant, Purpose.SCIM)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(ApiToken::getLastUsedAt);
  }

  /** The newest of the tokens that are accepted no more; empty when there never was one. */
  @Transactional
  public Optional<RetiredToken> lastRetired(TenantId tenant, Purpose purpose) {
    return query(ApiToken.RETIRED, tenant, purpose)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(ApiToken::toRetired);
  }

  private TypedQuery<ApiToken> query(String name, TenantId tenant, Purpose purpose) {
    return entities
        .createNamedQuery(name, ApiToken.class)
        .setParameter("tenant", tenant.value())
        .setParameter("purpose", purpose.word);
  }

  private boolean isCurrent(TenantId tenant, Purpose purpose, UUID token) {
    return live(tenant, purpose).stream()
        .filter(live -> !live.superseded())
        .map(TokenInfo::id)
        .findFirst()
        .equals(Optional.ofNullable(token));
  }

  /** The same lock as in {@code generate_api_token}: two at once must not both find the former. */
  private void lock(TenantId tenant) {
    sql.of(tenant, LOCK).one(Boolean.class);
  }
}
