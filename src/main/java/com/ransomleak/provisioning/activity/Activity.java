package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/**
 * The tenant-readable record of provisioning, table {@code activity}. What succeeded is written in
 * the same transaction. What was rejected is written after the rollback, in a transaction of its
 * own.
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

  /** From the first quotation mark to the last, since what is quoted may have some of its own. */
  private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);

  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;

  /**
   * What a client achieved; in the caller's transaction, which has named the tenant. One statement.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(TenantId tenant, ScimRequestContext exchange, Event event) {
    insert(tenant, event, null, null, exchange);
    exchange.notes().recorded();
  }

  /**
   * The same, together with a query about what was written: one round trip for both.
   *
   * @param query a {@code select} of one row, with the parameter {@code :tenant} and these
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public <T> T recordAndQuery(
      TenantId tenant,
      ScimRequestContext exchange,
      Event event,
      String query,
      Class<T> row,
      Map<String, Object> parameters) {
    Map<String, Object> all = columns(tenant, event, null, null, exchange);
    all.putAll(parameters);
    T answer =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("with recorded as (" + INSERT + ") " + query)
                    .bindMap(all)
                    .mapTo(row)
                    .one());
    exchange.notes().recorded();
    return answer;
  }

  /** What was done by somebody else than a client, in the caller's transaction. One statement. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(TenantId tenant, Actor actor, Event event) {
    Map<String, Object> columns = columns(tenant, event);
    columns.put("actor_kind", actor.kind().word());
    columns.put("actor", actor.name());
    columns.put("actor_id", actor.user());
    columns.put("consequences", list(event.consequences()));
    columns.put("client", actor.client());
    columns.put("source", actor.source());
    insert(INSERT_OF_ACTOR, columns);
  }

  /**
   * An exchange that was refused, after its transaction is gone. Of somebody who was deleted it
   * tells no name: nothing would erase it.
   *
   * @param action {@code refused}, or {@code refused.} and why it was before anybody looked at it
   * @param consequences one sentence each
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void recordRefusal(
      TenantId tenant,
      ScimRequestContext exchange,
      ScimException refusal,
      Action action,
      List<String> consequences) {
    Subject subject = Subject.of(exchange);
    boolean gone = subject.isDeletedUser(jdbi, tenant);
    String sent = gone ? null : exchange.notes().name();
    String name = sent == null ? subject.storedName(jdbi, tenant) : sent;
    Event event =
        new Event(
            action, subject.type(), subject.id(), name, refusal.status(), Set.of(), consequences);
    insert(
        tenant,
        event,
        refusal.type().map(ScimType::keyword).orElse(null),
        // That there is no such user names nobody; what is wrong with a body may.
        gone && refusal.status() != 404 ? null : kept(refusal),
        exchange);
    exchange.notes().recorded();
  }

  /** Without what is quoted of a filter: nobody could find the names in it to erase them (L-03). */
  private static String kept(ScimException refusal) {
    return refusal.type().filter(ScimType.INVALID_FILTER::equals).isPresent()
        ? QUOTED.matcher(refusal.detail()).replaceAll("'…'")
        : refusal.detail();
  }

  /** A successful read in which something was tolerated. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void recordTolerated(TenantId tenant, ScimRequestContext exchange, int status) {
    recordApart(tenant, exchange, Action.READ, status, List.of());
  }

  /**
   * A bulk request as a whole, after each of its operations was recorded by itself, under the same
   * request id.
   *
   * @param sum how many operations did what, in sentences
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void recordBulk(TenantId tenant, ScimRequestContext exchange, List<String> sum) {
    recordApart(tenant, exchange, Action.BULK, 200, sum);
  }

  private void recordApart(
      TenantId tenant,
      ScimRequestContext exchange,
      Action action,
      int status,
      List<String> consequences) {
    insert(
        tenant,
        new Event(action, null, null, null, status, Set.of(), consequences),
        null,
        null,
        exchange);
    exchange.notes().recorded();
  }

  /**
   * What changed attributes were and became, if the tenant's settings want that kept.
   *
   * @param names the attributes that changed
   */
  public Optional<JsonObject> values(
      TenantId tenant, JsonObject before, JsonObject after, Collection<String> names) {
    return tenants.options(tenant).recordValues() && !names.isEmpty()
        ? Optional.of(ChangedAttributes.values(before, after, names))
        : Optional.empty();
  }

  private void insert(
      TenantId tenant, Event event, String scimType, String detail, ScimRequestContext exchange) {
    insert(INSERT, columns(tenant, event, scimType, detail, exchange));
  }

  private void insert(String statement, Map<String, Object> columns) {
    jdbi.useHandle(handle -> handle.createUpdate(statement).bindMap(columns).execute());
  }

  private static Map<String, Object> columns(
      TenantId tenant, Event event, String scimType, String detail, ScimRequestContext exchange) {
    Map<String, Object> columns = columns(tenant, event);
    columns.put("actor_kind", exchange.actor().kind().word());
    columns.put("actor", exchange.actor().name());
    columns.put("scim_type", scimType);
    columns.put("detail", detail);
    columns.put("changed_values", event.values().map(ScimJson::write).orElse(null));
    columns.put("consequences", list(withNotes(event.consequences(), exchange.warnings().used())));
    columns.put("tolerances", map(exchange.warnings().used()));
    columns.put("method", exchange.method());
    columns.put("path", exchange.path());
    columns.put("client", exchange.actor().client());
    columns.put("source", exchange.actor().source());
    columns.put("token_id", exchange.token());
    columns.put("request_id", exchange.requestId());
    return columns;
  }

  private static Map<String, Object> columns(TenantId tenant, Event event) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("tenant", tenant);
    columns.put("action", event.action().word());
    columns.put("resource_type", event.resourceType());
    columns.put("resource_id", event.resourceId());
    columns.put("resource_name", event.name());
    columns.put("status", event.status());
    columns.put("changed", list(event.changed()));
    return columns;
  }

  /** What followed, and what the RFCs allow but an admin should know. */
  private static List<String> withNotes(
      List<String> consequences, Map<WarningType, Set<String>> used) {
    List<String> all = new ArrayList<>(consequences);
    used.forEach((warning, subjects) -> warning.note(subjects).ifPresent(all::add));
    return all;
  }

  /** {@code ["a","b"]}, or null when there is nothing to tell. */
  private static String list(Collection<String> items) {
    if (items.isEmpty()) {
      return null;
    }
    JsonArrayBuilder array = ScimJson.array();
    items.forEach(array::add);
    return ScimJson.write(array.build());
  }

  /** {@code {"BOOLEAN_AS_STRING":["active"]}}, or null when nothing was tolerated. */
  private static String map(Map<WarningType, Set<String>> used) {
    Map<String, JsonValue> deviations = new LinkedHashMap<>();
    used.forEach(
        (warning, subjects) -> {
          if (warning.note(subjects).isEmpty()) {
            JsonArrayBuilder array = ScimJson.array();
            subjects.forEach(array::add);
            deviations.put(warning.name(), array.build());
          }
        });
    return deviations.isEmpty() ? null : ScimJson.write(ScimJson.object(deviations));
  }
}
