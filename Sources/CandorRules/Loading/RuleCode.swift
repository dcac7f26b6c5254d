/// The codes of diagnostics about rules; listed in `docs/diagnostics.md` and never used again for
/// anything else.
enum RuleCode: String, CaseIterable, Sendable {
  // MARK: The file

  case malformedYAML = "R001"
  case anchorOrAlias = "R002"
  case nestedTooDeep = "R003"
  case fileTooLarge = "R004"
  case tooManyNodes = "R005"
  case duplicateKey = "R006"
  case unknownKey = "R007"
  case missingKey = "R008"
  case wrongShape = "R009"
  case unknownWord = "R010"
  case severalDocuments = "R011"
  case customTag = "R012"
  case emptyFile = "R013"
  case emptyText = "R014"
  case furtherDiagnostics = "R015"

  // MARK: The rule

  case invalidRuleID = "R020"
  case misplacedRuleFile = "R021"
  case duplicateRuleID = "R022"
  case invalidVersion = "R023"
  case tooManyRules = "R024"
  case deprecationMismatch = "R025"
  case deprecatedRule = "R026"
  case noRules = "R027"
  case scopeOutsideArea = "R028"
  case invalidParameterName = "R030"
  case parameterTypeMismatch = "R031"
  case parameterOutOfRange = "R032"
  case emptyParameterRange = "R033"

  // MARK: Expressions

  case expressionSyntax = "R040"
  case unknownName = "R041"
  case unknownField = "R042"
  case unknownFunction = "R043"
  case typeMismatch = "R044"
  case invalidLiteral = "R045"
  case expressionLimit = "R046"
  case constantComparison = "R047"
  case conditionNotTruthValue = "R048"
  case unprintableResult = "R049"
  case malformedTemplate = "R050"
  case tooManyTemplatePieces = "R051"
  case unknownRequirement = "R052"
  case severityWithoutDefault = "R053"
  case unreachableSeverity = "R054"
  case notObservations = "R055"

  // MARK: Tuning

  case unknownRule = "R060"
  case unknownParameter = "R061"
  case duplicateException = "R062"
  case invalidDate = "R063"
  case expiredException = "R064"

  // MARK: Lint

  case missingTests = "R070"
  case missingTestSection = "R071"
  case verdictOnPerson = "R072"
  case unusedParameter = "R073"
  case bareThreshold = "R074"
  case parameterWithoutUnit = "R075"
  case particularGroup = "R076"
  case noInnocentReasons = "R078"
  case testsWithoutRule = "R079"
  case noReferences = "R080"
  case linkingParameterKind = "R081"

  // MARK: Tests of rules

  case duplicateTestName = "R090"
  case invalidFact = "R091"
  case misplacedExpectation = "R092"
}
