package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the Realtime Database. */
@Keeps("P23")
public abstract class RealtimeDatabaseContract {
  /** The database under test, empty at first. */
  protected abstract RealtimeDatabase realtime();

  /** Sets a text at a node, as an app does. */
  protected abstract void set(NodePath path, String value);

  protected static NodePath node(String path) {
    return new NodePath(List.of(path.split("/", -1)));
  }

  @Test
  void nodeExistsWithAnyValueAtOrBeneathIt() {
    set(node("status/ann/state"), "online");

    assertThat(Stream.of("status", "status/ann", "status/ann/state").map(it -> node(it)))
        .allMatch(realtime()::exists);
    assertThat(
            Stream.of("status/an", "status/anna", "status/ann/state/x", "stat", "status2")
                .map(it -> node(it)))
        .noneMatch(realtime()::exists);
    assertThat(realtime().exists(NodePath.ROOT)).isTrue();
  }

  @Test
  void emptyDatabaseHasNoNodes() {
    assertThat(realtime().exists(NodePath.ROOT)).isFalse();
    assertThat(realtime().keys(NodePath.ROOT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "false", "0", "null", "{}", "ünïcode \uD83D\uDE00"})
  void valueDoesNotDecideWhetherANodeExists(String value) {
    set(node("status/ann"), value);

    assertThat(realtime().exists(node("status/ann"))).isTrue();
    assertThat(realtime().keys(node("status/ann"))).isEmpty();
  }

  @Test
  void keysAreThoseOfTheChildrenOnly() {
    set(node("status/ann/state"), "online");
    set(node("status/ann/since"), "1");
    set(node("status/bob"), "offline");
    set(node("typing/ann"), "yes");

    assertThat(realtime().keys(NodePath.ROOT)).containsExactlyInAnyOrder("status", "typing");
    assertThat(realtime().keys(node("status"))).containsExactlyInAnyOrder("ann", "bob");
    assertThat(realtime().keys(node("status/bob"))).isEmpty();
    assertThat(realtime().keys(node("rooms"))).isEmpty();
  }

  @Test
  void jsonHasTheNodeWithEverythingBeneath() {
    set(node("status/ann/state"), "online");
    set(node("status/ann/devices/a\"b"), "lit");
    set(node("status/anna"), "offline");

    assertThat(
            StrictJson.object(realtime().json(node("status/ann")).getBytes(StandardCharsets.UTF_8))
                .members())
        .isEqualTo(Map.of("state", "online", "devices", Map.of("a\"b", "lit")));
    assertThat(realtime().json(node("status/anna"))).isEqualTo("\"offline\"");
    assertThat(realtime().json(node("status/an"))).isEqualTo("null");
  }

  @Test
  void deletesTheNodeWithEverythingBeneathAndNoOther() {
    set(node("status/ann/state"), "online");
    set(node("status/ann/devices/1"), "phone");
    set(node("status/anna"), "online");
    set(node("status/an"), "online");

    realtime().delete(node("status/ann"));

    assertThat(realtime().exists(node("status/ann"))).isFalse();
    assertThat(realtime().keys(node("status"))).containsExactlyInAnyOrder("an", "anna");
  }

  @Test
  void deletingAnAbsentNodeIsSuccess() {
    realtime().delete(node("status/ann"));
    set(node("status/ann"), "online");
    realtime().delete(node("status/ann"));
    realtime().delete(node("status/ann"));

    assertThat(realtime().exists(node("status"))).isFalse();
  }

  @Test
  void rootIsNeverDeleted() {
    set(node("status/ann"), "online");

    assertThatThrownBy(() -> realtime().delete(NodePath.ROOT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(realtime().exists(node("status/ann"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a+b",
        "a%2Eb",
        "a%b",
        "ä",
        "\uD83D\uDE00",
        "a?b",
        "a&shallow=false",
        "a:b",
        "a\"b",
        "a\\b",
        "null",
        "0",
        "%",
        "_%",
        "'",
        "a;b",
        "~",
        "\uFFFF"
      })
  void everyAllowedKeyIsANodeOfItsOwn(String key) {
    set(node("status").child(key), "online");
    set(node("status/other"), "online");

    assertThat(realtime().keys(node("status"))).containsExactlyInAnyOrder(key, "other");
    realtime().delete(node("status").child(key));
    assertThat(realtime().keys(node("status"))).containsExactly("other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", "$", "a#", "[", "a]b", "a/b", "a\nb", "\u007f", "\uD800"})
  void forbiddenKeysArePathsOfNoNode(String key) {
    assertThat(NodePath.isKey(key)).isFalse();
    assertThatThrownBy(() -> node("status").child(key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(NodePath.isKey("k".repeat(768))).isTrue();
    assertThat(NodePath.isKey("k".repeat(769))).isFalse();
  }
}
