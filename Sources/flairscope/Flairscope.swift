import ArgumentParser
import TerminalIO

@main
struct Flairscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flairscope",
    abstract: "Review multiple-sclerosis lesion annotations on FLAIR MRI, in a terminal.",
    version: BuildVersion.text,
    subcommands: [
      ViewCommand.self, DemoCommand.self, InfoCommand.self, CompareCommand.self,
      CompareSetsCommand.self, BrainCommand.self,
      SoftMaskCommand.self, ConsensusCommand.self, PerturbCommand.self, TrainCommand.self, PredictCommand.self,
      AgreementCommand.self,
      RelabelCommand.self,
      ScoreCommand.self, ExperimentCommand.self, PublishedCommand.self,
      RenderCommand.self, LesionsCommand.self, ExportCommand.self,
      ExportONNXCommand.self, CompactWeightsCommand.self, ConfigCommand.self, DoctorCommand.self,
    ],
    defaultSubcommand: ViewCommand.self)

  static func main() {
    CrashReport.waitsForNoKey()
    BundledTerminfo.offer()
    runToEnd()
  }
}
