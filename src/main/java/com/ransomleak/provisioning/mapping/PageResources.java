package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.ResourceRow.Link;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes the resources of a page with bounded memory (ADR 18). The statement that finds the page
 * returns resources up to {@link PageStatement#MAX_BYTES}, which is enough for most pages. The
 * others are read in portions of that size. The members of a larger group are read with a database
 * cursor.
 */
public final class PageResources {
  /** The number of members in memory at the same time. */
  private static final int MEMBERS_FETCHED = 1_000;

  private static final String PORTION =
      "select " + PageStatement.COLUMNS + " from %s where tenant_id = :tenant and id = any(:ids)";

  private static final String MEMBERS =
      """
      select u.id, u.member_name as name
      from provisioning.role_member m join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
      where m.tenant_id = :tenant and m.role_id = :role
      order by m.user_id
      """;

  private final Jdbi jdbi;
  private final TenantId tenant;
  private final String baseUrl;
  private final ResourceSink sink;
  private final List<Entry> portion = new ArrayList<>();
  private long portionSize;

  /**
   * One resource of the page.
   *
   * @param resource null when it did not fit
   */
  record Entry(ResourceList list, UUID id, long size, ResourceRow resource) {}

  PageResources(Jdbi jdbi, TenantId tenant, String baseUrl, ResourceSink sink) {
    this.jdbi = jdbi;
    this.tenant = tenant;
    this.baseUrl = baseUrl;
    this.sink = sink;
  }

  /** A resource that was deleted after the page was found is left out. */
  void write(List<Entry> page) {
    page.forEach(this::add);
    writePortion();
  }

  private void add(Entry entry) {
    if (entry.resource() != null) {
      write(entry.list(), entry.resource());
      return;
    }
    boolean fits =
        portion.isEmpty()
            || (entry.list().equals(portion.get(0).list())
                && portionSize + entry.size() <= PageStatement.MAX_BYTES);
    if (!fits) {
      writePortion();
    }
    portion.add(entry);
    portionSize += entry.size();
  }

  private void writePortion() {
    if (portion.isEmpty()) {
      return;
    }
    ResourceList list = portion.get(0).list();
    UUID[] ids = portion.stream().map(Entry::id).toArray(UUID[]::new);
    Map<UUID, ResourceRow> resources =
        jdbi
            .withHandle(
                handle ->
                    handle
                        .createQuery(PORTION.formatted(list.view()))
                        .bind("tenant", tenant)
                        .bindArray("ids", UUID.class, (Object[]) ids)
                        .mapTo(ResourceRow.class)
                        .list())
            .stream()
            .collect(Collectors.toMap(ResourceRow::id, Function.identity()));
    for (UUID id : ids) {
      if (resources.containsKey(id)) {
        write(list, resources.get(id));
      }
    }
    portion.clear();
    portionSize = 0;
  }

  private void write(ResourceList list, ResourceRow resource) {
    if (resource.tooManyLinks()) {
      writeGroup(resource);
    } else {
      String json = Representation.of(list.kind(), baseUrl, resource).json();
      sink.resource(list.kind().type(), json);
    }
  }

  /** Writes a group with more members than fit into memory, in the transaction of the caller. */
  public static void writeGroup(
      TenantId tenant, Jdbi jdbi, String baseUrl, ResourceRow group, ResourceSink sink) {
    new PageResources(jdbi, tenant, baseUrl, sink).writeGroup(group);
  }

  private void writeGroup(ResourceRow group) {
    sink.group(Representation.aroundMembers(baseUrl, group), pieces -> members(group.id(), pieces));
  }

  private void members(UUID role, Consumer<String> pieces) {
    List<Link> members = new ArrayList<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(MEMBERS)
                .setFetchSize(MEMBERS_FETCHED)
                .bind("tenant", tenant)
                .bind("role", role)
                .mapTo(Link.class)
                .forEach(
                    member -> {
                      members.add(member);
                      if (members.size() == MEMBERS_FETCHED) {
                        pieces.accept(Representation.members(baseUrl, members));
                        members.clear();
                      }
                    }));
    if (!members.isEmpty()) {
      pieces.accept(Representation.members(baseUrl, members));
    }
  }
}
