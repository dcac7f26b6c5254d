/// Sentences of explanations that reports know again.
package enum ExplanationText {
  /// What is said of IPv4 and IPv6 where one provider is not known to have both.
  package static let dualStackOfOneCountry =
    "IPv4 and IPv6 of one country; the provider of at least one is not known, and a browser alternates "
    + "between them by itself"
}
