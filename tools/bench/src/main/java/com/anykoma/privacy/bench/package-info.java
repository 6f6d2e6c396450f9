/** Benchmarks, each compared with a limit or a peer that is measured in the same run. */
@NullMarked
package com.anykoma.privacy.bench;

import org.jspecify.annotations.NullMarked;
