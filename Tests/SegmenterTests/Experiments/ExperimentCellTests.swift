import Foundation
import Segmenter
import Testing
import VolumeModel

/// Which networks an experiment trains, and on whom.
@Suite struct ExperimentCellTests {
  private func cells(_ setting: ExperimentSetting) throws -> [ExperimentCell] {
    try ExperimentRun(
      setting, cases: SyntheticStudy.cases(), folder: ExperimentFolder(path: "nowhere"), threads: 1
    ).cells
  }

  /// Rows of the paper's tables that are one condition are trained once: 100 %, label 0 and the binary mask; 120 % with
  /// label 0.3. The noise study has 2 conditions without noise and 2 kinds at 4 levels for 12 methods, the relabelling
  /// study 1 and 3 times 3. Times two patients and the seeds.
  @Test(arguments: [
    (ExperimentName.softMask, 7), (.loss, 10), (.noise, 98), (.relabelling, 10),
  ])
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
    let weighted = losses.filter { $0.plan.weighting == .released }.count
    let ofOneSeed = losses.filter { $0.seed == 1 }.count
    #expect(weighted == ofOneSeed / 10 * 4 * 3)
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

  @Test func badSettingsAreRefused() throws {
    func refused(_ change: (inout ExperimentSetting) -> Void, _ name: ExperimentName = .noise) -> Bool {
      var setting = ExperimentSetting.quick(name)
      change(&setting)
      return (try? cells(setting)) == nil
    }
    #expect(refused { $0.rates = [0] } && refused { $0.rates = [] } && refused { $0.methods = [.plain] })
    #expect(refused { $0.kinds = [] } && refused { $0.kinds = [NoiseChoice(.drop), NoiseChoice(.drop)] })
    #expect(refused { $0.relabelSamples = 0 })
    #expect(refused { $0.seeds = 0 } && refused { $0.epochs = 0 } && refused { $0.base = 0 })
    #expect(refused({ $0.sizes = [0.9] }, .softMask) && refused({ $0.labels = [1.5] }, .softMask))
    #expect(refused({ $0.losses = [] }, .loss))
    #expect(!refused { _ in })
  }

  @Test func onePatientIsTooFew() {
    let visits = SyntheticStudy.cases().filter { $0.patient == "sub-2" }
    #expect(throws: ExperimentError.self) {
      try ExperimentRun(
        .quick(.softMask), cases: visits, folder: ExperimentFolder(path: "nowhere"), threads: 1)
    }
    #expect(throws: ExperimentError.self) {
      try ExperimentRun(
        .quick(.softMask), cases: SyntheticStudy.cases() + visits, folder: ExperimentFolder(path: "nowhere"),
        threads: 1)
    }
  }

  @Test(arguments: [
    ("dilate", NoiseChoice(.dilate), "dilation"), ("polygon-3", NoiseChoice(.polygon, strength: 3), "3 vertices"),
    ("drop-0.25", NoiseChoice(.drop, strength: 0.25), "drop-0.25"), ("smooth", NoiseChoice(.smooth), "smooth"),
  ])
  func kindsOfNoiseHaveNames(name: String, choice: NoiseChoice, title: String) {
    #expect(NoiseChoice(name: name) == choice)
    #expect(choice.name == name && choice.title == title)
  }

  @Test(arguments: ["", "blur", "polygon-2", "drop-x", "dilate--1"])
  func unknownNoiseIsNone(name: String) { #expect(NoiseChoice(name: name) == nil) }
}
