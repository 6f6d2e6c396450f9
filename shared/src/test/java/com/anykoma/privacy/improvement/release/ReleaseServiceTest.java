package com.anykoma.privacy.improvement.release;

import static com.anykoma.privacy.improvement.release.ReleasedWorld.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.World;
import com.anykoma.privacy.improvement.release.ReleaseManifest.Item;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.training.CorpusEntry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release contains what the gate permits, once, and its manifest says exactly that. */
@Keeps({"P3", "P5", "P8"})
class ReleaseServiceTest {
  private ReleasedWorld released;
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    released = new ReleasedWorld(directory);
    world = released.world;
  }

  @AfterEach
  void close() {
    released.close();
  }

  private Services watched(InterceptedPorts.Interceptor blobs) {
    Ports ports = Ports.of(world.cloud);
    return released.on(
        new Ports(
            ports.documents(),
            ports.keys(),
            InterceptedPorts.wrap(Blobs.class, ports.blobs(), blobs),
            ports.accounts(),
            ports.billing(),
            ports.tasks(),
            ports.realtime(),
            ports.settings(),
            ports.kek(),
            ports.signingKek()));
  }

  @Test
  void manifestListsEveryFileAndFollowsFromTheFilesAlone() {
    released.release();

    ReleaseManifest manifest = released.manifest(1);
    assertThat(manifest.items()).hasSize(4);
    assertThat(manifest.purposes()).containsExactly("improvement");
    assertThat(manifest.policyVersion()).isEqualTo("2026-01-06");
    ReleaseManifest recomputed =
        new ReleaseManifest(
            1,
            manifest.createdAt(),
            manifest.purposes(),
            manifest.policyVersion(),
            manifest.detector(),
            world.services.releaseStore().files(1).items());
    assertThat(recomputed).isEqualTo(manifest);
    assertThat(recomputed.root()).isEqualTo(manifest.root());
  }

  @Test
  @Keeps("P5")
  void filesContainNothingAboutTheOwner() {
    released.release();

    for (String each : released.objects("items/")) {
      String text = new String(released.file(each), StandardCharsets.UTF_8);
      assertThat(text).isEqualTo("{\"texts\":{\"text\":\"a castle\"}}");
      assertThat(each).matches("items/000001/[A-Za-z0-9_-]{22}\\.json");
    }
    String manifest = new String(released.file("manifests/000001.json"), StandardCharsets.UTF_8);
    assertThat(manifest).doesNotContain("users/").doesNotContain("corpus");
  }

  @Test
  void eachReleaseHasFreshIds() {
    released.release();
    released.release();

    List<String> first = released.manifest(1).items().stream().map(Item::id).toList();
    assertThat(released.manifest(2).items())
        .extracting(Item::id)
        .doesNotContainAnyElementsOf(first);
  }

  @Test
  void previewCountsWithoutWriting() {
    assertThat(world.services.releases().preview()).isEqualTo(new ReleaseService.Preview(1, 4, 0));
    released.work();
    world.put(World.account(ANN).value(), Fields.of(Map.of("objection", true)));
    Map<DocumentPath, Fields> before = world.allDocuments();

    assertThat(world.services.releases().preview()).isEqualTo(new ReleaseService.Preview(1, 4, 4));
    assertThat(world.allDocuments()).isEqualTo(before);
    assertThat(released.objects("")).isEmpty();
  }

  @Test
  @Keeps({"P6", "P25", "E30"})
  void gateIsAskedAtTheMomentOfTheRelease() {
    released.work();
    world.consents.accountWritten(
        ANN, world.write(World.account(ANN), Fields.of(Map.of("objection", true))));
    assertThat(world.admitted()).hasSize(4); // the task that withdraws is late

    assertThat(released.release(world.services)).contains(1L);

    assertThat(released.manifest(1).items()).hasSize(2);
    assertThat(released.entry(ANN, "p1").released()).isEmpty();
    assertThat(released.objects("items/")).hasSize(2);
  }

  @Test
  @Keeps({"P25", "P38", "E30"})
  void restrictedPersonsItemsAreNotReleasedAndReleasedOnesAreRecalled() {
    released.release();
    world.consents.signal(ANN, Signal.RESTRICTION, true, world.clock.instant());
    assertThat(world.admitted()).hasSize(4); // the task that withdraws is late

    assertThat(released.release(world.services)).contains(2L);
    assertThat(released.manifest(2).items()).hasSize(2);
    assertThat(released.entry(ANN, "p1").released()).hasSize(1);

    world.runTasks();
    released.work();
    assertThat(released.entry(ANN, "p1").isAdmitted()).isFalse();
    assertThat(released.entry(ANN, "p1").copyId()).isEmpty();
    assertThat(released.objects("items/")).hasSize(4);
  }

  @Test
  @Keeps({"P6", "P25", "E30"})
  void itemWithdrawnWhileItIsReleasedIsNotLeft() {
    released.work();
    for (int at = 1; at <= 12; at++) {
      int[] left = {at};
      world.createPrompt(ANN, "late" + at);
      released.work();
      String late = "users/u1/prompts/late" + at;
      InterceptedPorts.Interceptor deletes =
          new InterceptedPorts.Interceptor() {
            @Override
            public void before(String operation) {
              if (--left[0] == 0) {
                world.markDeleted(late);
                released.work();
              }
            }
          };

      released.release(watched(deletes));
      released.work();

      CorpusEntry entry = released.entry(ANN, "late" + at);
      assertThat(entry.isAdmitted()).isFalse();
      assertThat(entry.needsRecall()).isFalse();
      assertThat(entry.released())
          .as("deleted before operation %s", at)
          .allMatch(it -> !world.services.releaseStore().hasCopy(it));
    }
    assertFilesMatchManifests();
  }

  /** Every file is an item of its manifest, and every item has its file or a recall. */
  private void assertFilesMatchManifests() {
    long last = world.services.releaseStore().lastRelease();
    for (long each = 1; each <= last; each++) {
      List<String> copies = new ArrayList<>();
      for (Item item : released.manifest(each).items()) {
        String copy = ReleaseLayout.copy(each, item.id());
        if (released.objects(ReleaseLayout.recall(copy)).isEmpty()) {
          copies.add(ReleaseLayout.text(copy));
        }
      }
      assertThat(released.objects(ReleaseLayout.items(each)))
          .as("release %s", each)
          .containsExactlyInAnyOrderElementsOf(copies);
    }
  }

  @Test
  void interruptedReleaseContinuesAtEveryPoint() {
    released.work();
    boolean died = true;
    int points = 0;
    for (int at = 1; died; at++) {
      boolean[] isDead = {false};
      int[] left = {at};
      InterceptedPorts.Interceptor dies =
          new InterceptedPorts.Interceptor() {
            @Override
            public @Nullable Object after(String operation, @Nullable Object answer)
                throws IOException {
              isDead[0] |= --left[0] == 0;
              if (isDead[0]) {
                throw new IOException("the instance died");
              }
              return answer;
            }
          };
      long number = world.services.releaseStore().lastRelease() + 1;
      try {
        released.release(watched(dies));
      } catch (RuntimeException e) {
        assertThat(isDead[0]).isTrue();
      }
      died = isDead[0];
      points += died ? 1 : 0;
      world.clock.advance(Duration.ofMinutes(20));

      released.release(world.services);

      assertThat(released.manifest(number).items()).as("died after %s", at).hasSize(4);
      assertThat(released.entries())
          .allSatisfy(
              it ->
                  assertThat(it.released())
                      .filteredOn(name -> name.startsWith(ReleaseLayout.release(number)))
                      .hasSize(1));
    }
    assertThat(points).isGreaterThan(15);
    assertFilesMatchManifests();
  }

  @Test
  void tasksMakeTheReleaseAndRepeatedOnesDoNotMultiplyIt() {
    released.work();
    Task begin = new Task(Topic.RELEASE, "monthly", new BeginScan("monthly"));
    world.cloud.tasks().publish(List.of(begin));

    world.runTasks();
    world.services.releases().handle(new BeginScan("monthly"));
    world.runTasks();

    assertThat(world.services.releaseStore().lastRelease()).isEqualTo(1);
    assertFilesMatchManifests();
  }

  @Test
  void shortListingOfFilesDelaysTheManifest() {
    released.work();
    int[] listings = {0};
    Services services =
        watched(
            new InterceptedPorts.Interceptor() {
              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                return operation.equals("list")
                        && answer instanceof Page<?> page
                        && page.items().size() == 4
                        && ++listings[0] == 1
                    ? new Page<>(page.items().subList(0, 3), Optional.empty())
                    : answer;
              }
            });

    assertThat(released.release(services)).isEmpty();
    world.clock.advance(Duration.ofMinutes(20));

    assertThat(released.release(services)).contains(1L);
    assertThat(released.manifest(1).items()).hasSize(4);
  }

  @Test
  void listingWithoutTheNewestManifestDoesNotReuseItsNumber() {
    released.release();
    Services services =
        watched(
            new InterceptedPorts.Interceptor() {
              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                return operation.equals("list") && answer instanceof Page<?> page
                    ? new Page<>(
                        page.items().stream()
                            .filter(it -> !((Blob) it).id().name().startsWith("manifests/"))
                            .toList(),
                        Optional.empty())
                    : answer;
              }
            });

    assertThat(released.release(services)).contains(2L);
  }

  @Test
  void alteredReorderedAndForeignManifestsAreRefused(@TempDir Path other) {
    released.release();
    String genuine = new String(released.file("manifests/000001.json"), StandardCharsets.UTF_8);
    ReleaseManifest manifest = released.manifest(1);
    List<Item> reversed = new ArrayList<>(manifest.items());
    Collections.reverse(reversed);

    assertThatThrownBy(() -> verified(genuine.replace("improvement", "advertising")))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("altered");
    assertThatThrownBy(
            () ->
                verified(
                    genuine.replace(
                        manifest.items().get(0).text(),
                        manifest.items().get(0).text().replace('a', 'b'))))
        .isInstanceOf(InvalidProof.class);
    assertThatThrownBy(
            () -> new ReleaseManifest(1, manifest.createdAt(), List.of(), "p", "d", reversed))
        .hasMessageContaining("order");
    try (ReleasedWorld foreign = new ReleasedWorld(other)) {
      foreign.release();
      String theirs = new String(foreign.file("manifests/000001.json"), StandardCharsets.UTF_8);
      assertThatThrownBy(() -> verified(theirs))
          .isInstanceOf(InvalidProof.class)
          .hasMessageContaining("not published");
    }
  }

  private void verified(String manifest) {
    ReleaseManifest.verified(
        manifest.getBytes(StandardCharsets.UTF_8), released.keys(), world.clock.instant());
  }

  private void upload(String id, byte[] bytes) throws IOException {
    DocumentPath item = new DocumentPath("users/u1/images/" + id);
    world.handle(world.write(item, Fields.of(Map.of("width", 8))));
    Blob upload =
        world
            .cloud
            .blobs()
            .write(
                new BlobId("uploads", item.value()),
                "image/x-of-ann",
                Map.of(),
                OptionalLong.empty(),
                out -> out.write(bytes));
    world.services.uploads().sealUpload(upload);
  }

  @Test
  @Keeps({"P5", "P10"})
  void imageIsReleasedWithoutTheClientsContentType() throws IOException {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB), "png", picture);
    upload("i1", picture.toByteArray());
    upload("i2", "<svg>by Ann</svg>".getBytes(StandardCharsets.UTF_8));

    released.release();

    List<Item> images =
        released.manifest(1).items().stream().filter(it -> it.image().isPresent()).toList();
    assertThat(images).hasSize(1);
    String name = ReleaseLayout.image(ReleaseLayout.copy(1, images.get(0).id()));
    Blob image = world.cloud.blobs().stat(new BlobId("releases", name)).orElseThrow();
    assertThat(image.contentType()).isEqualTo("application/octet-stream");
    assertThat(ImageIO.read(new ByteArrayInputStream(released.file(name)))).isNotNull();
  }
}
