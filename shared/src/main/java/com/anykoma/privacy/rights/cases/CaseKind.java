package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.StoredName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The right that a person exercises, with the English phrases by which a mail is recognised. */
public enum CaseKind implements StoredName {
  ACCESS(
      "subject access|right of access|article 15|copy of (all )?my (personal )?data|data you (have|hold|store) about me"),
  EXPORT(
      "data portability|portable copy|article 20|(export|download|take) (all )?my (personal )?data"),
  ERASURE(
      "right to (erasure|be forgotten)|article 17|(delete|erase|remove|close) (all )?my (user )?(account|(personal )?data)"),
  OBJECTION(
      "right to object|article 21|i object|opt[ -]?(me )?out|do not (sell|train)|stop using my"),
  RECTIFICATION("rectif|article 16|correct(ion of)? my (personal )?data"),
  RESTRICTION("restriction of processing|article 18|restrict (the )?(processing|use) of my"),
  QUESTION("(?!)");

  private final Pattern phrases;

  CaseKind(String phrases) {
    this.phrases = Pattern.compile("(?i)\\b(" + phrases + ")");
  }

  /** The kind of which a text has a phrase; a question if it has phrases of none or several. */
  public static CaseKind of(String text) {
    String line = text.replaceAll("\\s+", " ");
    List<CaseKind> found =
        Stream.of(values()).filter(each -> each.phrases.matcher(line).find()).toList();
    return found.size() == 1 ? found.get(0) : QUESTION;
  }
}
