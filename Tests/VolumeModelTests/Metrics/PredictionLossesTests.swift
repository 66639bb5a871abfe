import Testing
import VolumeModel

@Suite struct PredictionLossesTests {
  /// Eight voxels, T = 1 1 0 0 0 0 1 0 and p = .9 .6 .4 .1 .05 .2 .7 .3; the values agree with central differences of
  /// the losses' published gradients.
  @Test(
    arguments: [
      (.dice, 0.296), (.softDice, 0.29635036496), (.diceSquared, 0.11335012594),
      (.asymmetricSimilarity, 0.17934002869), (.tversky, 0.28455284553), (.fBeta, 0.285),
      (.crossEntropy, 0.27751987655), (.focal, 0.01464374297), (.weightedCrossEntropy, 0.33364647752),
      (.generalisedDice, 0.25778688525), (.generalisedCrossEntropy, 0.24379090627), (.noiseRobustDice, 0.15975465157),
      (.meanAbsoluteError, (0.1 + 0.4 + 0.4 + 0.1 + 0.05 + 0.2 + 0.3 + 0.3) / 8),
    ] as [(PredictionLosses.Name, Double)])
  func valuesOfEightVoxels(name: PredictionLosses.Name, expected: Double) throws {
    let grid = VoxelGrid.test(8, 1, 1)
    let soft = PredictionTests.target(on: grid, gamma: 0.3)
    let losses = PredictionLosses(
      probability: Volume(grid: grid, scalars: PredictionTests.p), expert: soft.expert, smoothing: 0)
    #expect(abs(try #require(losses.value(name, soft: soft)) - expected) < 1e-6)
  }

  @Test func aPerfectMapLosesNothingAndAnEmptyPairIsDefined() throws {
    let grid = VoxelGrid.test(70, 3, 2)
    let expert = Mask.boxes(on: grid, (60...69, 1...1, 0...1))
    let perfect = PredictionLosses(
      probability: SoftMask(expert: expert).volume(), expert: expert)
    let nothing = PredictionLosses(probability: Volume(grid: grid, filledWith: 0), expert: Mask(grid: grid))
    for name in PredictionLosses.Name.allCases where name != .softDice {
      #expect(abs(try #require(perfect.value(name))) < 1e-5, "\(name)")
      #expect(abs(try #require(nothing.value(name))) < 1e-5, "\(name)")
    }
    #expect(perfect.value(.softDice) == nil)
  }

  @Test func certainErrorsAndValuesThatAreNoNumbersStayFinite() throws {
    let grid = VoxelGrid.test(4, 1, 1)
    let losses = PredictionLosses(
      probability: Volume(grid: grid, scalars: [0, 1, .nan, .infinity]), expert: Mask(grid: grid, linearIndices: [0, 2]))
    for name in PredictionLosses.Name.allCases where name != .softDice {
      #expect(try #require(losses.value(name)).isFinite, "\(name)")
    }
  }
}
