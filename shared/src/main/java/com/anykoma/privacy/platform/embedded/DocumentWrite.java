package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.DocumentPath;
import java.util.Optional;

/**
 * A write to one document, ready to be done.
 *
 * @param fields the new fields as JSON; empty deletes
 * @param ifAbsent whether it may be done only where there is no document
 */
record DocumentWrite(DocumentPath path, Optional<String> fields, boolean ifAbsent) {}
