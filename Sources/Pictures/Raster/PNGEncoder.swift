import CZlib
import TerminalIO

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

  var header = bigEndian(UInt32(raster.width)) + bigEndian(UInt32(raster.height))
  // Bit depth, colour type (0 grey, 2 RGB), compression, filter method, no interlace.
  header += [8, isGrey ? 0 : 2, 0, 0, 0]
  let filtered = PNGFilter.filtered(samples, rowLength: raster.width * channels, pixelLength: channels)
  var file: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  file += chunk("IHDR", header)
  file += chunk("IDAT", try deflated(filtered, level: Z_BEST_COMPRESSION))
  file += chunk("IEND", [])
  return file
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

private func bigEndian(_ value: UInt32) -> [UInt8] {
  [UInt8(value >> 24), UInt8(value >> 16 & 0xff), UInt8(value >> 8 & 0xff), UInt8(value & 0xff)]
}

/// Length, type, data, and the checksum over type and data.
private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
  let body = Array(type.utf8) + data
  let checksum = body.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
  return bigEndian(UInt32(data.count)) + body + bigEndian(UInt32(truncatingIfNeeded: checksum))
}
