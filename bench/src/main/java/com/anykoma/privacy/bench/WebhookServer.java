package com.anykoma.privacy.bench;

import com.anykoma.privacy.functions.StripeWebhookFunction;
import com.anykoma.privacy.local.host.FunctionHost;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import java.io.IOException;
import java.util.Map;

/**
 * The webhook alone in a process, so that its processor time can be told from the load's: built
 * from the environment, as in production, and served by the framework's own handler. Ends with the
 * process that started it, which then closes its standard input.
 */
public final class WebhookServer {
  private WebhookServer() {}

  /** Takes the port to listen on. */
  public static void main(String[] args) throws IOException {
    FunctionHost host =
        FunctionHost.start(
            Integer.parseInt(args[0]),
            base ->
                Map.of(
                    Contestant.FUNCTION,
                    HttpFunctionExecutor.forClass(StripeWebhookFunction.class)));
    while (System.in.read() >= 0) {
      // nothing is ever said
    }
    host.close();
  }
}
