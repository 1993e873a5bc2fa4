package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.ResourceId;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A parameter of a query or a path that selects rows of a {@link Report}. */
public sealed interface Filter {

  /**
   * Adds the condition for a value.
   *
   * @param parameter the name of the parameter
   * @param value as it was sent; may be empty
   * @throws ReportException 400 for a value that the filter does not have
   */
  void addTo(Conditions conditions, String parameter, String value);

  /** Whether a user who sends the value expects fewer rows than without it. */
  boolean isSelective(String value);

  /** One of some words, each with a condition. */
  record Words(String defaultWord, Map<String, String> conditions) implements Filter {
    /**
     * @param wordsAndConditions each word with its condition behind it
     */
    static Words of(String defaultWord, String... wordsAndConditions) {
      Map<String, String> conditions = new LinkedHashMap<>();
      for (int i = 0; i < wordsAndConditions.length; i += 2) {
        conditions.put(wordsAndConditions[i], wordsAndConditions[i + 1]);
      }
      return new Words(defaultWord, conditions);
    }

    @Override
    public void addTo(Conditions conditions, String parameter, String value) {
      String word = value.isBlank() ? defaultWord : value.strip();
      if (word.isEmpty()) {
        return;
      }
      for (Map.Entry<String, String> known : this.conditions.entrySet()) {
        if (known.getKey().equalsIgnoreCase(word)) {
          if (!known.getValue().equals("true")) {
            conditions.and(known.getValue());
          }
          return;
        }
      }
      throw ReportException.badParameter(
          parameter, "one of " + String.join(", ", this.conditions.keySet()));
    }

    @Override
    public boolean isSelective(String value) {
      return !value.isBlank() && !value.strip().equalsIgnoreCase(defaultWord);
    }
  }

  /** The id of a user, team or role of the tenant; any other is answered with 404. */
  record Reference(Kind kind, String condition) implements Filter {
    @Override
    public void addTo(Conditions conditions, String parameter, String value) {
      if (!value.isBlank()) {
        conditions.and(condition).bind(parameter, id(value));
      }
    }

    @Override
    public boolean isSelective(String value) {
      return !value.isBlank();
    }

    UUID id(String value) {
      return ResourceId.of(value.strip()).orElseThrow(this::unknown);
    }

    /** The same words for an id of another tenant. */
    ReportException unknown() {
      return ReportException.unknown(kind.word);
    }
  }

  /** A text from which a function makes conditions. */
  record Matching(BiConsumer<Conditions, String> condition) implements Filter {
    @Override
    public void addTo(Conditions conditions, String parameter, String value) {
      if (!value.isBlank()) {
        condition.accept(conditions, value);
      }
    }

    @Override
    public boolean isSelective(String value) {
      return !value.isBlank();
    }
  }

  /** A text, as {@code :name}; folded as {@code :name_key}. */
  record Text(String condition) implements Filter {
    @Override
    public void addTo(Conditions conditions, String parameter, String value) {
      String text = value.replace("\0", "");
      if (!text.isEmpty()) {
        conditions
            .and(condition)
            .bind(parameter, text)
            .bind(parameter + "_key", CaseFold.key(text.strip()));
      }
    }

    @Override
    public boolean isSelective(String value) {
      return false;
    }
  }

  /**
   * A day in UTC such as {@code 2026-11-24}, or a time with an offset such as {@code
   * 2026-11-24T10:00:00Z}, as {@code :name}.
   *
   * @param end whether the day is the last one that is wanted: the parameter is the day after it
   */
  record Moment(String condition, boolean end) implements Filter {
    private static final int LAST_YEAR = 9999;

    @Override
    public void addTo(Conditions conditions, String parameter, String value) {
      if (!value.isBlank()) {
        conditions.and(condition).bind(parameter, time(parameter, value.strip()));
      }
    }

    @Override
    public boolean isSelective(String value) {
      return !value.isBlank();
    }

    OffsetDateTime time(String parameter, String text) {
      try {
        OffsetDateTime time =
            text.contains("T")
                ? OffsetDateTime.parse(text)
                : LocalDate.parse(text)
                    .plusDays(end ? 1 : 0)
                    .atStartOfDay()
                    .atOffset(ZoneOffset.UTC);
        // PostgreSQL has no other years.
        if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
          return time;
        }
      } catch (DateTimeException e) {
        // Rejected below.
      }
      throw ReportException.badParameter(
          parameter, "a day such as 2026-11-24, or a time such as 2026-11-24T10:00:00Z");
    }
  }

  /**
   * A value of an attribute.
   *
   * @param name of the value in the condition
   * @param key how the attribute compares values
   */
  record Value(String name, String condition, UnaryOperator<String> key) implements Filter {
    @Override
    public void addTo(Conditions conditions, String parameter, String value) {
      if (isSelective(value)) {
        conditions.and(condition).bind(name, key.apply(value.replace("\0", "").strip()));
      }
    }

    @Override
    public boolean isSelective(String value) {
      return !value.isBlank();
    }
  }

  /**
   * Names of columns, separated by commas. They select no rows.
   *
   * @param known the columns that a page can show
   * @param others that may be named too
   */
  record Columns(List<String> known, List<String> others) implements Filter {
    @Override
    public void addTo(Conditions conditions, String parameter, String value) {
      List<String> all = Stream.concat(known.stream(), others.stream()).toList();
      if (!all.containsAll(names(value))) {
        throw ReportException.badParameter(
            parameter, "one or more of " + String.join(", ", all) + ", separated by commas");
      }
    }

    @Override
    public boolean isSelective(String value) {
      return false;
    }

    /** The names in a value. */
    public static List<String> names(String value) {
      return Stream.of(value.split(",", -1))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .distinct()
          .toList();
    }
  }

  /** What an id can refer to. */
  enum Kind {
    PERSON("person", "select display_name from provisioning.scim_user"),
    /** Also a deleted user, whose userName is kept until erasure. */
    EVER_PERSON(
        "person",
        """
        select name from (
          select tenant_id, id, display_name as name from provisioning.scim_user
          union all
          select tenant_id, id, coalesce(user_name, '…') from provisioning.deleted_user) person\
        """),
    TEAM("team", "select name from provisioning.team"),
    ROLE("role", "select display_name from provisioning.role"),
    /** Also a deleted role, whose name is in the activity. */
    EVER_ROLE(
        "role",
        """
        select name from (
          select tenant_id, id, display_name as name from provisioning.role
          union all
          (select tenant_id, provisioning.try_uuid(resource_id), resource_name from provisioning.activity
            where tenant_id = :tenant and resource_id = cast(:id as text) and action = 'group.deleted' limit 1)) role\
        """),
    /** An entry of the activity; its name is its action. */
    ACTIVITY("activity", "select action from provisioning.activity");

    private final String word;
    private final String query;

    Kind(String word, String query) {
      this.word = word;
      this.query = query;
    }

    String nameQuery() {
      return query + " where tenant_id = :tenant and id = :id";
    }
  }
}
