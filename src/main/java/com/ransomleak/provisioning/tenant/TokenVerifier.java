package com.ransomleak.provisioning.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.ApiTokens.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks tokens up. A token that was accepted is trusted for a second, so that a busy client costs
 * one lookup a second. On the node where a token is revoked or replaced, this ends with the
 * transaction that does it. A rejected token is looked up each time.
 */
@ApplicationScoped
public class TokenVerifier {
  private static final Duration TRUSTED_FOR = Duration.ofSeconds(1);
  private static final int MAX_TRUSTED = 10_000;

  @Inject private Database database;

  private volatile Cache<ByteBuffer, VerifiedToken> trusted = emptyCache();

  /**
   * A token that exists or existed: its tenant and purpose, and whether it is still accepted.
   *
   * @param trustedFor how long it is accepted without another lookup
   */
  public record VerifiedToken(
      TenantId tenant, UUID id, State state, Purpose purpose, Duration trustedFor) {

    /** Whether this token is accepted in a tenant for a purpose. */
    public boolean opens(TenantId tenant, Purpose purpose) {
      return this.tenant.equals(tenant) && this.purpose == purpose && state == State.LIVE;
    }
  }

  /** A token that was looked up and accepted less than a second ago. No round trip. */
  public Optional<VerifiedToken> trusted(String rawToken) {
    return Optional.ofNullable(trusted.getIfPresent(ByteBuffer.wrap(Sha256.digest(rawToken))));
  }

  /**
   * Looks a token up, in one statement, and notes its use: once a minute, or when another client
   * begins to use it.
   *
   * @param client the User-Agent, or null
   * @param source the address the request came from
   * @return empty when no tenant ever had this token
   */
  public Optional<VerifiedToken> verify(String rawToken, String client, String source) {
    // Read before the lookup: a revocation after it replaces the cache, so the result is not kept.
    Cache<ByteBuffer, VerifiedToken> cache = trusted;
    byte[] digest = Sha256.digest(rawToken);
    Optional<VerifiedToken> token =
        database
            .query(
                """
                select tenant_id, token_id, state, purpose, cast(extract(epoch from expires_at - now()) * 1000 as bigint)
                from provisioning.authenticate(?, ?, ?)
                """,
                row ->
                    new VerifiedToken(
                        new TenantId(row.getObject(1, UUID.class)),
                        row.getObject(2, UUID.class),
                        State.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                        Purpose.of(row.getString(4)),
                        trustedFor(row.getObject(5, Long.class))),
                digest,
                client,
                source)
            .stream()
            .findFirst();
    token
        .filter(t -> t.state() == State.LIVE)
        .ifPresent(t -> cache.put(ByteBuffer.wrap(digest), t));
    return token;
  }

  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) ApiTokens.Changed change) {
    trusted = emptyCache();
  }

  /** Null does not expire. */
  private static Duration trustedFor(Long millisToExpiry) {
    return millisToExpiry == null || millisToExpiry > TRUSTED_FOR.toMillis()
        ? TRUSTED_FOR
        : Duration.ofMillis(millisToExpiry);
  }

  private static Cache<ByteBuffer, VerifiedToken> emptyCache() {
    return Caffeine.newBuilder()
        .maximumSize(MAX_TRUSTED)
        .expireAfter(
            Expiry.<ByteBuffer, VerifiedToken>creating((digest, token) -> token.trustedFor()))
        .build();
  }
}
