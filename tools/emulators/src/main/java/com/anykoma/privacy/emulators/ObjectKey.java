package com.anykoma.privacy.emulators;

import java.util.Objects;

/** Bucket and name of an object in {@link FakeStorage}, shared by its generations. */
record ObjectKey(String bucket, String name) {
  ObjectKey {
    Objects.requireNonNull(bucket);
    Objects.requireNonNull(name);
  }
}
