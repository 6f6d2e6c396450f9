package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.platform.Settings;
import com.anykoma.privacy.platform.Settings.Service;
import com.anykoma.privacy.platform.SettingsContract;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the recorded settings against the contract, and their changes by a file. */
final class RecordedSettingsTest extends SettingsContract {
  private static final String BUCKET = "/storage/v1/b/demo-anykoma-privacy-content";

  @TempDir private Path directory;

  private Path changes() {
    return directory.resolve("settings.json");
  }

  private void change(Map<String, ?> content) {
    try {
      Files.writeString(changes(), new Gson().toJson(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Settings settings() {
    return new RecordedSettings(changes());
  }

  @Override
  protected URI serve(String path, String text) {
    URI address = URI.create("https://example.com" + path);
    change(Map.of("pages", Map.of(address.toString(), text)));
    return address;
  }

  @Test
  void changesFileReplacesSingleAnswersAtOnce() {
    Settings settings = settings();
    String recorded = settings.json(Service.STORAGE, BUCKET);

    change(Map.of("answers", Map.of("STORAGE " + BUCKET, Map.of("name", "changed"))));

    assertThat(recorded).contains("softDeletePolicy");
    assertThat(settings.json(Service.STORAGE, BUCKET)).isEqualTo("{\"name\":\"changed\"}");
    assertThat(settings.json(Service.STORAGE, BUCKET + "/iam")).contains("bindings");
  }
}
