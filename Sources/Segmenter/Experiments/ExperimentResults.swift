internal import VolumeModel

/// The results of an experiment's cells, averaged over the scans of a patient, then over patients; what is left
/// is one number a seed.
public struct ExperimentResults: Sendable {
  /// Of the cells that are done.
  public let cells: [CellResult]
  let setting: ExperimentSetting
  /// Scans of each patient.
  private let scansOfPatient: [String: [String]]
  private let patientOfScan: [String: String]
  /// Names of raters that a computer stands in for, by scan.
  private let simulatedRaters: [String: [String]]
  private let byCondition: [String: [CellResult]]

  init(_ cells: [CellResult], setting: ExperimentSetting, cases: [ExperimentCase]) {
    self.init(
      cells, setting: setting,
      scansOfPatient: Dictionary(grouping: cases, by: \.patient).mapValues { $0.map(\.name).sorted() },
      simulatedRaters: Dictionary(
        uniqueKeysWithValues: cases.map { ($0.name, $0.raters.filter(\.isSimulated).map(\.name)) }))
  }

  package init(
    _ cells: [CellResult], setting: ExperimentSetting, scansOfPatient: [String: [String]],
    simulatedRaters: [String: [String]] = [:]
  ) {
    self.cells = cells
    self.setting = setting
    self.scansOfPatient = scansOfPatient
    patientOfScan = Dictionary(
      scansOfPatient.flatMap { patient, scans in scans.map { ($0, patient) } }, uniquingKeysWith: { first, _ in first })
    self.simulatedRaters = simulatedRaters.filter { !$0.value.isEmpty }
    byCondition = Dictionary(grouping: cells, by: \.condition)
  }

  /// One of the numbers that a scan's prediction has; nil is "not available".
  typealias Measure = @Sendable (ScanResult) -> Double?

  /// A number for each seed all of whose patients are done: the mean over patients of the mean over their scans. What is
  /// not available is left out of the means.
  func numbersOfSeeds(_ condition: String, _ measure: Measure) -> [Double] {
    seeds(condition).compactMap { cells in
      let byPatient = Dictionary(grouping: cells.flatMap(\.scans)) { patientOfScan[$0.name] ?? $0.name }
      // In a fixed order, so that the sum has the same bits every time.
      let patients = byPatient.keys.sorted().compactMap { patient in
        SampleSummary((byPatient[patient] ?? []).compactMap(measure))?.mean
      }
      return SampleSummary(patients)?.mean
    }
  }

  /// One of the numbers that a cell has.
  typealias CellMeasure = @Sendable (CellResult) -> Double?

  /// A number for each seed all of whose patients are done: the mean over its cells.
  func numbersOfSeeds(_ condition: String, ofCells measure: CellMeasure) -> [Double] {
    seeds(condition).compactMap { cells in SampleSummary(cells.compactMap(measure))?.mean }
  }

  /// A number for each epoch: the mean over all cells of a condition that have it. What is not available is left out.
  func curve(_ condition: String, _ measure: (EpochPoint) -> Double?) -> [SIMD2<Double>] {
    let points = seeds(condition).flatMap { $0 }.flatMap { $0.epochs ?? [] }
    return Dictionary(grouping: points, by: \.epoch).sorted { $0.key < $1.key }.compactMap { epoch, points in
      SampleSummary(points.compactMap(measure)).map { SIMD2(Double(epoch), $0.mean) }
    }
  }

  /// A number for each patient: the mean over seeds of the mean over the patient's scans. For paired tests, of which the
  /// scans of one patient would be no independent observations.
  func numbersOfPatients(_ condition: String, _ measure: Measure) -> [String: Double?] {
    var numbers: [String: [Double]] = [:]
    for cells in seeds(condition) {
      for (patient, scans) in Dictionary(grouping: cells.flatMap(\.scans), by: { patientOfScan[$0.name] ?? $0.name }) {
        let mean = SampleSummary(scans.compactMap(measure))?.mean
        numbers[patient, default: []] += mean.map { [$0] } ?? []
      }
    }
    return numbers.mapValues { SampleSummary($0)?.mean }
  }

  /// The scans of one seed with all patients, seed by seed.
  func scansOfSeeds(_ condition: String) -> [[ScanResult]] { seeds(condition).map { $0.flatMap(\.scans) } }

  /// The cells of each seed that has every patient.
  private func seeds(_ condition: String) -> [[CellResult]] {
    let bySeed = Dictionary(grouping: byCondition[condition] ?? [], by: \.seed)
    return bySeed.keys.sorted().compactMap { seed in
      let cells = (bySeed[seed] ?? []).sorted { $0.leftOut < $1.leftOut }
      return cells.count == cellsOfSeed ? cells : nil
    }
  }

  /// As many cells of a condition as leave out every patient once.
  private var cellsOfSeed: Int { min(setting.folds ?? .max, scansOfPatient.count) }

  private var leftOut: String {
    guard setting.folds != nil else { return "One patient left out at a time" }
    let folds = LeftOutPatients.all(scansOfPatient.keys.sorted(), folds: setting.folds)
    return "Patients left out in \(folds.count) folds (the names in order, dealt out one to each fold in turn)"
  }

  private var ofTrustedSlices: String {
    [.noise, .relabelling, .truth].contains(setting.name) && setting.methods.contains { $0.details.needsTrustedSlices }
      ? ", of a method that has trusted slices that of these slices" : ""
  }

  private var withoutDropout: String {
    guard let networks = setting.networks, !networks.isEmpty else { return "" }
    return " but that of \(networks.map(\.title).joined(separator: ", "))"
  }

  /// What a reader of the tables has to know.
  var notes: [String] {
    let patients = scansOfPatient.keys.sorted().map { patient in
      let count = scansOfPatient[patient]?.count ?? 0
      return "\(patient) (\(count) \(count == 1 ? "scan" : "scans"))"
    }
    var notes = [
      "\(leftOut): \(patients.joined(separator: ", ")). A seed's number is the mean over patients, of "
        + "the scans of a patient first; mean +- SD over \(setting.seeds) \(setting.seeds == 1 ? "seed" : "seeds").",
      "Network: base \(setting.base), \(setting.levels) levels, "
        + (setting.cropSize.map { "crops of \($0) pixels" } ?? "whole slices")
        + (setting.dropout.map { ", \($0) of the units dropped in training in every row" + withoutDropout } ?? "")
        + "; \(setting.epochs) epochs. The "
        + "binarisation threshold is that of the training patients\(ofTrustedSlices); components of up to 3 mm3 are removed.",
    ]
    if !simulatedRaters.isEmpty {
      let names = simulatedRaters.keys.sorted().map { "\($0): \((simulatedRaters[$0] ?? []).joined(separator: ", "))" }
      notes.append("SIMULATED, not drawn by a person: \(names.joined(separator: "; ")).")
    }
    return notes
  }
}
