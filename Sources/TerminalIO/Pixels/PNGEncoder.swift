import CZlib

/// The bytes of a PNG file (ISO/IEC 15948): 8 bits a channel, one grey channel where no pixel has a hue, else three.
package func pngData(_ raster: Raster) throws(PNGError) -> [UInt8] {
  let largest = Int(Int32.max)
  guard 1...largest ~= raster.width, 1...largest ~= raster.height else {
    throw .size(width: raster.width, height: raster.height)
  }
  let isGrey = raster.isGrey
  let channels = isGrey ? 1 : 3
  var samples: [UInt8] = []
  samples.reserveCapacity(raster.pixels.count * channels)
  for pixel in raster.pixels {
    samples.append(pixel.red)
    if !isGrey {
      samples.append(pixel.green)
      samples.append(pixel.blue)
    }
  }
  return try PNGFile(
    width: raster.width, height: raster.height, colourType: isGrey ? .grey : .rgb,
    filtered: PNGFilter.filtered(samples, rowLength: raster.width * channels, pixelLength: channels),
    level: Z_BEST_COMPRESSION
  ).bytes
}

/// Why a picture has no PNG form.
package enum PNGError: Error, Equatable, CustomStringConvertible {
  case size(width: Int, height: Int)
  case compression(status: Int32)

  package var description: String {
    switch self {
    case .size(let width, let height): "a picture of \(width) x \(height) pixels cannot be written as PNG"
    case .compression(let status): "zlib could not compress the picture (status \(status)); is memory short?"
    }
  }
}

/// The chunks of a PNG file of 8 bits a sample, not interlaced.
struct PNGFile {
  enum ColourType {
    case grey
    case rgb
    /// Up to 256 colours, numbered from 0.
    case palette([RGB])

    var number: UInt8 {
      switch self {
      case .grey: 0
      case .rgb: 2
      case .palette: 3
      }
    }
  }

  let bytes: [UInt8]

  /// - Parameters:
  ///   - filtered: the samples, each row behind the number of its filter.
  ///   - level: zlib's, from 1 (fast) to 9 (small).
  init(width: Int, height: Int, colourType: ColourType, filtered: [UInt8], level: Int32) throws(PNGError) {
    var header = Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(height))
    // Bit depth, colour type, compression, filter method, no interlace.
    header += [8, colourType.number, 0, 0, 0]
    var file: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    file += Self.chunk("IHDR", header)
    if case .palette(let colours) = colourType {
      file += Self.chunk("PLTE", colours.flatMap { [$0.red, $0.green, $0.blue] })
    }
    file += Self.chunk("IDAT", try deflated(filtered, level: level))
    file += Self.chunk("IEND", [])
    bytes = file
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 0xff), UInt8(value >> 8 & 0xff), UInt8(value & 0xff)]
  }

  /// Length, type, data, and the checksum over type and data.
  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    let checksum = body.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    return bigEndian(UInt32(data.count)) + body + bigEndian(UInt32(truncatingIfNeeded: checksum))
  }
}
