package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.SubjectId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** ID tokens that an embedded cloud must refuse, although its own key signed some of them. */
public final class ForeignTokens {
  private final IdTokens tokens;
  private final InstantSource clock;

  /**
   * @param directory of the embedded cloud
   */
  public ForeignTokens(Path directory, InstantSource clock) {
    this.tokens = IdTokens.open(directory.resolve("tokens.json"), clock);
    this.clock = clock;
  }

  /** A token of another project, signed by the right key. */
  public String ofAnotherProject(SubjectId subject) {
    return issue(subject, "https://securetoken.google.com/another", "another");
  }

  /** A token of the right issuer for another audience. */
  public String forAnotherAudience(SubjectId subject) {
    return issue(subject, IdTokens.ISSUER, "another");
  }

  private String issue(SubjectId subject, String issuer, String audience) {
    return tokens.issue(subject, clock.instant(), issuer, audience, Map.of());
  }
}
