package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.settings.TenantOptions;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The search of the activity. Each word must be in one of the things that an entry shows: names,
 * action, label of the setting, consequences, method, path, status, message, rejected value,
 * client, address, ids, or the present name of the user whom the entry is about.
 *
 * <p>Only the newest {@value #MAX_ENTRIES} entries that the other filters select are searched,
 * because nothing of this has an index.
 */
final class ActivitySearch {
  private static final int MAX_ENTRIES = 20_000;
  private static final int FEW_ENTRIES = 5_000;
  private static final int MAX_WORDS = 8;
  private static final int MAX_LENGTH = 256;

  /** An array, because the planner would read all entries to compare them with one id. */
  private static final String NEWEST =
      "id = any (array(select id from provisioning.activity where tenant_id = :tenant%s order by id"
          + " desc limit %d))";

  private static final String WORD =
      """
      method = upper(:word) or cast(status as text) = :word or resource_id = :word or request_id = :word
        or concat_ws(' ', resource_name, detail, path, client, actor, source, scim_type) ilike :like or action = any (:actions)
        or action = 'setting.changed' and resource_name = any (:settings)
        or status >= 400 and exists (select from jsonb_each(changed_values) rejected where rejected.value ->> 'sent' ilike :like)
        or consequences is not null and exists (select from jsonb_array_elements(consequences) recorded, jsonb_each(recorded) consequence
          where consequence.key = any (:consequences)
            or exists (select from jsonb_array_elements_text(consequence.value) argument where argument ilike :like))\
      """;

  /** Reads all users for each word, and knows the entries of the first ten thousand it finds. */
  private static final String PRESENT_NAME =
      """
      or resource_type = 'User' and (resource_id is not null or status >= 400)
        and coalesce(resource_id, lower(normalize(resource_name, nfc))) in (
          select unnest(array[cast(u.id as text), u.user_name_key]) from provisioning.scim_user u
          where u.tenant_id = :tenant and strpos(u.display_name_key, :key) > 0 limit 20000)\
      """;

  private ActivitySearch() {}

  /** Adds the conditions for a text. The conditions of the other filters must be there already. */
  static void addTo(Conditions conditions, String text) {
    addTo(conditions, text, MAX_ENTRIES, WORD + " " + PRESENT_NAME);
  }

  /** The same for fewer entries, and without the present names of users, so that it is fast. */
  static void addToNewest(Conditions conditions, String text) {
    addTo(conditions, text, FEW_ENTRIES, WORD);
  }

  private static void addTo(Conditions conditions, String text, int entries, String matches) {
    String search = NameFold.spaces(Shortened.to(MAX_LENGTH, text.replace("\0", "")));
    if (search.isEmpty()) {
      return;
    }
    conditions.and(NEWEST.formatted(conditions.sql(), entries));
    String[] words = search.split(" ", MAX_WORDS);
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      String like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
      conditions
          .and(matches.replaceAll(":(word|like|key|actions|settings|consequences)\\b", ":$1_" + i))
          .bind("word_" + i, word)
          .bind("like_" + i, like)
          .bind("key_" + i, NameFold.key(word))
          .bind("actions_" + i, keys(Stream.of(Action.values()).map(Action::word), "action.", word))
          .bind("settings_" + i, keys(TenantOptions.chosenByTenants().stream(), "settings.", word))
          .bind(
              "consequences_" + i,
              keys(Stream.of(Consequence.values()).map(Enum::name), "consequence.", word));
    }
  }

  /** The keys whose text in the message bundle contains the word. */
  private static String[] keys(Stream<String> all, String prefix, String word) {
    String sought = word.toLowerCase(Locale.ROOT);
    return all.filter(key -> Texts.has(prefix + key))
        .filter(key -> Texts.text(prefix + key).toLowerCase(Locale.ROOT).contains(sought))
        .toArray(String[]::new);
  }
}
