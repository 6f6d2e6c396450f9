package com.anykoma.privacy.usage.plan;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.usage.plan.PlanService.EventResult;
import com.anykoma.privacy.yaml.Setting;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsServiceTest {
  private static final SubjectId ANN = new SubjectId("u1");
  private static final Map<String, Object> PRO = Map.of("plan", "pro", "paidFeatures", true);

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.clock.set(at(1_000));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private EventResult apply(EventFixtures event) {
    return world.plans.apply(event.event());
  }

  private Map<String, Object> claims() {
    return world.cloud.accounts().get(ANN).orElseThrow().claims();
  }

  private static Map<String, Object> with(Map<String, Object> claims, String more) {
    Map<String, Object> all = new HashMap<>(claims);
    all.put(more, true);
    return all;
  }

  @Test
  @Keeps({"E8", "E9"})
  void overlappingRunsConvergeToTheSameClaims() throws InterruptedException {
    apply(created("old").named("u1").after(1).plan("starter"));
    apply(created("new").after(5).plan("master"));
    apply(deleted("old").after(9).plan("starter"));

    Concurrently.run(
        Collections.nCopies(
            16,
            (Callable<Boolean>)
                () -> {
                  world.services.claims().updateClaims(ANN);
                  return true;
                }));
    world.runTasks();

    assertThat(world.cloud.accounts().get(ANN).orElseThrow().claims())
        .isEqualTo(Map.of("plan", "master", "paidFeatures", true));
  }

  @Test
  @Keeps("E8")
  void overwrittenClaimsAreWrittenAgain() {
    apply(created("s").named("u1").after(1));
    RacingAccounts accounts =
        new RacingAccounts(
            world.cloud.accounts(),
            call -> {
              if (call == 1) {
                apply(deleted("s").after(9));
              }
            });

    world.on(Ports.of(world.cloud).with(accounts)).claims().updateClaims(ANN);

    assertThat(world.cloud.accounts().get(ANN).orElseThrow().claims())
        .isEqualTo(Map.of("plan", "free", "paidFeatures", false));
  }

  @Test
  void deletedAccountIsIgnored() {
    world.cloud.accounts().delete(ANN);

    world.services.claims().updateClaims(ANN);

    assertThat(world.cloud.accounts().get(ANN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void otherClaimsAreKept(int step) {
    apply(created("s").named("u1").after(1));
    world.cloud.accounts().setClaims(ANN, Map.of("staff", true));
    RacingAccounts accounts =
        new RacingAccounts(
            world.cloud.accounts(),
            call -> {
              if (call == step) {
                world.cloud.accounts().setClaims(ANN, Map.of("tester", true));
              }
            });

    world.on(Ports.of(world.cloud).with(accounts)).claims().updateClaims(ANN);

    assertThat(claims()).isEqualTo(with(PRO, "tester"));
  }

  private ClaimsService withClaims(String names) {
    String yaml =
        "plans: { free: { paid: no }, pro: { paid: yes, metadata: [pro] } }\nclaims: " + names;
    PlanCatalog catalog = PlanCatalog.read(Setting.parse("plans.yaml", yaml));
    return world.on(world.cloud, world.files.with(catalog)).claims();
  }

  @Test
  @Keeps("P7")
  void claimsHaveTheConfiguredNames() {
    apply(created("s").named("u1").after(1));

    withClaims("{ plan: stripeRole, paidFeatures: hasPlan }").updateClaims(ANN);

    assertThat(claims()).isEqualTo(Map.of("stripeRole", "pro", "hasPlan", true));
  }

  @Test
  void claimsUnderFormerNamesAreLeftAsTheyAre() {
    apply(created("s").named("u1").after(1));
    world.cloud.accounts().setClaims(ANN, with(PRO, "staff"));
    ClaimsService renamed = withClaims("{ plan: stripeRole }");
    SubjectRecord record = world.subjects.get(ANN).orElseThrow();

    assertThat(renamed.isUpToDate(record, world.cloud.accounts().get(ANN).orElseThrow())).isFalse();
    apply(deleted("s").after(9));
    renamed.updateClaims(ANN);

    assertThat(claims())
        .isEqualTo(
            Map.of("plan", "pro", "staff", true, "stripeRole", "free", "paidFeatures", false));
  }

  @Test
  void claimsThatWouldBeTooLongAreLeftAsTheyAre() {
    apply(created("s").named("u1").after(1));
    Map<String, Object> others = Map.of("other", "x".repeat(980));
    world.cloud.accounts().setClaims(ANN, others);

    assertThatThrownBy(() -> world.services.claims().updateClaims(ANN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1,000 characters");
    assertThat(claims()).isEqualTo(others);
  }

  @Test
  void repeatedRunDoesNotRestoreARemovedClaim() {
    apply(created("s").named("u1").after(1));
    world.cloud.accounts().setClaims(ANN, with(PRO, "staff"));
    RacingAccounts accounts =
        new RacingAccounts(
            world.cloud.accounts(),
            call -> {
              if (call == 1) {
                world.cloud.accounts().setClaims(ANN, PRO);
              }
            });

    world.on(Ports.of(world.cloud).with(accounts)).claims().updateClaims(ANN);

    assertThat(accounts.writes()).isZero();
  }

  @Test
  void permanentlyOverwrittenClaimsFailForARedelivery() {
    apply(created("s").named("u1").after(1));
    RacingAccounts accounts =
        new RacingAccounts(
            world.cloud.accounts(),
            call -> {
              world.cloud.accounts().setClaims(ANN, Map.of("tester", true));
            });
    ClaimsService claims = world.on(Ports.of(world.cloud).with(accounts)).claims();

    assertThatThrownBy(() -> claims.updateClaims(ANN)).isInstanceOf(IllegalStateException.class);
  }
}
