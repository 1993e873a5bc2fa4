package com.ransomleak.provisioning.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ransomleak.provisioning.http.Network;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.tenant.Sha256;
import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Makes failing with tokens slow (T-09). Failures are counted for each tenant's host by source and
 * by how the token begins; past the limit further ones are answered with 429.
 *
 * <p>A token that worked here within the last hour gets through whatever others do. Any other from
 * such a source is still looked up, but only two at a time on this node, so that a flood costs the
 * database next to nothing; whoever finds both places taken is asked to come again. Guessing needs
 * no other brake: a token is 244 random bits.
 */
@ApplicationScoped
public class FailedTokens {
  /** {@code rlscim_} and some more: enough that no two tokens begin alike. */
  private static final int PREFIX_LENGTH = 16;

  private static final int MOST_REMEMBERED = 20_000;
  private static final int LOOK_UPS_AT_ONCE = 2;
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration WORKING_FOR = Duration.ofHours(1);

  // After a period of quiet a bucket is full again, as good as a new one.
  private final Cache<Counted, Bucket> failures =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterAccess(PERIOD).build();
  private final Cache<Working, Boolean> working =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterAccess(WORKING_FOR).build();
  private final Semaphore lookUps = new Semaphore(LOOK_UPS_AT_ONCE);

  private record Counted(String host, String kind, String subject) {}

  /** A token by its digest: no secret stays in memory. */
  private record Working(String host, String purpose, String digest) {}

  /**
   * Begins to find out what a token opens.
   *
   * @param host the tenant's subdomain, or the empty text for all hosts that are no tenant's
   * @param purpose what it should open
   * @param source the address the request came from
   * @param perMinute how many failures are borne
   * @throws TooManyRequests when it is not to be looked up now
   */
  public Attempt attempt(String host, String purpose, String source, String token, int perMinute) {
    Working id = new Working(host, purpose, HexFormat.of().formatHex(Sha256.digest(token)));
    String prefix = token.substring(0, Math.min(PREFIX_LENGTH, token.length()));
    List<Bucket> counted =
        List.of(
            bucket(new Counted(host, "source", Network.of(source)), perMinute),
            bucket(new Counted(host, "prefix", prefix), perMinute));
    boolean works = working.getIfPresent(id) != null;
    boolean held = !works && counted.stream().anyMatch(bucket -> bucket.getAvailableTokens() < 1);
    if (held && !lookUps.tryAcquire()) {
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
        "Too many requests came from here, or with tokens that begin like this one, whose token is"
            + " not accepted.");
  }

  /** One token on its way; closed when it is known what it opens. */
  public final class Attempt implements AutoCloseable {
    private final Working id;
    private final List<Bucket> counted;
    private final boolean held;

    private Attempt(Working id, List<Bucket> counted, boolean held) {
      this.id = id;
      this.counted = counted;
      this.held = held;
    }

    public void succeeded() {
      working.put(id, true);
    }

    /**
     * Counts a failure.
     *
     * @return the refusal, or what takes its place past the limit
     */
    public ScimException failed(ScimException refusal) {
      working.invalidate(id);
      // Both count, also when the first is empty.
      Set<Boolean> within = Set.copyOf(counted.stream().map(b -> b.tryConsume(1)).toList());
      return within.contains(false) ? tooMany(counted) : refusal;
    }

    @Override
    public void close() {
      if (held) {
        lookUps.release();
      }
    }
  }
}
