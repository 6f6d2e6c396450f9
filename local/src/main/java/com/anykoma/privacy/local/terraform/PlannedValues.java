package com.anykoma.privacy.local.terraform;

import com.anykoma.privacy.local.terraform.BlockSchema.Attribute;
import com.anykoma.privacy.local.terraform.BlockSchema.Nested;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/**
 * Values of blocks as Terraform encodes them, with what only a provider knows filled in: in
 * MessagePack, whose extension type 0 says that a value is not known yet.
 */
final class PlannedValues {
  private static final Value UNKNOWN = ValueFactory.newExtension((byte) 0, new byte[] {0});

  private PlannedValues() {}

  /** The same block, with everything computed not known yet. */
  static ByteString unknown(BlockSchema schema, ByteString encoded) {
    return filled(schema, encoded, each -> UNKNOWN);
  }

  /** The same block, with something of its type in the place of everything computed. */
  static ByteString invented(BlockSchema schema, ByteString encoded) {
    return filled(schema, encoded, each -> invented(each.type()));
  }

  private static Value invented(String type) {
    return switch (type) {
      case "\"string\"" -> ValueFactory.newString("0");
      case "\"number\"" -> ValueFactory.newInteger(0);
      case "\"bool\"" -> ValueFactory.newBoolean(false);
      default -> ValueFactory.newNil();
    };
  }

  private static ByteString filled(
      BlockSchema schema, ByteString encoded, Function<Attribute, Value> computed) {
    try (MessageUnpacker in = MessagePack.newDefaultUnpacker(encoded.toByteArray());
        MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packValue(filled(schema, in.unpackValue(), computed));
      return ByteString.copyFrom(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Value filled(
      BlockSchema schema, Value block, Function<Attribute, Value> computed) {
    if (!block.isMapValue()) {
      return block;
    }
    Map<Value, Value> members = new LinkedHashMap<>(block.asMapValue().map());
    schema
        .attributes()
        .forEach(
            (name, each) -> {
              Value key = ValueFactory.newString(name);
              if (!each.settable() && isNil(members.get(key))) {
                members.put(key, computed.apply(each));
              }
            });
    schema
        .blocks()
        .forEach(
            (name, each) ->
                members.computeIfPresent(
                    ValueFactory.newString(name), (key, value) -> within(each, value, computed)));
    return ValueFactory.newMap(members);
  }

  private static boolean isNil(@Nullable Value value) {
    return value == null || value.isNilValue();
  }

  private static Value within(Nested nested, Value value, Function<Attribute, Value> computed) {
    return value.isArrayValue()
        ? ValueFactory.newArray(
            value.asArrayValue().list().stream()
                .map(each -> filled(nested.schema(), each, computed))
                .toList())
        : filled(nested.schema(), value, computed);
  }
}
