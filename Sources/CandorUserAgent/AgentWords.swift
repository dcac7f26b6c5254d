/// Words of television sets and boxes for them, in lower case.
enum TelevisionWords {
  static let all = [
    "smarttv", "smart-tv", "smart tv", "hbbtv", "googletv", "google tv", "android tv", "appletv",
    "apple tv", "tvos/", "bravia", "crkey", "roku/", "roku4", "netcast", "web0s", "webos.tv",
    "vidaa",
    "large screen", "viera", "aquos", "inettvbrowser", "pov_tv", "philipstv", "opera tv",
    "ce-html", "dtv", "kylo/", "boxee", "espial", "aftb", "aftm", "afts", "aftt", "aftn",
    "afta", "aftka", "aftmm", "shield android tv", "mibox", "chromecast", "tizen tv",
    "linux/smarttv", "maple",
  ]
}

/// Words of tablets whose agents do not say so by leaving `Mobile` out.
enum TabletWords {
  static let all = [
    "PlayBook", "Kindle", "Silk/", "SM-T", "SM-X", "SM-P", "GT-P", "Nexus 7", "Nexus 9",
    "Nexus 10", "Pixel C", "Pixel Tablet", "KFTT", "KFOT", "KFJW", "KFTH", "KFAP", "KFSO",
    "KFAR", "KFAS", "KFME", "KFGI", "KFFO", "KFAU", "KFDO", "KFSU", "KFMU", "KFKA", "KFON",
    "KFTR", "hp-tablet", "TouchPad", "Xoom", "Lenovo TB", "Tab",
  ]
}

/// Programs and libraries that speak HTTP and show nothing, by the word their agents begin with, in
/// lower case.
enum HTTPClientWords {
  static let all = [
    "curl/", "libcurl", "wget/", "wget ", "python-requests", "python-httpx", "python-urllib",
    "python/", "aiohttp", "httpx/", "urllib", "go-http-client", "go http package", "java/",
    "java-http-client", "jakarta commons-httpclient", "apache-httpclient", "okhttp", "axios/",
    "node-fetch", "undici", "node.js", "got (", "got/", "superagent", "libwww-perl", "lwp::",
    "ruby", "faraday", "httparty", "rest-client/", "guzzlehttp", "php/", "postmanruntime",
    "insomnia/", "httpie/", "reqwest", "hyper/", "dart/", "restsharp", "httpclient", "winhttp",
    "scrapy", "mechanize", "powershell", "deno/", "bun/", "typhoeus", "excon", "lua-resty-http",
  ]

  /// Whether a name that stands alone, as platforms send it, is one of them: `curl`,
  /// `Python Requests`, `WindowsPowerShell`.
  static func matches(name: String) -> Bool {
    let name = name.lowercased()
    if name == "node" || name.hasSuffix("powershell") { return true }
    // Where the words have a slash, an agent has its version.
    let forms = [name + "/", name.replacing(" ", with: "/") + "/"]
    return all.contains { word in forms.contains { $0.hasPrefix(word) } }
  }
}

/// Programs that fetch pages and name themselves, by the word their agents carry, in lower case.
///
/// Those that uap-core tells by their names ending in `bot` need no entry; a few that also send the
/// agent of a whole phone or computer have one.
struct Robot {
  /// The word.
  let word: String
  /// What its owner calls it.
  let name: String

  static let all: [Robot] = [
    ("googlebot/", "Googlebot"), ("bingbot/", "bingbot"), ("gptbot/", "GPTBot"),
    ("chatgpt-user/", "ChatGPT-User"), ("claude-user/", "Claude-User"),
    ("perplexity-user/", "Perplexity-User"), ("mistralai-user/", "MistralAI-User"),
    ("meta-externalagent/", "Meta-ExternalAgent"),
    ("meta-externalfetcher/", "Meta-ExternalFetcher"),
    ("facebookexternalhit/", "facebookexternalhit"), ("googleother", "GoogleOther"),
    ("google-inspectiontool/", "Google-InspectionTool"), ("bytespider", "Bytespider"),
    ("applebot/", "Applebot"), ("amazonbot/", "Amazonbot"),
  ].map { Robot(word: $0.0, name: $0.1) }
}

