/// How a data set or a program lays out its files: a row of data. To teach the program another one, add a row.
package struct StudyLayout: Sendable {
  /// As in "ISBI 2015".
  package let name: String
  /// What it is, in a sentence.
  package let summary: String
  /// Which file plays which role; the first rule that matches a file decides. Among several FLAIR images, or images of
  /// one sequence, the one whose rule stands first is taken.
  let rules: [LayoutRule]
  /// The captures that tell one case from another, in the order in which they make its name.
  let keys: [String]
  /// What a case is called, from the captures; without it, the keys joined by "_".
  var caseName: String?
  /// Whose scan it is, from the captures; without it, the case's name.
  var patient: String?
  /// What the visit is called, from the captures.
  var visit = "{visit}"
  /// Whether one number in two folders of the data set is one person, scanned or processed in several ways.
  var sharesPatientsAcrossFolders = false
  /// Whether all files of a case lie in the folders that the rules name: one elsewhere is of another scan, though its number
  /// be the same.
  var staysInFolders = false

  /// Whether files are matched with cases by BIDS entities, over the whole data set.
  var usesEntities = false
  /// Whether the beginning of a name tells whose file it is; and files of other layouts may belong to its cases.
  var usesNameStarts = false
  /// Whether it is tried only where no other layout finds a case.
  var isLastResort = false
  /// A line that a reader should know about the masks of this layout.
  var remark: String?

  /// All layouts, in the order in which they are tried.
  package static let all = published + [bids, plain, folderNames, imagesAndMasks]

  /// The patterns in the rows, for the manual.
  package var patterns: [(role: String, pattern: String)] { rules.map { ($0.role.title, $0.pattern.text) } }
}

/// A rule of a layout.
struct LayoutRule: Sendable {
  let role: FileRole
  let pattern: PathPattern
  /// The label values that are lesions, where a mask of this layout holds others too.
  var lesionLabels: [Int]?
  /// Whether the rule decides even where no case has the file.
  var claimsAlone = false
  /// Whether a FLAIR counts only beside another file of the layout with the same captures, since its name alone is one that
  /// other people give as well.
  var needsCompanion = false

  /// The captures of a pattern that tell cases apart are the layout's keys; "rater" and "channel" do not.
  init(
    _ role: FileRole, _ pattern: String, lesionLabels: [Int]? = nil, claimsAlone: Bool = false,
    needsCompanion: Bool = false
  ) {
    self.role = role
    self.pattern = PathPattern(pattern)
    self.lesionLabels = lesionLabels
    self.claimsAlone = claimsAlone
    self.needsCompanion = needsCompanion
  }
}

/// What a file is to a case.
enum FileRole: Sendable, Hashable {
  case flair
  /// Another sequence, as in "T1".
  case image(String)
  /// A lesion mask; the name of who drew it may hold captures, as in "rater{rater}".
  case rater(String?)
  /// A lesion mask that a program made, with the program's name.
  case program(String)
  case brainMask
  case prediction
  /// An image whose sequence a file of the data set tells by its number.
  case channel
  /// A file without a role, and why.
  case passedOver(String)

  /// Whether it is a lesion mask.
  var isRater: Bool {
    switch self {
    case .rater, .program: true
    default: false
    }
  }

  /// For people.
  var title: String {
    switch self {
    case .flair: "FLAIR"
    case .image(let sequence): sequence
    case .rater, .program: "rater"
    case .brainMask: "brain mask"
    case .prediction: "prediction"
    case .channel: "image"
    case .passedOver: "passed over"
    }
  }
}
