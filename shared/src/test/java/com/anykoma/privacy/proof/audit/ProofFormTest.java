package com.anykoma.privacy.proof.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.signature.Base64Url;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.TestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests every member of every published file: replaced by null or another type, removed, duplicated
 * or joined by an unknown member. Signed parts are signed again, so that only the form is refused.
 */
@Keeps({"P20", "P23"})
@Tag("slow")
class ProofFormTest {
  private static final Instant T = Instant.parse("2026-11-28T10:00:00Z");
  private static final Instant NOW = T.plus(Duration.ofDays(1));
  private static final String HASH = "h".repeat(43);

  /** Optional members. */
  private static final Set<String> OPTIONAL =
      Set.of("follows", "until", "ground", "previous", "subject", "digest", "object", "cause");

  private final TestKey first = new TestKey();
  private final TestKey second = new TestKey();
  private final Map<String, TestKey> signers = Map.of(first.key(), first, second.key(), second);
  private final KeyRing keys =
      KeyRing.of(
          List.of(
              KeyRing.statement(1, first.x(), T.minusSeconds(60), first),
              KeyRing.statement(2, second.x(), T, first)));

  private record Format(Bytes file, Consumer<byte[]> reader) {}

  private Map<String, Format> formats() {
    CheckpointBatch one = batch(Optional.empty(), 0);
    CheckpointBatch two = batch(Optional.of(one), 1);
    CheckpointedLog log = CheckpointedLog.verified(List.of(one.file(), two.file()), keys, NOW);
    Consumer<byte[]> proof = file -> AuditProof.verified(file, keys, NOW);
    Map<String, Format> formats = new TreeMap<>();
    formats.put(
        "certificate",
        new Format(
            certificate().sign(second).file(), file -> Certificate.verified(file, keys, NOW)));
    formats.put("keys", new Format(Bytes.of(keys.publish()), KeyRing::read));
    formats.put(
        "checkpoint",
        new Format(
            Bytes.of(two.file()),
            file -> CheckpointedLog.verified(List.of(one.file(), file), keys, NOW)));
    formats.put(
        "inclusion", new Format(Bytes.of(log.inclusion("entry-1-0").orElseThrow().file()), proof));
    formats.put("consistency", new Format(Bytes.of(log.consistency(1, 2).file()), proof));
    return formats;
  }

  private static Certificate certificate() {
    return new Certificate(
        Certificate.Kind.ERASURE,
        HASH + "-1",
        1,
        "account-deleted",
        T,
        T.plus(Duration.ofDays(30)),
        T.plusSeconds(60),
        "ab".repeat(32),
        List.of(Finding.gone("users"), Finding.retained("holds", Optional.of(NOW), "a hold")),
        List.of(Finding.until("main", false, NOW, "backups")),
        List.of(),
        Optional.empty(),
        Optional.of("cd".repeat(32)));
  }

  private CheckpointBatch batch(Optional<CheckpointBatch> before, int number) {
    Instant at = T.plus(Duration.ofHours(number + 1));
    Map<String, Object> ofOrder = entry(number, 0);
    ofOrder.putAll(Map.of("object", HASH + "-1", "cause", "requested"));
    Map<String, Object> ofConsent = entry(number, 1);
    ofConsent.putAll(Map.of("subject", HASH, "digest", HASH));
    return CheckpointBatch.next(
        before,
        List.of(CanonicalJson.of(ofOrder), CanonicalJson.of(ofConsent)),
        at.minusSeconds(600),
        at,
        second);
  }

  private static Map<String, Object> entry(int number, int index) {
    return new HashMap<>(
        Map.of(
            "id",
            "entry-" + number + "-" + index,
            "at",
            T.toString(),
            "about",
            "erasure",
            "action",
            "opened"));
  }

  /** A member of an object, which {@code path} leads to by names and indexes. */
  private record Spot(List<Object> path, String member) {}

