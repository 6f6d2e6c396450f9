package com.anykoma.privacy.platform.google;

import com.google.api.client.util.Data;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conversion of custom claims from the types of Firebase's library to those of {@link
 * com.anykoma.privacy.platform.Fields}: a whole number becomes a {@link Long}, any other number a
 * {@link Double}, and null values are removed.
 */
final class CustomClaims {
  private CustomClaims() {}

  /** The claims in the types of {@code Fields}. */
  static Map<String, Object> of(Map<?, ?> read) {
    Map<String, Object> claims = new LinkedHashMap<>();
    read.forEach(
        (name, value) -> {
          if (!Data.isNull(value)) {
            claims.put((String) name, value(value));
          }
        });
    return claims;
  }

  private static Object value(Object read) {
    if (read instanceof BigDecimal number) {
      return number.scale() > 0 ? (Object) number.doubleValue() : number.longValueExact();
    }
    if (read instanceof Map<?, ?> map) {
      return of(map);
    }
    if (read instanceof List<?> list) {
      return list.stream().filter(each -> !Data.isNull(each)).map(CustomClaims::value).toList();
    }
    return read;
  }
}
