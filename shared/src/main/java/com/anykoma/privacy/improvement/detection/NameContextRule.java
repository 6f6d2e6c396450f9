package com.anykoma.privacy.improvement.detection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that its context shows, whether the lexicon has it or not: after {@code my name is}, a
 * title, a salutation, a closing formula or the label of a field, and beside a verb of speech.
 */
final class NameContextRule implements WordRules.Rule {
  private static final int INTRO = WordRole.NAME_INTRO.bit();
  private static final int TITLE = WordRole.TITLE.bit();
  private static final int LABEL = WordRole.NAME_LABEL.bit();
  private static final int GREETING = WordRole.GREETING.bit();
  private static final int SIGN_OFF = WordRole.SIGN_OFF.bit();
  private static final int SPEECH = WordRole.SPEECH.bit();

  private static final Pattern AFTER_INTRO = Pattern.compile("[ :,\"'\u201c]{1,3}+");
  private static final Pattern AFTER_TITLE = Pattern.compile("\\.? ");
  private static final Pattern AFTER_LABEL =
      Pattern.compile("[\"'*]{0,2}+ ?(?:[:=?]|(?<= )is(?= )) {0,3}+[\"']?+");
  private static final Pattern AFTER_GREETING = Pattern.compile("[ ,]{1,2}+");
  private static final Pattern AFTER_SIGN_OFF = Pattern.compile(",? ?(?:\\r?\\n){1,2}+ ?|, ");
  private static final Pattern AFTER_SPEECH = Pattern.compile(" ");

  private final NameReader names;

  NameContextRule(Lexicon lexicon) {
    this.names = new NameReader(lexicon);
  }

  @Override
  public int triggers() {
    return INTRO | TITLE | LABEL | GREETING | SIGN_OFF | SPEECH;
  }

  @Override
  public void found(ScannedText text, int start, int end, int roles, Findings findings) {
    after(text, end, roles & INTRO, AFTER_INTRO, 0.8, findings);
    after(text, end, roles & TITLE, AFTER_TITLE, 0.8, findings);
    after(text, end, roles & LABEL, AFTER_LABEL, 0.8, findings);
    after(text, end, roles & GREETING, AFTER_GREETING, 0.65, findings);
    after(text, end, roles & SIGN_OFF, AFTER_SIGN_OFF, 0.65, findings);
    after(text, end, roles & SPEECH, AFTER_SPEECH, 0.55, findings);
    if ((roles & SPEECH) != 0) {
      before(text, start, findings);
    }
  }

  private void after(
      ScannedText text, int end, int active, Pattern gap, double score, Findings findings) {
    if (active == 0) {
      return;
    }
    Matcher matcher = gap.matcher(new Letters.Folded(text));
    matcher.region(end, Math.min(text.length(), end + WordRules.MAX_CONTEXT));
    if (matcher.lookingAt()) {
      NameReader.Name name = names.read(text, matcher.end());
      if (name.parts() > 0 && name.end() - matcher.end() > 1) {
        findings.add(SpanType.PERSON, matcher.end(), name.end(), score);
      }
    }
  }

  /** One or two words with capitals before a verb of speech. */
  private void before(ScannedText text, int start, Findings findings) {
    int from = start;
    for (int i = 0; i < 2; i++) {
      int wordEnd = from - 1;
      int word = Letters.is(text, wordEnd, ' ') ? Letters.startOfWord(text, wordEnd) : wordEnd;
      if (wordEnd - word < 2
          || !Character.isUpperCase(text.at(word))
          || names.read(text, word).end() < wordEnd) {
        break;
      }
      from = word;
    }
    if (from < start) {
      findings.add(SpanType.PERSON, from, start - 1, 0.5);
    }
  }
}
