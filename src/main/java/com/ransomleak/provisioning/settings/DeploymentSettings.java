package com.ransomleak.provisioning.settings;

import com.ransomleak.provisioning.scim.json.JsonLimits;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of the deployment, {@code provisioning.*}. The descriptions appear in the example
 * file and in the reference for operators.
 *
 * @param baseDomain The parent domain of all tenants: the tenant acme has the address
 *     https://acme.example.com/scim/v2. On a developer's machine it may be "localhost". A host
 *     without a subdomain then belongs to the first tenant.
 * @param tenants The subdomains of the tenants, separated by commas. A new tenant exists after the
 *     next start. A tenant that you remove is suspended: nobody can use it and its data is kept,
 *     see provisioning.removed-tenant-grace. It is back when you list it again. All nodes need the
 *     same list and log a warning when the lists differ. A tenant counts as removed when no running
 *     node lists it.
 * @param activityRetention How long the activity log is kept. After a change, a longer time is in
 *     force with the next start, a shorter one only after provisioning.removed-tenant-grace.
 * @param removedTenantGrace How long the server deletes nothing of a tenant that was removed from
 *     provisioning.tenants. After that the tenant's last retention settings (erase-deleted-after,
 *     activity-retention) apply again. The tenant itself is never deleted. When a start shortens
 *     one of these two settings, the longer value stays in force for the same time, and each start
 *     until then logs a warning. With several nodes, the longest value applies.
 * @param sessionIdleTime After this time without a request, a user is signed out of the console. A
 *     tenant can choose a shorter time.
 * @param sessionLifetime After this time, a user is signed out of the console in any case. A tenant
 *     can choose a shorter time.
 * @param knownBrowserLifetime How long the server remembers a browser after a sign-in. Wrong
 *     passwords that are entered in other browsers do not lock out a known browser.
 * @param trustedProxies The addresses and networks of the reverse proxies, separated by commas. The
 *     server believes X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-For only from these. The
 *     outermost proxy must overwrite these headers; each further proxy appends to X-Forwarded-For.
 *     The server ignores Forwarded (RFC 7239). Without a trusted proxy, either TLS ends at this
 *     server or requests come from the same machine.
 * @param monitoringClients The addresses and networks that may read /metrics, separated by commas.
 *     Everybody else gets the same 404 as for an unknown path. So does each peer in
 *     provisioning.trusted-proxies, and each request with a header that a proxy adds
 *     (X-Forwarded-*, Forwarded, Via). Prometheus must connect to each node directly. Without a
 *     value, nobody can read /metrics.
 * @param logFormat How the lines of events look that the logger com.ransomleak.provisioning.events
 *     writes: text (key=value) or json. They tell of rejected requests, sign-ins, tokens, changed
 *     settings and timers, without personal data.
 * @param maxRequestSize The largest request body in bytes. A larger body is answered with 413. A
 *     full push of a group with 50,000 members has about 6 MB. The limit of a bulk request is
 *     always 1048576.
 * @param requestBytesInFlight How many bytes of request bodies each node receives or processes at
 *     the same time, for all tenants together. More are answered with 429 and Retry-After. The
 *     value cannot be less than provisioning.max-request-size.
 * @param maxJsonNames How many names one JSON object in a request may have. More are answered with
 *     413.
 * @param maxJsonValues How many values the JSON of one request may have. More are answered with
 *     413. A full push of a group with 50,000 members has about 250,000 values.
 * @param maxResourceSize The largest stored user or group in bytes, without the members of a group.
 *     A request that would exceed it is answered with 413. When you lower the limit, a larger
 *     resource can still change but not grow.
 * @param bodyTimeLimit How long the body of a SCIM or report request may take to arrive, from its
 *     first byte to its last. A slower body is answered with 408 and the connection is closed.
 * @param formTimeLimit How long a form of the console may take to arrive.
 * @param consoleRequests How many requests for the console each node processes at the same time.
 *     More are answered with 503 and Retry-After. One client can use a quarter of them, and a
 *     quarter is reserved for signed-in users. Set it to about a fifth of the server's HTTP threads
 *     (200 in the configuration in server-config), so that an attack on the console leaves threads
 *     for SCIM and /health.
 * @param maxAnswerFilesSize The total size in bytes of the temporary files (in java.io.tmpdir) in
 *     which each node keeps large responses until the client has read them. One tenant can use half
 *     of it. More are answered with 503 and Retry-After.
 * @param bulkTimeLimit After this time, a bulk request starts no further operation: the remaining
 *     operations are answered with 503 and are not executed. Set it below the time that proxies
 *     wait for a response, often 60 seconds.
 * @param downloadTimeLimit How long the download of a whole report may take (CSV, or all levels
 *     below a manager). A slower download is cut off. Each node writes four downloads at the same
 *     time, two for one tenant, because each needs a database connection. More are answered with
 *     503.
 * @param housekeepingInterval How often the server looks for expired activity and for the names of
 *     deleted users that are due for erasure.
 * @param reconcileInterval How often the server links pending managers. Most links are made by the
 *     write that makes them possible; this finds the ones that two concurrent writes missed.
 * @param verifyInterval How often the server checks all reporting lines. This corrects reporting
 *     lines after concurrent changes to the same manager reference.
 * @param drainTime How long a node still serves after SIGTERM, while /health/ready is already 503.
 *     Proxies need this time to notice it and to send new requests to other nodes: two health
 *     checks and some seconds more. If requests still come or run then, the node serves for up to
 *     10 seconds more. A second SIGTERM ends the drain.
 */
