package com.anykoma.privacy.improvement.detection;

import static com.anykoma.privacy.improvement.detection.SequentialDetector.NEXT;

import com.anykoma.privacy.improvement.detection.SequentialDetector.Input;
import com.anykoma.privacy.improvement.detection.SequentialDetector.Rule;
import com.anykoma.privacy.improvement.detection.SequentialDetector.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Regular expressions for addresses, URLs, keys and encoded values, over lower-case text. */
final class SequentialPatterns {
  /** A letter of the Latin, Greek or Cyrillic alphabet. */
  static final String ALPHA = "[a-zA-Z[\\u00C0-\\u052F\\u1E00-\\u1FFF&&\\p{L}]]";

  /** Such a letter, or a digit. */
  static final String ALNUM = "[0-9a-zA-Z[\\u00C0-\\u052F\\u1E00-\\u1FFF&&\\p{L}]]";

  /** Where a number starts, and where it ends. */
  static final String START = "(?<!" + ALNUM + ")(?<![0-9][.,/-])";

  static final String END = "(?!" + ALNUM + ")(?![./-][0-9])";

  private static final String WORD_START = "(?<!" + ALNUM + ")";
  private static final String LABEL = ALNUM + "++(?:-++" + ALNUM + "++)*+";
  private static final String LOCAL = or("._%+'\\-");
  private static final String TOKEN = or("+/_.~\\-");
  private static final String URL = or("\\-._~:/?#\\[\\]@!$&'()*+,;=%");
  private static final String TRAILING = "[.,;:!?'\")\\]]";
  private static final String LOCAL_PART =
      "(?<!" + LOCAL + ")[.%+'-]*+((?:" + ALNUM + "|_)" + LOCAL + "*+)";
  private static final String TOPS = tops(it -> true);
  private static final String DOT = "(?:\\.| \\. | ?[(\\[{<] ?dot ?[)\\]}>] ?| dot )";
  private static final String DISGUISED_DOMAIN =
      "(" + LABEL + "(?:" + DOT + LABEL + ")*" + DOT + TOPS + ")(?!" + ALNUM + ")(?!-+" + ALNUM
          + ")";

  static final Pattern ESCAPED =
      Pattern.compile("(?<!" + or("%._~+\\-") + ")" + or("%._~+\\-") + "++");
  static final Pattern BASE64 = Pattern.compile("(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}+");

  private static final Map<Keyword, List<Pattern>> KEYWORDS = keywordPatterns();

  private SequentialPatterns() {}

  private static String or(String more) {
    return "[0-9a-zA-Z" + more + "[\\u00C0-\\u052F\\u1E00-\\u1FFF&&\\p{L}]]";
  }

  private static String tops(Predicate<DomainNames.Top> wanted) {
    return DomainNames.TOPS.words().entrySet().stream()
        .filter(it -> wanted.test(it.getValue()))
        .map(it -> it.getKey())
        .collect(Collectors.joining("|", "(?:", ")"));
  }

  private static Map<Keyword, List<Pattern>> keywordPatterns() {
    Map<Keyword, List<Pattern>> patterns = new EnumMap<>(Keyword.class);
    for (Keyword kind : Keyword.values()) {
      patterns.put(kind, List.of(keywords(kind, true), keywords(kind, false)));
    }
    return patterns;
  }

  private static Pattern keywords(Keyword kind, boolean spaced) {
    String words =
        Keyword.ALL.words().entrySet().stream()
            .filter(it -> it.getValue() == kind)
            .map(it -> it.getKey())
            .filter(it -> spaced == it.charAt(0) < '\u0590')
            .sorted(Comparator.comparing(String::length).reversed())
            .collect(Collectors.joining("|"));
    String any = words.isEmpty() ? "(?!)" : "(?:" + words + ")";
    return Pattern.compile(spaced ? "(?<!" + ALPHA + ")" + any + "(?!" + ALPHA + ")" : any);
  }

  /** The keywords in a lower-case text, in order. */
  static List<Word> keywords(String text) {
    List<Word> found = new ArrayList<>();
    KEYWORDS.forEach(
        (kind, patterns) -> {
          for (Pattern each : patterns) {
            Matcher match = each.matcher(text);
            for (int from = 0; from < text.length() && match.find(from); from = match.start() + 1) {
              found.add(new Word(kind, match.start(), match.end()));
            }
          }
        });
    found.sort(Comparator.comparing(Word::start).thenComparing(Word::end));
    return found;
  }

