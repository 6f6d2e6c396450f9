package com.anykoma.privacy.log;

import com.google.gson.JsonObject;

/** One field of a log line with its value, which {@link LogField#of} has checked. */
public record LogEntry(LogField field, String value) {
  void addTo(JsonObject json) {
    if (field.isNumber() && !value.equals(LogField.REFUSED)) {
      json.addProperty(field.fieldName(), Long.parseLong(value));
    } else {
      json.addProperty(field.fieldName(), value);
    }
  }

  @Override
  public String toString() {
    return field.fieldName() + "=" + value;
  }
}
