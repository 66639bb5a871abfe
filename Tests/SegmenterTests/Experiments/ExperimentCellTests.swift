import Foundation
import Segmenter
import Testing
import VolumeModel

/// Which networks an experiment trains, and on whom.
@Suite struct ExperimentCellTests {
  private func cells(_ setting: ExperimentSetting) throws -> [ExperimentCell] {
    try ExperimentRun(
      setting, cases: try SyntheticStudy.cases(for: setting.name), folder: ExperimentFolder(path: "nowhere"), threads: 1
    ).cells
  }

  /// Noise: clean, trusted slices alone, fifteen methods and four other networks without noise, and two kinds at four rates
  /// with sixteen methods and these networks.
  static let conditionCounts: [(ExperimentName, Int)] = [
    (.softMask, 7), (.loss, 10), (.noise, 181), (.relabelling, 10), (.truth, 34), (.raters, 7),
  ]

  /// Rows of the paper's tables that are one condition are trained once: 100 %, label 0 and the binary mask; 120 % with
  /// label 0.3. Times two patients and the seeds.
  @Test(arguments: conditionCounts)
  func conditionsOfThePapers(name: ExperimentName, conditions: Int) throws {
    let cells = try cells(.standard(name))
    #expect(Set(cells.map(\.condition.name)).count == conditions)
    #expect(cells.count == conditions * 2 * 3)
    #expect(Set(cells.map(\.name)).count == cells.count)
    let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_."))
    #expect(cells.allSatisfy { $0.name.unicodeScalars.allSatisfy(allowed.contains) })
    // Seed by seed, so that a stopped experiment has whole tables.
    #expect(cells.map(\.seed) == cells.map(\.seed).sorted())
  }

  @Test func eachConditionTrainsAsItsPaperDoes() throws {
    let soft = try cells(.standard(.softMask))
    #expect(soft.allSatisfy { $0.plan.loss == .softDice && $0.plan.selection == .bestValidation })
    #expect(Set(soft.map(\.plan.softMask.size)) == [1, 1.1, 1.2, 1.3, 1.4])
    let losses = try cells(.standard(.loss))
    #expect(losses.allSatisfy { $0.plan.sampling == .lesions && $0.condition.target == .clean })
    // Four losses, two patients, three seeds.
    #expect(losses.count { $0.plan.weighting == .released } == 24)
    #expect(losses.first { $0.plan.loss == .focal }?.plan.reduction == .batch)
    #expect(losses.first { $0.plan.loss == .diceSquared }?.plan.reduction == .perImage)
    let noise = try cells(.standard(.noise))
    // Noisy validation masks must not choose the weights, and all methods have one loss.
    #expect(noise.allSatisfy { $0.plan.selection == .last && $0.plan.loss == .crossEntropy })
    let few = try #require(noise.first { $0.plan.method.name == .trustedOnly })
    #expect(few.plan.epochs == 400)
    let relabelling = try cells(.standard(.relabelling))
    #expect(relabelling.allSatisfy { $0.plan.architecture.dropout?.rate == 0.5 })
    #expect(relabelling.filter { $0.condition.target != .clean }.allSatisfy { $0.condition.testNoise != nil })
  }

  /// The row that is not published stands beside the published one, with its own cells.
  @Test(arguments: [ExperimentName.noise, .truth])
  func mcpmCanBeGivenTheLabelToo(name: ExperimentName) throws {
    var setting = ExperimentSetting.quick(name)
    let before = try cells(setting)
    setting.labelInput = true
    let after = try cells(setting)
    let added = Set(after).subtracting(before)
    #expect(Set(before).isSubset(of: after) && !added.isEmpty)
    #expect(added.allSatisfy { $0.plan.method.name == .corruptedPixelMining && $0.plan.method.bilevel.seesLabel })
    #expect(added.count == before.count { $0.plan.method.name == .corruptedPixelMining })
    setting.methods = [.distillation]
    #expect(throws: ExperimentError.self) { try setting.check() }
  }

  @Test func badSettingsAreRefused() throws {
    func isRefused(_ name: ExperimentName, _ change: (inout ExperimentSetting) -> Void) -> Bool {
      var setting = ExperimentSetting.quick(name)
      change(&setting)
      return (try? cells(setting)) == nil
    }
    #expect(!isRefused(.noise) { _ in })
    #expect(!isRefused(.noise) { $0.rates = [0] })
    #expect(isRefused(.noise) { $0.rates = [-0.1] })
    #expect(isRefused(.truth) { $0.rates = [1] })
    #expect(isRefused(.noise) { $0.rates = [] })
    #expect(isRefused(.noise) { $0.methods = [.plain] })
    #expect(isRefused(.noise) { $0.kinds = [] })
    #expect(isRefused(.noise) { $0.kinds = [NoiseChoice(.drop), NoiseChoice(.drop)] })
    #expect(isRefused(.noise) { $0.seeds = 0 })
    #expect(isRefused(.noise) { $0.epochs = 0 })
    // Divided by such a fraction, the epochs fitted no integer and ended the program.
    for fraction in [0, -0.1, 1, .nan, 1e-300, .infinity] {
      #expect(isRefused(.noise) { $0.trustedFraction = fraction }, "\(fraction)")
    }
    for epochs in [Int.min, Int.max] { #expect(isRefused(.noise) { $0.epochs = epochs }) }
    #expect(isRefused(.noise) { $0.dropout = .nan })
    #expect(isRefused(.noise) { $0.base = 0 })
    #expect(isRefused(.relabelling) { $0.relabelSamples = 0 })
    #expect(isRefused(.softMask) { $0.sizes = [0.9] })
    #expect(isRefused(.softMask) { $0.labels = [1.5] })
    #expect(isRefused(.loss) { $0.losses = [] })
  }

  @Test func onePatientIsTooFew() throws {
    let visits = try SyntheticStudy.cases().filter { $0.patient == "sub-2" }
    #expect(throws: ExperimentError.self) {
      try ExperimentRun(
        .quick(.softMask), cases: visits, folder: ExperimentFolder(path: "nowhere"), threads: 1)
    }
    #expect(throws: ExperimentError.self) {
      try ExperimentRun(
        .quick(.softMask), cases: try SyntheticStudy.cases() + visits, folder: ExperimentFolder(path: "nowhere"),
        threads: 1)
    }
  }

  static let noiseNames: [(String, NoiseChoice, String)] = [
    ("dilate", NoiseChoice(.dilate), "dilation"), ("polygon-3", NoiseChoice(.polygon, strength: 3), "3 vertices"),
    ("drop-0.25", NoiseChoice(.drop, strength: 0.25), "drop-0.25"), ("smooth", NoiseChoice(.smooth), "smooth"),
  ]

  @Test(arguments: noiseNames)
  func kindsOfNoiseHaveNames(name: String, choice: NoiseChoice, title: String) {
    #expect(NoiseChoice(name: name) == choice)
    #expect(choice.name == name && choice.title == title)
  }

  @Test(arguments: ["", "blur", "polygon-2", "drop-x", "dilate--1"])
  func unknownNoiseIsNone(name: String) { #expect(NoiseChoice(name: name) == nil) }
}
