package com.anykoma.privacy.emulators;

import java.util.Objects;

/** Where an object of {@link FakeStorage} is, whatever its generation. */
record ObjectKey(String bucket, String name) {
  ObjectKey {
    Objects.requireNonNull(bucket);
    Objects.requireNonNull(name);
  }
}
