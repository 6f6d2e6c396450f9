package com.anykoma.privacy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a benchmark can start every function. */
final class FunctionEnvironmentTest {
  @ParameterizedTest
  @EnumSource
  void everyFunctionGetsItsVariables(DeployedFunction function) {
    Map<Service, URI> endpoints = new EnumMap<>(Service.class);
    for (Service each : Service.values()) {
      endpoints.put(each, URI.create("http://127.0.0.1:1"));
    }

    Environment read =
        Environment.read(FunctionEnvironment.of(function, endpoints), function.variableGroups());

    assertThat(read.cloud().project()).isEqualTo(FunctionEnvironment.PROJECT);
  }
}
