public import VolumeModel

/// What an experiment trains, and what tables it makes of the results. Pure.
protocol ExperimentDesign: Sendable {
  /// No two have the same name.
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
    case .truth: TruthDesign(setting: self)
    case .raters: RatersDesign(setting: self)
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
  /// What is the same for all methods of a table that learn from noisy annotations.
  mutating func prepareForNoisyAnnotations() {
    // Methods that weigh single pixels need a mean over pixels; with another loss for the others, losses would be
    // compared.
    loss = .crossEntropy
    takeNetworkOfMethod()
    // Validation masks are noisy too, so they cannot choose the weights.
    selection = .last
    // A slice whose lesions were all missed has none in its annotation: it is seen among these only.
    emptySliceFraction = 0.5
  }
}

/// Curves over one axis.
public struct ExperimentFigure: Sendable, Hashable, Codable {
  /// One line of a figure.
  public struct Curve: Sendable, Hashable, Codable {
    /// In the legend.
    public var name: String
    /// From left to right.
    public var points: [SIMD2<Double>]

    /// A curve.
    public init(name: String, points: [SIMD2<Double>]) {
      self.name = name
      self.points = points
    }
  }

  /// Above the figure.
  public var title: String
  /// What the horizontal axis shows.
  public var horizontalLabel: String
  /// What the vertical axis shows.
  public var verticalLabel: String
  /// In the order of the legend.
  public var curves: [Curve]

  /// A figure.
  public init(title: String, horizontalLabel: String, verticalLabel: String, curves: [Curve]) {
    self.title = title
    self.horizontalLabel = horizontalLabel
    self.verticalLabel = verticalLabel
    self.curves = curves
  }
}

/// All that an experiment prints.
public struct ExperimentReport: Sendable {
  /// Of the experiment.
  public let title: String
  /// The numbers, beside published ones.
  public let tables: [ResultTable]
  /// Paired tests.
  public let comparisons: [ComparisonTable]
  /// Curves.
  public let figures: [ExperimentFigure]
  /// A sentence each.
  public let notes: [String]

  /// The report of an experiment's results.
  public init(_ results: ExperimentResults) {
    let design = results.setting.design
    title = results.setting.name.title
    tables = design.tables(results)
    comparisons = design.comparisons(results)
    figures = design.figures(results).filter { figure in figure.curves.contains { $0.points.count > 1 } }
    notes = results.notes
  }

  /// For people.
  /// - Parameters:
  ///   - width: characters of a line.
  ///   - isFolded: whether no table is wider than that, as on a terminal; a file gets whole lines.
  public func text(width: Int = 120, isFolded: Bool = false) -> String {
    ([title + "\n"] + tables.map { $0.text(width: width, isFolded: isFolded) } + comparisons.map(\.text)
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
