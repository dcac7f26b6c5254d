/// What documents of a store have in common, for the packer.
///
/// Permanent: a dictionary that rows were packed with must stay as it is, byte for byte. A better
/// one gets the next number.
struct BodyDictionary {
  let number: UInt8
  let bytes: [UInt8]

  /// What rows are packed with from now on.
  static let current = first

  /// All that rows of a store may have been packed with.
  static let all = [first]

  // The likeliest text stands last: the packer reaches it with the shortest distances.
  private static let first = BodyDictionary(
    number: 1,
    bytes: Array(
      """
      "innocentReasons":["The first device failed: camera, microphone, battery or connection.","Th\
      e candidate began on one device and found another more comfortable.","Some browsers send the\
       agent of another system when they ask for a site's desktop form.","The candidate travelled \
      between the answers; without times of the answers this cannot be told.","One of the addresse\
      s belongs to a private network or proxy that no list knows.","Location databases are wrong a\
      bout some addresses, most often about mobile and company networks.","People use several brow\
      sers on one device.","A link in a message opens the app's own browser, the interview goes on\
       in another.","Browsers update themselves.","A phone or laptop changed from Wi-Fi to the mob\
      ile network, or to another Wi-Fi.","The provider gave the line another address.","The platfo\
      rm did not record it.","A private network or proxy that no list knows was switched on and of\
      f.","A company network sends part of the traffic through another site.","Two devices of one \
      person were at hand, and the connection of one failed again and again.","A test of the platf\
      orm itself was recorded as an answer.","A browser extension or a monitoring tool sends such \
      an agent.","A phone's mobile network was used in between, whose gateway is elsewhere.","The \
      first device failed during the answer.","Attempts inside a question are in the platform's or\
      der, which is not documented.","One answer was given on a phone because the camera of the co\
      mputer failed.","Questions were read on one device and answered on another.","The link was o\
      pened elsewhere before the interview, for example on the way home.","The link was shown to s\
      omebody, or a message service fetched a preview of it.","A step of a kind that cannot be sel\
      ected was answered there."],"effect":"removed","effect":"lowered","code":"dual-stack","code"\
      :"carrier-hop","observations":[0,1],{"answers":[{"attempt":0,"ip":"","step":{"id":"","index"\
      :0,"title":"","type":"InterviewStepTextQuestionWithVideoAnswer"},"userAgent":"Mozilla/5.0 (W\
      indows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/5\
      37.36"},{"attempt":0,"ip":"","step":{"index":1},"userAgent":"Mozilla/5.0 (iPhone; CPU iPhone\
       OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 \
      Safari/604.1"},{"attempt":0,"ip":"","step":{"index":2},"userAgent":"Mozilla/5.0 (Macintosh; \
      Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.1\
      5"},{"attempt":0,"ip":"","step":{"index":3},"userAgent":"Mozilla/5.0 (Linux; Android 10; K) \
      AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"}],"candidate":\
      {"declaredCountry":"","email":"","externalId":"ats-","id":"","name":""},"interview":{"comple\
      tedAt":"2026-","createdAt":"2026-","hash":"","id":"","position":{"id":"","name":""},"started\
      At":"2026-","status":"completed"},"platform":"hireflix","schema":"candor.evidence/1","seen":\
      {"ipAddresses":["{"contributions":[{"finding":0,"kind":"combined","severity":"high"}],"findi\
      ngs":[{"effectiveSeverity":"high","explanations":[],"innocentReasons":[""],"observations":[2\
      ,3],"rule":"device/os-switch","ruleHash":"sha256:","ruleVersion":"1.0.0","severity":"high","\
      summary":"answers 1-3 came from Apple Mac (Safari), answers 4-5 from Chrome on Windows, anot\
      her operating system","values":{"fromDevice":"Apple Mac (Safari)","reason":"other-system","r\
      elation":"differentOS","toDevice":"Chrome on Windows"}},{"effectiveSeverity":"medium","expla\
      nations":[],"observations":[2,3],"rule":"location/country-switch","ruleHash":"sha256:","rule\
      Version":"1.0.0","severity":"high","summary":"answers 1-3 came from Madrid, Spain, answers 4\
      -5 from Warsaw, Poland (at least 2,249 km apart), on another device","values":{"distanceKm":\
      2289.8,"fromCountry":"ES","minimumDistanceKm":2249.8,"toCountry":"PL"}}],"effectiveSeverity"\
      :"low","effectiveSeverity":"none",{"contributions":[],"findings":[],"interview":{"candidate"\
      :"","id":"","platform":"hireflix"},"notEvaluable":[{"reason":"missing-address","rule":"locat\
      ion/bordering","text":"the answers to compare carry no address"},{"reason":"missing-address"\
      ,"rule":"location/country-switch","text":"the answers to compare carry no address"},{"reason\
      ":"missing-address","rule":"location/far-switch","text":"the answers to compare carry no add\
      ress"},{"reason":"missing-address","rule":"location/impossible-travel","text":"the answers t\
      o compare carry no address"},{"reason":"missing-address","rule":"location/interleaved","text\
      ":"the answers to compare carry no address"},{"reason":"missing-address","rule":"location/re\
      gion-switch","text":"the answers to compare carry no address"},{"reason":"missing-address","\
      rule":"location/return","text":"the answers to compare carry no address"},{"reason":"missing\
      -address","rule":"network/anonymiser-change","text":"the answers to compare carry no address\
      "},{"reason":"missing-address","rule":"network/switch","text":"the answers to compare carry \
      no address"},{"reason":"missing-address","rule":"evidence/unattributed-address","text":"the \
      answers to compare carry no address"},{"reason":"missing-address","rule":"evidence/unlocatab\
      le","text":"the answers to compare carry no address"},{"reason":"missing-address","rule":"ne\
      twork/anycast","text":"the answers to compare carry no address"},{"reason":"missing-address"\
      ,"rule":"network/hosting","text":"the answers to compare carry no address"},{"reason":"missi\
      ng-address","rule":"network/proxy","text":"the answers to compare carry no address"},{"reaso\
      n":"missing-address","rule":"network/relay","text":"the answers to compare carry no address"\
      },{"reason":"missing-address","rule":"network/satellite","text":"the answers to compare carr\
      y no address"},{"reason":"missing-address","rule":"network/tor","text":"the answers to compa\
      re carry no address"},{"reason":"missing-address","rule":"network/vpn","text":"the answers t\
      o compare carry no address"},{"reason":"missing-agent","rule":"client/automated","text":"the\
       answers to compare carry no agent that tells a device"},{"reason":"missing-agent","rule":"c\
      lient/implausible","text":"the answers to compare carry no agent that tells a device"},{"rea\
      son":"missing-agent","rule":"device/browser-switch","text":"the answers to compare carry no \
      agent that tells a device"},{"reason":"missing-agent","rule":"device/class-switch","text":"t\
      he answers to compare carry no agent that tells a device"},{"reason":"missing-agent","rule":\
      "device/downgrade","text":"the answers to compare carry no agent that tells a device"},{"rea\
      son":"missing-agent","rule":"device/interleaved","text":"the answers to compare carry no age\
      nt that tells a device"},{"reason":"missing-agent","rule":"device/model-switch","text":"the \
      answers to compare carry no agent that tells a device"},{"reason":"missing-agent","rule":"de\
      vice/os-switch","text":"the answers to compare carry no agent that tells a device"},{"reason\
      ":"missing-agent","rule":"device/return","text":"the answers to compare carry no agent that \
      tells a device"},{"reason":"missing-agent","rule":"device/version-gap","text":"the answers t\
      o compare carry no agent that tells a device"},{"reason":"missing-agent","rule":"evidence/un\
      attributed-agent","text":"the answers to compare carry no agent that tells a device"},{"reas\
      on":"single-observation","rule":"device/browser-switch","text":"fewer than two answers, so t\
      here is nothing to compare"},{"reason":"single-observation","rule":"device/class-switch","te\
      xt":"fewer than two answers, so there is nothing to compare"},{"reason":"single-observation"\
      ,"rule":"device/downgrade","text":"fewer than two answers, so there is nothing to compare"},\
      {"reason":"single-observation","rule":"device/interleaved","text":"fewer than two answers, s\
      o there is nothing to compare"},{"reason":"single-observation","rule":"device/model-switch",\
      "text":"fewer than two answers, so there is nothing to compare"},{"reason":"single-observati\
      on","rule":"device/os-switch","text":"fewer than two answers, so there is nothing to compare\
      "},{"reason":"single-observation","rule":"device/return","text":"fewer than two answers, so \
      there is nothing to compare"},{"reason":"single-observation","rule":"device/version-gap","te\
      xt":"fewer than two answers, so there is nothing to compare"},{"reason":"single-observation"\
      ,"rule":"evidence/retake-elsewhere","text":"fewer than two answers, so there is nothing to c\
      ompare"},{"reason":"single-observation","rule":"location/bordering","text":"fewer than two a\
      nswers, so there is nothing to compare"},{"reason":"single-observation","rule":"location/cou\
      ntry-switch","text":"fewer than two answers, so there is nothing to compare"},{"reason":"sin\
      gle-observation","rule":"location/far-switch","text":"fewer than two answers, so there is no\
      thing to compare"},{"reason":"single-observation","rule":"location/impossible-travel","text"\
      :"fewer than two answers, so there is nothing to compare"},{"reason":"single-observation","r\
      ule":"location/interleaved","text":"fewer than two answers, so there is nothing to compare"}\
      ,{"reason":"single-observation","rule":"location/region-switch","text":"fewer than two answe\
      rs, so there is nothing to compare"},{"reason":"single-observation","rule":"location/return"\
      ,"text":"fewer than two answers, so there is nothing to compare"},{"reason":"single-observat\
      ion","rule":"network/anonymiser-change","text":"fewer than two answers, so there is nothing \
      to compare"},{"reason":"single-observation","rule":"network/switch","text":"fewer than two a\
      nswers, so there is nothing to compare"},{"reason":"missing-time","rule":"location/impossibl\
      e-travel","text":"the answers carry no timestamps"},{"reason":"no-database","rule":"network/\
      anonymiser-change","text":"no location database was found"},{"reason":"no-database","rule":"\
      network/switch","text":"no location database was found"},{"reason":"no-database","rule":"loc\
      ation/bordering","text":"no location database was found"},{"reason":"no-database","rule":"lo\
      cation/country-switch","text":"no location database was found"},{"reason":"no-database","rul\
      e":"location/far-switch","text":"no location database was found"},{"reason":"no-database","r\
      ule":"location/impossible-travel","text":"no location database was found"},{"reason":"no-dat\
      abase","rule":"location/interleaved","text":"no location database was found"},{"reason":"no-\
      database","rule":"location/region-switch","text":"no location database was found"},{"reason"\
      :"no-database","rule":"location/return","text":"no location database was found"},{"reason":"\
      no-database","rule":"network/anycast","text":"no location database was found"},{"reason":"no\
      -database","rule":"network/hosting","text":"no location database was found"},{"reason":"no-d\
      atabase","rule":"network/proxy","text":"no location database was found"},{"reason":"no-datab\
      ase","rule":"network/relay","text":"no location database was found"},{"reason":"no-database"\
      ,"rule":"network/satellite","text":"no location database was found"},{"reason":"no-database"\
      ,"rule":"network/tor","text":"no location database was found"},{"reason":"no-database","rule\
      ":"network/vpn","text":"no location database was found"},{"reason":"missing-declaration","ru\
      le":"location/declared-country","text":"no country was declared"}],"outcome":"priority","out\
      come":"review","outcome":"not-assessable","outcome":"clear","provenance":{"databases":[{"bui\
      ltAt":"2026-01-01T00:00:00Z","hash":"sha256:","type":"GeoLite2-City"},{"builtAt":"2026-01-01\
      T00:00:00Z","hash":"sha256:","type":"GeoLite2-ASN"}],"engine":"0.1.0","input":"sha256:","ref\
      erenceDate":"2026-","rulePack":{"hash":"sha256:","name":"candor","version":"1.0.0"},"userAge\
      nts":"uap-core sha256: overlay sha256:"},"schema":"candor.assessment/1","timeline":{"observa\
      tions":[{"address":{"scope":"global","text":"","version":4},"answer":0,"at":"2026-0","attemp\
      t":0,"client":{"brand":"Samsung","browser":"Chrome Mobile","browserVersion":"131.0.0.0","cla\
      ss":"phone","engine":"Blink","frozen":["browserMinor","osVersion"],"model":"Galaxy","os":"An\
      droid"},"index":0,"network":{"asn":3352,"class":"residential","confidence":60,"organization"\
      :"TELEFONICA DE ESPANA","source":"asn-classes"},"place":{"city":"Madrid","country":"ES","lat\
      itude":40.4168,"longitude":-3.7038,"radiusKm":20,"source":"GeoLite2-City","subdivision":"MD"\
      },"step":0},{"address":{"scope":"global","text":"","version":4},"answer":1,"at":"2026-0","at\
      tempt":0,"client":{"brand":"Apple","browser":"Mobile Safari","browserVersion":"18.1","class"\
      :"phone","engine":"WebKit","frozen":["osVersion"],"model":"iPhone","os":"iOS"},"index":1,"ne\
      twork":{"asn":3352,"class":"residential","confidence":60,"organization":"TELEFONICA DE ESPAN\
      A","source":"asn-classes"},"place":{"city":"Madrid","country":"ES","latitude":40.4168,"longi\
      tude":-3.7038,"radiusKm":20,"source":"GeoLite2-City","subdivision":"MD"},"step":1},{"address\
      ":{"scope":"global","text":"","version":4},"answer":2,"at":"2026-0","attempt":0,"client":{"b\
      rand":"Apple","browser":"Safari","browserVersion":"18.1","class":"desktop","engine":"WebKit"\
      ,"frozen":["osVersion"],"model":"Mac","os":"macOS"},"index":2,"network":{"asn":3352,"class":\
      "residential","confidence":60,"organization":"TELEFONICA DE ESPANA","source":"asn-classes"},\
      "place":{"city":"Madrid","country":"ES","latitude":40.4168,"longitude":-3.7038,"radiusKm":20\
      ,"source":"GeoLite2-City","subdivision":"MD"},"step":2},{"address":{"scope":"global","text":\
      "","version":4},"answer":3,"at":"2026-0","attempt":0,"client":{"browser":"Chrome","browserVe\
      rsion":"131.0.0.0","class":"desktop","engine":"Blink","frozen":["browserMinor","osVersion"],\
      "os":"Windows"},"index":3,"network":{"asn":3352,"class":"residential","confidence":60,"organ\
      ization":"TELEFONICA DE ESPANA","source":"asn-classes"},"place":{"city":"Madrid","country":"\
      ES","latitude":40.4168,"longitude":-3.7038,"radiusKm":20,"source":"GeoLite2-City","subdivisi\
      on":"MD"},"step":3},{"address":{"scope":"global","text":"","version":4},"answer":4,"attempt"\
      :0,"client":{"browser":"","index":4,"missing":{"network":"not-attempted","place":"absent"},"\
      step":4}],"pattern":"interleaved","pattern":"return","pattern":"one-way","pattern":"steady",\
      "runs":[{"device":0,"first":0,"last":4,"place":0},{"device":1,"first":3,"last":4,"place":1}]\
      ,"switches":[{"changed":["address","network","place","device"],"device":"differentOS","from"\
      :2,"minimumDistanceKm":2249.8,"place":"far","to":3}]}}"pattern":"steady","runs":[{"device":0\
      ,"first":0,"last":4,"place":0}],"switches":[]}}
      """.utf8))
}
