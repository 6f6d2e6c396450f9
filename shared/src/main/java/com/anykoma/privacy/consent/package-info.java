/**
 * Who agreed to what and when: policies in force, objections, the consent history, and the fence
 * that every write about a subject passes.
 */
@NullMarked
package com.anykoma.privacy.consent;

import org.jspecify.annotations.NullMarked;
