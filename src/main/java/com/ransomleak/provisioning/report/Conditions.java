package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Moment;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.SearchText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/** The conditions of one request on a {@link Report}, with their parameters. */
final class Conditions {
  private final StringBuilder sql = new StringBuilder();
  private final Map<String, Object> parameters = new HashMap<>();

  private Conditions(Report<?> report, ReportContext context) {
    bind("tenant", context.tenant());
    report.parameters().forEach((name, value) -> bind(name, value.apply(context)));
  }

  /**
   * All that a request asks for.
   *
   * @throws ReportException 400 or 404 for a filter value that the report does not have
   */
  static Conditions of(Report<?> report, ReportContext context, ReportRequest request) {
    Conditions all = new Conditions(report, context);
    report.filters().forEach((name, filter) -> filter.addTo(all, name, request.filter(name)));
    requirePeriod(report, request);
    if (report.search() != null && !request.search().isEmpty()) {
      all.search(report, request.search());
    }
    return all;
  }

  private static void requirePeriod(Report<?> report, ReportRequest request) {
    String from = request.filter("from").strip();
    String to = request.filter("to").strip();
    if (!from.isEmpty()
        && !to.isEmpty()
        && report.filters().get("from") instanceof Moment first
        && report.filters().get("to") instanceof Moment last
        && !first.time("from", from).isBefore(last.time("to", to))) {
      throw ReportException.badPeriod();
    }
  }

  private void search(Report<?> report, String search) {
    List<String> words = List.of(NameFold.key(search).split(" "));
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = "word_" + i;
      String plain = "plain_" + i;
      conditions.add(
          "(" + report.search().replace(":word", ":" + word).replace(":plain", ":" + plain) + ")");
      bind(word, words.get(i)).bind(plain, SearchText.fold(words.get(i)));
    }
    String all = String.join(" and ", conditions);
    and(report.searchWhole() == null ? all : all + " or " + report.searchWhole())
        .bind("exact", search);
  }

  /** The row with this id, whatever the filters of the report. */
  static Conditions of(Report<?> report, ReportContext context, UUID id) {
    return new Conditions(report, context).and(report.id() + " = :row_id").bind("row_id", id);
  }

  Conditions and(String condition) {
    sql.append(" and (").append(condition).append(')');
    return this;
  }

  Conditions bind(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  String sql() {
    return sql.toString();
  }

  Query bindTo(Query query) {
    // A word has two forms, of which a report uses those it needs.
    return query
        .configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true))
        .bindMap(parameters);
  }
}
