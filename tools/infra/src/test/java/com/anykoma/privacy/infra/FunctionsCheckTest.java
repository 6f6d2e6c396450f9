package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.DataMap;
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

/** The functions that are declared are the classes that there are. */
@Keeps("P17")
final class FunctionsCheckTest {
  private static final String HERE = "here";
  private static final InfraFiles FILES = InfraFiles.ofProject();

  private static List<String> problems(List<DeclaredFunction> declared) {
    return FunctionsCheck.problems(HERE, declared).stream().map(SettingsMistake::toString).toList();
  }

  private static List<DeclaredFunction> with(String name, UnaryOperator<DeclaredFunction> change) {
    return FILES.functions().stream()
        .map(each -> each.name().equals(name) ? change.apply(each) : each)
        .toList();
  }

  private static DeclaredFunction giving(DeclaredFunction function, String variable) {
    Set<String> variables = new HashSet<>(function.variables());
    variables.add(variable);
    return new DeclaredFunction(HERE, 0, function.name(), function.trigger(), variables);
  }

  private static DeclaredFunction taking(DeclaredFunction function, String variable) {
    Set<String> variables = new HashSet<>(function.variables());
    variables.remove(variable);
    return new DeclaredFunction(HERE, 0, function.name(), function.trigger(), variables);
  }

  private static List<String> broken(List<DeclaredFunction> declared) {
    Setting map = Setting.resource("datamap.yaml");
    return FunctionsCheck.broken(DataMap.read(map), map, declared).stream()
        .map(SettingsMistake::toString)
        .toList();
  }

  @Test
  void theFileNamesEveryFunctionAsItsClassIs() {
    assertThat(FunctionsCheck.problems("functions.yaml", FILES.functions())).isEmpty();
  }

  @Test
  void aFunctionWithoutAClassAndAClassWithoutAFunctionAreTold() {
    List<DeclaredFunction> declared = new ArrayList<>(FILES.functions());
    declared.removeIf(each -> each.name().equals("Erase"));
    declared.add(new DeclaredFunction(HERE, 0, "Train", new Trigger.Http(), Set.of()));

    assertThat(problems(declared))
        .hasSize(2)
        .contains("here: Train has no class TrainFunction")
        .last()
        .asString()
        .matches("here:[0-9]+: the class of Erase is not deployed");
  }

  @Test
  @Keeps({"P3", "P10"})
  void whatTheDataMapPromisesAndNoDeclaredTriggerReachesIsToldWithItsLine() {
    assertThat(broken(FILES.functions())).isEmpty();

    List<DeclaredFunction> elsewhere =
        with(
            "ContentWritten",
            it ->
                new DeclaredFunction(
                    it.file(),
                    it.line(),
                    it.name(),
                    new Trigger.DocumentWritten("people/{uid}/{collection}/{id}"),
                    it.variables()));

    assertThat(broken(elsewhere))
        .hasSize(4)
        .allMatch(it -> it.matches("datamap.yaml:\\d+: locations\\..*\\.stamped: .*"))
        .first()
        .asString()
        .contains("people/{uid}/{collection}/{id}, does not reach users/{uid}/prompts/{id}");
  }

  @Test
  void oneThatIsDeployedTwiceIsTold() {
    List<DeclaredFunction> declared = new ArrayList<>(FILES.functions());
    declared.add(declared.get(0));

    assertThat(problems(declared))
        .containsExactly("functions.yaml:14: StripeWebhook is deployed twice");
  }

  @Test
  void aTriggerThatTheClassDoesNotDecodeIsTold() {
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
            "here: Purge is triggered by TaskPublished[topic=purges, redelivered=false], and");
  }

  @Test
  @Keeps("P20")
  void aTaskWithALeaseThatThePlatformWouldRedeliverToIsTold() {
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
  void anEventThatNothingElseWouldTellOfAgainIsRedelivered() {
    assertThatThrownBy(
            () ->
                FunctionsFile.read(
                    Setting.parse(
                        "f.yaml", "U:\n  trigger: { account: deleted }\n  retry: false\n")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("nothing but a redelivery");
  }

  @Test
  void aVariableTooFewOrTooManyIsTold() {
    assertThat(problems(with("Erase", it -> taking(it, "KEYS_DATABASE"))))
        .containsExactly("here: Erase is not given KEYS_DATABASE, which it needs");
    assertThat(problems(with("Evidence", it -> giving(it, "STRIPE_API_KEY"))))
        .containsExactly("here: Evidence is given STRIPE_API_KEY, which it does not need");
  }

  @Test
  void whatIsMisspeltInTheFileIsToldWithItsLine() {
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
