package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Checks that differences between declared functions and classes are reported. */
@Keeps("P17")
final class FunctionsCheckTest {
  private static final String HERE = "here";
  private static final InfraFiles FILES = InfraFiles.ofProject();

  private static List<String> problems(List<DeclaredFunction> declared) {
    return FunctionsCheck.problems(declared).stream().map(SettingsMistake::toString).toList();
  }

  private static List<DeclaredFunction> with(String name, UnaryOperator<DeclaredFunction> change) {
    return FILES.functions().stream()
        .map(each -> each.name().equals(name) ? change.apply(each) : each)
        .toList();
  }

  private static DeclaredFunction withVariable(DeclaredFunction function, String variable) {
    Set<String> variables = new HashSet<>(function.variables());
    variables.add(variable);
    return new DeclaredFunction(HERE, 0, function.name(), function.trigger(), variables);
  }

  private static DeclaredFunction withoutVariable(DeclaredFunction function, String variable) {
    Set<String> variables = new HashSet<>(function.variables());
    variables.remove(variable);
    return new DeclaredFunction(HERE, 0, function.name(), function.trigger(), variables);
  }

  @Test
  void shippedFileMatchesTheClasses() {
    assertThat(FunctionsCheck.problems(FILES.functions())).isEmpty();
  }

  @Test
  void reportsFunctionsWithoutClassAndClassesNotDeployed() {
    List<DeclaredFunction> declared = new ArrayList<>(FILES.functions());
    declared.removeIf(each -> each.name().equals("Erase"));
    declared.add(new DeclaredFunction(HERE, 0, "Train", new Trigger.Http(), Set.of()));

    assertThat(problems(declared))
        .hasSize(2)
        .contains("here: Train has no class TrainFunction; add it")
        .last()
        .asString()
        .matches("functions.yaml:[0-9]+: EraseFunction is not deployed; declare it");
  }

  @Test
  @Keeps("P3")
  void refusesPathsOfDocumentsWhichFollowFromTheDataMap() {
    assertThatThrownBy(
            () ->
                FunctionsFile.read(
                    Setting.parse(
                        "f.yaml",
                        "C:\n  trigger: { document: \"people/{uid}\" }\n  retry: true\n")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("f.yaml:2: C.trigger.document: 'account' or 'content' is expected");
  }

  @Test
  void reportsFunctionsDeclaredTwice() {
    List<DeclaredFunction> declared = new ArrayList<>(FILES.functions());
    declared.add(declared.get(0));

    assertThat(problems(declared))
        .containsExactly(
            "functions.yaml:15: StripeWebhook is declared twice; remove one declaration");
  }

  @Test
  void reportsTriggersThatTheClassDoesNotDecode() {
    List<DeclaredFunction> declared =
        with(
            "Purge",
            it ->
                new DeclaredFunction(
                    HERE,
                    0,
                    it.name(),
                    new Trigger.TaskPublished("purges", false),
                    it.variables()));

    assertThat(problems(declared))
        .singleElement()
        .asString()
        .startsWith(
            "here: Purge is triggered by TaskPublished[topic=purges, redelivered=false], but");
  }

  @Test
  @Keeps("P20")
  void reportsRedeliveryOfLeasedTasks() {
    List<DeclaredFunction> declared =
        with(
            "Erase",
            it ->
                new DeclaredFunction(
                    HERE, 0, it.name(), new Trigger.TaskPublished(Topic.ERASE), it.variables()));

    assertThat(problems(declared))
        .singleElement()
        .asString()
        .contains("TaskPublished[topic=erase, redelivered=true]")
        .contains("decodes TaskPublished[topic=erase, redelivered=false]");
  }

  @Test
  void refusesEventFunctionsWithoutRedelivery() {
    assertThatThrownBy(
            () ->
                FunctionsFile.read(
                    Setting.parse(
                        "f.yaml", "U:\n  trigger: { account: deleted }\n  retry: false\n")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("a lost event is not sent again");
  }

  @Test
  void reportsMissingAndUnneededVariables() {
    assertThat(problems(with("Erase", it -> withoutVariable(it, "KEYS_DATABASE"))))
        .containsExactly("here: Erase lacks the variable KEYS_DATABASE; add it");
    assertThat(problems(with("Evidence", it -> withVariable(it, "STRIPE_API_KEY"))))
        .containsExactly("here: Evidence does not need the variable STRIPE_API_KEY; remove it");
  }

  @Test
  void reportsMisspeltKeysWithTheirLine() {
    assertThatThrownBy(
            () ->
                FunctionsFile.read(
                    Setting.parse("f.yaml", "Erase:\n  trigger: { task: erase }\n  need: [kek]\n")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("f.yaml")
        .hasMessageContaining("need");
    assertThatThrownBy(
            () ->
                FunctionsFile.read(
                    Setting.parse("f.yaml", "Erase:\n  trigger: { task: erase }\n  needs: [k]\n")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("f.yaml:3");
  }
}
