extension SourceError {
  /// The error of a list that is not there, which ends the run: nothing can be listed at all, so nothing
  /// would be lost by name.
  ///
  /// - Parameter whose: what may be wrong beside the address, with the sign behind it.
  func ofNothingListed(_ platform: PlatformName, checking whose: String) -> SourceError {
    SourceError(
      .permissionMissing, message,
      help: "check \(whose) and that `\(platform.urlVariable)`, where it is set, is the address of "
        + "the API with the right path",
      status: status, platformCode: platformCode)
  }
}
