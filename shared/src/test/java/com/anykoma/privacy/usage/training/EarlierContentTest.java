package com.anykoma.privacy.usage.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content of before we knew its owner: nobody told us then whether they paid. */
@Keeps({"P3", "P8"})
final class EarlierContentTest {
  private static final SubjectId ANN = new SubjectId("u1");

  @TempDir private Path directory;
  private World world;
  private final DocumentPath path = World.prompt(ANN, "p1");

  @BeforeEach
  void open() {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private boolean isProtected() {
    return ItemStamp.read(
            world.cloud.documents().get(ItemStamp.pathOf(ANN, path)).orElseThrow().fields())
        .isProtected();
  }

  private void writtenBeforeWeKnewTheirOwner(Duration before) {
    world.write(World.account(ANN), Fields.of(Map.of("displayName", "Ann")));
    var told = world.write(path, Fields.of(Map.of("text", "a castle")));
    world.clock.advance(before);
    world.writeAccount(ANN, Fields.of(Map.of("displayName", "Ann")));
    world.content.written(told);
  }

  @Test
  void isProtectedWhenItIsOlderThanWhatStripeStillTellsUs() {
    writtenBeforeWeKnewTheirOwner(Duration.ofDays(3).plusSeconds(1));

    assertThat(isProtected()).isTrue();
    assertThat(world.admitted()).isEmpty();
  }

  @Test
  void isFreeWhenStripeWouldStillHaveToldUs() {
    writtenBeforeWeKnewTheirOwner(Duration.ofDays(3).minusSeconds(1));

    assertThat(isProtected()).isFalse();
    assertThat(world.admitted()).containsExactly(path.value());
  }
}
