import CandorGeoIP
import CandorSources
import Foundation

/// How the updater of location data reaches the outside.
struct DownloadTransport: DataTransport {
  /// How an address is reached.
  ///
  /// - Throws: `SourceError` where the address makes no sense, or what the environment says of proxy
  ///   and authorities.
  static func configuration(for url: String) throws(SourceError) -> TransportConfiguration {
    let configuration = try TransportConfiguration(
      environment: ProcessInfo.processInfo.environment, endpoint: try Endpoint(ofURL: url))
    try configuration.checkAuthorities()
    return configuration
  }

  func download(_ request: DataRequest) async throws -> DataResponse {
    let configuration = try Self.configuration(for: request.url)
    let answer = try await FileDownloader(configuration: configuration).download(
      request.url, user: request.credentials?.user, password: request.credentials?.password,
      maximumBytes: request.maximumByteCount)
    return DataResponse(
      status: answer.status, announcedByteCount: answer.announcedByteCount, body: answer.body)
  }

  func gunzip(_ bytes: [UInt8], maximumByteCount: Int) throws -> [UInt8] {
    try FileDownloader.gunzip(bytes, maximumBytes: maximumByteCount)
  }
}
