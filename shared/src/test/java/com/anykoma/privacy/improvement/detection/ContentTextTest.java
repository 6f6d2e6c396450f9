package com.anykoma.privacy.improvement.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of documents, as it is de-identified and examined. */
final class ContentTextTest {
  private static final SubjectId SUBJECT = new SubjectId("kX93jf02mQ");

  private final TextDetector detector = TextDetector.standard();
  private final DeidentifiedFields deidentified =
      new DeidentifiedFields(new Deidentifier(detector));
  private final SensitiveText sensitive =
      new SensitiveText(it -> detector.detect(it, SubjectIdentifiers.NONE));

  @TempDir private Path directory = Path.of("");

  private static Location location(String name) {
    return FixtureProduct.MAP.location(name).orElseThrow();
  }

  @Test
  @Keeps("P5")
  void onlyTextWithoutPersonalDataIsTaken() {
    Fields prompt =
        Fields.empty()
            .with("text", "a red dragon by a@b.com for kX93jf02mQ")
            .with("negativePrompt", "password: hunter2")
            .with("seed", 42)
            .with("style", "oil painting")
            .with("createdAt", Instant.EPOCH)
            .with("unknown", "text");

    assertThat(
            deidentified.of(
                location("prompts"), prompt, SubjectIdentifiers.of(Set.of("kX93jf02mQ"))))
        .containsOnly(
            entry("text", "a red dragon by [EMAIL] for [SUBJECT]"), entry("style", "oil painting"));
  }

  @Test
  @Keeps("P5")
  void idsAndPathsAreLeftOut() {
    Fields image =
        Fields.empty()
            .with("title", "a red dragon")
            .with("promptId", "prompt")
            .with("blob", "users/u1/images/i1.png");
    Fields prompt = Fields.empty().with("style", "Xa93jfQQmz02kdLq");

    assertThat(deidentified.of(location("images"), image, SubjectIdentifiers.NONE))
        .containsOnly(entry("title", "a red dragon"));
    assertThat(deidentified.of(location("prompts"), prompt, SubjectIdentifiers.NONE)).isEmpty();
  }

  @Test
  @Keeps("P32")
  void sensitiveKindsAreNamedWithoutTheText() {
    Fields character =
        Fields.empty()
            .with("name", "my password is hunter2")
            .with("traits", List.of("brave", Map.of("past", "I was diagnosed with asthma")))
            .with("description", "write to a@b.com");

    assertThat(sensitive.kinds(location("characters"), character))
        .containsExactly("HEALTH", "PASSWORD");
    assertThat(sensitive.kinds(location("characters"), Fields.empty().with("name", 7))).isEmpty();
  }

  @Test
  @Keeps("P5")
  void identifiersAreReadFromTheAccount() {
    try (World world = new World(directory)) {
      KnownIdentifiers known = new KnownIdentifiers(FixtureProduct.MAP, world.cloud.documents());
      assertThat(known.of(SUBJECT).values().reveal()).containsExactly(SUBJECT.value());

      world
          .cloud
          .documents()
          .create(
              new DocumentPath("users/" + SUBJECT.value()),
              Fields.empty()
                  .with("email", "zoe@example.com")
                  .with("displayName", "Zoë Quorl")
                  .with("plan", "free"));

      assertThat(known.of(SUBJECT).values().reveal())
          .containsExactlyInAnyOrder(SUBJECT.value(), "zoe@example.com", "Zoë Quorl");
    }
  }
}
