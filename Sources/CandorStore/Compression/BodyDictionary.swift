/// What documents of a store have in common, for the packer.
///
/// Permanent: a dictionary that rows were packed with must stay as it is, byte for byte. A better
/// one gets the next number.
struct BodyDictionary {
  let number: UInt8
  let bytes: [UInt8]

  static let current = first

  static func named(_ number: UInt8) -> BodyDictionary? {
    number == first.number ? first : nil
  }

  // The likeliest text stands last: deflate reaches it with the shortest distances.
  private static let first = BodyDictionary(
    number: 1,
    bytes: Array(
      """
      "reason":"unlocatable","reason":"missing-agent","reason":"missing-address",\
      "reason":"no-database","reason":"anonymised","reason":"missing-declaration",\
      "text":"the candidate or the position declares no country"\
      "reason":"single-observation","text":"there is one answer only"\
      "reason":"missing-time","rule":"location/impossible-travel","text":"the answers carry no \
      timestamps"},{"reason":"missing-time","rule":"\
      device/class-switch device/os-switch device/model-switch device/browser-switch device/return \
      device/interleaved device/downgrade location/country-switch location/far-switch \
      location/return location/interleaved location/declared-country network/switch network/vpn \
      network/tor network/proxy network/hosting network/relay network/satellite client/automated \
      client/implausible client/missing evidence/unattributed-address evidence/unattributed-agent \
      evidence/retake-elsewhere evidence/missing evidence/unlocatable evidence/unknown-step \
      "effect":"removed","effect":"lowered","code":"dual-stack","code":"carrier-hop",\
      {"answers":[{"attempt":0,"ip":"","step":{"id":"","index":0,"title":"","type":\
      "InterviewStepTextQuestionWithVideoAnswer"},"userAgent":"Mozilla/5.0 (Windows NT 10.0; Win64; \
      x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"},\
      "platform":"hireflix","schema":"candor.evidence/1","seen":{"ipAddresses":["\
      "severity":"medium","severity":"high","severity":"low","effectiveSeverity":"none",\
      "explanations":[],"innocentReasons":["],"observations":[0,1],"rule":"\
      ","ruleHash":"sha256:","ruleVersion":"1.0.0","summary":"answers 1-4 came from , answers 5-8 \
      from (at least km apart)","values":{"minimumDistanceKm":"fromCountry":"toCountry":\
      {"contributions":[],"findings":[],"interview":{"candidate":"","id":"","platform":"hireflix"},\
      "notEvaluable":[{"reason":"],"outcome":"priority","outcome":"review","outcome":\
      "not-assessable","outcome":"clear","provenance":{"databases":[{"builtAt":"2026-01-01T00:00:00Z"\
      ,"hash":"sha256:","type":"GeoLite2-City"}],"engine":"0.1.0","input":"sha256:",\
      "referenceDate":"2026-","rulePack":{"hash":"sha256:","name":"candor","version":"1.0.0"},\
      "userAgents":""},"schema":"candor.assessment/1","timeline":{"observations":[{"address":{\
      "scope":"global","text":"","version":4},"answer":0,"at":"2026-","attempt":0,"client":{"brand":\
      "Apple","browser":"Chrome","browserVersion":"131.0.0.0","class":"desktop","engine":"Blink",\
      "frozen":["browserMinor","osVersion"],"model":"Mac","os":"Windows"},"index":1,"missing":{\
      "network":"absent","place":"absent"},"network":{"asn":3352,"class":"residential",\
      "confidence":60,"organization":"","source":""},"place":{"city":"","country":"ES","latitude":,\
      "longitude":-,"radiusKm":20,"source":"","subdivision":""},"step":1},{"address":{"scope":\
      "global","text":"],"pattern":"steady","pattern":"one-way","runs":[{"device":0,"first":0,"last":\
      7,"place":0}],"switches":[{"changed":["address","network","place","device"],"device":\
      "differentOS","from":3,"minimumDistanceKm":,"place":"far","to":4}]}}
      """.utf8))
}
