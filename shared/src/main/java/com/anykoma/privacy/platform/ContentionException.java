package com.anykoma.privacy.platform;

/** Too many writers changed the documents of a transaction. A later attempt can succeed. */
public final class ContentionException extends RuntimeException {
  public ContentionException(int attempts) {
    super(
        "a transaction met other writers in all of its " + attempts + " attempts; try again later");
  }
}
