package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.Objects;

/**
 * The privacy page as users see it (P1).
 *
 * @param text of {@code page.md}
 */
record PrivacyPage(String text) {
  private static final String FILE = "page.md";
  private static final String DATE = "Last updated: ";

  PrivacyPage {
    Objects.requireNonNull(text);
  }

  /**
   * Returns when this page is the version's, to the byte and to the date.
   *
   * @param setting of the version
   * @throws SettingsException when it is another
   */
  void requireOf(Policy version, Setting setting) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> requireDate(version.version()));
    String hash = hash();
    if (!hash.equals(version.sha256())) {
      mistakes.add(
          setting
              .get("sha256")
              .error(
                  "this is not the hash of page.md, which is "
                      + hash
                      + "; restore the page, or give a changed one a version of its own here"));
    }
    mistakes.throwIfAny();
  }

  private void requireDate(String version) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(DATE)) {
        String date = lines.get(i).substring(DATE.length()).strip();
        if (!date.equals(version)) {
          throw mistake(
              i + 1,
              "the page was last updated on '"
                  + date
                  + "' and the newest version of policies.yaml is of "
                  + version
                  + "; make them agree");
        }
        return;
      }
    }
    throw mistake(1, "the page has no line '" + DATE + version + "'; add it");
  }

  private static SettingsException mistake(int line, String problem) {
    return new SettingsException(List.of(new SettingsMistake(FILE, line, problem)));
  }

  /** SHA-256 of the page's bytes, in lower-case hexadecimal. */
  private String hash() {
    return Sha256.hex(text);
  }
}
