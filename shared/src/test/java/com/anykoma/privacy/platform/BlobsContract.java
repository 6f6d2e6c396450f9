package com.anykoma.privacy.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link Blobs} adapters for reads, writes, conflicts, metadata and names. */
public abstract class BlobsContract extends BlobsFixture {
  private static final OptionalLong NOTHING = OptionalLong.of(0);

  @Test
  void unwrittenIsAbsent() {
    assertThat(blobs().stat(id("never"))).isEmpty();
    assertThat(names("")).isEmpty();
  }

  @Test
  @Keeps("P24")
  void readsTheWrittenBytes() throws IOException {
    Blob blob = write("a", "some bytes");

    assertThat(blobs().stat(id("a"))).hasValue(blob);
    assertThat(blob.size()).isEqualTo(10);
    assertThat(blob.crc32c()).isEqualTo(crc32c("some bytes"));
    assertThat(blob.contentType()).isEqualTo("text/plain");
    assertThat(text(blob, 0)).isEqualTo("some bytes");
    assertThat(text(blob, 5)).isEqualTo("bytes");
    assertThat(text(blob, 10)).isEmpty();
  }

  @Test
  void storesAnEmptyBlob() throws IOException {
    Blob blob = write("empty", "");

    assertThat(blob.size()).isZero();
    assertThat(text(blob, 0)).isEmpty();
  }

  @Test
  void roundTripsBlobsLargerThanTheBuffer() throws IOException {
    byte[] chunk = new byte[100_003];
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = (byte) (i * 31);
    }
    CRC32C crc = new CRC32C();

    Blob blob =
        blobs()
            .write(
                id("large"),
                "application/octet-stream",
                Map.of(),
                ANYTHING,
                out -> {
                  for (int i = 0; i < 95; i++) {
                    out.write(chunk);
                    crc.update(chunk);
                  }
                });

    assertThat(blob.size()).isEqualTo(95L * chunk.length);
    assertThat(blob.crc32c()).isEqualTo((int) crc.getValue());
    try (InputStream in = blobs().read(blob, 94L * chunk.length)) {
      assertThat(in.readAllBytes()).isEqualTo(chunk);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100_000, 9_000_000})
  void failingBodyKeepsThePreviousGeneration(int size) throws IOException {
    Blob before = write("a", "before");

    assertThatThrownBy(
            () ->
                blobs()
                    .write(
                        id("a"),
                        "text/plain",
                        Map.of(),
                        ANYTHING,
                        out -> {
                          out.write(new byte[size]);
                          throw new IOException("the sender hung up");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(blobs().stat(id("a"))).hasValue(before);
    assertThat(text(before, 0)).isEqualTo("before");
  }

  @Test
  void laterGenerationsAreGreater() throws IOException {
    Blob first = write("a", "first");
    blobs().deleteEveryGeneration(id("a"));
    Blob second = write("a", "second");
    Blob third = write("a", "third");

    assertThat(second.generation()).isGreaterThan(first.generation());
    assertThat(third.generation()).isGreaterThan(second.generation());
  }

  @Test
  @Keeps("E10")
  void conditionalCreateFailsOnAnExistingBlob() throws IOException {
    Blob first = writeIf("a", "first", NOTHING);

    assertThatThrownBy(() -> writeIf("a", "second", NOTHING))
        .isInstanceOf(PreconditionFailed.class);

    assertThat(text(first, 0)).isEqualTo("first");
  }

  @Test
  @Keeps("E10")
  void secondReplacementOfAGenerationFails() throws IOException {
    Blob read = write("a", "read by both");
    Blob winner = writeIf("a", "winner", OptionalLong.of(read.generation()));

    assertThatThrownBy(() -> writeIf("a", "loser", OptionalLong.of(read.generation())))
        .isInstanceOf(PreconditionFailed.class);

    assertThat(blobs().stat(id("a"))).hasValue(winner);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9_000_000})
  void conditionalWriteFailsWhenAnotherFinishesFirst(int size) throws IOException {
    assertThatThrownBy(
            () ->
                blobs()
                    .write(
                        id("a"),
                        "text/plain",
                        Map.of(),
                        NOTHING,
                        out -> {
                          out.write(new byte[size]);
                          write("a", "overtaker");
                        }))
        .isInstanceOf(PreconditionFailed.class);

    assertThat(text(blobs().stat(id("a")).orElseThrow(), 0)).isEqualTo("overtaker");
  }

  @Test
  void overwrittenGenerationIsDeleted() throws IOException {
    Blob first = write("a", "first");
    write("a", "second");

    assertThatThrownBy(() -> text(first, 0)).isInstanceOf(FileNotFoundException.class);
    assertThat(generations(bucket(), "")).hasSize(1);
  }

  @Test
  @Keeps("E23")
  void listsByPrefixInTheByteOrderOfNames() throws IOException {
    for (String name : List.of("u1/b", "u1/a", "u10/a", "u1", "U1/a", "u1/\ud83d\ude00", "u1/é")) {
      write(name, name);
    }

    assertThat(names("u1/")).containsExactly("u1/a", "u1/b", "u1/é", "u1/\ud83d\ude00");
    assertThat(names("u1")).contains("u1", "u10/a").doesNotContain("U1/a");
    assertThat(names("")).hasSize(7);
  }

  @Test
  @Keeps("P24")
  void pagesNeitherSkipNorRepeat() throws IOException {
    for (int i = 0; i < 7; i++) {
      write("n" + i, "");
    }

    List<String> paged = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<Blob> page = blobs().list(bucket(), prefix, token, 3);
      page.items().forEach(each -> paged.add(each.id().name().substring(prefix.length())));
      token = page.next();
    } while (token.isPresent());

    assertThat(paged).containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../a",
        "a//b",
        "/a",
        "a/",
        "a/..",
        "C:\\con",
        "NUL",
        "a\u202eb",
        "A",
        "%2e",
        "%2F",
        "100%",
        "'",
        "\"",
        "a b",
        "a+b",
        "a?b=c&d#e",
        "a;b:c@d,e|f*g[h]{i}<j>~$!^`",
        "\u00fc\u4e2d/\ud83d\ude00"
      })
  @Keeps("E23")
  void objectNamesAreOpaque(String name) throws IOException {
    Blob odd = write(name, "odd");
    Blob other = write(name.toLowerCase(Locale.ROOT) + "x", "other");

    assertThat(text(odd, 0)).isEqualTo("odd");
    blobs().deleteEveryGeneration(other.id());
    assertThat(blobs().stat(odd.id())).hasValue(odd);
    assertThat(names("")).containsExactly(name);
  }

  @Test
  @Keeps("E23")
  void namesDifferingInCaseOrUnicodeFormAreDistinct() throws IOException {
    write("a", "1");
    write("A", "2");
    write("é", "3");
    write("e\u0301", "4");

    assertThat(names("")).hasSize(4);
    assertThat(text(blobs().stat(id("A")).orElseThrow(), 0)).isEqualTo("2");
    assertThat(text(blobs().stat(id("e\u0301")).orElseThrow(), 0)).isEqualTo("4");
  }

  @Test
  void roundTripsTheLongestName() throws IOException {
    String name = "a".repeat(1024 - prefix.length());

    write(name, "x");

    assertThat(names("aaa")).containsExactly(name);
  }

  private static int crc32c(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(UTF_8));
    return (int) crc.getValue();
  }
}
