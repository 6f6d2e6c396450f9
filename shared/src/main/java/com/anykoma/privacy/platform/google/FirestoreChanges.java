package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.DocumentChange;
import com.google.firestore.v1.Document;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Decodes the data of Firestore's document events. {@code DocumentEventData} has three fields: 1 is
 * the document after the write, 2 before it, 3 an update mask. Decoding them by number avoids a
 * dependency of 13 MB.
 */
public final class FirestoreChanges {
  /** The number of the field that holds the document after the write. */
  public static final int AFTER = 1;

  /** The number of the field that holds the document before the write. */
  public static final int BEFORE = 2;

  private FirestoreChanges() {}

  /** Decodes the write in an event's data, protobuf or JSON; invalid data fail permanently. */
  public static DocumentChange change(byte[] data, boolean isProtobuf) {
    try {
      return isProtobuf ? fromProtobuf(data) : fromJson(data);
    } catch (InvalidProtocolBufferException | JsonParseException | IllegalStateException e) {
      throw new PermanentFailure("a Firestore event cannot be decoded"); // e quotes the payload
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("a Firestore event contains no valid document change");
    }
  }

  /**
   * Decodes the write in the protobuf data of an event. Returns empty when it names no document, as
   * the emulator sends it for the deletion of an absent document.
   *
   * @throws PermanentFailure when the data is invalid
   */
  public static Optional<DocumentChange> change(byte[] protobuf) {
    try {
      UnknownFieldSet fields = UnknownFieldSet.parseFrom(protobuf);
      Optional<Document> before = document(fields, BEFORE);
      Optional<Document> after = document(fields, AFTER);
      return before.or(() -> after).map(some -> change(before, after));
    } catch (InvalidProtocolBufferException e) {
      throw new PermanentFailure("a Firestore event cannot be decoded"); // e quotes the payload
    }
  }

  private static DocumentChange fromProtobuf(byte[] data) {
    return change(data).orElseThrow(() -> new IllegalArgumentException("no document"));
  }

  private static Optional<Document> document(UnknownFieldSet fields, int number)
      throws InvalidProtocolBufferException {
    List<ByteString> found = fields.getField(number).getLengthDelimitedList();
    return found.isEmpty()
        ? Optional.empty()
        : named(Document.parseFrom(found.get(found.size() - 1)));
  }

  private static DocumentChange fromJson(byte[] data) throws InvalidProtocolBufferException {
    JsonObject json =
        JsonParser.parseString(new String(data, StandardCharsets.UTF_8)).getAsJsonObject();
    return change(document(json, "oldValue"), document(json, "value"));
  }

  private static Optional<Document> document(JsonObject json, String name)
      throws InvalidProtocolBufferException {
    JsonElement found = json.get(name);
    if (found == null || found.isJsonNull()) {
      return Optional.empty();
    }
    Document.Builder document = Document.newBuilder();
    JsonFormat.parser().ignoringUnknownFields().merge(found.toString(), document);
    return named(document.build());
  }

  /** Firestore encodes an absent document as an empty one. */
  private static Optional<Document> named(Document document) {
    return document.getName().isEmpty() ? Optional.empty() : Optional.of(document);
  }

  private static DocumentChange change(Optional<Document> before, Optional<Document> after) {
    Document either =
        after.or(() -> before).orElseThrow(() -> new IllegalArgumentException("no document"));
    return new DocumentChange(
        FirestoreEncoding.path(either.getName()),
        before.map(FirestoreEncoding::document),
        after.map(FirestoreEncoding::document));
  }
}
