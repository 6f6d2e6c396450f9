package com.anykoma.privacy.platform;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;

/**
 * The {@link Documents} adapter under test. Tests share a database and use separate collections.
 */
public abstract class DocumentsFixture {
  /** The adapter under test. */
  protected abstract Documents documents();

  /** A collection id that no other test uses. */
  protected abstract String unique(String stem);

  static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

  final Fields one = Fields.empty().with("n", 1L);
  private String usersId;

  @BeforeEach
  void chooseIds() {
    usersId = unique("users");
  }

  CollectionPath users() {
    return new CollectionPath(usersId);
  }

  Document read(DocumentPath path) {
    return documents().get(path).orElseThrow();
  }
}
