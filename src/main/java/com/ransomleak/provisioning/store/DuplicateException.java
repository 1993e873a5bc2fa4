package com.ransomleak.provisioning.store;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;

/** 409 {@code uniqueness}: another resource of the tenant has the value (C-03). */
public class DuplicateException extends ScimException {
  private static final long serialVersionUID = 1L;

  private final UniqueKey key;
  private final String value;

  private DuplicateException(UniqueKey key, JsonObject document) {
    super(409, ScimType.UNIQUENESS, key.refusal().detail());
    this.key = key;
    this.value = document.getString(key.attribute(), "");
  }

  /**
   * Writes the changes of entities to the database.
   *
   * @param document the document that is written
   * @throws DuplicateException when a unique key rejects it
   */
  public static void flush(EntityManager entities, JsonObject document) {
    try {
      entities.flush();
    } catch (PersistenceException e) {
      throw FailureKind.uniqueKey(e)
          .<RuntimeException>map(key -> new DuplicateException(key, document))
          .orElse(e);
    }
  }

  /** The same error with another detail, which says who has the value, and with the value. */
  public ScimException explained(String detail) {
    return ScimException.uniqueness(detail).because(key.attribute(), ScimJson.string(value));
  }

  public UniqueKey key() {
    return key;
  }

  /** The value as it was sent. */
  public String value() {
    return value;
  }
}
