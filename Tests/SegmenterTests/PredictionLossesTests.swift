import Segmenter
import Testing
import VolumeModel

@Suite struct PredictionLossesTests {
  private static func grid(_ x: Int, _ y: Int, _ z: Int) -> VoxelGrid {
    VoxelGrid(shape: SIMD3(x, y, z), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
  }

  private static func mask(_ grid: VoxelGrid, _ indices: [Int]) -> Mask {
    var mask = Mask(grid: grid)
    for index in indices { mask[grid.voxel(atLinearIndex: index)] = true }
    return mask
  }

  /// T = 1 1 0 0 0 0 1 0 and p = .9 .6 .4 .1 .05 .2 .7 .3; the values agree with central differences of the losses'
  /// published gradients.
  @Test(
    arguments: [
      (.dice, .none, 0.296), (.softDice, .none, 0.29635036496), (.diceSquared, .none, 0.11335012594),
      (.diceSquared, .balanced, 0.07510763834), (.diceSquared, .released, 0.09046358914),
      (.asymmetricSimilarity, .none, 0.17934002869), (.asymmetricSimilarity, .released, 0.17156512663),
      (.tversky, .none, 0.28455284553), (.fBeta, .none, 0.285), (.crossEntropy, .none, 0.27751987655),
      (.crossEntropy, .released, 0.37750157902), (.focal, .none, 0.01464374297), (.focal, .released, 0.02224653765),
      (.weightedCrossEntropy, .none, 0.33364647752), (.generalisedDice, .none, 0.25778688525),
      (.generalisedDiceSquared, .none, 0.09478118418), (.generalisedCrossEntropy, .none, 0.24379090627),
      (.noiseRobustDice, .none, 0.15975465157),
      (.meanAbsoluteError, .none, (0.1 + 0.4 + 0.4 + 0.1 + 0.05 + 0.2 + 0.3 + 0.3) / 8),
      (.meanSquaredError, .none, (0.01 + 0.16 + 0.16 + 0.01 + 0.0025 + 0.04 + 0.09 + 0.09) / 8),
    ] as [(LossName, InverseWeighting, Double)])
  func valuesOfEightVoxels(name: LossName, weighting: InverseWeighting, expected: Double) throws {
    let grid = Self.grid(8, 1, 1)
    let expert = Self.mask(grid, [0, 1, 6])
    let soft = SoftMask(
      expert: expert, grown: Self.mask(grid, [2, 7]), label: 0.3, report: SoftMask(expert: expert).report)
    let losses = PredictionLosses(
      of: Volume(grid: grid, scalars: EightPixels.probabilities.map { Float($0) }), expert: expert, soft: soft)
    #expect(abs(try #require(losses.value(name, weighting: weighting)) - expected) < 1e-6)
  }

  /// 1 - 2 (2.2 + 0.3 * 0.7) / (3.25 + 3 + 0.6), and with the expert mask alone.
  @Test("the soft Dice that follows a key press", arguments: [(0.3, 0.29635036496), (0, 0.296)])
  func softDiceOfEightVoxels(label: Double, expected: Double) {
    let grid = Self.grid(8, 1, 1)
    let expert = Self.mask(grid, [0, 1, 6])
    let target = SoftMask(
      expert: expert, grown: Self.mask(grid, [2, 7]), label: label, report: SoftMask(expert: expert).report)
    let meter = SoftDiceOfPrediction(
      probability: Volume(grid: grid, scalars: EightPixels.probabilities.map { Float($0) }), smoothing: 0)
    #expect(abs(meter.loss(against: target) - expected) < 1e-7)
    // The smoothing makes an empty pair perfect.
    let empty = SoftDiceOfPrediction(probability: Volume(grid: grid, scalars: [0, 0, .nan, 0, 0, 0, 0, 0]))
    #expect(empty.loss(against: SoftMask(expert: Mask(grid: grid))) == 0)
  }

  /// A volume with equal neighbours, lesions across rows, probabilities of 0 and 1: what is added together must count
  /// as if added one by one, as training does.
  @Test("the value of a volume is that of its voxels as one slice", arguments: InverseWeighting.allCases)
  func asInTraining(weighting: InverseWeighting) throws {
    let grid = Self.grid(70, 6, 4)
    var random = RandomStream(seed: 4, name: "volume")
    let expert = Self.mask(grid, (0..<grid.voxelCount).filter { _ in random.uniform() < 0.03 })
    let p = (0..<grid.voxelCount).map { _ in Float([0.02, 0.02, 0.02, 0.4, 0.8][random.index(below: 5)]) }
    var labels = [Float](repeating: 0, count: grid.voxelCount)
    let lesions = Lesions(of: expert, connectivity: .corners)
    for lesion in lesions.lesions { lesion.forEachVoxel { labels[grid.linearIndex($0)] = Float(lesion.id) } }
    let target: [Float] = labels.map { $0 > 0 ? 1 : 0 }
    labels.withUnsafeMutableBufferPointer { weighting.replaceLabels($0, lesionCount: lesions.count) }
    let losses = PredictionLosses(of: Volume(grid: grid, scalars: p), expert: expert)
    for name in PredictionLosses.names where name != .softDice {
      var sums = LossSums()
      let loss = name.loss()
      for index in p.indices {
        let prediction = PixelPrediction(probability: Double(p[index]))
        let t = Double(target[index])
        sums.add(
          loss.terms(of: prediction, target: t), probability: prediction.probability, target: t,
          weight: Double(labels[index]))
      }
      let expected = loss.value(of: sums)
      // The weights of the one are in single precision.
      let value = try #require(losses.value(name, weighting: weighting))
      #expect(abs(value - expected) < 1e-6 * max(1, expected), "\(name)")
    }
  }

  @Test func aPerfectMapLosesNothingAndAnEmptyPairIsDefined() throws {
    let grid = Self.grid(70, 3, 2)
    let expert = Self.mask(grid, Array(130...139) + Array(340...349))
    let perfect = PredictionLosses(of: SoftMask(expert: expert).volume(), expert: expert)
    let nothing = PredictionLosses(of: Volume(grid: grid, filledWith: 0), expert: Mask(grid: grid))
    for weighting in InverseWeighting.allCases {
      for name in PredictionLosses.names where name != .softDice {
        #expect(abs(try #require(perfect.value(name, weighting: weighting))) < 1e-9, "\(name)")
        #expect(abs(try #require(nothing.value(name, weighting: weighting))) < 1e-9, "\(name)")
      }
    }
    #expect(perfect.value(.softDice) == nil)
    #expect(PredictionLosses([.focal], of: SoftMask(expert: expert).volume(), expert: expert).value(.dice) == nil)
  }

  @Test func certainErrorsAndValuesThatAreNoNumbersStayFinite() throws {
    let grid = Self.grid(6, 1, 1)
    let losses = PredictionLosses(
      of: Volume(grid: grid, scalars: [0, 1, .nan, .infinity, -3, 7]), expert: Self.mask(grid, [0, 2]))
    for weighting in InverseWeighting.allCases {
      for name in PredictionLosses.names where name != .softDice {
        #expect(try #require(losses.value(name, weighting: weighting)).isFinite, "\(name)")
      }
    }
  }
}
