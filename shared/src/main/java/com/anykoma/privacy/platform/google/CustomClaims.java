package com.anykoma.privacy.platform.google;

import com.google.api.client.util.Data;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Custom claims as Firebase's library reads them, in the types of {@link
 * com.anykoma.privacy.platform.Fields}: a whole number is a {@link Long}, any other a {@link
 * Double}, and what is null is absent.
 */
final class CustomClaims {
  private CustomClaims() {}

  /** The claims in our types. */
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