  /** The decoded text of a match of {@link #ESCAPED} or {@link #BASE64}. */
  static Optional<String> decoded(Matcher match, Input input) {
    if (match.pattern() == BASE64) {
      return EncodedRule.decodeBase64(input.scanned(), match.start(), match.end());
    }
    return Pattern.compile("%[0-9a-f]{2}").matcher(match.group()).find()
        ? Optional.of(EncodedRule.decodePercents(input.scanned(), match.start(), match.end()))
        : Optional.empty();
  }

  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    rules.add(
        span(
            SpanType.EMAIL,
            0.95,
            LOCAL_PART
                + "@(?:"
                + LABEL
                + "\\.)+(?:xn--"
                + ALNUM
                + "++(?:-++"
                + ALNUM
                + "++)*+|"
                + ALPHA
                + "{2,}+(?![0-9]))"));
    rules.add(disguised(" ?[(\\[{<] ?at ?[)\\]}>] ?", false));
    rules.add(disguised(" at ", true));
    rules.add(disguised(" @ ", false));
    rules.add(disguised("@", true));
    rules.add(
        Rule.of(
            WORD_START
                + "("
                + ALPHA
                + "{2,12}://"
                + URL
                + "*(?!"
                + TRAILING
                + ")"
                + URL
                + ")"
                + TRAILING
                + "*+",
            (match, input, findings) -> {
              findings.add(SpanType.URL, match.start(1), match.end(1), 0.96);
              return match.end();
            }));
    rules.add(host());
    addNetwork(rules);
    addSecrets(rules);
    return rules;
  }

  /** A rule whose matches are all findings, from the first group's start to the end. */
  static Rule span(SpanType type, double score, String regex) {
    return Rule.of(
        regex,
        (match, input, findings) -> {
          findings.add(type, match.start(1), match.end(), score);
          return NEXT;
        });
  }

  private static Rule disguised(String sign, boolean spelled) {
    return Rule.of(
        LOCAL_PART + sign + DISGUISED_DOMAIN,
        (match, input, findings) -> {
          if (!spelled || match.group(2).matches(".*[ (\\[{<].*")) {
            findings.add(SpanType.EMAIL, match.start(1), match.end(2), 0.85);
          }
          return NEXT;
        });
  }

  private static Rule host() {
    Pattern sure = Pattern.compile(tops(it -> it == DomainNames.Top.SURE));
    Pattern trailing = Pattern.compile(TRAILING + "*\\z");
    return Rule.of(
        WORD_START
            + "((?:"
            + LABEL
            + "\\.)+)("
            + TOPS
            + ")(?!"
            + ALNUM
            + "|[_@])(?![.-]"
            + ALNUM
            + ")(?::[0-9]{1,5}(?!"
            + ALNUM
            + "))?([/?#]"
            + URL
            + "*+)?",
        (match, input, findings) -> {
          String labels = match.group(1);
          String top = input.text().substring(match.start(2), match.end(2));
          boolean oneCase =
              top.chars().allMatch(Character::isUpperCase)
                  || top.chars().noneMatch(Character::isUpperCase);
          boolean letter = Pattern.compile(ALPHA).matcher(labels).find();
          boolean many = labels.indexOf('.') < labels.length() - 1;
          boolean path = match.group(3) != null && match.group(3).startsWith("/");
          if (oneCase && letter && (many || path || sure.matcher(match.group(2)).matches())) {
            String rest = input.lower().substring(match.end(2), match.end());
            int trimmed = trailing.matcher(rest).replaceFirst("").length();
            findings.add(SpanType.URL, match.start(), match.end(2) + trimmed, 0.75);
            return match.end();
          }
          return NEXT;
        });
  }

  private static void addNetwork(List<Rule> rules) {
    String octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    rules.add(
        Rule.of(
            START + "(?:" + octet + "\\.){3}" + octet + END,
            (match, input, findings) -> {
              if (input.before(match.start()) != Keyword.VERSION) {
                findings.add(SpanType.IP, match.start(), match.end(), 0.95);
              }
              return NEXT;
            }));
    for (String separator : List.of(":", "-")) {
      String letters = separator.equals(":") ? "" : "(?=[0-9-]*[a-f])";
      rules.add(
          span(
              SpanType.MAC,
              0.95,
              WORD_START
                  + "(?<!"
                  + WORD_START
                  + "[0-9a-f]{2}"
                  + separator
                  + ")"
                  + letters
                  + "((?:[0-9a-f]{2}"
                  + separator
                  + "){5}[0-9a-f]{2})(?!"
                  + ALNUM
                  + "|"
                  + separator
                  + ")"));
    }
    rules.add(
        Rule.of(
            "(?<![0-9a-f:])[0-9a-f]*+:[0-9a-f:]*+",
            (match, input, findings) -> {
              addIp6(match, input.lower(), findings);
              return match.end();
            }));
  }

  private static void addIp6(Matcher match, String text, Findings findings) {
    int start = match.start();
    int colon = text.indexOf(':', start);
    boolean inWord = colon - start > 4 || glued(text, start);
    if (inWord && text.startsWith("::", colon)) {
      return;
    }
    start = inWord ? colon + 1 : start;
    String run = text.substring(start, match.end());
    String address =
        run.endsWith(":") && !run.endsWith("::") ? run.substring(0, run.length() - 1) : run;
    String group = "[0-9a-f]{1,4}";
    boolean full = address.matches("(?:" + group + ":){7}" + group);
    boolean shortened =
        address.matches(
            "(?:" + group + "(?::" + group + ")*)?::(?:" + group + "(?::" + group + ")*)?");
    long groups = Arrays.stream(address.split(":", -1)).filter(it -> !it.isEmpty()).count();
    int end = start + address.length();
    if ((full || (shortened && groups >= 2 && groups < 8))
        && address.matches(".*[0-9].*")
        && Pattern.compile(END)
            .matcher(text)
            .region(end, text.length())
            .useTransparentBounds(true)
            .lookingAt()) {
      findings.add(SpanType.IP, start, end, 0.95);
    }
  }

  private static boolean glued(String text, int start) {
    return start > 0 && text.substring(start - 1, start).matches(ALNUM);
  }

  private static void addSecrets(List<Rule> rules) {
    Map<String, Integer> lengths =
        SecretRule.PREFIXES.stream()
            .collect(Collectors.toMap(SecretRule.Prefix::text, SecretRule.Prefix::length));
    String prefixes =
        lengths.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|", "(", ")"));
    rules.add(
        Rule.of(
            WORD_START + prefixes + TOKEN + "*+",
            (match, input, findings) -> {
              int least = lengths.getOrDefault(match.group(1), 0);
              addKey(match.start(), match.end(), least, 0.98, input, findings);
              return match.end();
            }));
    rules.add(
        span(
            SpanType.SECRET,
            0.98,
            "(-----begin(?= ))[\\s\\S]{0,31}?private key-----[a-z0-9+/=\\\\ \\r\\n\\t]*+"
                + "(?:-----end[\\s\\S]{0,32}?private key-----)?"));
    String gap = "[\"'`)\\]]?+[ \\t]{0,2}+[:=>]{0,2}+(?:is(?= ))?+[ \\t]{0,2}+[\"'`(<]?+";
    String keys =
        Keyword.ALL.words().entrySet().stream()
            .filter(it -> it.getValue() == Keyword.KEY)
            .map(it -> it.getKey())
            .map(
                it ->
                    it.charAt(0) < '\u0590' ? "(?<!" + ALPHA + ")" + it + "(?!" + ALPHA + ")" : it)
            .collect(Collectors.joining("|", "(?:", ")"));
    rules.add(
        Rule.of(
            keys + "(" + gap + ")(" + TOKEN + "*+)",
            (match, input, findings) -> {
              int at = match.start(2);
              if (match.end(1) > match.start(1) && entropy(match, input) >= 3) {
                addKey(at, match.end(2), 16, 0.9, input, findings);
              }
              return NEXT;
            }));
  }

  private static void addKey(
      int start, int end, int least, double score, Input input, Findings findings) {
    int last = valueEnd(start, end, input.lower());
    String key = input.lower().substring(start, last);
    boolean mixed = key.matches(".*[0-9].*") && Pattern.compile(ALPHA).matcher(key).find();
    if (last - start >= least && mixed) {
      findings.add(SpanType.SECRET, start, last, score);
    }
  }

  private static int valueEnd(int start, int end, String text) {
    String trimmed = text.substring(start, end).replaceFirst("[.-]+\\z", "");
    if (start + trimmed.length() < end) {
      return start + trimmed.length();
    }
    Matcher padding = Pattern.compile("={1,2}").matcher(text).region(end, text.length());
    return padding.lookingAt() ? padding.end() : end;
  }

  private static double entropy(Matcher match, Input input) {
    int end = valueEnd(match.start(2), match.end(2), input.lower());
    String value = input.text().substring(match.start(2), end);
    double bits = 0;
    for (long count :
        value
            .chars()
            .boxed()
            .collect(Collectors.groupingBy(it -> it % 128, TreeMap::new, Collectors.counting()))
            .values()) {
      double share = (double) count / value.length();
      bits -= share * Math.log(share) / Math.log(2);
    }
    return bits;
  }
}
