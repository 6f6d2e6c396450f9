package com.anykoma.privacy.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.yaml.Setting;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@Keeps("P17")
final class LicencePolicyTest {
  private static final LicencePolicy POLICY =
      LicencePolicy.read(
          Setting.parse(
              "licences.yaml",
              """
              deployed: {MIT: fine}
              notDeployed: {EPL-2.0: fine for tests}
              settled:
                "g:odd": {says: "MIT, Unknown", is: MIT, why: because}
                "g:silent": {is: MIT, why: its page says so}
              copyright: {}
              within: {}
              """));

  private static final List<String> WAY = List.of("us", "g:parent", "g:a");

  private static Library library(String name, String... licences) {
    return new Library("g", name, "1.0", "pkg:" + name, List.of(licences), Optional.empty());
  }

  @Test
  void acceptsAllowedLicences() {
    assertThat(POLICY.complaint(library("a", "MIT"), true, WAY)).isEmpty();
    assertThat(POLICY.complaint(library("a", "EPL-2.0"), false, WAY)).isEmpty();
    assertThat(POLICY.complaint(library("a", "MIT", "EPL-2.0"), false, WAY)).isEmpty();
  }

  @Test
  void reportsOtherLicencesWithPathAndRemedy() {
    assertThat(POLICY.complaint(library("a", "GPL-3.0-only"), true, WAY))
        .hasValueSatisfying(
            it ->
                assertThat(it)
                    .startsWith(
                        "g:a 1.0 (deployed, by us > g:parent > g:a) has the licence 'GPL-3.0-only'")
                    .contains("Leave the library out; or allow"));
    assertThat(POLICY.complaint(library("a", "EPL-2.0"), true, WAY)).isPresent();
    assertThat(POLICY.complaint(library("a", "MIT", "GPL-3.0-only"), false, WAY)).isPresent();
    assertThat(POLICY.complaint(library("a"), false, WAY))
        .hasValueSatisfying(it -> assertThat(it).contains("'none named'"));
  }

  @Test
  void decisionAppliesOnlyToTheSamePomText() {
    assertThat(POLICY.complaint(library("odd", "MIT", "Unknown"), true, WAY)).isEmpty();
    assertThat(POLICY.complaint(library("silent"), true, WAY)).isEmpty();
    assertThat(POLICY.complaint(library("odd", "Unknown"), true, WAY)).isPresent();
  }
}
