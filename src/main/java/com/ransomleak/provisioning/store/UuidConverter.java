package com.ransomleak.provisioning.store;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.UUID;

/**
 * For every {@code UUID} attribute that is not part of a key: EclipseLink's own conversion fails on
 * null.
 */
@Converter(autoApply = true)
public class UuidConverter implements AttributeConverter<UUID, Object> {
  @Override
  public Object convertToDatabaseColumn(UUID id) {
    return id;
  }

  @Override
  public UUID convertToEntityAttribute(Object column) {
    return (UUID) column;
  }
}