  private static void collect(@Nullable Object node, List<Object> path, List<Spot> spots) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            spots.add(new Spot(path, String.valueOf(name)));
            collect(value, with(path, String.valueOf(name)), spots);
          });
    } else if (node instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), with(path, i), spots);
      }
    }
  }

  private static List<Object> with(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }

  /** A copy of the tree with one object changed. */
  private static @Nullable Object changed(
      @Nullable Object node,
      List<Object> path,
      UnaryOperator<Map<String, @Nullable Object>> change) {
    if (node instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list);
      int index = (Integer) path.get(0);
      copy.set(index, changed(copy.get(index), path.subList(1, path.size()), change));
      return copy;
    }
    Map<String, @Nullable Object> copy = membersOf(node);
    if (path.isEmpty()) {
      return change.apply(copy);
    }
    String name = (String) path.get(0);
    copy.put(name, changed(copy.get(name), path.subList(1, path.size()), change));
    return copy;
  }

  /** Signs each statement again with the key that it names, if its signature is well-formed. */
  private @Nullable Object signed(@Nullable Object node) {
    if (node instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(each -> copy.add(signed(each)));
      return copy;
    }
    if (!(node instanceof Map<?, ?> map)) {
      return node;
    }
    Map<String, @Nullable Object> copy = new HashMap<>();
    map.forEach((name, value) -> copy.put(String.valueOf(name), signed(value)));
    if (copy.get("signature") instanceof Map<?, ?> signature
        && signature.size() == 2
        && signature.get("value") instanceof String
        && signature.get("key") instanceof String name
        && signers.containsKey(name)) {
      TestKey key = Objects.requireNonNull(signers.get(name));
      copy.remove("signature");
      String value = Base64Url.of(key.sign(CanonicalJson.of(copy)));
      copy.put("signature", Map.of("key", key.key(), "value", value));
    }
    return copy;
  }

  private byte[] file(
      Format format, List<Object> path, UnaryOperator<Map<String, @Nullable Object>> change) {
    Map<String, @Nullable Object> tree = CanonicalJson.read(format.file().toArray()).members();
    Object changed = signed(changed(tree, path, change));
    return CanonicalJson.of(membersOf(changed));
  }

  private static Map<String, @Nullable Object> membersOf(@Nullable Object object) {
    Map<String, @Nullable Object> members = new HashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(object))
        .forEach((name, value) -> members.put(String.valueOf(name), value));
    return members;
  }

  private interface Check {
    void of(String what, Format format, Spot spot);
  }

  private void forEveryMember(Check check) {
    formats()
        .forEach(
            (name, format) -> {
              assertThatCode(() -> format.reader().accept(format.file().toArray()))
                  .doesNotThrowAnyException();
              List<Spot> spots = new ArrayList<>();
              collect(CanonicalJson.read(format.file().toArray()).members(), List.of(), spots);
              assertThat(spots).as(name).hasSizeGreaterThan(15);
              spots.forEach(each -> check.of(name + " " + each, format, each));
            });
  }

  private static void assertRefused(String what, Format format, byte[] file, String why) {
    assertThatThrownBy(() -> format.reader().accept(file))
        .as(what)
        .isInstanceOf(PermanentFailure.class)
        .hasMessageMatching("(?s).*(" + why + ").*");
  }

  private static UnaryOperator<Map<String, @Nullable Object>> put(
      String name, @Nullable Object value) {
    return members -> {
      members.put(name, value);
      return members;
    };
  }

  @Test
  void nullIsRefusedForEveryMember() {
    forEveryMember(
        (what, format, spot) ->
            assertRefused(
                what,
                format,
                file(format, spot.path(), put(spot.member(), null)),
                "'\\S*" + spot.member() + "' is (null|missing)"));
  }

  @Test
  void nullIsRefusedInEveryList() {
    forEveryMember(
        (what, format, spot) -> {
          byte[] file =
              file(
                  format,
                  spot.path(),
                  members -> {
                    if (members.get(spot.member()) instanceof List<?> list) {
                      List<@Nullable Object> longer = new ArrayList<>(list);
                      longer.add(null);
                      members.put(spot.member(), longer);
                    }
                    return members;
                  });
          if (new String(file, UTF_8).contains("null")) {
            assertRefused(what, format, file, "contains an element that is not");
          }
        });
  }

  @Test
  void otherTypesAreRefusedForEveryMember() {
    List<Object> others =
        List.of("x", 1L, 1.5, -1L, 1L << 53, true, List.of(), List.of(List.of()), Map.of());
    forEveryMember(
        (what, format, spot) -> {
          for (Object other : others) {
            byte[] file =
                file(
                    format,
                    spot.path(),
                    members -> {
                      Object is = members.get(spot.member());
                      boolean isOfTheType =
                          (is instanceof String && other instanceof String)
                              || (is instanceof Number && other.equals(1L))
                              || (is instanceof List && other.equals(List.of()));
                      members.put(spot.member(), isOfTheType ? is : other);
                      return members;
                    });
            if (!Arrays.equals(file, format.file().toArray())) {
              assertRefused(
                  what + " " + other,
                  format,
                  file,
                  "is not (a|an|true) |contains an element that is not|is not a whole number|is"
                      + " missing");
            }
          }
        });
  }

  @Test
  void missingMembersAreRefused() {
    forEveryMember(
        (what, format, spot) -> {
          byte[] file =
              file(
                  format,
                  spot.path(),
                  members -> {
                    members.remove(spot.member());
                    return members;
                  });
          if (!OPTIONAL.contains(spot.member())) {
            assertRefused(what, format, file, "'\\S*" + spot.member() + "' is missing");
          } else if (!Set.of("follows", "until").contains(spot.member())
              || (what.startsWith("certificate") && spot.path().contains("copies"))) {
            assertRefused(what, format, file, "\\S");
          }
        });
  }

  @Test
  void unknownMembersAreRefusedInEveryObject() {
    forEveryMember(
        (what, format, spot) ->
            assertRefused(
                what,
                format,
                file(format, spot.path(), put("zz", "x")),
                "has an unexpected member"));
  }

  @Test
  void duplicateMembersAreRefused() {
    forEveryMember(
        (what, format, spot) -> {
          byte[] marked =
              file(
                  format,
                  spot.path(),
                  members -> {
                    members.put(spot.member() + "\uFFFD", members.get(spot.member()));
                    return members;
                  });
          String duplicated = new String(marked, UTF_8).replace("\uFFFD", "");
          assertRefused(
              what, format, duplicated.getBytes(UTF_8), "a JSON object has a duplicate name");
        });
  }
}
