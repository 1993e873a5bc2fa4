package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.role.RoleMembers.MembershipChange;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.FilterMatcher;
import com.ransomleak.provisioning.scim.filter.Operator;
import com.ransomleak.provisioning.scim.patch.ComparisonLimit;
import com.ransomleak.provisioning.scim.patch.EqualityConjunction;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.PatchOperation.Op;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Collects the operations of one PATCH on the members of a role, in their order:
 *
 * <pre>{@code
 * {"op":"remove","path":"members[value eq \"2819…\"]"}
 * {"op":"add","path":"members","value":[{"value":"902c…"}]}
 * {"op":"replace","path":"members","value":[]}
 * }</pre>
 *
 * They become one {@link MemberChanges}, applied at the end. A filter on more than ids is evaluated
 * against the database, after the changes so far are applied.
 */
final class MemberOperations {
  private final RoleMembers members;
  private final TenantId tenant;
  private final UUID role;
  private final String baseUrl;
  private final Warnings warnings;
  private MemberChanges changes = new MemberChanges();
  private MembershipChange applied = MembershipChange.NONE;
  private final ComparisonLimit comparisons =
      new ComparisonLimit("send fewer in one PATCH, or name members by value.");

  /**
   * A change of the members of a role. Consecutive operations collapse here, so that a PATCH of a
   * thousand operations needs two statements (M-42). The last operation on a member decides (M-04,
   * M-40).
   */
  static final class MemberChanges {
    private boolean cleared;
    private final Set<String> added = new LinkedHashSet<>();
    private final Set<String> removed = new LinkedHashSet<>();

    void add(Collection<String> ids) {
      ids.forEach(removed::remove);
      added.addAll(ids);
    }

    void remove(Collection<String> ids) {
      ids.forEach(added::remove);
      removed.addAll(ids);
    }

    /** Removes all members that were not added later. */
    void clear() {
      cleared = true;
      added.clear();
      removed.clear();
    }

    void replace(Collection<String> ids) {
      clear();
      add(ids);
    }

    boolean isCleared() {
      return cleared;
    }

    /** The ids that are members afterwards. */
    Set<String> added() {
      return added;
    }

    /** The ids that are not members afterwards; empty when all were removed. */
    Set<String> removed() {
      return cleared ? Set.of() : removed;
    }

    boolean isEmpty() {
      return !cleared && added.isEmpty() && removed.isEmpty();
    }
  }

  MemberOperations(
      RoleMembers members, TenantId tenant, UUID role, String baseUrl, Warnings warnings) {
    this.members = members;
    this.tenant = tenant;
    this.role = role;
    this.baseUrl = baseUrl;
    this.warnings = warnings;
  }

  static boolean concerns(PatchOperation operation) {
    return operation.isAbout("members");
  }

  /** The ids that these operations may add. */
  static Set<String> newMembers(List<PatchOperation> operations) {
    Set<String> ids = new LinkedHashSet<>();
    operations.stream()
        .filter(MemberOperations::concerns)
        .filter(operation -> operation.op() != Op.REMOVE && operation.hasValue())
        .forEach(operation -> ids.addAll(ids(operation.value())));
    return ids;
  }

  void take(PatchOperation operation) {
    if (operation.path().subAttribute().isPresent()) {
      throw ScimException.mutability(
          "members: a member's sub-attributes cannot be changed. Remove the member and add the"
              + " other one.");
    }
    Optional<Filter> filter = operation.path().filter();
    switch (operation.op()) {
      case ADD, REPLACE -> {
        if (filter.isPresent() && operation.hasValue()) {
          replaceSelected(filter.get(), operation);
        } else if (filter.isPresent()) {
          remove(filter.get());
        } else if (operation.op() == Op.ADD) {
          changes.add(ids(operation.value()));
        } else {
          changes.replace(ids(operation.value()));
        }
      }
      case REMOVE -> {
        if (filter.isPresent()) {
          remove(filter.get());
        } else if (operation.hasValue()) {
          changes.remove(ids(operation.value()));
        } else {
          warnings.add(WarningType.ALL_MEMBERS_REMOVED, "members");
          changes.clear();
        }
      }
    }
  }

  /** Adds the member if the filter only compares values for equality, as for other lists. */
  private void replaceSelected(Filter filter, PatchOperation operation) {
    apply();
    List<String> selected = matching(filter);
    if (selected.isEmpty()) {
      if (EqualityConjunction.of(filter).isEmpty()) {
        throw ScimException.noTarget(operation.path() + " selects nobody; add the member instead.");
      }
      warnings.add(WarningType.FILTERED_TARGET_CREATED, operation.path().toString());
    }
    changes.remove(selected);
    changes.add(ids(operation.value()));
  }

  /** Applies the changes so far; returns the effect of all operations. */
  MembershipChange apply() {
    if (!changes.isEmpty()) {
      applied = applied.plus(members.apply(tenant, role, changes, warnings));
      changes = new MemberChanges();
    }
    return applied;
  }

  private void remove(Filter filter) {
    Set<String> ids = new LinkedHashSet<>();
    if (namesIdsOnly(filter, ids)) {
      changes.remove(ids);
      return;
    }
    apply();
    List<String> matching = matching(filter);
    if (matching.isEmpty()) {
      warnings.add(WarningType.REMOVED_NOTHING, "members");
    }
    changes.remove(matching);
  }

  private List<String> matching(Filter filter) {
    List<JsonObject> candidates = members.read(tenant, role, baseUrl, selectable(filter));
    comparisons.add(candidates.size());
    return candidates.stream()
        .filter(member -> FilterMatcher.matchesElement(filter, member))
        .map(member -> member.getString("value"))
        .toList();
  }

  /**
   * The only ids that can match, as in {@code type eq "User" and value eq "a"}; empty when any
   * member can.
   */
  private static Optional<Set<String>> selectable(Filter filter) {
    Set<String> ids = new LinkedHashSet<>();
    if (namesIdsOnly(filter, ids)) {
      return Optional.of(ids);
    }
    return filter instanceof Filter.And and
        ? and.operands().stream()
            .map(MemberOperations::selectable)
            .flatMap(Optional::stream)
            .findFirst()
        : Optional.empty();
  }

  /** Whether the filter only compares ids, as in {@code value eq "a" or value eq "b"}. */
  private static boolean namesIdsOnly(Filter filter, Set<String> ids) {
    if (filter instanceof Filter.Or or) {
      return or.operands().stream().allMatch(part -> namesIdsOnly(part, ids));
    }
    if (filter instanceof Filter.Comparison comparison
        && comparison.operator() == Operator.EQ
        && "value".equals(comparison.path().subAttribute())
        && comparison.value() instanceof JsonString value) {
      ids.add(value.getString());
      return true;
    }
    return false;
  }

  private static List<String> ids(JsonValue value) {
    if (value instanceof JsonArray list) {
      return list.stream().map(MemberOperations::id).toList();
    }
    return value instanceof JsonObject ? List.of(id(value)) : List.of();
  }

  private static String id(JsonValue member) {
    return member.asJsonObject().getString("value");
  }
}
