import ArgumentParser
import Foundation
import Segmenter
import ViewerTUI
import VolumeModel

/// Where the review of a case is kept, and how its lesions are counted.
struct ReviewArguments: ParsableArguments {
  @Option(
    help: "The journal of the review; without it, the one under $XDG_STATE_HOME/flairscope/reviews.",
    completion: .file())
  var journal: String?

  @Option(help: "Whose review is read and who signs; without it, the author of the configuration, or the login name.")
  var author: String?

  @Flag(help: "The final words of view --adjudicate instead of one reader's verdicts, with what each reader said.")
  var adjudicated = false

  @Option(name: .customLong("binarise"), help: "The threshold that makes a mask of the probability map.")
  var threshold = 0.5

  func validate() throws {
    guard (0...1).contains(threshold) else { throw ValidationError("--binarise runs from 0 to 1.") }
  }

  /// Whose review is asked for.
  var reader: String {
    let environment = ProcessInfo.processInfo.environment
    return author ?? Configuration(environment: environment).author(environment: environment)
  }

  /// A case with its lesions and what stands of them.
  /// - Parameter samples: annotations that a network drew.
  func load(_ review: ReviewCase, samples: [Mask] = []) throws -> ReviewedCase {
    try ReviewedCase(
      of: review, journal: journal, threshold: threshold, author: reader, isAdjudicated: adjudicated, samples: samples)
  }
}

struct ReviewedCase {
  let review: ReviewCase
  let prediction: Prediction?
  let table: LesionTable
  let history: ReviewHistory
  let inputs: [JournalInput]
  /// What is open, as a journal of it would say.
  private let header: JournalHeader
  /// nil where nothing was recorded.
  let journalPath: String?
  let contents: JournalContents?
  /// Whose review it is, where that is not who asks.
  private let readerNote: String?
  /// All readers of the case, where the final words on what they said are asked for.
  let readers: [ReaderReview]
  /// Whose verdicts these are; nil where nothing was recorded.
  let author: String?
  private let words: [[ReaderWord]]
  /// How long the review took; nil where nothing was recorded.
  let times: ReviewTimes?

  /// - Parameters:
  ///   - journal: The journal, or nil for the one in its usual place, if there is one.
  ///   - author: whose review is meant; where he has none and one other reader does, that one's is read.
  ///   - isAdjudicated: whether the final words on what all readers said are meant.
  ///   - samples: annotations that a network drew.
  init(
    of review: ReviewCase, journal: String?, threshold: Double, author: String, isAdjudicated: Bool = false,
    samples: [Mask] = []
  ) throws {
    // A blind review hides the prediction until the verdict.
    let known = review.isBlinded ? nil : review.prediction
    let prediction = known.map { Prediction(source: "from file", probability: $0, threshold: threshold) }
    let inputs = JournalInput.inputs(of: review)
    var path = journal
    var readerNote: String?
    let folder = JournalPlace.folder(
      of: review, inputs: inputs, environment: ProcessInfo.processInfo.environment)
    if path == nil {
      let found = try folder.flatMap {
        try Self.journal(of: author, inFolder: $0, named: review.name, isAdjudicated: isAdjudicated)
      }
      path = found?.path
      if let found, found.author != author || found.isBlind {
        readerNote =
          "the \(isAdjudicated ? "adjudication" : found.isBlind ? "blind review" : "review") by \(found.author) is read"
      }
    }
    self.readerNote = readerNote
    readers =
      isAdjudicated
      ? try folder.map { try JournalPlace.journals(inFolder: $0).map { try $0.read(on: review.grid).review } } ?? []
      : []
    let contents = try path.map { try JournalContents.read($0, grid: review.grid) }
    header = JournalHeader(version: Segmenter.version, caseName: review.name, inputs: inputs, author: "", time: "")
    if let path { try contents?.check(path, isOf: header) }
    let history = ReviewHistory(contents?.events ?? [])
    let masks = review.raters.map(\.mask)
    let kept = history.state.kept(outside: masks, on: review.grid)
    var sources = LesionSources(
      raters: masks, prediction: prediction?.mask, probability: prediction?.probability,
      kept: kept.isEmpty ? nil : kept, flair: review.flair.volume, brain: review.brain,
      comparesVisits: review.comparesVisits, pieces: history.state.pieces)
    sources.samples = samples
    let table = LesionTable(sources)
    self.review = review
    self.prediction = prediction
    self.table = table
    self.history = history
    self.inputs = inputs
    journalPath = path
    self.contents = contents
    self.author = contents?.records.last?.author ?? contents?.lastHeader?.author
    words = table.words(of: readers, raters: masks)
    times = contents.map { ReviewTimes($0.records) }
  }

  /// The author's own journal, his blind one where he has no other, or the only one that there is.
  private static func journal(
    of author: String, inFolder folder: String, named name: String, isAdjudicated: Bool
  ) throws -> ReaderJournal? {
    let all =
      isAdjudicated ? JournalPlace.adjudications(inFolder: folder) : JournalPlace.journals(inFolder: folder)
    if let own = all.first(where: { $0.author == author && !$0.isBlind }) ?? all.first(where: { $0.author == author }) {
      return own
    }
    guard all.count > 1 else { return all.first }
    let readers = Set(all.map(\.author)).sorted().joined(separator: ", ")
    throw CommandFailure(
      .wrongUsage,
      "\(name): several people have \(isAdjudicated ? "adjudicated" : "reviewed") it (\(readers)); name one with --author"
    )
  }

  var rows: [LesionRow] { table.rows(history.state, words: words) }

  /// The lesions as files have them.
  func entries(_ rows: [LesionRow]) -> [LesionEntry] {
    let seconds = times?.seconds(in: table) ?? [:]
    return rows.map { LesionEntry($0, in: table, seconds: seconds[$0.id]) }
  }

  /// How far all readers of the case agree in their verdicts, blind reviews included; empty with fewer than two.
  func readerAgreement() throws -> [ReaderAgreement] {
    try ReaderAgreement.ofReaders(
      of: review, inputs: inputs, in: table, environment: ProcessInfo.processInfo.environment)
  }

  /// What is unusual about the journal, a sentence each.
  var notes: [String] {
    guard let contents, let journalPath else { return [] }
    var notes = [readerNote].compactMap { $0 }
    if let last = contents.lastHeader { notes += header.changes(since: last) }
    if !contents.unreadableLines.isEmpty {
      notes.append("\(journalPath): \(contents.unreadableLines.count) lines cannot be read and were passed over")
    }
    return notes
  }
}

extension LesionFilterError: StatusBearing {
  var exitStatus: ExitStatus { .wrongUsage }
}
