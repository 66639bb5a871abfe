import ArgumentParser

@main
struct Flairscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flairscope",
    abstract: "Review multiple-sclerosis lesion annotations on FLAIR MRI, in a terminal.",
    subcommands: [
      InfoCommand.self, CompareCommand.self, SoftMaskCommand.self, ScoreCommand.self, ConsensusCommand.self,
      TrainCommand.self, PredictCommand.self,
    ])

  static func main() { runToEnd() }
}
