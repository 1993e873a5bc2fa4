package com.ransomleak.provisioning.store;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;
import java.util.stream.Collectors;

/** For attributes that are lists of strings, in a column of type {@code text[]}. */
@Converter
public class StringListConverter implements AttributeConverter<List<String>, Object> {
  /** An array literal, which PostgreSQL converts to the type of the column. */
  @Override
  public Object convertToDatabaseColumn(List<String> strings) {
    return strings == null
        ? null
        : strings.stream()
            .map(string -> '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public List<String> convertToEntityAttribute(Object column) {
    return column == null ? null : List.of((String[]) column);
  }
}
