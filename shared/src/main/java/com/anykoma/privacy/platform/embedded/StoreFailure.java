package com.anykoma.privacy.platform.embedded;

import org.jspecify.annotations.Nullable;

/** A transient failure of the store: a full disk, a lock held too long, or a closed store. */
final class StoreFailure extends RuntimeException {
  StoreFailure(String message) {
    super(message);
  }

  StoreFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
