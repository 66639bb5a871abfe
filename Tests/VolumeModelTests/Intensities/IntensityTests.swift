import Foundation
import Testing

import VolumeModel

/// Smoothing, percentiles and the peak of a brain against NumPy and SciPy (`Scripts/fixtures/intensity_oracle.py`).
@Suite struct IntensityTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let shape: [Int]
    let spacing: [Double]
    let volume: [Float?]
    let brain: [Int]
    let smoothed: [Float]
    let mode: Double
    let half_width: Double
    let bin_width: Double
    let percentiles: [Double]

    var testDescription: String { "\(spacing)" }
    var image: Volume<Float> {
      Volume(grid: VoxelGrid(shape: shape, spacingMM: spacing), scalars: volume.map { $0 ?? .nan })
    }
    var mask: Mask { Mask(grid: VoxelGrid(shape: shape, spacingMM: spacing), linearIndices: brain) }
  }

  static let cases = (try? Fixture.load("intensity.json", as: [Case].self)) ?? []

  @Test func theFixtureIsThere() { #expect(Self.cases.count == 3) }

  @Test(arguments: cases)
  func smoothingIsSciPys(item: Case) {
    var clean = item.image
    clean.withMutableScalars { scalars in for i in scalars.indices where scalars[i].isNaN { scalars[i] = 0 } }
    let smoothed = clean.smoothed(deviationMM: 1.3)
    for (mine, theirs) in zip(smoothed.scalars, item.smoothed) { #expect(abs(mine - theirs) < 1e-3) }
    #expect(clean.smoothed(deviationMM: 0) == clean)
  }

  /// Of voxels that are absurdly small such a filter is wider than the volume; its taps were counted in millions.
  @Test(arguments: [1e-20, 1e-6])
  func aFilterWiderThanTheVolumeGivesItsMean(spacing: Double) {
    let grid = VoxelGrid(shape: [6, 5, 4], spacingMM: [spacing, spacing, spacing])
    let volume = Volume<Float>(grid: grid, scalars: (0..<120).map { Float($0 * 37 % 120) })
    for value in volume.smoothed(deviationMM: 1).scalars { #expect(abs(value - 59.5) < 1e-3) }
  }

  @Test(arguments: cases)
  func thePeakIsSciPys(item: Case) throws {
    let peak = try #require(BrainPeak(of: item.image, in: item.mask))
    // Single and double precision may put a voxel into neighbouring bins, never farther.
    #expect(abs(peak.mode - item.mode) <= 1.01 * item.bin_width)
    #expect(abs(peak.halfWidth - item.half_width) <= 2.01 * item.bin_width)
  }

  @Test(arguments: cases)
  func percentilesAreNumPys(item: Case) {
    var values = item.brain.map { item.volume[$0] ?? 0 }
    for (percent, expected) in zip([0.5, 1, 50, 99.5], item.percentiles) {
      let found = values.withUnsafeMutableBufferPointer { $0.percentile(percent) }
      #expect(abs(Double(found) - expected) < 1e-3)
    }
  }

  @Test func brainsWithoutAPeakHaveNone() {
    let grid = VoxelGrid(shape: [4, 4, 4], spacingMM: [1, 1, 1])
    let flat = Volume<Float>(grid: grid, filledWith: 7)
    #expect(BrainPeak(of: flat, in: Mask(grid: grid)) == nil)
    #expect(BrainPeak(of: Volume<Float>(grid: grid, filledWith: .nan), in: Mask(flat) { _ in true }) == nil)
  }
}
