package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.platform.TaskPayload;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.services.PrivacyFiles;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** The options that select a data directory or a deployed project, and the output format. */
final class TargetOption {
  @Mixin private AnswerOption answer = new AnswerOption();

  @Mixin private ProjectOption project = new ProjectOption();

  @Mixin private DataDirectory data = new DataDirectory();

  AnswerOption answer() {
    return answer;
  }

  PrivacyFiles product() {
    return data.product();
  }

  /**
   * Runs {@code inProject} when a project is given, otherwise {@code here} on the data directory.
   */
  <T> T onCloud(Function<GoogleCloud, T> inProject, Function<EmbeddedData, T> here) {
    return project.isGiven() ? project.onCloud(data.path(), inProject) : onLocalData(here);
  }

  /** Asks the project's Evidence function when a project is given, otherwise the data directory. */
  <T> T ask(Function<EvidenceClient, T> inProject, Function<EmbeddedData, T> here) {
    return project.isGiven() ? inProject.apply(project.evidence(data.path())) : onLocalData(here);
  }

  /** Publishes the task when a project is given, else runs {@code here}; returns the exit code. */
  int publish(Topic topic, TaskPayload payload, Function<EmbeddedData, Integer> here) {
    return project.isGiven()
        ? project.publish(answer, data.path(), topic, payload)
        : onLocalData(here);
  }

  private <T> T onLocalData(Function<EmbeddedData, T> work) {
    try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
      return work.apply(opened);
    }
  }
}
