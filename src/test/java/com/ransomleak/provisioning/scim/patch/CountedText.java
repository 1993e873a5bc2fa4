package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;

/** A JSON text that counts what is done with it. */
final class CountedText implements JsonString {
  /** What was done with all the texts of a list. */
  static final class Counts {
    int compared;
    int hashed;
    int printed;
  }

  private final String text;
  private final Counts counts;

  private CountedText(String text, Counts counts) {
    this.text = text;
    this.counts = counts;
  }

  static JsonArray list(int size, Counts counts) {
    var list = ScimJson.array();
    for (int i = 0; i < size; i++) {
      list.add(new CountedText("t" + i, counts));
    }
    return list.build();
  }

  @Override
  public ValueType getValueType() {
    return ValueType.STRING;
  }

  @Override
  public String getString() {
    counts.printed++;
    return text;
  }

  @Override
  public CharSequence getChars() {
    return getString();
  }

  @Override
  public String toString() {
    return "\"" + getString() + "\"";
  }

  @Override
  public boolean equals(Object other) {
    counts.compared++;
    return other instanceof CountedText counted && text.equals(counted.text);
  }

  @Override
  public int hashCode() {
    counts.hashed++;
    return text.hashCode();
  }
}
