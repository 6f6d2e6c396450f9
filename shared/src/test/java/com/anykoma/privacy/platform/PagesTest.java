package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PagesTest {
  private static final Map<String, Page<String>> LISTING =
      Map.of(
          "", new Page<>(List.of("a", "b"), Optional.of("1")),
          "1", new Page<>(List.of(), Optional.of("2")),
          "2", new Page<>(List.of("c"), Optional.empty()));

  private final List<String> read = new ArrayList<>();

  private Page<String> list(Optional<String> token) {
    read.add(token.orElse(""));
    return LISTING.getOrDefault(token.orElse(""), new Page<>(List.of(), Optional.empty()));
  }

  @Test
  void listingContinuesAfterAnEmptyPageWithAToken() {
    assertThat(Pages.of(this::list)).containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(read).containsExactly("", "1", "2");
  }

  @Test
  void leavingTheLoopReadsNoFurtherPage() {
    assertThat(Iterables.getFirst(Pages.of(this::list), List.of())).containsExactly("a", "b");
    assertThat(read).containsExactly("");
  }
}
