package com.anykoma.privacy.rights.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.subject.ErasedSubject;
import com.anykoma.privacy.subject.Objection.Signal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person corrects only the listed fields of their own account document. */
@Keeps({"P11", "P38"})
final class RectificationServiceTest {
  private static final SubjectId ANN = new SubjectId("u1");
  private static final Fields BEA = Fields.empty().with("displayName", "Bea");

  private World world;
  private RectificationService service;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.writeAccount(ANN, Fields.of(Map.of("displayName", "Ann", "email", "ann@example.com")));
    service = world.services.rectification();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<Document> corrections() {
    return world
        .cloud
        .documents()
        .find(Query.in(new CollectionPath("audit")).whereEqual("action", "corrected"));
  }

  @Test
  void onlyTheListedFieldIsCorrectable() {
    assertThat(service.fields()).containsExactly("displayName");
  }

  @Test
  void otherFieldsAndOtherPeopleStayAsTheyAre() {
    world.signUp("u10");
    Fields other = world.at("users/u10").orElseThrow();

    assertThat(service.correct(ANN, BEA)).isTrue();

    Fields account = world.at("users/u1").orElseThrow();
    assertThat(account.string("displayName")).contains("Bea");
    assertThat(account.string("email")).contains("ann@example.com");
    assertThat(world.at("users/u10")).contains(other);
  }

  @Test
  void auditEntryHasNoValue() {
    service.correct(ANN, BEA);

    assertThat(corrections())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.fields().string("about")).contains("account");
              assertThat(it.fields().string("subject")).isPresent();
              assertThat(it.fields().asMap().values()).doesNotContain("Bea", "u1", "displayName");
            });
  }

  @Test
  void correctionOfTheAccountLiftsNoSignal() {
    world.writeAccount(ANN, Fields.of(Map.of("displayName", "Ann", "objection", true)));
    service.correct(ANN, BEA);
    world.newChanges().stream()
        .filter(it -> it.path().equals(World.account(ANN)))
        .forEach(it -> world.consents.accountWritten(ANN, it));

    assertThat(world.consents.signals(ANN).isInForce(Signal.OBJECTION)).isTrue();
  }

  @Test
  void correctionIsPossibleDuringARestrictionAndAnErasureRequest() {
    world.consents.signal(ANN, Signal.RESTRICTION, true, world.clock.instant());
    assertThat(service.correct(ANN, BEA)).isTrue();

    world.erasures.request(ANN, "requested");
    assertThat(service.correct(ANN, BEA.with("displayName", "Cleo"))).isTrue();
    assertThat(world.at("users/u1").orElseThrow().string("displayName")).contains("Cleo");
  }

  @Test
  @Keeps({"P23", "E17"})
  void erasedSubjectIsNotCorrected() {
    world.consents.end(ANN, "deleted", tx -> 1);

    assertThatThrownBy(() -> service.correct(ANN, BEA))
        .isInstanceOf(ErasedSubject.class)
        .hasMessageNotContaining("Bea");
    assertThat(world.at("users/u1").orElseThrow().string("displayName")).contains("Ann");
  }

  @Test
  void withoutAnAccountDocumentNothingIsWritten() {
    world.remove("users/u1");

    assertThat(service.correct(ANN, BEA)).isFalse();
    assertThat(world.isThere("users/u1")).isFalse();
    assertThat(corrections()).isEmpty();
  }
}
