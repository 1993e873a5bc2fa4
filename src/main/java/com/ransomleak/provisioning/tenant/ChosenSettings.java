package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * What the administrators of a tenant chose in place of the settings of the deployment, table
 * {@code tenant_setting}. Each node reads it again every 15 seconds.
 */
@ApplicationScoped
public class ChosenSettings {
  @Inject private Sql sql;
  @Inject private TenantSettings settings;
  @Inject private Tenants tenants;
  @Inject private Event<Changed> changes;

  /** The settings of a tenant with its new choice. */
  public record Changed(TenantId tenant, TenantOptions options) {}

  private static final String CHOICES =
      """
      select s.name, s.value, s.changed_at, (
        select a.actor from provisioning.activity a
        where a.tenant_id = s.tenant_id and a.id >= provisioning.first_id_at(s.changed_at)
          and a.id < provisioning.first_id_at(s.changed_at + interval '1 minute')
          and a.at = s.changed_at and a.action = 'setting.changed' and a.resource_name = s.name
        order by a.id limit 1) as changed_by
      from provisioning.tenant_setting s where s.tenant_id = :tenant
      """;

  /**
   * A value that was chosen, and when.
   *
   * @param changedBy who chose it; null when the activity does not have it any more
   */
  public record Choice(String name, String value, OffsetDateTime changedAt, String changedBy) {}

  private record StoredChoice(UUID tenantId, String name, String value) {}

  /** The choices of one tenant by name. */
  @Transactional
  public Map<String, Choice> of(TenantId tenant) {
    return sql.of(tenant, CHOICES).list(Choice.class).stream()
        .collect(Collectors.toMap(Choice::name, choice -> choice));
  }

  /** The settings with the choices of this moment, which not every node may use yet. */
  @Transactional
  public TenantOptions options(TenantId tenant) {
    return settings.options(subdomain(tenant), values(tenant));
  }

  /** Whether the operator set it for this tenant, so that administrators cannot choose it. */
  public boolean isLocked(TenantId tenant, String name) {
    return settings.isLocked(subdomain(tenant), name);
  }

  private String subdomain(TenantId tenant) {
    return tenants.byId(tenant).subdomain();
  }

  private Map<String, String> values(TenantId tenant) {
    Map<String, String> values = new HashMap<>();
    of(tenant).values().forEach(choice -> values.put(choice.name(), choice.value()));
    return values;
  }

  /**
   * Chooses a setting; the activity records it. This node uses it after the commit.
   *
   * @param name one of {@link TenantOptions#chosenByTenants()}
   * @param expected the previous choice
   * @param value empty for the setting of the deployment
   * @return false when the previous choice is another one by now
   * @throws ScimException 400 for an invalid value, 409 for a setting that the operator has set
   */
  @Transactional
  public boolean choose(
      TenantId tenant,
      String name,
      Optional<String> expected,
      Optional<String> value,
      String chosenBy) {
    if (!TenantOptions.chosenByTenants().contains(name)) {
      throw ScimException.invalidValue("There is no setting " + name + " to choose.");
    }
    if (isLocked(tenant, name)) {
      throw ScimException.conflict("Your operator has set " + name + ".");
    }
    Map<String, String> chosen = values(tenant);
    chosen.remove(name);
    TenantOptions others = settings.options(subdomain(tenant), chosen);
    TenantOptions changed;
    try {
      changed = value.map(text -> others.with(name, text)).orElse(others);
    } catch (IllegalStateException e) {
      throw ScimException.invalidValue(e.getMessage());
    }
    boolean saved =
        sql.of(
                tenant,
                "select provisioning.choose_setting(:tenant, :chosen_by, :name, :expected, :value)")
            .bind("chosen_by", chosenBy)
            .bind("name", name)
            .bind("expected", expected.orElse(null))
            .bind("value", value.orElse(null))
            .one(Boolean.class);
    if (saved) {
      changes.fire(new Changed(tenant, changed));
    }
    return saved;
  }

  /** The choices of all these tenants, values by name, with either login. */
  static Map<TenantId, Map<String, String>> read(Handle handle, Collection<Tenant> tenants) {
    Map<TenantId, Map<String, String>> chosen = new HashMap<>();
    handle
        .createQuery("select * from provisioning.chosen_settings(cast(:tenants as uuid[]))")
        .bind("tenants", Nodes.array(tenants, Tenant::id))
        .map(ConstructorMapper.of(StoredChoice.class))
        .forEach(
            row ->
                chosen
                    .computeIfAbsent(new TenantId(row.tenantId()), tenant -> new HashMap<>())
                    .put(row.name(), row.value()));
    return chosen;
  }
}
