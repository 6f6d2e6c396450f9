package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.platform.TaskPayload;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.google.GoogleCloud;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/**
 * The options of commands that work on a data directory or on a deployed project, and print text or
 * JSON.
 */
final class TargetOption {
  @Mixin private AnswerOption answer = new AnswerOption();

  @Mixin private ProjectOption project = new ProjectOption();

  @Mixin private DataDirectory data = new DataDirectory();

  /** Prints what the command answers. */
  AnswerOption answer() {
    return answer;
  }

  /** Asks the project's cloud where one is given, and else the data of the directory. */
  <T> T onCloud(Function<GoogleCloud, T> inProject, Function<EmbeddedData, T> here) {
    return project.isGiven() ? project.onCloud(data.path(), inProject) : here(here);
  }

  /** Asks the project's function Evidence where one is given, and else the data here. */
  <T> T ask(Function<EvidenceClient, T> inProject, Function<EmbeddedData, T> here) {
    return project.isGiven() ? inProject.apply(project.evidence(data.path())) : here(here);
  }

  /**
   * Publishes a task that a person decided on where a project is given, and else works here.
   *
   * @return the exit code
   */
  int publish(Topic topic, TaskPayload payload, Function<EmbeddedData, Integer> here) {
    return project.isGiven() ? project.publish(answer, data.path(), topic, payload) : here(here);
  }

  private <T> T here(Function<EmbeddedData, T> work) {
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      return work.apply(opened);
    }
  }
}
