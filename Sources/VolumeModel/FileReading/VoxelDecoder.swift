/// Turns stored voxels into scaled values: value = slope * stored + intercept.
struct VoxelDecoder: Sendable {
  let type: VoxelType
  let isByteSwapped: Bool
  let slope: Double
  let intercept: Double

  var isScaled: Bool { slope != 1 || intercept != 0 }

  /// Fills `values` from the first `values.count` stored voxels of `bytes`.
  func decode<Value: BinaryFloatingPoint>(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Value>
  ) {
    switch type {
    case .uint8: integers(UInt8.self, bytes, values)
    case .int8: integers(Int8.self, bytes, values)
    case .uint16: integers(UInt16.self, bytes, values)
    case .int16: integers(Int16.self, bytes, values)
    case .uint32: integers(UInt32.self, bytes, values)
    case .int32: integers(Int32.self, bytes, values)
    case .uint64: integers(UInt64.self, bytes, values)
    case .int64: integers(Int64.self, bytes, values)
    case .float32: convert(UInt32.self, bytes, values) { Float(bitPattern: $0) }
    case .float64: convert(UInt64.self, bytes, values) { Double(bitPattern: $0) }
    }
  }

  @inline(__always)
  private func integers<Stored: FixedWidthInteger & BitwiseCopyable, Value: BinaryFloatingPoint>(
    _: Stored.Type, _ bytes: UnsafeRawBufferPointer, _ values: UnsafeMutableBufferPointer<Value>
  ) {
    let swapped = isByteSwapped
    if isScaled {
      let (slope, intercept) = (slope, intercept)
      for i in values.indices {
        let stored = bytes.loadUnaligned(fromByteOffset: i * MemoryLayout<Stored>.size, as: Stored.self)
        values[i] = Value(Double(swapped ? stored.byteSwapped : stored) * slope + intercept)
      }
    } else {
      for i in values.indices {
        let stored = bytes.loadUnaligned(fromByteOffset: i * MemoryLayout<Stored>.size, as: Stored.self)
        values[i] = Value(swapped ? stored.byteSwapped : stored)
      }
    }
  }

  @inline(__always)
  private func convert<
    Stored: FixedWidthInteger & BitwiseCopyable, Number: BinaryFloatingPoint, Value: BinaryFloatingPoint
  >(
    _: Stored.Type, _ bytes: UnsafeRawBufferPointer, _ values: UnsafeMutableBufferPointer<Value>,
    _ number: (Stored) -> Number
  ) {
    let swapped = isByteSwapped
    let (slope, intercept, isScaled) = (slope, intercept, isScaled)
    for i in values.indices {
      let stored = bytes.loadUnaligned(fromByteOffset: i * MemoryLayout<Stored>.size, as: Stored.self)
      let value = number(swapped ? stored.byteSwapped : stored)
      values[i] = isScaled ? Value(Double(value) * slope + intercept) : Value(value)
    }
  }
}
