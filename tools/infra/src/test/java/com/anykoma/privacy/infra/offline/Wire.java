package com.anykoma.privacy.infra.offline;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;

/** Builds a protobuf message from field numbers, without its descriptor. */
final class Wire {
  private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

  /** Adds a value to a string field. */
  Wire text(int number, String value) {
    return bytes(number, ByteString.copyFromUtf8(value));
  }

  /** Adds a value to a bytes field. */
  Wire bytes(int number, ByteString value) {
    fields.mergeField(number, Field.newBuilder().addLengthDelimited(value).build());
    return this;
  }

  /** Adds a value to an integer or enum field. */
  Wire number(int number, long value) {
    fields.mergeField(number, Field.newBuilder().addVarint(value).build());
    return this;
  }

  /** Sets a flag that is true; false is the default and omitted. */
  Wire flag(int number, boolean value) {
    return value ? number(number, 1) : this;
  }

  /** Adds a nested message. */
  Wire message(int number, Wire value) {
    return bytes(number, value.encoded());
  }

  /** Adds an entry to a map from strings to messages. */
  Wire entry(int number, String key, Wire value) {
    return message(number, new Wire().text(1, key).message(2, value));
  }

  ByteString encoded() {
    return fields.build().toByteString();
  }
}
