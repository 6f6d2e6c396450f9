package com.anykoma.privacy.proof.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.HexHash;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Refuted;
import com.anykoma.privacy.proof.signature.Statement;
import com.anykoma.privacy.proof.signature.TestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Proofs about the audit log, checked by somebody who has nothing but their bytes and our keys. */
@Keeps({"P18", "P20", "P22", "P23"})
class AuditProofTest {
  private static final Instant T = Instant.parse("2026-11-28T10:00:00Z");
  private static final Instant NOW = T.plus(Duration.ofDays(1));

  /** How many entries each seal has. */
  private static final List<Integer> SIZES = List.of(3, 0, 5, 1, 9);

  private static final int ALL = 18;

  private final TestKey key = new TestKey();
  private final KeyRing keys =
      KeyRing.of(List.of(KeyRing.announce(1, key.x(), T.minusSeconds(60), key)));
  private final SealedLog log = log();
  private final byte[] inclusion = log.inclusion("entry-4").orElseThrow().file();
  private final byte[] consistency = log.consistency(4, 5).file();

  private SealedLog log() {
    List<byte[]> files = new ArrayList<>();
    Optional<Seal> last = Optional.empty();
    int done = 0;
    for (int size : SIZES) {
      Seal seal = seal(last, done, size, files.size());
      files.add(seal.file());
      last = Optional.of(seal);
      done += size;
    }
    return SealedLog.verified(files, keys, NOW);
  }

