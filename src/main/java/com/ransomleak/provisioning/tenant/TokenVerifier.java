package com.ransomleak.provisioning.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.ApiTokens.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks tokens up. A token that was accepted is trusted for a second when the same client sends it,
 * so that a busy client costs one lookup a second and the last client of a token is known. On the
 * node where a token is revoked or replaced, this ends with the transaction that does it. A
 * rejected token is looked up each time.
 */
@ApplicationScoped
public class TokenVerifier {
  private static final Duration TRUSTED_FOR = Duration.ofSeconds(1);
  private static final int MAX_TRUSTED = 10_000;

  /** In a read-only transaction, which ends with this statement, the function notes no use. */
  private static final String LOOKUP =
      """
      select tenant_id, token_id as id, upper(state) as state, upper(purpose) as purpose,
             cast(floor(extract(epoch from expires_at - now()) * 1000) as bigint) as millis_left
      from provisioning.authenticate(:digest, :client,
        case when :noted then :source when set_config('transaction_read_only', 'on', true) = 'on' then :source end)
      """;

  @Inject private Jdbi jdbi;

  private volatile Cache<Sent, Trusted> trusted = emptyCache();

  /**
   * A token that exists or existed: its tenant and purpose, and whether it is still accepted.
   *
   * @param millisLeft until it expires; null when it does not expire
   */
  public record VerifiedToken(
      UUID tenantId, UUID id, State state, Purpose purpose, Long millisLeft) {

    /** Whether this token is accepted in a tenant for a purpose. */
    public boolean opens(TenantId tenant, Purpose purpose) {
      return isOf(tenant) && this.purpose == purpose && state == State.LIVE;
    }

    /** Whether this token belongs to a tenant. */
    public boolean isOf(TenantId tenant) {
      return tenantId.equals(tenant.value());
    }

    private Duration trustedFor() {
      return millisLeft == null || millisLeft > TRUSTED_FOR.toMillis()
          ? TRUSTED_FOR
          : Duration.ofMillis(millisLeft);
    }
  }

  /** A token, and the {@link System#nanoTime()} until which it needs no other lookup. */
  private record Trusted(VerifiedToken token, long until) {}

  /** A token as a client sends it. */
  private record Sent(ByteBuffer digest, String client) {}

  /**
   * A token that was looked up for this client and accepted less than a second ago. No round trip.
   */
  public Optional<VerifiedToken> trusted(String rawToken, String client) {
    Trusted known =
        trusted.getIfPresent(new Sent(ByteBuffer.wrap(Secrets.digest(rawToken)), client));
    return known == null || known.until() - System.nanoTime() <= 0
        ? Optional.empty()
        : Optional.of(known.token());
  }

  /**
   * Looks a token up, in one statement, and notes its use: once a minute, or when another client
   * begins to use it. A token whose prefix is that of another purpose is not used by this request.
   *
   * @param purpose what the token is sent for
   * @param client the User-Agent, or null
   * @param source the address the request came from
   * @return empty when no tenant ever had this token
   */
  public Optional<VerifiedToken> verify(
      String rawToken, Purpose purpose, String client, String source) {
    boolean noted =
        Stream.of(Purpose.values())
            .noneMatch(other -> other != purpose && rawToken.startsWith(other.prefix()));
    // Read before the lookup: a revocation after it replaces the cache, so the result is not kept.
    Cache<Sent, Trusted> cache = trusted;
    byte[] digest = Secrets.digest(rawToken);
    long start = System.nanoTime();
    Optional<VerifiedToken> token =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(LOOKUP)
                    .bind("digest", digest)
                    .bind("noted", noted)
                    .bind("client", client)
                    .bind("source", source)
                    .mapTo(VerifiedToken.class)
                    .findFirst());
    if (noted && token.isPresent() && token.get().state() == State.LIVE) {
      long until = start + token.get().trustedFor().toNanos();
      cache.put(new Sent(ByteBuffer.wrap(digest), client), new Trusted(token.get(), until));
    }
    return token;
  }

  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) ApiTokens.Changed change) {
    trusted = emptyCache();
  }

  private static Cache<Sent, Trusted> emptyCache() {
    return Caffeine.newBuilder().maximumSize(MAX_TRUSTED).expireAfterWrite(TRUSTED_FOR).build();
  }
}
