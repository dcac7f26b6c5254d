import CandorGeoIP
import CandorSources
import Foundation

/// How the updater of location data reaches the outside.
struct DownloadTransport: DataTransport {
  func download(_ request: DataRequest) async throws -> DataResponse {
    let endpoint = try Endpoint(ofURL: request.url)
    let configuration = try TransportConfiguration(
      environment: ProcessInfo.processInfo.environment, endpoint: endpoint)
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
