package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.google.firestore.v1.ArrayValue;
import com.google.firestore.v1.MapValue;
import com.google.firestore.v1.Value;
import com.google.protobuf.ByteString;
import com.google.protobuf.NullValue;
import com.google.protobuf.Timestamp;
import com.google.type.LatLng;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conversion between Firestore's protobuf documents and ours. */
public final class FirestoreEncoding {
  private static final String DOCUMENTS = "/documents/";

  private FirestoreEncoding() {}

  /** The path in a resource name {@code projects/P/databases/D/documents/PATH}. */
  public static DocumentPath path(String name) {
    int start = name.indexOf(DOCUMENTS);
    if (!name.startsWith("projects/") || start < 0) {
      throw new IllegalArgumentException("a document's name is not a full resource name");
    }
    return new DocumentPath(name.substring(start + DOCUMENTS.length()));
  }

  /** The path's resource name in a database {@code projects/P/databases/D}. */
  public static String name(String database, DocumentPath path) {
    return database + DOCUMENTS + path.value();
  }

  /** The resource name of the root, the parent of the top-level collections. */
  static String root(String database) {
    return database + "/documents";
  }

  /** The full resource name of the parent of a collection: a document, or the root. */
  static String parent(String database, CollectionPath collection) {
    int last = collection.value().lastIndexOf('/');
    return last < 0 ? root(database) : root(database) + "/" + collection.value().substring(0, last);
  }

  public static Document document(com.google.firestore.v1.Document document) {
    return new Document(
        path(document.getName()),
        Fields.of(values(document.getFieldsMap())),
        instant(document.getCreateTime()),
        instant(document.getUpdateTime()));
  }

  /** Converts our document to Firestore's, with both times. */
  public static com.google.firestore.v1.Document document(String database, Document document) {
    return document(database, document.path(), document.fields()).toBuilder()
        .setCreateTime(timestamp(document.createTime()))
        .setUpdateTime(timestamp(document.updateTime()))
        .build();
  }

  static com.google.firestore.v1.Document document(
      String database, DocumentPath path, Fields fields) {
    com.google.firestore.v1.Document.Builder encoded =
        com.google.firestore.v1.Document.newBuilder().setName(name(database, path));
    fields.asMap().forEach((name, value) -> encoded.putFields(name, value(value)));
    return encoded.build();
  }

  private static Map<String, @Nullable Object> values(Map<String, Value> fields) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    fields.forEach((name, value) -> values.put(name, decoded(value)));
    return values;
  }

  private static @Nullable Object decoded(Value value) {
    return switch (value.getValueTypeCase()) {
      case BOOLEAN_VALUE -> value.getBooleanValue();
      case INTEGER_VALUE -> value.getIntegerValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case TIMESTAMP_VALUE -> instant(value.getTimestampValue());
      case STRING_VALUE -> value.getStringValue();
      case BYTES_VALUE -> Bytes.of(value.getBytesValue().toByteArray());
      case REFERENCE_VALUE -> value.getReferenceValue();
      case GEO_POINT_VALUE -> geoPoint(value.getGeoPointValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(FirestoreEncoding::decoded).toList();
      case MAP_VALUE -> values(value.getMapValue().getFieldsMap());
      default -> null;
    };
  }

  private static Map<String, Object> geoPoint(LatLng point) {
    return Map.of("latitude", point.getLatitude(), "longitude", point.getLongitude());
  }

  /** Converts a value of {@link Fields} to Firestore's type. */
  static Value value(@Nullable Object value) {
    Value.Builder encoded = Value.newBuilder();
    if (value == null) {
      encoded.setNullValue(NullValue.NULL_VALUE);
    } else if (value instanceof Boolean flag) {
      encoded.setBooleanValue(flag);
    } else if (value instanceof Long number) {
      encoded.setIntegerValue(number);
    } else if (value instanceof Double number) {
      encoded.setDoubleValue(number);
    } else if (value instanceof String text) {
      encoded.setStringValue(text);
    } else if (value instanceof Instant time) {
      encoded.setTimestampValue(timestamp(time));
    } else if (value instanceof Bytes bytes) {
      encoded.setBytesValue(ByteString.copyFrom(bytes.toArray()));
    } else if (value instanceof List<?> list) {
      ArrayValue.Builder values = encoded.getArrayValueBuilder();
      list.forEach(each -> values.addValues(value(each)));
    } else if (value instanceof Map<?, ?> map) {
      MapValue.Builder fields = encoded.getMapValueBuilder();
      map.forEach((name, each) -> fields.putFields((String) name, value(each)));
    } else {
      throw new IllegalArgumentException(
          "a document contains the unsupported type " + value.getClass());
    }
    return encoded.build();
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
