package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;

/** An error answer of Cloud Storage, in the form of its JSON API. */
final class StorageError extends RuntimeException {
  private final int status;
  private final String reason;

  StorageError(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static StorageError invalid(String message) {
    return new StorageError(400, "invalid", message);
  }

  static StorageError forbidden(String object) {
    return new StorageError(
        403, "forbidden", "anonymous does not have access to the object " + object);
  }

  static StorageError noBucket() {
    return new StorageError(404, "notFound", "The specified bucket does not exist.");
  }

  static StorageError noObject(String bucket, String name) {
    return new StorageError(404, "notFound", "No such object: " + bucket + "/" + name);
  }

  static StorageError noUpload() {
    return new StorageError(410, "uploadNotFound", "Upload session not found.");
  }

  static StorageError preconditionFailed() {
    return new StorageError(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  static StorageError noSuchRange() {
    return new StorageError(
        416, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied.");
  }

  static StorageError cancelled() {
    return new StorageError(499, "clientClosedRequest", "The upload was cancelled.");
  }

  static StorageError notSupported(String what) {
    return new StorageError(501, "notImplemented", "The fake does not support " + what);
  }

  int status() {
    return status;
  }

  JsonObject json() {
    return JsonTemplate.fill(
        """
        {"error": {"code": %s, "message": %s,
          "errors": [{"message": %s, "domain": "global", "reason": %s}]}}""",
        status, getMessage(), getMessage(), reason);
  }
}
