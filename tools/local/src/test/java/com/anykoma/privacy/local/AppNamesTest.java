package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.local.report.SourceTree;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Tests that the code names no plan and no collection of the app: another product changes settings
 * files only.
 */
final class AppNamesTest {
  private static final SourceTree TREE = DocumentationPages.TREE;
  private static final PrivacyFiles PRODUCT = FixtureProduct.FILES;

  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"", Pattern.DOTALL);

  /**
   * The form of Google's events about accounts, which is not a path of the database; a top-level
   * domain, and a word of prices in German and French.
   */
  private static final Set<String> OTHER_WORDS =
      Set.of("AuthEvents.java \"users/\"", "DomainNames.java pro", "ValueRule.java pro");

  private static List<Path> sources() {
    return TREE.files().stream()
        .filter(each -> each.toString().matches("(shared|functions)/src/main/java/.*\\.java"))
        .filter(each -> !each.endsWith("package-info.java"))
        .toList();
  }

  /** The names of the plans; an unpaid one may be a word of the language, such as free. */
  private static Set<String> plans(boolean isPaid) {
    Set<String> names = new TreeSet<>();
    PRODUCT
        .folder()
        .setting("plans.yaml")
        .get("plans")
        .members()
        .forEach(
            (name, plan) -> {
              if (plan.find("paid").map(Setting::flag).orElse(true) == isPaid) {
                names.add(name);
              }
            });
    return names;
  }

  /** The collections of documents and folders of objects that are the app's. */
  private static Set<String> collections() {
    Set<String> names = new TreeSet<>();
    PRODUCT.dataMap().locations().stream()
        .filter(each -> each.role() != LocationRole.OWN)
        .flatMap(each -> each.place().pattern().stream())
        .forEach(each -> names.addAll(each.collections()));
    return names;
  }

  private static List<String> literals(String text) {
    return COMMENT_OR_LITERAL
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(each -> each.startsWith("\""))
        .toList();
  }

  /** Whether a name is the whole literal or a segment of a path in it. */
  private static boolean names(String literal, String name) {
    return Pattern.compile("^\"%1$s\"$|(?<![\\w-])%1$s/|/%1$s(?![\\w-])".formatted(name))
        .matcher(literal)
        .find();
  }

  private static List<String> found(String file, String text, Set<String> paid, Set<String> names) {
    List<String> found = new ArrayList<>();
    if (!paid.isEmpty()) {
      Matcher plan =
          Pattern.compile("(?i)(?<![a-z])(" + String.join("|", paid) + ")(?![a-z])").matcher(text);
      plan.results().map(each -> file + " " + each.group()).forEach(found::add);
    }
    literals(text).stream()
        .filter(literal -> names.stream().anyMatch(name -> names(literal, name)))
        .map(literal -> file + " " + literal)
        .forEach(found::add);
    found.removeAll(OTHER_WORDS);
    return found;
  }

  @Test
  void theCodeNamesNoPlanAndNoCollectionOfTheApp() {
    Set<String> literals = new TreeSet<>(collections());
    literals.addAll(plans(false));
    List<String> found = new ArrayList<>();
    List<Path> sources = sources();
    for (Path each : sources) {
      found.addAll(
          found(String.valueOf(each.getFileName()), TREE.text(each), plans(true), literals));
    }

    assertThat(sources).hasSizeGreaterThan(200);
    assertThat(plans(true)).isNotEmpty();
    assertThat(collections()).contains("users");
    assertThat(found).isEmpty();
  }

  @Test
  void findsPlansAsWordsAndCollectionsInLiterals() {
    Set<String> plans = Set.of("pro");
    Set<String> collections = Set.of("users", "notes");

    assertThat(found("A.java", "Plan.PRO; // pro\nproduct, PROMISE", plans, collections))
        .containsExactly("A.java PRO", "A.java pro");
    assertThat(
            found(
                "A.java",
                "\"users\" \"users/{uid}/x\" \"a/notes\" // \"users\"\n\"\"\"\n  notes/x\n\"\"\"",
                plans,
                collections))
        .containsExactly(
            "A.java \"users\"",
            "A.java \"users/{uid}/x\"",
            "A.java \"a/notes\"",
            "A.java \"\"\"\n  notes/x\n\"\"\"");
    assertThat(found("A.java", "\"all notes.\" users \"usersX\"", plans, collections)).isEmpty();
  }
}
