package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.yaml.Setting;
import java.util.List;

/** Parses the place of a location. */
final class PlaceReader {
  private enum Kind {
    DOCUMENT,
    BLOB,
    REALTIME,
    ACCOUNT,
    BILLING,
    LOG
  }

  private PlaceReader() {}

  static Place read(Setting setting) {
    Kind kind = setting.get("kind").oneOf(Kind.class);
    refuseUnusedKeys(setting, kind);
    return switch (kind) {
      case DOCUMENT ->
          setting
              .get("path")
              .checked(() -> new Place.Documents(database(setting), pattern(setting.get("path"))));
      case BLOB -> new Place.Blobs(setting.get("bucket").string(), pattern(setting.get("path")));
      case REALTIME ->
          setting.get("path").checked(() -> new Place.Realtime(pattern(setting.get("path"))));
      case ACCOUNT -> new Place.Accounts();
      case BILLING -> new Place.Billing(setting.get("object").string());
      case LOG -> new Place.Log(setting.get("log").string());
    };
  }

  private static void refuseUnusedKeys(Setting setting, Kind kind) {
    List<String> allowed =
        switch (kind) {
          case DOCUMENT -> List.of("path", "database");
          case BLOB -> List.of("bucket", "path");
          case REALTIME -> List.of("path");
          case ACCOUNT -> List.of();
          case BILLING -> List.of("object");
          case LOG -> List.of("log");
        };
    for (String key : List.of("path", "database", "bucket", "object", "log")) {
      if (!allowed.contains(key) && setting.find(key).isPresent()) {
        throw setting.get(key).error("a location of this kind has no '" + key + "'");
      }
    }
  }

  private static String database(Setting setting) {
    return setting.find("database").map(Setting::string).orElse(Place.Documents.MAIN);
  }

  private static PathPattern pattern(Setting setting) {
    return setting.checked(() -> PathPattern.of(setting.string()));
  }
}