/// Apps built on Electron that people use, by the product name in their agents, in any case: most
/// send the name of their package, as `obsidian` does.
///
/// An agent with `Electron/` and none of these is a script's window as likely as a person's.
enum DesktopApp {
  static let all = [
    "Slack", "Teams", "Discord", "WhatsApp", "Signal", "Code", "Notion", "Figma", "Obsidian",
    "Skype", "Mattermost", "Element", "Riot", "Rocket.Chat", "Asana", "Trello", "ClickUp",
    "Linear", "Loom", "Ferdium", "Ferdi", "Franz", "Rambox", "Station", "Wavebox", "Shift",
    "Basecamp", "GitHubDesktop", "Atom", "Hyper", "Twitch", "TIDAL", "Deezer", "Nextcloud", "Min",
    "Webex", "WebexTeams", "RingCentral", "Zoom", "Wire", "Keybase", "Evernote", "Todoist",
    "Postman", "Cursor", "Miro", "Lark", "Feishu", "Beekeeper", "Logseq", "Spark", "Superhuman",
    "Mailspring", "Workplace", "Yammer", "Zulip", "Guilded", "Tandem", "Around", "Krisp",
    "Whimsical",
    "Canva", "Airtable", "Motion", "Amie", "Brave", "Messenger", "Microsoft Teams", "Bitwarden",
    "1Password", "Dialpad", "Chatwork", "Typetalk", "Freedom", "Gather", "Joplin", "Stoplight",
    "SafeExamBrowser", "HackerRank", "CoderPad", "BoxNotes", "AtomShell",
  ]
}

/// Apps with a browser of their own inside, by the word their agents carry.
///
/// The first of the list that is there is the host: apps that others are built on come last.
struct InAppHost {
  /// The word.
  let word: String
  /// What people call the app.
  let name: String

  static let all: [InAppHost] = [
    ("LinkedInApp", "LinkedIn"), ("MessengerForiOS", "Messenger"),
    ("MessengerLiteForiOS", "Messenger"), ("Orca-Android", "Messenger"),
    ("Instagram ", "Instagram"), ("Barcelona ", "Threads"), ("WhatsApp/", "WhatsApp"),
    ("Telegram-Android/", "Telegram"), ("Telegram/", "Telegram"), ("musical_ly", "TikTok"),
    ("BytedanceWebview", "TikTok"), ("TikTok", "TikTok"), ("trill_", "TikTok"),
    ("Snapchat/", "Snapchat"), ("Snapchat ", "Snapchat"), ("Pinterest/", "Pinterest"),
    ("[Pinterest", "Pinterest"), ("Twitter for ", "X"), ("TwitterAndroid", "X"),
    ("Reddit/", "Reddit"), ("wxwork/", "WeCom"), ("MicroMessenger/", "WeChat"),
    (" Line/", "LINE"), ("KAKAOTALK", "KakaoTalk"), ("Viber/", "Viber"), ("Zalo ", "Zalo"),
    ("ZaloTheme", "Zalo"), ("DingTalk/", "DingTalk"), ("Lark/", "Lark"), ("Feishu/", "Lark"),
    ("NAVER(", "Naver"), ("Weibo", "Weibo"), ("__weibo__", "Weibo"), (" QQ/", "QQ"),
    ("AlipayClient/", "Alipay"), ("AliApp(", "Alibaba"), ("baiduboxapp/", "Baidu"),
    ("IndeedJobSearch", "Indeed"), ("Indeed App", "Indeed"), ("Indeed/", "Indeed"),
    ("Glassdoor/", "Glassdoor"), ("Glassdoor App", "Glassdoor"), ("ZipRecruiter", "ZipRecruiter"),
    ("Xing/", "XING"), ("XingApp", "XING"), ("InfoJobs", "InfoJobs"),
    ("Jobandtalent", "Jobandtalent"),
    ("Discord/", "Discord"), ("Slack/", "Slack"), ("Slack_SSB", "Slack"), ("Teams/", "Teams"),
    ("TeamsMobile-", "Teams"), ("Skype/", "Skype"), ("Outlook-iOS/", "Outlook"),
    ("Outlook-Android/", "Outlook"), ("GmailApp", "Gmail"), ("Gmail/", "Gmail"),
    ("VKAndroidApp/", "VK"), ("VKClient", "VK"), ("OKApp", "Odnoklassniki"), ("Quora ", "Quora"),
    ("Tumblr/", "Tumblr"), ("Flipboard/", "Flipboard"), ("BingSapphire/", "Bing"),
    ("BingWeb/", "Bing"), ("YJApp-", "Yahoo Japan"), ("YaApp_", "Yandex"),
    ("YandexSearch/", "Yandex"), ("GSA/", "Google"),
    ("FBAN/", "Facebook"), ("FBAV/", "Facebook"), ("FB_IAB/", "Facebook"),
  ].map { InAppHost(word: $0.0, name: $0.1) }
}
