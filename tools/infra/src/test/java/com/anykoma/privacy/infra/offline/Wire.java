package com.anykoma.privacy.infra.offline;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;

/** One protobuf message of which only the numbers of some fields are known. */
final class Wire {
  private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

  /** One more value of a string's field. */
  Wire text(int number, String value) {
    return bytes(number, ByteString.copyFromUtf8(value));
  }

  /** One more value of a field of bytes. */
  Wire bytes(int number, ByteString value) {
    fields.mergeField(number, Field.newBuilder().addLengthDelimited(value).build());
    return this;
  }

  /** One more value of an integer's or an enum's field. */
  Wire number(int number, long value) {
    fields.mergeField(number, Field.newBuilder().addVarint(value).build());
    return this;
  }

  /** Sets a flag where it is true; false is what is not there. */
  Wire flag(int number, boolean value) {
    return value ? number(number, 1) : this;
  }

  /** One more message within this one. */
  Wire message(int number, Wire value) {
    return bytes(number, value.encoded());
  }

  /** One more entry of a map from strings to messages. */
  Wire entry(int number, String key, Wire value) {
    return message(number, new Wire().text(1, key).message(2, value));
  }

  ByteString encoded() {
    return fields.build().toByteString();
  }
}
