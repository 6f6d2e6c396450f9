package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.local.report.SourceTree;
import com.google.common.base.Splitter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Tests that the names of the code in the documentation exist: classes and their members, commands
 * with their options, files, environment variables, topics, objects, collections, metrics and log
 * lines. Every word of a code span must occur in another file of the project.
 */
final class NamesInDocumentationTest {
  private static final SourceTree TREE = DocumentationPages.TREE;

  /** Words of Google's and of a formula that stand in no file of ours. */
  private static final Set<String> EXTERNAL =
      Set.of("DESTROY_SCHEDULED", "allowedPolicyMemberDomains", "s_i");

  /** Spans that begin with one of these are commands of other programs. */
  private static final Set<String> PROGRAMS =
      Set.of("gcloud", "terraform", "mvn", "curl", "firebase", "sha256sum");

  private static final Set<String> NOT_SOURCES =
      Set.of(
          "README.md",
          "CONTRIBUTING.md",
          "SECURITY.md",
          "CHANGELOG.md",
          "NamesInDocumentationTest.java");

  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern BLOCK = Pattern.compile("(?m)^ {4,}(\\S.*)$");
  private static final Pattern RUN = Pattern.compile("(?:^|\\s)\\.{1,2}/(?:\\.\\./)*run (.*)");
  private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w*)\\.([a-z]\\w*)(?:\\(\\))?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]+");
  private static final Pattern TOPIC =
      Pattern.compile("(?:topics publish |taskTopic=|topics/\\(?)([a-z|-]+)");
  private static final Pattern OBJECT =
      Pattern.compile("\\b(?:keys|audit|signing)/([0-9]+)(?:\\.json)?\\b");

  private final Set<String> words = new HashSet<>();
  private final Map<String, String> classes = new TreeMap<>();
  private final Set<Path> files = new TreeSet<>();
  private final Set<String> topics =
      Stream.concat(
              Stream.of("dead-letters"),
              Stream.of(DeployedFunction.values()).flatMap(each -> topic(each.trigger()).stream()))
          .collect(Collectors.toSet());

  NamesInDocumentationTest() {
    TREE.files().stream().filter(NamesInDocumentationTest::isSource).forEach(this::read);
  }

  private static List<String> topic(Trigger trigger) {
    if (trigger instanceof Trigger.TaskPublished published) {
      return List.of(published.topic());
    }
    return trigger instanceof Trigger.Scheduled scheduled ? List.of(scheduled.topic()) : List.of();
  }

  private static boolean isSource(Path file) {
    String name = String.valueOf(file.getFileName());
    return !file.startsWith("docs") && !NOT_SOURCES.contains(name) && !name.startsWith(".");
  }

  private void read(Path file) {
    files.add(file);
    String text = TREE.text(file);
    WORD.matcher(text)
        .results()
        .map(MatchResult::group)
        .forEach(
            word -> {
              words.add(word);
              words.addAll(Splitter.on('-').splitToList(word));
            });
    String name = String.valueOf(file.getFileName());
    words.addAll(WORD.matcher(name).results().map(MatchResult::group).toList());
    if (name.endsWith(".java")) {
      classes.put(name.replace(".java", ""), text);
    }
  }

  private List<String> complaints(String page) {
    List<String> wrong = new ArrayList<>();
    String prose = page.replaceAll("(?s)```.*?```", "");
    for (MatchResult each : SPAN.matcher(prose).results().toList()) {
      complaint(each.group(1).replaceAll("\\s+", " ").strip(), wrong);
    }
    for (MatchResult each : BLOCK.matcher(prose).results().toList()) {
      checkCommand(each.group(1).replaceAll("\\s{2,}.*| #.*", ""), wrong);
    }
    TOPIC
        .matcher(page)
        .results()
        .flatMap(each -> Splitter.on('|').splitToStream(each.group(1)))
        .filter(each -> !topics.contains(each))
        .forEach(each -> wrong.add("no topic " + each));
    OBJECT
        .matcher(page)
        .results()
        .filter(each -> each.group(1).length() != 8)
        .forEach(each -> wrong.add("no object " + each.group() + ": names have 8 digits"));
    return wrong;
  }

  private void complaint(String span, List<String> wrong) {
    if (checkCommand(span, wrong) || span.contains("@") || isOfAnotherProgram(span)) {
      return;
    }
    MEMBER.matcher(span).results().forEach(each -> checkMember(each, wrong));
    checkPath(span, wrong);
    for (MatchResult each : WORD.matcher(span).results().toList()) {
      String word = each.group().replaceAll("-[0-9]*$", "").replaceFirst("^privacy-", "");
      boolean isPlaceholder = PLACEHOLDER.matcher(word).matches() && !span.equals(word);
      if (word.length() > 2
          && !isPlaceholder
          && !words.contains(word)
          && !words.contains(each.group())
          && !EXTERNAL.contains(word)) {
        wrong.add("no word " + word + " in `" + span + "`");
      }
    }
  }

  private static boolean isOfAnotherProgram(String span) {
    return PROGRAMS.contains(span.split(" ", 2)[0]);
  }

  private void checkMember(MatchResult named, List<String> wrong) {
    String source = classes.get(named.group(1));
    if (source != null && !source.matches("(?s).*\\b" + named.group(2) + "\\b.*")) {
      wrong.add("no member " + named.group());
    }
  }

  /** A path that begins as one of the project's does; capitals stand for any name. */
  private void checkPath(String span, List<String> wrong) {
    String path = span.replaceFirst("/$", "");
    boolean isOurs =
        span.matches("\\.?\\w[\\w.*-]*/[\\w.*/-]*")
            && !span.matches("(.*/)?target(/.*)?")
            && Files.exists(TREE.root().resolve(path.split("/", 2)[0]))
            && !path.isEmpty();
    if (isOurs) {
      PathMatcher glob =
          FileSystems.getDefault()
              .getPathMatcher("glob:" + path.replaceAll("\\b[A-Z]+\\b", "*") + "{,/**}");
      if (files.stream().noneMatch(glob::matches)) {
        wrong.add("no file " + span);
      }
    }
  }

  /** Whether it is a command of ours; each command of it has to be there with its options. */
  private boolean checkCommand(String text, List<String> wrong) {
    List<MatchResult> commands = RUN.matcher(text).results().toList();
    for (MatchResult each : commands) {
      List<String> arguments =
          Splitter.on(' ').omitEmptyStrings().splitToList(each.group(1).replaceAll("[\\[\\]]", ""));
      if (!arguments.isEmpty() && arguments.get(0).equals("bench")) {
        checkBench(arguments.subList(1, arguments.size()), wrong);
      } else {
        checkArguments(Main.commandLine(), arguments, each.group(), wrong);
      }
    }
    return !commands.isEmpty();
  }

  private static void checkArguments(
      CommandLine command, List<String> arguments, String text, List<String> wrong) {
    CommandLine at = command;
    for (String each : arguments) {
      if (each.startsWith("--")) {
        if (!at.getCommandSpec().optionsMap().containsKey(each.split("=", 2)[0])) {
          wrong.add("no option " + each + " of" + text);
        }
      } else if (at.getSubcommands().containsKey(each)) {
        at = at.getSubcommands().get(each);
      } else if (!at.getSubcommands().isEmpty()
          && (at == command || !(at.getCommandSpec().userObject() instanceof Callable))
          && at.getCommandSpec().positionalParameters().isEmpty()) {
        wrong.add("no command " + each + " of" + text);
      }
    }
  }

  /** The benchmarks are of another module, which this one does not know. */
  private void checkBench(List<String> arguments, List<String> wrong) {
    String sources =
        files.stream()
            .filter(each -> each.startsWith("tools/bench/src/main"))
            .map(each -> TREE.text(each))
            .collect(Collectors.joining());
    for (String each : arguments) {
      if (each.matches("--.*|[a-z]+") && !sources.contains('"' + each.split("=", 2)[0] + '"')) {
        wrong.add("no " + each + " of ./run bench");
      }
    }
  }

  @Test
  void everyNamedCodeElementExists() {
    Map<String, List<String>> wrong = new TreeMap<>();
    List<Path> pages = DocumentationPages.current();
    for (Path each : pages) {
      List<String> found = complaints(TREE.text(each));
      if (!found.isEmpty()) {
        wrong.put(each.toString(), found);
      }
    }

    assertThat(pages).hasSizeGreaterThan(10);
    assertThat(wrong).isEmpty();
  }

  @Test
  void reportsNamesThatDoNotExist() {
    String page =
        """
        `BlobService.reseal` and `KeyService.rotate`, `NoSuchThing`, `NO_SUCH_VARIABLE`, `KEK_URI`,
        `./run orders --jsn`, `./run ordres`, `./run certificate verify FILE --keys KEYS --json`,
        `./run bench webhook --events=1`, `./run bench webook`, `docs/nothing.md`, `terraform/rules`,
        `gcloud pubsub topics publish cofirm --attribute=taskTopic=confirm`, `residenzy.yaml`,
        `gcloud storage cat gs://PROJECT-privacy-evidence/keys/1.json`, `keys/00000001.json`.

            ./run infra check --pln -        what would be deployed
        """;

    assertThat(complaints(page))
        .containsExactlyInAnyOrder(
            "no member BlobService.reseal",
            "no word reseal in `BlobService.reseal`",
            "no word NoSuchThing in `NoSuchThing`",
            "no word NO_SUCH_VARIABLE in `NO_SUCH_VARIABLE`",
            "no option --jsn of./run orders --jsn",
            "no command ordres of./run ordres",
            "no webook of ./run bench",
            "no file docs/nothing.md",
            "no topic cofirm",
            "no word residenzy in `residenzy.yaml`",
            "no object keys/1.json: names have 8 digits",
            "no option --pln of./run infra check --pln -");
  }
}
