package com.anykoma.privacy.local.console;

import com.anykoma.privacy.platform.DocumentPath;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the path of an item's document on the command line; anything else is wrong usage. */
public final class PathOption implements ITypeConverter<DocumentPath> {
  @Override
  public DocumentPath convert(String path) {
    try {
      return new DocumentPath(path);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("no path of an item: " + e.getMessage());
    }
  }
}
