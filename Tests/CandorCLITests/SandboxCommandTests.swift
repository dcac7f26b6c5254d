import Testing

@Suite struct SandboxCommandTests {
  /// Whoever waits for the addresses would wait for ever.
  @Test(
    .timeLimit(.minutes(1)), arguments: [#"exec "$@" > /dev/full"#, #"exec "$@" >&-"#])
  func whatCannotSayWhereItListensEnds(script: String) throws {
    let result = try CandorProcess.run(
      ["sandbox", "--port", "0"], launcher: ["/bin/sh", "-c", script, "sh"])
    #expect(result.status == 73, "\(result.errors)")
    #expect(result.errors.contains("error[C001]: cannot write `standard output`"))
  }
}