  private Seal seal(Optional<Seal> last, int from, int size, int hour) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = from; i < from + size; i++) {
      entries.add(entry(i, "confirmed"));
    }
    Instant at = T.plus(Duration.ofHours(hour));
    return Seal.next(last, entries, at.minusSeconds(600), at, key);
  }

  private static byte[] entry(int i, String action) {
    return CanonicalJson.of(
        Map.of(
            "id",
            "entry-" + i,
            "at",
            T.plusSeconds(i).toString(),
            "about",
            "breaker",
            "action",
            action));
  }

  private AuditProof verified(byte[] file) {
    return AuditProof.verified(file, keys, NOW);
  }

  private void assertRefused(byte[] file, String why) {
    assertThatThrownBy(() -> verified(file))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("entry-4");
  }

  private void assertRefused(String file, String why) {
    assertRefused(file.getBytes(UTF_8), why);
  }

  /** The same file with one member more or another, in canonical form. */
  private static byte[] with(byte[] file, String name, @Nullable Object value) {
    Map<String, @Nullable Object> members = new HashMap<>(CanonicalJson.read(file).members());
    members.put(name, value);
    return CanonicalJson.of(members);
  }

  private static byte[] without(byte[] file, String name) {
    return CanonicalJson.of(CanonicalJson.read(file).without(name));
  }

  private static @Nullable Object member(byte[] file, String name) {
    return CanonicalJson.read(file).members().get(name);
  }

  @Test
  void everyEntryIsShownToBeInTheLog() {
    for (int i = 0; i < ALL; i++) {
      byte[] file = log.inclusion("entry-" + i).orElseThrow().file();

      AuditProof read = verified(file);

      assertThat(read).isInstanceOf(InclusionProof.class);
      InclusionProof proof = (InclusionProof) read;
      assertThat(proof.index()).isEqualTo(i);
      assertThat(proof.entry().requiredString("id")).isEqualTo("entry-" + i);
      assertThat(proof.head().hash()).isEqualTo(log.head().orElseThrow().hash());
      assertThat(proof.head().size()).isEqualTo(ALL);
      assertThat(proof.file()).isEqualTo(file);
    }
    assertThat(log.inclusion("entry-18")).isEmpty();
  }

  @Test
  void everyHeadIsShownToBeContinuedByEveryLaterOne() {
    for (int first = 1; first <= SIZES.size(); first++) {
      for (int second = first; second <= SIZES.size(); second++) {
        byte[] file = log.consistency(first, second).file();

        AuditProof read = verified(file);

        assertThat(read).isInstanceOf(ConsistencyProof.class);
        ConsistencyProof proof = (ConsistencyProof) read;
        assertThat(proof.first().number()).isEqualTo(first);
        assertThat(proof.second().number()).isEqualTo(second);
        assertThat(proof.file()).isEqualTo(file);
      }
    }
  }

  @Test
  void proofShowsNoOtherEntry() {
    assertThat(new String(inclusion, UTF_8)).containsOnlyOnce("entry-");
    assertThat(new String(consistency, UTF_8)).doesNotContain("entry-");
  }

  @Test
  void noOtherTwoHeadsHaveAProof() {
    for (int[] each : new int[][] {{0, 1}, {-1, 1}, {2, 1}, {1, 6}, {6, 6}}) {
      assertThatThrownBy(() -> log.consistency(each[0], each[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    SealedLog empty = SealedLog.verified(List.of(), keys, NOW);
    assertThat(empty.head()).isEmpty();
    assertThat(empty.inclusion("entry-0")).isEmpty();
  }

  @Test
  void logThatBeginsEmptyIsContinuedByWhateverFollows() {
    Seal first = seal(Optional.empty(), 0, 0, 0);
    Seal second = seal(Optional.of(first), 0, 2, 1);
    SealedLog begun = SealedLog.verified(List.of(first.file(), second.file()), keys, NOW);

    assertThat(verified(begun.consistency(1, 2).file())).isInstanceOf(ConsistencyProof.class);
    assertRefused(
        with(begun.consistency(1, 2).file(), "path", List.of(HexHash.of(second.head().root()))),
        "does not continue");
  }

  @Test
  void everyFlippedBitIsRefused() {
    for (byte[] file : List.of(inclusion, consistency)) {
      for (int at = 0; at < file.length; at++) {
        for (int bit = 0; bit < 8; bit++) {
          byte[] flipped = file.clone();
          flipped[at] ^= (byte) (1 << bit);
          assertThatThrownBy(() -> verified(flipped))
              .isInstanceOf(PermanentFailure.class)
              .message()
              .isNotEmpty();
        }
      }
    }
  }

  @Test
  void everyByteTakenOutOrPutInIsRefused() {
    for (byte[] file : List.of(inclusion, consistency)) {
      for (int at = 0; at <= file.length; at++) {
        for (char more : new char[] {' ', '\n', '0', '"', 'a', ','}) {
          byte[] longer = new byte[file.length + 1];
          System.arraycopy(file, 0, longer, 0, at);
          longer[at] = (byte) more;
          System.arraycopy(file, at, longer, at + 1, file.length - at);
          assertRefused(longer, "");
        }
      }
      for (int at = 0; at < file.length; at++) {
        byte[] shorter = new byte[file.length - 1];
        System.arraycopy(file, 0, shorter, 0, at);
        System.arraycopy(file, at + 1, shorter, at, shorter.length - at);
        assertRefused(shorter, "");
      }
    }
  }

  @Test
  void proofForAnotherSizeIndexOrEntryIsRefusedWithTheReason() {
    for (long size : List.of(0L, 17L, 19L, (1L << 53) - 1)) {
      assertRefused(with(inclusion, "size", size), "a tree of another size than its head's");
    }
    assertRefused(with(inclusion, "size", "18"), "'size' is not a number");
    assertRefused(with(inclusion, "size", null), "'size' is null");
    for (long index : List.of(0L, 3L, 5L, 17L, 18L, (1L << 53) - 1)) {
      assertRefused(with(inclusion, "index", index), "the path does not lead");
    }
    for (long none : List.of(-1L, 1L << 53, 1L << 62)) {
      assertRefused(with(inclusion, "index", none), "'index' is not a whole number from 0 to");
      assertRefused(with(inclusion, "size", none), "'size' is not a whole number from 0 to");
    }
    assertRefused(with(inclusion, "index", 4.5), "'index' is not a whole number");
    assertRefused(
        with(inclusion, "entry", CanonicalJson.read(entry(4, "tripped")).members()),
        "the path does not lead");
    assertRefused(
        with(inclusion, "entry", CanonicalJson.read(entry(5, "confirmed")).members()),
        "the path does not lead");
    assertRefused(with(inclusion, "entry", "entry-4"), "'entry' is not an object");
  }

  @Test
  void proofUnderAnotherHeadIsRefusedWithTheReason() {
    Map<String, @Nullable Object> earlier = log.seals().get(2).head().statement().members();
    assertRefused(with(inclusion, "head", earlier), "a tree of another size than its head's");
    assertRefused(with(with(inclusion, "head", earlier), "size", 8), "the path does not lead");
    assertRefused(with(consistency, "first", earlier), "does not continue");
    assertRefused(with(consistency, "second", earlier), "its second head is older");
    Map<String, @Nullable Object> first = log.seals().get(0).head().statement().members();
    assertRefused(with(consistency, "first", first), "does not continue");
    assertRefused(with(inclusion, "head", null), "'head' is null");
  }

  private TreeHead head(
      long number, long size, Bytes root, Instant issuedAt, Optional<String> previous) {
    return head(number, size, root, issuedAt, issuedAt.minusSeconds(600), previous);
  }

  /** A head that we signed and that says whatever it says. */
  private TreeHead head(
      long number,
      long size,
      Bytes root,
      Instant issuedAt,
      Instant through,
      Optional<String> previous) {
    Map<String, Object> said =
        new HashMap<>(
            Map.of(
                "number",
                number,
                "size",
                size,
                "root",
                HexHash.of(root),
                "through",
                through.toString()));
    previous.ifPresent(it -> said.put("previous", it));
    return TreeHead.of(
        Statement.read(Statement.sign(TreeHead.TYPE, issuedAt, said, key), "audit-head"));
  }

  private void assertContradicts(TreeHead first, TreeHead second, String why) {
    List<Bytes> path =
        MerkleTree.consistency(
            log.entries().stream()
                .map(CanonicalJson::of)
                .map(MerkleTree::leaf)
                .toList()
                .subList(0, (int) Math.max(first.size(), second.size())),
            (int) Math.min(first.size(), second.size()));
    assertRefused(new ConsistencyProof(first, second, path).file(), why);
  }

  @Test
  void headsThatContradictEachOtherAreRefusedWithTheReason() {
    TreeHead fourth = log.seals().get(3).head();
    TreeHead fifth = log.seals().get(4).head();
    Instant later = fifth.issuedAt().plusSeconds(60);
    Optional<String> foreign = Optional.of("ab".repeat(32));

    assertContradicts(
        fifth, head(5, 18, fifth.root(), later, fifth.previous()), "two heads of the same number");
    assertContradicts(
        fifth, head(5, 18, fifth.root(), later, foreign), "two heads of the same number");
    assertContradicts(
        fourth, head(5, 18, fifth.root(), later, foreign), "not chained to the one before");
    assertContradicts(
        fourth,
        head(6, 18, fifth.root(), later, Optional.of(fourth.hash())),
        "not chained to the one before");
    assertContradicts(
        fourth,
        head(5, 18, fifth.root(), T, Optional.of(fourth.hash())),
        "older than the one before");
    assertContradicts(
        fourth,
        head(5, 18, fifth.root(), later, T.minusSeconds(700), Optional.of(fourth.hash())),
        "older than the one before");
    assertContradicts(
        fifth,
        head(6, 9, fourth.root(), later, Optional.of(fifth.hash())),
        "fewer entries than the one before");
    assertThat(
            verified(
                new ConsistencyProof(
                        fifth,
                        head(6, 18, fifth.root(), later, Optional.of(fifth.hash())),
                        List.of())
                    .file()))
        .isInstanceOf(ConsistencyProof.class);
  }

  @Test
  void headsThatContradictThemselvesAreRefusedWithTheReason() {
    TreeHead fifth = log.seals().get(4).head();
    Optional<String> none = Optional.empty();

    assertThatThrownBy(() -> head(1, 0, fifth.root(), T, none))
        .isInstanceOf(Refuted.class)
        .hasMessageContaining("no entries have another root");
    assertThatThrownBy(() -> head(1, 0, MerkleTree.EMPTY, T, T.plusSeconds(1), none))
        .isInstanceOf(Refuted.class)
        .hasMessageContaining("yet to come");
    assertThatThrownBy(() -> head(2, 0, MerkleTree.EMPTY, T, none)).isInstanceOf(Refuted.class);
    assertThat(head(1, 0, MerkleTree.EMPTY, T, none).size()).isZero();
  }

  @Test
  void includedLeafThatIsNoEntryIsRefusedWithTheReason() {
    for (String odd : List.of("\u001b[2K", "ada@example.com", "x".repeat(41), "")) {
      for (String member : List.of("id", "about", "action", "cause", "subject")) {
        Map<String, @Nullable Object> entry =
            new HashMap<>(CanonicalJson.read(entry(0, "confirmed")).members());
        entry.put(member, odd);
        byte[] leaf = CanonicalJson.of(entry);
        TreeHead head =
            head(1, 1, MerkleTree.root(List.of(MerkleTree.leaf(leaf))), T, Optional.empty());

        assertRefused(
            new InclusionProof(CanonicalJson.read(leaf), 0, List.of(), head).file(),
            "an entry of the audit log holds what none does");
      }
    }
  }

  @Test
  void headsInTheWrongOrderAreRefusedWithTheReason() {
    byte[] turned =
        with(
            with(consistency, "first", member(consistency, "second")),
            "second",
            member(consistency, "first"));
    assertRefused(turned, "its second head is older than its first");
    // these two have the same tree
    byte[] equal = log.consistency(1, 2).file();
    assertRefused(
        with(with(equal, "first", member(equal, "second")), "second", member(equal, "first")),
        "its second head is older than its first");
  }

  @Test
  void pathThatIsLongerShorterReorderedOrNoPathIsRefusedWithTheReason() {
    for (byte[] file : List.of(inclusion, consistency)) {
      String why = file == inclusion ? "the path does not lead" : "does not continue";
      List<String> path = CanonicalJson.read(file).strings("path");
      assertThat(path).hasSizeGreaterThan(2);
      List<String> turned = new ArrayList<>(path);
      Collections.reverse(turned);
      List<String> longer = new ArrayList<>(path);
      longer.add(path.get(0));

      assertRefused(with(file, "path", List.of()), why);
      assertRefused(with(file, "path", path.subList(1, path.size())), why);
      assertRefused(with(file, "path", path.subList(0, path.size() - 1)), why);
      assertRefused(with(file, "path", turned), why);
      assertRefused(with(file, "path", longer), why);
      assertRefused(with(file, "path", List.of(path.get(0).toUpperCase(Locale.ROOT))), "no hash");
      assertRefused(with(file, "path", List.of(path.get(0) + "00")), "no hash");
      assertRefused(with(file, "path", List.of(1, 2)), "not a string");
      assertRefused(with(file, "path", "none"), "'path' is not an array");
    }
    byte[] equal = log.consistency(1, 2).file();
    String root = HexHash.of(log.seals().get(0).head().root());
    assertRefused(with(equal, "path", List.of(root)), "does not continue");
  }

  @Test
  void unknownTypesAndVersionsAreRefusedWithTheReason() {
    for (byte[] file : List.of(inclusion, consistency)) {
      for (long version : List.of(0L, 2L)) {
        assertRefused(with(file, "version", version), "its version is unknown");
      }
      assertRefused(with(file, "version", "1"), "'version' is not a number");
      assertRefused(with(file, "type", "proof"), "it is no proof about the audit log");
      assertRefused(with(file, "type", "audit-head"), "it is no proof about the audit log");
      assertRefused(with(file, "type", 1), "'type' is not a string");
      assertRefused(without(file, "type"), "'type' is missing");
      assertRefused(without(file, "version"), "'version' is missing");
    }
    assertRefused(with(inclusion, "type", "consistency-proof"), "is missing");
    assertRefused(with(consistency, "type", "inclusion-proof"), "is missing");
    assertRefused(log.seals().get(0).file(), "it is no proof about the audit log");
    assertRefused(
        log.head().orElseThrow().statement().file().toArray(),
        "it is no proof about the audit log");
  }

  @Test
  void membersThatAreMissingOrTooManyAreRefusedWithTheReason() {
    for (String each : List.of("entry", "index", "size", "path", "head")) {
      assertRefused(without(inclusion, each), "'" + each + "' is missing");
    }
    for (String each : List.of("first", "second", "path")) {
      assertRefused(without(consistency, each), "'" + each + "' is missing");
    }
    assertRefused(with(inclusion, "note", "approved"), "a member too many");
    assertRefused(with(consistency, "size", 18), "a member too many");
  }

  @Test
  void otherFormsOfTheSameAreRefusedWithTheReason() {
    for (byte[] file : List.of(inclusion, consistency)) {
      String text = new String(file, UTF_8);
      assertRefused(text + "\n", "canonical");
      assertRefused(text.replace(",\"type\"", ", \"type\""), "canonical");
      assertRefused(text.replace("\"version\":1}", "\"version\":1.0}"), "canonical");
      assertRefused(text.replace("audit-head", "\\u0061udit-head"), "canonical");
      assertRefused(
          text.replace(",\"version\":1}", "}").replaceFirst("\\{", "{\"version\":1,"), "canonical");
      assertRefused(text.replaceFirst("\\{", "{\"type\":\"proof\","), "twice");
      assertRefused(text.replace("\"version\":1}", "\"version\":1,\"version\":1}"), "twice");
      assertRefused(text.substring(0, 200), "the JSON ");
      assertRefused("[" + text + "]", "not an object");
      assertRefused("", "too early");
    }
  }

  @Test
  void headsOfAnotherKeyOfTheFutureOrAlteredAreRefusedWithTheReason() {
    TestKey foreign = new TestKey();
    KeyRing theirs =
        KeyRing.of(List.of(KeyRing.announce(1, foreign.x(), T.minusSeconds(60), foreign)));
    for (byte[] file : List.of(inclusion, consistency)) {
      assertThatThrownBy(() -> AuditProof.verified(file, theirs, NOW))
          .isInstanceOf(Refuted.class)
          .hasMessageContaining("none of the published");
      assertThatThrownBy(() -> AuditProof.verified(file, keys, T))
          .isInstanceOf(Refuted.class)
          .hasMessageContaining("future");
      assertRefused(
          new String(file, UTF_8).replace("\"size\":18", "\"size\":19"), "it was altered");
    }
  }

  @Test
  void forgedLogHasNoProofUnderOurHead() {
    List<Bytes> forged = new ArrayList<>();
    for (int i = 0; i < ALL; i++) {
      forged.add(MerkleTree.leaf(entry(i, i == 4 ? "tripped" : "confirmed")));
    }
    byte[] claimed =
        new InclusionProof(
                CanonicalJson.read(entry(4, "tripped")),
                4,
                MerkleTree.inclusion(forged, 4),
                log.head().orElseThrow())
            .file();

    assertRefused(claimed, "the path does not lead");
  }

  @Test
  void proofsOfBeforeARotationAndAcrossItKeepVerifying() {
    TestKey next = new TestKey();
    Instant rotated = T.plus(Duration.ofHours(6));
    KeyRing both =
        KeyRing.of(
            List.of(
                KeyRing.announce(1, key.x(), T.minusSeconds(60), key),
                KeyRing.announce(2, next.x(), rotated, key)));
    Seal newer =
        Seal.next(
            Optional.of(log.seals().get(4)),
            List.of(entry(18, "confirmed")),
            rotated,
            rotated.plusSeconds(600),
            next);
    List<byte[]> files = new ArrayList<>(log.seals().stream().map(Seal::file).toList());
    files.add(newer.file());
    SealedLog longer = SealedLog.verified(files, both, NOW);

    for (byte[] each :
        List.of(
            inclusion,
            consistency,
            longer.inclusion("entry-4").orElseThrow().file(),
            longer.consistency(5, 6).file())) {
      assertThat(AuditProof.verified(each, both, NOW).file()).isEqualTo(each);
    }
  }

  private void assertNoLog(String why, Seal... seals) {
    List<byte[]> files = List.of(seals).stream().map(Seal::file).toList();
    assertThatThrownBy(() -> SealedLog.verified(files, keys, NOW))
        .isInstanceOf(Refuted.class)
        .hasMessageContaining(why);
  }

  @Test
  void sealsThatDoNotGoOnFromEachOtherAreNoLog() {
    Seal first = log.seals().get(0);
    Seal second = log.seals().get(1);
    Seal third = log.seals().get(2);
    Seal fork = seal(Optional.of(first), 40, 1, 1);

    assertNoLog("seal 1: seal 1 of the audit log is missing", second);
    assertNoLog("seal 2: seal 2 of the audit log is missing", first, third);
    assertNoLog("seal 2: seal 2 of the audit log is missing", first, first);
    assertNoLog("seal 3: the head is not chained", first, fork, third);
    assertNoLog(
        "seal 2: an entry stands in the audit log twice", first, seal(Optional.of(first), 2, 2, 1));
    Instant earlier = T.minusSeconds(30);
    assertNoLog(
        "seal 2: the head is older",
        first,
        Seal.next(Optional.of(first), List.of(), earlier, earlier, key));
    assertNoLog(
        "seal 2: the entries are not the leaves",
        first,
        new Seal(fork.head(), List.of(), fork.state()));
    assertNoLog(
        "seal 2: the entries are not the leaves",
        first,
        new Seal(fork.head(), third.entries(), fork.state()));
    assertNoLog(
        "seal 1: the subtrees are not those",
        new Seal(
            first.head(),
            first.entries(),
            new TreeState(
                3, List.of(first.state().subtrees().get(1), first.state().subtrees().get(0)))));
    assertNoLog(
        "seal 1: a tree of this size has another number",
        new Seal(first.head(), first.entries(), third.state()));
  }

  @Test
  void whatIsNoEntryIsNoEntry() {
    assertThat(Seal.isEntry(entry(1, "confirmed"))).isTrue();
    assertThat(Seal.isEntry(entry(1, "ada@example.com"))).isFalse();
    assertThat(Seal.isEntry(entry(1, "Ada Lovelace"))).isFalse();
    assertThat(Seal.isEntry(entry(1, ""))).isFalse();
    assertThat(Seal.isEntry(with(entry(1, "confirmed"), "action", 1))).isFalse();
    assertThat(Seal.isEntry(with(entry(1, "confirmed"), "cause", null))).isFalse();
    assertThat(Seal.isEntry(with(entry(1, "confirmed"), "cause", List.of("a")))).isFalse();
    assertThat(Seal.isEntry(with(entry(1, "confirmed"), "at", "2026-03-01"))).isFalse();
    assertThat(Seal.isEntry(with(entry(1, "confirmed"), "at", "2026-03-01T12:00:00.000Z")))
        .isFalse();
    assertThat(Seal.isEntry(with(entry(1, "confirmed"), "name", "ada"))).isFalse();
    for (String each : List.of("id", "at", "about", "action")) {
      assertThat(Seal.isEntry(without(entry(1, "confirmed"), each))).isFalse();
    }
    assertThat(Seal.isEntry("nothing".getBytes(UTF_8))).isFalse();
  }
}