public record DeploymentSettings(
    @Setting(isRequired = true, example = "example.com") String baseDomain,
    @Setting(isRequired = true, example = "acme,globex") List<String> tenants,
    @Setting(value = "P90D", min = "PT1H", max = MAX_RETENTION) Duration activityRetention,
    @Setting(value = "P30D", min = "PT0S", max = MAX_RETENTION) Duration removedTenantGrace,
    @Setting(value = "PT30M", min = "PT2M") Duration sessionIdleTime,
    @Setting(value = "PT12H", min = "PT2M") Duration sessionLifetime,
    @Setting(value = "P90D", min = "PT1H", max = "P400D") Duration knownBrowserLifetime,
    @Setting(example = "10.0.0.0/8,192.0.2.7") NetworkList trustedProxies,
    @Setting(example = "192.0.2.50") NetworkList monitoringClients,
    @Setting("text") LogFormat logFormat,
    @Setting(value = "10485760", min = "1048576") int maxRequestSize,
    @Setting(value = "67108864", min = "1048576", max = "1099511627776") long requestBytesInFlight,
    @Setting(value = "1000", min = "100", max = "100000") int maxJsonNames,
    @Setting(value = "500000", min = "10000", max = "10000000") int maxJsonValues,
    @Setting(value = "1048576", min = "65536", max = "104857600") int maxResourceSize,
    @Setting(value = "PT1M", min = "PT1S", max = "PT15M") Duration bodyTimeLimit,
    @Setting(value = "PT10S", min = "PT1S", max = "PT15M") Duration formTimeLimit,
    @Setting(value = "40", min = "24") int consoleRequests,
    @Setting(value = "4294967296", min = "16777216", max = "1099511627776") long maxAnswerFilesSize,
    @Setting(value = "PT50S", min = "PT1S", max = "PT1H") Duration bulkTimeLimit,
    @Setting(value = "PT5M", min = "PT1S", max = "PT1H") Duration downloadTimeLimit,
    @Setting(value = "PT1M", min = "PT1S") Duration housekeepingInterval,
    @Setting(value = "PT1M", min = "PT1S") Duration reconcileInterval,
    @Setting(value = "PT10M", min = "PT1S") Duration verifyInterval,
    @Setting(value = "PT5S", min = "PT0S", max = "PT5M") Duration drainTime) {

  /** A hundred years: PostgreSQL subtracts it from the current time. */
  static final String MAX_RETENTION = "P36500D";

  /** Rejects settings that contradict each other. */
  public DeploymentSettings {
    if (requestBytesInFlight < maxRequestSize) {
      throw new IllegalArgumentException(
          "request-bytes-in-flight: "
              + requestBytesInFlight
              + " is less than provisioning.max-request-size, "
              + maxRequestSize
              + ", so the largest request would never be accepted. Raise it.");
    }
  }

  /**
   * Reads and checks all settings.
   *
   * @throws IllegalStateException when a value is invalid; the message starts with its key
   */
  public static DeploymentSettings read(Config config) {
    return SettingsReader.read(DeploymentSettings.class, config, "provisioning.");
  }

  public JsonLimits jsonLimits() {
    return new JsonLimits(maxJsonNames, maxJsonValues);
  }
}
