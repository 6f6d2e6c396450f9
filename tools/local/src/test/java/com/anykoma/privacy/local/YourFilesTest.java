package com.anykoma.privacy.local;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.infra.SettingsCheck;
import com.anykoma.privacy.local.report.PromiseSources;
import com.anykoma.privacy.local.report.PromisesReport;
import com.anykoma.privacy.local.report.SourceTree;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests your product's settings, the folder {@code privacy}, as {@code ./run check} does. All other
 * tests run on a product of their own, so a change of your settings can fail only these.
 */
final class YourFilesTest {
  private static final InfraFiles PROJECT = InfraFiles.ofProject();

  @TestFactory
  Stream<DynamicTest> fileIsValidAndConsistentWithTheOthers() throws IOException {
    Map<String, List<SettingsMistake>> mistakes =
        SettingsCheck.mistakes(PROJECT).stream().collect(groupingBy(SettingsMistake::file));
    TreeSet<String> names = new TreeSet<>(mistakes.keySet());
    try (Stream<Path> files = Files.list(PROJECT.settings())) {
      files.forEach(each -> names.add(String.valueOf(each.getFileName())));
    }
    return names.stream()
        .map(
            name ->
                dynamicTest(
                    name, () -> assertThat(mistakes.getOrDefault(name, List.of())).isEmpty()));
  }

  @Test
  void documentationQuotesYourPage() {
    PromisesReport report =
        new PromisesReport(
            PrivacyFiles.in(PROJECT.settings()).promises(),
            PromiseSources.of(new SourceTree(PROJECT.root())));

    assertThat(PROJECT.root().resolve("docs/promises.md"))
        .as("./run promises --page > docs/promises.md")
        .hasContent(report.page());
  }
}
