package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the privacy page that people see with its registered version (P1).
 *
 * @param pages the address of the product's pages, without a slash at the end
 */
public record ServedPage(Settings settings, Publications publications, URI pages) {
  /** Returns a line for each difference; a page that cannot be read is one. */
  public List<String> findings() {
    List<Policy> published = publications.published();
    Policy registered = published.get(published.size() - 1);
    List<String> findings = new ArrayList<>();
    String text = "/versions/" + registered.version() + ".md";
    Optional<Bytes> served = settings.servedPage(URI.create(pages + text));
    if (served.isEmpty()) {
      findings.add("the page " + text + " could not be read (P1; owner privacy)");
    } else if (!Sha256.hex(served.orElseThrow().toArray()).equals(registered.sha256())) {
      findings.add("the page " + text + " differs from policies.yaml (P1; owner privacy)");
    }
    if (settings.servedPage(pages).filter(it -> hasDate(it, registered)).isEmpty()) {
      findings.add(
          "the privacy page does not show the version "
              + registered.version()
              + " (P1; owner privacy)");
    }
    return findings;
  }

  private static boolean hasDate(Bytes page, Policy registered) {
    return new String(page.toArray(), StandardCharsets.UTF_8)
        .contains(PrivacyPage.DATE + registered.version());
  }
}
