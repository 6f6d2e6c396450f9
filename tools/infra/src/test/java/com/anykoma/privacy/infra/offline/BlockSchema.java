package com.anykoma.privacy.infra.offline;

import java.util.Map;
import java.util.Objects;

/**
 * What a block of Terraform takes and gives.
 *
 * @param attributes by their names: what may be set, and what is known once it is applied
 * @param blocks the blocks within it, by their names
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
   * @param required whether it has to be set
   * @param settable whether it may be; what may not is only known once it is applied
   */
  public record Attribute(String type, boolean required, boolean settable) {
    public Attribute {
      Objects.requireNonNull(type);
      if (required && !settable) {
        throw new IllegalArgumentException("what cannot be set cannot be required");
      }
    }
  }

  /**
   * A block within a block.
   *
   * @param required whether one has to be there
   * @param many whether there may be several
   * @param keyed whether it is addressed without an index, as {@code timeouts} is
   */
  public record Nested(BlockSchema schema, boolean required, boolean many, boolean keyed) {
    public Nested {
      Objects.requireNonNull(schema);
    }
  }
}
