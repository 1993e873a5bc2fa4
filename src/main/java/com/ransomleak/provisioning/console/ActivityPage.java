package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.activity.ActivityQueries.Kind;
import com.ransomleak.provisioning.activity.ActivityQueries.RejectionCause;
import com.ransomleak.provisioning.activity.Entry;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code activity.xhtml}: the activity, newest first; and {@code activity-entry.xhtml}. */
@Named
@RequestScoped
public class ActivityPage extends ConsolePage {
  private static final int MAX_SEARCH_LENGTH = 256;
  private static final int MAX_CAUSES = 5;

  @Inject private ActivityQueries activity;
  @Inject private ApiTokens tokens;

  private List<Entry> found;
  private Optional<OffsetDateTime> lastContact;
  private List<RejectionCause> causes;
  private ActivityRow row;

  /** Before {@code activity-entry.xhtml} is rendered. */
  public void find() {
    row =
        ResourceId.of(parameter("id"))
            .flatMap(id -> activity.entry(tenant(), id))
            .map(ActivityRow::new)
            .orElse(null);
    require(row);
  }

  /** The entry of {@code activity-entry.xhtml}. */
  public ActivityRow getRow() {
    return row;
  }

  public List<ActivityRow> getEntries() {
    return found().stream().limit(PAGE_SIZE).map(ActivityRow::new).toList();
  }

  private List<Entry> found() {
    if (found == null) {
      found = activity.page(tenant(), kind(), getSearch(), before(), PAGE_SIZE + 1);
    }
    return found;
  }

  /** The most frequent reasons for rejections, on the first page of rejected requests. */
  public List<RejectionCause> getCauses() {
    if (causes == null) {
      boolean shown = kind() == Kind.REJECTED && isNewest();
      causes = shown ? activity.causes(tenant(), MAX_CAUSES) : List.<RejectionCause>of();
    }
    return List.copyOf(causes);
  }

  /** When the identity provider last used the token, or null. */
  public OffsetDateTime getLastContact() {
    if (lastContact == null) {
      lastContact = tokens.lastUse(tenant());
    }
    return lastContact.orElse(null);
  }

  /** Whether the page updates itself. A search reads too much for that. */
  public boolean isLive() {
    return isNewest() && getSearch().isEmpty();
  }

  public List<String> getKinds() {
    return Arrays.stream(Kind.values()).map(ActivityPage::word).toList();
  }

  public String getKind() {
    return word(kind());
  }

  public String getSearch() {
    return Shortened.to(MAX_SEARCH_LENGTH, parameter("search"));
  }

  public boolean isNewest() {
    return before().isEmpty();
  }

  /** Whether the list may be empty because of a search or filter. */
  public boolean isFiltered() {
    return kind() != Kind.ALL || !getSearch().isEmpty() || !isNewest();
  }

  /** The address of the same search for another kind of entries. */
  public String address(String kind) {
    return "activity?kind=" + kind + "&search=" + encoded(getSearch());
  }

  /** The address of the next page, or null. */
  public String getOlder() {
    return found().size() <= PAGE_SIZE
        ? null
        : address(getKind()) + "&before=" + found().get(PAGE_SIZE - 1).id();
  }

  private TenantId tenant() {
    return user.tenantFor(Permission.MANAGE_INTEGRATIONS);
  }

  private Optional<UUID> before() {
    return ResourceId.of(parameter("before"));
  }

  private Kind kind() {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(parameter("kind")))
        .findFirst()
        .orElse(Kind.ALL);
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
