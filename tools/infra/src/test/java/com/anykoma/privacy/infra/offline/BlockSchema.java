package com.anykoma.privacy.infra.offline;

import java.util.Map;
import java.util.Objects;

/**
 * The schema of a Terraform block.
 *
 * @param attributes by name, both arguments and computed attributes
 * @param blocks the nested blocks, by name
 */
public record BlockSchema(Map<String, Attribute> attributes, Map<String, Nested> blocks) {
  public BlockSchema {
    attributes = Map.copyOf(attributes);
    blocks = Map.copyOf(blocks);
  }

  /**
   * One attribute.
   *
   * @param type as Terraform writes types in JSON: {@code "string"}, {@code ["map","string"]}
   * @param required whether it must be set
   * @param settable whether it may be set; otherwise it is computed during the apply
   */
  public record Attribute(String type, boolean required, boolean settable) {
    public Attribute {
      Objects.requireNonNull(type);
      if (required && !settable) {
        throw new IllegalArgumentException("a required attribute must be settable");
      }
    }
  }

  /**
   * A nested block.
   *
   * @param required whether at least one is required
   * @param many whether several are allowed
   * @param keyed whether it is addressed without an index, as {@code timeouts} is
   */
  public record Nested(BlockSchema schema, boolean required, boolean many, boolean keyed) {
    public Nested {
      Objects.requireNonNull(schema);
    }
  }
}
