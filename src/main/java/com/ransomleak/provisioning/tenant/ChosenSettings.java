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
  @Inject private Event<Changed> changes;

  /** The settings of a tenant with its new choice. */
  record Changed(TenantId tenant, TenantOptions options) {}

  /** A value that was chosen, and when. */
  public record Choice(String name, String value, OffsetDateTime changedAt) {}

  private record Row(UUID tenantId, String name, String value) {}

  /** The choices of one tenant by name. */
  @Transactional
  public Map<String, Choice> of(TenantId tenant) {
    return sql
        .of(
            tenant,
            "select name, value, changed_at from provisioning.tenant_setting where tenant_id ="
                + " :tenant")
        .list(Choice.class)
        .stream()
        .collect(Collectors.toMap(Choice::name, choice -> choice));
  }

  /**
   * The settings of a tenant with the choices of this moment, which other nodes may not use yet.
   */
  @Transactional
  public TenantOptions options(TenantId tenant, String subdomain) {
    return settings.options(subdomain, values(tenant));
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
   * @param value empty for the setting of the deployment
   * @throws ScimException 400 for an invalid value, 409 for a setting that the operator has set
   */
  @Transactional
  public void choose(
      TenantId tenant, String subdomain, String name, String value, String chosenBy) {
    if (!TenantOptions.chosenByTenants().contains(name)) {
      throw ScimException.invalidValue("There is no setting " + name + " to choose.");
    }
    if (settings.isLocked(subdomain, name)) {
      throw ScimException.conflict("Your operator has set " + name + ".");
    }
    Map<String, String> chosen = values(tenant);
    if (value.isEmpty()) {
      chosen.remove(name);
    } else {
      chosen.put(name, value);
    }
    try {
      changes.fire(new Changed(tenant, settings.options(subdomain, chosen)));
    } catch (IllegalStateException e) {
      throw ScimException.invalidValue(e.getMessage());
    }
    sql.of(
            tenant,
            "select provisioning.choose_setting(:tenant, :chosen_by, :name, nullif(:value, ''))")
        .bind("chosen_by", chosenBy)
        .bind("name", name)
        .bind("value", value)
        .one(Boolean.class);
  }

  /** The choices of all these tenants, values by name, with either login. */
  static Map<TenantId, Map<String, String>> read(Handle handle, Collection<Tenant> tenants) {
    Map<TenantId, Map<String, String>> chosen = new HashMap<>();
    handle
        .createQuery("select * from provisioning.chosen_settings(cast(:tenants as uuid[]))")
        .bind("tenants", Nodes.array(tenants, Tenant::id))
        .map(ConstructorMapper.of(Row.class))
        .forEach(
            row ->
                chosen
                    .computeIfAbsent(new TenantId(row.tenantId()), tenant -> new HashMap<>())
                    .put(row.name(), row.value()));
    return chosen;
  }
}
