package com.anykoma.privacy.proof.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.proof.signature.HexHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that proofs with altered members or paths are refused with the reason. */
@Keeps({"P18", "P20", "P22", "P23"})
final class RefusedProofTest extends AuditProofFixture {
  @Test
  void proofOfAnotherSizeIndexOrEntryIsRefused() {
    for (long size : List.of(0L, 17L, 19L, (1L << 53) - 1)) {
      assertRefused(with(inclusion, "size", size), "the proof's size differs");
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
  void includedLeafThatIsNoEntryIsRefused() {
    for (String odd : List.of("\u001b[2K", "ada@example.com", "x".repeat(41), "")) {
      for (String member : List.of("id", "about", "action", "cause", "subject")) {
        Map<String, @Nullable Object> entry =
            new HashMap<>(CanonicalJson.read(entry(0, "confirmed")).members());
        entry.put(member, odd);
        byte[] leaf = CanonicalJson.of(entry);
        Checkpoint checkpoint =
            checkpoint(1, 1, MerkleTree.root(List.of(MerkleTree.leaf(leaf))), T, Optional.empty());

        assertRefused(
            new InclusionProof(CanonicalJson.read(leaf), 0, List.of(), checkpoint).file(),
            "an entry of the audit log has a malformed member");
      }
    }
  }

  @Test
  void alteredPathIsRefused() {
    for (byte[] file : List.of(inclusion, consistency)) {
      String why = file == inclusion ? "the path does not lead" : "is not a prefix";
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
      assertRefused(
          with(file, "path", List.of(path.get(0).toUpperCase(Locale.ROOT))), "not a hash");
      assertRefused(with(file, "path", List.of(path.get(0) + "00")), "not a hash");
      assertRefused(with(file, "path", List.of(1, 2)), "not a string");
      assertRefused(with(file, "path", "none"), "'path' is not an array");
    }
    byte[] equal = log.consistency(1, 2).file();
    String root = HexHash.of(log.batches().get(0).checkpoint().root());
    assertRefused(with(equal, "path", List.of(root)), "is not a prefix");
  }

  @Test
  void unknownTypesAndVersionsAreRefused() {
    for (byte[] file : List.of(inclusion, consistency)) {
      for (long version : List.of(0L, 2L)) {
        assertRefused(with(file, "version", version), "its version is unknown");
      }
      assertRefused(with(file, "version", "1"), "'version' is not a number");
      assertRefused(with(file, "type", "proof"), "the file is not a proof about the audit log");
      assertRefused(
          with(file, "type", "audit-checkpoint"), "the file is not a proof about the audit log");
      assertRefused(with(file, "type", 1), "'type' is not a string");
      assertRefused(without(file, "type"), "'type' is missing");
      assertRefused(without(file, "version"), "'version' is missing");
    }
    assertRefused(with(inclusion, "type", "consistency-proof"), "is missing");
    assertRefused(with(consistency, "type", "inclusion-proof"), "is missing");
    assertRefused(log.batches().get(0).file(), "the file is not a proof about the audit log");
    assertRefused(
        log.latest().orElseThrow().statement().file().toArray(),
        "the file is not a proof about the audit log");
  }

  @Test
  void missingAndUnknownMembersAreRefused() {
    for (String each : List.of("entry", "index", "size", "path", "checkpoint")) {
      assertRefused(without(inclusion, each), "'" + each + "' is missing");
    }
    for (String each : List.of("first", "second", "path")) {
      assertRefused(without(consistency, each), "'" + each + "' is missing");
    }
    assertRefused(with(inclusion, "note", "approved"), "an unexpected member");
    assertRefused(with(consistency, "size", 18), "an unexpected member");
  }

  @Test
  void nonCanonicalFormsAreRefused() {
    for (byte[] file : List.of(inclusion, consistency)) {
      String text = new String(file, UTF_8);
      assertRefused(text + "\n", "canonical");
      assertRefused(text.replace(",\"type\"", ", \"type\""), "canonical");
      assertRefused(text.replace("\"version\":1}", "\"version\":1.0}"), "canonical");
      assertRefused(text.replace("audit-checkpoint", "\\u0061udit-checkpoint"), "canonical");
      assertRefused(
          text.replace(",\"version\":1}", "}").replaceFirst("\\{", "{\"version\":1,"), "canonical");
      assertRefused(text.replaceFirst("\\{", "{\"type\":\"proof\","), "duplicate name");
      assertRefused(
          text.replace("\"version\":1}", "\"version\":1,\"version\":1}"), "duplicate name");
      assertRefused(text.substring(0, 200), "the JSON ");
      assertRefused("[" + text + "]", "not an object");
      assertRefused("", "too early");
    }
  }
}
