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
 * The structure of a security rules file: its paths, the operations that it allows and the fields
 * that it names. It does not evaluate conditions; the emulator tests do.
 */
public final class RulesFile {
  private static final String STRING = "'(?:[^'\\\\\\n]|\\\\.)*'|\"(?:[^\"\\\\\\n]|\\\\.)*\"";
  private static final Pattern COMMENT_OR_STRING =
      Pattern.compile("//[^\\n]*|/\\*.*?\\*/|" + STRING, Pattern.DOTALL);

  /** Block boundaries, allow statements, field lists and string literals. */
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
  private static final List<String> OPERATIONS =
      List.of("get", "list", "create", "update", "delete", "read", "write");

  /**
   * One match block.
   *
   * @param path without the prefix that all paths of the file have: {@code users/{uid}}
   * @param line of the match, from 1
   * @param decided the operations with an allow statement, of {@code get}, {@code list}, {@code
   *     create}, {@code update} and {@code delete}
   * @param allowed the decided operations except those with the condition {@code false}
   * @param writable the fields in {@code hasOnly}
   * @param quoted the content of all string literals
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

    /** Whether it matches all paths below a path. */
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
   * @throws SettingsException when the text is not well-formed
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
          throw mistake(bracket.start(), "this " + at + " closes no bracket; remove it");
        }
        opened.pop();
      }
    }
    if (!opened.isEmpty()) {
      char unclosed = code.charAt(opened.element());
      throw mistake(opened.element(), "this " + unclosed + " is never closed; close it");
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
        collect(open.element(), token);
      }
    }
    if (matches.isEmpty()) {
      throw mistake(0, "the file has no rule; add match blocks with allow statements");
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

  private void collect(Match match, Matcher token) {
    if (token.group("to") == null) {
      collectFields(match, token.group());
    } else {
      String condition = String.valueOf(token.group("when")).strip();
      boolean isDenied = condition.equals("false");
      TOKEN.matcher(condition).results().forEach(each -> collectFields(match, each.group()));
      for (String each : token.group("to").strip().split("[\\s,]+", -1)) {
        List<String> operations = operations(each, token.start());
        match.decided().addAll(operations);
        if (!isDenied) {
          match.allowed().addAll(operations);
        }
      }
    }
  }

  /** Adds the fields of a {@code hasOnly([...])} or the content of a string literal. */
  private static void collectFields(Match match, String token) {
    List<String> texts = quoted(token);
    match.quoted().addAll(texts);
    if (token.startsWith("hasOnly")) {
      match.writable().addAll(texts);
    }
  }

  private List<String> operations(String operation, int at) {
    if (!OPERATIONS.contains(operation)) {
      throw mistake(at, "'" + operation + "' is no operation; use one of " + OPERATIONS);
    }
    return switch (operation) {
      case "read" -> List.of("get", "list");
      case "write" -> List.of("create", "update", "delete");
      default -> List.of(operation);
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
