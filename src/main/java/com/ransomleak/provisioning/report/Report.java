package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.schema.SearchText;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A list, declared once: the components of the row record are the columns of SQL, JSON and CSV.
 *
 * <pre>{@code
 * record RoleMember(@Column("u.id") UUID id, @Column("m.added_at") OffsetDateTime since) {
 *   static final Report<RoleMember> REPORT =
 *       new Report<>("role-members", RoleMember.class, "u.id", "from … where m.tenant_id = :tenant")
 *           .path("roles/{id}/members")
 *           .filter("id", new Reference(Kind.ROLE, "m.role_id = :id"))
 *           .sort("userName", "u.user_name_key", "text")
 *           .sort("since", "m.added_at", "timestamptz");
 * }
 * }</pre>
 *
 * <p>{@link Reports} reads it, {@link ReportResponses} answers with it. A new report is added to
 * {@link ReportCatalog}, {@link ReportsResource} and {@code openapi.json}.
 */
public final class Report<T extends Record> {
  /** A word is a part of what {@code scim_user u} is found by. */
  static final String PERSON = "strpos(u.search_text, :plain) > 0";

  /**
   * What {@code scim_user u} is sorted by. It has an index; an expression cannot use one, because
   * of row security.
   */
  static final String PERSON_NAME = "u.member_name";

  private final String name;
  private final Class<T> row;
  private final String id;
  private final String from;
  private final Sorts sorts;
  private final Map<String, Filter> filters = new LinkedHashMap<>();
  private final Map<String, Function<ReportContext, Object>> parameters = new LinkedHashMap<>();
  private Function<ReportContext, UnaryOperator<T>> completion =
      context -> UnaryOperator.identity();
  private Purpose purpose = Purpose.REPORTS;
  private String path;
  private String search;
  private String searchWhole;
  private String resourceType;
  private ToLongFunction<ReportContext> total;
  private boolean scanned;

  /**
   * Declares a report.
   *
   * @param name the file name of the CSV, and the path unless {@link #path} names another
   * @param id the SQL expression of the UUID that orders equal rows
   * @param from the SQL from {@code from} to the last condition, with the parameter {@code :tenant}
   */
  Report(String name, Class<T> row, String id, String from) {
    this.name = name;
    this.row = row;
    this.id = id;
    this.from = from;
    this.path = name;
    this.sorts = new Sorts(id);
  }

  /** The path below {@code /api/v1}; a filter has the name of each variable. */
  Report<T> path(String value) {
    path = value;
    return this;
  }

  /** Which tokens and permissions read the list; by default those for reports. */
  Report<T> readWith(Purpose value) {
    purpose = value;
    return this;
  }

  /**
   * An order in which the list can be read, in both directions. The first one is the default.
   *
   * @param expression SQL that is never null
   * @param type the PostgreSQL type of the expression
   */
  Report<T> sort(String sort, String expression, String type) {
    sorts.add(sort, expression, type);
    sorts.add("-" + sort, expression, type);
    return this;
  }

  /**
   * An order by names as people expect it, of any letters and of columns with the collation "C".
   *
   * @param key SQL of a name
   */
  Report<T> sortByName(String sort, String key) {
    return sort(sort, byName(key), "text");
  }

  /** The order of Unicode, in which a letter with an accent or stroke is beside the one without. */
  static String byName(String key) {
    return "(" + key + ") collate \"und-x-icu\"";
  }

  /** The only order, which requests do not name. */
  Report<T> fixedSort(String sort, String expression, String type) {
    sorts.add(sort, expression, type);
    return this;
  }

  Report<T> defaultSort(String sort) {
    sorts.setDefault(sort);
    return this;
  }

  Report<T> filter(String parameter, Filter filter) {
    filters.put(parameter, filter);
    return this;
  }

  /**
   * Makes the list searchable: each word of the search must match, in any order.
   *
   * @param condition with the word as {@code :plain}, without case and accents, and as {@code
   *     :word}, without case
   */
  Report<T> search(String condition) {
    search = condition;
    return this;
  }

  /**
   * Another way to match a search.
   *
   * @param condition with the whole search as it was sent as {@code :exact}
   */
  Report<T> searchWhole(String condition) {
    searchWhole = condition;
    return this;
  }

