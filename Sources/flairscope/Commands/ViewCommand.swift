import ArgumentParser
import Foundation
import Segmenter
import ViewerTUI
import VolumeModel
import Pictures
import TerminalIO
import ViewerLoop

struct ViewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Open the viewer on a case.",
    discussion: """
      Inside, ? lists the keys. Examples:

        flairscope view study/sub-07
        flairscope view --flair flair.nii.gz --rater1 a.nii.gz --rater2 b.nii.gz
        flairscope view study/sub-07 --weights run/weights.safetensors
        flairscope view --adjudicate study/sub-07   the final word on all readers
        flairscope view study                       all cases in it; J and K step
        flairscope view --cases list.txt            a case folder a line
        flairscope view --plain study/sub-07        a sentence a lesion, no screen

      Where the output is no terminal, --plain is taken for granted.
      """)

  @Argument(help: "A case folder, or a folder of many cases.", completion: .directory)
  var caseFolder: String?

  @Option(help: "Many cases: a folder of case folders, or a text file with one a line.", completion: .file())
  var cases: String?

  @OptionGroup(title: "Case") var source: CaseArguments
  @OptionGroup var viewer: ViewerArguments

  func validate() throws {
    if cases != nil, caseFolder != nil || source.caseFolder != nil || source.flair != nil {
      throw ValidationError("Give one case or --cases, not both.")
    }
  }

  func run() throws {
    if let cases { return try open(CaseFiles.collection(at: cases)) }
    let study = try source.study(positional: caseFolder)
    if let study, study.holdsSeveral { return try open(study.collection) }
    let preparation = try viewer.preparation(resampling: source.resample != nil)
    try viewer.open(
      preparation.prepare(source.load(positional: caseFolder, study: study, brainCache: preparation.brainCache)),
      preparation: preparation,
      caseWords: ["view"] + source.words(positional: caseFolder))
  }

  /// Opens many cases as a work list.
  private func open(_ collection: CaseCollection) throws {
    if viewer.journal != nil { throw ValidationError("--journal goes with one case; each has its own.") }
    let preparation = try viewer.preparation(resampling: source.resample != nil)
    for problem in collection.problems { Messages.note("left out: \(problem)") }
    let found = collection.cases.map { source.reading.applied(to: $0) }
    var workList = WorkList(found)
    if viewer.isPlain {
      for files in found { try viewer.describe(preparation.load(files)) }
      return
    }
    let first = try loadFirst(of: found, preparation, &workList)
    try viewer.open(first, workList: workList, preparation: preparation)
  }

  /// The first case that can be opened; those before it are marked in the list.
  private func loadFirst(
    of cases: [CaseFiles], _ preparation: CasePreparation, _ workList: inout WorkList
  ) throws -> ReviewCase {
    var failure: FileError?
    for (index, files) in cases.enumerated() {
      do throws(FileError) {
        if let note = CaseMemory(of: files)?.note { Messages.note(note) }
        let review = try preparation.load(files)
        workList.open(index)
        return review
      } catch {
        workList.fail(index, "\(error)")
        failure = failure ?? error
      }
    }
    throw failure ?? FileError(.notFound, path: "--cases", problem: "holds no case", advice: "name case folders")
  }
}

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the viewer on the bundled real case.",
    discussion: """
      A real FLAIR with the consensus of three raters (CC BY, Lesjak et al. 2018). Its second rater is SIMULATED, not a \
      human annotation.
      """)

  @OptionGroup var viewer: ViewerArguments

  func run() throws {
    let files = try CaseFiles.find(inFolder: try SampleCase.folder())
    let preparation = try viewer.preparation(resampling: false)
    try viewer.open(preparation.load(files), preparation: preparation, caseWords: ["demo"])
  }
}

/// The options of an interactive viewer, and how to open it.
struct ViewerArguments: ParsableArguments {
  @OptionGroup(title: "Start") var opening: OpeningArguments
  @OptionGroup(title: "Screen") var screen: ScreenArguments

  @Option(help: "Pictures in pixels: auto, kitty, sixel, iterm2, or glyphs for none.")
  var graphics: GraphicsChoice?

  @Flag(help: "Leave the mouse to the terminal, for marking text.")
  var noMouse = false

  @Option(help: "Key preset: mrtrix, itksnap or slicer.")
  var keys: String?

  @Flag(help: "Print one sentence a lesion, worst disagreement first, for screen readers and logs; no screen.")
  var plain = false

  @Flag(help: "Blind review: raters without names in an order that tells nothing, no prediction before your verdict.")
  var blind = false

  @Flag(help: "Open the case afresh, not where it was left, and keep nothing of this time.")
  var fresh = false

  @Option(
    help: "Weights to predict with (safetensors). Default: the starter weights of the program.",
    completion: .file(extensions: ["safetensors"]))
  var weights: String?

