package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.DocumentTreeContract;
import com.anykoma.privacy.platform.Documents;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Tests descendants and collections of the documents in SQLite. */
@SuppressWarnings("NullAway.Init")
@Tag("slow")
final class SqliteDocumentTreeTest extends DocumentTreeContract {
  @TempDir Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, new MovableClock());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Override
  protected Documents documents() {
    return cloud.documents();
  }

  @Override
  protected String unique(String stem) {
    return stem; // each test has a store of its own
  }
}
