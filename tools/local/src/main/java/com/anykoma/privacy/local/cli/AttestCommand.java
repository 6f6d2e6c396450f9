package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.collection.census.Census;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.local.report.AttestReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./run attest}: compares all stored data with the data map, and settings with promises. */
@Command(
    name = "attest",
    description =
        "Reads every document and object and counts them by location. Reports data that the data"
            + " map does not name, records older than their retention allows, and records"
            + " without an owner, and live settings that break promises. Exit code 1 when"
            + " it finds any. Changes nothing; works"
            + " while ./run serve runs.",
    mixinStandardHelpOptions = true)
public final class AttestCommand implements Callable<Integer> {
  private static final int UNCLEAN = 1;

  @Mixin private AnswerOption answer = new AnswerOption();

  @Mixin private DataDirectory data = new DataDirectory();

  @Override
  public Integer call() {

    try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
      Census census = opened.services().attest().take(Long.MAX_VALUE);
      List<String> settings = opened.services().liveSettings().findings();
      int printed =
          answer.print(
              AttestReport.json(census, settings), () -> AttestReport.text(census, settings));
      return census.clean() && settings.isEmpty() ? printed : UNCLEAN;
    }
  }
}
