package com.anykoma.privacy.local.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.usage.plan.PlanCatalog;
import com.anykoma.privacy.yaml.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SampleProductTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final SubjectId ADA = new SubjectId("ada");

  private static final String HEAD =
      """
      categories: { all: [user.content, user.content.private, user.unique_id, user.behavior, user.account] }
      retention: { life: { ground: as long as the account } }
      locations:
        accounts:
          { kind: account, subject: uid, role: account, purposes: [service], retention: life,
            export: yes, erase: delete, fields: { uid: { category: user.unique_id } } }
        people:
          { kind: document, path: "people/{uid}", subject: "{uid}", role: account,
            purposes: [service], retention: life, export: yes, erase: delete,
            fields: { name: { category: user.account } } }
      """;

  private static final String SHARED =
      """
        workspaces:
          { kind: document, path: "workspaces/{wid}", subject: ownerId, role: content,
            shared: stays, purposes: [service], retention: life, export: yes, erase: delete,
            fields: { ownerId: { category: user.unique_id } } }
        notes:
          { kind: document, path: "workspaces/{wid}/notes/{id}", subject: authorId, role: content,
            stamped: yes, purposes: [service], retention: life, export: yes, erase: delete,
            fields: { authorId: { category: user.unique_id }, size: { category: user.content },
                      text: { category: user.content.private },
                      createdAt: { category: user.behavior } } }
      """;

  private static SampleProduct product(String dataMap, String plans) {
    return SampleProduct.of(
        FixtureProduct.FILES
            .with(PrivacyFiles.dataMap(Setting.parse("datamap.yaml", dataMap)), "hash")
            .with(PlanCatalog.read(Setting.parse("plans.yaml", plans))));
  }

  @Test
  void choosesFromTheFixturesFiles() {
    SampleProduct product = SampleProduct.of(FixtureProduct.FILES);
    SampleContent images = product.images().orElseThrow();
    SampleItem cat = images.item("ada", "cat");

    assertThat(product.account(ADA)).isEqualTo(DocumentPath.of("users", "ada"));
    assertThat(product.accounts()).isEqualTo(new CollectionPath("users"));
    assertThat(product.texts().orElseThrow().name()).isEqualTo("prompts");
    assertThat(product.lowestPaidPlan()).isNotEqualTo(product.highestPaidPlan()).isPresent();
    assertThat(cat.path()).isEqualTo(DocumentPath.of("users", "ada", "images", "cat"));
    assertThat(cat.staged().name()).isEqualTo(cat.sealed().name()).isEqualTo(cat.path().value());
    assertThat(images.stripsText()).isTrue();
    assertThat(images.isRestorable()).isTrue();
    assertThat(images.sealing()).isEqualTo(Sealing.PAID);
    assertThat(product.otherTexts().orElseThrow().name()).isEqualTo("stories");
    assertThat(product.log().map(SampleLog::name)).contains("securityLogs");
  }

  @Test
  void productWithOneCollectionAndOnePlanHasNothingToBuyOrWrite() {
    SampleProduct product = product(HEAD, "plans: { free: { paid: no } }");

    assertThat(product.account(ADA)).isEqualTo(DocumentPath.of("people", "ada"));
    assertThat(product.accountFields(NOW)).isEqualTo(Fields.empty());
    assertThat(product.accountHas("objection")).isFalse();
    assertThat(product.texts()).isEmpty();
    assertThat(product.images()).isEmpty();
    assertThat(product.log()).isEmpty();
    assertThat(product.lowestPaidPlan()).isEmpty();
    assertThat(product.highestPaidPlan()).isEmpty();
  }

  @Test
  void writesTheDocumentsAboveContentOfOneOwner() {
    SampleProduct product =
        product(
            HEAD + SHARED,
            "plans: { free: { paid: no }, team: { paid: yes, metadata: [business] } }");
    SampleContent notes = product.texts().orElseThrow();
    SampleItem note = notes.item("ada", "castle");
    DocumentPath workspace = new DocumentPath(note.path().value().replace("/notes/castle", ""));

    assertThat(product.documents(note, NOW))
        .containsExactly(
            Map.entry(workspace, Fields.empty().with("ownerId", "ada")),
            Map.entry(
                note.path(),
                Fields.empty()
                    .with("createdAt", NOW)
                    .with("authorId", "ada")
                    .with("text", SampleContent.TEXT)));
    assertThat(List.of(notes.item("ada", "tower"), notes.item("ben", "tower")))
        .extracting(each -> each.path().collection().equals(note.path().collection()))
        .containsExactly(true, false);
    assertThat(product.lowestPaidPlan()).isEqualTo(product.highestPaidPlan()).isPresent();
    assertThat(product.priceOf(product.lowestPaidPlan().orElseThrow()).planNames())
        .containsExactly("business");
  }
}
