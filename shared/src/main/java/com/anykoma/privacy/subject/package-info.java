/**
 * Subjects: the record of a subject, the tombstone of an erased one, and the fence around every
 * write about a person. Read {@link com.anykoma.privacy.subject.SubjectTransaction} first.
 */
@NullMarked
package com.anykoma.privacy.subject;

import org.jspecify.annotations.NullMarked;
