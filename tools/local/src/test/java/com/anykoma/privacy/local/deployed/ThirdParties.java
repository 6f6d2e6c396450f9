package com.anykoma.privacy.local.deployed;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tells readers whose work is in the product: {@code docs/licences.md}, and the file that travels
 * in the deployed jar, because BSD's and MIT's licences ask for their text and copyright lines.
 */
record ThirdParties(LicencePolicy policy, List<Library> deployed, List<Library> notDeployed) {
  private static final String MIT =
      """
      Permission is hereby granted, free of charge, to any person obtaining a copy
      of this software and associated documentation files (the "Software"), to deal
      in the Software without restriction, including without limitation the rights
      to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
      copies of the Software, and to permit persons to whom the Software is
      furnished to do so, subject to the following conditions:

      The above copyright notice and this permission notice shall be included in all
      copies or substantial portions of the Software.

      THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
      IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
      FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
      AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
      LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
      OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
      SOFTWARE.
      """;

  private static final String BSD_3_CLAUSE =
      """
      Redistribution and use in source and binary forms, with or without
      modification, are permitted provided that the following conditions are met:

      * Redistributions of source code must retain the above copyright notice, this
        list of conditions and the following disclaimer.
      * Redistributions in binary form must reproduce the above copyright notice,
        this list of conditions and the following disclaimer in the documentation
        and/or other materials provided with the distribution.
      * Neither the name of the copyright holder nor the names of its contributors
        may be used to endorse or promote products derived from this software
        without specific prior written permission.

      THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
      AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
      IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
      DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
      FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
      DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
      SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
      CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
      OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
      OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
      """;

  private static final Map<String, String> TEXTS = Map.of("MIT", MIT, "BSD-3-Clause", BSD_3_CLAUSE);

  /** Whether a licence is one whose text has to travel with the copyright line. */
  static boolean asksForTheCopyrightLine(String licence) {
    return TEXTS.containsKey(licence);
  }

  /** The page for readers, in Markdown. */
  String page() {
    return """
        # Licences of the libraries

        Made from the build's own bills of materials and [licences.yaml](../licences.yaml); a test keeps it true
        ([how](supply-chain.md)).

        ## Deployed

        """
        + table(deployed)
        + """

        ## Not deployed: tests, local tools, and what the deployed jar leaves out

        """
        + table(notDeployed);
  }

  private String table(List<Library> libraries) {
    return libraries.stream()
        .sorted(Comparator.comparing(Library::id))
        .map(
            it ->
                "| %s | %s | %s |\n"
                    .formatted(it.id(), it.version(), String.join(", ", policy.licencesOf(it))))
        .collect(Collectors.joining("", "| library | version | licence |\n|---|---|---|\n", ""));
  }

  /** The third-party content of the deployed jar, as plain text. */
  String notices() {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        This jar is AnyKoma Privacy (Apache-2.0) with the libraries below. Texts and notices that they carry
        themselves are in META-INF (LICENSE, LICENSE.txt, NOTICE, NOTICE.txt and others beside them).
        """);
    Map<String, List<Library>> byLicence =
        deployed.stream()
            .sorted(Comparator.comparing(Library::id))
            .collect(
                Collectors.groupingBy(
                    it -> String.join(", ", policy.licencesOf(it)),
                    TreeMap::new,
                    Collectors.toList()));
    byLicence.forEach(
        (licence, libraries) -> {
          out.append("\n").append(licence).append("\n");
          libraries.forEach(it -> out.append(line(it)));
        });
    new TreeMap<>(TEXTS).forEach((licence, text) -> out.append(withCopyrightLines(licence, text)));
    return out.toString();
  }

  private String line(Library library) {
    String settled =
        Optional.ofNullable(policy.settled().get(library.id()))
            .map(it -> "; " + it.why())
            .orElse("");
    String within =
        Optional.ofNullable(policy.within().get(library.id())).map(it -> "; with " + it).orElse("");
    return "  " + library.id() + " " + library.version() + settled + within + "\n";
  }

  private String withCopyrightLines(String licence, String text) {
    Map<String, List<String>> holders =
        deployed.stream()
            .sorted(Comparator.comparing(Library::id))
            .filter(it -> policy.licencesOf(it).contains(licence))
            .filter(it -> policy.copyright().containsKey(it.id()))
            .collect(
                Collectors.groupingBy(
                    it -> String.valueOf(policy.copyright().get(it.id())),
                    TreeMap::new,
                    Collectors.mapping(Library::name, Collectors.toList())));
    return holders.entrySet().stream()
        .map(it -> it.getKey() + "\n  (" + String.join(", ", it.getValue()) + ")\n")
        .collect(Collectors.joining("", "\n\nThe text of " + licence + ", for\n\n", "\n" + text));
  }
}
