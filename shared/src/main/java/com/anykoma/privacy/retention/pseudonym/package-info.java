/**
 * Pseudonymises records that outlive the erasure of their subject: identifiers become keyed hashes,
 * IP addresses become networks. Read {@link com.anykoma.privacy.retention.pseudonym.Pseudonyms}
 * first.
 */
@NullMarked
package com.anykoma.privacy.retention.pseudonym;

import org.jspecify.annotations.NullMarked;
