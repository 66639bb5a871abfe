public import VolumeModel

/// What an experiment trains, and what tables it makes of the results. Pure.
protocol ExperimentDesign: Sendable {
  /// No two share a name.
  var conditions: [ExperimentCondition] { get }

  func tables(_ results: ExperimentResults) -> [ResultTable]

  func comparisons(_ results: ExperimentResults) -> [ComparisonTable]

  func figures(_ results: ExperimentResults) -> [ExperimentFigure]
}

extension ExperimentSetting {
  var design: any ExperimentDesign {
    switch name {
    case .softMask: SoftMaskDesign(setting: self)
    case .loss: LossDesign(setting: self)
    case .noise: NoiseDesign(setting: self)
    case .relabelling: RelabellingDesign(setting: self)
    }
  }

  /// How cells are trained whose annotation is not grown.
  var planWithoutGrowth: TrainingPlan {
    var plan = plan(seed: 1, threads: 1)
    plan.softMask = SoftMaskParameters(size: 1, label: 0)
    return plan
  }
}

extension TrainingPlan {
  /// What all methods of a table share that learn from noisy annotations.
  mutating func prepareForNoisyAnnotations() {
    // Methods that weigh single pixels need a mean over pixels; with another loss for the others, losses would be
    // compared.
    loss = .crossEntropy
    // Validation masks are noisy too, so they cannot choose the weights.
    selection = .last
  }
}

/// Curves over one axis.
public struct ExperimentFigure: Sendable, Hashable, Codable {
  public struct Curve: Sendable, Hashable, Codable {
    public var name: String
    /// From left to right.
    public var points: [SIMD2<Double>]

    public init(name: String, points: [SIMD2<Double>]) {
      self.name = name
      self.points = points
    }
  }

  public var title: String
  public var horizontalLabel: String
  public var verticalLabel: String
  public var curves: [Curve]

  public init(title: String, horizontalLabel: String, verticalLabel: String, curves: [Curve]) {
    self.title = title
    self.horizontalLabel = horizontalLabel
    self.verticalLabel = verticalLabel
    self.curves = curves
  }
}

/// All that an experiment prints.
public struct ExperimentReport: Sendable {
  public let title: String
  public let tables: [ResultTable]
  public let comparisons: [ComparisonTable]
  public let figures: [ExperimentFigure]
  /// A sentence each.
  public let notes: [String]

  public init(_ results: ExperimentResults) {
    let design = results.setting.design
    title = results.setting.name.title
    tables = design.tables(results)
    comparisons = design.comparisons(results)
    figures = design.figures(results).filter { figure in figure.curves.contains { $0.points.count > 1 } }
    notes = results.notes
  }

  /// For people.
  /// - Parameter width: characters of a line.
  public func text(width: Int = 120) -> String {
    ([title + "\n"] + tables.map { $0.text(width: width) } + comparisons.map(\.text)
      + [notes.map { $0 + "\n" }.joined()]).joined(separator: "\n")
  }

  /// For a page on GitHub, without its heading.
  public var markdown: String {
    (tables.map(\.markdown) + comparisons.map(\.markdown) + [notes.map { $0 + "\n" }.joined(separator: "\n")])
      .joined(separator: "\n")
  }

  /// Each table as a file: its name without ending, and its content.
  public var csvFiles: [(name: String, content: String)] {
    tables.enumerated().map { ("table-\($0 + 1)", $1.csv) }
      + comparisons.enumerated().map { ("comparison-\($0 + 1)", $1.csv) }
  }
}
