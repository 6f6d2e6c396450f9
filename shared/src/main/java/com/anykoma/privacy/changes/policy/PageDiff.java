package com.anykoma.privacy.changes.policy;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRow.Tag;
import com.github.difflib.text.DiffRowGenerator;
import com.google.common.html.HtmlEscapers;
import java.util.List;

/**
 * The difference of two versions of the privacy page by line (P36). In a changed line, the removed
 * words are in {@code del} elements of the line before, the added ones in {@code ins} of that
 * after.
 *
 * @param lines in the order of the pages, without the lines that are blank in both
 */
public record PageDiff(List<Line> lines) {
  /** Marks of changed words until the text around them is escaped; no page may contain them. */
  private static final String BEGIN = "\uE000";

  private static final String END = "\uE001";

  private static final DiffRowGenerator ROWS =
      DiffRowGenerator.create()
          .showInlineDiffs(true)
          .inlineDiffByWord(true)
          .lineNormalizer(line -> line)
          .oldTag(isBegin -> isBegin ? BEGIN : END)
          .newTag(isBegin -> isBegin ? BEGIN : END)
          .build();

  /**
   * A line as HTML.
   *
   * @param before empty if the line was added
   * @param after empty if the line was removed
   */
  public record Line(boolean isChanged, String before, String after) {}

  public PageDiff {
    lines = List.copyOf(lines);
  }

  /** Compares two texts. */
  public static PageDiff between(String before, String after) {
    return new PageDiff(
        ROWS.generateDiffRows(lines(before), lines(after)).stream()
            .filter(it -> !(it.getOldLine().isBlank() && it.getNewLine().isBlank()))
            .map(PageDiff::line)
            .toList());
  }

  /** The number of changed lines. */
  public long changes() {
    return lines.stream().filter(Line::isChanged).count();
  }

  private static List<String> lines(String text) {
    return text.replace(BEGIN, "").replace(END, "").lines().toList();
  }

  private static Line line(DiffRow row) {
    return new Line(
        row.getTag() != Tag.EQUAL,
        html(row.getOldLine(), "del", row.getTag() == Tag.DELETE),
        html(row.getNewLine(), "ins", row.getTag() == Tag.INSERT));
  }

  private static String html(String line, String element, boolean isWhole) {
    String marked = isWhole && !line.startsWith(BEGIN) ? BEGIN + line + END : line;
    return HtmlEscapers.htmlEscaper()
        .escape(marked)
        .replace(BEGIN, "<" + element + ">")
        .replace(END, "</" + element + ">");
  }
}
