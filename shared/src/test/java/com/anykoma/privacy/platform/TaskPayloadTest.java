package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.TaskPayload.AbsencesConfirmed;
import com.anykoma.privacy.platform.TaskPayload.AccountKnown;
import com.anykoma.privacy.platform.TaskPayload.AggregateTask;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.CustomerKnown;
import com.anykoma.privacy.platform.TaskPayload.Decision;
import com.anykoma.privacy.platform.TaskPayload.DiscrepanciesFound;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.HoldTask;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.TaskPayload.OwnersChanged;
import com.anykoma.privacy.platform.TaskPayload.PlaceHold;
import com.anykoma.privacy.platform.TaskPayload.PublishStatistic;
import com.anykoma.privacy.platform.TaskPayload.ReconcileItem;
import com.anykoma.privacy.platform.TaskPayload.ReconcileTask;
import com.anykoma.privacy.platform.TaskPayload.RedriveTask;
import com.anykoma.privacy.platform.TaskPayload.ReleaseHold;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.TaskPayload.Removed;
import com.anykoma.privacy.platform.TaskPayload.RepairItem;
import com.anykoma.privacy.platform.TaskPayload.RepairObject;
import com.anykoma.privacy.platform.TaskPayload.RepairPage;
import com.anykoma.privacy.platform.TaskPayload.RepairSubject;
import com.anykoma.privacy.platform.TaskPayload.RepairTask;
import com.anykoma.privacy.platform.TaskPayload.ReplaceKey;
import com.anykoma.privacy.platform.TaskPayload.ReplaySubject;
import com.anykoma.privacy.platform.TaskPayload.ReplayTask;
import com.anykoma.privacy.platform.TaskPayload.RewrapKey;
import com.anykoma.privacy.platform.TaskPayload.RewrapTask;
import com.anykoma.privacy.platform.TaskPayload.RotateSigningKey;
import com.anykoma.privacy.platform.TaskPayload.ScanPage;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.TaskPayload.UpdateClaims;
import com.anykoma.privacy.platform.TaskPayload.Withdraw;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the encoding of tasks stays the same, because a new version reads tasks that the
 * previous one published.
 */
final class TaskPayloadTest {
  private static final SubjectId U1 = new SubjectId("u1");

  private static Arguments form(
      Function<Task, ? extends TaskPayload> read,
      TaskPayload payload,
      Map<String, String> attributes) {
    return arguments(read, payload, attributes);
  }

  private static Stream<Arguments> forms() {
    Function<Task, TaskPayload> claims = UpdateClaims::of;
    Function<Task, TaskPayload> redrive = RedriveTask::of;
    Function<Task, TaskPayload> removal = RemovalTask::of;
    Function<Task, TaskPayload> certify = CertifyTask::of;
    Function<Task, TaskPayload> hold = HoldTask::of;
    Function<Task, TaskPayload> rewrap = RewrapTask::of;
    Function<Task, TaskPayload> replay = ReplayTask::of;
    Function<Task, TaskPayload> reconcile = ReconcileTask::of;
    Function<Task, TaskPayload> repair = RepairTask::of;
    Function<Task, TaskPayload> aggregate = AggregateTask::of;
    Function<Task, TaskPayload> scan = ScanTask::of;
    Map<String, String> subject = Map.of("subject", "u1");
    Map<String, String> order = Map.of("order", "o1");
    Map<String, String> page = Map.of("run", "r", "page", "3");
    return Stream.of(
        form(claims, new UpdateClaims(U1), subject),
        form(Withdraw::of, new Withdraw(U1, "gpc"), Map.of("subject", "u1", "cause", "gpc")),
        form(LateWrite::of, new LateWrite(U1, Optional.empty()), subject),
        form(
            LateWrite::of,
            new LateWrite(U1, Optional.of("cus_1")),
            Map.of("subject", "u1", "customer", "cus_1")),
        form(
            Decision::of,
            new Decision(true, "erasures", 0),
            Map.of("decision", "confirm", "what", "erasures")),
        form(
            Decision::of,
            new Decision(false, "purges", 2),
            Map.of("decision", "deny", "what", "purges", "step", "2")),
        form(redrive, new CustomerKnown("cus_1"), Map.of("customer", "cus_1")),
        form(
            redrive,
            new OwnersChanged("cus_1", "evt_1"),
            Map.of("customer", "cus_1", "ownersChangedBy", "evt_1")),
        form(redrive, new AccountKnown(U1), subject),
        form(removal, new Due("o1"), order),
        form(
            removal,
            new DiscrepanciesFound("o1", List.of("users", "images")),
            Map.of("order", "o1", "discrepancies", "users,images")),
        form(certify, new Removed("purges", "o1"), Map.of("orders", "purges", "order", "o1")),
        form(certify, new RotateSigningKey(), Map.of("rotate", "signing-key")),
        form(hold, new Due("o1"), order),
        form(hold, new ReleaseHold("h1"), Map.of("release", "h1")),
        form(
            hold,
            new PlaceHold(
                DocumentPath.of("users", "u1", "stories", "s1"),
                "case 7",
                Instant.parse("2027-01-01T00:00:00Z")),
            Map.of(
                "item",
                "users/u1/stories/s1",
                "ground",
                "case 7",
                "until",
                "2027-01-01T00:00:00Z")),
        form(rewrap, new RewrapKey("k1"), Map.of("key", "k1")),
        form(rewrap, new ReplaceKey(U1), subject),
        form(rewrap, new BeginScan("task-1"), Map.of()),
        form(replay, new ReplaySubject(U1), subject),
        form(replay, new ScanPage("r", 3), page),
        form(reconcile, new AbsencesConfirmed(), Map.of("absence", "meant")),
        form(
            reconcile,
            new ReconcileItem("accounts", "u1"),
            Map.of("phase", "accounts", "item", "u1")),
        form(reconcile, new Due("o1"), order),
        form(
            repair, new RepairObject("users/u1/images/i1"), Map.of("object", "users/u1/images/i1")),
        form(
            repair,
            new RepairItem(U1, "prompts/p1"),
            Map.of("subject", "u1", "item", "prompts/p1")),
        form(
            repair,
            new RepairPage(U1, new ScanPage("r", 3)),
            Map.of("subject", "u1", "run", "r", "page", "3")),
        form(repair, new RepairSubject(U1, "task-1"), subject),
        form(repair, new ScanPage("r", 3), page),
        form(aggregate, new PublishStatistic("2026-03-01-use"), Map.of("item", "2026-03-01-use")),
        form(aggregate, new ScanPage("r", 3), page),
        form(scan, new BeginScan("task-1"), Map.of()),
        form(scan, new ScanPage("r", 3), page),
        form(scan, new Due("o1"), order));
  }

