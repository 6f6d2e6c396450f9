package com.anykoma.privacy.yaml;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A node of a settings file with its file, line and dotted path, so that an error points to the
 * place to edit. Every reader throws {@link SettingsException} when the node has another form than
 * the one requested. Settings contain no personal data, so errors quote them.
 */
public final class Setting {
  private static final Pattern CALENDAR_TERM = Pattern.compile("[-+]?[Pp][^Tt]*[YyMm]");

  private final String file;
  private final int line;
  private final String path;
  private final Node node;
  private @Nullable Map<String, Setting> members;

  private Setting(String file, int line, String path, Node node) {
    this.file = file;
    this.line = line;
    this.path = path;
    this.node = node;
  }

  /** Reads a file; errors name it by its last path element. */
  public static Setting file(Path file) {
    return SettingsFolder.of(file.resolveSibling("")).setting(String.valueOf(file.getFileName()));
  }

  /** Parses one document of at most 1 MiB without duplicate keys, anchors, aliases or tags. */
  public static Setting parse(String name, String yaml) {
    return parse(name, yaml.getBytes(StandardCharsets.UTF_8));
  }

  static Setting parse(String name, byte[] utf8) {
    Node root = SettingsText.decode(name, utf8).compose();
    Setting setting = new Setting(name, SettingsText.lineOf(root.getStartMark()), "", root);
    setting.checkKeys();
    return setting;
  }

  private void checkKeys() {
    if (node instanceof MappingNode || node instanceof SequenceNode) {
      SettingsMistakes mistakes = new SettingsMistakes();
      (node instanceof MappingNode ? members().values() : list())
          .forEach(each -> mistakes.check(each::checkKeys));
      mistakes.throwIfAny();
    }
  }

  /** A required member; the error for a missing one has the line of this mapping. */
  public Setting get(String key) {
    return find(key).orElseThrow(() -> error("'" + key + "' is missing; add it"));
  }

  public Optional<Setting> find(String key) {
    return Optional.ofNullable(members().get(key));
  }

  public List<Setting> list() {
    if (!(node instanceof SequenceNode sequence)) {
      throw error("a list is expected here");
    }
    List<Setting> elements = new ArrayList<>();
    for (Node each : sequence.getValue()) {
      int at = SettingsText.lineOf(each.getStartMark());
      elements.add(new Setting(file, at, path + "[" + elements.size() + "]", each));
    }
    return Collections.unmodifiableList(elements);
  }

  /** The elements of a list; a value that is no list is its only element. */
  public List<Setting> oneOrMore() {
    return node instanceof SequenceNode ? list() : List.of(this);
  }

  /** Reads every element of a sequence; one exception has the mistakes of all elements. */
  public <T> List<T> readEach(Function<Setting, T> reader) {
    SettingsMistakes mistakes = new SettingsMistakes();
    List<T> read = new ArrayList<>();
    list().forEach(each -> mistakes.read(() -> reader.apply(each)).ifPresent(read::add));
    mistakes.throwIfAny();
    return Collections.unmodifiableList(read);
  }

  /** Reads every member of a mapping; one exception has the mistakes of all members. */
  public <T> Map<String, T> readEachMember(BiFunction<String, Setting, T> reader) {
    SettingsMistakes mistakes = new SettingsMistakes();
    Map<String, T> read = new LinkedHashMap<>();
    members()
        .forEach(
            (name, each) ->
                mistakes
                    .read(() -> reader.apply(name, each))
                    .ifPresent(value -> read.put(name, value)));
    mistakes.throwIfAny();
    return Collections.unmodifiableMap(read);
  }

  /** The members of a mapping in the order of the file; a member's line is that of its key. */
  public Map<String, Setting> members() {
    Map<String, Setting> known = members;
    if (known == null) {
      known = read();
      members = known;
    }
    return known;
  }

