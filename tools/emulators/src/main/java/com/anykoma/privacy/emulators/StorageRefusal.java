package com.anykoma.privacy.emulators;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** An answer of Cloud Storage that is an error, in the words of its JSON API. */
final class StorageRefusal extends RuntimeException {
  private final int status;
  private final String reason;

  StorageRefusal(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static StorageRefusal invalid(String message) {
    return new StorageRefusal(400, "invalid", message);
  }

  static StorageRefusal forbidden(String object) {
    return new StorageRefusal(
        403, "forbidden", "anonymous does not have access to the object " + object);
  }

  static StorageRefusal noBucket() {
    return new StorageRefusal(404, "notFound", "The specified bucket does not exist.");
  }

  static StorageRefusal noObject(String bucket, String name) {
    return new StorageRefusal(404, "notFound", "No such object: " + bucket + "/" + name);
  }

  static StorageRefusal noUpload() {
    return new StorageRefusal(410, "uploadNotFound", "Upload session not found.");
  }

  static StorageRefusal preconditionFailed() {
    return new StorageRefusal(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  static StorageRefusal noSuchRange() {
    return new StorageRefusal(
        416, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied.");
  }

  static StorageRefusal cancelled() {
    return new StorageRefusal(499, "clientClosedRequest", "The upload was cancelled.");
  }

  static StorageRefusal notDoubled(String what) {
    return new StorageRefusal(501, "notImplemented", "This double does not know " + what);
  }

  int status() {
    return status;
  }

  JsonObject json() {
    JsonObject detail = new JsonObject();
    detail.addProperty("message", getMessage());
    detail.addProperty("domain", "global");
    detail.addProperty("reason", reason);
    JsonArray errors = new JsonArray();
    errors.add(detail);
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("message", getMessage());
    error.add("errors", errors);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return body;
  }
}
