import Foundation
import Testing

@testable import CandorCLI

/// Commands that are printed to be typed again.
@Suite struct ShellTextTests {
  @Test(arguments: [
    ("hireflix/a-1", "hireflix/a-1"), ("two words", "'two words'"), ("", "''"),
    ("it's", #"'it'\''s'"#),
    ("a\u{200B}b'c\\d", #"$'a\342\200\213b\'c\\d'"#), ("\u{1B}[31m", #"$'\033[31m'"#),
  ])
  func isOneWordForAShell(text: String, expected: String) throws {
    #expect(ShellText.quoted(text) == expected)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.arguments = ["-c", "printf %s \(expected)"]
    let output = Pipe()
    shell.standardOutput = output
    try shell.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    #expect(String(decoding: said, as: UTF8.self) == text)
  }
}
