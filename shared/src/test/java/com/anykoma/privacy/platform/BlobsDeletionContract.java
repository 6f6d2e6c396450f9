package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link Blobs} adapters for deletions and noncurrent generations. */
public abstract class BlobsDeletionContract extends BlobsFixture {
  @Test
  @Keeps("E28")
  void deletingTwiceSucceeds() throws IOException {
    Blob blob = write("a", "x");

    blobs().delete(blob);
    blobs().delete(blob);
    blobs().deleteEveryGeneration(blob.id());

    assertThat(blobs().stat(blob.id())).isEmpty();
    assertThatThrownBy(() -> text(blob, 0)).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  @Keeps("E10")
  void deletingAnOldGenerationKeepsTheLiveOne() throws IOException {
    Blob first = write("a", "first");
    Blob second = write("a", "second");

    blobs().delete(first);

    assertThat(blobs().stat(id("a"))).hasValue(second);
  }

  @Test
  @Keeps("E28")
  void bulkDeletionAcceptsAbsentAndRepeatedGenerations() throws IOException {
    List<Blob> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(write("many/" + i, "x"));
    }
    Blob neighbour = write("many", "kept");
    Blob gone = many.get(7);
    blobs().delete(gone);
    many.add(many.get(0));

    blobs().delete(many);
    blobs().delete(many);
    blobs().delete(List.of());

    assertThat(names("many")).containsExactly("many");
    assertThat(text(neighbour, 0)).isEqualTo("kept");
  }

  @Test
  @Keeps("E10")
  void bulkDeletionKeepsLaterGenerations() throws IOException {
    List<Blob> first = List.of(write("a", "first"), write("b", "first"));
    Blob second = write("a", "second");

    blobs().delete(first);

    assertThat(blobs().stat(id("a"))).hasValue(second);
    assertThat(blobs().stat(id("b"))).isEmpty();
  }

  @Test
  @Keeps("P20")
  void bulkDeletionInAVersionedBucketDeletesOnlyTheGiven() throws IOException {
    BlobId id = new BlobId(versionedBucket(), prefix + "a");
    Blob first = write(id, "first", ANYTHING);
    Blob second = write(id, "second", ANYTHING);
    Blob third = write(id, "third", ANYTHING);

    blobs().delete(List.of(first, third));

    assertThat(generations(versionedBucket(), "")).containsExactly(second);
  }

  @Test
  @Keeps("P20")
  void versionedBucketKeepsGenerationsUntilDeletion() throws IOException {
    BlobId id = new BlobId(versionedBucket(), prefix + "a");
    Blob first = write(id, "first", ANYTHING);
    Blob second = write(id, "second", ANYTHING);
    Blob third = write(id, "third", ANYTHING);

    assertThat(generations(versionedBucket(), "")).containsExactly(first, second, third);
    assertThat(text(first, 0)).isEqualTo("first");

    blobs().delete(second);
    assertThat(generations(versionedBucket(), "")).containsExactly(first, third);

    blobs().deleteEveryGeneration(id);
    assertThat(generations(versionedBucket(), "")).isEmpty();
    assertThatThrownBy(() -> text(first, 0)).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  @Keeps("P20")
  void deletingEveryGenerationKeepsLongerNames() throws IOException {
    BlobId id = new BlobId(versionedBucket(), prefix + "a");
    write(id, "first", ANYTHING);
    write(id, "second", ANYTHING);
    blobs().delete(blobs().stat(id).orElseThrow());
    Blob longer = write(new BlobId(versionedBucket(), prefix + "a/b"), "b", ANYTHING);
    Blob next = write(new BlobId(versionedBucket(), prefix + "ab"), "ab", ANYTHING);

    blobs().deleteEveryGeneration(id);

    assertThat(generations(versionedBucket(), "")).containsExactly(longer, next);
  }
}
