package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.consent.ConsentReceipts;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Handles a person's objection or restriction, free of charge on every plan: {@code PUT} gives it,
 * {@code DELETE} withdraws it, {@code GET} returns the state with the rules and sentences of the
 * promises about it. Bodies are ignored, so that no mistake in one prevents an objection. Repeated
 * requests have no further effect (P25, P38).
 *
 * <p>With an objection, {@code Sec-GPC: 1} on GET and PUT gives the Global Privacy Control signal;
 * its absence never lifts it. DELETE withdraws both, but keeps the signal if it carries the header.
 * {@code GET /receipts} returns the signed consent history as a file.
 *
 * @param own the signal of this function, {@code OBJECTION} or {@code RESTRICTION}
 * @see <a href="https://www.w3.org/TR/gpc/">Global Privacy Control</a>
 */
public record SignalHandler(
    Signal own,
    ConsentService consents,
    ConsentReceipts receipts,
    Supplier<PromiseRegister> promises,
    InstantSource clock)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final Set<String> PROMISES = Set.of("P3", "P8", "P25", "P29", "P38");

  private static final String EXCLUDED =
      "is not used to improve the service; a restriction permits only its storage and your rights";
  private static final String ENDED = "created before 'through' stays withdrawn";
  private static final String PERMITTED =
      "may be used to improve the service as far as your plan and the policy permit";

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    SubjectId subject = caller.subject();
    String path = HttpFrame.path(request, own == Signal.OBJECTION ? "Objection" : "Restriction");
    boolean isOfReceipts = own == Signal.OBJECTION && path.equals("/receipts");
    if (!path.isEmpty() && !(isOfReceipts && request.getMethod().equals("GET"))) {
      throw new ClientError(404, "this function has no such path");
    }
    if (isOfReceipts) {
      response.appendHeader("Content-Disposition", "attachment; filename=consent-receipts.json");
      Answers.write(response, 200, receipts.of(subject).toArray());
    } else {
      change(subject, request);
      Answers.write(response, 200, CanonicalJson.of(json(consents.signals(subject)).asMap()));
    }
  }

  private void change(SubjectId subject, HttpRequest request) {
    Instant now = clock.instant();
    boolean isDelete = request.getMethod().equals("DELETE");
    if (isDelete || request.getMethod().equals("PUT")) {
      consents.signal(subject, own, !isDelete, now);
    }
    boolean hasGpc = request.getHeaders().getOrDefault("Sec-GPC", List.of()).equals(List.of("1"));
    if (own == Signal.OBJECTION && hasGpc != isDelete) {
      consents.signal(subject, Signal.GPC, hasGpc, now);
    }
  }

  private Fields json(Objection state) {
    Fields signals = Fields.empty();
    for (Signal each : Signal.values()) {
      signals = signals.with(each.storedName(), state.since(each));
    }
    String lifted = state.through().isPresent() ? ENDED : PERMITTED;
    return Fields.empty()
        .with("inForce", own == Signal.OBJECTION ? state.objects() : state.isInForce(own))
        .with("signals", signals)
        .with("through", state.through())
        .with("newContent", state.inForce() ? EXCLUDED : PERMITTED)
        .with("oldContent", state.inForce() ? EXCLUDED : lifted)
        .with("policy", consents.policy().map(Policy::version))
        .with(
            "promises",
            promises.get().all().stream()
                .filter(it -> PROMISES.contains(it.id()))
                .map(it -> Map.of("id", it.id(), "rule", it.rule(), "sentences", it.sentences()))
                .toList());
  }
}
