package com.ransomleak.provisioning.settings;

import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of one tenant, {@code tenant.acme.*}, or of all tenants, {@code tenant.default.*}.
 * The descriptions appear in the example file and in the reference for operators.
 *
 * @param formerly The previous subdomain of a renamed tenant, which keeps its data under the new
 *     name. Remove the previous subdomain from provisioning.tenants, and set this at the first
 *     start with the new name. When the database has tenants of both names, the start fails and the
 *     log says how to choose.
 * @param firstAdministrator The userName of the first administrator, who is an ordinary user. When
 *     no active user can manage the tenant's integrations, the next start creates this user if
 *     necessary and assigns the role Administrator with the permission to manage integrations. The
 *     administrator sets a password through a link that works once, for 24 hours; README.md says
 *     how to print it.
 * @param firstAdministratorGivenName The given name of the first administrator. Without it, the
 *     name is derived from the userName: ada.lovelace@example.com becomes Ada Lovelace.
 * @param firstAdministratorFamilyName The family name of the first administrator. Without it, and
 *     when the userName contains one word only, it is "Administrator".
 * @param tokenLifetime The longest time for which an API token is valid. Administrators can choose
 *     a shorter time in the console. The SQL function provisioning.generate_api_token ignores this
 *     setting. Without it, a token may also be valid without an end.
 * @param tokenOverlap How long the previous API token still works after a new one is generated, so
 *     that there is time to enter the new one. Administrators can choose another time in the
 *     console. Without it, one day, or max-token-overlap if that is shorter.
 * @param maxTokenOverlap The longest such time that administrators can choose. With 0 seconds, they
 *     can choose only token-overlap; without it, the previous token stops immediately.
 * @param eraseDeletedAfter How long the names of users are kept after SCIM deleted them. After that
 *     the users are anonymised, which cannot be undone: their rows still count in reports. After a
 *     change, a longer time is in force with the next start, a shorter one only after
 *     provisioning.removed-tenant-grace.
 * @param managerKeys What a manager reference can be, in the order in which the server tries them.
 *     The first kind that matches decides. When it matches several users, the reference stays
 *     pending. After a change, the server links all managers again in the background.
 * @param teamAliases Departments that belong to a team of another name: alias=team, separated by
 *     semicolons. Case and white space do not matter. An alias can point to another alias, but not
 *     back to itself. After a change, the server moves users in the background.
 * @param createTeams Whether an unknown department creates a team. Otherwise its users are a
 *     finding until an administrator creates the team.
 * @param archiveEmptyTeamsAfter How long a team can be empty before it is archived. It is restored
 *     when a user joins.
 * @param recordValues Whether the activity log contains the values of attributes before and after a
 *     change, and the value that a request was rejected for, which are personal data. Otherwise it
 *     contains the names of the attributes only.
 * @param sessionIdleTime After this time without a request, a user is signed out of the console. A
 *     longer time than provisioning.session-idle-time, which is the default, has no effect.
 * @param sessionLifetime After this time, a user is signed out of the console in any case. A longer
 *     time than provisioning.session-lifetime, which is the default, has no effect.
 * @param concurrentRequests How many SCIM requests of the tenant each node processes at the same
 *     time. As many again wait for up to two seconds; more are answered with 429 and Retry-After. A
 *     bulk request counts as one. Keep the sum with concurrent-reports below the size of the
 *     connection pool (16 in the configuration in server-config), or one tenant can use all
 *     connections.
 * @param concurrentReports How many reports of the tenant each node processes at the same time.
 * @param requestsPerSecond How many requests per second the tenant can send to each node, for SCIM
 *     and for reports each, on average over ten seconds. More are answered with 429 and
 *     Retry-After. Without it, there is no limit.
 * @param requestBytesInFlight How many bytes of request bodies of the tenant each node processes at
 *     the same time. More are answered with 429 and Retry-After. Bodies of up to 65536 bytes do not
 *     count, and a single large request is accepted unless the node reaches
 *     provisioning.request-bytes-in-flight. JSON needs a multiple of its size in memory; the
 *     default suits a heap of 512 MB.
 * @param failedTokensPerMinute How many requests with a rejected token each node accepts per minute
 *     from one address (for IPv6 from one /64 network), or with tokens that have the same
 *     beginning. More are answered with 429 and Retry-After. A token that was accepted within the
 *     last hour is not affected.
 * @param strict Whether the server rejects deviations from the RFCs that it otherwise accepts with
 *     a warning in the activity log (unknown attributes, paths in place of names, booleans in
 *     quotes, …). Do not set it for Okta or Entra, which both deviate.
 * @param requireIfMatch Whether a change must name the expected version in If-Match. Without the
 *     header it is answered with 428. Few identity providers send it.
 * @param schemas Extension schemas of the tenant as a JSON array of Schema resources (RFC 7643
 *     section 7). The server advertises, checks, stores, returns, filters and sorts their
 *     attributes like all others. Omitted properties have the default of the RFC. In addition to
 *     the RFC, "x-resourceType" is User (default) or Group, and "x-maxLength" limits the length of
 *     values and the number of values of a list (1024). Not supported: a mutability other than
 *     readWrite, a uniqueness other than none, a returned other than default and always, and lists
 *     in complex attributes. Removing a schema deletes no data.
 * @param schemasFile The path of a file with the same JSON array, for all nodes. It is ignored when
 *     schemas is set.
 */
