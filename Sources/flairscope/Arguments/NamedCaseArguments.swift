import ArgumentParser

/// Cases that are named one by one: by their folders alone, or with --case before each.
struct NamedCaseArguments: ParsableArguments {
  @Argument(help: ArgumentHelp("Case folders.", valueName: "case-folder"), completion: .directory)
  private var alone: [String] = []

  @Option(name: .customLong("case"), help: "A case folder; may be given several times.", completion: .directory)
  private var withOption: [String] = []

  var folders: [String] { alone + withOption }
}
