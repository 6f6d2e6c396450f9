package com.anykoma.privacy.local.console;

import com.anykoma.privacy.SubjectId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a uid on the command line; what cannot be one is wrong usage. */
public final class SubjectOption implements ITypeConverter<SubjectId> {
  @Override
  public SubjectId convert(String uid) {
    try {
      return new SubjectId(uid);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("no uid: " + e.getMessage());
    }
  }
}
