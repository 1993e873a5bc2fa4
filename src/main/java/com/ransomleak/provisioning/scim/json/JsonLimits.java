package com.ransomleak.provisioning.scim.json;

/**
 * How much JSON a request body may contain. Bytes alone do not bound memory and time: an empty list
 * of three bytes becomes an object of a hundred, and each name is looked up in the schemas.
 *
 * @param maxNames names in one object
 * @param maxValues values in the whole body, those in lists and objects included
 */
public record JsonLimits(int maxNames, int maxValues) {
  /** A full push of a group of 50,000 members has about 250,000 values. */
  public static final JsonLimits DEFAULT = new JsonLimits(1_000, 500_000);

  /** For text that this service wrote itself. */
  static final JsonLimits NONE = new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