  @ParameterizedTest
  @MethodSource("forms")
  @Keeps({"E8", "E26"})
  void aPayloadIsWrittenAndReadInTheSameForm(
      Function<Task, TaskPayload> read, TaskPayload payload, Map<String, String> attributes) {
    assertThat(payload.attributes()).isEqualTo(attributes);
    assertThat(read.apply(new Task("topic", "task-1", attributes))).isEqualTo(payload);
  }

  @Test
  void everyPayloadHasATestedEncoding() {
    Set<Class<?>> held =
        forms().map(it -> it.get()[1].getClass()).collect(Collectors.<Class<?>>toSet());

    assertThat(held)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(TaskPayload.class.getDeclaredClasses())
                .filter(Class::isRecord)
                .collect(Collectors.toSet()));
  }

  @Test
  void messageContainsIdTopicAndAttributes() {
    Task task = new Task(Topic.LATE_WRITE, "late-write-1", new AccountKnown(U1));

    assertThat(task.message())
        .isEqualTo(Map.of("taskTopic", "late-write", "taskId", "late-write-1", "subject", "u1"));
    assertThat(Task.ofMessage(task.message())).isEqualTo(task);
    assertThatThrownBy(() -> Task.ofMessage(Map.of("subject", "u1")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("taskId");
  }

  @Test
  void topicNamesMatchTheDeployment() {
    assertThat(Arrays.stream(Topic.values()).map(Topic::storedName))
        .containsExactly(
            "claims",
            "withdraw",
            "corpus",
            "release",
            "redrive",
            "repair",
            "rewrap",
            "purge",
            "erase",
            "late-write",
            "certify",
            "build-export",
            "hold",
            "confirm",
            "replay-tombstones",
            "reconcile",
            "aggregate",
            "attest",
            "sweep",
            "checkpoint-audit")
        .allSatisfy(it -> assertThat(Topic.of(it)).isPresent());
    assertThat(Topic.of("walk")).isEmpty();
  }

  @Test
  void undecodableTaskIsAPermanentFailure() {
    assertRefused(Withdraw::of, Map.of("subject", "u1"));
    assertRefused(Decision::of, Map.of("decision", "perhaps", "what", "erasures"));
    assertRefused(Decision::of, Map.of("decision", "deny", "what", "erasures", "step", "one"));
    assertRefused(RedriveTask::of, Map.of());
    assertRefused(RemovalTask::of, Map.of("discrepancies", "users"));
    assertRefused(HoldTask::of, Map.of("item", "users/u1", "ground", "case 7"));
    assertRefused(HoldTask::of, Map.of("item", "users", "until", "2027-01-01T00:00:00Z"));
    assertRefused(ReconcileTask::of, Map.of("absence", "perhaps"));
    assertRefused(ReconcileTask::of, Map.of("item", "u1"));
    assertRefused(ScanTask::of, Map.of("run", "r", "page", "three"));
  }

  private static void assertRefused(
      Function<Task, ? extends TaskPayload> read, Map<String, String> attributes) {
    assertThatThrownBy(() -> read.apply(new Task("topic", "task-1", attributes)))
        .isInstanceOf(PermanentFailure.class);
  }

  @Test
  @Keeps("P11")
  void payloadsDoNotPrintTheSubject() {
    assertThat(forms().map(it -> String.valueOf(it.get()[1]))).noneMatch(it -> it.contains("u1"));
  }
}
