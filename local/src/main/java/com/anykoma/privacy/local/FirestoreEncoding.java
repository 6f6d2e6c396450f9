package com.anykoma.privacy.local;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.google.firestore.v1.ArrayValue;
import com.google.firestore.v1.MapValue;
import com.google.firestore.v1.Value;
import com.google.protobuf.ByteString;
import com.google.protobuf.NullValue;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns our documents into Firestore's protobuf documents, under their full resource names. */
final class FirestoreEncoding {
  /** The project and database that the local cloud plays. */
  static final String DATABASE = "projects/demo-anykoma/databases/(default)";

  private FirestoreEncoding() {}

  static String nameOf(DocumentPath path) {
    return DATABASE + "/documents/" + path.value();
  }

  static com.google.firestore.v1.Document document(Document document) {
    com.google.firestore.v1.Document.Builder encoded =
        com.google.firestore.v1.Document.newBuilder()
            .setName(nameOf(document.path()))
            .setCreateTime(timestamp(document.createTime()))
            .setUpdateTime(timestamp(document.updateTime()));
    Fields fields = document.fields();
    fields.asMap().forEach((name, value) -> encoded.putFields(name, value(value)));
    return encoded.build();
  }

  private static Value value(@Nullable Object value) {
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
      encoded.setArrayValue(array(list));
    } else if (value instanceof Map<?, ?> map) {
      encoded.setMapValue(map(map));
    } else {
      throw new IllegalArgumentException("a document holds a " + value.getClass());
    }
    return encoded.build();
  }

  private static ArrayValue array(List<?> list) {
    ArrayValue.Builder encoded = ArrayValue.newBuilder();
    list.forEach(each -> encoded.addValues(value(each)));
    return encoded.build();
  }

  private static MapValue map(Map<?, ?> map) {
    MapValue.Builder encoded = MapValue.newBuilder();
    map.forEach((name, each) -> encoded.putFields((String) name, value(each)));
    return encoded.build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
