package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.activity.ActivityQueries.Kind;
import com.ransomleak.provisioning.activity.ActivityQueries.RejectionCause;
import com.ransomleak.provisioning.activity.Entry;
import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.paging.Total;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.ScimException;
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

/** {@code activity.xhtml}: the activity, newest first; and {@code activity-entry.xhtml}. */
@Named
@RequestScoped
public class ActivityPage extends ConsolePage {
  private static final int MAX_SEARCH_LENGTH = 256;
  private static final int MAX_CAUSES = 5;

  @Inject private ActivityQueries activity;
  @Inject private ApiTokens tokens;

  private Page<Entry> page;
  private Pager pager;
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

  public List<ActivityRow> getItems() {
    return page().items().stream().map(ActivityRow::new).toList();
  }

  public Pager getPager() {
    page();
    return pager;
  }

  private Page<Entry> page() {
    if (page == null) {
      String cursor = parameter("after");
      Optional<Page<Entry>> requested =
          cursor.isEmpty() ? Optional.empty() : page(cursor).filter(it -> !it.items().isEmpty());
      boolean reset = requested.isEmpty() && !cursor.isEmpty();
      page = requested.or(() -> page("")).orElseThrow();
      pager = Pager.of(page, this::total, after -> address(getKind()) + "&after=" + after, reset);
    }
    return page;
  }

  /** Empty for a cursor of another list, or an old one: users edit and keep addresses. */
  private Optional<Page<Entry>> page(String cursor) {
    try {
      return Optional.of(activity.page(tenant(), kind(), getSearch(), cursor, PAGE_SIZE));
    } catch (ScimException e) {
      return Optional.empty();
    }
  }

  /** Matches of a search are not counted, because that reads the whole activity. */
  private Total total() {
    return getSearch().isEmpty()
        ? activity.total(tenant(), kind())
        : Total.moreThan(page.offset() + page.items().size());
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
    return parameter("after").isEmpty() && getSearch().isEmpty();
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
    return page().previous().isEmpty();
  }

  /** Whether the list may be empty because of a search or filter. */
  public boolean isFiltered() {
    return kind() != Kind.ALL || !getSearch().isEmpty();
  }

  /** The query of the same search for another kind of entries. */
  public String address(String kind) {
    return "kind=" + kind + "&search=" + encoded(getSearch());
  }

  private TenantId tenant() {
    return user.tenantFor(Permission.VIEW_ACTIVITY);
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
