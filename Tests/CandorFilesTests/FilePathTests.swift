import CandorFiles
import Testing

@Suite struct FilePathTests {
  @Test(
    arguments: [
      ("", ""), ("s", ""), ("-", ""), ("é", ""), ("file.txt", ""), ("/", "/"), ("/s", "/"),
      ("a/b", "a"), ("/a/b", "/a"), ("/a/b/", "/a"), ("a//b", "a"), ("./s", "."), ("../s", ".."),
      ("ä/ö/ü", "ä/ö"),
    ] as [(String, String)])
  func whatStandsBeforeTheLastName(path: String, folder: String) {
    #expect(FilePath.folder(of: path) == folder)
  }
}
