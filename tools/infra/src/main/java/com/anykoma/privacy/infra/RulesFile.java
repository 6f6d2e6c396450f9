package com.anykoma.privacy.infra;

import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of security rules as far as it is laid out: which paths it is about, what it lets anybody
 * do there and which fields it names. Only the emulator knows what its conditions mean.
 */
public final class RulesFile {
  private static final String STRING = "'(?:[^'\\\\\\n]|\\\\.)*'|\"(?:[^\"\\\\\\n]|\\\\.)*\"";
  private static final Pattern COMMENT_OR_STRING =
      Pattern.compile("//[^\\n]*|/\\*.*?\\*/|" + STRING, Pattern.DOTALL);

  /** Where a block begins or ends, and what counts within. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\bmatch\\s+(?<path>/\\S*?)\\s*\\{(?=\\s)"
              + "|\\ballow\\s+(?<to>[a-z, \\n]+?)\\s*(?::\\s*if\\s(?<when>[^;]*))?;"
              + ("|hasOnly\\(\\s*\\[(?<only>[^\\]]*)]|(?<text>" + STRING + ")|[{}]"),
          Pattern.DOTALL);

  private static final Pattern BRACKET = Pattern.compile(STRING + "|[\\[\\](){}]");
  private static final Pattern QUOTED = Pattern.compile("['\"]([^'\"]*)['\"]");
  private static final Pattern ROOT =
      Pattern.compile("(databases/\\{\\w+}/documents|b/\\{\\w+}/o)/?");
  private static final Set<String> OPERATIONS =
      Set.of("get", "list", "create", "update", "delete", "read", "write");

  /**
   * What the rules say of one kind of path.
   *
   * @param path without what every path of the file begins with: {@code users/{uid}}
   * @param line of its match
   * @param decided {@code get}, {@code list}, {@code create}, {@code update} and {@code delete} as
   *     far as a rule says who may
   * @param allowed those of them that somebody may
   * @param writable the fields that a client may write
   * @param quoted every word in quotes
   */
  public record Match(
      String path,
      int line,
      Set<String> decided,
      Set<String> allowed,
      Set<String> writable,
      Set<String> quoted) {
    private Match(String path, int line) {
      this(path, line, new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
    }

    /** Whether it is about whatever there is beneath a path. */
    boolean isRecursive() {
      return path.contains("=**");
    }
  }

  private final String file;
  private final String code;
  private final List<Match> matches = new ArrayList<>();
  private final Deque<Match> open = new ArrayDeque<>();

  private RulesFile(String file, String code) {
    this.file = file;
    this.code = code;
  }

  /**
   * Reads the text of a file.
   *
   * @throws SettingsException for what is not laid out as rules are
   */
  public static List<Match> read(String file, String text) {
    String code =
        COMMENT_OR_STRING
            .matcher(text)
            .replaceAll(
                each ->
                    Matcher.quoteReplacement(
                        each.group().startsWith("/")
                            ? each.group().replaceAll("[^\\n]", " ")
                            : each.group()));
    RulesFile rules = new RulesFile(file, code);
    rules.requireBalance();
    rules.scan();
    return List.copyOf(rules.matches);
  }

  private void requireBalance() {
    Deque<Integer> opened = new ArrayDeque<>();
    Matcher bracket = BRACKET.matcher(code);
    while (bracket.find()) {
      String at = bracket.group();
      if ("([{".contains(at)) {
        opened.push(bracket.start());
      } else if (at.length() == 1) {
        boolean closes =
            !opened.isEmpty() && "([{".indexOf(code.charAt(opened.element())) == ")]}".indexOf(at);
        if (!closes) {
          throw mistake(bracket.start(), "this " + at + " closes nothing; remove it or open it");
        }
        opened.pop();
      }
    }
    if (!opened.isEmpty()) {
      char left = code.charAt(opened.element());
      throw mistake(opened.element(), "this " + left + " is never closed; close it");
    }
  }

  private void scan() {
    Matcher token = TOKEN.matcher(code);
    while (token.find()) {
      if (token.group("path") != null) {
        begin(token.group("path").substring(1), token.start());
      } else if (token.group().equals("{")) {
        open.push(open.isEmpty() ? new Match("", 1) : open.element());
      } else if (token.group().equals("}")) {
        open.pop();
      } else if (!open.isEmpty()) {
        note(open.element(), token);
      }
    }
    if (matches.isEmpty()) {
      throw mistake(0, "there is no rule; say with match and allow who may do what");
    }
  }

  private void begin(String path, int at) {
    String parent = open.isEmpty() ? "" : open.element().path();
    String whole = ROOT.matcher(parent.isEmpty() ? path : parent + "/" + path).replaceFirst("");
    Match match = new Match(whole, lineOf(at));
    if (!whole.isEmpty()) {
      matches.add(match);
    }
    open.push(match);
  }

  private void note(Match match, Matcher token) {
    if (token.group("only") != null) {
      match.writable().addAll(quoted(token.group("only")));
    } else if (token.group("text") != null) {
      match.quoted().addAll(quoted(token.group()));
    } else {
      boolean isNobodys = "false".equals(String.valueOf(token.group("when")).strip());
      for (String each : token.group("to").strip().split("[\\s,]+", -1)) {
        List<String> operations = operations(each, token.start());
        match.decided().addAll(operations);
        if (!isNobodys) {
          match.allowed().addAll(operations);
        }
      }
    }
    match.quoted().addAll(match.writable());
  }

  private List<String> operations(String word, int at) {
    if (!OPERATIONS.contains(word)) {
      throw mistake(at, "'" + word + "' is nothing to allow; known are get, list, create, ...");
    }
    return switch (word) {
      case "read" -> List.of("get", "list");
      case "write" -> List.of("create", "update", "delete");
      default -> List.of(word);
    };
  }

  private static List<String> quoted(String text) {
    return QUOTED.matcher(text).results().map(each -> each.group(1)).toList();
  }

  private int lineOf(int at) {
    return 1 + (int) code.substring(0, at).chars().filter(each -> each == '\n').count();
  }

  private SettingsException mistake(int at, String problem) {
    return new SettingsException(List.of(new SettingsMistake(file, lineOf(at), problem)));
  }
}
