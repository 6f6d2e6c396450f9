package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsReader;
import com.anykoma.privacy.platform.FieldsWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Encoding of string maps as JSON. */
final class Attributes {
  private Attributes() {}

  static String write(Map<String, String> attributes) {
    return FieldsWriter.write(Fields.of(attributes));
  }

  static Map<String, String> read(String json) {
    Map<String, String> attributes = new LinkedHashMap<>();
    FieldsReader.read(json).asMap().forEach((name, value) -> attributes.put(name, (String) value));
    return attributes;
  }
}
