package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsWriter;
import java.util.Optional;

/**
 * A prepared write of one document.
 *
 * @param fields the new fields as JSON; empty deletes the document
 * @param ifAbsent whether the write requires that the document does not exist
 */
record DocumentWrite(DocumentPath path, Optional<String> fields, boolean ifAbsent) {
  static DocumentWrite of(DocumentPath path, Fields fields, boolean ifAbsent) {
    return new DocumentWrite(path, Optional.of(FieldsWriter.write(fields)), ifAbsent);
  }
}
