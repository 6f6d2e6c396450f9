package com.anykoma.privacy.bench;

import com.anykoma.privacy.platform.Cloud;
import com.google.cloud.functions.invoker.BackgroundFunctionExecutor;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/** Hands the bare functions their cloud: the framework constructs them without arguments. */
final class BareCloud {
  static final String UPLOAD = "BareUpload";
  static final String CONTENT = "BareContent";

  private static final ThreadLocal<Optional<Cloud>> HOSTED =
      ThreadLocal.withInitial(Optional::empty);

  private BareCloud() {}

  /** The bare functions on this cloud, by their names. */
  static Map<String, Handler> functions(Cloud cloud) {
    HOSTED.set(Optional.of(cloud));
    try {
      return Map.of(
          UPLOAD, BackgroundFunctionExecutor.forClass(BareUploadFunction.class),
          CONTENT, HttpFunctionExecutor.forClass(BareContentFunction.class));
    } finally {
      HOSTED.remove();
    }
  }

  /** For a function that is being constructed. */
  static Cloud hosted() {
    return HOSTED.get().orElseThrow();
  }
}
