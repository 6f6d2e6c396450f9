package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.google.firestore.v1.Value;
import com.google.protobuf.Timestamp;
import com.google.type.LatLng;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns Firestore's protobuf documents into ours. References become strings, places maps. */
final class FirestoreValues {
  private static final String DOCUMENTS = "/documents/";

  private FirestoreValues() {}

  /** The path in {@code projects/P/databases/D/documents/PATH}. */
  static DocumentPath path(String name) {
    int start = name.indexOf(DOCUMENTS);
    if (!name.startsWith("projects/") || start < 0) {
      throw new IllegalArgumentException("a document's name is not a full resource name");
    }
    return new DocumentPath(name.substring(start + DOCUMENTS.length()));
  }

  static Document document(com.google.firestore.v1.Document document) {
    return new Document(
        path(document.getName()),
        Fields.of(values(document.getFieldsMap())),
        instant(document.getCreateTime()),
        instant(document.getUpdateTime()));
  }

  private static Map<String, @Nullable Object> values(Map<String, Value> fields) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    fields.forEach((name, value) -> values.put(name, value(value)));
    return values;
  }

  private static @Nullable Object value(Value value) {
    return switch (value.getValueTypeCase()) {
      case BOOLEAN_VALUE -> value.getBooleanValue();
      case INTEGER_VALUE -> value.getIntegerValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case TIMESTAMP_VALUE -> instant(value.getTimestampValue());
      case STRING_VALUE -> value.getStringValue();
      case BYTES_VALUE -> Bytes.of(value.getBytesValue().toByteArray());
      case REFERENCE_VALUE -> value.getReferenceValue();
      case GEO_POINT_VALUE -> place(value.getGeoPointValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(FirestoreValues::orNull).toList();
      case MAP_VALUE -> values(value.getMapValue().getFieldsMap());
      default -> null;
    };
  }

  private static @Nullable Object orNull(Value value) {
    return value(value);
  }

  private static Map<String, Object> place(LatLng place) {
    return Map.of("latitude", place.getLatitude(), "longitude", place.getLongitude());
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
