package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.services.PrivacyFiles;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the access report: complete, of the caller only, and with few round trips. */
@Keeps({"P18", "P22"})
final class MyDataFunctionTest {
  /** The other person's uid as a word: random keys can have any three characters. */
  private static final String OTHER = "(?<![A-Za-z0-9])u10(?![A-Za-z0-9])";

  /** The most calls of stores for one report of the fixture product. */
  private static final int ROUND_TRIPS = 60;

  @TempDir private Path directory;
  private @Nullable AutoCloseable opened;
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    if (opened != null) {
      opened.close();
    }
  }

  private static FakeResponse ask(Stack stack, SubjectId caller, String path) throws IOException {
    return ask(stack, "GET", path, "Bearer " + stack.cloud.accounts().issueIdToken(caller));
  }

  private static FakeResponse ask(Stack stack, String method, String path, String authorization)
      throws IOException {
    FakeResponse response = new FakeResponse();
    new MyDataFunction(stack.as(MyDataFunction.class))
        .service(
            FakeRequest.of(
                method, "http://localhost" + path, Map.of("Authorization", authorization)),
            response);
    return response;
  }

  private static JsonObject fields(FakeResponse response) {
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("fields");
  }

  private static Map<String, JsonObject> locations(JsonObject report) {
    Map<String, JsonObject> locations = new TreeMap<>();
    report
        .getAsJsonArray("locations")
        .forEach(
            each ->
                locations.put(
                    each.getAsJsonObject().get("name").getAsString(), each.getAsJsonObject()));
    return locations;
  }

  private static JsonObject location(Map<String, JsonObject> locations, String name) {
    return Objects.requireNonNull(locations.get(name), name);
  }

  /** The names of all pages of a location; fails if they are not as many as the total. */
  private static List<String> names(Stack stack, SubjectId caller, String location)
      throws IOException {
    List<String> names = new ArrayList<>();
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      JsonObject page = fields(ask(stack, caller, "/MyData/" + location + next.get()));
      page.getAsJsonArray("entries")
          .forEach(each -> names.add(each.getAsJsonObject().get("name").getAsString()));
      next = Optional.ofNullable(page.get("next")).map(it -> "?page=" + it.getAsString());
      assertThat(page.get("total").getAsInt()).isGreaterThanOrEqualTo(names.size());
    }
    assertThat(names).doesNotHaveDuplicates();
    return names;
  }

  private Stack stack() throws IOException {
    Stack stack =
        new Stack(
            directory,
            new InterceptedPorts.Interceptor() {
              @Override
              public void before(String port, String operation) {
                calls.incrementAndGet();
              }
            });
    opened = stack;
    for (String uid : List.of("u1", "u10")) {
      SubjectId subject = stack.signUp(uid);
      stack.subscribe(subject, "cus_" + uid, "sub_" + uid);
      stack.put("users/" + uid + "/prompts/p1", Map.of("text", "a castle of " + uid));
      stack.put("users/" + uid + "/images/i 1+%", Map.of("title", "a fox"));
      stack.put("users/" + uid + "/usage/1", Map.of("feature", "draw", "createdAt", stack.now()));
      stack.put("users/" + uid + "/devices/1", Map.of("os", "Linux"));
      stack.put("errorLogs/" + uid, Map.of("uid", uid, "code", "E", "createdAt", stack.now()));
      stack.put("securityLogs/" + uid, Map.of("uid", uid, "event", "x", "createdAt", stack.now()));
      stack.upload(subject, "i 1+%", "image/png", new byte[] {1, 2, 3});
    }
    stack.settle();
    stack.later(Duration.ofDays(1));
    stack.task("reconcile", Map.of());
    stack.settle();
    return stack;
  }

  @Test
  void reportNamesEveryLocationWithItsRules() throws IOException {
    Stack stack = stack();

    JsonObject report = fields(ask(stack, new SubjectId("u1"), "/MyData"));

    Map<String, JsonObject> locations = locations(report);
    for (Location each : FixtureProduct.MAP.locations()) {
      JsonObject found = location(locations, each.name());
      assertThat(found.has("entries")).isEqualTo(each.export().exported());
      assertThat(found.has("notGivenBecause")).isNotEqualTo(each.export().exported());
      assertThat(found.get("erasedWithTheAccount").getAsBoolean())
          .isNotEqualTo(found.has("exception"));
      for (String list : List.of("categories", "purposes", "retention")) {
        assertThat(found.getAsJsonArray(list)).as(each.name() + " " + list).isNotEmpty();
      }
      assertThat(found.get("recipient").getAsString()).isNotBlank();
      assertThat(found.get("source").getAsString()).isNotBlank();
    }
    assertThat(locations).hasSameSizeAs(FixtureProduct.MAP.locations());
    assertThat(location(locations, "errorLogs").getAsJsonArray("retention").toString())
        .contains("errors are investigated within a month", "\"max\":\"P30D\"");
    assertThat(location(locations, "prompts").getAsJsonArray("purposes").toString())
        .isEqualTo("[\"improvement\",\"security\",\"service\"]");
    assertThat(location(locations, "stripeCustomer").get("recipient").getAsString())
        .isEqualTo("Stripe");
    assertThat(report.getAsJsonObject("plan").toString())
        .isEqualTo("{\"name\":\"pro\",\"protected\":true}");
    assertThat(report.get("policyVersion").getAsString()).isNotBlank();
    assertThat(report.getAsJsonArray("consents")).isNotEmpty();
    assertThat(report.getAsJsonArray("account")).hasSize(1);
    assertThat(report.getAsJsonArray("backups")).hasSameSizeAs(FixtureProduct.RESIDENCY.stores());
    assertThat(report.get("complaint").getAsString()).contains("data protection authority");
  }

  @Test
  void entriesOfProvidersAndSealedContentAreGiven() throws IOException {
    Stack stack = stack();
    SubjectId caller = new SubjectId("u1");

    assertThat(names(stack, caller, "accounts")).containsExactly("accounts");
    assertThat(names(stack, caller, "stripeCustomer")).containsExactly("cus_u1");
    assertThat(ask(stack, caller, "/MyData/stripeCustomer").body()).contains("sub_u1", "active");
    assertThat(ask(stack, caller, "/prompts").body()).contains("a castle of u1");
    JsonObject image =
        fields(ask(stack, caller, "/MyData/sealedImages"))
            .getAsJsonArray("entries")
            .get(0)
            .getAsJsonObject();
    assertThat(image.getAsJsonObject("fields").toString())
        .isEqualTo("{\"contentType\":\"image/png\",\"bytes\":3}");
    FakeResponse content = stack.get(caller, "/" + image.get("content").getAsString());
    assertThat(content.status()).isEqualTo(200);
    assertThat(content.bytes()).isEqualTo(new byte[] {1, 2, 3});
  }

  @Test
  void answersContainNoOtherPerson() throws IOException {
    Stack stack = stack();
    SubjectId caller = new SubjectId("u1");

    assertThat(ask(stack, caller, "").body()).doesNotContainPattern(OTHER);
    for (Map.Entry<String, JsonObject> each :
        locations(fields(ask(stack, caller, ""))).entrySet()) {
      if (each.getValue().has("entries")) {
        assertThat(names(stack, caller, each.getKey()))
            .hasSize(each.getValue().get("entries").getAsInt());
        assertThat(ask(stack, caller, "/" + each.getKey()).body()).doesNotContainPattern(OTHER);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/MyData/nothing",
        "/MyData/holds",
        "/MyData/tombstones",
        "/MyData/prompts/p1",
        "/MyData/../Content",
        "/MyData/users%2Fu10",
        "/MyData/prompts/",
        "/MyData/PROMPTS",
        "/MyDataprompts"
      })
  void unknownLocationsAndLocationsThatAreNotGivenReturn404(String path) throws IOException {
    assertThat(ask(stack(), new SubjectId("u1"), path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?page=", "?page=x", "?page=../u10", "?page=a&page=b", "?limit=1", "?page=%00"})
  void malformedTokensReturn400(String query) throws IOException {
    assertThat(ask(stack(), new SubjectId("u1"), "/MyData/prompts" + query).status())
        .isEqualTo(400);
  }

  @Test
  void tokenOfAnotherPersonOrLocationReturns400() throws IOException {
    Stack stack = stack();
    SubjectId caller = new SubjectId("u1");
    for (int i = 0; i < 120; i++) {
      stack.put("users/u1/devices/d" + i, Map.of("os", "Linux"));
    }
    String token = fields(ask(stack, caller, "/MyData/devices")).get("next").getAsString();

    assertThat(names(stack, caller, "devices")).hasSize(121);
    assertThat(ask(stack, new SubjectId("u10"), "/MyData/devices?page=" + token).status())
        .isEqualTo(400);
    assertThat(ask(stack, caller, "/MyData/usage?page=" + token).status()).isEqualTo(400);
  }

  @Test
  void callerMustBeSignedInAndMayOnlyRead() throws IOException {
    Stack stack = stack();

    assertThat(ask(stack, "GET", "", "").status()).isEqualTo(401);
    assertThat(ask(stack, "GET", "", "Bearer x.y.z").status()).isEqualTo(401);
    assertThat(ask(stack, "POST", "", "").status()).isEqualTo(405);
    assertThat(ask(stack, new SubjectId("u1"), "").header("Cache-Control"))
        .isEqualTo("private, no-store");
  }

  @Test
  void reportNeedsFewRoundTripsAndWritesOnlyTheLimitOfRequests() throws IOException {
    Stack stack = stack();
    Map<String, ?> before = stack.everything();
    calls.set(0);

    fields(ask(stack, new SubjectId("u1"), ""));

    assertThat(calls.get()).isBetween(20, ROUND_TRIPS);
    Map<String, ?> after = stack.everything();
    after.keySet().removeIf(it -> it.startsWith("rateLimits/"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void refusedCallIsNoShorterReport() throws IOException {
    AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    Stack stack =
        new Stack(
            directory,
            new InterceptedPorts.Interceptor() {
              @Override
              public void before(String port, String operation) {
                if (left.getAndDecrement() == 0) {
                  throw new IllegalStateException("refused");
                }
              }
            });
    opened = stack;
    SubjectId caller = stack.signUp("u1");
    stack.put("users/u1/prompts/p1", Map.of("text", "a castle"));
    stack.settle();
    JsonObject complete = fields(ask(stack, caller, ""));

    int refused = 0;
    for (int at = 0; at < ROUND_TRIPS; at++) {
      left.set(at);
      try {
        JsonObject report = fields(ask(stack, caller, ""));
        assertThat(report.get("locations")).isEqualTo(complete.get("locations"));
      } catch (IllegalStateException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void requestedErasureDoesNotEndAccess() throws IOException {
    Stack stack = stack();
    SubjectId caller = new SubjectId("u1");
    stack.wiring.services().erasures().request(caller, "requested");

    JsonObject report = fields(ask(stack, caller, ""));

    assertThat(report.getAsJsonArray("erasures").toString()).contains("open", "dueAt");
    assertThat(names(stack, caller, "prompts")).containsExactly("users/prompts/p1");
  }

  @Test
  @Keeps("P23")
  void fixtureReportsWhatItErasesOrDiscloses() throws IOException {
    Stack stack = stack();

    reportsWhatIsErasedOrDisclosed(stack, "u1", FixtureProduct.MAP);
  }

  @Test
  @Keeps("P23")
  void notelyReportsWhatItErasesOrDiscloses() throws IOException {
    NotelyTeam team = new NotelyTeam(directory);
    opened = team;
    team.live();
    team.stack.task("reconcile", Map.of());
    team.stack.settle();

    for (String other : NotelyTeam.PEOPLE) {
      if (!other.equals(NotelyTeam.OWNER)) {
        assertThat(ask(team.stack, new SubjectId(NotelyTeam.OWNER), "/boards").body())
            .doesNotContain("\"" + other + "\"");
      }
    }
    reportsWhatIsErasedOrDisclosed(team.stack, NotelyTeam.OWNER, NotelyTeam.PRODUCT.dataMap());
  }

  @Test
  @Keeps("P23")
  void anyKomaReportsWhatItErasesOrDiscloses() throws IOException {
    Stack stack = new Stack(directory, PrivacyFiles.in(Path.of("..", "privacy")));
    opened = stack;
    SubjectId caller = stack.signUp("u1");
    stack.put("users/u1/prompts/p1", Map.of("text", "a castle"));
    stack.settle();

    reportsWhatIsErasedOrDisclosed(
        stack, caller.value(), PrivacyFiles.in(Path.of("..", "privacy")).dataMap());
  }

  /**
   * Asserts that the report's locations are those of the erasure and the exceptions, and that after
   * the erasure only exceptions have entries.
   */
  private static void reportsWhatIsErasedOrDisclosed(Stack stack, String uid, DataMap map)
      throws IOException {
    SubjectId subject = new SubjectId(uid);
    Map<String, JsonObject> reported = locations(fields(ask(stack, subject, "")));
    Set<String> erased = new TreeSet<>();
    Set<String> exceptions = new TreeSet<>();
    reported.forEach(
        (name, each) ->
            (each.get("erasedWithTheAccount").getAsBoolean() ? erased : exceptions).add(name));
    Set<String> all = new TreeSet<>();
    map.locations().forEach(each -> all.add(each.name()));
    Set<String> both = new TreeSet<>(erased);
    both.addAll(exceptions);
    assertThat(both).isEqualTo(all);
    assertThat(exceptions)
        .allMatch(it -> !location(reported, it).get("exception").getAsString().isBlank());
    Set<String> filled = new TreeSet<>();
    reported.forEach(
        (name, each) -> {
          if (each.has("entries") && each.get("entries").getAsLong() > 0) {
            filled.add(name);
          }
        });
    assertThat(filled).contains("accounts", "subjects", "consents");

    stack.wiring.services().erasures().request(subject, "requested");
    for (int day = 0; day < 9; day++) {
      stack.later(Duration.ofDays(1));
      stack.task("sweep", Map.of());
      stack.settle();
    }

    for (Location each : stack.wiring.services().subjectData().sources()) {
      long left = stack.wiring.services().subjectData().count(subject, each);
      boolean isUnreadable = each.place() instanceof Place.Log;
      boolean isOrder =
          each.subject() instanceof SubjectLocator.InField && !erased.contains(each.name());
      assertThat(left == 0 || isUnreadable || isOrder).as(each.name() + " " + left).isTrue();
    }
  }
}
