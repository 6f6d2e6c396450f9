package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that every alarm in the code has an alert and a runbook section, and vice versa. */
@Keeps("P20")
final class AlarmsTest {
  private static final InfraFiles FILES = InfraFiles.ofProject();
  private static final Pattern ALARM = Pattern.compile("\"(alarm: [^\"]*)\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");
  private static final Pattern RUNBOOK =
      Pattern.compile("docs/runbook\\.md, \\\\\"([^\"\\\\$]+)\\\\\"|runbook += \"([^\"]+)\"");

  private static Collection<Setting> alarms() {
    return Setting.file(FILES.module().resolve("alarms.yaml")).members().values();
  }

  private static List<String> texts() {
    return alarms().stream()
        .map(each -> each.allowKeys("texts", "severity", "runbook"))
        .flatMap(each -> each.get("texts").strings().stream())
        .toList();
  }

  private static Set<String> all(String member) {
    return alarms().stream()
        .map(each -> each.get(member).string())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> loggedAlarms() {
    Set<String> alarms = new TreeSet<>();
    for (String module : new String[] {"shared", "functions"}) {
      try (Stream<Path> files = Files.walk(FILES.root().resolve(module).resolve("src/main/java"))) {
        files
            .filter(each -> each.toString().endsWith(".java"))
            .forEach(
                each -> {
                  Matcher alarm = ALARM.matcher(text(each));
                  while (alarm.find()) {
                    alarms.add(alarm.group(1));
                  }
                });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return alarms;
  }

  private static Set<String> headings() {
    Set<String> headings = new TreeSet<>();
    Matcher heading = HEADING.matcher(text(FILES.root().resolve("docs/runbook.md")));
    while (heading.find()) {
      headings.add(heading.group(1));
    }
    return headings;
  }

  @Test
  void everyLoggedAlarmHasAnAlert() {
    assertThat(loggedAlarms()).hasSizeGreaterThan(8);
    assertThat(loggedAlarms()).allSatisfy(line -> assertThat(texts()).anyMatch(line::startsWith));
  }

  @Test
  void everyAlertHasAnAlarmInTheCode() {
    Set<String> alarms = loggedAlarms();

    assertThat(texts())
        .filteredOn(each -> each.startsWith("alarm: "))
        .allSatisfy(each -> assertThat(alarms).anyMatch(line -> line.startsWith(each)));
    assertThat(
            text(
                FILES
                    .root()
                    .resolve(
                        "functions/src/main/java/com/anykoma/privacy/functions/events/EventFrame.java")))
        .contains("event failed permanently");
  }

  @Test
  void everyAlertHasARunbookSection() {
    assertThat(headings()).containsAll(all("runbook"));
    Matcher named = RUNBOOK.matcher(text(FILES.module().resolve("alerts.tf")));
    Set<String> sections = new TreeSet<>();
    while (named.find()) {
      sections.add(named.group(1) == null ? named.group(2) : named.group(1));
    }
    assertThat(sections).hasSizeGreaterThan(3);
    assertThat(headings()).containsAll(sections);
  }

  @Test
  void severitiesAreValidInMonitoring() {
    assertThat(all("severity")).isSubsetOf("CRITICAL", "ERROR", "WARNING");
  }
}
