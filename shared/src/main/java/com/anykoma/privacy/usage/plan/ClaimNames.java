package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of the custom claims that show an account's plan, from {@code claims} in {@code
 * plans.yaml}.
 *
 * @param plan the claim with the plan's name; {@code plan} by default
 * @param paidFeatures the claim that is true while paid features may be used; {@code paidFeatures}
 *     by default
 */
public record ClaimNames(String plan, String paidFeatures) {
  private static final String PLAN = "plan";
  private static final String PAID_FEATURES = "paidFeatures";
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");

  static ClaimNames read(Setting file) {
    Optional<Setting> claims = file.find("claims");
    SettingsMistakes mistakes = new SettingsMistakes();
    claims.ifPresent(it -> mistakes.check(() -> it.allowKeys(PLAN, PAID_FEATURES)));
    ClaimNames names =
        new ClaimNames(name(claims, PLAN, mistakes), name(claims, PAID_FEATURES, mistakes));
    mistakes.throwIfAny();
    if (names.plan.equals(names.paidFeatures)) {
      throw claims.orElse(file).error("both claims have the name '" + names.plan + "'; rename one");
    }
    return names;
  }

  private static String name(Optional<Setting> claims, String key, SettingsMistakes mistakes) {
    return claims
        .flatMap(it -> it.find(key))
        .flatMap(it -> mistakes.read(() -> name(it)))
        .orElse(key);
  }

  private static String name(Setting claim) {
    String name = claim.string();
    if (!NAME.matcher(name).matches()) {
      throw claim.error(
          "a claim's name is a letter and then at most 39 letters, digits and '_'; rename it");
    }
    if (Account.RESERVED_CLAIMS.contains(name)) {
      throw claim.error("Firebase reserves the claim '" + name + "'; choose another name");
    }
    return name;
  }

  /** Checks that the data map lists both claims for the accounts. */
  public void requireListed(DataMap map) {
    SettingsMistakes mistakes = new SettingsMistakes();
    for (Location each : map.locations()) {
      if (each.place() instanceof Place.Accounts) {
        Setting fields = map.definition(each.name()).get("fields");
        List.of("claims." + plan, "claims." + paidFeatures).stream()
            .filter(name -> each.field(name).isEmpty())
            .forEach(
                name ->
                    mistakes.add(
                        fields.error("'" + name + "', which plans.yaml sets, is missing; add it")));
      }
    }
    mistakes.throwIfAny();
  }
}
