package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.RealtimeDatabaseContract;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRealtimeTest extends RealtimeDatabaseContract {
  @TempDir private Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, new SettableClock(Instant.EPOCH));
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Override
  protected RealtimeDatabase realtime() {
    return cloud.realtime();
  }

  @Override
  protected void set(NodePath path, String value) {
    cloud.realtime().set(path, "\"" + value + "\"");
  }

  @Test
  void valueReplacesValuesAboveAndBeneath() {
    set(node("a/b"), "1");
    set(node("a/b/c"), "2");
    assertThat(realtime().keys(node("a/b"))).containsExactly("c");

    set(node("a"), "3");

    assertThat(realtime().exists(node("a/b"))).isFalse();
    assertThat(realtime().exists(node("a"))).isTrue();
  }
}
