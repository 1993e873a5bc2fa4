package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SearchKeys;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.text.Normalizer;
import java.util.Optional;
import java.util.Set;

/**
 * Computes the search keys of a role: the folded copy of the document, and the key under which its
 * name is unique. Names that look the same have the same key, although filters distinguish them.
 *
 * <pre>{@code
 * {"displayName":" Administrator"}
 *
 * {"displayName":" administrator","displayNameKey":"administrator"}
 * }</pre>
 *
 * <p>Letters of other scripts are not folded. A name that imitates a built-in role with them has
 * the key {@code looksLike}, which is a finding.
 */
public final class RoleKeys {
  static final String NAME_KEY = "displayNameKey";

  private static final Set<String> BUILT_IN = Set.of("administrator", "learner");

  /** Cyrillic, Greek and other characters, each followed by the Latin letter that it looks like. */
  private static final String LOOK_ALIKES =
      "\u0430a\u03b1a\u0251a\u0501d\u0435e\u03b5e\u0456i\u03b9i\u0131i1ili|i!i\u043cm\u043fn\u03b7n"
          + "\u0578n\u043eo\u03bfo0o\u0455s5s$s\u0442t\u03c4t\u0433r@a3e";

  private RoleKeys() {}

  public static JsonObject of(JsonObject document, ResourceType type) {
    String name = document.getString("displayName");
    JsonObjectBuilder keys = ScimJson.object(SearchKeys.of(document, type));
    keys.add(NAME_KEY, NameFold.key(name));
    looksLike(name).ifPresent(builtIn -> keys.add("looksLike", builtIn));
    return keys.build();
  }

  /** The built-in role that a name imitates. */
  static Optional<String> looksLike(String name) {
    String skeleton = skeleton(name);
    return BUILT_IN.stream()
        .filter(builtIn -> !builtIn.equals(NameFold.key(name)))
        .filter(builtIn -> skeleton.equals(skeleton(builtIn)))
        .findFirst();
  }

  private static String skeleton(String name) {
    StringBuilder skeleton = new StringBuilder();
    Normalizer.normalize(NameFold.key(name), Normalizer.Form.NFKD)
        .chars()
        .filter(c -> Character.isLetterOrDigit(c) || LOOK_ALIKES.indexOf(c) >= 0)
        .forEach(c -> skeleton.append(letter((char) c)));
    return skeleton.toString().replace("rn", "m");
  }

  private static char letter(char c) {
    for (int i = 0; i < LOOK_ALIKES.length(); i += 2) {
      if (LOOK_ALIKES.charAt(i) == c) {
        return LOOK_ALIKES.charAt(i + 1);
      }
    }
    return c;
  }
}
