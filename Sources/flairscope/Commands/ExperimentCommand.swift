import ArgumentParser
import Foundation
import Segmenter
import ViewerTUI
import VolumeModel
import Pictures

struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Repeat an experiment of a paper on your own cases, and print its table beside the published one.",
    discussion: """
      soft-mask    size and label of the soft mask: Kats et al., ISBI 2019
      loss         losses with and without inverse weighting: Shirokikh et al.
      noise        methods for noisy annotations: Wang et al.; Shi and Wu
      relabel      Dice against clean and noisy masks: Redekop and Chernyavskiy
      truth        self-test: do maps mark annotations corrupted on purpose?
      raters       whose masks to learn from, where several people drew every case

      One patient is left out at a time, with all visits (a folder sub-* names the patient), or a fold of them (--folds); \
      every cell is repeated with several seeds, methods are compared by paired tests over the patients. Each cell is a run \
      folder below DIR/cells. After Ctrl-C, a kill or a power cut the same command continues, with the same result; \
      with more seeds, methods, kinds or rates it adds their cells to those that are done. \
      --shard K/N lets N programs on one file system work together, --slurm has a cluster start them: docs/cluster.md.

      Examples:

        flairscope experiment soft-mask --cases study.txt --out soft --quick
        flairscope experiment loss --cases study --out losses --losses focal
        flairscope experiment noise --cases study --out noise --methods mcpm,pint
        flairscope experiment noise --cases study --out noise --quick --folds 4
        flairscope experiment relabel --cases study --out relabel --quick --list
        flairscope experiment truth --cases study --out truth --quick

      Published numbers are of other data. They stand beside yours to compare the order of methods, not digits.
      """)

  @Argument(help: "soft-mask, loss, noise, relabel, truth or raters.")
  var name: ExperimentName
  @Option(name: .customLong("case"), help: "A case folder; may be given several times.", completion: .directory)
  var caseFolders: [String] = []
  @Option(help: "A text file with one case folder a line, or a folder of cases.", completion: .file())
  var cases: String?
  @Option(name: .customLong("out"), help: "The folder for cells and tables.", completion: .directory)
  var output: String
  @OptionGroup(title: "Setting") var arguments: ExperimentArguments
  @OptionGroup(title: "On a cluster") var cluster: ClusterArguments
  @Flag(help: "Print the cells and a forecast of their time without training.")
  var list = false
  @Option(help: "Worker threads. Default: all processors available to the program. The result does not depend on it.")
  var threads: Int?
  @OptionGroup var engine: EngineArguments
  @Flag(help: "Print one JSON document: every cell's numbers, and the tables.")
  var json = false

  func validate() throws {
    guard cases != nil || !caseFolders.isEmpty || cluster.asksStatus else {
      throw ValidationError("Give the cases: --cases FILE, or --case FOLDER for each.")
    }
    try ThreadCount.check(threads)
    _ = try arguments.setting(name)
  }

  func run() throws {
    if cluster.asksStatus { return try ClusterStatus(of: output).write(json: json, command: "experiment") }
    let stopping = StopFlag.raisedBySignals()
    let setting = try arguments.setting(name)
    try setting.check()
    let folder = ExperimentFolder(path: output)
    let run = try ExperimentRun(
      setting, cases: try loadedCases(setting), folder: folder, threads: threads ?? ThreadCount.automatic)
    stopping.hold { run.stop() }
    if list { return try printList(run) }
    if cluster.submits {
      return try cluster.submit(
        output: output, items: run.cells.count, shards: run.shardFolder
      ) { try run.prepareShards() }
    }
    let results: ExperimentResults
    let failures: [ExperimentError]
    var left = 0
    if cluster.collects {
      (results, failures, left) = try run.collected()
      for failure in failures { Messages.error("\(failure)") }
      if left > 0 { Messages.error("\(left) of \(run.cells.count) cells are not done") }
    } else {
      guard let done = try runCells(run, stopping) else { return }
      (results, failures) = done
    }
    let report = ExperimentReport(results)
    let document = ExperimentDocument(run, results, report, failures)
    try write(report, document, to: folder)
    if json {
      try JSONDocument(command: "experiment", document).write()
    } else {
      let width = TerminalWidth.of(STDOUT_FILENO)
      try Results.write(report.text(width: width ?? 120, isFolded: width != nil) + figures(report))
    }
    if !failures.isEmpty || left > 0 { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }

  /// All cells, with progress; a stop says how far it came.
  /// - Returns: nil for a shard that others are still at work beside.
  private func runCells(
    _ run: ExperimentRun, _ stopping: StopFlag
  ) throws -> (results: ExperimentResults, failures: [ExperimentError])? {
    let reporter = ExperimentReporter(run.cells, forecast: run.forecast())
    defer { reporter.finish() }
    do {
      guard let shard = cluster.shard else { return try run.run { reporter.report($0) } }
      switch try run.run(shard: shard, onEvent: { reporter.report($0) }) {
      case .whole(let results, let failures): return (results, failures)
      case .left(let left, let failures):
        reporter.finish()
        Messages.line("cells left to other shards: \(left); the last one writes the tables, or --collect")
        if !failures.isEmpty { throw ExitCode(ExitStatus.someFailed.rawValue) }
        return nil
      }
    } catch let error as ExperimentError {
      reporter.finish()
      guard error == .interrupted else { throw error }
      let done = "\(reporter.doneCount) of \(run.cells.count) cells are done"
      Messages.line("\(done); the same command continues with the rest")
      throw ExitCode(128 + (stopping.signal ?? SIGINT))
    }
  }

  private func loadedCases(_ setting: ExperimentSetting) throws -> [ExperimentCase] {
    let collection = try cases.map { try CaseFiles.collection(at: $0) }
    for problem in collection?.problems ?? [] { Messages.note("left out: \(problem)") }
    let files = (collection?.cases ?? []) + (try caseFolders.map { try CaseFiles.find(inFolder: $0) })
    return try files.map { files in
      let loaded = try ExperimentCase.load(
        files, roles: setting.imageRoles, growsMasks: setting.name == .softMask,
        readsAllRaters: setting.name == .raters)
      let raters = loaded.raters.map { "\($0.name)\($0.isSimulated ? " (SIMULATED)" : "")" }
      Messages.line("\(loaded.name): patient \(loaded.patient), raters \(raters.joined(separator: ", "))")
      return loaded
    }
  }

  private func printList(_ run: ExperimentRun) throws {
    let done = try run.doneCells()
    let forecast = run.forecast()
    let left = run.cells.indices.filter { !done.contains($0) }
    let seconds = left.reduce(0) { $0 + forecast.seconds[$1] }
    if json {
      let rows = run.cells.indices.map {
        ListedCell(name: run.cells[$0].name, isDone: done.contains($0), forecastSeconds: forecast.seconds[$0])
      }
      return try JSONDocument(command: "experiment", ExperimentList(cells: rows, forecastSeconds: seconds)).write()
    }
    var table = TextTable([("cell", .left), ("about", .right)])
    for (number, cell) in run.cells.enumerated() {
      table.add([cell.name, done.contains(number) ? "done" : "\(Int(forecast.seconds[number].rounded(.up))) s"])
    }
    try Results.write(
      table.text
        + "\n\(run.cells.count) cells, \(left.count) to run: about \(ExperimentReporter.text(seconds: seconds))\n")
  }

  /// Tables as text, Markdown, CSV and JSON, and the curves, beside the cells.
  private func write(_ report: ExperimentReport, _ document: ExperimentDocument, to folder: ExperimentFolder) throws {
    try folder.write(report.text(), to: "tables.txt")
    try folder.write(report.markdown, to: "tables.md")
    for file in report.csvFiles { try folder.write(file.content, to: "\(file.name).csv") }
    try folder.write(try JSONDocument(command: "experiment", document).text(), to: "results.json")
    try ExperimentChart.write(report.figures, to: output + "/curves.png")
  }

  private func figures(_ report: ExperimentReport) -> String {
    let isTerminal = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    return report.figures.map { figure in
      "\n"
        + ExperimentChart.lines(figure, width: 80, height: 12, style: isTerminal ? .colours : .plain)
        .joined(separator: "\n") + "\n"
    }.joined()
  }
}
