package com.anykoma.privacy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that every option of every benchmark refuses invalid values. */
final class BenchCommandLineTest {
  private static final Map<String, List<String>> BAD =
      Map.of(
          "--clients", List.of("0", "x"),
          "--cloud", List.of("aws", ""),
          "--docs", List.of("0", "99", "100,x"),
          "--events", List.of("0", "1.5"),
          "--rounds", List.of("0", "-1", "x"),
          "--images", List.of("x"),
          "--little-heap-images", List.of("x"));

  static Stream<List<String>> optionsWithValues() {
    return Main.commandLine().getSubcommands().entrySet().stream()
        .flatMap(
            command ->
                command.getValue().getCommandSpec().options().stream()
                    .filter(option -> option.arity().max() > 0)
                    .map(option -> List.of(command.getKey(), option.longestName())));
  }

  @ParameterizedTest
  @MethodSource("optionsWithValues")
  void refusesInvalidValuesWithOneSentence(List<String> option) {
    for (String each : Objects.requireNonNull(BAD.get(option.get(1)), option.get(1))) {
      StringWriter err = new StringWriter();

      int exit =
          Main.commandLine()
              .setErr(new PrintWriter(err))
              .execute(option.get(0), option.get(1) + "=" + each);

      assertThat(exit).as(option + each + err).isEqualTo(2);
      assertThat(err.toString().lines()).as(option + each).hasSize(1);
      assertThat(err.toString()).as(option + each).doesNotContain("java", "Exception");
    }
  }
}
