internal import Foundation
internal import TOMLKit
import TOMLReading
public import VolumeModel

/// The folder of an experiment: `experiment.toml` (its setting and cases), `cells/NAME` (a run folder each, with
/// `result.json` when the cell is done), `masks` (noisy annotations that cells were trained on), and the tables.
public struct ExperimentFolder: Sendable, Hashable {
  /// Of the folder.
  public let path: String

  /// A folder; nothing is made or read yet.
  public init(path: String) { self.path = path }

  func file(_ name: String) -> String { path + "/" + name }

  /// The run folder of a cell.
  public func cellPath(_ cell: ExperimentCell) -> String { file("cells/" + cell.name) }

  /// Makes the folder and writes down what is done in it, or checks that it holds the same experiment. More seeds, or
  /// more rows and columns, are the same experiment: cells that are done stay.
  /// - Throws: `cannotCreate` when it holds another experiment, or something else.
  public func begin(_ setting: ExperimentSetting, cases: [ExperimentCase]) throws(FileError) {
    let record = ExperimentRecord(setting: setting, cases: cases)
    if let stored = try storedRecord() {
      guard stored.isSameExperiment(as: record) else {
        throw FileError(
          .cannotCreate, path: file("experiment.toml"), problem: "was made with other settings or cases",
          advice: "give the options of the first start and what is to be added to them, or another folder")
      }
      if stored.setting != setting { try write(record) }
      return
    }
    // Another shard may be about to begin the same folder.
    let ours: Set<String> = ["cells", "masks", "slurm"]
    let entries = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      !ours.contains($0) && !$0.hasPrefix(".")
    }
    guard entries.isEmpty else {
      throw FileError(
        .cannotCreate, path: path, problem: "holds other files", advice: "choose a folder that is new or empty")
    }
    for folder in ["cells", "masks"] { try OutputFolder.make(file(folder)) }
    try write(record)
  }

  private func write(_ record: ExperimentRecord) throws(FileError) {
    let text: String
    do {
      text = try TOMLEncoder().encode(record)
    } catch {
      throw RunFolder.unwritable(file("experiment.toml"), "\(error)")
    }
    try OutputFile.write(Data((text + "\n").utf8), to: file("experiment.toml"))
  }

  /// What a cell came to; nil while it is not done.
  public func result(of cell: ExperimentCell) throws(FileError) -> CellResult? {
    let path = cellPath(cell) + "/result.json"
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    guard let result = try? JSONDecoder().decode(CellResult.self, from: data), result.condition == cell.condition.name,
      result.leftOut == cell.leftOut.name, result.seed == cell.seed
    else {
      throw FileError(
        .badData, path: path, problem: "is no result of this cell", advice: "remove it, and the cell is run again")
    }
    return result
  }

  func write(_ result: CellResult, of cell: ExperimentCell) throws(FileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let path = cellPath(cell) + "/result.json"
    do {
      try OutputFile.write(try encoder.encode(result), to: path)
    } catch let error as FileError {
      throw error
    } catch {
      throw RunFolder.unwritable(path, "\(error)")
    }
  }

  /// Writes tables and the like, in place of those of an earlier start.
  public func write(_ text: String, to name: String) throws(FileError) {
    try OutputFile.write(Data(text.utf8), to: file(name))
  }

  private func storedRecord() throws(FileError) -> ExperimentRecord? {
    let path = file("experiment.toml")
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try TOMLDocument.decode(
        ExperimentRecord.self, from: EarlierNames.replaced(in: try String(contentsOfFile: path, encoding: .utf8)))
    } catch {
      throw FileError(
        .badData, path: path, problem: "is not an experiment file of this program", advice: "choose another folder")
    }
  }
}

/// `experiment.toml`.
struct ExperimentRecord: Codable {
  struct Scan: Codable, Hashable {
    var patient: String
    var files: RunCase
  }

  var version: String
  var setting: ExperimentSetting
  var cases: [Scan]

  init(setting: ExperimentSetting, cases: [ExperimentCase]) {
    version = Segmenter.version
    self.setting = setting
    self.cases = cases.map { Scan(patient: $0.patient, files: $0.record) }
  }

  /// The order of the cases plays no part in what comes out, but their masks do.
  func isSameExperiment(as other: ExperimentRecord) -> Bool {
    guard setting.canGrow(to: other.setting), cases.count == other.cases.count else { return false }
    return zip(cases.sorted { $0.files.name < $1.files.name }, other.cases.sorted { $0.files.name < $1.files.name })
      .allSatisfy { $0.patient == $1.patient && $0.files.difference(from: $1.files) == nil }
  }
}
