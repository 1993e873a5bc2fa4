package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.activity.ActivityQueries.Cause;
import com.ransomleak.provisioning.activity.ActivityQueries.Kind;
import com.ransomleak.provisioning.activity.Entry;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code activity.xhtml}: all that happened, newest first. Everything that decides what is shown
 * stands in the address, so a view can be kept, shared and gone back to.
 */
@Named
@RequestScoped
public class ActivityPage {
  private static final int PAGE_SIZE = 50;
  private static final int CAUSES = 5;

  @Inject private CurrentUser visitor;
  @Inject private ActivityQueries activity;
  @Inject private ApiTokens tokens;
  @Inject private HttpServletRequest request;

  private Kind kind;
  private String search;
  private Optional<UUID> before;
  private List<ActivityRow> entries;
  private boolean more;
  private List<Cause> causes;
  private OffsetDateTime lastHeard;

  @PostConstruct
  void load() {
    kind = kind(request.getParameter("kind"));
    search = request.getParameter("search") == null ? "" : request.getParameter("search").strip();
    search = Shortened.to(256, search);
    before = id(request.getParameter("before"));
    TenantId tenant = visitor.tenantFor(Permission.MANAGE_INTEGRATIONS);
    List<Entry> found = activity.page(tenant, kind, search, before, PAGE_SIZE + 1);
    more = found.size() > PAGE_SIZE;
    entries = found.stream().limit(PAGE_SIZE).map(ActivityRow::new).toList();
    causes =
        kind == Kind.REFUSED && isNewest() ? activity.causes(tenant, CAUSES) : List.<Cause>of();
    lastHeard = tokens.lastUse(tenant).orElse(null);
  }

  public List<ActivityRow> getEntries() {
    return entries;
  }

  public List<Cause> getCauses() {
    return causes;
  }

  /** When the identity provider last used the token, or null. */
  public OffsetDateTime getLastHeard() {
    return lastHeard;
  }

  /** Whether the list is worth asking for again and again; a search of all is too dear for that. */
  public boolean isLive() {
    return isNewest() && search.isEmpty();
  }

  public List<String> getKinds() {
    return Arrays.stream(Kind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).toList();
  }

  public String getKind() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  public String getSearch() {
    return search;
  }

  public boolean isNewest() {
    return before.isEmpty();
  }

  /** Whether only some of what happened is asked for. */
  public boolean isNarrowed() {
    return kind != Kind.ALL || !search.isEmpty();
  }

  public boolean isMore() {
    return more;
  }

  /** The address of the same view with another kind. */
  public String address(String otherKind) {
    return "activity?kind=" + otherKind + "&search=" + encoded();
  }

  /** The address of the page with what is older. */
  public String getOlder() {
    return address(getKind()) + "&before=" + entries.get(entries.size() - 1).entry().id();
  }

  private String encoded() {
    return URLEncoder.encode(search, StandardCharsets.UTF_8);
  }

  private static Kind kind(String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(Kind.ALL);
  }

  /** Empty when the text is not an id. */
  static Optional<UUID> id(String text) {
    return Optional.ofNullable(text).flatMap(ResourceId::of);
  }
}
