package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes the activity log, table {@code activity}. A change is recorded in its own transaction, and
 * a rejected request after the rollback, in a separate transaction.
 */
@ApplicationScoped
public class Activity {
  private static final String INSERT =
      """
      insert into provisioning.activity (tenant_id, actor_kind, actor, action, resource_type, resource_id, resource_name,
        status, scim_type, detail, changed, changed_values, consequences, tolerances, method, path, client, source, token_id, request_id)
      values (:tenant, :actor_kind, :actor, :action, :resource_type, :resource_id, :resource_name,
        :status, :scim_type, :detail, cast(:changed as jsonb), cast(:changed_values as jsonb), cast(:consequences as jsonb),
        cast(:tolerances as jsonb), :method, :path, :client, :source, :token_id, :request_id)
      """;

  private static final String INSERT_OF_ACTOR =
      """
      insert into provisioning.activity (tenant_id, actor_kind, actor, actor_id, action, resource_type, resource_id, resource_name,
        status, changed, consequences, client, source)
      values (:tenant, :actor_kind, :actor, :actor_id, :action, :resource_type, :resource_id, :resource_name,
        nullif(:status, 0), cast(:changed as jsonb), cast(:consequences as jsonb), :client, :source)
      """;

  /** From the first quotation mark to the last, because the quoted text can contain some. */
  private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);

  @Inject private Sql sql;
  @Inject private Tenants tenants;
  @Inject private jakarta.enterprise.event.Event<Recorded> recorded;

  /** Records a change by a request, in the caller's transaction. One statement. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(TenantId tenant, ScimRequestContext context, Event event) {
    insert(tenant, event, null, null, context);
    context.notes().recorded();
  }

  /**
   * Records a change by a request and, in the same round trip, reads what was written.
   *
   * @param query a {@code select} of one row; it can use {@code :tenant} and the parameters
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public <T> T recordAndQuery(
      TenantId tenant,
      ScimRequestContext context,
      Event event,
      String query,
      Class<T> row,
      Map<String, Object> parameters) {
    Map<String, Object> all = columns(event, null, null, context);
    all.putAll(parameters);
    T answer = statement(tenant, "with recorded as (" + INSERT + ") " + query, all).one(row);
    context.notes().recorded();
    return answer;
  }

  /** Records a change by another actor, in the caller's transaction. One statement. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(TenantId tenant, Actor actor, Event event) {
    Map<String, Object> columns = columns(event);
    columns.put("actor_kind", actor.kind().word());
    columns.put("actor", actor.name());
    columns.put("actor_id", actor.user());
    columns.put("consequences", event.consequences().json());
    columns.put("client", actor.client());
    columns.put("source", actor.source());
    statement(tenant, INSERT_OF_ACTOR, columns).update();
    recorded.fire(new Recorded(tenant, actor.kind(), event.action(), event.status()));
  }

  /** A change by an actor other than a provisioning client, for the log of the server. */
  public record Recorded(TenantId tenant, Actor.Kind actor, Action action, int status) {}

  /**
   * Records a rejected request, after the rollback. Names and values of a deleted user are left
   * out, because erasure may have run before and would not remove them.
   *
   * @param action {@link Action#REJECTED}, or why the request was rejected before it was read
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void recordRejection(
      TenantId tenant,
      ScimRequestContext context,
      ScimException error,
      Action action,
      Consequences consequences) {
    Subject subject = Subject.of(context);
    boolean deleted = subject.isDeletedUser(sql, tenant);
    String sent = deleted ? null : context.notes().name();
    String known = sent == null ? subject.storedName(sql, tenant) : sent;
    // Erasure finds former names of this kind only among recorded values.
    boolean substituted =
        known == null && subject.id() == null && tenants.options(tenant).recordValues();
    String name = substituted ? context.notes().anyName() : known;
    Event event =
        new Event(
            action,
            subject.type(),
            subject.id(),
            name,
            error.status(),
            Set.of(),
            consequences,
            // Erasure finds a value by the name of its user only.
            name == null ? Optional.empty() : rejectedValue(tenant, subject, error));
    insert(
        tenant,
        event,
        error.type().map(ScimType::keyword).orElse(null),
        // A 404 contains no name, but an error about the body can.
        deleted && error.status() != 404 ? null : withoutQuotedNames(error),
        context);
    context.notes().recorded();
  }

  private Optional<JsonObject> rejectedValue(
      TenantId tenant, Subject subject, ScimException error) {
    return error
        .rejectedValue()
        // No user has a name that cannot be one, so erasure would not find it.
        .filter(
            value ->
                subject.id() != null
                    || error.status() == 409
                    || !value.attribute().equals("userName"))
        .flatMap(
            value ->
                RejectedText.of(
                    value,
                    subject.resourceType(tenants.schemas(tenant)),
                    tenants.options(tenant).recordValues()));
  }

  /** Without the quoted part of a filter, because erasure could not find names in it (L-03). */
  private static String withoutQuotedNames(ScimException error) {
    return error.type().filter(ScimType.INVALID_FILTER::equals).isPresent()
        ? QUOTED.matcher(error.detail()).replaceAll("'…'")
        : error.detail();
  }

  /** Records a read that was accepted with warnings. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void recordReadWarnings(TenantId tenant, ScimRequestContext context, int status) {
    recordSeparately(tenant, context, Action.READ, status, new Consequences());
  }

  /**
   * Records a bulk request. Each of its operations has an entry of its own with the same request
   * id.
   *
   * @param summary the numbers of operations by result
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void recordBulk(TenantId tenant, ScimRequestContext context, Consequences summary) {
    recordSeparately(tenant, context, Action.BULK, 200, summary);
  }

  private void recordSeparately(
      TenantId tenant,
      ScimRequestContext context,
      Action action,
      int status,
      Consequences consequences) {
    insert(tenant, new Event(action, null, null, null, status, consequences), null, null, context);
    context.notes().recorded();
  }

  /**
   * The values of changed attributes before and after, if the tenant records values.
   *
   * @param names the changed attributes
   */
  public Optional<JsonObject> values(
      TenantId tenant, JsonObject before, JsonObject after, Collection<String> names) {
    return tenants.options(tenant).recordValues() && !names.isEmpty()
        ? Optional.of(ChangedAttributes.values(before, after, names))
        : Optional.empty();
  }

  private void insert(
      TenantId tenant, Event event, String scimType, String detail, ScimRequestContext context) {
    statement(tenant, INSERT, columns(event, scimType, detail, context)).update();
  }

  private Sql.Statement statement(TenantId tenant, String text, Map<String, Object> parameters) {
    Sql.Statement statement = sql.of(tenant, text);
    parameters.forEach(statement::bind);
    return statement;
  }

  private static Map<String, Object> columns(
      Event event, String scimType, String detail, ScimRequestContext context) {
    Map<String, Object> columns = columns(event);
    columns.put("actor_kind", context.actor().kind().word());
    columns.put("actor", context.actor().name());
    columns.put("scim_type", scimType);
    columns.put("detail", detail);
    columns.put("changed_values", event.values().map(ScimJson::write).orElse(null));
    columns.put("consequences", withNotes(event.consequences(), context.warnings().used()).json());
    columns.put("tolerances", warnings(context.warnings().used()));
    columns.put("method", context.method());
    columns.put("path", context.path());
    columns.put("client", context.actor().client());
    columns.put("source", context.actor().source());
    columns.put("token_id", context.token());
    columns.put("request_id", context.requestId());
    return columns;
  }

  private static Map<String, Object> columns(Event event) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("action", event.action().word());
    columns.put("resource_type", event.resourceType());
    columns.put("resource_id", event.resourceId());
    columns.put("resource_name", event.name());
    columns.put("status", event.status());
    columns.put("changed", list(event.changed()));
    return columns;
  }

  /** Adds what the RFCs allow but administrators should know. */
  private static Consequences withNotes(
      Consequences consequences, Map<WarningType, Set<String>> used) {
    Consequences all = new Consequences(consequences);
    used.forEach(
        (warning, subjects) -> {
          if (warning.isNote()) {
            all.add(Consequence.valueOf(warning.name()), String.join(", ", subjects));
          }
        });
    return all;
  }

  /** {@code ["a","b"]}, or null when there are none. */
  private static String list(Collection<String> items) {
    if (items.isEmpty()) {
      return null;
    }
    JsonArrayBuilder array = ScimJson.array();
    items.forEach(array::add);
    return ScimJson.write(array.build());
  }

  /** {@code {"BOOLEAN_AS_STRING":["active"]}}, or null when there are none. */
  private static String warnings(Map<WarningType, Set<String>> used) {
    Map<String, JsonValue> deviations = new LinkedHashMap<>();
    used.forEach(
        (warning, subjects) -> {
          if (!warning.isNote()) {
            JsonArrayBuilder array = ScimJson.array();
            subjects.forEach(array::add);
            deviations.put(warning.name(), array.build());
          }
        });
    return deviations.isEmpty() ? null : ScimJson.write(ScimJson.object(deviations));
  }
}
