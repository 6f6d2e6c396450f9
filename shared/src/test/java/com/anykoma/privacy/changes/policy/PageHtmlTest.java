package com.anykoma.privacy.changes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Renders pages, also ones that try to smuggle in active content. */
@Keeps("P1")
final class PageHtmlTest {
  @Test
  void keepsHeadingsListsAndLinks() {
    assertThat(PageHtml.of("# A\n\n- *b*\n\n[c](https://example.com) [d](mailto:a@b.c)"))
        .contains("<h1>A</h1>", "<li><em>b</em></li>", "<a href=\"https://example.com\"", ">c</a>")
        .contains("href=\"mailto:a");
  }

  @Test
  void showsTheDateAndEverySectionOfTheProductsPage() {
    String html = PageHtml.of(FixtureProduct.text("page.md"));

    assertThat(html).contains("Last updated: 2026-01-06").containsOnlyOnce("<h1>");
    assertThat(html.split("<h2>", -1)).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![a](https://evil.example/pixel.png)",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "[a](http://example.com)",
        "[a](//evil.example)",
        "<a href=\"https://a.example\" onclick=\"alert(1)\">a</a>",
        "<iframe src=https://evil.example></iframe>",
        "<style>*{display:none}</style>",
        "<form action=https://evil.example><input name=a></form>"
      })
  void dropsActiveContentAndOtherAddresses(String markdown) {
    assertThat(PageHtml.of(markdown))
        .doesNotContainIgnoringCase("<script", "<img", "<iframe", "<style", "<form", "<a ")
        .doesNotContainIgnoringCase("href=\"javascript", "href=\"data", "href=\"http:");
  }
}
