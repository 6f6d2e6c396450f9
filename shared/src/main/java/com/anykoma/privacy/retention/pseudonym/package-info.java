/**
 * Pseudonymises records that outlive the person whom they are about: identifiers become keyed
 * hashes, IP addresses become networks. Read {@link
 * com.anykoma.privacy.retention.pseudonym.Pseudonyms} first.
 */
@NullMarked
package com.anykoma.privacy.retention.pseudonym;

import org.jspecify.annotations.NullMarked;
