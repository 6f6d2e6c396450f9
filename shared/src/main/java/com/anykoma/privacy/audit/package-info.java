/**
 * The audit log: one entry for each change of what holds for a person or of what is removed,
 * written in the transaction that makes the change. Sealing it is evidence's work, checking it
 * proof's.
 */
@NullMarked
package com.anykoma.privacy.audit;

import org.jspecify.annotations.NullMarked;
