import Segmenter
import VolumeModel

/// What `experiment --json` prints, and `results.json` holds.
struct ExperimentDocument: Encodable {
  private let setting: ExperimentSetting
  private let cells: [CellResult]
  private let failures: [String]
  private let tables: [ResultTable]
  private let comparisons: [ComparisonTable]
  private let figures: [ExperimentFigure]
  private let notes: [String]

  private enum CodingKeys: String, CodingKey {
    case experiment, setting, cells, failures, tables, comparisons, figures, notes
  }

  init(
    _ run: ExperimentRun, _ results: ExperimentResults, _ report: ExperimentReport, _ failures: [ExperimentError]
  ) {
    setting = run.setting
    cells = results.cells
    self.failures = failures.map(\.description)
    tables = report.tables
    comparisons = report.comparisons
    figures = report.figures
    notes = report.notes
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(setting.name, forKey: .experiment)
    try container.encode(setting, forKey: .setting)
    try container.encode(cells, forKey: .cells)
    try container.encode(failures, forKey: .failures)
    try container.encode(tables, forKey: .tables)
    try container.encode(comparisons, forKey: .comparisons)
    try container.encode(figures, forKey: .figures)
    try container.encode(notes, forKey: .notes)
  }
}

/// What `experiment --list --json` prints.
struct ExperimentList: Encodable {
  let cells: [ListedCell]
  /// Of the cells that are not done.
  let forecastSeconds: Double

  private enum CodingKeys: String, CodingKey {
    case cells
    case forecastSeconds = "forecast_seconds"
  }
}

struct ListedCell: Encodable {
  let name: String
  let isDone: Bool
  let forecastSeconds: Double

  private enum CodingKeys: String, CodingKey {
    case name
    case isDone = "done"
    case forecastSeconds = "forecast_seconds"
  }
}
