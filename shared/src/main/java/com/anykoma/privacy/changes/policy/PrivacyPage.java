package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.Objects;

/**
 * The text of a version of the privacy page (P1).
 *
 * @param file its name, for messages
 */
record PrivacyPage(String file, String text) {
  /** The file with the text of the newest version. */
  static final String FILE = "page.md";

  static final String DATE = "Last updated: ";

  PrivacyPage {
    Objects.requireNonNull(text);
  }

  /** Checks that this page is the text of a version of policies: same SHA-256, same date. */
  void requireVersion(Policy version, Setting setting) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> requireDate(version.version()));
    String hash = hash();
    if (!hash.equals(version.sha256())) {
      mistakes.add(
          setting
              .get("sha256")
              .error(
                  "this hash differs from that of %s, %s; write that hash here if this version is not published yet, else restore %s or add a new version"
                      .formatted(file, hash, file)));
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
                  + "' but its version in policies.yaml is "
                  + version
                  + "; make both dates the same");
        }
        return;
      }
    }
    throw mistake(1, "the page has no line '" + DATE + version + "'; add it");
  }

  private SettingsException mistake(int line, String problem) {
    return new SettingsException(List.of(new SettingsMistake(file, line, problem)));
  }

  /** SHA-256 of the page's bytes, in lower-case hexadecimal. */
  private String hash() {
    return Sha256.hex(text);
  }
}