  @Option(help: "A finished run: predict with its weights, show its maps (train --maps).", completion: .directory)
  var run: String?

  @Option(help: "Threads for training and prediction; without it, the processors this program may use.")
  var threads: Int?

  @Option(help: "Where runs trained in the viewer are kept.", completion: .directory)
  var runs: String?

  @Option(
    help: "The journal of the review; without it, one under $XDG_STATE_HOME/flairscope/reviews.", completion: .file())
  var journal: String?

  @Option(help: "Who reviews; without it, the author of the configuration, or the login name.")
  var author: String?

  @Flag(
    help: """
      Have the final word: all readers' verdicts side by side, n walks what they differ in, and yours go into a journal \
      of your own.
      """)
  var adjudicate = false

  @Option(
    help: ArgumentHelp(
      "Look together: viewers of one case opened with one name go to each other's place, plane, window and overlays.",
      valueName: "name"))
  var follow: String?

  func validate() throws {
    if adjudicate, blind { throw ValidationError("--adjudicate shows what each reader said; it goes without --blind.") }
  }

  func preparation(resampling: Bool) throws -> CasePreparation {
    var preparation = CasePreparation(
      resamplesNearest: resampling, brainCache: .standard(environment: ProcessInfo.processInfo.environment))
    if blind {
      preparation.blindReviewer = try reviewer(preferences())
    }
    return preparation
  }

  private func reviewer(_ preferences: ViewerPreferences) -> String {
    author ?? preferences.configuration.author(environment: ProcessInfo.processInfo.environment)
  }

  private func preferences() throws -> ViewerPreferences {
    try screen.preferences([
      "mouse": noMouse ? "false" : nil, "graphics": graphics?.rawValue, "keys": keys,
      "threads": threads.map { "\($0)" },
    ])
  }

  var isPlain: Bool { plain || isatty(1) == 0 }

  /// The lesions of a case in sentences, on standard output.
  func describe(_ review: ReviewCase) throws {
    _ = try opening.view()
    let threshold = opening.binarise.flatMap(Double.init) ?? 0.5
    let reviewed = try ReviewedCase(
      of: review, journal: journal, threshold: threshold, author: reviewer(preferences()), isAdjudicated: adjudicate)
    for note in review.notes + reviewed.notes { Messages.note(note) }
    let rows = LesionOrder.worstFirst.sorted(reviewed.rows)
    let heading = "\(name: review.name): \(rows.count) lesion\(rows.count == 1 ? "" : "s")\n"
    try Results.write(heading + rows.map { Wording.sentence($0).visibleOnOneLine + "\n" }.joined())
  }

  func open(
    _ review: ReviewCase, workList: WorkList? = nil, preparation: CasePreparation = CasePreparation(),
    caseWords: [String]? = nil
  ) throws {
    try ThreadCount.check(threads)
    if let journal { try OutputFile.checkIsNoInput(journal, review.files.inputs) }
    if isPlain { return try describe(review) }
    let preferences = try preferences()
    let settings = try ModelSettings(
      threads: preferences.configuration.threads ?? ThreadCount.automatic, runsFolder: runs,
      weights: weights ?? run.map { $0 + "/weights.safetensors" })
    var start = ViewerStart()
    start.view = try opening.view()
    start.isFresh = fresh
    start.follow = try follow.map { try FollowPlace(name: $0, environment: ProcessInfo.processInfo.environment) }
    start.runFolder = run
    start.caseWords = caseWords
    let app = try ViewerApp(
      review: review, preferences: preferences, settings: settings, start: start, workList: workList,
      preparation: preparation,
      reviewing: ReviewSettings(
        journal: journal, author: reviewer(preferences), isAdjudicating: adjudicate))
    let signal = try app.run()
    if app.isTraining { Messages.line("flairscope: waiting for the training, which keeps its weights so far") }
    app.finish()
    if let yanked = app.yanked { try Results.write(yanked + "\n") }
    if app.lostActions > 0 {
      let actions = app.lostActions == 1 ? "1 action" : "\(app.lostActions) actions"
      throw CommandFailure(
        .transferFailed,
        "\(actions) of the review could not be recorded and \(app.lostActions == 1 ? "is" : "are") lost")
    }
    if app.unconfirmedActions > 0 {
      let actions = app.unconfirmedActions == 1 ? "the last action" : "the last \(app.unconfirmedActions) actions"
      throw CommandFailure(
        .transferFailed,
        "the disk did not confirm that it keeps \(actions) of the review; open the case again and see whether they are there"
      )
    }
    if let signal { throw ExitCode(128 + signal.rawValue) }
  }
}

extension TerminalError: StatusBearing {
  var exitStatus: ExitStatus { .wrongUsage }
}

extension SampleCaseError: StatusBearing {
  var exitStatus: ExitStatus { .noInput }
}