  /** A word is a part of a name, whose key is an SQL expression. For short lists. */
  static String named(String key) {
    String plain =
        "regexp_replace(normalize(%s, NFKD), '[\\u0300-\\u036f]', '', 'g')".formatted(key);
    for (Map.Entry<String, String> letter : SearchText.LETTERS.entrySet()) {
      plain = "replace(%s, '%s', '%s')".formatted(plain, letter.getKey(), letter.getValue());
    }
    return "strpos(%1$s, :word) > 0 or strpos(%1$s, :plain) > 0 or octet_length(%1$s) > length(%1$s) and strpos(%2$s, :plain) > 0"
        .formatted(key, plain);
  }

  /** The table {@code resource_total} has the number of rows without filter and search. */
  Report<T> totalOf(String value) {
    resourceType = value;
    return this;
  }

  /** The number of rows without a search, if the tenant's hierarchy knows it. */
  Report<T> totalWithoutSearch(ToLongFunction<ReportContext> function) {
    total = function;
    return this;
  }

  /**
   * Most filters have no index, as those of users and of the activity: {@link Reports#countedPage}
   * finds the rows in one pass.
   */
  Report<T> scanned() {
    scanned = true;
    return this;
  }

  /** A parameter of the SQL that depends on the tenant. */
  Report<T> parameter(String parameter, Function<ReportContext, Object> value) {
    parameters.put(parameter, value);
    return this;
  }

  /** Fills in what SQL does not know. */
  Report<T> completion(UnaryOperator<T> function) {
    return completionFor(context -> function);
  }

  /** Fills in what SQL does not know, but the tenant's settings or hierarchy do. */
  Report<T> completionFor(Function<ReportContext, UnaryOperator<T>> function) {
    completion = function;
    return this;
  }

  /** The query parameters of the list, for the check of requests and of the OpenAPI document. */
  public Set<String> parameterNames() {
    Set<String> names = new TreeSet<>(List.of("after", "limit", "format"));
    filters.keySet().stream().filter(filter -> !path.contains("{" + filter)).forEach(names::add);
    if (sorts.names().size() > 1) {
      names.add("sort");
    }
    if (search != null) {
      names.add("search");
    }
    return names;
  }

  /** Whether one of these values selects rows beyond the path and the defaults of the filters. */
  public boolean isFiltered(Map<String, String> values) {
    return values.entrySet().stream()
        .filter(value -> parameterNames().contains(value.getKey()))
        .anyMatch(value -> filters.get(value.getKey()).isSelective(value.getValue()));
  }

  /** The names of the columns of JSON and CSV. */
  List<String> columns() {
    return RecordWriter.names(row);
  }

  /** {@code select u.id as "id", u.user_name as "userName"}. */
  String select() {
    return Arrays.stream(row.getRecordComponents())
        .map(component -> expression(component) + " as \"" + component.getName() + '"')
        .collect(Collectors.joining(", ", "select ", ""));
  }

  private static String expression(RecordComponent component) {
    Column column = component.getAnnotation(Column.class);
    return column == null ? "null" : column.value();
  }

  /**
   * The order of a request.
   *
   * @param sort with {@code -} before it for descending; empty for the default
   * @throws ReportException 400 for an order that the report does not have
   */
  SortKey sortKey(String sort) {
    return sorts.key(sort);
  }

  /** The orders in which the list can be read, both directions of each. */
  public List<String> sorts() {
    return sorts.names();
  }

  public String defaultSort() {
    return sorts.defaultSort();
  }

  /** The parameters that select rows, without {@code search}. */
  public Map<String, Filter> filters() {
    return filters;
  }

  public String name() {
    return name;
  }

  String path() {
    return path;
  }

  Purpose purpose() {
    return purpose;
  }

  Class<T> row() {
    return row;
  }

  String id() {
    return id;
  }

  String from() {
    return from;
  }

  String search() {
    return search;
  }

  /** Null if only words match. */
  String searchWhole() {
    return searchWhole;
  }

  String resourceType() {
    return resourceType;
  }

  /** Null if the rows must be counted. */
  ToLongFunction<ReportContext> totalWithoutSearch() {
    return total;
  }

  boolean isScanned() {
    return scanned;
  }

  Map<String, Function<ReportContext, Object>> parameters() {
    return parameters;
  }

  UnaryOperator<T> completion(ReportContext context) {
    return completion.apply(context);
  }
}