  private Map<String, Setting> read() {
    if (!(node instanceof MappingNode mapping)) {
      throw error("a mapping of keys to values is expected here");
    }
    Map<String, Setting> read = new LinkedHashMap<>();
    SettingsMistakes mistakes = new SettingsMistakes();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = keyOf(tuple.getKeyNode());
      int at = SettingsText.lineOf(tuple.getKeyNode().getStartMark());
      String below = path.isEmpty() ? key : path + "." + key;
      Setting member = new Setting(file, at, below, tuple.getValueNode());
      Setting first = read.putIfAbsent(key, member);
      if (first != null) {
        mistakes.add(member.error("duplicate key, first on line " + first.line + "; keep one"));
      }
    }
    mistakes.throwIfAny();
    return Collections.unmodifiableMap(read);
  }

  private String keyOf(Node key) {
    if (key instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw new Setting(file, SettingsText.lineOf(key.getStartMark()), path, key)
        .error("a key must be a string that is not blank");
  }

  /** Returns this mapping if it has no keys other than {@code keys}. */
  public Setting allowKeys(String... keys) {
    List<String> known = List.of(keys);
    SettingsMistakes mistakes = new SettingsMistakes();
    members()
        .forEach(
            (key, member) -> {
              if (!known.contains(key)) {
                mistakes.add(
                    member.error(
                        "unknown key '" + key + "'; known are " + String.join(", ", known)));
              }
            });
    mistakes.throwIfAny();
    return this;
  }

  /** A string that is not blank. A YAML number or flag is refused unless it is quoted. */
  public String string() {
    String text = scalar("a text");
    if (!node.getTag().equals(Tag.STR)) {
      throw error("a text is expected here; put '" + text + "' in quotes if it is one");
    }
    if (text.isBlank()) {
      throw error("a text is expected here; this one is blank");
    }
    return text;
  }

  /** {@code true} or {@code yes}, {@code false} or {@code no}. */
  public boolean flag() {
    String text = scalar("yes or no");
    return switch (text) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> throw error("yes or no is expected here, not '" + text + "'");
    };
  }

  public long number() {
    return parsed("a whole number", Long::parseLong);
  }

  public BigDecimal decimal() {
    return parsed("a number like 0.05", BigDecimal::new);
  }

  public Instant instant() {
    return parsed("a moment like 2026-01-31T00:00:00Z", Instant::parse);
  }

  public LocalDate date() {
    return parsed("a day like 2026-01-31", LocalDate::parse);
  }

  /** An ISO 8601 duration of exact length such as {@code PT15M} or {@code P30D}, at least 0. */
  public Duration duration() {
    String expected = "a duration like PT15M or P30D";
    String text = scalar(expected);
    if (CALENDAR_TERM.matcher(text).lookingAt()) {
      throw error(
          expected
              + " is expected here; months and years differ in length, so write '"
              + text
              + "' in days");
    }
    Duration duration = parsed(expected, Duration::parse);
    if (duration.isNegative()) {
      throw error("a duration must not be negative");
    }
    return duration;
  }

  /** An ISO 8601 period such as {@code P1M} or {@code P1Y}, at least 0. */
  public Period period() {
    Period period = parsed("a period like P30D or P1Y", Period::parse);
    if (period.isNegative()) {
      throw error("a period must not be negative");
    }
    return period;
  }

  /** An enum constant, written in lower case with {@code -} for {@code _}. */
  public <E extends Enum<E>> E oneOf(Class<E> type) {
    return oneOf(type, Setting::hyphenated);
  }

  /** An enum constant, written with its Java name. */
  public <E extends Enum<E>> E constant(Class<E> type) {
    return oneOf(type, Enum::name);
  }

  private <E extends Enum<E>> E oneOf(Class<E> type, Function<Enum<?>, String> name) {
    String text = scalar("a word");
    E[] constants = type.getEnumConstants();
    return Stream.of(constants)
        .filter(each -> name.apply(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                error(
                    Stream.of(constants)
                        .map(name)
                        .collect(Collectors.joining(", ", "'" + text + "' is not one of ", ""))));
  }

  private static String hyphenated(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public List<String> strings() {
    return readEach(Setting::string);
  }

  private String scalar(String expected) {
    if (node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL)) {
      return scalar.getValue();
    }
    throw error(expected + " is expected here");
  }

  private <T> T parsed(String expected, Function<String, T> parser) {
    String text = scalar(expected);
    try {
      return parser.apply(text);
    } catch (DateTimeException | NumberFormatException e) {
      throw error(expected + " is expected here, not '" + text + "'");
    }
  }

  /** Supplies a value; an {@link IllegalArgumentException} becomes a mistake of this node. */
  public <T> T checked(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  /** An error about this node, such as {@code datamap.yaml:12: locations.users.fields: problem}. */
  public SettingsException error(String problem) {
    return new SettingsException(file, line, (path.isEmpty() ? "" : path + ": ") + problem);
  }

  public String file() {
    return file;
  }

  /** The line of this node, counted from 1. */
  public int line() {
    return line;
  }

  @Override
  public String toString() {
    return file + ":" + line + (path.isEmpty() ? "" : ": " + path);
  }
}
