package com.ransomleak.provisioning.report;

/** How people are named and ordered in reports, as SQL over {@code scim_user u}. */
final class PersonSql {
  /** What a person is called, as reports show it: never null. */
  static final String NAME =
      "coalesce(u.document ->> 'displayName', u.document -> 'name' ->> 'formatted', u.document ->>"
          + " 'userName')";

  /** The same, folded: by it lists are sorted. */
  static final String NAME_KEY =
      "(coalesce(u.keys ->> 'displayName', u.keys -> 'name' ->> 'formatted', u.user_name_key)"
          + " collate \"C\")";

  /** The name of the person's team, or null. */
  static final String TEAM =
      "(select t.name from provisioning.team t where t.tenant_id = u.tenant_id and t.id ="
          + " u.team_id)";

  /** Whether a folded text, the parameter twice, is part of what the person is called. */
  static final String MATCHES =
      " and (strpos(" + NAME_KEY + ", ?) > 0 or strpos(u.user_name_key, ?) > 0)";

  private PersonSql() {}
}
