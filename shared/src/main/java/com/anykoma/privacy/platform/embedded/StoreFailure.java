package com.anykoma.privacy.platform.embedded;

import org.jspecify.annotations.Nullable;

/** The store could not do it this time: a full disk, a lock held too long, a closed store. */
final class StoreFailure extends RuntimeException {
  StoreFailure(String message) {
    super(message);
  }

  StoreFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
