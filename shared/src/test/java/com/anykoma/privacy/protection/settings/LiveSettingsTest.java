package com.anykoma.privacy.protection.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.PortProxy;
import com.anykoma.privacy.platform.Settings;
import com.anykoma.privacy.platform.Settings.Service;
import com.anykoma.privacy.platform.embedded.RecordedSettings;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsFolder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes each live setting of the recorded deployment, and checks that it is found. */
@Keeps({"P14", "P15", "P16", "P17", "P18", "P20", "P21"})
final class LiveSettingsTest {
  private static final Settings RECORDED = new RecordedSettings(Path.of("absent"));
  private static final Setting FILE = SettingsFolder.packaged().setting("settings.yaml");
  private static final Map<String, Duration> RESIDENCY =
      FixtureProduct.FILES.residency().durations();
  private static final String CONTENT = "/storage/v1/b/demo-anykoma-privacy-content";
  private static final String EVE = "eve@example.com";

  private static List<String> findings(Settings settings) {
    return LiveSettings.of(settings, FILE, RESIDENCY).findings();
  }

  /** The recorded settings, except that one method of the port answers for the service and path. */
  private static Settings answering(BiFunction<Service, String, String> json) {
    return PortProxy.of(
        Settings.class,
        RECORDED,
        call ->
            call.name().equals("json")
                ? json.apply((Service) call.argument(0), (String) call.argument(1))
                : call.proceed());
  }

  private static Settings changed(Service service, String path, String answer) {
    return answering(
        (asked, at) -> asked == service && at.equals(path) ? answer : RECORDED.json(asked, at));
  }

  /** One expected setting of one resource. */
  record Case(String name, Service service, String path, ExpectedSetting setting) {
    @Override
    public String toString() {
      return name + " " + setting.name();
    }
  }

  static Stream<Case> cases() {
    return SettingsResource.readAll(FILE).stream()
        .flatMap(
            resource ->
                LiveSettings.scopes(resource, RECORDED.names())
                    .flatMap(
                        scope ->
                            resource.settings().stream()
                                .map(
                                    each ->
                                        new Case(
                                            resource.each().isEmpty()
                                                ? resource.name()
                                                : resource.name() + " " + scope.get("name"),
                                            resource.service(),
                                            LiveSettings.fill(resource.path(), scope),
                                            each))));
  }

  /** Changes the value at a path of the response's JSON to one that breaks the relation. */
  private static String broken(Case changed) {
    JsonObject answer =
        JsonParser.parseString(RECORDED.json(changed.service(), changed.path())).getAsJsonObject();
    String[] steps = changed.setting().at().replaceAll("\\[[^]]*]", "").split("\\.", -1);
    JsonObject at = answer;
    for (int i = 0; i < steps.length - 1; i++) {
      JsonElement next = at.get(steps[i]);
      if (next == null) {
        next = new JsonObject();
        at.add(steps[i], next);
      }
      JsonArray list = next.isJsonArray() ? next.getAsJsonArray() : new JsonArray();
      at = (next.isJsonArray() ? list.get(list.size() - 1) : next).getAsJsonObject();
    }
    String last = steps[steps.length - 1];
    at.add(last, brokenValue(changed.setting(), at.get(last)));
    return answer.toString();
  }

  private static JsonElement brokenValue(ExpectedSetting setting, JsonElement recorded) {
    return switch (setting.relation()) {
      case EQUALS, ONLY -> new JsonPrimitive("changed");
      case AT_MOST -> new JsonPrimitive("400000000");
      case AT_LEAST -> new JsonPrimitive("1");
      case INCLUDES -> recorded.isJsonArray() ? new JsonArray() : new JsonPrimitive("changed");
      case EXCLUDES -> with(recorded, new JsonPrimitive(setting.expected().get(0)));
      case GRANTS ->
          with(
              recorded,
              JsonParser.parseString(
                  "{\"role\": \"roles/datastore.user\", \"members\": [\"user:" + EVE + "\"]}"));
    };
  }

  private static JsonElement with(JsonElement list, JsonElement more) {
    JsonArray longer = list.getAsJsonArray();
    longer.add(more);
    return longer;
  }

