package com.anykoma.privacy.local.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HtmlTest {
  @Test
  void escapesTextsAndAttributeValues() {
    String hostile = "<script>'\"&\u202e\u0007";

    String html = new Html().element("p", hostile, "title", hostile).empty("br").toString();

    String shown = "&lt;script&gt;&#39;&quot;&amp;\\u202e\\u0007";
    assertThat(html)
        .isEqualTo("<!DOCTYPE html>\n<p title=\"" + shown + "\">" + shown + "</p>\n<br/>");
  }
}