public record TenantOptions(
    @Setting(isOwnOnly = true, example = "acme-inc") Optional<String> formerly,
    @Setting(example = "ada@example.com") Optional<String> firstAdministrator,
    @Setting(example = "Ada") Optional<String> firstAdministratorGivenName,
    @Setting(example = "Lovelace") Optional<String> firstAdministratorFamilyName,
    @Setting(min = "PT1M", example = "P180D") Optional<Duration> tokenLifetime,
    @Setting(min = "PT0S", example = "PT1H") Optional<Duration> tokenOverlap,
    @Setting(value = "P7D", min = "PT0S", example = "P1D") Duration maxTokenOverlap,
    @Setting(value = "P30D", min = "PT1S", max = DeploymentSettings.MAX_RETENTION)
        Duration eraseDeletedAfter,
    @Setting("id,externalId,employeeNumber,userName,email") List<String> managerKeys,
    @Setting(example = "R&D=Research & Development;Eng=Engineering", isChosenByTenant = true)
        Map<String, String> teamAliases,
    @Setting(value = "true", isChosenByTenant = true) boolean createTeams,
    @Setting(
            value = "P30D",
            min = "PT1S",
            max = DeploymentSettings.MAX_RETENTION,
            isChosenByTenant = true)
        Duration archiveEmptyTeamsAfter,
    @Setting(value = "false", example = "true", isChosenByTenant = true) boolean recordValues,
    @Setting(min = "PT2M", max = "P30D", example = "PT15M", isChosenByTenant = true)
        Optional<Duration> sessionIdleTime,
    @Setting(min = "PT2M", max = "P30D", example = "PT8H", isChosenByTenant = true)
        Optional<Duration> sessionLifetime,
    @Setting(value = "8", min = "1", max = "1000000") int concurrentRequests,
    @Setting(value = "4", min = "1", max = "1000000") int concurrentReports,
    @Setting(min = "1", max = "1000000", example = "50") Optional<Integer> requestsPerSecond,
    @Setting(value = "4194304", min = "65536", max = "1099511627776") long requestBytesInFlight,
    @Setting(value = DEFAULT_FAILED_TOKENS + "", min = "1", max = "1000000")
        int failedTokensPerMinute,
    @Setting(value = "false", example = "true") boolean strict,
    @Setting(value = "false", example = "true") boolean requireIfMatch,
    @Setting(
            example =
                "[{\"id\": \"urn:acme:scim:2.0:User\", \"attributes\":"
                    + " [{\"name\": \"badge\", \"type\": \"integer\"}, {\"name\": \"site\"}]}]")
        Optional<SchemaRegistry> schemas,
    @Setting(example = "/etc/provisioning/acme-schemas.json") Optional<SchemasFile> schemasFile) {

  /** The limit of failed tokens per minute before the tenant is known. */
  public static final int DEFAULT_FAILED_TOKENS = 60;

  private static final Set<String> MANAGER_KEYS =
      Set.of("id", "externalId", "employeeNumber", "userName", "email");

  /** Reads the schemas from their file and rejects unknown manager keys. */
  public TenantOptions {
    formerly = formerly.map(subdomain -> subdomain.toLowerCase(Locale.ROOT));
    if (schemas.isEmpty() && schemasFile.isPresent()) {
      try {
        schemas = Optional.of(schemasFile.get().read());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("schemas-file: " + e.getMessage(), e);
      }
    }
    if (managerKeys.isEmpty()
        || !MANAGER_KEYS.containsAll(managerKeys)
        || Set.copyOf(managerKeys).size() != managerKeys.size()) {
      throw new IllegalArgumentException(
          "manager-keys: "
              + String.join(",", managerKeys)
              + " contains something other than id, externalId, employeeNumber, userName and email,"
              + " or one of them twice.");
    }
  }

  /**
   * Reads and checks all settings of a tenant.
   *
   * @throws IllegalStateException when a value is invalid; the message starts with its key
   */
  public static TenantOptions read(Config config, String subdomain) {
    return SettingsReader.read(TenantOptions.class, config, own(subdomain), "tenant.default.");
  }

  /**
   * The same settings with a value that the tenant's administrators chose.
   *
   * @param name one of {@link #chosenByTenants()}
   * @throws IllegalStateException when the value is invalid; the message starts with the name
   */
  public TenantOptions with(String name, String value) {
    return SettingsReader.with(TenantOptions.class, this, name, value);
  }

  /** The names of the settings that administrators can choose: {@code record-values}, … */
  public static Set<String> chosenByTenants() {
    return Arrays.stream(TenantOptions.class.getRecordComponents())
        .filter(component -> component.getAnnotation(Setting.class).isChosenByTenant())
        .map(SettingsReader::name)
        .collect(Collectors.toSet());
  }

  /** The names of those that the operator set for this tenant itself. */
  public static Set<String> locked(Config config, String subdomain) {
    return chosenByTenants().stream()
        .filter(
            name ->
                config
                    .getOptionalValue(own(subdomain) + name, String.class)
                    .filter(value -> !value.isBlank())
                    .isPresent())
        .collect(Collectors.toSet());
  }

  /** A duration as operators write it: whole days are {@code P7D}, not {@code PT168H}. */
  public static String text(Duration duration) {
    return duration.equals(Duration.ofDays(duration.toDays()))
        ? "P" + duration.toDays() + "D"
        : duration.toString();
  }

  private static String own(String subdomain) {
    return "tenant." + subdomain + ".";
  }

  /** The user who may sign in while nobody else can. */
  public Optional<AdministratorOptions> administrator() {
    return firstAdministrator.map(
        userName ->
            AdministratorOptions.of(
                userName, firstAdministratorGivenName, firstAdministratorFamilyName));
  }

  /** The standard schemas and the tenant's extensions. */
  public SchemaRegistry schemaRegistry() {
    return schemas.orElse(SchemaRegistry.STANDARD);
  }
}
