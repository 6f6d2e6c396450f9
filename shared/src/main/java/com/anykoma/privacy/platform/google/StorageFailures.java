package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.PreconditionFailed;
import com.google.api.client.http.HttpResponseException;
import com.google.cloud.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Translation of the failures of Cloud Storage's library. No failure is permanent: an operator may
 * correct a configuration, and corruption in transit has the same status as an invalid argument.
 */
final class StorageFailures {
  static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final String SYSTEM = "Cloud Storage";

  private StorageFailures() {}

  /** Translates the failure of an operation such as {@code write an object}. */
  static RuntimeException translated(String operation, Throwable failure) {
    int status = status(failure);
    if (status == PRECONDITION_FAILED) {
      return new PreconditionFailed("another generation is live");
    }
    return failure(operation, status == 0 ? "NO_ANSWER" : "HTTP " + status);
  }

  /** The HTTP status of the response; 0 without a response. */
  static int status(Throwable failure) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StorageException storage && storage.getCode() > 0) {
        return storage.getCode();
      }
      if (each instanceof HttpResponseException http) {
        return http.getStatusCode();
      }
    }
    return 0;
  }

  static CloudFailure failure(String operation, String status) {
    return new CloudFailure(SYSTEM, operation, status);
  }
}
