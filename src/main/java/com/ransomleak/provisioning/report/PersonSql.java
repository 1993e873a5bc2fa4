package com.ransomleak.provisioning.report;

/** How people are named and ordered in reports, as SQL over {@code scim_user u}. */
final class PersonSql {
  /** What a person is called, as reports show it: never null. */
  static final String NAME = name("u");

  /** The same, folded: by it lists are sorted. */
  static final String NAME_KEY = "(" + name("u.keys", "u.user_name_key") + " collate \"C\")";

  /** Their team, as {@code t}: joined, because looking it up for each of many rows costs more. */
  static final String JOIN_TEAM =
      " left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id";

  /** Whether a folded text, the parameter twice, is part of what the person is called. */
  static final String MATCHES =
      " and (strpos(" + NAME_KEY + ", ?) > 0 or strpos(u.user_name_key, ?) > 0)";

  private PersonSql() {}

  /** The same of a person who has another alias; null where an outer join found nobody. */
  static String name(String alias) {
    return name(alias + ".document", alias + ".document ->> 'userName'");
  }

  /** By the best name there is: not every identity provider sends one to display. */
  private static String name(String json, String userName) {
    return "coalesce(%1$s ->> 'displayName', %1$s -> 'name' ->> 'formatted', nullif(concat_ws(' ', %1$s -> 'name' ->> 'givenName', %1$s -> 'name' ->> 'familyName'), ''), %2$s)"
        .formatted(json, userName);
  }
}
