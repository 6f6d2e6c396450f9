package com.anykoma.privacy.processors.egress;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that the deployed functions may connect to; every other host is refused (P27, P31).
 *
 * @param patterns exact names in lower case, or {@code *.SUFFIX} for all names below a domain
 */
public record OutboundHosts(List<String> patterns) {
  private static final Pattern PATTERN =
      Pattern.compile("(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)+", Pattern.DOTALL);

  public OutboundHosts {
    patterns = List.copyOf(patterns);
    for (String each : patterns) {
      if (!PATTERN.matcher(each).matches()) {
        throw new IllegalArgumentException(
            "a host is a name in lower case, like api.example.com or *.example.com");
      }
    }
  }

  /** Whether functions may connect to a host. */
  public boolean allows(String host) {
    return patterns.stream().anyMatch(each -> matches(each, host.toLowerCase(Locale.ROOT)));
  }

  /** Whether a pattern covers a host in lower case; {@code *.a.b} covers {@code x.a.b} only. */
  public static boolean matches(String pattern, String host) {
    return pattern.startsWith("*.")
        ? host.length() >= pattern.length() && host.endsWith(pattern.substring(1))
        : host.equals(pattern);
  }
}
