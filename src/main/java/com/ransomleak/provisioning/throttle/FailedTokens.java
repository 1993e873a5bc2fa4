package com.ransomleak.provisioning.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ransomleak.provisioning.http.Network;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.tenant.Secrets;
import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Slows down requests whose tokens are rejected (T-09). Rejections are counted for each tenant, by
 * source and by the beginning of the token. Beyond the limit, such requests get 429.
 *
 * <p>A token that was accepted within the last hour is not affected. Other tokens from such a
 * source are still looked up, but only two at the same time on this node, so that a flood costs the
 * database little. Further ones get 429. Guessing needs no other limit: a token has 244 random
 * bits.
 */
@ApplicationScoped
public class FailedTokens {
  /** {@code rlscim_} and enough random characters to tell tokens apart. */
  private static final int PREFIX_LENGTH = 16;

  private static final int MAX_REMEMBERED = 20_000;
  private static final int MAX_CONCURRENT_LOOKUPS = 2;
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration ACCEPTED_FOR = Duration.ofHours(1);

  // A bucket that nobody used for a period is full again, like a new one.
  private final Cache<Counted, Bucket> failures =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterAccess(PERIOD).build();
  private final Cache<AcceptedToken, Boolean> accepted =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterAccess(ACCEPTED_FOR).build();
  private final Semaphore lookups = new Semaphore(MAX_CONCURRENT_LOOKUPS);

  private record Counted(String host, String kind, String subject) {}

  /** Contains the digest of the token, so that no secret stays in memory. */
  private record AcceptedToken(String host, String purpose, String digest) {}

  /**
   * Starts the lookup of a token.
   *
   * @param host the tenant's subdomain, or empty for hosts without a tenant
   * @param purpose what the token is sent for
   * @param source the address the request came from
   * @param perMinute how many rejections are allowed
   * @throws TooManyRequests when the limit is reached
   */
  public Attempt attempt(String host, String purpose, String source, String token, int perMinute) {
    AcceptedToken id =
        new AcceptedToken(host, purpose, HexFormat.of().formatHex(Secrets.digest(token)));
    String prefix = token.substring(0, Math.min(PREFIX_LENGTH, token.length()));
    List<Bucket> counted =
        List.of(
            bucket(new Counted(host, "source", Network.of(source)), perMinute),
            bucket(new Counted(host, "prefix", prefix), perMinute));
    boolean wasAccepted = accepted.getIfPresent(id) != null;
    boolean held =
        !wasAccepted && counted.stream().anyMatch(bucket -> bucket.getAvailableTokens() < 1);
    if (held && !lookups.tryAcquire()) {
      throw tooMany(counted);
    }
    return new Attempt(id, counted, held);
  }

  private Bucket bucket(Counted subject, int perMinute) {
    return failures.get(
        subject,
        key ->
            Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                .build());
  }

  private static TooManyRequests tooMany(List<Bucket> counted) {
    long nanos =
        counted.stream()
            .mapToLong(bucket -> bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill())
            .max()
            .orElse(0);
    return new TooManyRequests(
        TooManyRequests.Reason.FAILED_TOKENS,
        Duration.ofNanos(nanos),
        "Too many requests with a rejected token came from this address, or with tokens that"
            + " have the same beginning.");
  }

  /** The lookup of one token. The caller closes it when the lookup is complete. */
  public final class Attempt implements AutoCloseable {
    private final AcceptedToken id;
    private final List<Bucket> counted;
    private final boolean held;

    private Attempt(AcceptedToken id, List<Bucket> counted, boolean held) {
      this.id = id;
      this.counted = counted;
      this.held = held;
    }

    public void succeeded() {
      accepted.put(id, true);
    }

    /**
     * Counts a rejection.
     *
     * @return the given rejection, or 429 beyond the limit
     */
    public ScimException failed(ScimException rejection) {
      accepted.invalidate(id);
      // Count in both buckets, even when the first is empty.
      Set<Boolean> within = Set.copyOf(counted.stream().map(b -> b.tryConsume(1)).toList());
      return within.contains(false) ? tooMany(counted) : rejection;
    }

    @Override
    public void close() {
      if (held) {
        lookups.release();
      }
    }
  }
}
