package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.TenantId;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;

/** Which rows of a {@link ReportQuery} one request asks for: conditions with their parameters. */
final class ReportFilter {
  private final StringBuilder conditions = new StringBuilder();
  private final Map<String, Object> parameters = new HashMap<>();

  /** All rows of the tenant, which is the parameter {@code :tenant}. */
  ReportFilter(TenantId tenant) {
    bind("tenant", tenant);
  }

  /** A parameter that the report's SQL has in any case. */
  ReportFilter bind(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  ReportFilter and(String condition) {
    conditions.append(" and ").append(condition);
    return this;
  }

  ReportFilter and(String condition, String name, Object value) {
    return and(condition).bind(name, value);
  }

  /** With a condition about {@code :search}, the folded search text, if the request has one. */
  ReportFilter search(ListRequest request, String condition) {
    return request.search().isEmpty()
        ? this
        : and(condition, "search", CaseFold.key(request.search()));
  }

  /** The same about people, {@code scim_user u}: the text is a part of a name or a userName. */
  ReportFilter searchPeople(ListRequest request) {
    return search(
        request,
        "(strpos(u.display_name_key, :search) > 0 or strpos(u.user_name_key, :search) > 0)");
  }

  /** The conditions, each after an {@code and}. */
  String sql() {
    return conditions.toString();
  }

  void bindTo(SqlStatement<?> statement) {
    statement.bindMap(parameters);
  }
}
