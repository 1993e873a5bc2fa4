package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.store.Rewindable;
import com.ransomleak.provisioning.tenant.TenantId;
import java.security.Principal;
import java.util.UUID;

/**
 * One authenticated request of a provisioning client, from the token check to the answer: whose it
 * is, where it came from, and what was tolerated on the way. It is the request's principal, so a
 * resource gets it from its {@code SecurityContext}.
 */
public final class Exchange implements Principal, Rewindable {
  /** How much is kept of a name that a body has, in characters. */
  public static final int LONGEST_NAME = 256;

  private final TenantId tenant;
  private final UUID token;
  private final String baseUrl;
  private final String requestId;
  private final String method;
  private final String path;
  private final String client;
  private final String source;
  private final Tolerances tolerances;
  private Actor.Kind kind = Actor.Kind.PROVIDER;
  private String actor = "scim";
  private String name;
  private boolean recorded;

  /**
   * Begins when the token is known.
   *
   * @param baseUrl the tenant's public base, {@code https://acme.example.com/scim/v2}, without a
   *     trailing slash
   * @param path the path below the base, without query: filters hold personal data (L-03)
   * @param client the User-Agent, or null
   * @param tolerances what to do about deviations, and nothing recorded yet
   */
  public Exchange(
      TenantId tenant,
      UUID token,
      String baseUrl,
      String requestId,
      String method,
      String path,
      String client,
      String source,
      Tolerances tolerances) {
    this.tenant = tenant;
    this.token = token;
    this.baseUrl = baseUrl;
    this.requestId = requestId;
    this.method = method;
    this.path = path;
    this.client = client;
    this.source = source;
    this.tolerances = tolerances;
  }

  /**
   * A write that no client asked for, but the use cases of clients carry out.
   *
   * @param actor who wants it
   */
  public static Exchange internal(TenantId tenant, Actor actor) {
    Exchange exchange =
        new Exchange(
            tenant, null, null, null, null, null, actor.client(), actor.source(), new Tolerances());
    exchange.kind = actor.kind();
    exchange.actor = actor.name();
    return exchange;
  }

  /** The same, of a client that reads reports: it says nothing about provisioning. */
  public Exchange forReports() {
    kind = Actor.Kind.REPORTS;
    actor = "reports";
    return this;
  }

  /**
   * One operation of this request as the exchange that it would be by itself: by the same client,
   * under the same request id, with tolerances of its own.
   *
   * @param path below the base, as {@link #path()}
   */
  public Exchange operation(String method, String path) {
    Exchange operation =
        new Exchange(
            tenant, token, baseUrl, requestId, method, path, client, source, tolerances.fresh());
    operation.kind = kind;
    operation.actor = actor;
    return operation;
  }

  public TenantId tenant() {
    return tenant;
  }

  /**
   * Notes whom a body speaks of, so that a refusal can be told from others.
   *
   * @param name the userName or displayName as it was sent
   */
  public void concerns(String name) {
    String text = name.replace("\0", "");
    this.name = text.substring(0, Math.min(text.length(), LONGEST_NAME));
  }

  /** The userName or displayName that the body had; null when it had none. */
  String name() {
    return name;
  }

  /** Whose doing it is: a client's, unless this system wants it. */
  Actor.Kind kind() {
    return kind;
  }

  /** {@code scim} for a provisioning client. */
  public String actor() {
    return actor;
  }

  /** The token's id; null when the token is unknown, which is only so in a refusal. */
  public UUID token() {
    return token;
  }

  public String baseUrl() {
    return baseUrl;
  }

  public String requestId() {
    return requestId;
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }

  public String client() {
    return client;
  }

  public String source() {
    return source;
  }

  public Tolerances tolerances() {
    return tolerances;
  }

  /**
   * Whether the activity already tells of this exchange, so that the answer need not be recorded
   * once more.
   */
  public boolean isRecorded() {
    return recorded;
  }

  void recorded() {
    recorded = true;
  }

  @Override
  public Runnable mark() {
    Runnable tolerated = tolerances.mark();
    boolean told = recorded;
    return () -> {
      tolerated.run();
      recorded = told;
    };
  }

  /** The token's id: a client is known by nothing else. */
  @Override
  public String getName() {
    return String.valueOf(token);
  }
}
