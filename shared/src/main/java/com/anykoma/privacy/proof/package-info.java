/**
 * What a stranger can check: signed statements in canonical JSON, certificates, and the Merkle tree
 * of the audit log. It needs neither our stores nor our trust; docs/proofs.md says the same byte by
 * byte.
 */
@NullMarked
package com.anykoma.privacy.proof;

import org.jspecify.annotations.NullMarked;
