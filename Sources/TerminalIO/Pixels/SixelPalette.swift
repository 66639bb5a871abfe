/// The colour registers of a sixel picture and the register of each pixel.
///
/// Sixel names colours in percent a channel. Greys keep all 101 steps unless fewer are asked for, since they carry the
/// image; where hues are more than the registers left, their channels are rounded to multiples of a step, the finest that
/// fits. Colours do not
/// depend on which pixels are frequent, so that they do not flicker from slice to slice.
package struct SixelPalette: Sendable {
  /// Red, green and blue in percent.
  package let colours: [SIMD3<UInt8>]
  /// Row by row, a register a pixel.
  let registers: [UInt8]
  /// The step in percent to which the channels of hues are rounded.
  package let hueStep: Int

  /// Registers that a picture uses: terminals of today have as many at least.
  package static let most = 256
  private static let steps = [1, 2, 4, 5, 8, 10, 12, 16, 20, 25]
  /// Where registers are few, as on a VT340, greys are rounded too.
  private static let coarseSteps = [5, 10, 20, 25, 34, 50]

  /// The grey step of pictures that change with every key: 26 greys, which take half the bytes of 101. None is more than
  /// two percent off; libsixel takes about 23 of such a picture by default.
  package static let liveGreyStep = 4

  /// - Parameters:
  ///   - registers: colours that the terminal has at a time.
  ///   - greyStep: the step in percent to which greys are rounded.
  package init(_ raster: Raster, registers most: Int = Self.most, greyStep: Int = 1) {
    var last = RGB.black
    var lastPercent = SIMD3<UInt8>.zero
    let percents = raster.pixels.map { pixel in
      if pixel != last { (last, lastPercent) = (pixel, Self.percent(pixel)) }
      return lastPercent
    }
    let limit = max(8, min(most, Self.most))
    // Hues are no finer than greys, or an overlay would cost more than the image under it.
    for step in Self.steps where step >= greyStep {
      if let found = Self.assign(percents, limit, greyStep: greyStep, hueStep: step) {
        (colours, registers, hueStep) = (found.colours, found.registers, step)
        return
      }
    }
    // 101 greys and 5 x 5 x 5 hues fit into 256 registers, and 2 x 2 x 2 colours into any number.
    for step in Self.coarseSteps {
      if let found = Self.assign(percents, limit, greyStep: step, hueStep: max(step, 25)) {
        (colours, registers, hueStep) = (found.colours, found.registers, max(step, 25))
        return
      }
    }
    let found = Self.assign(percents, limit, greyStep: 100, hueStep: 100) ?? ([], [])
    (colours, registers, hueStep) = (found.colours, found.registers, 100)
  }

  package static func percent(_ colour: RGB) -> SIMD3<UInt8> {
    func percent(_ channel: UInt8) -> UInt8 { UInt8((Int(channel) * 100 + 127) / 255) }
    return SIMD3(percent(colour.red), percent(colour.green), percent(colour.blue))
  }

  /// Nil when the colours are more than the registers.
  private static func assign(
    _ percents: [SIMD3<UInt8>], _ most: Int, greyStep: Int, hueStep: Int
  ) -> (colours: [SIMD3<UInt8>], registers: [UInt8])? {
    var known: [SIMD3<UInt8>: UInt8] = [:]
    var colours: [SIMD3<UInt8>] = []
    var registers: [UInt8] = []
    registers.reserveCapacity(percents.count)
    var last: SIMD3<UInt8>?
    for percent in percents {
      if percent == last, let register = registers.last {
        registers.append(register)
        continue
      }
      last = percent
      let isGrey = percent.x == percent.y && percent.y == percent.z
      let colour = rounded(percent, to: isGrey ? greyStep : hueStep)
      if let register = known[colour] {
        registers.append(register)
      } else {
        guard colours.count < most else { return nil }
        let register = UInt8(colours.count)
        known[colour] = register
        colours.append(colour)
        registers.append(register)
      }
    }
    return (colours, registers)
  }

  private static func rounded(_ percent: SIMD3<UInt8>, to step: Int) -> SIMD3<UInt8> {
    guard step > 1 else { return percent }
    func rounded(_ channel: UInt8) -> UInt8 { UInt8(min(100, (Int(channel) + step / 2) / step * step)) }
    return SIMD3(rounded(percent.x), rounded(percent.y), rounded(percent.z))
  }
}
