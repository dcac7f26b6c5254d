import CandorModel

extension InterviewRelayClient.Sessions {
  /// How a transcript is written.
  public enum TranscriptFormat: String, Sendable, CaseIterable {
    /// Structured.
    case json
    /// Plain text.
    case text
    /// SubRip subtitles.
    case srt
    /// WebVTT subtitles.
    case vtt
  }

  /// What of a transcript is wanted; absent values leave the platform's defaults.
  public struct TranscriptOptions: Sendable, Hashable {
    /// With the mood of each utterance; default yes.
    public var includesSentiment: Bool?
    /// With keywords of each utterance; default no.
    public var includesKeywords: Bool?
    /// With personal data made unreadable; default no.
    public var redactsPersonalData: Bool?
    /// `ai`, `participant` or `all` (default).
    public var speaker: String?

    /// Makes options.
    public init(
      includesSentiment: Bool? = nil, includesKeywords: Bool? = nil,
      redactsPersonalData: Bool? = nil, speaker: String? = nil
    ) {
      self.includesSentiment = includesSentiment
      self.includesKeywords = includesKeywords
      self.redactsPersonalData = redactsPersonalData
      self.speaker = speaker
    }

    var query: [(name: String, value: String)] {
      .present([
        ("include_sentiment", includesSentiment?.description),
        ("include_keywords", includesKeywords?.description),
        ("redact_pii", redactsPersonalData?.description), ("speaker", speaker),
      ])
    }
  }

  /// `GET /sessions/{sessionId}/transcript?format=json`, needs `sessions:read`. Kept for ever.
  public func transcript(
    _ id: String, _ options: TranscriptOptions = TranscriptOptions()
  ) async throws -> InterviewRelayTranscript {
    let json = try await client.getKept(
      path(id) + "/transcript", query: [("format", "json")] + options.query, .sessionsRead,
      seconds: .infinity, subject: "the transcript of this session")
    return InterviewRelayTranscript(json)
  }

  /// `GET /sessions/{sessionId}/transcript` in one of its formats as bytes, needs `sessions:read`.
  /// Kept for ever.
  public func transcript(
    _ id: String, format: TranscriptFormat, _ options: TranscriptOptions = TranscriptOptions()
  ) async throws -> [UInt8] {
    var request = PlatformRequest.get(
      path(id) + "/transcript", query: [("format", format.rawValue)] + options.query,
      permission: InterviewRelayClient.Permission.sessionsRead.rawValue,
      subject: "the transcript of this session")
    request.expectsJSON = false
    let key = "bytes:" + request.target
    if let bytes = await client.cache.value(key) { return bytes }
    let bytes = try await client.rest.bytes(request)
    await client.cache.keep(bytes, for: key, seconds: .infinity)
    return bytes
  }

  /// What a PDF holds; absent values leave the platform's defaults, which are yes.
  public struct PDFOptions: Sendable, Hashable {
    /// With the platform's insights.
    public var includesInsights: Bool?
    /// With the time of each utterance.
    public var includesTimestamps: Bool?
    /// With mood.
    public var includesSentiment: Bool?
    /// `default`, `minimal` or `custom`.
    public var branding: String?

    /// Makes options.
    public init(
      includesInsights: Bool? = nil, includesTimestamps: Bool? = nil,
      includesSentiment: Bool? = nil, branding: String? = nil
    ) {
      self.includesInsights = includesInsights
      self.includesTimestamps = includesTimestamps
      self.includesSentiment = includesSentiment
      self.branding = branding
    }
  }

  /// `GET /sessions/{sessionId}/pdf` (method inferred), needs `sessions:read`.
  ///
  /// - Throws: `invalidResponse` where the bytes are no PDF.
  public func pdf(_ id: String, _ options: PDFOptions = PDFOptions()) async throws -> [UInt8] {
    var request = PlatformRequest.get(
      path(id) + "/pdf",
      query: .present([
        ("include_insights", options.includesInsights?.description),
        ("include_timestamps", options.includesTimestamps?.description),
        ("include_sentiment", options.includesSentiment?.description),
        ("branding", options.branding),
      ]), permission: InterviewRelayClient.Permission.sessionsRead.rawValue,
      subject: "the PDF of this session")
    request.expectsJSON = false
    let bytes = try await client.rest.bytes(request)
    guard bytes.starts(with: Array("%PDF-".utf8)) else {
      throw SourceError.garbled("a PDF file", subject: request.subject)
    }
    return bytes
  }
}
