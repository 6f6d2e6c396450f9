package com.anykoma.privacy.changes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import org.junit.jupiter.api.Test;

/** Compares pages by line and by word. */
@Keeps("P36")
final class PageDiffTest {
  @Test
  void marksTheChangedWordsOfALine() {
    PageDiff diff = PageDiff.between("a\n\nkept for 30 days\n", "a\n\nkept for 90 days\n");

    assertThat(diff.changes()).isEqualTo(1);
    assertThat(diff.lines())
        .containsExactly(
            new PageDiff.Line(false, "a", "a"),
            new PageDiff.Line(true, "kept for <del>30</del> days", "kept for <ins>90</ins> days"));
  }

  @Test
  void marksWholeLinesThatWereAddedOrRemoved() {
    assertThat(PageDiff.between("a\nb\n", "a\n").lines())
        .contains(new PageDiff.Line(true, "<del>b</del>", ""));
    assertThat(PageDiff.between("a\n", "a\nb\n").lines())
        .contains(new PageDiff.Line(true, "", "<ins>b</ins>"));
  }

  @Test
  void escapesTheTextsAndTheirOwnMarks() {
    PageDiff diff =
        PageDiff.between("<b>&</b> \uE000x\uE001 one\n", "<i>\"<script>\"</i> \uE000y\uE001 one\n");

    for (PageDiff.Line each : diff.lines()) {
      String text = (each.before() + each.after()).replaceAll("</?(del|ins)>", "");
      assertThat(text).doesNotContain("<", ">", "\"", "\uE000", "\uE001");
    }
    assertThat(diff.lines().get(0).after()).contains("script");
  }

  @Test
  void samePageHasNoChanges() {
    String page = FixtureProduct.text("page.md");

    PageDiff diff = PageDiff.between(page, page);

    assertThat(diff.changes()).isZero();
    assertThat(diff.lines()).hasSizeGreaterThan(30).noneMatch(PageDiff.Line::isChanged);
  }
}
