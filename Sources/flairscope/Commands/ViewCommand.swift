import ArgumentParser
import Foundation
import Segmenter
import ViewerTUI
import VolumeModel

struct ViewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Open the viewer on a case.",
    discussion: """
      Inside, ? lists the keys. Examples:

        flairscope view study/sub-07
        flairscope view --flair flair.nii.gz --rater1 a.nii.gz --rater2 b.nii.gz
        flairscope view study/sub-07 --weights run/weights.safetensors
      """)

  @Argument(help: "A case folder.", completion: .directory)
  var caseFolder: String?

  @OptionGroup(title: "Case") var source: CaseArguments
  @OptionGroup var viewer: ViewerArguments

  func run() throws { try viewer.open(source.load(positional: caseFolder)) }
}

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the viewer on the bundled real case.",
    discussion: """
      A real FLAIR with the consensus of three raters (CC BY, Lesjak et al. 2018). Its second rater is SIMULATED, not a
      human annotation.
      """)

  @OptionGroup var viewer: ViewerArguments

  func run() throws {
    let files = try CaseFiles.find(inFolder: try SampleCase.folder())
    try viewer.open(ReviewCase.load(files, withImages: false))
  }
}

/// The options of an interactive viewer, and how to open it.
struct ViewerArguments: ParsableArguments {
  @OptionGroup(title: "Start") var opening: OpeningArguments
  @OptionGroup(title: "Screen") var screen: ScreenArguments

  @Flag(help: "Leave the mouse to the terminal, for marking text.")
  var noMouse = false

  @Option(help: "Key preset: mrtrix, itksnap or slicer.")
  var keys: String?

  @Option(help: "Weights to predict with (safetensors).", completion: .file(extensions: ["safetensors"]))
  var weights: String?

  @Option(help: "Threads for training and prediction; without it, the processors this program may use.")
  var threads: Int?

  @Option(help: "Where runs trained in the viewer are kept.", completion: .directory)
  var runs: String?

  func open(_ review: ReviewCase) throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
    let preferences = try screen.preferences([
      "mouse": noMouse ? "false" : nil, "keys": keys, "threads": threads.map { "\($0)" },
    ])
    let settings = ModelSettings(
      threads: preferences.configuration.threads ?? ThreadCount.automatic, runsFolder: runs,
      initialModel: try weights.map { try TrainedModel.read(from: $0) })
    let view = try opening.view()
    let app = try ViewerApp(review: review, preferences: preferences, settings: settings, layout: view)
    if let signal = try app.run() { throw ExitCode(128 + signal.rawValue) }
  }
}

extension TerminalError: StatusBearing {
  var exitStatus: ExitStatus { .wrongUsage }
}

extension SampleCaseError: StatusBearing {
  var exitStatus: ExitStatus { .noInput }
}