  @Test
  void recordedDeploymentKeepsThePromises() {
    assertThat(findings(RECORDED)).isEmpty();
    assertThat(cases()).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachChangedSettingIsFoundWithItsPromisesAndOwner(Case changed) {
    List<String> findings = findings(changed(changed.service(), changed.path(), broken(changed)));

    List<String> own = findings.stream().filter(it -> it.startsWith(changed + " ")).toList();
    assertThat(own).hasSize(1);
    if (changed.setting().relation() != SettingRelation.EXCLUDES) {
      assertThat(findings).isEqualTo(own); // everyone is also a member that iam.yaml does not list
    }
    assertThat(own.get(0))
        .contains(changed.setting().risk())
        .endsWith(" (" + String.join(" ", changed.setting().promises()) + "; owner platform)");
    assertThat(findings).noneMatch(each -> each.contains("@"));
  }

  @Test
  void softDeleteSwitchedOnBreaksTheDeadline() {
    String answer = RECORDED.json(Service.STORAGE, CONTENT).replace("\"0\"", "\"604800\"");

    assertThat(findings(changed(Service.STORAGE, CONTENT, answer)))
        .containsExactly(
            "bucket content softDelete is 604800, not at-most 0: deleted objects can be restored"
                + " longer than residency.yaml states (P20; owner platform)");
  }

  @Test
  void vendorsLongerKeyDestructionIsFound() {
    String path = "/v1/" + RECORDED.names().get("key/kek");
    String answer = RECORDED.json(Service.KMS, path).replace("86400s", "2592000s");

    assertThat(findings(changed(Service.KMS, path, answer)))
        .singleElement()
        .asString()
        .startsWith("kek destruction is 2592000s, not at-most 86400: ")
        .endsWith("(P16 P20; owner platform)");
  }

  @Test
  void grantIsReportedByRoleAndNumberWithoutMembers() {
    String path = CONTENT + "/iam";
    String more =
        "{\"bindings\": [{\"role\": \"roles/storage.objectViewer\","
            + " \"members\": [\"user:eve@example.com\", \"group:all@example.com\","
            + " \"projectOwner:demo-anykoma\","
            + " \"serviceAccount:privacy-content@demo-anykoma.iam.gserviceaccount.com\"]}]}";

    assertThat(findings(changed(Service.STORAGE, path, more)))
        .singleElement()
        .asString()
        .startsWith(
            "bucketPolicy content grants roles/storage.objectViewer has 2 members that iam.yaml"
                + " does not list: ");
  }

  @Test
  void rightOfAnotherFunctionOrProjectIsNotListed() {
    String path = CONTENT + "/iam";
    for (String member :
        List.of("privacy-objection@demo-anykoma", "privacy-content@another-project")) {
      String more =
          "{\"bindings\": [{\"role\": \"roles/storage.objectViewer\", \"members\":"
              + " [\"serviceAccount:"
              + member
              + ".iam.gserviceaccount.com\"]}]}";

      assertThat(findings(changed(Service.STORAGE, path, more))).hasSize(1);
    }
  }

  @Test
  void absentValueIsNoPass() {
    assertThat(findings(changed(Service.STORAGE, CONTENT, "{}")))
        .extracting(each -> each.split(" is ", -1)[0])
        .containsExactly(
            "bucket content softDelete",
            "bucket content publicAccess",
            "bucket content uniformAccess",
            "bucket content encryption");
  }

  @Test
  void refusedCallsAreFindingsAndNeverAPass() {
    Settings refusing =
        answering(
            (service, path) -> {
              throw new CloudFailure(service.name(), "read settings", "403");
            });

    List<String> findings = findings(refusing);

    assertThat(findings)
        .hasSameSizeAs(cases().map(each -> each.name() + each.path()).distinct().toList());
    assertThat(findings)
        .allSatisfy(each -> assertThat(each).contains("could not be read").contains("403"))
        .anySatisfy(
            each ->
                assertThat(each)
                    .isEqualTo(
                        "bucket content could not be read: STORAGE did not read settings: 403"
                            + " (P16 P18 P20; owner platform)"));
  }

  @Test
  void malformedAndPartialAnswersAreFindings() {
    for (String answer :
        List.of(
            "",
            "<html>",
            "[]",
            "{\"softDeletePolicy\": {",
            "{\"nextPageToken\": \"x\"}",
            "{\"has_more\": true}")) {
      assertThat(findings(changed(Service.STORAGE, CONTENT, answer)))
          .filteredOn(each -> each.startsWith("bucket content "))
          .singleElement()
          .asString()
          .contains("could not be read");
    }
    String noNumber = RECORDED.json(Service.STORAGE, CONTENT).replace("\"0\"", "\"soon\"");
    assertThat(findings(changed(Service.STORAGE, CONTENT, noNumber)))
        .singleElement()
        .asString()
        .contains("softDelete could not be read: it is no number");
  }

  @Test
  void resourceWithoutAConfiguredNameIsAFinding() {
    Settings unnamed =
        PortProxy.of(
            Settings.class,
            RECORDED,
            call ->
                call.name().equals("names") ? Map.of("project", "demo-anykoma") : call.proceed());

    assertThat(findings(unnamed))
        .anyMatch(each -> each.startsWith("kek could not be read: the deployment has no key/kek ("))
        .noneMatch(each -> each.startsWith("logs "));
  }

  @Test
  void mistakesInTheFileAreNamed() {
    List<String> messages = new ArrayList<>();
    for (String setting :
        List.of(
            "{ at: a, promises: [P1], risk: r }",
            "{ at: a, equals: b, only: [c], promises: [P1], risk: r }",
            "{ at: a, equals: b, typo: c, promises: [P1], risk: r }")) {
      Setting file =
          Setting.parse(
              "settings.yaml",
              "resources: { r: { service: auth, path: /p, owner: o, settings: { s: "
                  + setting
                  + " } } }");
      assertThatThrownBy(() -> SettingsResource.readAll(file))
          .isInstanceOfSatisfying(
              SettingsException.class, e -> messages.add(String.valueOf(e.getMessage())));
    }

    assertThat(messages)
        .hasSize(3)
        .allMatch(each -> each.startsWith("settings.yaml:1: resources.r"));
  }
}
