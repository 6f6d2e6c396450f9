package com.anykoma.privacy.bench;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The least that the bare framework can do: the limit of every function. */
public final class HelloFunction implements HttpFunction {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    response.getOutputStream().write(HELLO);
  }
}
